"""A statement as a PDF: its pages, then its annex, how each line was computed.

Knows: what its pages say of themselves. Must not know: how it was built, its words, the typesetter (`pdf`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.etat import phrases
from convention.reports.etat.document import document
from convention.reports.rendus.document import paged
from convention.reports.rendus.pdf import Page

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat


def pdf_bytes(etat: Etat) -> bytes:
    """Write a statement as a PDF."""
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
