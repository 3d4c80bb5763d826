"""A statement as a PDF: tagged, French, the same bytes every time (typst, profile PDF/UA-1).

Knows: the typesetter. Must not know: what the pages hold (`etat_page`), fonts and margins (`etat.typ`).
Texts reach the page as strings of a JSON, never as markup: no text of the data can be read as a command.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from convention.reports import etat_phrases as phrases
from convention.reports.etat_blocs import typographie
from convention.reports.etat_page import blocks

if TYPE_CHECKING:
    from typst import Compiler

    from convention.reports.etat_valeurs import Etat

MODELE = Path(__file__).with_name("etat.typ")


def pdf_bytes(etat: Etat) -> bytes:
    """Write a statement as a PDF."""
    name = f"{phrases.heading(etat)} n° {etat.numero}"
    data = {
        "titre": typographie(f"{name}, {etat.debiteur.denomination}"),
        "auteur": typographie(etat.emetteur.denomination),
        "description": typographie(f"{etat.sujet} ; {etat.exercices}"),
        "mots": [etat.echeance, typographie(etat.debiteur.nom)],
        "entete": {"gauche": typographie(phrases.mention(etat)), "droite": typographie(name)},
        "pied": typographie(f"{etat.emetteur.denomination} – {etat.debiteur.denomination}"),
        "blocs": list(blocks(etat)),
    }
    compiled = _compiler().compile(
        format="pdf", sys_inputs={"donnees": json.dumps(data, ensure_ascii=False)}, pdf_standards="ua-1"
    )
    if not isinstance(compiled, bytes):
        raise TypeError(MODELE)
    return compiled


@cache
def _compiler() -> Compiler:
    """Make the typesetter once: its own fonts only, so that the pages are the same on every machine."""
    from typst import Compiler  # slow to import, and only statements need it

    return Compiler(str(MODELE), root=str(MODELE.parent), ignore_system_fonts=True)
