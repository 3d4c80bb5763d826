"""The line of a price over the years: plain when it is known, dashed when estimated, boxed when it is not.

Knows: points. Must not know: what is measured.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from convention.site.graphiques.svg import dessin, element, groupe, pourcent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

_BAS = 150
_COURSE = 112


class Point(NamedTuple):
    """A year: its value in cents (None: not known), how it is written, what it is worth."""

    annee: str
    valeur: int | None
    texte: str
    note: str
    estime: bool


def courbe(ident: str, description: str, points: Sequence[Point]) -> Markup:
    """Draw the line from zero."""
    highest = max((point.valeur or 0 for point in points), default=0) or 1
    places = [(100 * (rang + 0.5) / len(points), point) for rang, point in enumerate(points)]
    axis = element("line", class_="axe axe--fort", x1=0, x2="100%", y1=_BAS, y2=_BAS)
    zero = element("text", "0", class_="t2", x=0, y=_BAS - 5)
    lines = [_segment(left, right, highest) for left, right in pairwise(places)]
    return dessin(ident, description, 192, axis, zero, *lines, *(_point(x, item, highest) for x, item in places))


def _segment(left: tuple[float, Point], right: tuple[float, Point], highest: int) -> Markup:
    (x1, a), (x2, b) = left, right
    if a.valeur is None or b.valeur is None:
        return groupe([])
    dashed = "trait trait--estime" if b.estime else "trait"
    y1, y2 = _y(a.valeur, highest), _y(b.valeur, highest)
    return element("line", class_=dashed, x1=pourcent(x1), y1=y1, x2=pourcent(x2), y2=y2)


def _point(x: float, point: Point, highest: int) -> Markup:
    at = pourcent(x)
    year = element("text", point.annee, x=at, y=170, text_anchor="middle")
    note = element("text", point.note, class_="t2 t-note", x=at, y=186, text_anchor="middle")
    if point.valeur is None:
        box = element("rect", class_="inconnu", x=pourcent(x - 8), width="16%", y=60, height=66)
        word = element("text", "non connu", class_="t2 t-inconnu", x=at, y=97, text_anchor="middle")
        return groupe([box, word, year])
    y = _y(point.valeur, highest)
    dot = element("circle", class_="point point--estime" if point.estime else "point", cx=at, cy=y, r=5)
    value = element("text", point.texte, class_="v", x=at, y=y - 12, text_anchor="middle")
    return groupe([dot, value, year, note])


def _y(cents: int, highest: int) -> float:
    return round(_BAS - _COURSE * cents / highest, 1)
