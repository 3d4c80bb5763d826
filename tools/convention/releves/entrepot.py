"""The rows of an export as tables that both engines read: a CSV becomes a Parquet of the columns that are needed.

Knows: PyArrow, a folder that is removed at the end. Must not know: what is counted, which engine counts.
What tells rows apart (serial numbers, accounts) is replaced by a keyed digest: the key is drawn at each run, and lost.
"""

from __future__ import annotations

from decimal import Decimal
from hashlib import blake2b
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from convention.base.french import cite
from convention.model.mots.releves import Decompte, GenreExport
from convention.releves.lecture_csv import missing_column, read_csv
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from convention.model.documents.releves import SourceReleve
    from convention.releves.fichiers import Fichier
    from convention.releves.refus import Journal

LOT = 20_000
JOUR, PLACE = "jour_", "place_"
RANG = 2**40
"""Places are written rank of the file × RANG + line."""
TYPES = {"texte": pa.string(), "jour": pa.date32(), "nombre": pa.decimal128(28, 6)}
MILLIONIEME = Decimal("0.000001")


class Lot(NamedTuple):
    """Some files that one reading takes: their columns by name in the source, the day of all their rows."""

    paths: tuple[str, ...]
    colonnes: dict[str, str]
    jour: date | None
    placee: bool
    """Whether rows carry their place."""


def roles_of(source: SourceReleve) -> dict[str, str]:
    """Return the columns that are needed, and what their cells are."""
    summed = {item.colonne for item in source.mesures.values() if item.decompte is Decompte.SOMME}
    filters = [*source.filtres, *(item for mesure in source.mesures.values() for item in mesure.filtres)]
    named = [source.entite, source.identifiant, *(item.colonne for item in filters)]
    named += [nom for mesure in source.mesures.values() for nom in (mesure.colonne, mesure.compte)]
    texts = {nom: "texte" for nom in named if nom is not None and nom not in summed}
    days = {source.jour: "jour"} if source.jour is not None else {}
    return texts | days | {str(nom): "nombre" for nom in summed}


def tellers_of(source: SourceReleve) -> set[str]:
    """Name the columns that tell rows apart."""
    counted = {item.colonne for item in source.mesures.values() if item.decompte is Decompte.DISTINCTS}
    return {nom for nom in (*counted, source.identifiant) if nom is not None}


def gather(
    fichiers: tuple[Fichier, ...], source: SourceReleve, jour: date | None, folder: Path, journal: Journal
) -> tuple[Lot, ...]:
    """Prepare the files of an export for an engine, in a folder; rows without a day are of that of the extraction."""
    if source.format.genre is GenreExport.CSV:
        return (_csv_as_parquet(fichiers, source, jour, folder, journal),)
    return _parquet_lots(fichiers, source, jour)


def parquet_rows(fichiers: tuple[Fichier, ...]) -> int:
    """Return the rows that some Parquet files say they have."""
    return sum(pq.read_metadata(item.path).num_rows for item in fichiers)


def _csv_as_parquet(
    fichiers: tuple[Fichier, ...], source: SourceReleve, jour: date | None, folder: Path, journal: Journal
) -> Lot:
    roles = roles_of(source)
    schema = pa.schema([*((nom, TYPES[role]) for nom, role in roles.items()), (JOUR, pa.date32()), (PLACE, pa.int64())])
    path = folder / "lignes.parquet"
    with pq.ParquetWriter(path, schema) as writer:
        for rows in _batches(fichiers, source, roles, jour, journal):
            writer.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], schema=schema))
    return Lot((str(path),), {nom: nom for nom in roles} | {JOUR: JOUR}, None, placee=True)


def _batches(
    fichiers: tuple[Fichier, ...], source: SourceReleve, roles: dict[str, str], jour: date | None, journal: Journal
) -> Iterator[list[tuple[Any, ...]]]:
    key = token_bytes(32)
    names = list(roles)
    secret = [rank for rank, nom in enumerate(names) if nom in tellers_of(source)]
    own = names.index(source.jour) if source.jour is not None else None
    rows: list[tuple[Any, ...]] = []
    for rank, fichier in enumerate(fichiers):
        for number, cells in read_csv(fichier, source, roles, journal):
            if any(not cells[place] for place in secret):
                journal.sans_identifiant += 1
                journal.note(fichier.nom, number, "REL011", "la cellule qui distingue les lignes est vide")
                continue
            kept = list(cells)
            for place in secret:
                kept[place] = blake2b(cells[place].encode(), key=key, digest_size=16).hexdigest()
            day = cells[own] if own is not None else fichier.jour or jour
            rows.append((*kept, day, rank * RANG + number))
            if len(rows) == LOT:
                yield rows
                rows = []
    if rows:
        yield rows


def _parquet_lots(fichiers: tuple[Fichier, ...], source: SourceReleve, jour: date | None) -> tuple[Lot, ...]:
    """Group the files that have the same columns and the same day."""
    groups: dict[tuple[tuple[tuple[str, str], ...], date | None], list[str]] = {}
    for fichier in fichiers:
        columns = _parquet_columns(fichier, source)
        groups.setdefault((tuple(columns.items()), fichier.jour or jour), []).append(str(fichier.path))
    return tuple(Lot(tuple(paths), dict(columns), day, placee=False) for (columns, day), paths in groups.items())


def _parquet_columns(fichier: Fichier, source: SourceReleve) -> dict[str, str]:
    """Find each column of a Parquet, and refuse a type that cannot be counted exactly."""
    try:
        schema = pq.read_schema(fichier.path)
        pq.read_metadata(fichier.path)
    except (pa.ArrowException, OSError):
        message = f"le fichier {cite(fichier.nom)} est tronqué, ou n'est pas un Parquet"
        raise ReleveRefuseError(message, "reprendre l'export") from None
    found = {}
    for nom, role in roles_of(source).items():
        aliases = {item.casefold() for item in source.colonnes[nom]}
        titles = [title for title in schema.names if title.strip().casefold() in aliases]
        if len(titles) != 1:
            raise missing_column(fichier.nom, nom, source, schema.names)
        _refuse_type(fichier.nom, titles[0], role, schema.field(titles[0]).type)
        found[nom] = titles[0]
    return found


def _refuse_type(fichier: str, title: str, role: str, kind: pa.DataType) -> None:
    types = pa.types
    good = {
        "jour": types.is_date(kind) or types.is_timestamp(kind),
        "nombre": types.is_integer(kind) or types.is_decimal(kind),
        "texte": types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_integer(kind)
        or (types.is_dictionary(kind) and types.is_string(kind.value_type)),
    }
    if not good[role]:
        expected = {"jour": "une date", "nombre": "un nombre entier ou décimal exact", "texte": "un texte"}[role]
        hint = (
            "une somme de nombres à virgule flottante dépend de l'ordre des lignes" if types.is_floating(kind) else ""
        )
        raise ReleveRefuseError(f"{fichier} : la colonne {cite(title)} n'est pas {expected}", hint)
