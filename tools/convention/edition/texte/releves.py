"""What a count holds, and its file.

Knows: the shape of a count. Must not know: which count is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from convention.base.money import exact_text
from convention.edition.texte.ecriture import fichier, texte

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from convention.model.documents.quantites import Place
    from convention.model.mots.communs import Origine, Phase


N = TypeVar("N")


def figure_text(nombre: Fraction | None) -> str:
    """Write a figure; one that an editor leaves to be typed is empty: the line is wrong until then."""
    return exact_text(nombre) if nombre is not None else ""


def count_of(
    phase: Phase,
    day: date,
    source: str,
    figures: Mapping[Place, Fraction | None],
    hypothese: str = "",
    origine: Origine | None = None,
) -> Mapping[str, object]:
    """Return the fields of a count, whose figures are by key and component; a source left to be typed is empty."""
    tables = by_table({place: figure_text(nombre) for place, nombre in figures.items()})
    return {
        "phase": phase,
        "date": day,
        "source": texte(source) if source else "",
        "origine": origine,
        "hypothese": texte(hypothese or None),
        **{nom: table or None for nom, table in tables.items()},
    }


def by_table(figures: Mapping[Place, N]) -> dict[str, Any]:
    """Return figures, given by key and component, as a count holds them: those of no component, then the others."""
    by_component: dict[str, dict[str, N]] = {}
    for (cle, composant), number in figures.items():
        if composant:
            by_component.setdefault(cle, {})[composant] = number
    own = {cle: number for (cle, composant), number in figures.items() if not composant}
    return {"valeurs": own, "par_composant": by_component}


def quantities_file(path: str, origine: Origine, count: Mapping[str, object]) -> str:
    """Write a new file, of one count."""
    return fichier(path, {"origine": origine, "comptages": [count]})
