"""A repository as a workbook: what is typed in is open, the rest is locked, titles stay on the screen (xlsxwriter).

Knows: sheets as they declare themselves. Must not know: what any of them is about.
The same data give the same bytes: the workbook is dated from the day the convention took effect.
"""

from __future__ import annotations

from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING

from convention.base.french import typeset
from convention.edition.classeur.ensemble import (
    COLONNES_ORIGINE,
    DEPOT,
    FEUILLES,
    LISEZ_MOI,
    ORIGINE,
    RANGS_DE_TITRES,
    TOTAL,
    Entete,
    origins,
    tables,
)
from convention.edition.classeur.genres import QUANTITE
from convention.edition.classeur.lecture import column_name
from convention.reports.rendus.feuilles import Feuille, Saisie, workbook
from convention.reports.valeurs import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.edition.classeur.cadre import Colonne, Sujet, Tableau
    from convention.model.depot import Depot

_PERMIS = {"format_columns": True, "format_rows": True, "autofilter": True}
_LIGNE = 14
"""Height of a line of titles, in points."""
_PAGE = 260
"""Characters across the widest sheet that is printed on one page: letters would be too small on a wider one."""
_REDUITE = 60
"""Scale of those that are wider, in percents."""
AVANT = (
    (
        "Les cellules jaunes se changent ; les autres disent ce qui est, ou se calculent. Une fois changé, ce classeur "
        "revient dans le dépôt par « convention importer », qui montre d'abord ce que cela coûte à chacun, et n'écrit "
        "que ce qui diffère."
    ),
    (
        "Lignes et colonnes peuvent être filtrées et masquées ; une fois ôtée la protection, sans mot de passe, elles "
        "peuvent être triées et déplacées. Ce qui les nomme (les premières colonnes, la deuxième ligne) ne se "
        "change pas ; la feuille cachée « Origine » non plus : elle dit ce que valait chaque cellule."
    ),
    (
        "Ce classeur dit ce qui était au jour où il a été fait. Une cellule que personne n'a changée ne récrit rien, "
        "même si la donnée a changé depuis."
    ),
)


def _elsewhere(depot: Depot) -> str:
    """Say what of the repository is not in the workbook."""
    told = {
        "le texte de la convention": bool(depot.vie.articles),
        "les formules des tarifs": True,
        "les montants des tranches": bool(depot.baremes),
        "les forfaits": bool(depot.forfaits),
        "les dépenses directes": any(ligne.direct for ligne in depot.lignes.values()),
        "les appels": True,
    }
    left = ", ".join(nom for nom, there in told.items() if there)
    return f"Ne sont pas ici : {left}. Ils se lisent et se changent dans le dépôt."


def workbook_bytes(sujet: Sujet) -> bytes:
    """Write the workbook of a repository, for an exercice."""
    title = f"{sujet.depot.convention.intitule} : exercice {sujet.exercice}, {sujet.vue.phase.libelle}"
    tableaux = tables(sujet)
    here = {tableau.nom for tableau in tableaux}
    sheets = (f"{feuille.nom} : {feuille.aide if feuille.nom in here else feuille.sans}" for feuille in FEUILLES)
    entete = Entete(DEPOT, sujet.exercice, str(sujet.vue.phase))
    worth = worth_of(sujet.depot, "adherents/", "pricing/")
    return book_bytes(sujet.depot, (title, *worth, *AVANT, *sheets, _elsewhere(sujet.depot)), tableaux, entete)


def worth_of(depot: Depot, *dossiers: str) -> list[str]:
    """Say what the figures of the files of these folders are worth, when some of them are made up."""
    said = (depot.origine_dite(path) for path in depot.fichiers if path.startswith(dossiers))
    return mentions(origine for origine in said if origine is not None)


def book_bytes(depot: Depot, lisez_moi: Iterable[str], tableaux: Sequence[Tableau], entete: Entete) -> bytes:
    """Write a workbook: what it is, its sheets, and what they held when it went out."""
    convention = depot.convention
    with workbook(convention.effet, {"title": convention.intitule}) as (book, content):
        _read_me(Feuille(book, LISEZ_MOI), lisez_moi)
        for tableau in tableaux:
            _sheet(Feuille(book, tableau.nom), tableau)
        hidden = Feuille(book, ORIGINE)
        for row in (COLONNES_ORIGINE, *origins(entete, tableaux)):
            hidden.row(*row)
        hidden.page.protect()
        hidden.page.hide()
    return content.getvalue()


def _read_me(sheet: Feuille, lines: Iterable[str]) -> None:
    sheet.widths(110)
    for rank, line in enumerate(lines):
        sheet.row(typeset(line), gras=not rank)
    sheet.page.protect()


def _sheet(sheet: Feuille, tableau: Tableau) -> None:
    sheet.widths(*(colonne.largeur for colonne in tableau.colonnes))
    sheet.titles(*(colonne.titre for colonne in tableau.colonnes))
    lines = max(len(wrap(colonne.titre, colonne.largeur - 2)) for colonne in tableau.colonnes)
    sheet.page.set_row(0, _LIGNE * (lines + 1))
    sheet.row(*(Saisie(colonne.cle, effacee=True) for colonne in tableau.colonnes))
    sheet.page.freeze_panes(RANGS_DE_TITRES, tableau.figees)
    if sum(colonne.largeur for colonne in tableau.colonnes) > _PAGE:
        sheet.page.set_print_scale(_REDUITE)
        sheet.page.repeat_columns(0, tableau.figees - 1)
        sheet.page.print_across()
    for ligne in tableau.lignes:
        sheet.row(*_cells(tableau, ligne, sheet.rang + 1))
    last = sheet.rang
    if tableau.total and last > RANGS_DE_TITRES:
        sheet.row(*_totals(tableau, last), gras=True)
    sheet.page.autofilter(RANGS_DE_TITRES - 1, 0, max(last, RANGS_DE_TITRES) - 1, len(tableau.colonnes) - 1)
    for rank, colonne in enumerate(tableau.colonnes):
        if colonne.ouverte and last > RANGS_DE_TITRES:
            sheet.page.data_validation(RANGS_DE_TITRES, rank, last - 1, rank, _validation(colonne))
    sheet.page.protect("", _PERMIS)


def _cells(tableau: Tableau, ligne: Sequence[str], row: int) -> Iterable[Saisie]:
    for colonne, texte in zip(tableau.colonnes, ligne, strict=True):
        genre = colonne.genre
        if colonne.somme:
            letters = [_letter(tableau, cle) for cle in colonne.somme]
            formula = "=" + "+".join(f"{letter}{row}" for letter in letters)
            yield Saisie(_sum(tableau, colonne, ligne), genre.montre, formule=formula)
        else:
            yield Saisie(genre.cellule(texte), genre.montre, colonne.ouverte)


def _totals(tableau: Tableau, last: int) -> Iterable[Saisie]:
    for rank, colonne in enumerate(tableau.colonnes):
        if not colonne.genre.est_nombre:
            yield Saisie(TOTAL if rank == 0 else None)
            continue
        letter = _letter(tableau, colonne.cle)
        total = sum((_sum(tableau, colonne, ligne) for ligne in tableau.lignes), Fraction(0))
        formula = f"=SUM({letter}{RANGS_DE_TITRES + 1}:{letter}{last})"
        yield Saisie(total, colonne.genre.montre, formule=formula)


def _sum(tableau: Tableau, colonne: Colonne, ligne: Sequence[str]) -> Fraction:
    """Return the number of a cell, or the sum that it computes; an empty cell counts for nothing."""
    named = dict(zip((item.cle for item in tableau.colonnes), ligne, strict=True))
    return sum((Fraction(named[cle] or 0) for cle in colonne.somme or (colonne.cle,)), Fraction(0))


def _letter(tableau: Tableau, cle: str) -> str:
    return column_name([colonne.cle for colonne in tableau.colonnes].index(cle))


def _validation(colonne: Colonne) -> dict[str, object]:
    told = {"input_title": colonne.titre[:32], "input_message": colonne.aide[:255]}
    if colonne.propositions:
        return {**told, "validate": "list", "source": list(colonne.propositions), "show_error": False}
    if not colonne.genre.est_nombre:
        return {**told, "validate": "any"}
    error = {"error_title": "Un nombre est attendu", "error_message": f"Taper {colonne.genre.attendu}, ou rien."}
    least = 0 if colonne.genre is QUANTITE else -999_999_999
    return {**told, **error, "validate": "decimal", "criteria": ">=", "value": least}
