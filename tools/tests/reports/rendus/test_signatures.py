"""Where hands sign: room for it, never alone on a page; the faces of the site, in the PDF and in the Word file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from uuid import UUID

import pikepdf
import pytest
from docx import Document as Lecture
from docx.shared import Cm

from convention.reports.rendus.document import Paragraphe, Titre, pdf_bytes
from convention.reports.rendus.docx import docx_bytes
from convention.reports.rendus.pdf import POLICES
from convention.reports.rendus.table import Tableau
from tests.reports.etat.etats import pages_pdf

SIGNE = Tableau(("Pour l'un", "Pour l'autre"), (("[signature]", "[signature]"),), a_gauche=2, a_signer=True)
JOUR = date(2027, 1, 1)


def document(lignes: int) -> tuple[Titre | Paragraphe | Tableau, ...]:
    """Make an act whose signatures come after so many lines."""
    filling = tuple(Paragraphe(f"Ligne {rang}.") for rang in range(lignes))
    closing = (Paragraphe("Fait à Valmont."), SIGNE, Paragraphe("Pièce jointe."), Paragraphe("Sources."))
    return (Titre("Acte", 1), *filling, Paragraphe("", "Visas."), Paragraphe("Dernier article."), *closing)


@pytest.mark.parametrize("lignes", range(36, 48))
def test_the_last_article_and_what_ends_the_act_are_on_the_page_where_one_signs(lignes: int) -> None:
    (signed,) = [page for page in pages_pdf(pdf_bytes(document(lignes), "Valmont")) if "[signature]" in page]
    assert {"Dernier article.", "Fait à Valmont.", "Pièce jointe.", "Sources."} <= set(signed)


def test_a_word_processor_is_told_to_keep_the_last_article_with_the_signatures_and_what_ends_the_act() -> None:
    word = Lecture(io.BytesIO(docx_bytes(document(3), "Valmont", JOUR)))
    kept = [paragraph.text for paragraph in word.paragraphs if paragraph.paragraph_format.keep_with_next]
    assert [text.strip() for text in kept] == ["Visas.", "Dernier article.", "Fait à Valmont.", "", "Pièce jointe."]
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for row in word.tables[0].rows for cell in row.cells)
    assert (word.tables[0].rows[1].height or 0) > Cm(2.4)


def test_a_pdf_is_set_in_the_faces_of_the_site() -> None:
    with pikepdf.open(io.BytesIO(pdf_bytes(document(1), "Valmont"))) as pdf:
        names = {str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()}
    assert names == {"EBGaramond-Bold", "InstrumentSans-Regular", "InstrumentSans-Bold"}


def test_a_word_file_carries_the_faces_of_the_site_as_the_format_wants_them() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(document(1), "Valmont", JOUR))) as archive:
        table = archive.read("word/fontTable.xml").decode()
        links = archive.read("word/_rels/fontTable.xml.rels").decode()
        carried = re.findall(r'<w:embed\w+ r:id="(\w+)" w:fontKey="\{([-0-9A-F]+)\}"/>', table)
        assert len(carried) == len(list(POLICES.glob("*.ttf")))
        for rid, key in carried:
            found = re.search(rf'Id="{rid}"[^>]*Target="([^"]+)"|Target="([^"]+)"[^>]*Id="{rid}"', links)
            assert found is not None
            name = found[1] or found[2]
            content = archive.read(f"word/{name}")
            # Unscrambled as ECMA-376 says: the first 32 bytes, by the key read from its end.
            mask = UUID(key).bytes[::-1] * 2
            clear = bytes(a ^ b for a, b in zip(content[:32], mask, strict=True)) + content[32:]
            assert clear == (POLICES / name.rpartition("/")[2].replace(".odttf", ".ttf")).read_bytes()
