"""The documents of the year as PDFs: every text and every figure of the screen is on their pages."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache

import pikepdf
import pytest
from docx import Document as Lecture

from convention.checks.cadre.vie import meeting
from convention.reports.fiches.adhesion import membership_sheet
from convention.reports.fiches.sortie import exit_sheet
from convention.reports.redaction.dossier import pack
from convention.reports.redaction.forfait import actualisations, deliberation, letter
from convention.reports.redaction.rapport import evaluation, yearly_report
from convention.reports.rendus.document import (
    Arrete,
    Cadre,
    Document,
    Fiche,
    Liste,
    Mention,
    Paragraphe,
    Titre,
    markdown_text,
    pdf_bytes,
    simpler,
    terminal_text,
)
from convention.reports.rendus.docx import docx_bytes
from convention.reports.rendus.table import Tableau
from tests.essais import nancy
from tests.reports.etat.etats import ESSEY, tel_quel, texte_pdf

EMETTEUR = "Métropole du Grand Nancy"
DEMANDE = "adherents/ccas-fictif/adhesion.yaml"


@cache
def documents() -> dict[str, Document]:
    data = nancy()
    (change,), reunion = actualisations(data, 2026), meeting(data, "comite-de-pilotage-2026")
    leaving = data.dossiers["etablissement-rattache"].resiliation
    assert reunion is not None
    assert leaving is not None
    demand = data.fichiers[DEMANDE].document
    return {
        "rapport": yearly_report(data, 2025, date(2026, 11, 23)),
        "evaluation": evaluation(data, 2026),
        "dossier": pack(data, reunion),
        "deliberation": deliberation(data, change, date(2025, 9, 30)),
        "lettre": letter(data, change, ESSEY, date(2025, 9, 30)),
        "adhesion": membership_sheet(data, "ccas-fictif", demand),  # type: ignore[arg-type]
        "sortie": exit_sheet(data, "etablissement-rattache", leaving),
    }


NOMS = ("rapport", "evaluation", "dossier", "deliberation", "lettre", "adhesion", "sortie")


def texts(document: Document) -> list[str]:
    """List what a document says, cell by cell."""
    found: list[str] = []
    for bloc in document:
        match bloc:
            case Titre() | Paragraphe() | Mention():
                found.append(bloc.texte)
            case Liste():
                found += bloc.lignes
            case Tableau():
                rows = (bloc.entetes, *bloc.lignes, *bloc.totaux)
                found += [cell for row in rows for cell in row if cell]
            case _:
                found += texts(simpler(bloc))
    return [" ".join(tel_quel(text).split()) for text in found]


def unbroken(text: str) -> str:
    """Join what the end of a line cuts after a hyphen, or after a folder of a path: « Vandœuvre-lès- Nancy »."""
    return text.replace("- ", "-").replace("/ ", "/")


@pytest.mark.parametrize("nom", NOMS)
def test_a_pdf_says_all_that_the_screen_says_to_the_cent(nom: str) -> None:
    document = documents()[nom]
    printed = unbroken(texte_pdf(pdf_bytes(document, EMETTEUR)))
    assert [text for text in texts(document) if unbroken(text) not in printed] == []


@pytest.mark.parametrize("nom", NOMS)
def test_a_pdf_is_the_same_bytes_each_time_and_claims_the_accessibility_profile(nom: str) -> None:
    content = pdf_bytes(documents()[nom], EMETTEUR)
    assert content == pdf_bytes(documents()[nom], EMETTEUR)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo["/Author"]) == EMETTEUR


def test_a_text_of_the_data_is_printed_and_never_obeyed() -> None:
    hostile = "#panic() *gras* $x$ <b> [+ 1 392,00 €]"
    document: Document = (
        Titre(hostile, 1),
        Mention(hostile),
        Paragraphe(hostile),
        Liste((hostile,)),
        Tableau((hostile,), ((hostile,),)),
        Cadre(hostile, (Fiche(((hostile, hostile),)), Paragraphe("", fin=hostile))),
        Arrete(hostile, hostile),
    )
    assert texte_pdf(pdf_bytes(document, EMETTEUR)).count(hostile) == 12


def test_what_a_page_frames_or_sets_apart_is_told_by_every_medium_in_the_same_order() -> None:
    marks = Fiche((("De", "la Métropole"),))
    table = Tableau(("Service", "Montant (€)", "Motif"), (("S04", "2,00", "un copieur"),), mots_a_la_fin=1)
    framed = Cadre("À payer", (marks, Paragraphe("Rien de plus", fin="sauf avis")))
    document: Document = (Titre("Essai", 1), framed, table, Arrete("Arrêté.", "Signé."))
    word = Lecture(io.BytesIO(docx_bytes(document, EMETTEUR, date(2027, 1, 1))))
    in_order = r"(?s).*À payer.*De : la Métropole.*Rien de plus \W*sauf avis.*Arrêté.*Signé"
    media = (markdown_text(document), terminal_text(document), "\n".join(item.text for item in word.paragraphs))
    assert [text for text in media if re.match(in_order, tel_quel(text)) is None] == []
    # A terminal is too narrow for the words of a row: it tells them below.
    assert terminal_text((table,)).splitlines()[-2:] == ["", "- S04 : un copieur"]
