"""From a file of answers, and the CSV of its members, to what they say, or to everything that is wrong with them.

Knows: nodes, their places. Must not know: the disk, who asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Span, diagnose, sort_diagnostics
from convention.base.nodes import MappingNode, ScalarNode, locate, pointer_text
from convention.edition.nouveau.manques import manques
from convention.edition.nouveau.noeuds import liste, mot, put, table
from convention.edition.nouveau.reponses import Reponses
from convention.loading.bind import bind
from convention.loading.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_CERTAINS = frozenset({"ADH001", "ADH002", "FOR010", "FOR013", "QTE004", "REF006", "TAR026"})
"""What is wrong with a value whatever the others are: it is told even when others are set aside, or still to come."""


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


def read_answers(root: MappingNode, path: str, tableau: str | None = None) -> Lecture:
    """Read the answers, every fault at its place.

    Args:
        root: what was written, the members of the CSV in their place.
        path: the file of the answers.
        tableau: the file of their members, when it is another one.
    """
    binding = bind(Reponses, path, root)
    if isinstance(binding.document, Reponses):
        found = [*_lacking(binding.document, root, path)]
    else:
        found = [*binding.diagnostics, *_certain(root, path)]
    if tableau is not None:
        found = [item._replace(span=item.span._replace(path=tableau)) if _is_of(item) else item for item in found]
    whole = binding.document if isinstance(binding.document, Reponses) and not found else None
    return Lecture(whole, sort_diagnostics(found))


def _is_of(item: Diagnostic) -> bool:
    return item.pointer.split("/")[1:2] == [ADHERENTS]


def _lacking(reponses: Reponses, root: MappingNode, path: str) -> Iterator[Diagnostic]:
    for manque in manques(reponses):
        where, pointer = locate(root, manque.pointer), pointer_text(manque.pointer)
        yield diagnose(manque.code, Span(path, *where.value), manque.message, manque.conseil, pointer=pointer)


def _certain(root: MappingNode, path: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with the values that can be read, when some of the answers cannot."""
    looked = table()
    for champ, texte in _EN_ATTENDANT.items():
        put(looked, champ, mot(texte))
    for champ in ("departements", ADHERENTS, "services"):
        put(looked, champ, root.get(champ, liste()))
    rest = salvage(Reponses, looked)
    if rest is not None and isinstance(rest.document, Reponses):
        yield from (item for item in _lacking(rest.document, rest.root, path) if item.code in _CERTAINS)
