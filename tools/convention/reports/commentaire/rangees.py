"""The table where everyone has its row: before, after, why above all, when its budget is voted; the record of it.

Knows: an impact, its causes. Must not know: media, what a cell looks like. The rows add up to the printed total: those
that a table does not hold are together in one, those whom nothing touches in another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, jour
from convention.compare.decision.echeances import budget_vote
from convention.compare.ecarts import EcartAdherent
from convention.reports.comparaison.causes import main_cause
from convention.reports.mots import compared_adherent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact


class Rangee(NamedTuple):
    """A row: cents, words."""

    nom: str
    avant: int
    apres: int
    pourquoi: str = ""
    vote: str = ""
    """When its budget is voted."""
    plusieurs: bool = False
    """Whether it gathers those of whom something changes, that have no row of their own."""


def rangees(impact: Impact, seen: Impact, comparaison: Comparaison, tous: int, ouvertes: int) -> Iterator[Rangee]:
    """Yield a row an adherent, those that do not move included, as many as a table holds (`tous`).

    `seen` is the exercice beside what it is compared with (`Impact.beside`); `ouvertes`, how many of the largest
    differences are shown when the table does not hold them all.
    """
    every = seen.adherents
    shown = every if len(every) <= tous else every[:ouvertes]
    rest = every[len(shown) :]
    still = _unmoved(seen) if len(every) + seen.adherents_inchanges <= tous else ()
    for item in (*shown, *still):
        name, why = compared_adherent(comparaison, item.adherent), main_cause(impact, comparaison, item.adherent)
        day = budget_vote(item.adherent, impact.exercice, comparaison.head)
        yield Rangee(name, item.avant, item.apres, why, jour(day) if day is not None else "non connu")
    if rest:
        before, after = sum(item.avant for item in rest), sum(item.apres for item in rest)
        yield Rangee(_others(rest), before, after, plusieurs=True)
    if seen.adherents_inchanges > len(still):
        label = compte(seen.adherents_inchanges, "adhérent inchangé", "adhérents inchangés")
        yield Rangee(label, seen.total_inchanges, seen.total_inchanges)


def _unmoved(seen: Impact) -> tuple[EcartAdherent, ...]:
    """List those whom nothing touches, when the exercice is compared with itself."""
    sums = seen.contribution.totaux.par_adherent if seen.contribution is not None else {}
    moved = {item.adherent for item in seen.adherents}
    still = tuple(EcartAdherent(nom, cents, cents, ()) for nom, cents in sums.items() if nom not in moved)
    return still if sum(item.avant for item in still) == seen.total_inchanges else ()


def _others(rest: Sequence[EcartAdherent]) -> str:
    up = sum(item.ecart > 0 for item in rest)
    told = ", tous en hausse" if up == len(rest) else ", tous en baisse" if up == 0 else ""
    return f"{compte(len(rest), 'autre adhérent', 'autres adhérents')}{told}"
