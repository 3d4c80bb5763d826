"""Real git repositories made for a test, compared as the command does it, and their reports read back from the text.

Knows: git, the loader, the printed tables. Must not know: what is tested.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from convention.loading.git import GitRevision
from convention.loading.loader import Cache, load
from tests.essais import RACINE, fichiers, fichiers_nancy
from tests.generateur import write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.model.depot import Depot

ENVIRONNEMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    # A test repository does not outlive the machine: no waiting for the disk.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.fsync",
    "GIT_CONFIG_VALUE_0": "none",
    **{f"GIT_{who}_NAME": "Essai" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "essai@example.org" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-09-28T06:12:00Z" for who in ("AUTHOR", "COMMITTER")},
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, away from the machine's settings."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONNEMENT, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def commit(racine: Path) -> Path:
    """Commit what is in a folder on main."""
    git(racine, "init", "--quiet", "--initial-branch=main")
    git(racine, "add", "--all")
    git(racine, "commit", "--quiet", "--message=Données")
    return racine


def avec_exemple(nom: str) -> dict[str, str]:
    """Return the data of the repository as a sample amendment changes it: only what it touches is written."""
    patch, files = RACINE / f"docs/exemples/{nom}.patch", fichiers_nancy()
    touched = {path: files.pop(path) for path in re.findall(r"^--- a/(.*)$", patch.read_text("utf-8"), re.MULTILINE)}
    with TemporaryDirectory() as name:
        folder = write(Path(name), touched)
        git(folder, "init", "--quiet")
        git(folder, "apply", str(patch))
        changed = {**files, **fichiers(folder)}
    return {path: changed[path] for path in sorted(changed, key=Path)}


def git_repository(folder: Path, revisions: Sequence[Mapping[str, str]]) -> Path:
    """Make a repository with one commit a revision, tagged v1, v2…"""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    known: Mapping[str, str] = {}
    for number, files in enumerate(revisions, 1):
        for path in known.keys() - files.keys():
            (folder / path).unlink()
        write(folder, {path: text for path, text in files.items() if known.get(path) != text})
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "--message", f"Révision {number}")
        git(folder, "tag", f"v{number}")
        known = files
    return folder


class Revisions(NamedTuple):
    """Two revisions, loaded as `comparer` loads them: contents common to both are read once."""

    base: Depot
    head: Depot


def load_revisions(folder: Path, base: str = "v1", head: str = "v2") -> Revisions:
    """Load two revisions of a repository; refuse files that have a message."""
    cache: Cache = {}
    first, second = load(GitRevision(folder, base), cache), load(GitRevision(folder, head), cache)
    assert (first.diagnostics, second.diagnostics) == ((), ())
    return Revisions(first.depot, second.depot)


# --- reports read back from their text ---


class Rangee(NamedTuple):
    """A row of a printed table: its words, its amounts in cents, its percentage as printed."""

    mots: tuple[str, ...]
    montants: tuple[int, ...]
    pourcentage: str = ""


class Table(NamedTuple):
    """A printed table."""

    lignes: tuple[Rangee, ...]
    total: Rangee


MONTANT = re.compile(r"[+\u2212]?[0-9]{1,3}(?:\u202f[0-9]{3})*,[0-9]{2}", re.ASCII)
_UN = MONTANT.pattern
LIGNE = re.compile(
    rf"^    (?P<nom>.*)\u00a0: (?:(?P<avant>{_UN})\u00a0€ devient (?P<apres>{_UN})\u00a0€ \()?(?P<ecart>{_UN})\u00a0€",
    re.MULTILINE,
)
ADHERENT = re.compile(rf"^  (?P<nom>[^ ].*)\u00a0: (?P<ecart>{_UN})\u00a0€$", re.MULTILINE)


def cents(text: str) -> int:
    """Read a printed amount: « +1 234,56 »."""
    assert MONTANT.fullmatch(text)
    digits = re.sub("[^0-9]", "", text)
    return -int(digits) if text.startswith("\u2212") else int(digits)


def terminal_tables(text: str) -> list[Table]:
    """Read the tables of the adherents from the terminal report."""
    blocks = text.split("\n\n")
    tables = [block.splitlines() for block in blocks if block.startswith("Adhérent ") and "Écart (%)" in block]
    return [_table([re.split(" {2,}", row) for row in rows[2:] if not row.startswith("─")]) for rows in tables]


def markdown_tables(text: str) -> list[Table]:
    """Read every table of amounts before and after from the Markdown report; what is said in words is left out."""
    return [
        _table([row[: len(row) - len({"Pourquoi, surtout", "Vote du budget"} & set(headers))] for row in rows])
        for headers, rows in _markdown_tables(text)
        if _has_amounts(headers)
    ]


def causes_tables(text: str) -> list[Table]:
    """Read the tables of causes from the Markdown report."""
    return [
        _table(rows)
        for headers, rows in _markdown_tables(text)
        if not _has_amounts(headers) and "Montant (€)" not in headers
    ]


def _has_amounts(headers: list[str]) -> bool:
    """Tell whether a table shows amounts on both sides, or in an exercice and the one before."""
    return "Écart (%)" in headers or "Avant (€)" in headers


def _markdown_tables(text: str) -> list[tuple[list[str], list[list[str]]]]:
    tables: list[tuple[list[str], list[list[str]]]] = []
    for row in text.splitlines():
        cells = [cell.strip("* ") for cell in row.split("|")[1:-1]]
        if not row.startswith("|") or cells[0] == "---":
            continue
        if cells[0] == "Adhérent":
            tables.append((cells, []))
        else:
            tables[-1][1].append(cells)
    return tables


def _table(rows: list[list[str]]) -> Table:
    read = [_row(row) for row in rows]
    return Table(tuple(read[:-1]), read[-1])


def _row(cells: list[str]) -> Rangee:
    amounts = [cell for cell in cells if MONTANT.fullmatch(cell)]
    words = [shown(cell) for cell in cells if cell not in amounts and not cell.endswith(("%", "–"))]
    return Rangee(tuple(words), tuple(map(cents, amounts)), cells[-1])


def shown(markdown: str) -> str:
    """Return what a reader sees of an escaped text."""
    return html.unescape(markdown).replace("\u200b", "")
