"""What a count holds, and its file.

Knows: the shape of a count. Must not know: which count is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import exact_text
from convention.edition.texte.ecriture import fichier, texte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from convention.model.mots.communs import Origine, Phase


class Quantite(NamedTuple):
    """A figure to write, and where it goes in a count."""

    place: tuple[str, ...]
    """`valeurs`, key; or `par_composant`, key, component."""
    nombre: Fraction | None
    """None: an editor leaves it to be typed; the line is wrong until then."""

    @property
    def texte(self) -> str:
        """How the figure is written."""
        return exact_text(self.nombre) if self.nombre is not None else ""


def count_of(
    phase: Phase, day: date, source: str, quantites: Sequence[Quantite], hypothese: str = ""
) -> Mapping[str, object]:
    """Return the fields of a count; a source that is left to be typed is empty."""
    own = {item.place[1]: item.texte for item in quantites if item.place[0] == "valeurs"}
    by_component: dict[str, dict[str, str]] = {}
    for item in quantites:
        if item.place[0] == "par_composant":
            by_component.setdefault(item.place[1], {})[item.place[2]] = item.texte
    return {
        "phase": phase,
        "date": day,
        "source": texte(source) if source else "",
        "hypothese": texte(hypothese or None),
        "valeurs": own or None,
        "par_composant": by_component or None,
    }


def quantities_file(path: str, origine: Origine, count: Mapping[str, object]) -> str:
    """Write a new file, of one count."""
    return fichier(path, {"origine": origine, "comptages": [count]})
