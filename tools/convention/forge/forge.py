"""What the tool asks of a forge, in words that every forge shares; what started a run, and where it runs.

Knows: gestures, and what they give. Must not know: addresses, fields, variables: each forge's own room has them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path


ETIQUETTE = "à instruire"
"""The label by which somebody says that a form is to be handled."""
STATUT = "Commentaire"
"""Name of the status of a commit that has its comment."""


class Sujet(NamedTuple):
    """What a discussion is about."""

    numero: int
    formulaire: bool = False
    """Whether it is a request made by a form, and no demande de fusion: a forge may number them apart."""


class Demande(NamedTuple):
    """An open demande de fusion."""

    numero: int
    commit: str
    vers: str
    """The branch into which it would go: any name; what reads the revision refuses those that are none."""


class Commentaire(NamedTuple):
    """A comment of a discussion."""

    identifiant: int
    auteur: str
    """An account, only compared; nothing when it is no more."""
    corps: str


class Ticket(NamedTuple):
    """A request made by a form, as far as it is looked for."""

    numero: int
    titre: str


class Texte(NamedTuple):
    """What a demande, or a request, says."""

    titre: str
    corps: str


class Ouverte(NamedTuple):
    """A demande that is ours to write."""

    numero: int
    texte: Texte


class Pointe(NamedTuple):
    """The last commit of a branch."""

    commit: str
    message: str
    parents: tuple[str, ...]


class Ecrit(StrEnum):
    """What was done of a branch."""

    CREEE = "branche créée"
    REMPLACEE = "branche mise à jour"
    INCHANGEE = "branche déjà à jour"


class Contenu(NamedTuple):
    """What a branch is to hold: one commit."""

    base: str
    """The commit that it follows."""
    message: str
    fichiers: Mapping[str, str]


class Reglage(NamedTuple):
    """A setting of the forge that a promise rests on."""

    nom: str
    """Where it is set, as the pages of the forge call it."""
    promis: str
    lu: str
    tenu: bool


class Forge(Protocol):
    """One repository on one forge. Whatever the forge refuses is a `ForgeError`."""

    @property
    def attente(self) -> str:
        """What the contrôles of a demande that we open wait for; nothing where they wait for nobody."""

    @property
    def fichiers(self) -> tuple[str, ...]:
        """Which files of a repository the forge reads, as patterns."""

    def auteur(self) -> str:
        """Return the account under which we write."""

    def demandes(self, commit: str) -> tuple[Demande, ...]:
        """Find the open demandes that propose this commit now, wherever it comes from."""

    def commentaires(self, sujet: Sujet) -> tuple[Commentaire, ...]:
        """Return every comment of a discussion."""

    def commenter(self, sujet: Sujet, corps: str, identifiant: int | None = None) -> None:
        """Add a comment, or change ours."""

    def marquer(self, commit: str, *, etabli: bool, texte: str) -> None:
        """Put on a commit the status « Commentaire » (140 characters at most): another commit has not this status."""

    def may_write(self, compte: str) -> bool:
        """Tell whether an account may write in the repository; no machine's account may."""

    def is_open(self, numero: int) -> bool:
        """Tell whether a request made by a form is still open."""

    def ouverts(self, auteur: str, depuis: datetime) -> tuple[Ticket, ...]:
        """Return the requests that an account has opened and that have changed since then, closed ones too."""

    def ouvrir(self, texte: Texte) -> int:
        """Open a request; return its number."""

    def pointe(self, branche: str) -> Pointe | None:
        """Return the last commit of a branch, if there is one."""

    def ecrire(self, branche: str, contenu: Contenu, pointe: Pointe | None) -> Ecrit:
        """Make a branch, whose last commit is known, hold one commit after a base, and nothing else."""

    def proposee(self, branche: str) -> Ouverte | None:
        """Return the open demande of a branch of this repository."""

    def proposer(self, branche: str, vers: str, texte: Texte, ouverte: Ouverte | None) -> int:
        """Open the demande of a branch, or write the one that is open again; return its number."""

    def adresse(self, numero: int) -> str:
        """Return where a demande is read."""

    def reglages(self, fichiers: Mapping[str, str]) -> tuple[Reglage, ...]:
        """Read the settings that a repository needs, by what the forge reads of it (path to text)."""


class Acces(NamedTuple):
    """How a repository is reached."""

    api: str
    jeton: str
    depot: str
    serveur: str = ""


class Travail(NamedTuple):
    """A run that an event has started."""

    acces: Acces
    evenement: Path


class Depart(NamedTuple):
    """A run that starts from a commit."""

    acces: Acces
    commit: str
    branche: str


class Controle(NamedTuple):
    """A proposal to comment."""

    commit: str
    rang: tuple[str, int, int]
    """Among the runs: when it began, its number, its try."""
    jour: date
    """As the forge gives it; no proposal can choose it."""
    nom: str
    """Of the contrôle, as a reader knows it."""
    adresse: str


class Soumission(NamedTuple):
    """A form that somebody says is to be handled."""

    numero: int
    corps: str
    etiquettes: frozenset[str]
    """Those that were put by this gesture."""
    par: str
    """Who put them, as `Forge.may_write` takes it."""
    jour: date
    rang: tuple[str, int, int]
    vers: str
    """The branch into which everything is proposed."""


class Poste(Protocol):
    """The machine where a run takes place: what its environment says, and how the event that it leaves is read."""

    def acces(self) -> Acces:
        """Tell how the repository is reached."""

    def travail(self) -> Travail:
        """Tell how the repository is reached, and where the event is."""

    def depart(self) -> Depart:
        """Tell how the repository is reached, and the commit that was checked out."""

    def forge(self, acces: Acces) -> Forge:
        """Reach the repository."""

    def journal(self, acces: Acces) -> str:
        """Return where the log of this run is read."""

    def controle(self, acces: Acces, evenement: bytes) -> Controle | None:
        """Read which proposal is to be commented; None when the event is about none."""

    def soumission(self, acces: Acces, evenement: bytes) -> Soumission | None:
        """Read which form is to be handled; None when the event is about none."""

    def jour(self, read: Callable[[Path], bytes]) -> date | None:
        """Return the day of the proposal that is checked, as the forge gives it; None where no forge does."""

    def resume(self) -> str:
        """Return the file where the forge takes the summary of a run; nothing when it takes none."""
