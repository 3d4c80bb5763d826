"""The readers of what others write: what each must hold, and the texts from which the search starts.

Knows: the list of targets. Must not know: how bytes are found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from fuzz import classeurs, exports, forge, lectures, scelles
from fuzz.lectures import MINI
from tests.essais import RACINE

if TYPE_CHECKING:
    from collections.abc import Callable

_MOTS_MAX = 400
_TAILLE_MAX = 8 * 1024
"""A start is short: the search cuts, repeats and mixes."""


class Cible(NamedTuple):
    """A reader."""

    lire: Callable[[bytes], None]
    """Raises whatever breaks its promise."""
    departs: Callable[[], tuple[bytes, ...]]
    """Texts that it reads soundly."""


def _contents(pattern: str) -> tuple[bytes, ...]:
    """Return the contents of this project's files, the beginnings of the long ones."""
    return tuple(path.read_bytes()[:_TAILLE_MAX] for path in sorted(RACINE.glob(pattern)))


def _documents() -> tuple[bytes, ...]:
    return tuple(bytes([lectures.PATHS.index(path)]) + content for path, content in MINI.items())


def _formules() -> tuple[bytes, ...]:
    texts = _contents("pricing/couts-de-possession.yaml")[0].decode("utf-8", "replace")
    written = re.findall(r"formule: (.+)", texts)
    return tuple(text.encode() for text in (*written, "si(postes > 2; min(cout; 3); 1.5) * part(abaque) - -(2 / 3)"))


CIBLES = {
    "yaml": Cible(lectures.read_yaml, lambda: tuple(MINI.values())),
    "document": Cible(lectures.read_document, _documents),
    "formule": Cible(lectures.read_formula, _formules),
    "evenement": Cible(forge.read_event, forge.events),
    "formulaire": Cible(forge.read_form, forge.forms),
    "guichet": Cible(forge.read_queue, forge.queue),
    "sceau": Cible(scelles.read_sealed, scelles.seals),
    "avenant": Cible(scelles.read_amendment, scelles.amendments),
    "serie": Cible(scelles.read_counts, lambda: _contents("pricing/releves/2026/*.csv")),
    "export": Cible(exports.read_export, exports.exports),
    "classeur": Cible(classeurs.read_member, classeurs.members),
}


def words(departs: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return the words of the starting texts: the search puts some where it would not guess them."""
    found = dict.fromkeys(word for text in departs for word in re.findall(rb"[A-Za-z_][A-Za-z0-9_.-]{2,30}:?", text))
    return tuple(found)[:_MOTS_MAX]
