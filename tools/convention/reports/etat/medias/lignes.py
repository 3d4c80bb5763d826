"""The sheet « Lignes » of a statement: one row a line, one block a part, the total of each as a formula.

Knows: the lines of a statement. Must not know: how they were computed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import CENTS, round_half_up
from convention.reports.rendus.feuilles import Euros, Formule, cell_range, letter

if TYPE_CHECKING:
    from convention.reports.etat.medias.donnees import Cases
    from convention.reports.etat.valeurs import Etat, LigneDetail, VoletEtat
    from convention.reports.rendus.feuilles import Cellule, Feuille

TITRES = (
    *("Volet", "Exercice", "Service", "Libellé", "Coût", "Nature", "Section", "Calcul", "Motif"),
    *("Base (€)", "Centimes d'arrondi de la base", "Déjà appelé (€)"),
    *("Montant (€)", "Centimes d'arrondi du montant", "Pièce"),
)
_TITRE = {"base": "Base (€)", "anterieur": "Déjà appelé (€)", "montant": "Montant (€)"}
COLONNES = {champ: letter(TITRES, titre) for champ, titre in _TITRE.items()}
_CENTIMES_BASE, _CENTIMES_MONTANT = "Centimes d'arrondi de la base", "Centimes d'arrondi du montant"
NOTE = (
    "Centimes d'arrondi : ce que le partage au plus fort reste ajoute à l'arrondi propre d'une ligne, ou en retire, "
    "pour que les parts d'un même coût, ou d'un même acompte, en fassent la somme."
)
SERVICE, COUT, SECTION, PIECE = (letter(TITRES, titre) for titre in ("Service", "Coût", "Section", "Pièce"))
"""Letters of the columns that formulas read."""


class Plage(NamedTuple):
    """Rows of a part in the sheet, from 1."""

    premiere: int
    derniere: int
    total: int


def lines_sheet(sheet: Feuille, etat: Etat, cases: Cases) -> tuple[Plage, ...]:
    """Write the lines of each part, computed from the figures of another sheet; return where they stand."""
    sheet.widths(15, 9, 12, 38, 16, 16, 15, 44, 44, 14, 12, 14, 14, 12, 7)
    sheet.titles(*TITRES)
    plages = tuple(_block(sheet, etat, rank, cases) for rank in range(len(etat.volets)))
    sheet.note(NOTE)
    sheet.protect()
    return plages


def _block(sheet: Feuille, etat: Etat, volet_rank: int, cases: Cases) -> Plage:
    volet, first = etat.volets[volet_rank], sheet.rang + 1
    for rank, item in enumerate(volet.details):
        figures, rate = cases.of(volet_rank, rank, item), cases.taux.get(volet_rank)
        row = sheet.rang + 1
        base, amount = _base(item, figures, row), _amount(volet, item, rate, row)
        sheet.row(
            *(volet.genre.libelle, volet.exercice, item.service, item.libelle),
            *(item.rubrique(etat.renvois), item.nature.mode, str(item.section)),
            *(item.calcul, item.motif, *base, Euros(item.somme.anterieur), *amount, item.piece),
        )
    last = sheet.rang
    cells: list[Cellule] = [""] * len(TITRES)
    cells[:2] = [f"Total {volet.genre.libelle}", volet.exercice]
    for (field, column), cents in zip(COLONNES.items(), volet.total, strict=True):
        cells[TITRES.index(_TITRE[field])] = Formule(f"=SUM({cell_range(column, first, last)})", cents)
    total = sheet.row(*cells, gras=True)
    sheet.row()
    return Plage(first, last, total)


def _base(item: LigneDetail, figures: tuple[str, ...], row: int) -> tuple[Euros | Formule, int | None]:
    """Compute the base from its figures; of a computation that is lost, only the amount is left."""
    if item.liquidee is None:
        return Euros(item.somme.base), None
    cents = f"{letter(TITRES, _CENTIMES_BASE)}{row}"
    text = f"={item.liquidee.formule.format(*figures)}+{cents}/100"
    return Formule(text, item.somme.base), item.liquidee.centimes


def _amount(volet: VoletEtat, item: LigneDetail, rate: str | None, row: int) -> tuple[Euros | Formule, int | None]:
    """Compute what is called: a part of the base, what is left of it, or the whole of it."""
    somme, base = item.somme, f"{COLONNES['base']}{row}"
    if volet.genre.difference:
        return Formule(f"=ROUND({base}-{COLONNES['anterieur']}{row},2)", somme.montant), None
    if rate is not None:
        given = somme.montant - round_half_up(Fraction(volet.taux) * Fraction(somme.base, CENTS))
        if abs(given) <= 1:
            # In whole cents: half a cent is exact there, and no spreadsheet cuts it the other way.
            cents = f"{letter(TITRES, _CENTIMES_MONTANT)}{row}"
            return Formule(f"=(ROUND(ROUND({base}*100,0)*{rate},0)+{cents})/100", somme.montant), given
    elif somme.montant == somme.base:
        return Formule(f"={base}", somme.montant), None
    return Euros(somme.montant), None
