"""The sheet « Synthèse » of a statement: what to pay, then its parts by service.

Knows: the rows of a statement, where its lines stand in the other sheet. Must not know: how they were computed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.reports.etat import phrases
from convention.reports.etat.encadre import CHEZ_L_EMETTEUR, box
from convention.reports.etat.genres import amounts, fields, headers
from convention.reports.etat.medias.lignes import COLONNES as COLONNES_LIGNES
from convention.reports.etat.medias.lignes import COUT, PIECE, SECTION, SERVICE
from convention.reports.rendus.feuilles import Euros, Formule, cell_at, cell_range, letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.reports.etat.encadre import Encadre, LigneEncadre
    from convention.reports.etat.medias.lignes import Plage
    from convention.reports.etat.valeurs import Etat, Rangee, VoletEtat
    from convention.reports.rendus.feuilles import Feuille

LIGNES = "Lignes"
PARTIES = ("Service", "Nature", "Section")
"""What a row of a part is; its amounts follow."""


def summary_sheet(sheet: Feuille, etat: Etat, plages: Sequence[Plage]) -> None:
    """Write what to pay, then the parts, each amount added up from the lines."""
    sheet.widths(44, 40, 26, 18, 18, 18, 18)
    sheet.row(f"{phrases.heading(etat)} n° {etat.numero} – {etat.sujet}", gras=True)
    framed = box(etat)
    if framed is None:
        sheet.note(phrases.debtor_text(etat.debiteur))
    sheet.note(phrases.mention(etat))
    if framed is not None:
        _box(sheet, etat, framed, plages)
    sheet.note(f"Exercice budgétaire : {etat.exercices}")
    for volet, plage in zip(etat.volets, plages, strict=True):
        _part(sheet, volet, plage)
    sheet.note(phrases.closing(etat))
    sheet.note(phrases.sources(etat))
    sheet.protect()


def _part(sheet: Feuille, volet: VoletEtat, plage: Plage) -> None:
    sheet.row()
    sheet.row(volet.titre, gras=True)
    titles = (*PARTIES, *headers(volet.genre, volet.exercice, volet.acomptes, prevu=volet.prevu))
    sheet.titles(*titles)
    first = sheet.rang + 1
    twice = Counter(map(_key, volet.rangees))
    one_each = len(volet.rangees) == len(volet.details)
    for rank, row in enumerate(volet.rangees):
        alone = plage.premiere + rank if one_each else None
        cells = _plain(volet, row, alone) if twice[_key(row)] > 1 else _added(volet, row, plage)
        sheet.row(row.service, row.nature, str(row.section), *cells)
    sums = (
        Formule(f"=SUM({cell_range(column, first, sheet.rang)})", cents)
        for column, cents in zip(
            (letter(titles, titre) for titre in titles[len(PARTIES) :]), amounts(volet.genre, volet.total), strict=True
        )
    )
    sheet.row("Total", *("",) * (len(PARTIES) - 1), *sums, gras=True)
    sheet.note(volet.note)


def _key(row: Rangee) -> tuple[str, str, str]:
    return (row.code, row.rubrique, str(row.section))


def _plain(volet: VoletEtat, row: Rangee, alone: int | None) -> Iterator[Euros | Formule]:
    """Write the amounts of a row that shares its service with another: those of its only line, when it has one."""
    for field, cents in zip(fields(volet.genre), amounts(volet.genre, row.somme), strict=True):
        yield Euros(cents) if alone is None else Formule(f"={cell_at(COLONNES_LIGNES[field], alone, LIGNES)}", cents)


def _added(volet: VoletEtat, row: Rangee, plage: Plage) -> Iterator[Formule]:
    """Add up the lines of a service, a kind of cost and a section."""
    span = (plage.premiere, plage.derniere, LIGNES)
    criteria = ",".join(
        f'{cell_range(column, *span)},"{word}"'
        for column, word in zip((SERVICE, COUT, SECTION), _key(row), strict=True)
    )
    for field, cents in zip(fields(volet.genre), amounts(volet.genre, row.somme), strict=True):
        yield Formule(f"=SUMIFS({cell_range(COLONNES_LIGNES[field], *span)},{criteria})", cents)


def _box(sheet: Feuille, etat: Etat, framed: Encadre, plages: Sequence[Plage]) -> None:
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
    for text in (phrases.imputed(etat), phrases.cash(etat), phrases.approved(etat), framed.arrete, *framed.manques):
        sheet.note(text)


def _document(sheet: Feuille, row: LigneEncadre, plages: Sequence[Plage]) -> None:
    """Add up the lines that a document carries; those of a reversement are below zero."""
    span = (plages[0].premiere, plages[-1].derniere, LIGNES)
    amounts_of, numbers = cell_range(COLONNES_LIGNES["montant"], *span), cell_range(PIECE, *span)
    sign = "" if row.piece.due else "-"
    added = Formule(f"={sign}ROUND(SUMIFS({amounts_of},{numbers},{row.piece.numero}),2)", row.piece.montant)
    sheet.row(*row.mots, row.piece.gestionnaire, added)
