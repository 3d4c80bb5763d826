"""A statement as a workbook: what to pay, its parts, its lines, and the figures that all of it is computed from.

Knows: which cell tells what. Must not know: how a statement was built.
Every formula carries our own value, so that a preview shows it; texts are written as texts, never read as formulas.
The same statement gives the same bytes: its date is that of the call.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from convention.reports.etat import phrases
from convention.reports.etat.medias.donnees import DONNEES, data_sheet
from convention.reports.etat.medias.lignes import lines_sheet
from convention.reports.etat.medias.synthese import summary_sheet
from convention.reports.rendus.feuilles import Feuille

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat


def xlsx_bytes(etat: Etat) -> bytes:
    """Write a statement as a workbook."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    # Nothing is read as a formula, a number or a link but what is written as such.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, options)
    book.set_properties(
        {
            "title": f"{phrases.heading(etat)} n° {etat.numero}",
            "subject": etat.sujet,
            "author": etat.emetteur.denomination,
            "comments": phrases.mention(etat),
            "created": datetime(etat.jour.year, etat.jour.month, etat.jour.day, tzinfo=UTC).replace(tzinfo=None),
        }
    )
    summary, lines, figures = (Feuille(book, nom) for nom in ("Synthèse", "Lignes", DONNEES))
    blocks = lines_sheet(lines, etat, data_sheet(figures, etat))
    summary_sheet(summary, etat, blocks)
    _quantities(Feuille(book, "Quantités"), etat)
    book.close()
    return buffer.getvalue()


def _quantities(sheet: Feuille, etat: Etat) -> None:
    sheet.widths(10, 28, 48, 60, 18, 18, 60)
    sheet.titles("Exercice", "Quantité", "Pour", "Source", "Relevée le", "Validée le", "Hypothèse")
    for item in etat.quantites:
        sheet.row(item.exercice, item.texte, item.objet, item.source, item.releve_le, item.validee_le, item.hypothese)
    sheet.row()
    for told in etat.hypotheses:
        sheet.note(f"Hypothèse, {told}")
    sheet.protect()
