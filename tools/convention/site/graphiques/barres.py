"""Stacked bars and gauges: a whole and its parts, told apart by texture as well as by colour.

Knows: parts in cents. Must not know: what they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.site.graphiques.svg import dessin, element, groupe, pourcent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

_HAUTEUR = 44


class Barre(NamedTuple):
    """A bar: its name, its total as text, its parts (class of texture, cents)."""

    nom: str
    texte: str
    parts: tuple[tuple[str, int], ...]


def barres(ident: str, description: str, rangees: Sequence[Barre]) -> Markup:
    """Draw bars one under the other, on the same scale from zero."""
    highest = max((sum(cents for _, cents in barre.parts) for barre in rangees), default=0) or 1
    rows = [_row(barre, rang * _HAUTEUR, highest) for rang, barre in enumerate(rangees)]
    return dessin(ident, description, len(rangees) * _HAUTEUR, *rows)


def jauge(ouverts: int, constate: int, projete: int) -> Markup:
    """Draw credits: plain what is called, hatched what is projected, a tick at the credits, a stub beyond."""
    whole = max(ouverts, projete, 1)
    mark = pourcent(100 * ouverts / whole)
    bars = (("ouvert", ouverts), ("reste", min(projete, ouverts)), ("constate", min(constate, ouverts)))
    parts = [
        element("rect", class_=f"jauge__{nom}", width=pourcent(100 * cents / whole), height="100%")
        for nom, cents in bars
    ]
    if projete > ouverts:
        width = pourcent(max(100 - 100 * ouverts / whole, 1.6))
        parts.append(element("rect", class_="jauge__trop", x=mark, width=width, height="100%"))
    parts.append(element("line", class_="jauge__borne", x1=mark, x2=mark, y1=-3, y2=13))
    return element("svg", *parts, class_="jauge", aria_hidden="true", focusable="false")


def _row(barre: Barre, y: int, highest: int) -> Markup:
    words = element("text", barre.nom, x=0, y=y + 15)
    value = element("text", barre.texte, class_="v", x="100%", y=y + 15, text_anchor="end")
    bars, x = [], 0.0
    for classe, cents in barre.parts:
        width = 100 * cents / highest
        if cents > 0:
            place = {"x": pourcent(x), "width": pourcent(width)}
            bars.append(element("rect", class_=classe, y=y + 21, height=15, **place))
        x += width
    return groupe([words, value, *bars])
