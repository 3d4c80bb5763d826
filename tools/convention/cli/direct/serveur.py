"""The page of the wall and its stream, to the browsers of this machine.

Knows: HTTP. Must not know: what a wall shows. Nothing is written, and only who names this machine is answered: a page
of elsewhere that would have its own name lead here (DNS rebinding) is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from convention.cli.direct.image import PAGE, html, page
from convention.cli.mkdocs.ecrits import ICI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from convention.cli.direct.suivi import Fil

ICI_SEULEMENT = "127.0.0.1"
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
