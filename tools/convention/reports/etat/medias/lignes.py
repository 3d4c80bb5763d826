"""The sheet « Lignes » of a statement: one row a line, one block a part, the total of each as a formula.

Knows: the lines of a statement. Must not know: how they were computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.reports.rendus.feuilles import Euros, Formule, cell_range, letter

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat
    from convention.reports.rendus.feuilles import Feuille

TITRES = (
    *("Volet", "Exercice", "Service", "Libellé", "Coût", "Nature", "Section", "Calcul", "Motif"),
    *("Base (€)", "Déjà appelé (€)", "Montant (€)", "Pièce"),
)
COLONNES = {
    champ: letter(TITRES, titre)
    for champ, titre in (("base", "Base (€)"), ("anterieur", "Déjà appelé (€)"), ("montant", "Montant (€)"))
}
SERVICE, COUT, SECTION, PIECE = (letter(TITRES, titre) for titre in ("Service", "Coût", "Section", "Pièce"))
"""Letters of the columns that formulas read."""


class Plage(NamedTuple):
    """Rows of a part in the sheet, from 1."""

    premiere: int
    derniere: int
    total: int


def lines_sheet(sheet: Feuille, etat: Etat) -> tuple[Plage, ...]:
    """Write the lines of each part; return where they stand."""
    sheet.widths(15, 9, 12, 38, 16, 16, 15, 44, 44, 14, 14, 14, 7)
    sheet.titles(*TITRES)
    return tuple(_block(sheet, volet) for volet in etat.volets)


def _block(sheet: Feuille, volet: VoletEtat) -> Plage:
    first = sheet.rang + 1
    for item in volet.details:
        _line(sheet, volet, item)
    last = sheet.rang
    sums = (
        Formule(f"=SUM({cell_range(column, first, last)})", cents)
        for column, cents in zip(COLONNES.values(), volet.total, strict=True)
    )
    total = sheet.row(f"Total {volet.genre}", volet.exercice, *("",) * (TITRES.index("Base (€)") - 2), *sums, gras=True)
    sheet.row()
    return Plage(first, last, total)


def _line(sheet: Feuille, volet: VoletEtat, item: LigneDetail) -> None:
    row = sheet.rang + 1
    amount: Euros | Formule = Euros(item.somme.montant)
    if volet.genre.difference:
        amount = Formule(f"=ROUND({COLONNES['base']}{row}-{COLONNES['anterieur']}{row},2)", item.somme.montant)
    sheet.row(
        *(str(volet.genre), volet.exercice, item.service, item.libelle),
        *(item.rubrique, item.nature.mode, str(item.section)),
        *(item.calcul, item.motif, Euros(item.somme.base), Euros(item.somme.anterieur), amount, item.piece),
    )
