"""The strip of shares: a segment an adherent, as wide as its workstations.

Knows: shares. Must not know: who may see them (the caller gives equal parts to the public).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.site.graphiques.svg import dessin, element, groupe, pourcent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from markupsafe import Markup

_ECART = 0.1
_ECART_LARGE = 0.22
_MINIMUM = 0.12


class Segment(NamedTuple):
    """A share of the strip, in percents."""

    nom: str
    x: float
    largeur: float


def segments(parts: Mapping[str, Fraction | int], ecart: float = _ECART) -> tuple[Segment, ...]:
    """Cut the strip: 112 workstations of 4 801 take 2,33 % of it, less a hair of space."""
    total = sum(parts.values())
    found, x = [], 0.0
    for nom, part in parts.items():
        width = 100 * float(part) / float(total) if total else 0.0
        found.append(Segment(nom, round(x, 3), round(max(width - ecart, _MINIMUM), 3)))
        x += width
    return tuple(found)


def grande(
    ident: str, description: str, parts: Mapping[str, Fraction | int], reperes: Sequence[tuple[str, str, str]]
) -> Markup:
    """Draw the strip large, with the names of the largest shares under it.

    `reperes` names a share, shortly, with its percentage.
    """
    found = segments(parts, _ECART_LARGE)
    bars = [element("rect", x=pourcent(x), width=pourcent(width), height="100%") for _, x, width in found]
    starts = {nom: x for nom, x, _ in found}
    words = [_words(court, part, pourcent(starts[nom]), "start") for nom, court, part in reperes if nom in starts]
    words += [_words(court, part, "100%", "end") for nom, court, part in reperes if nom not in starts]
    strip = dessin(ident, description, 68, *bars, classe="g frise-grande")
    return groupe([strip, element("svg", *words, class_="g", height=40, aria_hidden="true")])


def _words(court: str, part: str, x: str, ancrage: str) -> Markup:
    return groupe(
        [
            element("text", court, x=x, y=16, text_anchor=ancrage),
            element("text", part, class_="t2", x=x, y=33, text_anchor=ancrage),
        ]
    )
