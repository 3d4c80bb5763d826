"""What a sheet is: its columns, its rows as the Depot gives them, the gesture that each of its cells asks for.

Knows: one declaration, that the exporter writes and the importer reads. Must not know: which sheets there are, files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.edition.classeur.genres import TEXTE
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve, volumes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from convention.edition.classeur.genres import Genre
    from convention.edition.demande import Demande
    from convention.model.depot import Depot, Dossier
    from convention.model.vue import Vue


class Sujet(NamedTuple):
    """The Depot of which sheets are made, and the exercice whose figures they show."""

    depot: Depot
    vue: Vue
    """The exercice, in the phase in force."""
    precedente: Vue | None
    """The exercice before, when it is declared: its quantities as they are known so far."""

    @property
    def exercice(self) -> int:
        """The year."""
        return self.vue.exercice

    @property
    def est_clos(self) -> bool:
        """Whether the figures of the exercice are settled (art. 8.3)."""
        return self.depot.est_clos(self.exercice)

    @property
    def dossiers(self) -> list[Dossier]:
        """The adherents, by their ids."""
        return [self.depot.dossiers[nom] for nom in sorted(self.depot.dossiers)]


def subject(depot: Depot, exercice: int) -> Sujet:
    """Resolve what sheets show of an exercice."""
    return Sujet(depot, resolve(depot, exercice), _counted(depot, exercice - 1))


def _counted(depot: Depot, exercice: int) -> Vue | None:
    """Resolve an exercice in its phase, and what it really counted where somebody has counted since."""
    if exercice not in depot.exercices:
        return None
    return resolve(depot, exercice)._replace(volumes=volumes_of(depot, exercice, Phase.REALISE))


class Colonne(NamedTuple):
    """A column of a sheet."""

    cle: str
    """Its name on the second row, by which it is found wherever it stands: « postes », « parapheur:comptes »."""
    titre: str
    genre: Genre = TEXTE
    ouverte: bool = False
    """Whether what is typed there is written in the data."""
    largeur: int = 14
    aide: str = ""
    """What is shown beside a cell that is being typed."""
    propositions: tuple[str, ...] = ()
    """Values of its list, without any comma, which parts them; others may be typed."""
    somme: tuple[str, ...] = ()
    """Columns of which it is the sum: it is computed, never read."""


class Tableau(NamedTuple):
    """A sheet for a subject."""

    nom: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[str, ...], ...]
    """The text of each cell, in the order of columns; nothing for a computed one."""
    cles: int = 1
    """Columns that name a row, the first ones."""
    figees: int = 2
    """Columns that stay on the screen, the first ones."""
    total: bool = False
    """Whether a last row adds up the columns of numbers."""

    @property
    def vide(self) -> bool:
        """Whether it would only name its rows, or has none: nothing to read there, nothing to type."""
        return not self.lignes or not any(colonne.ouverte or colonne.genre is not TEXTE for colonne in self.colonnes)

    def cle(self, ligne: tuple[str, ...]) -> str:
        """Return the name of a row."""
        return CLE.join(ligne[: self.cles])


CLE = " / "
"""Between the cells that name a row."""


def shown(colonne: Colonne | None, texte: str) -> str:
    """Write what a cell holds within a sentence, as its spreadsheet shows it."""
    if not texte:
        return "vide"
    return cite(texte.replace(".", ",") if colonne is not None and colonne.genre.est_nombre else texte)


class Changement(NamedTuple):
    """A cell that is not as it was."""

    cles: tuple[str, ...]
    """What names its row."""
    colonne: str
    avant: str
    apres: str


class Apport(NamedTuple):
    """What a workbook does not say of itself."""

    sujet: Sujet
    jour: date
    """The day of the counts that it brings."""
    source: str
    """Where it comes from."""


class Feuille(NamedTuple):
    """A sheet, declared once."""

    nom: str
    aide: str
    """What it is, and what may be changed in it."""
    tableau: Callable[[Sujet], Tableau]
    ecrire: Callable[[Apport, Changement], Iterator[Demande]]
    """The gestures that a changed cell asks for; `RefusError` when it makes no sense."""
    ligne: str = "l'adhérent"
    """What a row is of, in a sentence; a masculine noun."""
    sans: str = ""
    """Why a convention may have no such sheet."""
    ailleurs: str = ""
    """What to do instead of changing a cell that is not to be typed in."""
