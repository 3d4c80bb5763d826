"""A document to read, as a Word file that each party reads again and comments.

Knows: blocks, and how a word processor lays them out (python-docx). Must not know: what a document says.
The same document gives the same bytes: its date is the one that it is given, not that of the day.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from docx import Document as Fichier
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Pt, RGBColor

from convention.reports.rendus.document import ENSEMBLE, Liste, Mention, Paragraphe, Titre, margins, simpler
from convention.reports.rendus.pdf import POLICES
from convention.reports.rendus.table import Tableau
from convention.reports.rendus.typographie import typographie

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as Grille
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from convention.reports.rendus.document import Bloc, Document


_TITRES = {1: 20, 2: 14, 3: 11}
"""Points of each level of heading."""
COURTE = 8
"""Rows of a table that a page does not cut."""
_ORDINAL = re.compile(r"(?<=\b1)(er)\b")
_EPOQUE = (1980, 1, 1, 0, 0, 0)
"""The first day of a ZIP: its members bear no date."""


def docx_bytes(document: Document, emetteur: str, jour: date) -> bytes:
    """Write a document as a Word file, named by its first heading; the file says its author and its date."""
    word = Fichier()
    name = next(bloc.texte for bloc in document if isinstance(bloc, Titre))
    moment = datetime(jour.year, jour.month, jour.day, tzinfo=UTC)
    properties = word.core_properties
    properties.title, properties.author, properties.language = typographie(name), typographie(emetteur), "fr-FR"
    properties.last_modified_by, properties.comments = properties.author, ""
    properties.created = properties.modified = moment
    _layout(word)
    _margins(word, document, emetteur)
    signed = next((rank for rank, bloc in enumerate(document) if isinstance(bloc, Tableau) and bloc.a_signer), None)
    for rank, bloc in enumerate(document):
        _block(word, bloc)
        # No page holds only the end of an act: what follows the signatures stays with them too.
        if signed is not None and signed - ENSEMBLE <= rank < len(document) - 1:
            word.paragraphs[-1].paragraph_format.keep_with_next = True
    buffer = io.BytesIO()
    word.save(buffer)
    return _undated(buffer.getvalue())


def _layout(word: Word) -> None:
    """Set an A4 page, a French text, the two faces of the site, which the file carries."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2)
    normal: ParagraphStyle = word.styles["Normal"]
    normal.font.name, normal.font.size = SANS, Pt(9.5)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.1
    for level, size in _TITRES.items():
        heading: ParagraphStyle = word.styles[f"Heading {level}"]
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme"):  # the face of the theme would hold
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        heading.font.name, heading.font.size, heading.font.color.rgb = SERIF, Pt(size), RGBColor(0, 0, 0)
    quote = word.styles["Intense Quote"].font
    quote.color.rgb, quote.italic = RGBColor(0, 0, 0), False
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(language)
    embarquer(word)


def _margins(word: Word, document: Document, emetteur: str) -> None:
    """Say on every page who writes and which page it is; from the second on, what the figures are worth, and what."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    for name in ("Header", "Footer"):
        style: ParagraphStyle = word.styles[name]
        style.font.size = Pt(7.5)
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(Emu(_width(word)), WD_TAB_ALIGNMENT.RIGHT)
    _aside(section.header.paragraphs[0], *margins(document))
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        _aside(paragraph, emetteur, "page ")
        _field(paragraph, "PAGE")
        _write(paragraph, " sur ")
        _field(paragraph, "NUMPAGES")


def _aside(paragraph: Paragraph, left: str, right: str) -> None:
    _write(paragraph, left)
    paragraph.add_run().add_tab()
    _write(paragraph, right)


def _field(paragraph: Paragraph, name: str) -> None:
    """Leave a number to the word processor: that of the page, or how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001 (python-docx has no other way to say it)


def _block(word: Word, bloc: Bloc) -> None:
    match bloc:
        case Titre():
            _write(word.add_heading(level=bloc.niveau), bloc.texte)
        case Mention():
            _write(word.add_paragraph(style="Intense Quote"), bloc.texte, bold=True)
        case Paragraphe():
            paragraph = word.add_paragraph()
            _write(paragraph, f"{bloc.debut} ".lstrip(), bold=True)
            _write(paragraph, bloc.texte)
            _write(paragraph, f" {bloc.fin}".rstrip(), bold=True)
            # All in bold, it heads what follows: an article, « Vu : ».
            paragraph.paragraph_format.keep_with_next = not (bloc.texte or bloc.fin)
        case Liste():
            for ligne in bloc.lignes:
                _write(word.add_paragraph(style="List Bullet"), ligne)
        case Tableau():
            _table(word, bloc)
        case _:
            for other in simpler(bloc):
                _block(word, other)


def _write(paragraph: Paragraph, text: str, *, bold: bool | None = None, size: Pt | None = None) -> None:
    """Write a text, the ordinal of « 1er » raised, as a printer sets it."""
    for part in _ORDINAL.split(typographie(text)):
        if part:
            run = paragraph.add_run(part)
            run.bold, run.font.size, run.font.superscript = bold, size, (part == "er") or None


def _table(word: Word, tableau: Tableau) -> None:
    """Lay a table out: headers repeated on each page, figures on the right, totals in bold, rows never cut."""
    rows = (tableau.entetes, *tableau.lignes, *tableau.totaux)
    strong = {0, *range(len(rows) - len(tableau.totaux), len(rows))}
    table = word.add_table(rows=len(rows), cols=len(tableau.entetes), style="Table Grid")
    if tableau.a_gauche == 1:
        _widen(word, table)
    for rank, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no other way to say it)
        properties.append(OxmlElement("w:cantSplit"))
        if rank == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _cell(cell, text, bold=rank in strong, right=not tableau.holds_words(column))
            kept = rank + 1 < len(rows) or tableau.a_signer
            cell.paragraphs[0].paragraph_format.keep_with_next = kept and len(rows) <= COURTE
        if tableau.a_signer and rank + 1 == len(rows):
            row.height = Cm(2.5)
    word.add_paragraph()


def _width(word: Word) -> int:
    """Return the width of a line of text."""
    section = word.sections[0]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _widen(word: Word, table: Grille) -> None:
    """Give the names twice the width of each figure."""
    whole = _width(word)
    shares = [2, *(1 for _ in range(len(table.columns) - 1))]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(whole * share // sum(shares))
        for cell in column.cells:
            cell.width = column.width


def _cell(cell: _Cell, text: str, *, bold: bool, right: bool) -> None:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    _write(paragraph, text, bold=bold, size=Pt(8.5))
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


SERIF, SANS = "EB Garamond", "Instrument Sans"
_FICHIERS = {
    SERIF: {"Bold": "eb-garamond-520.ttf"},
    SANS: {"Regular": "instrument-sans-400.ttf", "Bold": "instrument-sans-620.ttf"},
}
_REMPLACANTES = {SERIF: "Garamond", SANS: "Arial"}
"""What is taken where the faces of a file are not read."""
_GENRE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_LIEN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_BROUILLES = 32
"""Bytes that the format scrambles with the key of the face (ECMA-376, part 4, §2.8.1)."""


def embarquer(word: Word) -> None:
    """Put the faces in a Word file: it is read in them where they are not installed."""
    (table,) = (rel.target_part for rel in word.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(table.blob)
    for family, files in _FICHIERS.items():
        held = []
        for style, name in files.items():
            key = uuid5(NAMESPACE_URL, name)
            uri = PackURI(f"/word/fonts/{PurePath(name).stem}.odttf")
            part = Part(uri, _GENRE, _scrambled((POLICES / name).read_bytes(), key), table.package)
            rid = table.relate_to(part, _LIEN)
            held.append(f'<w:embed{style} r:id="{rid}" w:fontKey="{{{str(key).upper()}}}"/>')
        other = f'<w:altName w:val="{_REMPLACANTES[family]}"/>'
        fonts.append(parse_xml(f'<w:font {nsdecls("w", "r")} w:name="{family}">{other}{"".join(held)}</w:font>'))
    # python-docx keeps this part as it is, and gives no other way to write in it.
    table._blob = serialize_part_xml(fonts)  # noqa: SLF001
    word.settings.element.insert_element_before(OxmlElement("w:embedTrueTypeFonts"), "w:proofState", "w:defaultTabStop")


def _scrambled(content: bytes, key: UUID) -> bytes:
    mask = key.bytes[::-1] * 2
    head = bytes(byte ^ other for byte, other in zip(content[:_BROUILLES], mask, strict=True))
    return head + content[_BROUILLES:]
