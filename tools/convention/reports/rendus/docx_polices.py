"""The two faces of the site in a Word file: EB Garamond for titles, Instrument Sans for the rest.

Knows: how a Word file carries a face. Must not know: what is set in it.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from convention.reports.rendus.pdf import POLICES

if TYPE_CHECKING:
    from docx.document import Document as Word

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
