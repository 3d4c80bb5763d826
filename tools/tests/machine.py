"""What a test takes of the machine that it runs on: a program that may be missing, a free port, a server in a thread.

Knows: ports, threads. Must not know: what is tested.
"""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from random import SystemRandom
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import HTTPServer


def exiger(present: object, manque: str) -> None:
    """Skip a test that needs what is not here; where everything is tested (`.ci/run`), it must be."""
    if not present:
        if os.environ.get("CI"):
            pytest.fail(manque)
        pytest.skip(manque)


def port_libre() -> int:
    """Return a port that nothing listens to, below those that the system gives to whoever asks for any."""
    while True:
        port = SystemRandom().randrange(10_000, 32_000)
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


@contextmanager
def en_marche(server: HTTPServer) -> Iterator[str]:
    """Let a server answer, in a thread; yield its address."""
    with server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
