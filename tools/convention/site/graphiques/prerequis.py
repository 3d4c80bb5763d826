"""The graph of prerequisites around a service: on the left what is asked, on the right what it makes possible.

Knows: nodes and edges. Must not know: the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.site.graphiques.svg import dessin, element, groupe, pourcent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

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
    lines = [_edge(left[a], right[b], ici=a in own or b in own, ident=ident) for a, b in known]
    nodes = [_node(0, rang, node) for rang, node in enumerate(gauche)]
    nodes += [_node(_DROITE, rang, node) for rang, node in enumerate(droite)]
    return dessin(ident, description, height, _markers(ident), *lines, *nodes)


def _node(x: int, rang: int, node: Noeud) -> Markup:
    y = rang * _PAS
    classes = ["noeud", *(["noeud--ici"] if node.ici else []), *(["noeud--option"] if node.soumis else [])]
    box = element("rect", x=pourcent(x), y=y, width=pourcent(_LARGEUR), height=_HAUT, rx=2)
    words = [element("text", node.code, class_="n1", x=10, y=20), element("text", node.nom, class_="n2", x=10, y=36)]
    inner = element("svg", *words, x=pourcent(x), y=y, width=pourcent(_LARGEUR), height=_HAUT)
    return element("g", box, inner, class_=" ".join(classes))


def _edge(a: int, b: int, *, ici: bool, ident: str) -> Markup:
    ends = {"x1": pourcent(_LARGEUR), "x2": pourcent(_DROITE), "y1": str(a * _PAS + 23), "y2": str(b * _PAS + 23)}
    marker = f"url(#{ident}-m{2 if ici else 1})"
    return element("line", class_="arete arete--ici" if ici else "arete", marker_end=marker, **ends)


def _markers(ident: str) -> Markup:
    return element("defs", _marker(f"{ident}-m1", 9, "pointe"), _marker(f"{ident}-m2", 12, "pointe--ici"))


def _marker(ident: str, side: int, classe: str) -> Markup:
    size = {"markerWidth": str(side), "markerHeight": str(side), "markerUnits": "userSpaceOnUse", "viewBox": "0 0 8 8"}
    path = element("path", class_=classe, d="M0 0l8 4-8 4z")
    return groupe([element("marker", path, id=ident, refX="8", refY="4", orient="auto", **size)])
