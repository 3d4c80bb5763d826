"""A window that runs on this machine, and what was asked at it.

Knows: HTTP, the form of a request. Must not know: what is tested.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

from convention.cli.guichet.application import Guichet
from convention.model.mots.communs import Phase
from convention.reports.depot.guichet import Demande, Geste, Quantite
from tests.machine import en_marche

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from wsgiref.types import WSGIApplication

JETON = "jeton-de-la-file-a-ne-jamais-montrer"
RECUE = datetime(2026, 11, 28, 5, 30, tzinfo=UTC)
LUES = {"postes": "31", "imprimantes": "3", "copieurs": "2"}


def demande(geste: Geste = Geste.VALIDER, source: str = "", **change: object) -> Demande:
    quantites = tuple(Quantite(cle=cle, composant="", nombre=nombre) for cle, nombre in LUES.items())
    return Demande(
        reference="K7M2-QX4D",
        recue_le=RECUE,
        adherent="bruyere",
        fonction="Référent",
        geste=geste,
        exercice=2026,
        phase=Phase.PREVISIONNEL,
        source=source,
        quantites=quantites,
    ).model_copy(update=change)


class _Silencieux(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
        """Say nothing."""


def servi(application: WSGIApplication) -> AbstractContextManager[str]:
    """Serve an application on a free port of this machine."""
    return en_marche(make_server("127.0.0.1", 0, application, handler_class=_Silencieux))


@contextmanager
def fenetre(file: Path) -> Iterator[str]:
    """Serve the window of a queue, under its address."""
    guichet = Guichet(file.parent, file, b"k" * 40, JETON.encode(), lambda: RECUE)

    def mounted(environ: dict[str, str], start: object) -> object:
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = "/guichet", environ["PATH_INFO"].removeprefix("/guichet")
        return guichet(environ, start)  # type: ignore[arg-type]

    with servi(mounted) as found:  # type: ignore[arg-type]
        yield found
