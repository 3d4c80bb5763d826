"""What reading an export promises for any bytes: each line is a row, is told, or one refusal in French stands for all.

Knows: how a CSV is read. Must not know: what is counted, the libraries that count.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from convention.loading.bind import bind
from convention.loading.yaml.noeuds import read_nodes
from convention.model.documents.releves import SourceReleve
from convention.releves.fichiers import Fichier
from convention.releves.lecture_csv import read_csv
from convention.releves.refus import Journal, ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE = """origine: demonstration
source: essai
libelle: Parc
format: {genre: csv, separateur: SEPARATEUR, encodage: ENCODAGE, dates: DATES, decimale: DECIMALE}
colonnes: {entite: [Entité], serie: [Numéro de série], prix: [Prix], jour: [Date]}
entite: entite
jour: jour
rattachements: [{entite: Nancy, par: chemin, adherent: nancy}]
mesures: {postes: {libelle: postes, decompte: distincts, colonne: serie, cle: postes}}
"""
_FORMATS = (
    {"SEPARATEUR": "point_virgule", "ENCODAGE": "utf-8", "DATES": "aaaa-mm-jj", "DECIMALE": "virgule"},
    {"SEPARATEUR": "virgule", "ENCODAGE": "cp1252", "DATES": "jj/mm/aaaa", "DECIMALE": "point"},
)
ROLES = {"entite": "texte", "serie": "texte", "prix": "nombre", "jour": "jour"}


def read_export(content: bytes) -> None:
    """Read a text as an export, in two formats."""
    path = _folder() / "export.csv"
    path.write_bytes(content)
    for source in _sources():
        journal = Journal()
        try:
            rows = list(read_csv(Fichier("export.csv", path, "", None, None), source, ROLES, journal))
        except ReleveRefuseError as refus:
            assert refus.message
            continue
        others = journal.en_tetes + journal.vides + journal.suites
        lines = content.count(b"\n") + (not content.endswith(b"\n"))
        assert len(rows) + journal.count("REL011") + others == lines
        assert all(len(row.cellules) == len(ROLES) for row in rows)


def exports() -> tuple[bytes, ...]:
    """Return sound exports, one a format."""
    text = 'Entité;Numéro de série;Prix;Date\nNancy > Mairie;5CG1;1 234,50;2026-03-31\n"Laxou";5CG2;-3;2026-04-01\n'
    other = text.replace(";", "\t").replace(",", ".").replace("\t", ",").replace("2026-03-31", "31/03/2026")
    return text.encode(), other.encode("cp1252")


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="convention-fuzz-"))


@cache
def _sources() -> tuple[SourceReleve, ...]:
    return tuple(_read_sources())


def _read_sources() -> Iterator[SourceReleve]:
    for words in _FORMATS:
        text = _SOURCE
        for name, word in words.items():
            text = text.replace(name, word)
        root = read_nodes("source.yaml", text.encode()).root
        assert root is not None
        found = bind(SourceReleve, "source.yaml", root).document
        assert isinstance(found, SourceReleve)
        yield found
