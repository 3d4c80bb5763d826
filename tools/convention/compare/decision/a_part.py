"""Which points could be merged apart, because a lighter procedure is enough for them.

Knows: which files hold each point, the checks of the data. Must not know: procedures, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import has_errors
from convention.checks.registry import run
from convention.model.assemblage import build_depot
from convention.model.ecrits.journal import JOURNAL
from convention.model.valeurs.chemins import APPELS, CLOTURES, adherent_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from convention.base.diagnostic import Diagnostic
    from convention.compare.changements.changements import Changement
    from convention.model.depot import Depot

    Fautes = Callable[[Depot], Iterable[Diagnostic]]
    """Checks a Depot, as `find_faults` does; or keeps what it has found, from one Depot to the next."""

ESSAIS_MAX = 6
"""How many groups are tried one by one, each with two readings of the checks (0.2 s each on the demonstration)."""


def find_faults(depot: Depot) -> tuple[Diagnostic, ...]:
    """Return the errors of a Depot."""
    return run(depot, errors_only=True)


def separable(
    changements: Sequence[Changement], legers: Collection[int], base: Depot, head: Depot, fautes: Fautes
) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the light points that could be merged apart, from 1, in groups that go together.

    The criterion is sound, not complete. The points of one folder of adherent, or of one shared file, stay together: a
    file is merged whole. A group is offered when none of its points is heavy (`legers` are those for which a lighter
    procedure is enough), and when the data has no error either way: the base with this group alone, the proposal
    without it. All light groups are first tried as one.
    """
    groups = _groups(changements)
    light = {unit: numbers for unit, numbers in groups.items() if set(numbers) <= set(legers)}
    if not light or len(light) == len(groups):
        return ()
    if _stands_apart(frozenset(light), base, head, fautes):
        return (tuple(sorted(number for numbers in light.values() for number in numbers)),)
    if not 1 < len(light) <= ESSAIS_MAX:
        return ()
    return tuple(numbers for unit, numbers in light.items() if _stands_apart(frozenset({unit}), base, head, fautes))


def bound(
    changements: Sequence[Changement], numbers: Collection[int], ground: Depot, graft: Depot, fautes: Fautes
) -> frozenset[int]:
    """Return, of some points, those that one side cannot have alone as they are on the other: it would be wrong.

    The price of a service that the proposal adds is one: the base has no service for it. So is the price of a service
    that it removes: the proposal cannot keep it.
    """
    groups = {unit: own for unit, own in _groups(changements).items() if set(own) & set(numbers)}
    stuck = {unit for unit in groups if has_errors(fautes(_mixed(frozenset({unit}), ground, graft)))}
    return frozenset(number for unit in stuck for number in groups[unit]) & frozenset(numbers)


def _groups(changements: Sequence[Changement]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, changement in enumerate(changements, 1):
        found.setdefault(_unit(changement.source.path), []).append(number)
    return {unit: tuple(numbers) for unit, numbers in found.items()}


def _unit(path: str) -> str:
    """Return what is merged whole: a folder of adherent (its quantities go with its subscriptions), or a file.

    What is sealed goes with the journal that lists it.
    """
    if path.startswith((APPELS, CLOTURES)):
        return JOURNAL
    return adherent_of(path) or path


def _stands_apart(units: frozenset[str], base: Depot, head: Depot, fautes: Fautes) -> bool:
    return all(not has_errors(fautes(_mixed(units, *sides))) for sides in ((base, head), (head, base)))


def _mixed(units: frozenset[str], ground: Depot, graft: Depot) -> Depot:
    """Return one side, with these units as they are on the other; neither has a document that cannot be read."""
    fichiers = [item for path, item in ground.fichiers.items() if _unit(path) not in units]
    fichiers += [item for path, item in graft.fichiers.items() if _unit(path) in units]
    sealed = graft if JOURNAL in units else ground
    return build_depot(fichiers, (), sealed.sceaux.values())._replace(scelles=sealed.scelles)
