"""A statement as a PDF.

Knows: what its pages say of it. Must not know: the blocks (`etat_page`), the typesetter (`pdf`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.etat import phrases
from convention.reports.etat.medias.page import blocks
from convention.reports.rendus.pdf import Page, compose

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat


def pdf_bytes(etat: Etat) -> bytes:
    """Write a statement as a PDF."""
    name = f"{phrases.heading(etat)} n° {etat.numero}"
    page = Page(
        titre=f"{name}, {etat.debiteur.denomination}",
        auteur=etat.emetteur.denomination,
        description=f"{etat.sujet} ; {etat.exercices}",
        mots=(etat.echeance, etat.debiteur.nom),
        en_tete=(phrases.mention(etat), name),
        pied=f"{etat.emetteur.denomination} – {etat.debiteur.denomination}",
        serree=True,
    )
    return compose(page, blocks(etat))
