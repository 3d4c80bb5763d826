"""A scenario laid on the data: documents first, then gestures in their order, then values; nothing is written.

Knows: loading, gestures, places of values (a dotted path in a document, list items by their rank or by what names
them). Must not know: the disk, how a comparison is shown.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, compte, nearest
from convention.base.nodes import MappingNode, SequenceNode, follow, text_at
from convention.edition.etat import Document
from convention.edition.gestes import appliquer
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, texte
from convention.loading.loader import load
from convention.loading.source import Superposition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Span
    from convention.base.nodes import Node, Pointer, ScalarNode
    from convention.edition.etat import Modification
    from convention.edition.scenarios.scenario import Geste, Scenario, ValeurSimulee
    from convention.loading.a_part import Lu
    from convention.loading.loader import Cache
    from convention.loading.source import Source

_RESERVES = frozenset(",[]{}#:&*!|>'\"%@`")
IDENTITES = ("id", "code", "service", "composant", "ligne", "numero", "date", "phase")
"""Fields by which an item of a list is named, the most precise first."""


class Refuse(NamedTuple):
    """What a scenario asks and cannot be: where, why, what to do."""

    span: Span
    message: str
    conseil: str


class ScenarioRefuseError(Exception):
    """A scenario that cannot be laid on the data."""

    def __init__(self, refus: tuple[Refuse, ...]) -> None:
        """Keep the reasons, in the order of the scenario."""
        super().__init__(refus[0].message)
        self.refus = refus


def overlaid(lu: Lu[Scenario], scenario: Scenario, source: Source, cache: Cache) -> Source:
    """Lay a scenario on a source; what is refused is left out, so that the rest is tried and told too.

    Raises:
        ScenarioRefuseError: all that it asks and that makes no sense, with its places in the scenario.
    """
    source = Superposition(source, scenario.fichiers)
    refused: list[Refuse] = []
    for rank, geste in enumerate(scenario.gestes):
        with _placed(lu, ("gestes", rank), refused):
            source = _laid(source, _made(source, geste, cache))
    for rank, valeur in enumerate(scenario.valeurs):
        with _placed(lu, ("valeurs", rank), refused):
            texts = {entry.path: entry.content for entry in source.entries(frozenset()) if not entry.code}
            source = _laid(source, _value(texts, valeur))
    if refused:
        raise ScenarioRefuseError(tuple(refused))
    return source


@contextmanager
def _placed(lu: Lu[Scenario], pointer: Pointer, refused: list[Refuse]) -> Iterator[None]:
    """Keep what is refused with where the scenario asks for it."""
    try:
        yield
    except RefusError as refus:
        refused.append(Refuse(lu.span(pointer), refus.message, refus.conseil))


def _made(source: Source, geste: Geste, cache: Cache) -> tuple[Modification, ...]:
    if len(geste.demandes) != 1:
        raise RefusError("chaque élément de « gestes » est un geste, et un seul", "écrire « - souscrire: {…} »")
    return appliquer(load(source, cache), geste.demandes[0])


def _laid(source: Source, modifications: tuple[Modification, ...]) -> Source:
    return Superposition(source, {item.path: item.apres for item in modifications})


def _value(texts: dict[str, bytes], asked: ValeurSimulee) -> tuple[Modification, ...]:
    """Replace, add or remove one value of a document."""
    content = texts.get(asked.fichier)
    if content is None:
        hint = nearest(asked.fichier, texts) or "donner un fichier de catalogue/, d'adherents/ ou de pricing/"
        raise RefusError(f"le fichier {cite(asked.fichier)} n'est pas un document de données", hint)
    node: Node | None = asked.valeur
    if (node is None) != asked.retrait or (asked.ajout and asked.retrait):
        raise RefusError("il faut une valeur, ou « retrait: oui »", "écrire l'un des deux, et un seul")
    text = content.decode("utf-8", "replace")
    document = Document(asked.fichier, text, text)
    pointer = pointer_of(document.root, asked.emplacement, ajout=asked.ajout)
    if node is None:
        return _removed(document, pointer).modifications
    written = accolades(node, _scalar)
    if asked.ajout and document.has(pointer):
        if not isinstance(document.node(pointer), SequenceNode):
            raise RefusError(f"{cite(asked.emplacement)} existe déjà", "retirer « ajout: oui » pour le remplacer")
        return document.add(pointer, written).modifications
    return document.put(pointer, written).modifications


def _removed(document: Document, pointer: Pointer) -> Document:
    try:
        return document.take(pointer) if isinstance(pointer[-1], int) else document.drop(pointer)
    except LookupError:
        raise RefusError(
            "retirer cette valeur laisserait vide la table ou la liste", "retirer la table entière"
        ) from None


def _scalar(node: ScalarNode) -> str:
    """Write a text within braces: its quotes kept, added where they would cut it."""
    bare = node.plain and not set(node.text) & _RESERVES and bool(node.text)
    return node.text if bare else texte(node.text)


def pointer_of(root: MappingNode, emplacement: str, *, ajout: bool = False) -> Pointer:
    """Follow a dotted path: « lignes.serveur-impression.annuel.formule ».

    A part may hold a dot itself: S03.5 is the sub-service, though S03 is there too. `ajout`: the last part may name a
    key that is not there yet.

    Raises:
        RefusError: it leads nowhere, or to several items.
    """
    pointer: Pointer = ()
    node: Node = root
    parts = emplacement.split(".")
    while parts:
        for size in range(len(parts), 0, -1):
            found = _step(node, ".".join(parts[:size]))
            if found is not None:
                pointer, node, parts = (*pointer, found), follow(node, (found,)), parts[size:]
                break
        else:
            if ajout and len(parts) == 1 and isinstance(node, MappingNode):
                return (*pointer, parts[0])
            raise _nowhere(node, parts[0], emplacement)
    return pointer


def _step(node: Node, part: str) -> str | int | None:
    """Find the key, or the rank of the item, that a part names."""
    if isinstance(node, MappingNode):
        return part if part in node else None
    if not isinstance(node, SequenceNode):
        return None
    for champ in IDENTITES:
        ranks = [rank for rank, item in enumerate(node) if text_at(item, champ) == part]
        if len(ranks) > 1:
            number = compte(len(ranks), "élément")
            raise RefusError(
                f"{cite(part)} désigne {number} de la liste", f"donner leur rang : {ranks[0]}, {ranks[1]}…"
            )
        if ranks:
            return ranks[0]
    return int(part) if part.isascii() and part.isdecimal() and int(part) < len(node) else None


def _nowhere(node: Node, part: str, emplacement: str) -> RefusError:
    message = f"l'emplacement {cite(emplacement)} n'existe pas : {cite(part)} est inconnu"
    if isinstance(node, MappingNode):
        known = list(node)
    elif isinstance(node, SequenceNode):
        known = [text for item in node for champ in IDENTITES[:5] if (text := text_at(item, champ)) is not None]
    else:
        return RefusError(message, "la valeur qui précède n'est ni une table, ni une liste")
    if not known:
        return RefusError(message, _ranks(node))
    return RefusError(message, nearest(part, known) or f"connus : {', '.join(known[:12])}")


def _ranks(node: Node) -> str:
    """Say how to name an item that has no name of its own."""
    if isinstance(node, SequenceNode) and len(node):
        return "donner le rang de l'élément : 0" + (f" à {len(node) - 1}" if len(node) > 1 else "")
    return "rien n'y est écrit encore"
