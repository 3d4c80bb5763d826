"""What an agent may do to the files while an editor is open: typed or made by gestures, finished or not, then undone.

Knows: the frozen data, random edits of all kinds of files. Must not know: what is made of it.
"""
# ruff: noqa: S311 (chance is no secret)

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from convention.loading.source import Entry, blob_id
from tests.essais import lire
from tests.modifications import Editeur

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOMBRE = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.-])")
_MOT = re.compile(r"[A-Za-z0-9_.-]+")
OUVERTS_MAX = 3
"""Files that differ at once: the oldest is put back."""


class Disque:
    """The files, as a source that reads each content once."""

    def __init__(self, files: Mapping[str, str]) -> None:
        contents = {path: text.encode() for path, text in files.items()}
        self._entries = tuple(Entry(path, blob_id(content), content) for path, content in sorted(contents.items()))

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        del known
        return self._entries


def frappes(files: Mapping[str, str], nombre: int, graine: int) -> Iterator[dict[str, str]]:
    """Yield the texts that differ from the files, after each of some edits."""
    alea, editeur, textes = Random(graine), Editeur(files, lire(files)), dict[str, str]()
    for _ in range(nombre):
        if textes and alea.random() < 0.35:
            del textes[alea.choice(sorted(textes))]
        elif alea.random() < 0.5:
            edition = editeur.tirer(alea)
            if edition is not None:
                # A file that goes is one that holds nothing any more.
                textes[edition.path] = edition.texte or ""
        else:
            path = alea.choice(sorted(textes) if textes and alea.random() < 0.3 else sorted(files))
            textes[path] = tapee(textes.get(path, files[path]), alea)
        if len(textes) > OUVERTS_MAX:
            del textes[next(iter(textes))]
        yield dict(textes)


def tapee(texte: str, alea: Random) -> str:
    """Type something: a number, a word, a line more or less, or stop before the end."""
    lines = texte.split("\n")
    rank = alea.randrange(len(lines))
    match alea.choice(["nombre", "nombre", "mot", "coupe", "retire", "ajoute", "double"]):
        case "nombre" if found := list(_NOMBRE.finditer(texte)):
            here = alea.choice(found)
            new = alea.choice([str(alea.randrange(5000)), "0", "-", f"{here.group()}0"])
            return f"{texte[: here.start()]}{new}{texte[here.end() :]}"
        case "mot" if found := list(_MOT.finditer(texte)):
            here = alea.choice(found)
            return f"{texte[: here.start()]}{alea.choice(found).group()}{texte[here.end() :]}"
        case "coupe":
            return texte[: alea.randrange(len(texte) + 1)]
        case "retire":
            del lines[rank]
        case "ajoute":
            lines.insert(rank, alea.choice(["", "# note", "  x: 1"]))
        case _:
            lines.insert(rank, lines[rank])
    return "\n".join(lines)


def prix(files: Mapping[str, str], alea: Random, ouvert: str = "") -> tuple[str, str]:
    """Type another figure in a file that amounts are computed from, the one that is open if one is."""
    every = [path for path in sorted(files) if "/quantites/" in path or "pricing/composants/" in path]
    path = ouvert or alea.choice(every)
    here = alea.choice([item for item in _NOMBRE.finditer(files[path]) if len(item.group()) != len("2026")])
    return path, f"{files[path][: here.start()]}{alea.randrange(1, 5000)}{files[path][here.end() :]}"
