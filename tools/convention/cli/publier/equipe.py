"""Work that several processes share, as many as there are cores: each takes what is next, until nothing is left.

Knows: processes. Must not know: what is made.
A process is a copy of this one as it stands: what is known is known there too, and what becomes known there is lost,
but for what it gives back. It has no copy of threads: nothing that starts some, as the typesetter, may have been used.
"""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from traceback import format_exc
from typing import TYPE_CHECKING, Generic, TypeVar

from convention.cli.cadre.contexte import EnvironnementError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

P = TypeVar("P")
R = TypeVar("R")

AU_PLUS = 8
"""Processes: each takes as much memory as what it makes."""
_OCTETS = 4
"""Of a number that says which part is next."""


class Equipe(Generic[P, R]):
    """Makes something of each part, beginning at once; gives what was made, in the order of the parts."""

    def __init__(self, faire: Callable[[P], R], parts: Sequence[P]) -> None:
        """Begin; where a process has no copy (Windows), nothing is made before it is asked for."""
        self._faire, self._parts = faire, parts
        self._processus = []
        self._resultats: list[Connection] = []
        if "fork" not in get_all_start_methods():
            return
        gc.freeze()  # what is known stays: no copy walks it again
        context = get_context("fork")
        taken, given = os.pipe()
        os.write(given, b"".join(rang.to_bytes(_OCTETS, "big") for rang in range(len(parts))))
        os.close(given)
        for _ in range(min(os.cpu_count() or 1, len(parts), AU_PLUS)):
            received, sent = context.Pipe(duplex=False)
            self._resultats.append(received)
            process = context.Process(target=self._work, args=(taken, sent, os.getpid()), daemon=True)
            process.start()
            sent.close()
            self._processus.append(process)
        os.close(taken)

    def __enter__(self) -> Equipe[P, R]:
        """Nothing more: it has begun."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """End whatever has not, as after a failure."""
        for process in self._processus:
            process.terminate()
            process.join()

    def __iter__(self) -> Iterator[R]:
        """Give what was made, once it all is.

        Raises:
            EnvironnementError: a process was ended from outside.
        """
        if not self._processus:
            yield from map(self._faire, self._parts)
            return
        made: dict[int, R] = {}
        for received in self._resultats:
            try:
                found: dict[int, R] | Exception = received.recv()
            except EOFError:
                message = "un processus a été arrêté avant la fin : si la mémoire manque, fermer d'autres programmes"
                raise EnvironnementError(message) from None
            if isinstance(found, Exception):
                raise found
            made |= found
        yield from (made[rang] for rang in range(len(self._parts)))

    def _work(self, taken: int, sent: Connection, parent: int) -> None:
        """Take parts until none is left, or until nobody waits for them."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        for received in self._resultats:
            received.close()  # else what nobody reads any more would wait for a reader
        try:
            made = dict(self._made(taken, parent))
        except Exception as error:
            error.add_note(format_exc())  # where it was raised is not given with it
            _give(sent, error)
            raise SystemExit(1) from error  # it is raised again, and told, where the result is awaited
        _give(sent, made)

    def _made(self, taken: int, parent: int) -> Iterator[tuple[int, R]]:
        while os.getppid() == parent and (number := os.read(taken, _OCTETS)):
            rang = int.from_bytes(number, "big")
            yield rang, self._faire(self._parts[rang])


def _give(sent: Connection, made: object) -> None:
    with suppress(OSError):  # nobody waits any more
        sent.send(made)
