"""The page of the wall and its stream, to the browsers of this machine; and what looks at the files until one is saved.

Knows: HTTP, the disk, the clock that it is given. Must not know: what a wall shows. Nothing is written, and only who
names this machine is answered: a page of elsewhere that would have its own name lead here (DNS rebinding) is refused.
"""

from __future__ import annotations

import gc
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from socketserver import ThreadingMixIn
from threading import Condition, Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from convention.cli.cadre.valeurs import ICI_SEULEMENT
from convention.cli.direct.image import PAGE, Mur, html, mur, page
from convention.cli.mkdocs.ecrits import ICI
from convention.loading.git import resolve_commit
from convention.loading.source import EnvironmentProblemError
from convention.model.valeurs.chemins import DOSSIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

    from convention.langage.session import Session

BATTEMENT_SECONDES = 2
"""Between two signs of life: a page that has none for three times as long says that it is not live any more."""
_TEXTE = "text/plain; charset=utf-8"
_ASSETS = ICI / "habillage" / "assets"
_FICHIERS = {
    "/favicon.svg": (_ASSETS / "favicon.svg", "image/svg+xml"),
    "/styles/jetons.css": (_ASSETS / "styles" / "jetons.css", "text/css; charset=utf-8"),
    "/styles/direct.css": (PAGE / "direct.css", "text/css; charset=utf-8"),
    "/direct.js": (PAGE / "direct.js", "text/javascript; charset=utf-8"),
    **{
        f"/polices/{nom}.woff2": (_ASSETS / "polices" / f"{nom}.woff2", "font/woff2")
        for nom in ("eb-garamond", "fine", "instrument-sans")
    },
}
_POLITIQUE = "; ".join(
    [
        "default-src 'none'",
        *(f"{nom}-src 'self'" for nom in ("connect", "font", "img", "script", "style")),
        *(f"{nom} 'none'" for nom in ("base-uri", "form-action", "frame-ancestors")),
    ]
)
_ENTETES = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", _POLITIQUE),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
]
AILLEURS = "Cette page ne se lit que sur cette machine, à l'adresse que donne la commande."
LIRE = "Cette page se lit, et rien d'autre."
UNE_PAGE = "Il n'y a ici qu'une page."


@dataclass(frozen=True, slots=True)
class Direct:
    """The application."""

    fil: Fil
    port: int

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        status, kind, body = self._answer(environ)
        start_response(status, [("Content-Type", kind), *_ENTETES])
        return body

    def _answer(self, environ: WSGIEnvironment) -> tuple[str, str, Iterable[bytes]]:
        path = environ["PATH_INFO"]
        if environ.get("HTTP_HOST") not in {f"{ICI_SEULEMENT}:{self.port}", f"localhost:{self.port}"}:
            return "421 Misdirected Request", _TEXTE, [AILLEURS.encode()]
        if environ["REQUEST_METHOD"] != "GET":
            return "405 Method Not Allowed", _TEXTE, [LIRE.encode()]
        if path == "/":
            return "200 OK", "text/html; charset=utf-8", [page(self.fil.apres(-1, BATTEMENT_SECONDES)[1]).encode()]
        if path == "/flux":
            return "200 OK", "text/event-stream; charset=utf-8", self._flux()
        if path in _FICHIERS:
            file, kind = _FICHIERS[path]
            return "200 OK", kind, [file.read_bytes()]
        return "404 Not Found", _TEXTE, [UNE_PAGE.encode()]

    def _flux(self) -> Iterator[bytes]:
        """Send each wall as it comes, and a sign of life between two."""
        known = -1
        while True:
            numero, shown = self.fil.apres(known, BATTEMENT_SECONDES)
            if numero != known and shown is not None:
                yield f"event: mur\ndata: {json.dumps(html(shown))}\n\n".encode()
                known = numero
            yield b"event: vie\ndata:\n\n"


class _Serveur(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Muet(WSGIRequestHandler):
    timeout = 60

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name that the library gives)
        """Say nothing."""


def servir(fil: Fil, port: int) -> str:
    """Answer the browsers of this machine from now on, beside what the process does; return the address.

    Raises:
        OSError: the port is taken.
    """
    server = make_server(ICI_SEULEMENT, port, Direct(fil, port), _Serveur, _Muet)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{ICI_SEULEMENT}:{port}/"


_REGARD_SECONDES = 0.2
_BASE_TOUS_LES = 10
"""Looks between two at the base: to find where a branch is takes git."""


class Fil:
    """The last wall, and those who wait for the next one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numero = 0
        self._mur: Mur | None = None
        self._change = Condition()

    def montrer(self, shown: Mur) -> None:
        """Put a wall in the place of the last one."""
        with self._change:
            self._numero, self._mur = self._numero + 1, shown
            self._change.notify_all()

    def apres(self, numero: int, secondes: float) -> tuple[int, Mur | None]:
        """Return the last wall and its number, once it is another than the one that is known, or after some seconds."""
        with self._change:
            self._change.wait_for(lambda: self._numero != numero and self._mur is not None, secondes)
            return self._numero, self._mur


def suivre(session: Session, base: str, fil: Fil, maintenant: Callable[[], datetime]) -> None:
    """Show what the files say, then again each time that one is saved or that the base moves; never returns."""
    shown: Mur | None = None
    first = True
    for _ in _changes(session.racine, base):
        session.relire()
        try:
            shown = mur(session.etat(), shown, maintenant())
        except EnvironmentProblemError as error:
            # A file that goes while it is read: the next look finds what it became.
            if shown is None:
                raise
            shown = shown._replace(arret=str(error), erreurs=())
        fil.montrer(shown)
        gc.collect()
        if first:
            # What is read once holds to the end: it is not looked through again.
            gc.freeze()
            first = False


def _changes(racine: Path, base: str) -> Iterator[None]:
    """Yield at first, then each time that a file of data or the base is another."""
    seen: object = None
    commit = ""
    for look in count():
        if look % _BASE_TOUS_LES == 0:
            commit = _commit(racine, base)
        now = (_stamp(racine), commit)
        if now != seen:
            seen = now
            yield
        time.sleep(_REGARD_SECONDES)


def _commit(racine: Path, base: str) -> str:
    try:
        return resolve_commit(racine, base)
    except EnvironmentProblemError:
        return ""


def _stamp(racine: Path) -> frozenset[tuple[str, int, int, int]]:
    """Return what tells the files of data from what they were."""
    found = set[tuple[str, int, int, int]]()
    for dossier in DOSSIERS:
        for parent, _, files in os.walk(racine / dossier):
            for nom in files:
                path = f"{parent}/{nom}"
                with suppress(OSError):
                    at = os.lstat(path)
                    found.add((path, at.st_mtime_ns, at.st_size, at.st_ino))
    return frozenset(found)
