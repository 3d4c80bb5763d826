"""What must hold of the comparison of any repositories, whatever differs between them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from convention.base.nodes import ScalarNode
from convention.compare.causes.effets import Effets
from convention.compare.comparaison import Comparaison, comparer
from tests.compare.causes.causes_naives import Vues, effects, vues
from tests.essais import contribution, lire
from tests.generateur import depot_fictif
from tests.generateur.limites import depot_limite
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.base.nodes import Node
    from convention.compare.changements.changements import Changement
    from convention.model.depot import Depot, Reference

GRAINES = st.integers(0, 10**6)
FABRIQUES = (depot_fictif, depot_limite)
DEPOTS = st.one_of([st.builds(fabrique, st.integers(1, 5), st.integers(2, 8), GRAINES) for fabrique in FABRIQUES])
Ligne = tuple[int, tuple[str, ...]]


def ecarts(comparaison: Comparaison) -> Counter[Ligne]:
    """Return what each line moves by, in cents."""
    found: Counter[Ligne] = Counter()
    for impact in comparaison.impacts:
        for adherent in impact.adherents:
            for line in adherent.lignes:
                found[impact.exercice, line.ligne.identite] += line.ecart
    return Counter({place: cents for place, cents in found.items() if cents})


def lines(files: Mapping[str, str]) -> Counter[Ligne]:
    return Counter({(2026, ligne.identite): ligne.montant for ligne in contribution(files).lignes if ligne.montant})


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> Comparaison:
    return comparer(lire(before), lire(after), pourquoi=False)


def less(one: Counter[Ligne], other: Counter[Ligne]) -> dict[Ligne, int]:
    return {place: one[place] - other[place] for place in one.keys() | other.keys() if one[place] != other[place]}


@exemples(8)
@given(DEPOTS, DEPOTS)
def test_the_ecarts_are_what_separates_the_lines_of_the_two_sides(
    before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    assert less(lines(after), lines(before)) == dict(ecarts(compared(before, after)))


@exemples(4)
@given(DEPOTS, DEPOTS, DEPOTS)
def test_the_ecarts_of_two_steps_add_up_line_by_line_to_those_of_the_whole_way(
    first: Mapping[str, str], second: Mapping[str, str], third: Mapping[str, str]
) -> None:
    steps = [ecarts(compared(first, second)), ecarts(compared(second, third))]
    sums = {place: steps[0][place] + steps[1][place] for place in steps[0].keys() | steps[1].keys()}
    assert {place: cents for place, cents in sums.items() if cents} == dict(ecarts(compared(first, third)))


# --- every difference is under a change ---


def leaves(node: Node, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, ScalarNode):
        yield pointer, node.text
        return
    inside: Iterable[tuple[str | int, Node]] = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inside:
        yield from leaves(value, (*pointer, key))


def outside(depot: Depot, changes: list[tuple[Changement, Reference]]) -> Counter[tuple[str, tuple[str, ...], str]]:
    """Return the values that no change covers, the order of lists left out."""
    covered = {(source.path, source.pointer) for _, source in changes}
    # An adherent that comes or goes is one change, with all its documents.
    whole = tuple(source.path.removesuffix("adherent.yaml") for one, source in changes if is_adherent(one))
    return Counter(
        (path, tuple(part for part in pointer if isinstance(part, str)), text)
        for path, fichier in depot.fichiers.items()
        for pointer, text in leaves(fichier.root)
        if not path.startswith(whole)
        and covered.isdisjoint((path, pointer[:length]) for length in range(len(pointer) + 1))
    )


def is_adherent(changement: Changement) -> bool:
    return (changement.genre, changement.chemin) == ("adherent", ())


@exemples(6)
@given(DEPOTS, DEPOTS)
def test_what_no_change_covers_is_the_same_on_both_sides(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    base, head = lire(before), lire(after)
    found = comparer(base, head, pourquoi=False).changements
    gone = [(item, item.source_avant) for item in found if item.source_avant is not None]
    come = [(item, item.source_apres) for item in found if item.source_apres is not None]
    assert outside(base, gone) == outside(head, come)
    assert [item for item in found if item.avant == item.apres] == []


# --- why ---


@exemples(5)
@given(DEPOTS, DEPOTS)
def test_the_causes_of_each_adherent_add_up_to_its_ecart_and_mirror_themselves(
    before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    sides = vues(before, after)
    found = effects(sides)
    gaps: Counter[str] = Counter()
    for (_, identite), cents in less(lines(after), lines(before)).items():
        gaps[identite[0]] += cents
    assert {nom: gap for nom, gap in gaps.items() if gap} == {
        nom: effets.ecart for nom, effets in found.items() if effets.ecart
    }
    back = effects(Vues(sides.head, sides.base))
    assert found == {nom: Effets(*(-cents for cents in effets)) for nom, effets in back.items()}
