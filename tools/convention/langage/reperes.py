"""What an editor shows beside the text: the outline of a document, its folds, the unit of a quantity, its last count.

Knows: raw nodes, counts. Must not know: editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Span
from convention.base.french import INSECABLE, nombre, pluriel
from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.edition.gestes.quantifier import counted
from convention.model.depot import Reference
from convention.model.genres import read_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from convention.base.nodes import Node
    from convention.edition.gestes.quantifier import Comptee
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Souscriptions
    from convention.model.documents.quantites import Place

_NOMS = ("id", "code", "service", "composant", "cle", "phase", "date", "clause", "libelle", "titre", "nom")
"""Fields that name an item of a list, the first that it has."""


class Symbole(NamedTuple):
    """A named part of a document, and those inside."""

    nom: str
    detail: str
    span: Span
    dedans: tuple[Symbole, ...]


def symboles(depot: Depot, path: str) -> tuple[Symbole, ...]:
    """Return the outline of a document: its tables, and the items of its lists by what names them."""
    fichier = depot.fichiers.get(path)
    return tuple(_symbols(path, fichier.root)) if fichier is not None else ()


def _symbols(path: str, node: Node) -> Iterator[Symbole]:
    if isinstance(node, MappingNode):
        for nom, value in node.items():
            key = node.key_nodes[nom].place
            span = Span(path, key.line, key.column, value.place.end_line, value.place.end_column)
            yield Symbole(nom, value.text if isinstance(value, ScalarNode) else "", span, tuple(_symbols(path, value)))
    elif isinstance(node, SequenceNode):
        for rang, item in enumerate(node, 1):
            if isinstance(item, MappingNode):
                named = next((item[nom] for nom in _NOMS if nom in item), None)
                label = named.text if isinstance(named, ScalarNode) else str(rang)
                yield Symbole(label, "", Span(path, *item.place), tuple(_symbols(path, item)))


def plis(depot: Depot, path: str) -> tuple[tuple[int, int], ...]:
    """Return the first and the last line, from 1, of what may be folded."""
    found: dict[tuple[int, int], None] = {}
    waiting = list(symboles(depot, path))
    while waiting:
        item = waiting.pop()
        if item.span.last_line > item.span.line:
            found[item.span.line, item.span.last_line] = None
        waiting += item.dedans
    return tuple(sorted(found))


def reperes(depot: Depot, path: str) -> Iterator[tuple[Span, str]]:
    """Say after each quantity its unit, and what the exercice before counted; after the code of a service, its name."""
    chemin = read_path(path)
    if chemin is not None and chemin.genre.nom == "souscriptions" and chemin.id in depot.dossiers:
        yield from _named(depot, path, depot.dossiers[chemin.id].souscriptions)
    dossier = depot.dossiers.get(chemin.id) if chemin is not None and chemin.genre.nom == "quantites" else None
    if chemin is None or dossier is None or chemin.annee not in dossier.quantites:
        return
    before = counted(dossier, chemin.annee - 1)
    for rang, releve in enumerate(dossier.quantites[chemin.annee].comptages):
        here = Reference(path, ("comptages", rang))
        for place, value in releve.quantites.items():
            yield _counted(depot, here, place, value, before.get(place), chemin.annee)


def _named(depot: Depot, path: str, document: Souscriptions) -> Iterator[tuple[Span, str]]:
    for rang, item in enumerate(document.souscriptions):
        name = depot.libelle_service(item.service).removeprefix(item.service).strip()
        if name:
            yield depot.span(Reference(path, ("souscriptions", rang, "service"))), f"{INSECABLE}{name}"


def _counted(
    depot: Depot, here: Reference, place: Place, value: Fraction, before: Comptee | None, annee: int
) -> tuple[Span, str]:
    cle = depot.cles.get(place.cle)
    unit = pluriel(value, cle.unite, cle.pluriel) if cle is not None else ""
    known = f"({nombre(before.nombre)} en {annee - 1})" if before is not None else ""
    text = " ".join(part for part in (unit, known) if part)
    return depot.span(Reference(here.path, (*here.pointer, *place.pointer))), f"{INSECABLE}{text}"
