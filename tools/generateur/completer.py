"""Ajoute aux fichiers de démonstration les lignes que les tables ont de plus, et rien d'autre.

`demonstration` n'écrit que les fichiers absents ; celui-ci complète ceux qui existent : souscriptions et quantités des
services ajoutés. Une ligne déjà écrite n'est jamais changée ni déplacée, un commentaire reste à sa place, une clé déjà
comptée garde son chiffre. Lancé deux fois, il n'ajoute rien la seconde.

Depuis la racine du dépôt : PYTHONPATH=tools python -m generateur.completer DOSSIER
"""

from __future__ import annotations

import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from generateur.demonstration import documents

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: list[str]) -> int:
    """Complete the files of every adherent under a folder."""
    if len(arguments) != 1:
        sys.stderr.write("Usage : python -m generateur.completer DOSSIER\n")
        return 2
    for relative, text in documents():
        path = Path(arguments[0]) / relative
        if not path.exists() or path.name == "adherent.yaml":
            continue
        written = path.read_text(encoding="utf-8")
        completed = complete(written, text)
        if completed != written:
            path.write_text(completed, encoding="utf-8")
    return 0


def complete(written: str, wanted: str) -> str:
    """Insert in a text the lines that another has more; what differs for a same key keeps what was written.

    Example:
        « postes: 9 » and « postes: 8, sites: 2 » give « postes: 9, sites: 2 ».
    """
    own, other = written.splitlines(keepends=True), wanted.splitlines(keepends=True)
    merged: list[str] = []
    matcher = SequenceMatcher(a=own, b=other, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        kept = own[start:end]
        merged += kept
        if kept != other[first:last]:
            merged += _added(kept, other[first:last])
    return "".join(merged)


def _added(kept: Sequence[str], wanted: Sequence[str]) -> list[str]:
    known = {_key(line) for line in kept}
    return [line for line in wanted if _key(line) not in known]


def _key(line: str) -> str:
    """Name what a line says: the key of a pair, the object of an item."""
    return line.partition(",")[0].strip() if line.lstrip().startswith("- ") else line.partition(":")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
