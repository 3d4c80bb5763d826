"""A server that stands for the forge's API: it answers as documented, and blames what it would not accept.

Knows: the requests that our client may make. Must not know: what comments say.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar
from urllib.parse import parse_qs, urlsplit

from tests.forge.description import Echange, complete, faults, present
from tests.machine import en_marche

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.forge.objets import Objets

JETON = "jeton-d-essai-a-ne-jamais-montrer"
DEPOT = "metropole/convention"
NOUS = "github-actions[bot]"
TITRE_MAX = 256
ETATS = ("error", "failure", "pending", "success")
DESCRIPTION_MAX = 140
"""Characters that the description of a status holds."""
LIMITE = 65_536
"""Characters that a comment holds."""
INTROUVABLE = (404, {"message": "Not Found"})
ENTETES = {
    "accept": "application/vnd.github+json",
    "authorization": f"Bearer {JETON}",
    "user-agent": "convention-dsit",
    "x-github-api-version": "2022-11-28",
}


class Requete(NamedTuple):
    """A request that was received."""

    methode: str
    chemin: str
    requete: dict[str, str]


class Panne(NamedTuple):
    """An answer given instead of the right one, once; `faite` when what was asked is done all the same."""

    statut: int
    entetes: dict[str, str] = {}  # noqa: RUF012 (never changed)
    faite: bool = False
    methode: str = ""
    """Only for this method."""


class Forge:
    """The state of the forge."""

    def __init__(self, entetes: Mapping[str, str] = ENTETES) -> None:
        self.entetes = entetes
        self.tordue = False
        """Whether what it answers is wrong on purpose."""
        self.adresse = ""
        self.demandes: list[dict[str, Any]] = []
        self.commentaires: list[dict[str, Any]] = []
        self.requetes: list[Requete] = []
        self.fautes: list[str] = []
        self.pannes: list[Panne] = []
        self.droits: dict[str, str] = {}
        """What accounts may do here, by name."""
        self.statuts: dict[str, str] = {}
        """State and description of the status « Commentaire », by commit."""
        self.reglages: dict[str, object] = {}
        """What is set, by the place where it is read; None for what may not be read."""
        self.tickets: dict[int, str] = {}
        """State of the requests (issues), by number."""
        self.ouverts: list[dict[str, Any]] = []
        """The requests (issues) that were opened here."""
        self.objets: Objets | None = None
        """The git objects, once a project has them."""

    @property
    def notres(self) -> list[str]:
        """Bodies of the comments written under our account, in order."""
        return [item["body"] for item in self.commentaires if item["user"]["login"] == NOUS]

    @property
    def ecritures(self) -> list[Requete]:
        """Requests that changed something, the statuses of commits apart."""
        return [item for item in self.requetes if item.methode != "GET" and "/statuses/" not in item.chemin]

    def dire(self, auteur: str, body: str, numero: int = 7) -> dict[str, Any]:
        """Add a comment, as anybody could."""
        item = {"id": 1000 + len(self.commentaires), "user": {"login": auteur}, "body": body, "numero": numero}
        self.commentaires.append(item)
        return item

    def juger(self, requete: Requete, document: object, answer: tuple[int, object]) -> tuple[int, object]:
        """Complete an answer with what the forge publishes of it, and judge both sides."""
        if not present():
            return answer
        echange = Echange(*requete, document, *answer)
        echange = echange._replace(reponse=complete(echange))
        self.fautes += [] if self.tordue else faults(echange)
        return echange.statut, echange.reponse

    def servir(self, requete: Requete, document: object) -> tuple[int, object, Mapping[str, str]]:
        """Answer a request, unless it is to fail."""
        panne = next((item for item in self.pannes if item.methode in ("", requete.methode)), None)
        if panne is None:
            answer = self._regle(requete) or self.repondre(requete, document)
            return (*self.juger(requete, document, answer), {})
        self.pannes.remove(panne)
        if panne.faite:
            self.repondre(requete, document)
        return panne.statut, {"message": "panne"}, panne.entetes

    def _regle(self, requete: Requete) -> tuple[int, object] | None:
        """Answer what is set, when that is what is read."""
        if requete.methode != "GET" or requete.chemin not in self.reglages:
            return None
        found = self.reglages[requete.chemin]
        whole = self._page(requete, found) if isinstance(found, list) else found
        return (200, whole) if found is not None else INTROUVABLE

    def repondre(self, requete: Requete, document: object) -> tuple[int, object]:
        """Answer a request, and do what it asks."""
        genre, *place = requete.chemin.removeprefix(f"/repos/{DEPOT}/").split("/")
        answers = {
            "pulls": self._pulls,
            "issues": self._issues,
            "collaborators": self._collaborators,
            "git": self._git,
            "statuses": self._statuses,
        }
        found = answers[genre](requete, place, document) if genre in answers else None
        if found is None:
            self.fautes.append(f"requête inconnue : {requete.methode} {requete.chemin}")
        return found or INTROUVABLE

    def _pulls(self, requete: Requete, place: list[str], document: object) -> tuple[int, object] | None:
        match requete.methode, *place:
            case ("GET",):
                return 200, self._page(requete, [item for item in self.demandes if _asked(item, requete.requete)])
            case ("POST",):
                return self._ouvrir(document)
            case "PATCH", numero:
                (item,) = [item for item in self.demandes if str(item["number"]) == numero]
                return 200, self._texte(item, document)
            case _:
                return None

    def _issues(self, requete: Requete, place: list[str], document: object) -> tuple[int, object] | None:
        match requete.methode, *place:
            case ("GET",) | ("POST",):
                return self._tickets(requete, document)
            case "GET", numero if int(numero) in self.tickets:
                return 200, {"number": int(numero), "state": self.tickets[int(numero)], "body": "à ne pas lire"}
            case "GET", numero, "comments":
                return 200, self._page(requete, [item for item in self.commentaires if str(item["numero"]) == numero])
            case "POST", numero, "comments":
                return 201, self.dire(NOUS, self._body(document), int(numero))
            case "PATCH", "comments", identifiant:
                (item,) = [item for item in self.commentaires if str(item["id"]) == identifiant]
                if item["user"]["login"] != NOUS:
                    self.fautes.append("commentaire d'un autre")
                item["body"] = self._body(document)
                return 200, item
            case _:
                return None

    def _collaborators(self, requete: Requete, place: list[str], document: object) -> tuple[int, object] | None:
        del document
        match requete.methode, *place:
            case "GET", compte, "permission":
                right = self.droits.get(compte)
                return (200, {"permission": right, "role_name": "sans objet"}) if right is not None else INTROUVABLE
            case _:
                return None

    def _statuses(self, requete: Requete, place: list[str], document: object) -> tuple[int, object] | None:
        match requete.methode, *place:
            case "POST", sha:
                assert isinstance(document, dict)
                assert document.keys() == {"state", "context", "description"}
                if document["state"] not in ETATS or not 0 < len(document["description"]) <= DESCRIPTION_MAX:
                    self.fautes.append(f"statut refusé : {document!r:.200}")
                assert document["context"] == "Commentaire"
                self.statuts[sha] = f"{document['state']} : {document['description']}"
                return 201, document
            case _:
                return None

    def _git(self, requete: Requete, place: list[str], document: object) -> tuple[int, object] | None:
        return self.objets.repondre(requete.methode, place, document) if self.objets is not None else None

    def _ouvrir(self, document: object) -> tuple[int, object]:
        """Open a demande; a branch has one at most."""
        assert isinstance(document, dict)
        branche, owner = document["head"], DEPOT.split("/", maxsplit=1)[0]
        if self.objets is None or self.objets.commit(branche) is None:
            self.fautes.append(f"demande d'une branche inconnue : {branche}")
        label = f"{owner}:{branche}"
        if any(item["state"] == "open" and item["head"]["label"] == label for item in self.demandes):
            self.fautes.append(f"seconde demande de {branche}")
        item = {"number": 40 + len(self.demandes), "state": "open", "head": {"label": label}}
        item["base"] = {"ref": document["base"]}
        self.demandes.append(item)
        return 201, {**item, **self._texte(item, {key: document[key] for key in ("title", "body")})}

    def _tickets(self, requete: Requete, document: object) -> tuple[int, object]:
        """List the requests that were opened here, or open one."""
        if requete.methode == "GET":
            assert requete.requete.keys() == {"state", "creator", "since", "per_page", "page"}
            assert (requete.requete["state"], requete.requete["creator"]) == ("all", NOUS)
            found = [item for item in self.ouverts if item["updated_at"] >= requete.requete["since"]]
            return 200, self._page(requete, found)
        number = 60 + len(self.ouverts)
        item = {"number": number, "state": "open", "user": {"login": NOUS}, "updated_at": "2026-11-28T18:00:00Z"}
        self.ouverts.append(item)
        return 201, self._texte(item, document)

    def _texte(self, item: dict[str, Any], document: object) -> dict[str, Any]:
        assert isinstance(document, dict)
        assert document.keys() == {"title", "body"}
        if not (0 < len(document["title"]) <= TITRE_MAX and len(document["body"]) <= LIMITE):
            self.fautes.append(f"demande trop longue : {document['title']:.80}")
        item.update(document)
        return item

    def _page(self, requete: Requete, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        size, page = int(requete.requete.get("per_page", "30")), int(requete.requete.get("page", "1"))
        return items[(page - 1) * size : page * size]

    def _body(self, document: object) -> str:
        if not (isinstance(document, dict) and document.keys() == {"body"} and isinstance(document["body"], str)):
            self.fautes.append(f"corps inattendu : {document!r:.80}")
            return ""
        body: str = document["body"]
        if not 0 < len(body) <= LIMITE:
            self.fautes.append(f"commentaire de {len(body)} caractères")
        return body


def _asked(item: dict[str, Any], query: dict[str, str]) -> bool:
    """Tell whether a demande answers `state` and `head`, as the forge reads them."""
    label = str(item["head"]["label"])
    return (query.get("state"), query.get("head", label)) == (item["state"], label)


class Servi(Protocol):
    """What answers requests: the headers that it wants, those that it received, what it found wrong."""

    adresse: str
    entetes: Mapping[str, str]
    requetes: list[Requete]
    fautes: list[str]

    def servir(self, requete: Requete, document: object) -> tuple[int, object, Mapping[str, str]]:
        """Answer a request."""


SERVI = TypeVar("SERVI", bound=Servi)


@contextmanager
def served(forge: SERVI) -> Iterator[SERVI]:
    """Serve the API on a free port of this machine."""

    class Guichet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_PATCH(self) -> None:
            self._serve()

        def do_PUT(self) -> None:
            self._serve()

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, strict_parsing=bool(parts.query))
            requete = Requete(self.command, parts.path, {name: values[0] for name, values in query.items()})
            forge.requetes.append(requete)
            forge.fautes += [
                f"en-tête {name} : {self.headers.get(name)!r}"
                for name, value in forge.entetes.items()
                if self.headers.get(name) != value
            ]
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            self._answer(*forge.servir(requete, json.loads(content) if content else None))

        def _answer(self, status: int, document: object, headers: Mapping[str, str]) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
            """Say nothing."""

    with en_marche(ThreadingHTTPServer(("127.0.0.1", 0), Guichet)) as forge.adresse:
        yield forge
