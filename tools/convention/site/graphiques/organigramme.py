"""The squares of the org chart: one a full-time equivalent.

Knows: numbers of FTE. Must not know: teams.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.site.graphiques.svg import element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

_COTE = 14
_BLANC = 3


def carres(postes: tuple[tuple[Fraction, str], ...]) -> Markup:
    """Draw squares: plain for an agent, hatched for a purchased service, dashed where the convention says no more.

    Args:
        postes: FTE and a class of square: `etp`, `regie` or `plus`.
    """
    return element("svg", *_squares(postes), class_="orga__carres", aria_hidden="true", focusable="false")


def legende(classe: str, part: float = 1.0) -> Markup:
    """Draw one square, for the legend."""
    return element("svg", _square(0, part, classe), class_="orga__carre", aria_hidden="true", focusable="false")


def _squares(postes: tuple[tuple[Fraction, str], ...]) -> Iterator[Markup]:
    x = 0.0
    for etp, classe in postes:
        rest = etp
        while rest > 0:
            part = float(min(rest, Fraction(1)))
            yield _square(x, part, classe)
            x += _COTE * part + _BLANC
            rest -= 1


def _square(x: float, part: float, classe: str) -> Markup:
    inset = 0 if classe == "etp" else 1
    side = _COTE - 2 * inset
    return element("rect", class_=f"c-{classe}", x=x + inset, y=inset, width=_COTE * part - 2 * inset, height=side)
