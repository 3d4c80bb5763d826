"""GitLab's API, as far as the tool uses it: the paths, the fields.

Knows: https://docs.gitlab.com/api/ (merge_requests, notes, issues, members, branches, commits, repository_files,
repositories). Must not know: what a comment says. What is sent is what python-gitlab sends: the tests compare them.
"""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote, urlencode

from convention.forge.client import IntrouvableError, retry
from convention.forge.forge import STATUT, Commentaire, Contenu, Demande, Ecrit, Ouverte, Pointe, Sujet, Texte, Ticket
from convention.forge.gitlab.reglages import FICHIERS, reglages
from convention.forge.recu import Empreinte, Numero, Recu, read_answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from convention.forge.client import Client
    from convention.forge.forge import Reglage

DEVELOPPEUR = 30
"""The least role that may push: https://docs.gitlab.com/api/members/#roles."""
_ORDRE = re.compile(r"^([^\S\n]*)/", re.MULTILINE)
_SANS_ORDRE = re.compile(r"^([^\S\n]*)\\/", re.MULTILINE)
_MACHINE = re.compile(r"(project|group)_[0-9]+_bot")
"""How the account of an access token is named: https://docs.gitlab.com/user/project/settings/project_access_tokens/."""


class _Compte(Recu):
    username: str


class _Membre(_Compte):
    access_level: int


class _Proposee(Recu):
    """An open demande, as far as it is looked for: nothing else of another demande is read."""

    sha: str | None


class _Demande(Recu):
    iid: Numero
    sha: Empreinte
    target_branch: str


class _Ouverte(Recu):
    iid: Numero
    title: str
    description: str | None
    source_project_id: int | None
    target_project_id: int


class _Note(Recu):
    id: Numero
    author: _Compte
    body: str


class _Ticket(Recu):
    iid: Numero
    state: Literal["opened", "closed"]


class _Ouvert(Recu):
    iid: Numero
    title: str
    author: _Compte


class _Commit(Recu):
    id: Empreinte
    message: str
    parent_ids: list[Empreinte]


class _Branche(Recu):
    commit: _Commit


class _Changement(Recu):
    old_path: str
    new_path: str


class _Comparaison(Recu):
    diffs: list[_Changement]


class _Fichier(Recu):
    content_sha256: str


class GitLab(NamedTuple):
    """One project."""

    client: Client
    depot: str
    serveur: str

    @property
    def attente(self) -> str:
        """Say nothing: the contrôles of a demande wait for nobody, whoever opens it."""
        return ""

    @property
    def fichiers(self) -> tuple[str, ...]:
        """Say which files of a repository the forge reads, as patterns."""
        return FICHIERS

    def auteur(self) -> str:
        """Return the account under which we write: that of the token."""
        return read_answer(_Compte, self.client.get("/user")).username

    def demandes(self, commit: str) -> tuple[Demande, ...]:
        """Find the open demandes that propose this commit now, wherever it comes from."""
        every = self.client.pages(self._path("merge_requests"), "state=opened")
        ours = [read_answer(_Demande, item) for item in every if read_answer(_Proposee, item).sha == commit]
        return tuple(Demande(item.iid, item.sha, item.target_branch) for item in ours)

    def commentaires(self, sujet: Sujet) -> tuple[Commentaire, ...]:
        """Return every comment of a discussion."""
        read = [read_answer(_Note, item) for item in self.client.pages(self._notes(sujet))]
        return tuple(Commentaire(item.id, item.author.username, as_written(item.body)) for item in read)

    def commenter(self, sujet: Sujet, corps: str, identifiant: int | None = None) -> None:
        """Add a comment, or change ours."""
        if identifiant is None:
            self.client.send("POST", self._notes(sujet), {"body": inert(corps)})
        else:
            self.client.send("PUT", f"{self._notes(sujet)}/{identifiant}", {"body": inert(corps)})

    def marquer(self, commit: str, *, etabli: bool, texte: str) -> None:
        """Put on a commit the status « Commentaire »; it joins the pipeline of this commit.

        Of a commit that only a fork has in a branch, the forge keeps no status; the first line of the comment still
        says which commit it is about.
        """
        document = {"state": "success" if etabli else "failed", "name": STATUT, "description": texte}
        with suppress(IntrouvableError):
            retry(lambda: self.client.send("POST", self._path(f"statuses/{commit}"), document))

    def may_write(self, compte: str) -> bool:
        """Tell whether an account, by its number, may write in the project: labels are put by others too."""
        try:
            found = read_answer(_Membre, self.client.get(self._path(f"members/all/{compte}")))
        except IntrouvableError:
            return False
        return found.access_level >= DEVELOPPEUR and not _MACHINE.match(found.username)

    def is_open(self, numero: int) -> bool:
        """Tell whether a request is still open."""
        return read_answer(_Ticket, self.client.get(self._path(f"issues/{numero}"))).state == "opened"

    def ouverts(self, auteur: str, depuis: datetime) -> tuple[Ticket, ...]:
        """Return the requests that an account has opened and that have changed since then, closed ones too."""
        query = urlencode({"author_username": auteur, "updated_after": f"{depuis:%Y-%m-%dT%H:%M:%SZ}"})
        read = [read_answer(_Ouvert, item) for item in self.client.pages(self._path("issues"), query)]
        return tuple(Ticket(item.iid, item.title) for item in read if item.author.username == auteur)

    def ouvrir(self, texte: Texte) -> int:
        """Open a request; return its number."""
        asked = {"title": texte.titre, "description": inert(texte.corps)}
        return read_answer(_Ouvert, self.client.send("POST", self._path("issues"), asked)).iid

    def pointe(self, branche: str) -> Pointe | None:
        """Return the last commit of a branch, if there is one."""
        try:
            found = self.client.send("GET", self._path(f"repository/branches/{_quoted(branche)}"))
        except IntrouvableError:
            return None
        commit = read_answer(_Branche, found).commit
        return Pointe(commit.id, commit.message, tuple(commit.parent_ids))

    def ecrire(self, branche: str, contenu: Contenu, pointe: Pointe | None) -> Ecrit:
        """Make a branch hold one commit, in one request."""
        base = contenu.base
        if pointe is not None and pointe.parents == (base,) and self._holds(contenu, pointe.commit):
            return Ecrit.INCHANGEE
        actions = [
            {"action": "update" if self._sha256(path, base) else "create", "file_path": path, "content": text}
            for path, text in sorted(contenu.fichiers.items())
        ]
        asked = {"branch": branche, "start_sha": base, "commit_message": contenu.message, "actions": actions}
        if pointe is None:
            self.client.send("POST", self._path("repository/commits"), asked)
            return Ecrit.CREEE
        self.client.send("POST", self._path("repository/commits"), {**asked, "force": True})
        return Ecrit.REMPLACEE

    def proposee(self, branche: str) -> Ouverte | None:
        """Return the open demande of a branch of this project; a fork may have a branch of this name."""
        query = urlencode({"state": "opened", "source_branch": branche})
        read = [read_answer(_Ouverte, item) for item in self.client.pages(self._path("merge_requests"), query)]
        ours = [item for item in read if item.source_project_id == item.target_project_id]
        return Ouverte(ours[0].iid, Texte(ours[0].title, as_written(ours[0].description or ""))) if ours else None

    def proposer(self, branche: str, vers: str, texte: Texte, ouverte: Ouverte | None) -> int:
        """Open the demande of a branch, or write the one that is open again; return its number."""
        asked = {"title": texte.titre, "description": inert(texte.corps)}
        if ouverte is not None:
            self.client.send("PUT", self._path(f"merge_requests/{ouverte.numero}"), asked)
            return ouverte.numero
        where = {"source_branch": branche, "target_branch": vers}
        return read_answer(_Ouverte, self.client.send("POST", self._path("merge_requests"), {**asked, **where})).iid

    def adresse(self, numero: int) -> str:
        """Return where a demande is read."""
        return f"{self.serveur}/{self.depot}/-/merge_requests/{numero}"

    def reglages(self, fichiers: Mapping[str, str]) -> tuple[Reglage, ...]:
        """Read the settings that a repository of these files needs."""
        return tuple(reglages(self.client, self.depot, fichiers))

    def _path(self, place: str) -> str:
        return f"/projects/{_quoted(self.depot)}/{place}"

    def _notes(self, sujet: Sujet) -> str:
        return self._path(f"{'issues' if sujet.formulaire else 'merge_requests'}/{sujet.numero}/notes")

    def _holds(self, contenu: Contenu, commit: str) -> bool:
        """Tell whether a commit changes these files after the base, to what they are to hold, and no other."""
        query = urlencode({"from": contenu.base, "to": commit})
        found = read_answer(_Comparaison, self.client.send("GET", self._path(f"repository/compare?{query}")))
        changed = {path for item in found.diffs for path in (item.old_path, item.new_path)}
        return changed == contenu.fichiers.keys() and all(
            self._sha256(path, commit) == sha256(text.encode()).hexdigest() for path, text in contenu.fichiers.items()
        )

    def _sha256(self, path: str, commit: str) -> str:
        """Return the fingerprint of a file at a commit; nothing when it is not there."""
        try:
            found = self.client.send("GET", self._path(f"repository/files/{_quoted(path)}?ref={commit}"))
        except IntrouvableError:
            return ""
        return read_answer(_Fichier, found).content_sha256


def inert(text: str) -> str:
    """Keep GitLab from taking a line for an order given by its author (« /merge »): a slash is then only a sign.

    https://docs.gitlab.com/user/project/quick_actions/
    """
    return _ORDRE.sub(r"\1\/", text)


def as_written(text: str) -> str:
    """Read back what was made inert."""
    return _SANS_ORDRE.sub(r"\1/", text)


def _quoted(text: str) -> str:
    return quote(text, safe="")
