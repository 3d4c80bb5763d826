"""A statement to be read in a terminal, as pages, and under every form, each with its file name.

Knows: what its pages say of themselves, the forms. Must not know: how it was built, its words, the typesetter (`pdf`),
where files are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.etat import phrases
from convention.reports.etat.document import document
from convention.reports.etat.medias.csv import csv_text
from convention.reports.etat.medias.json import json_text
from convention.reports.etat.medias.xlsx import xlsx_bytes
from convention.reports.rendus.document import paged, terminal_text
from convention.reports.rendus.pdf import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.reports.etat.valeurs import Etat


def text(etat: Etat) -> str:
    """Write a statement for a terminal, without its annex, that its files have."""
    return terminal_text(document(etat, annexe=False))


def pdf_bytes(etat: Etat) -> bytes:
    """Write a statement as a PDF: its pages, then its annex, how each line was computed."""
    name = f"{etat.genre.intitule} n° {etat.numero}"
    page = Page(
        titre=f"{name}, {etat.debiteur.denomination}",
        auteur=etat.emetteur.denomination,
        description=f"{etat.sujet} ; {etat.exercices}",
        mots=(etat.echeance, etat.debiteur.nom),
        en_tete=(phrases.mention(etat), name),
        pied=f"{etat.emetteur.denomination} – {etat.debiteur.denomination}",
        serree=True,
    )
    return paged(document(etat, annexe=True), page)


def files(etat: Etat) -> Mapping[str, bytes]:
    """Return the files of a statement: « 2026-04-FONTAZUR.pdf », and the others."""
    return {
        f"{etat.numero}.pdf": pdf_bytes(etat),
        f"{etat.numero}.xlsx": xlsx_bytes(etat),
        f"{etat.numero}.csv": csv_text([etat]).encode(),
        f"{etat.numero}.json": json_text([etat]).encode(),
    }
