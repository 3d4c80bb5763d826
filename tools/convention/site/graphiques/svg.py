"""SVG, written by hand at build time: elements, patterns, the rules that every chart follows.

Knows: SVG. Must not know: what a chart shows.
No viewBox: x and widths are percentages, y and heights follow the size of the letters, so that words keep their size on
every screen and never stand on others when a reader makes them larger. Colours come from style classes only; a meaning
never rests on a colour alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from convention.base.french import nombre
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable


_PIXELS_PAR_LETTRE = 20
"""Pixels of a drawing in a `rem` of the theme, when nobody changed the size of the letters."""


def element(nom: str, *contenu: Markup | str, **attributs: str | float) -> Markup:
    """Write an element: `element("rect", x="3%", width=12)`; an underscore in a name is a dash, a last one nothing.

    A number is a length in the pixels of an ordinary screen: 12 is written « 0.6rem », and grows with the letters.
    """
    written = "".join(
        f' {key.rstrip("_").replace("__", ":").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributs.items()
        if value != ""
    )
    inside = "".join(item if isinstance(item, Markup) else str(escape(terminal(item))) for item in contenu)
    # Written from escaped parts only.
    return Markup(f"<{nom}{written}>{inside}</{nom}>" if inside else f"<{nom}{written}/>")  # noqa: S704


def groupe(parties: Iterable[Markup]) -> Markup:
    """Put elements one after the other."""
    return Markup("").join(parties)


def dessin(ident: str, description: str, hauteur: int, *parties: Markup, classe: str = "g") -> Markup:
    """Write a chart that a figure captions: its caption is `{ident}-t`, its description is inside."""
    return element(
        "svg",
        element("desc", description, id=f"{ident}-d"),
        *parties,
        class_=classe,
        height=hauteur,
        role="img",
        aria_labelledby=f"{ident}-t {ident}-d",
    )


def pourcent(value: float) -> str:
    """Write a coordinate along x."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def euros_ronds(cents: int) -> str:
    """Write whole euros under an axis: « 103 000 € »."""
    return f"{unites(cents)} €"


def unites(cents: int) -> str:
    """Write the whole euros of an amount, without their currency."""
    return nombre(int(Fraction(cents, 100)))


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value / _PIXELS_PAR_LETTRE:g}rem"
