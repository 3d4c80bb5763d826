"""A document as a Word file: what it says, in the styles that a reader navigates by, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from docx import Document as Lecture

from convention.reports.rendus.document import Liste, Mention, Paragraphe, Titre
from convention.reports.rendus.docx import docx_bytes
from convention.reports.rendus.table import Tableau
from tests.reports.etat.etats import tel_quel

JOUR = date(2027, 1, 1)
DOCUMENT = (
    Titre("Avenant n° 1", 1),
    Mention("PROJET."),
    Paragraphe("Le reste est sans changement.", "Article 2 – Annexe 3."),
    Liste(("un", "deux")),
    Tableau(("Ligne", "Écart (€)"), (("Impression", "+20,39"),), (("Total", "+20,39"),)),
)


def test_headings_lists_and_bold_beginnings_are_what_they_are_for_a_word_processor() -> None:
    word = Lecture(io.BytesIO(docx_bytes(DOCUMENT, "Métropole", JOUR)))
    told = [(item.style.name, tel_quel(item.text)) for item in word.paragraphs if item.text and item.style is not None]
    assert told == [
        ("Heading 1", "Avenant n° 1"),
        ("Intense Quote", "PROJET."),
        ("Normal", "Article 2 – Annexe 3. Le reste est sans changement."),
        ("List Bullet", "un"),
        ("List Bullet", "deux"),
    ]
    (bold, plain) = word.paragraphs[2].runs
    assert (bool(bold.bold), bool(plain.bold)) == (True, False)


def test_a_table_repeats_its_header_and_keeps_its_total_in_bold() -> None:
    word = Lecture(io.BytesIO(docx_bytes(DOCUMENT, "Métropole", JOUR)))
    (table,) = word.tables
    assert [[tel_quel(cell.text) for cell in row.cells] for row in table.rows] == [
        ["Ligne", "Écart (€)"],
        ["Impression", "+20,39"],
        ["Total", "+20,39"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert [bool(row.cells[0].paragraphs[0].runs[0].bold) for row in table.rows] == [True, False, True]


def test_the_file_bears_the_date_that_it_is_given_and_no_other() -> None:
    content = docx_bytes(DOCUMENT, "Métropole", JOUR)
    properties = Lecture(io.BytesIO(content)).core_properties
    assert (properties.created, properties.modified) == (properties.modified, properties.created)
    assert properties.created is not None
    assert properties.created.date() == JOUR
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert docx_bytes(DOCUMENT, "Métropole", JOUR) == content
