"""What a change is worth when several are made together: the values of Shapley and of Owen, as weighted sums.

Knows: arithmetic on coalitions. Must not know: what a coalition computes, euros.
The effect of a group is what it adds, averaged over every order in which the groups could have been changed. An effect
is thus Σ weight × amount over some recombinations; the weights do not depend on the amounts.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, TypeAlias

from convention.compare.causes.choix import RIEN, Choix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Poids: TypeAlias = "Mapping[Choix, int]"
"""Weight of each recombination, over `denominateur(changements)`."""


def denominateur(changements: Choix) -> int:
    """Return the common denominator of the weights: 2·m!, for m groups that changed."""
    return 2 * factorial(len(groups(changements)))


def groups(changements: Choix) -> tuple[str, ...]:
    """Return the groups that changed."""
    return tuple(nom for nom in Choix._fields if getattr(changements, nom))


def shapley(changements: Choix, groupe: str) -> Poids:
    """Weigh the effect of a group: Σ over the coalitions H of the others of |H|!(m−|H|−1)!/m! × (v(H + groupe) − v(H)).

    Example: of two groups, ``½ (v(groupe) − v()) + ½ (v(both) − v(other))``.
    """
    whole: frozenset[str] = getattr(changements, groupe)
    poids: dict[Choix, int] = {}
    for weight, coalition in _coalitions(changements, groupe):
        _add(poids, coalition._replace(**{groupe: whole}), 2 * weight)
        _add(poids, coalition, -2 * weight)
    return poids


def owen(changements: Choix, groupe: str, adherent: str) -> Poids:
    """Weigh what an adherent's own documents do within a group: they come first, or last, in the union they make.

    The group is one union of two players, the adherent's own changes and those of the others, that no other group comes
    between (Owen, 1977). What the others do is the effect of the group less this.
    """
    whole: frozenset[str] = getattr(changements, groupe)
    own = frozenset({adherent})
    poids: dict[Choix, int] = {}
    for weight, coalition in _coalitions(changements, groupe):
        _add(poids, coalition._replace(**{groupe: own}), weight)
        _add(poids, coalition, -weight)
        _add(poids, coalition._replace(**{groupe: whole}), weight)
        _add(poids, coalition._replace(**{groupe: whole - own}), -weight)
    return poids


def whole(changements: Choix) -> Poids:
    """Weigh the écart itself, all changes together."""
    return {changements: denominateur(changements), Choix(): -denominateur(changements)}


def owen_alone(changements: Choix, adherent: str, side: Choix) -> Poids:
    """Weigh what an adherent's own documents do on a line that existence brings in or takes out.

    Existence is then the one group that counts; the others stay on the side on which the line exists.
    """
    half = denominateur(changements) // 2
    own = frozenset({adherent})
    poids: dict[Choix, int] = {}
    _add(poids, side._replace(perimetre=own), half)
    _add(poids, Choix(), -half)
    _add(poids, changements, half)
    _add(poids, side._replace(perimetre=changements.perimetre - own), -half)
    return poids


def owen_among(changements: Choix, adherent: str, side: Choix) -> Poids:
    """Weigh the same where the documents of the others are on the side that has the line: it needs them to exist."""
    others = changements.perimetre - {adherent} if side.perimetre else RIEN
    poids: dict[Choix, int] = {}
    _add(poids, side._replace(perimetre=others | {adherent}), denominateur(changements))
    _add(poids, side._replace(perimetre=others), -denominateur(changements))
    return poids


def made_by(changements: Choix, adherent: str, side: Choix) -> Choix:
    """Return the recombination where an adherent's own documents alone are on the side that has the line."""
    own = frozenset({adherent})
    return side._replace(perimetre=own if side.perimetre else changements.perimetre - own)


def _coalitions(changements: Choix, groupe: str) -> Iterator[tuple[int, Choix]]:
    """Yield each set of the other groups that changed, with the number of orders in which it comes just before."""
    others = [nom for nom in groups(changements) if nom != groupe]
    for size in range(len(others) + 1):
        weight = factorial(size) * factorial(len(others) - size)
        for chosen in combinations(others, size):
            yield weight, Choix(**{nom: getattr(changements, nom) for nom in chosen})


def _add(poids: dict[Choix, int], choix: Choix, weight: int) -> None:
    poids[choix] = poids.get(choix, 0) + weight
