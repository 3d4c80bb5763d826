"""The sheet « Synthèse » of a statement: its parts by service, the documents to issue.

Knows: the rows of a statement, where its lines stand in the other sheet. Must not know: how they were computed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.reports.etat import phrases
from convention.reports.etat.genres import amounts, fields, headers
from convention.reports.etat.medias.lignes import COLONNES, COUT, SECTION, SERVICE
from convention.reports.rendus.feuilles import Euros, Formule, cell_range, letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.reports.etat.medias.lignes import Plage
    from convention.reports.etat.valeurs import Etat, Rangee, VoletEtat
    from convention.reports.rendus.feuilles import Feuille

LIGNES = "Lignes"
PARTIES = ("Service", "Nature", "Section")
"""What a row of a part is; its amounts follow."""


def summary_sheet(sheet: Feuille, etat: Etat, plages: Sequence[Plage]) -> None:
    """Write the parts, each amount added up from the lines; then the documents."""
    sheet.widths(24, 44, 34, 18, 18, 18, 18)
    sheet.row(f"{phrases.heading(etat)} n° {etat.numero} – {etat.sujet}", gras=True)
    for text in (phrases.mention(etat), phrases.debtor_text(etat.debiteur), etat.exercices):
        sheet.note(text)
    for volet, plage in zip(etat.volets, plages, strict=True):
        _part(sheet, volet, plage)
    _documents(sheet, etat)
    for text in (phrases.imputed(etat), phrases.cash(etat), phrases.closing(etat)):
        sheet.note(text)


def _part(sheet: Feuille, volet: VoletEtat, plage: Plage) -> None:
    sheet.row()
    sheet.row(volet.titre, gras=True)
    titles = (*PARTIES, *headers(volet.genre, volet.exercice, volet.acomptes, prevu=volet.prevu))
    sheet.titles(*titles)
    first = sheet.rang + 1
    twice = Counter(map(_key, volet.rangees))
    for row in volet.rangees:
        cells = _plain(volet, row) if twice[_key(row)] > 1 else _added(volet, row, plage)
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


def _plain(volet: VoletEtat, row: Rangee) -> Iterator[Euros]:
    """Write the amounts of a row that shares its service with another: what adds them up would add both."""
    yield from map(Euros, amounts(volet.genre, row.somme))


def _added(volet: VoletEtat, row: Rangee, plage: Plage) -> Iterator[Formule]:
    """Add up the lines of a service, a kind of cost and a section."""
    span = (plage.premiere, plage.derniere, LIGNES)
    criteria = ",".join(
        f'{cell_range(column, *span)},"{word}"'
        for column, word in zip((SERVICE, COUT, SECTION), _key(row), strict=True)
    )
    for field, cents in zip(fields(volet.genre), amounts(volet.genre, row.somme), strict=True):
        yield Formule(f"=SUMIFS({cell_range(COLONNES[field], *span)},{criteria})", cents)


def _documents(sheet: Feuille, etat: Etat) -> None:
    if not etat.pieces:
        return
    sheet.row()
    sheet.row(phrases.documents(etat), gras=True)
    heads = ("N°", "Pièce", "Objet", "Section", etat.emetteur.nom.titre, "Adhérent", "Montant (€)")
    sheet.titles(*heads)
    first = sheet.rang + 1
    for piece in (*(item for item in etat.pieces if item.due), None, *(item for item in etat.pieces if not item.due)):
        if piece is not None:
            words = (piece.genre.intitule, piece.objet, str(piece.section), piece.gestionnaire, piece.adherent)
            sheet.row(piece.numero, *words, Euros(piece.montant))
        elif etat.a_payer:
            total = Formule(f"=SUM({cell_range(letter(heads, 'Montant (€)'), first, sheet.rang)})", etat.a_payer)
            sheet.row("", phrases.total_due(etat), *("",) * (len(heads) - 3), total, gras=True)
