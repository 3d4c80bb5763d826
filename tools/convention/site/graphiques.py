"""The drawings of the pages, in SVG, written by hand at build time: bars, gauges, lines, waterfalls, strips, graphs.

Knows: SVG, parts in cents. Must not know: what a drawing shows, who may see it (the caller gives equal parts to the
public).
No viewBox: x and widths are percentages, y and heights follow the size of the letters, so that words keep their size on
every screen and never stand on others when a reader makes them larger. Colours come from style classes only; a meaning
never rests on a colour alone.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from convention.base.french import euros, nombre
from convention.reports.rendus.escape import terminal
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


_PIXELS_PAR_LETTRE = 20
"""Pixels of a drawing in a `rem` of the theme, when nobody changed the size of the letters."""


def element(nom: str, *contenu: Markup | str, **attributs: str | float) -> Markup:
    """Write an element: `element("rect", x="3%", width=12)`; an underscore in a name is a dash, a last one nothing.

    A number is a length in the pixels of an ordinary screen: 12 is written « 0.6rem », and grows with the letters.
    """
    written = "".join(
        f' {key.rstrip("_").replace("__", ":").replace("_", "-")}="{escape(_length(value))}"'
        for key, value in attributs.items()
        if value != ""
    )
    inside = "".join(item if isinstance(item, Markup) else str(escape(terminal(item))) for item in contenu)
    # Written from escaped parts only.
    return Markup(f"<{nom}{written}>{inside}</{nom}>" if inside else f"<{nom}{written}/>")  # noqa: S704


def _length(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value / _PIXELS_PAR_LETTRE:g}rem"


def groupe(parties: Iterable[Markup]) -> Markup:
    """Put elements one after the other."""
    return Markup("").join(parties)


def _drawing(ident: str, description: str, hauteur: int, *parties: Markup, classe: str = "g") -> Markup:
    """Write a chart that a figure captions: its caption is `{ident}-t`, its description is inside."""
    said = element("desc", description, id=f"{ident}-d")
    named = f"{ident}-t {ident}-d"
    return element("svg", said, *parties, class_=classe, height=hauteur, role="img", aria_labelledby=named)


def _percent(value: float) -> str:
    """Write a coordinate along x."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def unites(cents: int) -> str:
    """Write the whole euros of an amount, without their currency."""
    return nombre(int(Fraction(cents, 100)))


# Stacked bars and gauges: a whole and its parts, told apart by texture as well as by colour.

_BARRE = 44


class Barre(NamedTuple):
    """A bar: its name, its total as text, its parts (class of texture, cents)."""

    nom: str
    texte: str
    parts: tuple[tuple[str, int], ...]


def barres(ident: str, description: str, rangees: Sequence[Barre]) -> Markup:
    """Draw bars one under the other, on the same scale from zero."""
    highest = max((sum(cents for _, cents in barre.parts) for barre in rangees), default=0) or 1
    rows = [_bar(barre, rang * _BARRE, highest) for rang, barre in enumerate(rangees)]
    return _drawing(ident, description, len(rangees) * _BARRE, *rows)


def _bar(barre: Barre, y: int, highest: int) -> Markup:
    bars, x = _words(barre.nom, barre.texte, y), 0.0
    for classe, cents in barre.parts:
        width = 100 * cents / highest
        if cents > 0:
            bars.append(element("rect", class_=classe, y=y + 21, height=15, x=_percent(x), width=_percent(width)))
        x += width
    return groupe(bars)


def _words(nom: str | Markup, valeur: str, y: int, *suite: Markup) -> list[Markup]:
    """Write a name on the left, what it is worth on the right."""
    words = element("text", nom, *suite, x=0, y=y + 15)
    return [words, element("text", valeur, class_="v", x="100%", y=y + 15, text_anchor="end")]


def jauge(ouverts: int, constate: int, projete: int) -> Markup:
    """Draw credits: plain what is called, hatched what is projected, a tick at the credits, a stub beyond."""
    whole = max(ouverts, projete, 1)
    mark = _percent(100 * ouverts / whole)
    bars = (("ouvert", ouverts), ("reste", min(projete, ouverts)), ("constate", min(constate, ouverts)))
    parts = [
        element("rect", class_=f"jauge__{nom}", width=_percent(100 * cents / whole), height="100%")
        for nom, cents in bars
    ]
    if projete > ouverts:
        width = _percent(max(100 - 100 * ouverts / whole, 1.6))
        parts.append(element("rect", class_="jauge__trop", x=mark, width=width, height="100%"))
    parts.append(element("line", class_="jauge__borne", x1=mark, x2=mark, y1=-3, y2=13))
    return element("svg", *parts, class_="jauge", aria_hidden="true", focusable="false")


# The waterfall: how an amount becomes another, cause by cause. Its scale is cut: it says so, its totals are drawn cut.

_MARCHE = 46
_GRADUATIONS = 3
_MILLION = 100_000_000
"""Cents."""
_PAS_RONDS = (1, 2, 5, 10)


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
    bottom = len(marches) * _MARCHE
    ticks = range(scale.bas, scale.haut + 1, scale.pas)
    parts = [groupe(_tick(scale, cents, bottom, rang, len(ticks)) for rang, cents in enumerate(ticks))]
    level: int | None = None
    for rang, marche in enumerate(marches):
        y = rang * _MARCHE
        if level is not None:
            x = _percent(scale.x(level))
            parts.append(element("line", class_="lien", x1=x, x2=x, y1=y - 8, y2=y + 22))
        before = scale.bas if marche.genre == "total" else level or 0
        after = marche.cents if marche.genre == "total" else before + marche.cents
        parts.append(_step(marche, scale, y, before, after))
        level = after
    return _drawing(ident, description, bottom + 22, *parts), scale


def _step(marche: Marche, scale: Echelle, y: int, before: int, after: int) -> Markup:
    amount = euros(marche.cents) if marche.genre == "total" else signed(marche.cents)
    parts = _words(marche.nom, amount, y, element("tspan", marche.note, class_="t2", dx=8))
    left, right = sorted((scale.x(before), scale.x(after)))
    x, width = _percent(left), _percent(max(right - left, 0.35))
    if marche.cents:
        parts.append(element("rect", class_=f"b-{marche.genre}", x=x, width=width, y=y + 22, height=16))
    else:
        parts.append(element("line", class_="b-nul", x1=x, x2=x, y1=y + 22, y2=y + 38))
    if marche.cents and marche.genre == "total":
        path = element("path", class_="coupe", d="M0 22L6 0M6 22L12 0")
        parts.append(element("svg", path, x="2.2%", y=y + 19, width=14, height=22, overflow="visible"))
    return groupe(parts)


def _tick(scale: Echelle, cents: int, bottom: int, rang: int, number: int) -> Markup:
    x = _percent(scale.x(cents))
    anchor = "start" if rang == 0 else "end" if rang == number - 1 else "middle"
    line = element("line", class_="axe", x1=x, x2=x, y1=0, y2=bottom)
    # A phone has no room for five amounts in a row, nor for four of a million.
    crowded = rang % 2 and number > _GRADUATIONS + 1
    crowded = crowded or (anchor == "middle" and scale.haut >= _MILLION)
    kept = "t2 t-note" if crowded else "t2"
    return groupe([line, element("text", f"{unites(cents)} €", class_=kept, x=x, y=bottom + 16, text_anchor=anchor)])


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
    return next(factor * power for factor in _PAS_RONDS if factor * power >= cents)


# The line of a price over the years: plain when it is known, dashed when estimated, boxed when it is not.

_BAS = 150
_COURSE = 112
_AU_DESSUS = 12
_ETROIT = 52
"""Letters of amounts that stand side by side across a chart of the narrowest screen, where they are small."""
_RANG = 13
"""By how much an amount is raised there, so as not to touch another (`acces.css`)."""


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
    drawn = (_point(x, item, highest, row) for (x, item), row in zip(places, _rows(places, highest), strict=True))
    return _drawing(ident, description, 192, axis, zero, *lines, *drawn)


def _rows(places: Sequence[tuple[float, Point]], highest: int) -> Iterator[str]:
    """Yield the class of each amount: the narrowest screen raises it by a row or two, or for want of room omits it.

    None then touches one on its left; a table gives them all.
    """
    placed: list[tuple[float, float, float]] = []
    for x, point in places:
        above, width = _y(point.valeur or 0, highest) - _AU_DESSUS, 100 * (len(point.texte) + 1) / _ETROIT
        for row, name in enumerate(("v", "v v-1", "v v-2")):
            y = above - row * _RANG
            if y >= 0 and all(x - left >= (width + wide) / 2 or abs(y - at) >= _RANG for left, at, wide in placed):
                placed.append((x, y, width))
                yield name
                break
        else:
            yield "v v-tu"


def _segment(left: tuple[float, Point], right: tuple[float, Point], highest: int) -> Markup:
    (x1, a), (x2, b) = left, right
    if a.valeur is None or b.valeur is None:
        return groupe([])
    dashed = "trait trait--estime" if b.estime else "trait"
    y1, y2 = _y(a.valeur, highest), _y(b.valeur, highest)
    return element("line", class_=dashed, x1=_percent(x1), y1=y1, x2=_percent(x2), y2=y2)


def _point(x: float, point: Point, highest: int, montant: str) -> Markup:
    at = _percent(x)
    year = element("text", point.annee, x=at, y=170, text_anchor="middle")
    if point.valeur is None:
        box = element("rect", class_="inconnu", x=_percent(x - 8), width="16%", y=60, height=66)
        return groupe(
            [box, element("text", "non connu", class_="t2 t-inconnu", x=at, y=97, text_anchor="middle"), year]
        )
    note = element("text", point.note, class_="t2 t-note", x=at, y=186, text_anchor="middle")
    y = _y(point.valeur, highest)
    dot = element("circle", class_="point point--estime" if point.estime else "point", cx=at, cy=y, r=5)
    return groupe(
        [dot, element("text", point.texte, class_=montant, x=at, y=y - _AU_DESSUS, text_anchor="middle"), year, note]
    )


def _y(cents: int, highest: int) -> float:
    return round(_BAS - _COURSE * cents / highest, 1)


# The strip of shares: a segment an adherent, as wide as its workstations.

_ECART, _ECART_LARGE = 0.1, 0.22
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


def frise(
    ident: str, description: str, parts: Mapping[str, Fraction | int], reperes: Sequence[tuple[str, str, str]]
) -> Markup:
    """Draw the strip large, with the names of the largest shares under it.

    `reperes` names a share, shortly, with its percentage.
    """
    found = segments(parts, _ECART_LARGE)
    bars = [element("rect", x=_percent(x), width=_percent(width), height="100%") for _, x, width in found]
    starts = {nom: x for nom, x, _ in found}
    words = [_named(court, part, _percent(starts[nom]), "start") for nom, court, part in reperes if nom in starts]
    words += [_named(court, part, "100%", "end") for nom, court, part in reperes if nom not in starts]
    strip = _drawing(ident, description, 68, *bars, classe="g frise-grande")
    return groupe([strip, element("svg", *words, class_="g", height=40, aria_hidden="true")])


def _named(court: str, part: str, x: str, ancrage: str) -> Markup:
    name = element("text", court, x=x, y=16, text_anchor=ancrage)
    return groupe([name, element("text", part, class_="t2", x=x, y=33, text_anchor=ancrage)])


# The graph of prerequisites around a service: on the left what is asked, on the right what it makes possible.

_PAS = 72
_HAUT = 46
_LARGEUR = 43
_DROITE = 57


class Noeud(NamedTuple):
    """A service: its code, its name, whether something is asked before it, whether it is the page's own."""

    code: str
    nom: str
    soumis: bool
    ici: bool


def graphe(
    ident: str, description: str, gauche: Sequence[Noeud], droite: Sequence[Noeud], aretes: Sequence[tuple[str, str]]
) -> Markup:
    """Draw two columns, what is asked and what asks it, and the arrows from the first to the second.

    `aretes` are codes, from left to right.
    """
    left = {node.code: rang for rang, node in enumerate(gauche)}
    right = {node.code: rang for rang, node in enumerate(droite)}
    own = {node.code for node in (*gauche, *droite) if node.ici}
    known = [(a, b) for a, b in aretes if a in left and b in right]
    height = max(len(gauche), len(droite)) * _PAS - (_PAS - _HAUT)
    arrows = element("defs", _arrow(f"{ident}-m1", 9, "pointe"), _arrow(f"{ident}-m2", 12, "pointe--ici"))
    lines = [_edge(left[a], right[b], ici=a in own or b in own, ident=ident) for a, b in known]
    nodes = [_node(0, rang, node) for rang, node in enumerate(gauche)]
    nodes += [_node(_DROITE, rang, node) for rang, node in enumerate(droite)]
    return _drawing(ident, description, height, arrows, *lines, *nodes)


def _node(x: int, rang: int, node: Noeud) -> Markup:
    y = rang * _PAS
    classes = ["noeud", *(["noeud--ici"] if node.ici else []), *(["noeud--option"] if node.soumis else [])]
    box = element("rect", x=_percent(x), y=y, width=_percent(_LARGEUR), height=_HAUT, rx=2)
    words = [element("text", node.code, class_="n1", x=8, y=20), element("text", node.nom, class_="n2", x=8, y=36)]
    inner = element("svg", *words, x=_percent(x), y=y, width=_percent(_LARGEUR), height=_HAUT)
    return element("g", box, inner, class_=" ".join(classes))


def _edge(a: int, b: int, *, ici: bool, ident: str) -> Markup:
    ends = {"x1": _percent(_LARGEUR), "x2": _percent(_DROITE), "y1": str(a * _PAS + 23), "y2": str(b * _PAS + 23)}
    marker = f"url(#{ident}-m{2 if ici else 1})"
    return element("line", class_="arete arete--ici" if ici else "arete", marker_end=marker, **ends)


def _arrow(ident: str, side: int, classe: str) -> Markup:
    size = {"markerWidth": str(side), "markerHeight": str(side), "markerUnits": "userSpaceOnUse", "viewBox": "0 0 8 8"}
    path = element("path", class_=classe, d="M0 0l8 4-8 4z")
    return element("marker", path, id=ident, refX="8", refY="4", orient="auto", **size)
