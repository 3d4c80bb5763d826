"""GitHub's API, as far as the tool uses it: the paths, the fields.

Knows: https://docs.github.com/rest, whose description the tests hold. Must not know: what a comment says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlencode

from convention.forge.client import IntrouvableError, retry
from convention.forge.forge import STATUT, Commentaire, Contenu, Demande, Ecrit, Ouverte, Pointe, Sujet, Texte, Ticket
from convention.forge.github.reglages import FICHIERS, reglages
from convention.forge.recu import Empreinte, Numero, Recu, read_answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from convention.forge.client import Client
    from convention.forge.forge import Reglage

ENTETES = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
COMPTE = "github-actions[bot]"
"""Of the token that a workflow is given."""
ATTENTE = (
    "*Proposée par un workflow : ses contrôles attendent qu'une personne qui peut écrire les approuve, ou ferme puis "
    "rouvre cette demande. Voir docs/forge.md.*"
)


class _Objet(Recu):
    """A git object."""

    sha: Empreinte


class _Proposee(Recu):
    """An open demande, as far as it is looked for: nothing else of another demande is read."""

    head: _Objet


class _Cible(Recu):
    ref: str


class _Demande(_Proposee):
    number: Numero
    base: _Cible


class _Auteur(Recu):
    login: str


class _Commentaire(Recu):
    id: Numero
    user: _Auteur | None
    body: str | None


class _Droit(Recu):
    permission: str


class _Ticket(Recu):
    number: Numero
    state: Literal["open", "closed"]


class _Ouvert(Recu):
    number: Numero
    title: str
    user: _Auteur | None


class _Reference(Recu):
    object: _Objet


class _Commit(Recu):
    sha: Empreinte
    message: str
    tree: _Objet
    parents: list[_Objet]


class _Ouverte(Recu):
    number: Numero
    title: str
    body: str | None


class GitHub(NamedTuple):
    """One repository."""

    client: Client
    depot: str
    serveur: str

    @property
    def attente(self) -> str:
        """Say what the contrôles of a demande that we open wait for: a workflow starts no other."""
        return ATTENTE

    @property
    def fichiers(self) -> tuple[str, ...]:
        """Say which files of a repository the forge reads, as patterns."""
        return FICHIERS

    def auteur(self) -> str:
        """Return the account under which we write."""
        return COMPTE

    def demandes(self, commit: str) -> tuple[Demande, ...]:
        """Find the open demandes that propose this commit now, wherever it comes from.

        The event of a fork names none; a fork may be deleted and a branch renamed, and the demande stays open.
        """
        every = self.client.pages(self._path("pulls"), "state=open")
        ours = [read_answer(_Demande, item) for item in every if read_answer(_Proposee, item).head.sha == commit]
        return tuple(Demande(item.number, item.head.sha, item.base.ref) for item in ours)

    def commentaires(self, sujet: Sujet) -> tuple[Commentaire, ...]:
        """Return every comment of a discussion."""
        found = self.client.pages(self._path(f"issues/{sujet.numero}/comments"))
        read = [read_answer(_Commentaire, item) for item in found]
        return tuple(Commentaire(item.id, item.user.login if item.user else "", item.body or "") for item in read)

    def commenter(self, sujet: Sujet, corps: str, identifiant: int | None = None) -> None:
        """Add a comment, or change ours."""
        if identifiant is None:
            self.client.send("POST", self._path(f"issues/{sujet.numero}/comments"), {"body": corps})
        else:
            self.client.send("PATCH", self._path(f"issues/comments/{identifiant}"), {"body": corps})

    def marquer(self, commit: str, *, etabli: bool, texte: str) -> None:
        """Put on a commit the status « Commentaire »."""
        document = {"state": "success" if etabli else "error", "context": STATUT, "description": texte}
        retry(lambda: self.client.send("POST", self._path(f"statuses/{commit}"), document))

    def may_write(self, compte: str) -> bool:
        """Tell whether an account may write in the repository.

        A label may be put by people who triage requests and may not write: the right to write is asked for.
        """
        if compte.endswith("[bot]"):
            return False
        try:
            found = self.client.get(self._path(f"collaborators/{compte}/permission"))
        except IntrouvableError:
            return False
        return read_answer(_Droit, found).permission in ("admin", "write")

    def is_open(self, numero: int) -> bool:
        """Tell whether a request is still open."""
        return read_answer(_Ticket, self.client.get(self._path(f"issues/{numero}"))).state == "open"

    def ouverts(self, auteur: str, depuis: datetime) -> tuple[Ticket, ...]:
        """Return the requests that an account has opened and that have changed since then, closed ones too."""
        query = urlencode({"state": "all", "creator": auteur, "since": f"{depuis:%Y-%m-%dT%H:%M:%SZ}"})
        read = [read_answer(_Ouvert, item) for item in self.client.pages(self._path("issues"), query)]
        return tuple(Ticket(item.number, item.title) for item in read if item.user and item.user.login == auteur)

    def ouvrir(self, texte: Texte) -> int:
        """Open a request; return its number."""
        asked = {"title": texte.titre, "body": texte.corps}
        return read_answer(_Ouvert, self.client.send("POST", self._path("issues"), asked)).number

    def pointe(self, branche: str) -> Pointe | None:
        """Return the last commit of a branch, if there is one."""
        try:
            found = self.client.send("GET", self._path(f"git/ref/heads/{branche}"))
        except IntrouvableError:
            return None
        commit = self._commit(read_answer(_Reference, found).object.sha)
        return Pointe(commit.sha, commit.message, tuple(item.sha for item in commit.parents))

    def ecrire(self, branche: str, contenu: Contenu, pointe: Pointe | None) -> Ecrit:
        """Make a branch hold one commit, by git objects; the forge gives one tree to what is the same."""
        tree = self._tree(contenu.base, contenu.fichiers)
        if pointe is not None and pointe.parents == (contenu.base,) and self._commit(pointe.commit).tree.sha == tree:
            return Ecrit.INCHANGEE
        commit = {"message": contenu.message, "tree": tree, "parents": [contenu.base]}
        sha = read_answer(_Objet, self.client.send("POST", self._path("git/commits"), commit)).sha
        if pointe is None:
            self.client.send("POST", self._path("git/refs"), {"ref": f"refs/heads/{branche}", "sha": sha})
            return Ecrit.CREEE
        path = self._path(f"git/refs/heads/{branche}")
        self.client.send("PATCH", path, {"sha": sha, "force": True})
        return Ecrit.REMPLACEE

    def proposee(self, branche: str) -> Ouverte | None:
        """Return the open demande of a branch of this repository."""
        query = urlencode({"state": "open", "head": f"{self.depot.partition('/')[0]}:{branche}"})
        found = [read_answer(_Ouverte, item) for item in self.client.pages(self._path("pulls"), query)]
        return Ouverte(found[0].number, Texte(found[0].title, found[0].body or "")) if found else None

    def proposer(self, branche: str, vers: str, texte: Texte, ouverte: Ouverte | None) -> int:
        """Open the demande of a branch, or write the one that is open again; return its number."""
        asked = {"title": texte.titre, "body": texte.corps}
        if ouverte is not None:
            self.client.send("PATCH", self._path(f"pulls/{ouverte.numero}"), asked)
            return ouverte.numero
        opened = self.client.send("POST", self._path("pulls"), {**asked, "head": branche, "base": vers})
        return read_answer(_Ouverte, opened).number

    def adresse(self, numero: int) -> str:
        """Return where a demande is read."""
        return f"{self.serveur}/{self.depot}/pull/{numero}"

    def reglages(self, fichiers: Mapping[str, str]) -> tuple[Reglage, ...]:
        """Read the settings that a repository of these files needs."""
        return tuple(reglages(self.client, self.depot, fichiers))

    def _path(self, place: str) -> str:
        return f"/repos/{self.depot}/{place}"

    def _commit(self, sha: str) -> _Commit:
        return read_answer(_Commit, self.client.send("GET", self._path(f"git/commits/{sha}")))

    def _tree(self, base: str, fichiers: Mapping[str, str]) -> str:
        entries = [
            {"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in sorted(fichiers.items())
        ]
        asked = {"base_tree": self._commit(base).tree.sha, "tree": entries}
        return read_answer(_Objet, self.client.send("POST", self._path("git/trees"), asked)).sha
