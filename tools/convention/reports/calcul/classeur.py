"""An exercice as a workbook: who pays what by service, by nature, and every line (xlsxwriter).

Knows: which cell tells what. Must not know: how amounts were computed.
A total is a formula that carries our own value; the same contributions give the same bytes.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.mots import Mot
from convention.engine.lignes import HORS_SERVICE
from convention.model.mots.communs import Nature
from convention.reports.calcul.export import TITRES, rangs
from convention.reports.mots import adherent_name, said, service_name
from convention.reports.rendus.feuilles import Euros, Feuille, Formule, Saisie, cell_range, letter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.reports.rendus.feuilles import Cellule
    from convention.reports.rendus.tableur import Valeur

PAR_SERVICE, PAR_NATURE, LIGNES = "Par service", "Par nature", "Lignes"
MONTANT = letter(TITRES, "Montant (€)")


def classeur(contribution: Contribution, depot: Depot, jour: date) -> bytes:
    """Write the contributions of an exercice as a workbook.

    Args:
        contribution: whose lines are written.
        depot: names of adherents, services and costs.
        jour: the day that the workbook says it was made on.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, options)
    book.set_properties(
        {
            "title": f"Contributions {contribution.exercice}, {contribution.phase.libelle}",
            "subject": depot.convention.intitule,
            "created": datetime(jour.year, jour.month, jour.day, tzinfo=UTC).replace(tzinfo=None),
        }
    )
    services = {code: service_name(depot, code) for code in (HORS_SERVICE, *depot.services)}
    natures = {str(nature): said(depot, nature, nature.colonne) for nature in Nature}
    _matrix(Feuille(book, PAR_SERVICE), contribution, depot, services, lambda ligne: ligne.calcul.service)
    _matrix(Feuille(book, PAR_NATURE), contribution, depot, natures, lambda ligne: str(ligne.calcul.nature))
    _lines(Feuille(book, LIGNES), contribution, depot)
    book.close()
    return buffer.getvalue()


def _matrix(
    sheet: Feuille, contribution: Contribution, depot: Depot, noms: Mapping[str, str], champ: Callable[[Ligne], str]
) -> None:
    """Write an adherent a row, a service or a nature a column; leave out those that nobody pays."""
    sums: dict[tuple[str, str], int] = {}
    for ligne in contribution.lignes:
        place = (ligne.adherent, champ(ligne))
        sums[place] = sums.get(place, 0) + ligne.montant
    columns = [key for key in noms if any(key == column for _, column in sums)]
    sheet.widths(34, *(15 for _ in columns), 16)
    sheet.titles("Adhérent", *(f"{noms[key]} (€)" for key in columns), "Total (€)")
    first, last = _column(1), _column(len(columns))
    totals = contribution.totaux.par_adherent
    for nom in sorted(totals, key=lambda nom: (-totals[nom], nom)):
        row = sheet.rang + 1
        amounts = (Euros(sums.get((nom, key), 0)) for key in columns)
        sheet.row(adherent_name(depot, nom), *amounts, Formule(f"=SUM({first}{row}:{last}{row})", totals[nom]))
    down = [sum(cents for (_, column), cents in sums.items() if column == key) for key in columns]
    down.append(contribution.totaux.general)
    end = sheet.rang
    sheet.row(
        "Total",
        *(Formule(f"=SUM({cell_range(_column(rang), 2, end)})", cents) for rang, cents in enumerate(down, 1)),
        gras=True,
    )
    every = cell_range(MONTANT, 2, len(contribution.lignes) + 1, LIGNES)
    sheet.row()
    blanks = ("",) * len(columns)
    sheet.row("Contrôle : total des lignes", *blanks, Formule(f"=SUM({every})", contribution.totaux.general))
    sheet.note(f"Exercice {contribution.exercice}, {contribution.phase.libelle}.")


def _lines(sheet: Feuille, contribution: Contribution, depot: Depot) -> None:
    sheet.widths(9, 13, 30, 12, 22, 38, 18, 16, 34, 12, 12, 14, 11, 11, 15)
    sheet.titles(*TITRES)
    for row in rangs(contribution, depot):
        sheet.row(*map(_cell, row))


def _cell(cell: Valeur) -> Cellule:
    if isinstance(cell, Fraction):
        return Saisie(cell)
    return cell.libelle if isinstance(cell, Mot) else cell


def _column(rang: int) -> str:
    """Return the letters of a column, the first being 0."""
    from xlsxwriter.utility import xl_col_to_name

    name: str = xl_col_to_name(rang)
    return name
