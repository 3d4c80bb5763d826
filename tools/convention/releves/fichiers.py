"""Which files are read: folders opened, sizes bounded, the same file once, the day that a name gives.

Knows: the disk. Must not know: what the files hold.
"""

from __future__ import annotations

import hashlib
import re
import stat
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.model.vocabulaire_releves import GenreExport
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from convention.model.releves import SourceReleve
    from convention.releves.refus import Journal

CSV_MAX = 1024**3
FICHIERS_MAX = 5_000
BLOC = 1024**2
_JOUR = re.compile(r"(?<![0-9])(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})(?![0-9])", re.ASCII)


class Fichier(NamedTuple):
    """One file to read."""

    nom: str
    """As it is shown: its name in the folder that was given."""
    path: Path
    empreinte: str
    jour: date | None
    """The day of all its rows, when its name is to give it."""
    extrait_le: date | None
    """The day that its name gives, whatever its rows say."""


def list_files(paths: Iterable[Path], source: SourceReleve, journal: Journal) -> tuple[Fichier, ...]:
    """Return the files of an export, each once, in order of name.

    Raises:
        ReleveRefuseError: no file, too many, too large, no regular file, no day in a name that is to give it.
    """
    found: dict[tuple[str, date | None], Fichier] = {}
    suffix = f".{source.format.genre}"
    for nom, path in sorted(_expanded(paths, suffix)):
        _refuse_odd(nom, path, source.format.genre)
        day = _day(nom)
        if source.jour_du_nom and day is None:
            message = f"le nom du fichier {cite(nom)} ne donne pas le jour de ses lignes"
            raise ReleveRefuseError(message, "le nommer par sa date : parc-2026-11-25.csv")
        item = Fichier(nom, path, _sha256(path), day if source.jour_du_nom else None, day)
        # Two days may well be the same; one day said twice is not two.
        same = (item.empreinte, item.jour)
        if same in found:
            first = cite(found[same].nom)
            journal.note(nom, 1, "REL009", f"ce fichier est le même que {first} : il n'est compté qu'une fois")
        else:
            found[same] = item
        if len(found) > FICHIERS_MAX:
            raise ReleveRefuseError(f"plus de {FICHIERS_MAX} fichiers à la fois", "relever une période plus courte")
    if not found:
        raise ReleveRefuseError(
            f"aucun fichier {suffix} à lire", "vérifier le dossier donné, et le format de la source"
        )
    return tuple(found.values())


def fingerprint(fichiers: Iterable[Fichier]) -> str:
    """Return the sha256 of a set of files, whatever their names and their order."""
    return hashlib.sha256(
        "\n".join(sorted(f"{item.empreinte} {item.jour or ''}" for item in fichiers)).encode()
    ).hexdigest()


def _expanded(paths: Iterable[Path], suffix: str) -> Iterator[tuple[str, Path]]:
    for path in paths:
        if path.is_dir():
            for inside in path.rglob("*"):
                if inside.suffix.lower() == suffix and not inside.name.startswith("."):
                    yield inside.relative_to(path).as_posix(), inside
        else:
            yield path.name, path


def _refuse_odd(nom: str, path: Path, genre: GenreExport) -> None:
    try:
        status = path.stat()
    except OSError:
        raise ReleveRefuseError(
            f"le fichier {cite(nom)} ne peut pas être lu", "vérifier son nom et ses droits"
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise ReleveRefuseError(f"{cite(nom)} n'est pas un fichier ordinaire")
    if genre is GenreExport.CSV and status.st_size > CSV_MAX:
        size = f"{status.st_size / 1024**3:.1f}".replace(".", ",")
        raise ReleveRefuseError(
            f"le fichier {cite(nom)} fait {size} Gio, et un CSV en fait {CSV_MAX // 1024**3} au plus",
            "l'exporter en Parquet, ou le découper : le résultat est le même",
        )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOC):
            digest.update(block)
    return digest.hexdigest()


def _day(nom: str) -> date | None:
    """Read the day that a name gives, if it gives one."""
    found = _JOUR.search(nom.rpartition("/")[2])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
