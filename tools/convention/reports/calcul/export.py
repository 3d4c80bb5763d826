"""The contributions of an exercice for a spreadsheet or a finance software: CSV, and a workbook (xlsxwriter).

Knows: how lines are written, which cell tells what. Must not know: how they were computed.
In the workbook, a total is a formula that carries our own value; the same contributions give the same bytes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.mots import Mot
from convention.engine.lignes import HORS_SERVICE, Contribution, Ligne
from convention.model.mots.communs import Nature
from convention.reports.calcul.contributions import Axe, by_adherent
from convention.reports.calcul.json import LigneCalculee
from convention.reports.mots import line_name, lines_of, said, service_name
from convention.reports.rendus.feuilles import Cellule, Euros, Feuille, Formule, Saisie, cell_range, letter, workbook
from convention.reports.rendus.tableur import Valeur, csv_francais, csv_machine
from convention.reports.valeurs import phase_dite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.model.depot import Depot


_ADHERENT, *_AUTRES = LigneCalculee.model_fields
COLONNES_CSV = ("exercice", "phase", _ADHERENT, "siren", *_AUTRES)
TITRES = (
    {"Exercice": 9, "Phase": 13, "Adhérent": 30, "SIREN": 12, "Service": 22, "Coût": 38, "Nature": 18, "Section": 16}
    | {"Clé de répartition": 34, "Quantité facturée": 12, "Quantité de tous": 12, "Montant (€)": 14}
    | {"Compte de recette": 11, "Compte de dépense": 11, "Origine": 15}
)
"""Columns of its lines, with their widths."""
PAR_SERVICE, PAR_NATURE, LIGNES = "Par service", "Par nature", "Lignes"
MONTANT = letter(TITRES, "Montant (€)")


def tableur(contribution: Contribution, depot: Depot, adherent: str | None = None) -> bytes:
    """Write the same lines for a French spreadsheet, in words."""
    return csv_francais(TITRES, rangs(contribution, depot, adherent))


def rangs(contribution: Contribution, depot: Depot, adherent: str | None = None) -> Iterator[tuple[Valeur, ...]]:
    """Say each line under the titles."""
    for ligne in lines_of(contribution, adherent):
        yield contribution.exercice, contribution.phase, *_said(depot, ligne)


def _said(depot: Depot, ligne: Ligne) -> tuple[Valeur, ...]:
    calcul = ligne.calcul
    return (
        depot.nom_de(ligne.adherent),
        depot.dossiers[ligne.adherent].identite.siren,
        service_name(depot, calcul.service),
        line_name(depot, calcul, ligne.adherent),
        said(depot, calcul.nature, calcul.nature.libelle),
        calcul.section,
        depot.cles[ligne.cle].libelle if ligne.cle is not None else None,
        ligne.quantite,
        ligne.quantite_totale,
        Euros(ligne.montant),
        ligne.compte_recette,
        ligne.compte_depense,
        ligne.origine,
    )


def csv_text(contribution: Contribution, depot: Depot, adherent: str | None = None) -> str:
    """Write one row a line: decimal point, codes as text."""
    rows = []
    for ligne in lines_of(contribution, adherent):
        row = LigneCalculee.model_validate(ligne).model_dump(mode="json")
        row |= {"exercice": contribution.exercice, "phase": contribution.phase, "montant": Euros(ligne.montant)}
        row["siren"] = depot.dossiers[ligne.adherent].identite.siren
        rows.append([row[name] for name in COLONNES_CSV])
    return csv_machine(COLONNES_CSV, rows)


def classeur(contribution: Contribution, depot: Depot, jour: date) -> bytes:
    """Write the contributions of an exercice as a workbook, which says that it was made on this day."""
    title = f"Contributions {_exercice(contribution, depot)}"
    services = {code: service_name(depot, code) for code in (HORS_SERVICE, *depot.services)}
    natures = {str(nature): said(depot, nature, nature.colonne) for nature in Nature}
    with workbook(jour, {"title": title, "subject": depot.convention.intitule}) as (book, content):
        _matrix(Feuille(book, PAR_SERVICE), contribution, depot, services, Axe.SERVICE)
        _matrix(Feuille(book, PAR_NATURE), contribution, depot, natures, Axe.NATURE)
        _lines(Feuille(book, LIGNES), contribution, depot)
    return content.getvalue()


def _matrix(sheet: Feuille, contribution: Contribution, depot: Depot, noms: Mapping[str, str], axe: Axe) -> None:
    """Write an adherent a row, a service or a nature a column; leave out those that nobody pays."""
    down = axe.totaux(contribution)
    columns = [key for key in noms if key in down]
    sheet.widths(34, *(15 for _ in columns), 16)
    sheet.titles("Adhérent", *(f"{noms[key]} (€)" for key in columns), "Total (€)")
    first, last = _column(1), _column(len(columns))
    for nom, own in by_adherent(contribution, axe).items():
        row = sheet.rang + 1
        amounts = (Euros(own.get(key, 0)) for key in columns)
        sheet.row(depot.nom_de(nom), *amounts, Formule(f"=SUM({first}{row}:{last}{row})", sum(own.values())))
    end, sums = sheet.rang, (*(down[key] for key in columns), contribution.totaux.general)
    cells = (Formule(f"=SUM({cell_range(_column(rang), 2, end)})", cents) for rang, cents in enumerate(sums, 1))
    sheet.row("Total", *cells, gras=True)
    every = cell_range(MONTANT, 2, len(contribution.lignes) + 1, LIGNES)
    sheet.row()
    blanks = ("",) * len(columns)
    sheet.row("Contrôle : total des lignes", *blanks, Formule(f"=SUM({every})", contribution.totaux.general))
    sheet.note(f"Exercice {_exercice(contribution, depot)}.")


def _exercice(contribution: Contribution, depot: Depot) -> str:
    annee = contribution.exercice
    return f"{annee}, {phase_dite(depot.convention, annee, contribution.phase)}"


def _lines(sheet: Feuille, contribution: Contribution, depot: Depot) -> None:
    sheet.columns(TITRES)
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
