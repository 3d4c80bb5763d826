"""The built site, served to the system's Chromium.

Knows: sockets, the browser. Must not know: what is tested.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright

from tests.machine import en_marche, exiger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


class _Muet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name that the library gives)
        """Say nothing."""


@contextmanager
def servi(dossier: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    with en_marche(ThreadingHTTPServer(("127.0.0.1", 0), partial(_Muet, directory=str(dossier)))) as adresse:
        yield f"{adresse}/"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; the continuous integration must have it."""
    exiger(CHROMIUM, "Chromium est absent")
    with sync_playwright() as programme:
        browser = programme.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
