"""A statement as a workbook: what to pay, its parts, its lines, and the figures that all of it is computed from.

Knows: which cell tells what, sheet by sheet. Must not know: how a statement was built.
Every formula carries our own value, so that a preview shows it. The summary adds up lines, that are computed from the
figures of one sheet, each once and open to typing.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import majuscule, pluriel
from convention.base.money import CENTS, round_half_up
from convention.reports.etat import phrases
from convention.reports.etat.encadre import CHEZ_L_EMETTEUR, Encadre, LigneEncadre, box
from convention.reports.etat.genres import GenrePartie
from convention.reports.rendus.feuilles import (
    Euros,
    Feuille,
    Formule,
    Repere,
    Saisie,
    cell_at,
    cell_range,
    letter,
    workbook,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convention.reports.calcul.tableur import Operande
    from convention.reports.etat.valeurs import Etat, LigneDetail, Rangee, VoletEtat
    from convention.reports.rendus.feuilles import Cellule

SYNTHESE, LIGNES, DONNEES, QUANTITES = "Synthèse", "Lignes", "Quantités et prix", "Quantités"
"""The sheets, in the order that they are read in."""
_DONNEES = {"Volet": 16, "Exercice": 10, "Donnée": 46, "Valeur": 16, "Unité": 26, "Lignes": 80}
CENTIMES_BASE, CENTIMES_MONTANT = "Centimes d'arrondi de la base", "Centimes d'arrondi du montant"
_LIGNES = (
    {"Volet": 15, "Exercice": 9, "Service": 12, "Libellé": 38, "Coût": 16, "Nature": 16, "Section": 15, "Calcul": 44}
    | {"Motif": 44, "Base (€)": 14, CENTIMES_BASE: 12, "Déjà appelé (€)": 14, "Montant (€)": 14}
    | {CENTIMES_MONTANT: 12, "Pièce": 7}
)
"""Columns of two sheets, with their widths."""
_SOMME = {"base": "Base (€)", "anterieur": "Déjà appelé (€)", "montant": "Montant (€)"}
_LETTRE = {titre: letter(_LIGNES, titre) for titre in _LIGNES}
COLONNES = {champ: _LETTRE[titre] for champ, titre in _SOMME.items()}
PARTIES = ("Service", "Nature", "Section")
"""What a row of a part is, in the summary; its amounts follow."""
_NOMBRE = "#,##0.######"
_MODE = (
    "Les cases jaunes se changent : les bases, les acomptes, les pièces et les totaux des autres feuilles suivent. Un "
    "total de tous les adhérents ne suit pas la quantité d'un seul : le changer aussi."
)
_NOTE = (
    "Centimes d'arrondi : ce que le partage au plus fort reste ajoute à l'arrondi propre d'une ligne, ou en retire, "
    "pour que les parts d'un même coût, ou d'un même acompte, en fassent la somme."
)


def xlsx_bytes(etat: Etat) -> bytes:
    """Write a statement as a workbook."""
    told = {"title": f"{etat.genre.intitule} n° {etat.numero}", "subject": etat.sujet}
    told |= {"author": etat.emetteur.denomination, "comments": phrases.mention(etat)}
    with workbook(etat.jour, told) as (book, content):
        summary, lines, figures, counts = (Feuille(book, nom) for nom in (SYNTHESE, LIGNES, DONNEES, QUANTITES))
        _summary(summary, etat, _lines(lines, etat, _data(figures, etat)))
        _quantities(counts, etat)
    return content.getvalue()


class _Cases(NamedTuple):
    """Where the figures of a part stand in the sheet."""

    donnees: Mapping[tuple[int, Operande], str]
    """By figure, and the rank of the only line that has it; -1 for one that is written somewhere, for several."""
    taux: str | None
    """The rate of an advance, when it is known."""

    def of(self, ligne: int, item: LigneDetail) -> tuple[str, ...]:
        """Return the cells of the figures of a line."""
        return tuple(self.donnees[_place(ligne, donnee)] for donnee in _operandes(item))


def _data(sheet: Feuille, etat: Etat) -> tuple[_Cases, ...]:
    """Write the figures of each part; return where they stand."""
    sheet.columns(_DONNEES)
    cases = tuple(_figures(sheet, volet) for volet in etat.volets)
    sheet.row()
    sheet.note(_MODE)
    sheet.protect()
    return cases


def _figures(sheet: Feuille, volet: VoletEtat) -> _Cases:
    """Write the figures of a part with the lines that each serves, in the order of the lines."""

    def written(nom: str, exact: str, unite: str, lines: Iterable[str]) -> str:
        value = Fraction(exact)
        cell = Saisie(value, _NOMBRE, ouverte=True, formule=f"={exact}" if "/" in exact else "")
        unit = {"1": "", "an": pluriel(value, "an")}.get(unite, unite)
        used = " ; ".join(dict.fromkeys(lines))
        row = sheet.row(volet.genre.libelle, Repere(volet.exercice), nom, cell, unit, used)
        return cell_at(letter(_DONNEES, "Valeur"), row, DONNEES)

    called = volet.taux and volet.genre is GenrePartie.ACOMPTE
    taux = written("Part appelée", volet.taux, "", ()) if called else None
    uses: dict[tuple[int, Operande], list[str]] = {}
    for rank, item in enumerate(volet.details):
        for donnee in _operandes(item):
            uses.setdefault(_place(rank, donnee), []).append(item.libelle)
    cells = {
        (rank, donnee): written(majuscule(donnee.nom), donnee.valeur, donnee.unite, lines)
        for (rank, donnee), lines in uses.items()
    }
    return _Cases(cells, taux)


def _operandes(item: LigneDetail) -> tuple[Operande, ...]:
    return item.liquidee.operandes if item.liquidee is not None else ()


def _place(ligne: int, donnee: Operande) -> tuple[int, Operande]:
    return (-1 if donnee.source else ligne, donnee)


class _Plage(NamedTuple):
    """Rows of a part in the sheet, from 1."""

    premiere: int
    derniere: int


def _lines(sheet: Feuille, etat: Etat, cases: tuple[_Cases, ...]) -> tuple[_Plage, ...]:
    """Write the lines of each part, computed from the figures of another sheet; return where they stand."""
    sheet.columns(_LIGNES)
    plages = tuple(_block(sheet, etat, volet, own) for volet, own in zip(etat.volets, cases, strict=True))
    sheet.note(_NOTE)
    sheet.protect()
    return plages


def _block(sheet: Feuille, etat: Etat, volet: VoletEtat, cases: _Cases) -> _Plage:
    first = sheet.rang + 1
    for rank, item in enumerate(volet.details):
        row = sheet.rang + 1
        base, amount = _base(item, cases.of(rank, item), row), _amount(volet, item, cases.taux, row)
        sheet.row(
            *(volet.genre.libelle, Repere(volet.exercice), item.service, item.libelle),
            *(item.rubrique(etat.renvois), item.nature.mode, str(item.section)),
            *(item.calcul, item.motif, *base, Euros(item.somme.anterieur), *amount),
            Repere(item.piece) if item.piece else None,
        )
    last = sheet.rang
    cells: dict[str, Cellule] = dict.fromkeys(_LIGNES, "")
    cells |= {"Volet": f"Total {volet.genre.libelle}", "Exercice": Repere(volet.exercice)}
    for titre, cents in zip(_SOMME.values(), volet.total, strict=True):
        cells[titre] = Formule(f"=SUM({cell_range(_LETTRE[titre], first, last)})", cents)
    sheet.row(*cells.values(), gras=True)
    sheet.row()
    return _Plage(first, last)


def _base(item: LigneDetail, figures: tuple[str, ...], row: int) -> tuple[Euros | Formule, int | None]:
    """Compute the base from its figures; of a computation that is lost, only the amount is left."""
    if item.liquidee is None:
        return Euros(item.somme.base), None
    cents = f"{_LETTRE[CENTIMES_BASE]}{row}"
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
            cents = f"{_LETTRE[CENTIMES_MONTANT]}{row}"
            return Formule(f"=(ROUND(ROUND({base}*100,0)*{rate},0)+{cents})/100", somme.montant), given
    elif somme.montant == somme.base:
        return Formule(f"={base}", somme.montant), None
    return Euros(somme.montant), None


def _summary(sheet: Feuille, etat: Etat, plages: Sequence[_Plage]) -> None:
    """Write what to pay, then the parts, each amount added up from the lines."""
    sheet.widths(44, 40, 26, 18, 18, 18, 18)
    sheet.note(f"{etat.genre.intitule} n° {etat.numero} – {etat.sujet}", gras=True)
    framed = box(etat)
    if framed is None:
        sheet.note(phrases.party(etat.debiteur))
    sheet.note(phrases.mention(etat))
    if framed is not None:
        _box(sheet, etat, framed, plages)
    sheet.note(f"Exercice budgétaire : {etat.exercices}")
    for volet, plage in zip(etat.volets, plages, strict=True):
        _part(sheet, volet, plage)
    sheet.note(phrases.closing(etat))
    sheet.note(phrases.sources(etat))
    sheet.protect()


def _part(sheet: Feuille, volet: VoletEtat, plage: _Plage) -> None:
    sheet.row()
    sheet.note(volet.titre, gras=True)
    amounts = volet.entetes(volet.exercice)
    titles = (*PARTIES, *amounts)
    sheet.titles(*titles)
    first = sheet.rang + 1
    twice = Counter(map(_key, volet.rangees))
    one_each = len(volet.rangees) == len(volet.details)
    for rank, row in enumerate(volet.rangees):
        cells: list[Cellule] = []
        for field, cents in zip(volet.genre.champs, volet.genre.montants(row.somme), strict=True):
            column = COLONNES[field]
            # A row that shares its service with another is its only line, when it has one.
            alone = f"={cell_at(column, plage.premiere + rank, LIGNES)}" if one_each else ""
            text = alone if twice[_key(row)] > 1 else _added(row, plage, column)
            cells.append(Formule(text, cents) if text else Euros(cents))
        sheet.row(row.service, row.nature, str(row.section), *cells)
    sums = (
        Formule(f"=SUM({cell_range(column, first, sheet.rang)})", cents)
        for column, cents in zip(
            (letter(titles, titre) for titre in amounts), volet.genre.montants(volet.total), strict=True
        )
    )
    sheet.row("Total", *("",) * (len(PARTIES) - 1), *sums, gras=True)
    sheet.note(volet.note)


def _key(row: Rangee) -> tuple[str, str, str]:
    return (row.code, row.rubrique, str(row.section))


def _added(row: Rangee, plage: _Plage, column: str) -> str:
    """Add up the lines of a service, a kind of cost and a section."""
    span = (plage.premiere, plage.derniere, LIGNES)
    criteria = (
        f'{cell_range(_LETTRE[titre], *span)},"{word}"'
        for titre, word in zip(("Service", "Coût", "Section"), _key(row), strict=True)
    )
    return f"=SUMIFS({cell_range(column, *span)},{','.join(criteria)})"


def _box(sheet: Feuille, etat: Etat, framed: Encadre, plages: Sequence[_Plage]) -> None:
    """Write what to pay, each document added up from its lines, and what is missing."""
    sheet.row(framed.titre, gras=True)
    heads = (*framed.colonnes, CHEZ_L_EMETTEUR, "Montant (€)")
    sheet.titles(*heads)
    first = sheet.rang + 1
    for row in framed.dues:
        _document(sheet, row, plages)
    if framed.total:
        total = Formule(f"=SUM({cell_range(letter(heads, 'Montant (€)'), first, sheet.rang)})", etat.a_payer)
        sheet.row(framed.total, *("",) * (len(heads) - 2), total, gras=True)
    for row in framed.rendues:
        _document(sheet, row, plages)
    sheet.row()
    for name, text in framed.reperes:
        sheet.note(f"{name} : {text}")
    for text in (*framed.notes, framed.arrete, *framed.manques):
        sheet.note(text)


def _document(sheet: Feuille, row: LigneEncadre, plages: Sequence[_Plage]) -> None:
    """Add up the lines that a document carries; those of a reversement are below zero."""
    span = (plages[0].premiere, plages[-1].derniere, LIGNES)
    amounts_of, numbers = cell_range(COLONNES["montant"], *span), cell_range(_LETTRE["Pièce"], *span)
    sign = "" if row.piece.due else "-"
    added = Formule(f"={sign}ROUND(SUMIFS({amounts_of},{numbers},{row.piece.numero}),2)", row.piece.montant)
    sheet.row(*row.mots, row.emetteur, added)


def _quantities(sheet: Feuille, etat: Etat) -> None:
    sheet.widths(10, 28, 48, 60, 18, 18, 60)
    sheet.titles("Exercice", "Quantité", "Pour", "Source", "Relevée le", "Validée le", "Hypothèse")
    for item in etat.quantites:
        sheet.row(
            Repere(item.exercice), item.texte, item.objet, item.source, item.releve_le, item.validee_le, item.hypothese
        )
    sheet.row()
    for told in etat.hypotheses:
        sheet.note(f"Hypothèse, {told}")
    sheet.protect()
