"""The waterfall: how an amount becomes another, cause by cause.

Knows: steps in cents. Must not know: what the causes are.
The scale is cut: it says so, and its totals are drawn cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import euros
from convention.reports.valeurs import signed
from convention.site.graphiques.svg import dessin, element, euros_ronds, groupe, pourcent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

_HAUTEUR = 46
_GRADUATIONS = 3
_PAS = (1, 2, 5, 10)


class Marche(NamedTuple):
    """A step: a total, or what adds to it."""

    nom: str
    note: str
    cents: int
    genre: str
    """`total`, `soi`, `autres` or `prix`: its bar has its own texture."""


class Echelle(NamedTuple):
    """Where the scale starts, ends, and its step; cents."""

    bas: int
    haut: int
    pas: int

    def x(self, cents: int) -> float:
        """Place an amount, in percents."""
        return 100 * (cents - self.bas) / (self.haut - self.bas)


def cascade(ident: str, description: str, marches: Sequence[Marche]) -> tuple[Markup, Echelle]:
    """Draw the steps; return the drawing and its scale, whose start the legend tells."""
    scale = _scale(marches)
    bottom = len(marches) * _HAUTEUR
    parts = [_grid(scale, bottom)]
    level: int | None = None
    for rang, marche in enumerate(marches):
        y = rang * _HAUTEUR
        if level is not None:
            x = pourcent(scale.x(level))
            parts.append(element("line", class_="lien", x1=x, x2=x, y1=y - 8, y2=y + 22))
        before = scale.bas if marche.genre == "total" else level or 0
        after = marche.cents if marche.genre == "total" else before + marche.cents
        parts.append(_step(marche, scale, y, before, after))
        level = after
    return dessin(ident, description, bottom + 22, *parts), scale


def _step(marche: Marche, scale: Echelle, y: int, before: int, after: int) -> Markup:
    amount = euros(marche.cents) if marche.genre == "total" else signed(marche.cents)
    words = element("text", marche.nom, element("tspan", marche.note, class_="t2", dx=8), x=0, y=y + 15)
    value = element("text", amount, class_="v", x="100%", y=y + 15, text_anchor="end")
    left, right = sorted((scale.x(before), scale.x(after)))
    if not marche.cents:
        x = pourcent(left)
        return groupe([words, value, element("line", class_="b-nul", x1=x, x2=x, y1=y + 22, y2=y + 38)])
    width = pourcent(max(right - left, 0.35))
    bar = element("rect", class_=f"b-{marche.genre}", x=pourcent(left), width=width, y=y + 22, height=16)
    return groupe([words, value, bar, _cut(y) if marche.genre == "total" else groupe([])])


def _cut(y: int) -> Markup:
    path = element("path", class_="coupe", d="M0 22L6 0M6 22L12 0")
    return element("svg", path, x="2.2%", y=y + 19, width=14, height=22, overflow="visible")


def _grid(scale: Echelle, bottom: int) -> Markup:
    ticks = range(scale.bas, scale.haut + 1, scale.pas)
    return groupe(_tick(scale, cents, bottom, rang, len(ticks)) for rang, cents in enumerate(ticks))


def _tick(scale: Echelle, cents: int, bottom: int, rang: int, number: int) -> Markup:
    x = pourcent(scale.x(cents))
    anchor = "start" if rang == 0 else "end" if rang == number - 1 else "middle"
    line = element("line", class_="axe", x1=x, x2=x, y1=0, y2=bottom)
    return groupe([line, element("text", euros_ronds(cents), class_="t2", x=x, y=bottom + 16, text_anchor=anchor)])


def _scale(marches: Sequence[Marche]) -> Echelle:
    """Choose a scale around every level, in three round steps."""
    levels, level = [], 0
    for marche in marches:
        level = marche.cents if marche.genre == "total" else level + marche.cents
        levels.append(level)
    low, high = min(levels), max(levels)
    span = max(high - low, 30_000)
    pas = _round_step(span * 5 // 4 // _GRADUATIONS)
    bas = max((low - span // 5) // pas * pas, 0) if low >= 0 else (low - span // 5) // pas * pas
    steps = _GRADUATIONS
    while bas + steps * pas < high:
        steps += 1
    return Echelle(bas, bas + steps * pas, pas)


def _round_step(cents: int) -> int:
    power = 100
    while 10 * power < cents:
        power *= 10
    return next(factor * power for factor in _PAS if factor * power >= cents)
