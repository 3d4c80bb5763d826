"""A client of the forge's REST API: one address, one token, bounded answers, bounded retries.

Knows: HTTP. Must not know: what is asked. The token goes to this address only: no redirection is followed.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from functools import cache, partial
from http.client import HTTPException
from typing import TYPE_CHECKING, TypeVar
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from email.message import Message
    from urllib.request import OpenerDirector

PAR_PAGE = 100
PAGES_MAX = 50
REPONSE_MAX = 16 * 1024 * 1024
DELAI_MAX_SECONDES = 30
ATTENTES_SECONDES = (1, 3, 9)
"""Before each new try: four tries in all."""
ATTENTE_MAX_SECONDES = 60
_PASSAGERS = (429, 500, 502, 503, 504)
_REFUS_DE_DEBIT = 403
_INTROUVABLE = 404
_ADRESSE = re.compile(
    r"https://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?|http://127\.0\.0\.1:[0-9]+(/api/v4)?", re.ASCII
)

_VISIBLES = re.compile("[!-~]+", re.ASCII)

REPONSE = TypeVar("REPONSE")


class ForgeError(Exception):
    """The forge refuses, or cannot be reached; the message is a French sentence without any secret."""


class IntrouvableError(ForgeError):
    """What is asked for is not there, or may not be seen."""


class PassagereError(ForgeError):
    """A failure that may not last."""

    def __init__(self, message: str, attente: int = 0) -> None:
        """Keep the time that the forge asks to wait, in seconds."""
        super().__init__(message)
        self.attente = attente


class _SansRedirection(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow no redirection: the token would follow too."""


@cache
def _ouvreur() -> OpenerDirector:
    """Read the certificates of the machine once, not at each request: 20 ms."""
    return build_opener(_SansRedirection)


@dataclass(frozen=True, slots=True)
class Client:
    """Access to one API."""

    adresse: str
    jeton: str = field(repr=False)
    entetes: Mapping[str, str] = field(default_factory=dict)
    """What this forge wants besides."""
    qui: str = "la forge"
    """Who answers, in a sentence."""

    def __post_init__(self) -> None:
        """Refuse an address over which the token would travel in clear, and a token that no request can carry."""
        if not _ADRESSE.fullmatch(self.adresse):
            raise ForgeError(f"l'adresse où répond {self.qui} n'est pas une adresse https")
        if not _VISIBLES.fullmatch(self.jeton):
            raise ForgeError(f"le jeton pour {self.qui} a un espace, une fin de ligne ou un accent : il est mal copié")

    def pages(self, path: str, query: str = "") -> Iterator[object]:
        """Return every item of a list, page after page.

        Raises:
            ForgeError: more pages than are read: a list is whole or refused.
        """
        joint = f"{query}&" if query else ""
        for page in range(1, PAGES_MAX + 1):
            url = f"{path}?{joint}per_page={PAR_PAGE}&page={page}"
            items = retry(partial(self.send, "GET", url))
            if not isinstance(items, list):
                raise ForgeError(f"{self.qui} n'a pas répondu une liste ({path})")
            yield from items
            if len(items) < PAR_PAGE:
                return
        raise ForgeError(f"{self.qui} annonce plus de {PAGES_MAX * PAR_PAGE} réponses ({path})")

    def get(self, path: str) -> object:
        """Read one thing, as many times as it takes."""
        return retry(lambda: self.send("GET", path))

    def send(self, method: str, path: str, document: object = None) -> object:
        """Send one request, once; return the JSON of its answer.

        Raises:
            PassagereError: a failure that may not last.
            ForgeError: any other.
        """
        where = f"{method} {path.partition('?')[0]}"
        if not _VISIBLES.fullmatch(path):
            raise ForgeError(f"ce chemin ne peut pas se demander à {self.qui} ({where})")
        request = self._request(method, path, document)
        try:
            with _ouvreur().open(request, timeout=DELAI_MAX_SECONDES) as answer:
                content = answer.read(REPONSE_MAX + 1)
        except HTTPError as error:
            with error:
                raise _refusal(self.qui, error.code, error.headers, where) from None
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            message = f"{self.qui} ne répond pas ({where}, {type(reason).__name__})"
            raise PassagereError(message) from None
        if len(content) > REPONSE_MAX:
            raise ForgeError(f"{self.qui} répond trop longuement ({where})")
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise ForgeError(f"{self.qui} ne répond pas du JSON ({where})") from None

    def _request(self, method: str, path: str, document: object) -> Request:
        body = None if document is None else json.dumps(document).encode("ascii")
        headers = {
            "Authorization": f"Bearer {self.jeton}",
            "User-Agent": "convention-dsit",
            **self.entetes,
            **({"Content-Type": "application/json"} if body else {}),
        }
        return Request(self.adresse + path, body, headers, method=method)  # noqa: S310 (`_ADRESSE` has read it)


def retry(action: Callable[[], REPONSE]) -> REPONSE:
    """Do an action until it passes: at most four times, waiting longer and longer, or as long as the forge asks.

    Raises:
        ForgeError: the last failure, or a wait that the forge asks for and that is too long.
    """
    for attente in ATTENTES_SECONDES:
        try:
            return action()
        except PassagereError as error:
            if error.attente > ATTENTE_MAX_SECONDES:
                raise
            time.sleep(max(attente, error.attente))
    return action()


def _refusal(qui: str, status: int, headers: Message, where: str) -> ForgeError:
    asked = headers.get("Retry-After", "")
    attente = int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 0
    message = f"{qui} répond {status} ({where})"
    limited = status == _REFUS_DE_DEBIT and (asked or headers.get("X-RateLimit-Remaining") == "0")
    if status in _PASSAGERS or limited:
        return PassagereError(message, attente)
    hint = {401: "le jeton est refusé", 403: "le jeton n'a pas ce droit", 404: "introuvable, ou droit manquant"}
    error = IntrouvableError if status == _INTROUVABLE else ForgeError
    return error(f"{message} : {hint[status]}" if status in hint else message)
