"""An editor, with the server that it started: one for the tests of a file, that each leave it as they found it.

They run on a loop of its own, in a thread: a browser of other tests may have left one running in the thread of pytest.
"""

from __future__ import annotations

import asyncio
import inspect
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.langage.editeur import CONFIGURATION, Editeur, depot

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

PATIENCE_SECONDES = 300


class Boucle:
    """A loop that runs in a thread."""

    def __init__(self) -> None:
        """Start it."""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()

    def mener(self, suite: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 (what it gives)
        """Bring a coroutine to its end, and return what it gives."""
        return asyncio.run_coroutine_threadsafe(suite, self._loop).result(PATIENCE_SECONDES)

    def arreter(self) -> None:
        """Stop it."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="module")
def boucle() -> Iterator[Boucle]:
    found = Boucle()
    yield found
    found.arreter()


@pytest.fixture(scope="module")
def racine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return depot(tmp_path_factory.mktemp("depot"))


@pytest.fixture(scope="module")
def agent(boucle: Boucle, racine: Path) -> Iterator[Editeur]:
    client = boucle.mener(CONFIGURATION.start())
    yield boucle.mener(Editeur.lancer(client, racine, adherent="essey-les-nancy", exercice=2026, demander=True))
    boucle.mener(client.shutdown_session())
    boucle.mener(client.stop())


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that waits for the editor on the loop of the editor."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    boucle = pyfuncitem.funcargs["boucle"]
    assert isinstance(boucle, Boucle)
    boucle.mener(pyfuncitem.obj(agent=pyfuncitem.funcargs["agent"]))
    return True
