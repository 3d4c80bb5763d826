"""The rows of a CSV, one after the other: its letters, its header, its cells; what cannot be read is told at its row.

Knows: CSV, bounded lines. Must not know: what is counted. Only the columns of the source are kept.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.french import cite, enumere, nearest
from convention.model.vocabulaire_releves import Encodage, Separateur
from convention.releves.cellules import IllisibleError, readers
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.model.releves import SourceReleve
    from convention.releves.fichiers import Fichier
    from convention.releves.refus import Journal

LIGNE_MAX = 1024**2
CELLULE_MAX = 64 * 1024
SEPARATEURS = {Separateur.POINT_VIRGULE: ";", Separateur.VIRGULE: ",", Separateur.TABULATION: "\t"}
_ENCODAGES = {Encodage.UTF_8: "utf-8", Encodage.CP1252: "cp1252"}
_ABIMES = ("Ã©", "Ã¨", "Ã´", "Â°")


class Ligne(NamedTuple):
    """A row that was read: its number in the file, its cells by column of the source."""

    numero: int
    cellules: tuple[Any, ...]


def read_csv(fichier: Fichier, source: SourceReleve, roles: dict[str, str], journal: Journal) -> Iterator[Ligne]:
    """Yield the readable rows of a CSV, and note the others.

    Args:
        fichier: the file.
        source: how it is written.
        roles: the columns wanted, in order, each `texte`, `jour` or `nombre`.
        journal: where unreadable rows are noted (REL011).

    Raises:
        ReleveRefuseError: the file is not what the source describes.
    """
    csv.field_size_limit(CELLULE_MAX)
    reader = csv.reader(
        _lines(fichier, source.format.encodage), delimiter=SEPARATEURS[source.format.separateur], strict=True
    )
    header = _header(fichier, reader)
    places = _places(fichier, source, roles, header)
    lecteurs = readers(source.format)
    reads: list[tuple[int, Callable[[str], Any]]] = [
        (places[nom], getattr(lecteurs, role)) for nom, role in roles.items()
    ]
    width = len(header)
    for number, cells in _rows(fichier, reader, journal):
        if len(cells) != width:
            journal.note(fichier.nom, number, "REL011", f"{len(cells)} cellules au lieu de {width}")
            continue
        try:
            yield Ligne(number, tuple(read(cells[rank]) for rank, read in reads))
        except IllisibleError as fault:
            journal.note(fichier.nom, number, "REL011", str(fault))
        except ReleveRefuseError as refus:
            raise ReleveRefuseError(f"{fichier.nom}, ligne {number} : {refus.message}", refus.conseil) from None


def _header(fichier: Fichier, reader: Any) -> list[str]:  # noqa: ANN401 (csv's)
    try:
        header: list[str] = next(reader, [])
    except csv.Error:
        message = f"les en-têtes de {cite(fichier.nom)} ne se lisent pas avec le séparateur que déclare la source"
        raise ReleveRefuseError(message, "corriger « separateur » dans la source, ou reprendre l'export") from None
    if not header:
        raise ReleveRefuseError(f"le fichier {cite(fichier.nom)} est vide, ou commence par une ligne vide")
    return header


def _rows(fichier: Fichier, reader: Any, journal: Journal) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 (csv's)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            journal.note(fichier.nom, reader.line_num, "REL011", "les guillemets de la ligne ne se ferment pas")
            continue
        if cells:
            yield reader.line_num, cells


def _lines(fichier: Fichier, encodage: Encodage) -> Iterator[str]:
    """Yield lines of bounded length, in the encoding that the source declares."""
    codec = _ENCODAGES[encodage]
    with fichier.path.open("rb") as handle:
        number = 0
        while raw := handle.readline(LIGNE_MAX + 1):
            number += 1
            if len(raw) > LIGNE_MAX:
                message = f"{fichier.nom}, ligne {number} : plus de {LIGNE_MAX // 1024**2} Mio sans fin de ligne"
                raise ReleveRefuseError(message, "ce n'est pas un CSV : reprendre l'export")
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if b"\0" in raw:
                raise ReleveRefuseError(f"{fichier.nom}, ligne {number} : un octet nul", "ce n'est pas un CSV")
            try:
                yield raw.decode(codec)
            except UnicodeDecodeError:
                raise _badly_encoded(fichier.nom, number, encodage) from None


def _badly_encoded(nom: str, number: int, encodage: Encodage) -> ReleveRefuseError:
    other = Encodage.CP1252 if encodage is Encodage.UTF_8 else Encodage.UTF_8
    return ReleveRefuseError(
        f"{nom}, ligne {number} : le texte n'est pas en {encodage}, que déclare la source",
        f"écrire « encodage: {other} » dans la source si tous ses exports le sont, ou reprendre l'export",
    )


def _places(fichier: Fichier, source: SourceReleve, roles: dict[str, str], header: list[str]) -> dict[str, int]:
    """Find each column by one of its headers."""
    known = [title.strip().casefold() for title in header]
    if any(mark in title for title in header for mark in _ABIMES):
        raise _badly_encoded(fichier.nom, 1, source.format.encodage)
    places: dict[str, int] = {}
    for nom in roles:
        ranks = [
            rank for rank, title in enumerate(known) if title in {item.casefold() for item in source.colonnes[nom]}
        ]
        if not ranks:
            raise missing_column(fichier.nom, nom, source, header)
        if len(ranks) > 1:
            titles = enumere([cite(header[rank]) for rank in ranks])
            raise ReleveRefuseError(f"{fichier.nom} : {titles} désignent tous la colonne {cite(nom)}")
        places[nom] = ranks[0]
    return places


def missing_column(fichier: str, nom: str, source: SourceReleve, header: list[str]) -> ReleveRefuseError:
    """Say that no header is that of a column, and which one may have been renamed so."""
    wanted = enumere([cite(item) for item in source.colonnes[nom]], "ou")
    # The first row of a file without headers is data: it is never repeated, but for a name that is near.
    near = nearest(source.colonnes[nom][0], header) if source.colonnes[nom] else ""
    advice = f"{near or 'ouvrir le fichier'} ; si l'en-tête a changé, l'ajouter à « colonnes » dans la source"
    return ReleveRefuseError(f"{fichier} : aucun en-tête n'est {wanted} (colonne {cite(nom)})", advice)
