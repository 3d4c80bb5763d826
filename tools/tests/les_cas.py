"""The cases: for each code, the edits that make the small repository wrong, the nearest that keep it right, the output.

Knows: `depots/mini`, `cas/`. Must not know: checks.

A case is one file, `cas/<CODE>.toml`. Each table is an edit of the file that it names:

    decor = "titres"                                # what several cases stand on: `cas/decors/titres.toml`
    [[commun."adherents/aubepine/adherent.yaml"]]   # on both sides, before the other edits
    [[invalide."adherents/aubepine/adherent.yaml"]] # what makes it wrong
    [[valide."adherents/aubepine/adherent.yaml"]]   # the nearest correct writing; none: what is common is correct
    [attendu]                                       # all that the wrong writing prints

An edit is `remplace`, a text that stands once in the file, and `par`; or `contenu`, the whole file, `fois` times, in an
`encodage`; or `supprime = true`; or `lien`, where a symbolic link leads. What nobody sees is written `"\\u200B"`.
"""

from __future__ import annotations

import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

CAS = Path(__file__).parent / "cas"
MINI = Path(__file__).parent / "depots" / "mini"
_ATTENDU = "\n[attendu]\n"


class Lien(NamedTuple):
    """A symbolic link."""

    cible: str


Contenu: TypeAlias = bytes | Lien | None
"""What a path becomes; None: no file."""


def codes() -> set[str]:
    """Return the codes that have a case."""
    return {path.stem for path in CAS.glob("*.toml")}


def attendu(code: str) -> str:
    """Return what the wrong writing prints."""
    text: str = _read(code).get("attendu", {"texte": ""})["texte"]
    return text


def regenerer(code: str, text: str) -> None:
    """Write again what the wrong writing prints; the edits stay as they are written."""
    path = CAS / f"{code}.toml"
    edits = path.read_text(encoding="utf-8").partition(_ATTENDU)[0].rstrip("\n")
    path.write_text(f"{edits}\n{_ATTENDU}texte = '''\n{text}'''\n", encoding="utf-8")
    _read.cache_clear()
    assert attendu(code) == text


@cache
def changements(code: str, cote: str) -> Mapping[str, Contenu]:
    """Return what a side of a case (`invalide`, `valide`) changes in the small repository."""
    case = _read(code)
    sides = [_read(f"decors/{case['decor']}")["commun"]] if "decor" in case else []
    found: dict[str, Contenu] = {}
    for side in (*sides, case.get("commun", {}), case.get(cote, {})):
        for path, edits in side.items():
            for edit in edits:
                found[path] = _edited(found[path] if path in found else _mini(path), edit)
    return {path: contenu for path, contenu in found.items() if contenu != _mini(path)}


def textes(code: str, cote: str) -> dict[str, str]:
    """Return the files that a side of a case writes, as texts."""
    return {path: contenu.decode() for path, contenu in changements(code, cote).items() if isinstance(contenu, bytes)}


def petit(*cotes: tuple[str, str]) -> dict[str, bytes]:
    """Return the files of the small repository with sides of cases over it, none of which is a link."""
    changed = {nom: contenu for cote in cotes for nom, contenu in changements(*cote).items()}
    return {nom: contenu for nom, contenu in sorted((_minis() | changed).items()) if isinstance(contenu, bytes)}


def poser(root: Path, *cotes: tuple[str, str]) -> Path:
    """Copy the small repository and lay sides of cases over it."""
    shutil.copytree(MINI, root, dirs_exist_ok=True)
    for code, cote in cotes:
        for nom, contenu in changements(code, cote).items():
            path = root / nom
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if isinstance(contenu, Lien):
                path.symlink_to(contenu.cible)
            elif contenu is not None:
                path.write_bytes(contenu)
    return root


@cache
def _read(nom: str) -> dict[str, Any]:
    return tomllib.loads((CAS / f"{nom}.toml").read_bytes().decode())


@cache
def _minis() -> dict[str, bytes]:
    return {path.relative_to(MINI).as_posix(): path.read_bytes() for path in MINI.rglob("*") if path.is_file()}


def _mini(nom: str) -> bytes | None:
    return _minis().get(nom)


def _edited(contenu: Contenu, edit: Mapping[str, Any]) -> Contenu:
    match edit:
        case {"remplace": str(before), "par": str(after), **other} if not other:
            assert isinstance(contenu, bytes), edit
            text = contenu.decode()
            assert text.count(before) == 1, edit
            return text.replace(before, after).encode()
        case {"contenu": str(text), **other} if other.keys() <= {"fois", "encodage"}:
            return text.encode(other.get("encodage", "utf-8")) * int(other.get("fois", 1))
        case {"lien": str(cible), **other} if not other:
            return Lien(cible)
        case {"supprime": True, **other} if not other:
            return None
        case _:
            raise AssertionError(edit)
