"""By when a decision must be taken: before a call, a notice, the effect, the budgets of those who pay (art. 4, 8.3).

Knows: procedures, exercices, the budget calendars of adherents. Must not know: today, media.
"""

from __future__ import annotations

from datetime import MINYEAR, date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import months_later
from convention.model.mots.appels import GenreVolet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Procedure


class Terme(StrEnum):
    """What a deadline comes from."""

    APPEL = "appel"
    PREAVIS = "preavis"
    EFFET = "effet"


class Echeance(NamedTuple):
    """A day before which a decision is to be taken; no day when the data does not say when the call is."""

    terme: Terme
    date: date | None
    exercice: int
    """Civil year of the call; year of the effect for the others."""


class DateBudget(NamedTuple):
    """When an adherent whose amount moves votes the budget of the exercice."""

    adherent: str
    date: date


class Delais(NamedTuple):
    """What the deadlines of a decision are on a day: those to come, and those past from which something follows."""

    a_venir: tuple[Echeance, ...]
    manquees: tuple[Echeance, ...]
    """Past without the decision, of an effect that is still to come."""
    votes: tuple[DateBudget, ...]
    """Budgets of the year of effect that are voted."""
    votes_a_venir: tuple[DateBudget, ...]


def standing(
    echeances: Sequence[Echeance],
    budgets: Sequence[DateBudget],
    effet: date | None,
    au: date | None,
    decidee: date | None,
) -> Delais:
    """Sort deadlines and budgets by a day: nothing is to be kept of those of an effect, or a year, that is past.

    Without a day, everything is to come; a deadline that the first act that decides (`decidee`) kept is not missed.
    """
    if au is None or effet is None:
        return Delais(tuple(echeances), (), (), tuple(budgets))
    begun, over = effet < au, effet.year < au.year
    missed = tuple(
        item
        for item in echeances
        if item.date is not None and item.date < au and not begun and (decidee is None or decidee > item.date)
    )
    # Without its notice, the effect is not for the day that was asked: no time is left before it, no budget meets it.
    dead = any(item.terme is Terme.PREAVIS for item in missed)
    met = () if dead or over else budgets
    return Delais(
        a_venir=tuple(
            item
            for item in echeances
            if (item.date >= au if item.date is not None else not begun) and not (dead and item.terme is Terme.EFFET)
        ),
        manquees=missed,
        votes=tuple(item for item in met if item.date < au),
        votes_a_venir=tuple(item for item in met if item.date >= au),
    )


def deadlines(procedure: Procedure, effet: date | None, head: Depot) -> tuple[Echeance, ...]:
    """Return the deadlines of a procedure, the first to come first, the unknown ones last.

    Example: an effect on 1 January 2027, before the call of October and with two months of notice: 15 October 2026,
    then 1 November 2026, then 1 January 2027.
    """
    found = tuple(_deadlines(procedure, effet, head)) if effet is not None else ()
    return tuple(sorted(found, key=lambda item: (item.date is None, item.date or date.max)))


def last_day(echeance: Echeance) -> date | None:
    """Return the last day when one may still decide: a notice counts its own, a call or an effect comes after it."""
    if echeance.date is None or echeance.terme is Terme.PREAVIS:
        return echeance.date
    return echeance.date - timedelta(days=1)


def budget_dates(effet: date | None, comparaison: Comparaison) -> tuple[DateBudget, ...]:
    """Return when those whose amount moves vote the budget of the year of effect, the first first (art. 8.3)."""
    if effet is None:
        return ()
    moved = {
        item.adherent
        for impact in comparaison.impacts
        if impact.exercice == effet.year
        for item in impact.adherents
        if item.ecart
    }
    found = [DateBudget(nom, day) for nom in moved if (day := budget_vote(nom, effet.year, comparaison.head))]
    return tuple(sorted(found, key=lambda item: (item.date, item.adherent)))


def _deadlines(procedure: Procedure, effet: date, head: Depot) -> Iterator[Echeance]:
    if procedure.avant is not None:
        yield _call(procedure.avant, effet, head)
    if procedure.preavis_mois and 12 * (effet.year - MINYEAR) > procedure.preavis_mois:
        yield Echeance(Terme.PREAVIS, months_later(effet, -procedure.preavis_mois), effet.year)
    if not procedure.retroactive:
        yield Echeance(Terme.EFFET, effet, effet.year)


def _call(nom: str, effet: date, head: Depot) -> Echeance:
    """Return the call that a decision precedes: the first of its name to announce the year of effect, or its advance.

    When no part says which it is, the last one before the effect; its day may be unknown.
    """
    calls = [
        (annee, appel)
        for annee in (effet.year - 1, effet.year)
        for known, appel in (head.exercices[annee].appels if annee in head.exercices else ())
        if known == nom
    ]
    first = (GenreVolet.PREVISIONNEL, GenreVolet.ACOMPTE)
    telling = [
        item for item in calls if any(part.exercice == effet.year and part.genre in first for part in item[1].volets)
    ]
    before = [item for item in calls if item[1].date <= effet]
    annee, appel = next(iter((*telling, *before[-1:])), (effet.year - 1, None))
    return Echeance(Terme.APPEL, appel.date if appel is not None else None, annee)


def budget_vote(adherent: str, annee: int, head: Depot) -> date | None:
    """Return when an adherent votes the budget of a year; None when its calendar does not say."""
    dossier = head.dossiers.get(adherent)
    year = dossier.budget_de(annee) if dossier is not None else None
    return year.calendrier.bp if year is not None else None
