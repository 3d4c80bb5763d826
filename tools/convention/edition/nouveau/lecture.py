"""From a file of answers, and the CSV of its members, to what they say, or to everything that is wrong with them.

Knows: nodes, their places. Must not know: the disk, who asked.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Span, diagnose, sort_diagnostics
from convention.base.nodes import MappingNode, ScalarNode, SequenceNode, locate, text_at
from convention.edition.nouveau.manques import manques
from convention.edition.nouveau.noeuds import liste, mot, put, table
from convention.edition.nouveau.reponses import Reponses
from convention.loading.bind import bind
from convention.loading.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.base.nodes import Node
    from convention.edition.nouveau.manques import Manque
    from convention.edition.nouveau.tableau import Tableau

ADHERENTS = "adherents"
_EN_ATTENDANT = {
    "titre": "?",
    "gestionnaire": "?",
    "exercice": "2000",
    "preavis_mois": "0",
    "origine": "demonstration",
    "source": "?",
}
"""What stands for the first answers while the members and the services are looked at."""


class Lecture(NamedTuple):
    """The answers when they are whole, and what is wrong with them otherwise."""

    reponses: Reponses | None
    diagnostics: tuple[Diagnostic, ...]


def cited_table(root: MappingNode) -> ScalarNode | None:
    """Return the name of the CSV that holds the members: `adherents: {fichier: membres.csv}`."""
    node = root.get(ADHERENTS)
    cited = node.get("fichier") if isinstance(node, MappingNode) and len(node) == 1 else None
    return cited if isinstance(cited, ScalarNode) else None


def use_table(root: MappingNode, tableau: Tableau) -> None:
    """Put the members of a CSV in the place of those of the answers."""
    put(root, ADHERENTS, tableau.membres)


def counted(root: MappingNode) -> tuple[str, ...]:
    """Return what the services count, as far as they can be read."""
    looked = _looked(root)
    put(looked, ADHERENTS, liste())
    rest = salvage(Reponses, looked)
    return rest.document.cles if rest is not None and isinstance(rest.document, Reponses) else ()


def complete_table(root: MappingNode, tableau: Tableau) -> None:
    """Do the same, and keep what was answered of a member that the CSV does not say."""
    known = root.get(ADHERENTS)
    before = {text_at(item, "nom") or "": item for item in known} if isinstance(known, SequenceNode) else {}
    use_table(root, tableau)
    for membre in tableau.membres:
        said = before.get(text_at(membre, "nom") or "")
        if isinstance(membre, MappingNode) and isinstance(said, MappingNode):
            _complete(membre, said)


def _complete(membre: MappingNode, said: MappingNode) -> None:
    for champ, node in said.items():
        here = membre.get(champ)
        if here is None:
            put(membre, champ, node)
        elif isinstance(here, MappingNode) and isinstance(node, MappingNode):
            _complete(here, node)


def read_answers(
    root: MappingNode, path: str, tableau: str | None = None, *, au: date = date.max, en_cours: bool = False
) -> Lecture:
    """Read the answers, every fault at its place.

    `root` holds the members of the CSV (`tableau`) in their place; what was counted is to be counted by the day `au`;
    `en_cours`: some answers are still to come.
    """
    binding = bind(Reponses, path, root)
    if isinstance(binding.document, Reponses):
        told = (item for item in manques(binding.document, au) if item.certain or not en_cours or tableau is None)
        found = [*_lacking(told, root, path, tableau)]
    else:
        found = [*binding.diagnostics, *_certain(root, path, tableau, en_cours=en_cours)]
    if tableau is not None:
        found = [_of_table(item, tableau) if item.pointer[:1] == (ADHERENTS,) else item for item in found]
    whole = binding.document if isinstance(binding.document, Reponses) and not found else None
    return Lecture(whole, sort_diagnostics(found))


def _of_table(item: Diagnostic, tableau: str) -> Diagnostic:
    """Tell where a table is wrong."""
    return item._replace(span=item.span._replace(path=tableau))


def _lacking(found: Iterable[Manque], root: MappingNode, path: str, tableau: str | None) -> Iterator[Diagnostic]:
    for manque in found:
        where = locate(root, manque.pointer)
        hint = manque.conseil if tableau is None else manque.en_tableau or manque.conseil
        yield diagnose(manque.code, Span(path, *where.value), manque.message, hint, pointer=manque.pointer)


def _certain(root: MappingNode, path: str, tableau: str | None, *, en_cours: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with the values that can be read, when some of the answers cannot."""
    looked = _looked(root)
    rest = salvage(Reponses, looked)
    if rest is None or not isinstance(rest.document, Reponses):
        return
    entire = set() if en_cours else _entire(looked.get(ADHERENTS), rest.root.get(ADHERENTS))
    found = manques(rest.document)
    told = (item for item in found if item.certain or (item.du_membre and item.pointer[1] in entire))
    yield from _lacking(told, rest.root, path, tableau)


def _looked(root: MappingNode) -> MappingNode:
    looked = table()
    for champ, texte in _EN_ATTENDANT.items():
        put(looked, champ, mot(texte))
    for champ in ("departements", ADHERENTS, "services"):
        put(looked, champ, root.get(champ, liste()))
    # Who pays nothing counts nothing: it is one of the members, and the answers say so.
    manager, members = root.get("gestionnaire"), root.get(ADHERENTS)
    named = [(text_at(item, "nom") or "") for item in members] if isinstance(members, SequenceNode) else []
    if isinstance(manager, ScalarNode) and manager.text in named:
        put(looked, "gestionnaire", manager)
        put(looked, "gestionnaire_contribue", root.get("gestionnaire_contribue", mot("oui")))
    return looked


def _entire(given: Node | None, left: Node | None) -> set[int]:
    """Return the ranks of the members of which nothing was set aside, when none was."""
    if not isinstance(given, SequenceNode) or not isinstance(left, SequenceNode) or len(given) != len(left):
        return set()
    return {rank for rank, (item, rest) in enumerate(zip(given, left, strict=True)) if item == rest}
