"""What reading a workbook promises for any XML in it: cells and what is wrong with them, or one refusal in French.

Knows: the exporter, the importer, the small repository of the tests. Must not know: how bytes are found.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

from convention.edition.classeur.cadre import subject
from convention.edition.classeur.enveloppe import ClasseurRefuseError
from convention.edition.classeur.export import workbook_bytes
from convention.edition.classeur.importation import read_changes
from convention.edition.classeur.lecture import read_workbook
from convention.loading.loader import Chargement, load
from fuzz.lectures import MINI
from tests.essais import Textes

JOUR = date(2027, 12, 31)
"""Day of the counts that a workbook brings."""
MEMBRES = ("xl/worksheets/sheet4.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml")


def read_member(content: bytes) -> None:
    """Put a text in the place of a member of a workbook, the one that its first byte names, and read the workbook."""
    changed = MEMBRES[content[0] % len(MEMBRES)] if content else MEMBRES[0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for nom, data in _members().items():
            archive.writestr(nom, content[1:] if nom == changed else data)
    try:
        bilan = read_changes(_etat(), read_workbook("x.xlsx", buffer.getvalue()), JOUR, "essai")
    except ClasseurRefuseError as refus:
        assert refus.message
        assert refus.conseil
        return
    for faute in bilan.fautes:
        assert str(faute.lieu).startswith("x.xlsx")
        assert faute.message
        assert faute.conseil


def members() -> tuple[bytes, ...]:
    """Return the texts from which the search starts."""
    return tuple(bytes([rank]) + _members()[nom] for rank, nom in enumerate(MEMBRES))


@cache
def _etat() -> Chargement:
    return load(Textes(MINI))


@cache
def _members() -> dict[str, bytes]:
    depot = _etat().depot
    content = workbook_bytes(subject(depot, max(depot.exercices)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}
