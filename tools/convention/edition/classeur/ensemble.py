"""The workbook of a repository: its sheets in their order, what is kept of them as they went out.

Knows: the sheets. Must not know: how a workbook is written or read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.edition.classeur.feuilles.adherents import ADHERENTS
from convention.edition.classeur.feuilles.budgets import BUDGETS
from convention.edition.classeur.feuilles.prix import PRIX
from convention.edition.classeur.feuilles.quantites import QUANTITES
from convention.edition.classeur.feuilles.souscriptions import SOUSCRIPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.edition.classeur.cadre import Sujet, Tableau

FEUILLES = (ADHERENTS, SOUSCRIPTIONS, QUANTITES, PRIX, BUDGETS)
LISEZ_MOI = "Lisez-moi"
ORIGINE = "Origine"
"""The hidden sheet: what every cell held when the workbook went out. What differs from it was typed since."""
COLONNES_ORIGINE = ("feuille", "ligne", "colonne", "valeur")
TOTAL = "Total"
"""What begins the last row of a sheet that adds up."""
RANGS_DE_TITRES = 2
"""Titles, then names of columns."""


class Entete(NamedTuple):
    """What a workbook is."""

    genre: str
    """One of `GENRES`."""
    exercice: int
    phase: str
    adherent: str = ""
    """Of a census, who is to answer."""
    version: int = 1

    @property
    def lignes(self) -> Iterator[tuple[str, str, str, str]]:
        """What the hidden sheet says of it."""
        yield from ((ORIGINE, "", nom, str(value)) for nom, value in self._asdict().items())


DEPOT, RECENSEMENT = "dépôt", "recensement"
GENRES = (DEPOT, RECENSEMENT)


def tables(sujet: Sujet) -> tuple[Tableau, ...]:
    """Return the sheets of a subject; none that it has nothing for."""
    return tuple(tableau for feuille in FEUILLES if not (tableau := feuille.tableau(sujet)).vide)


def origins(entete: Entete, tableaux: Iterable[Tableau]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the hidden sheet: what the workbook is, then, of what is not computed, columns and cells."""
    yield from entete.lignes
    for tableau in tableaux:
        yield from ((tableau.nom, "", colonne.cle, "") for colonne in tableau.colonnes if not colonne.somme)
        for ligne in tableau.lignes:
            for colonne, texte in zip(tableau.colonnes, ligne, strict=True):
                if not colonne.somme:
                    yield (tableau.nom, tableau.cle(ligne), colonne.cle, texte)
