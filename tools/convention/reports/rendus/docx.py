"""A document to read, as a Word file that each party reads again and comments.

Knows: blocks, and how a word processor lays them out (python-docx). Must not know: what a document says.
The same document gives the same bytes: its date is the one that it is given, not that of the day.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, assert_never

from docx import Document as Fichier
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from convention.reports.rendus.blocs import typographie
from convention.reports.rendus.document import Liste, Mention, Paragraphe, Table, Titre

if TYPE_CHECKING:
    from datetime import date

    from docx.document import Document as Word
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from convention.reports.rendus.document import Bloc, Document
    from convention.reports.rendus.table import Tableau

_EPOQUE = (1980, 1, 1, 0, 0, 0)
"""The first day of a ZIP: its members bear no date."""


def docx_bytes(document: Document, emetteur: str, jour: date) -> bytes:
    """Write a document as a Word file.

    Args:
        document: its blocks; its first heading is its name.
        emetteur: its author, as the file says it.
        jour: its date, as the file says it.
    """
    word = Fichier()
    name = next(bloc.texte for bloc in document if isinstance(bloc, Titre))
    moment = datetime(jour.year, jour.month, jour.day, tzinfo=UTC)
    properties = word.core_properties
    properties.title, properties.author, properties.language = typographie(name), typographie(emetteur), "fr-FR"
    properties.last_modified_by, properties.comments = properties.author, ""
    properties.created = properties.modified = moment
    _layout(word)
    for bloc in document:
        _block(word, bloc)
    buffer = io.BytesIO()
    word.save(buffer)
    return _undated(buffer.getvalue())


def _layout(word: Word) -> None:
    """Set an A4 page, a French text, a face that every machine has."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    normal: ParagraphStyle = word.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(language)


def _block(word: Word, bloc: Bloc) -> None:
    match bloc:
        case Titre():
            word.add_heading(typographie(bloc.texte), level=bloc.niveau)
        case Mention():
            word.add_paragraph(style="Intense Quote").add_run(typographie(bloc.texte)).bold = True
        case Paragraphe():
            paragraph = word.add_paragraph()
            if bloc.debut:
                paragraph.add_run(f"{typographie(bloc.debut)} ").bold = True
            paragraph.add_run(typographie(bloc.texte))
        case Liste():
            for ligne in bloc.lignes:
                word.add_paragraph(typographie(ligne), style="List Bullet")
        case Table():
            _table(word, bloc.tableau)
        case _:
            assert_never(bloc)


def _table(word: Word, tableau: Tableau) -> None:
    """Lay a table out: headers repeated on each page, figures on the right, totals in bold, rows never cut."""
    rows = (tableau.entetes, *tableau.lignes, *tableau.totaux)
    strong = {0, *range(len(rows) - len(tableau.totaux), len(rows))}
    table = word.add_table(rows=len(rows), cols=len(tableau.entetes), style="Table Grid")
    for rank, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no other way to say it)
        properties.append(OxmlElement("w:cantSplit"))
        if rank == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _cell(cell, text, bold=rank in strong, right=column >= tableau.a_gauche)
    word.add_paragraph()


def _cell(cell: _Cell, text: str, *, bold: bool, right: bool) -> None:
    paragraph: Paragraph = cell.paragraphs[0]
    run = paragraph.add_run(typographie(text))
    run.bold, run.font.size = bold, Pt(9)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _undated(content: bytes) -> bytes:
    """Write the members of a ZIP again, without the moment at which they were written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = zipfile.ZipInfo(item.filename, _EPOQUE)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(item.filename))
    return buffer.getvalue()
