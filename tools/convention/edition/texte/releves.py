"""How a count is written: one key a line as the repository has it, or in brackets where the list is.

Knows: the shape of a count. Must not know: which count is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import exact_text
from convention.edition.texte.ecriture import accolades, bloc, fichier, texte

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from convention.model.mots.communs import Phase


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


def count_text(
    phase: Phase, day: date, source: str, quantites: Sequence[Quantite], hypothese: str = "", *, flow: bool = False
) -> str:
    """Write a count: one key a line, or the whole in brackets; a source that is left to be typed is empty."""
    champs = {"phase": str(phase), "date": str(day), "source": texte(source) if source else ""}
    champs |= {"hypothese": texte(hypothese)} if hypothese else {}
    own = {item.place[1]: item.texte for item in quantites if item.place[0] == "valeurs"}
    by_component: dict[str, dict[str, str]] = {}
    for item in quantites:
        if item.place[0] == "par_composant":
            by_component.setdefault(item.place[1], {})[item.place[2]] = item.texte
    if flow:
        champs |= {"valeurs": accolades(own)} if own else {}
        written = {cle: accolades(counts) for cle, counts in by_component.items()}
        return accolades({**champs, **({"par_composant": accolades(written)} if written else {})})
    keys = {
        cle: "".join(f"\n    {nom}: {count}" for nom, count in counts.items()) for cle, counts in by_component.items()
    }
    tables = {"valeurs": own, "par_composant": keys}
    return bloc({**champs, **{nom: table for nom, table in tables.items() if table}})


def quantities_file(path: str, origine: str, count: str) -> str:
    """Write a new file, of one count."""
    return fichier(path, {"origine": origine, "comptages": "\n  - " + count.replace("\n", "\n    ")})
