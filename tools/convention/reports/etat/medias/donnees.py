"""The sheet « Quantités et prix » of a statement: every figure that its lines are computed from, once, open to typing.

Knows: the figures of a statement, which cell holds each. Must not know: how a line uses them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import majuscule
from convention.reports.etat.genres import GenrePartie
from convention.reports.rendus.feuilles import Saisie, cell_at, letter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.reports.calcul.tableur import Operande
    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat
    from convention.reports.rendus.feuilles import Feuille

DONNEES = "Quantités et prix"
TITRES = ("Volet", "Exercice", "Donnée", "Valeur", "Unité", "Lignes")
_MODE = (
    "Les cases jaunes se changent : les bases, les acomptes, les pièces et les totaux des autres feuilles suivent. Un "
    "total de tous les adhérents ne suit pas la quantité d'un seul : le changer aussi."
)
_NOMBRE = "#,##0.######"


class _Place(NamedTuple):
    """What makes a figure one cell: its part, and where it is written, or the only line that has it."""

    volet: int
    ligne: int
    """Rank of the line, for a figure of its own; -1 for one that is written somewhere."""
    donnee: Operande


class Cases(NamedTuple):
    """Where figures stand in the sheet."""

    donnees: Mapping[_Place, str]
    taux: Mapping[int, str]
    """The rate of each part that has one."""

    def of(self, volet: int, ligne: int, item: LigneDetail) -> tuple[str, ...]:
        """Return the cells of the figures of a line."""
        operandes = item.liquidee.operandes if item.liquidee is not None else ()
        return tuple(self.donnees[_place(volet, ligne, donnee)] for donnee in operandes)


def data_sheet(sheet: Feuille, etat: Etat) -> Cases:
    """Write the figures of each part; return where they stand."""
    sheet.widths(16, 10, 46, 16, 26, 80)
    sheet.titles(*TITRES)
    donnees: dict[_Place, str] = {}
    taux: dict[int, str] = {}
    value = letter(TITRES, "Valeur")
    for rank, volet in enumerate(etat.volets):
        if volet.taux and volet.genre is GenrePartie.ACOMPTE:
            taux[rank] = cell_at(value, _figure(sheet, volet, "Part appelée", volet.taux, "", ()), DONNEES)
        for place, lines in _uses(rank, volet).items():
            donnee = place.donnee
            row = _figure(sheet, volet, majuscule(donnee.nom), donnee.valeur, donnee.unite, lines)
            donnees[place] = cell_at(value, row, DONNEES)
    sheet.row()
    sheet.note(_MODE)
    sheet.protect()
    return Cases(donnees, taux)


def _uses(rank: int, volet: VoletEtat) -> dict[_Place, list[str]]:
    """List the figures of a part with the lines that each serves, in the order of the lines."""
    found: dict[_Place, list[str]] = {}
    for line, item in enumerate(volet.details):
        for donnee in item.liquidee.operandes if item.liquidee is not None else ():
            found.setdefault(_place(rank, line, donnee), []).append(item.libelle)
    return found


def _place(volet: int, ligne: int, donnee: Operande) -> _Place:
    return _Place(volet, -1 if donnee.source else ligne, donnee)


def _figure(
    sheet: Feuille, volet: VoletEtat, nom: str, exact: str, unite: str, lines: tuple[str, ...] | list[str]
) -> int:
    value = Fraction(exact)
    decimal = "/" not in exact
    cell = Saisie(value, _NOMBRE, ouverte=True, formule="" if decimal else f"={exact}")
    return sheet.row(volet.genre.libelle, volet.exercice, nom, cell, unite, " ; ".join(dict.fromkeys(lines)))
