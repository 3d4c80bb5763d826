"""Which files are read: folders opened, sizes bounded, the same file once, the day that a name gives, the lines.

Knows: the disk. Must not know: what the files hold.
"""

from __future__ import annotations

import hashlib
import re
import stat
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, jour
from convention.model.mots.releves import GenreExport
from convention.releves.refus import ReleveRefuseError, RienDeNouveauError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from convention.model.documents.releves import SourceReleve
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
    lignes: int = 0
    """Ends of line, and what follows the last one: counted in the bytes, whatever reads them."""
    finie: bool = True
    """Whether its last line has an end."""


def list_files(
    paths: Iterable[Path], source: SourceReleve, journal: Journal, aujourdhui: date, apres: date | None = None
) -> tuple[Fichier, ...]:
    """Return the files of an export, each once, in order of name.

    A file of a day that has not come, two files of one day, are left aside and told: the others are counted. `apres`:
    only the files of a later day are read, where names give the day of the rows.

    Raises:
        RienDeNouveauError: every file is of a day that was already counted.
        ReleveRefuseError: no file, too many, too large, no regular file, no day in a name that is to give it.
    """
    suffix = f".{source.format.genre}"
    aside: list[ReleveRefuseError] = []
    already = False
    wanted: list[tuple[str, Path, date | None]] = []
    for nom, path in sorted(_expanded(paths, suffix)):
        day = _day_of(nom, path, source)
        if day is not None and day > aujourdhui:
            aside.append(_to_come(nom, day, journal))
        elif source.jour_du_nom and day is not None and apres is not None and day <= apres:
            already = True
        else:
            wanted.append((nom, path, day))
    read = (_item(nom, path, day, source) for nom, path, day in wanted)
    kept = tuple(_one_a_day(_once(read, journal), source, journal, aside))
    if not kept and already and not aside:
        raise RienDeNouveauError
    if not kept:
        hint = "vérifier le dossier donné, et le format de la source"
        raise aside[0] if aside else ReleveRefuseError(f"aucun fichier {suffix} à lire", hint)
    return kept


def _day_of(nom: str, path: Path, source: SourceReleve) -> date | None:
    """Return the day that the name of a file gives, if it gives one; refuse what is no file of this source."""
    _refuse_odd(nom, path, source.format.genre)
    day = _day(nom)
    if source.jour_du_nom and day is None:
        message = f"le nom du fichier {cite(nom)} ne donne pas le jour de ses lignes"
        raise ReleveRefuseError(message, "le nommer par sa date : parc-2026-11-25.csv")
    return day


def _to_come(nom: str, day: date, journal: Journal) -> ReleveRefuseError:
    """Leave aside, and tell, a file of a day that has not come."""
    refus = ReleveRefuseError(
        f"le fichier {cite(nom)} est daté du {jour(day)}, qui n'est pas venu", "le renommer à sa date, ou le retirer"
    )
    journal.note(nom, 1, "REL014", f"{refus.message} : il n'est pas compté ; {refus.conseil}")
    return refus


def _item(nom: str, path: Path, day: date | None, source: SourceReleve) -> Fichier:
    empreinte, lignes, finie = _read_through(path)
    return Fichier(nom, path, empreinte, day if source.jour_du_nom else None, day, lignes, finie)


def _once(fichiers: Iterable[Fichier], journal: Journal) -> list[Fichier]:
    """Leave aside, and tell, what is the same as another: two days may well be the same, one said twice is not two."""
    found: dict[tuple[str, date | None], Fichier] = {}
    for item in fichiers:
        first = found.setdefault((item.empreinte, item.jour), item)
        if first is not item:
            told = f"ce fichier est le même que {cite(first.nom)} : il n'est compté qu'une fois"
            journal.note(item.nom, 1, "REL009", told)
        if len(found) > FICHIERS_MAX:
            raise ReleveRefuseError(f"plus de {FICHIERS_MAX} fichiers à la fois", "relever une période plus courte")
    return list(found.values())


def _one_a_day(
    fichiers: Sequence[Fichier], source: SourceReleve, journal: Journal, aside: list[ReleveRefuseError]
) -> Iterator[Fichier]:
    """Leave aside the files of one day, where rows do not say theirs: nothing tells which one is right."""
    days: dict[date, list[str]] = {}
    for item in fichiers if source.jour is None else ():
        if item.extrait_le is not None:
            days.setdefault(item.extrait_le, []).append(item.nom)
    if len(days) > 1 and not source.jour_du_nom:
        first, *_, last = sorted(days)
        message = f"les fichiers donnés sont de plusieurs jours, du {jour(first)} au {jour(last)}"
        raise ReleveRefuseError(message, "n'en donner qu'un, ou écrire « jour_du_nom: oui » dans la source")
    for item in fichiers:
        others = [nom for nom in days.get(item.extrait_le, ()) if nom != item.nom] if item.extrait_le else []
        if not others:
            yield item
            continue
        message = f"{cite(item.nom)} et {cite(others[0])} sont du même jour, et ne disent pas la même chose"
        aside.append(ReleveRefuseError(message, "garder le bon, ou les réunir en un seul"))
        journal.note(item.nom, 1, "REL014", f"{message} : aucun n'est compté ; {aside[-1].conseil}")


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


def _read_through(path: Path) -> tuple[str, int, bool]:
    """Return the sha256 of a file, its lines, and whether the last one has an end."""
    digest, ends, last = hashlib.sha256(), 0, b"\n"
    with path.open("rb") as handle:
        while block := handle.read(BLOC):
            digest.update(block)
            ends += block.count(b"\n")
            last = block[-1:]
    finished = last == b"\n"
    return digest.hexdigest(), ends + (not finished), finished


def _day(nom: str) -> date | None:
    """Read the day that a name gives, if it gives one."""
    found = _JOUR.search(nom.rpartition("/")[2])
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
