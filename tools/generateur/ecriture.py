"""What the programs of this folder share: how a document begins, and that none that exists is written again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

INVENTE = "inventé pour la démonstration : docs/demonstration.md"


def document(schema: str, profondeur: int, lines: Sequence[str]) -> str:
    """Write a document, which names its schema from the depth of its folder."""
    header = f"# yaml-language-server: $schema={'../' * profondeur}schemas/{schema}.schema.json"
    return "\n".join([header, *lines, ""])


def ecrire(racine: Path, documents: Iterable[tuple[str, str]]) -> None:
    """Write the documents that are missing under a folder; leave those that exist alone."""
    for relative, text in documents:
        path = racine / relative
        if path.exists():
            sys.stderr.write(f"{relative} existe déjà : il n'est pas réécrit\n")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
