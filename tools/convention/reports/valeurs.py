"""What every report writes alike: an amount beside another, a month, the last day of a period, a seal read aloud.

Knows: values. Must not know: what they bear on, media.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Protocol

from convention.base.french import ecart, enumere, euros, jour, montant, pluriel, pourcentage, proportion
from convention.engine.partage.repartition import share
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.model.documents.catalogue import Convention
    from convention.model.mots.communs import Origine, Phase

_MILLIEMES, _DIX_MILLIEMES = 1000, 10_000
_COURTE = 8
"""Digits of a seal that a document prints."""
PROJECTION = "Projection : aucune quantité de cette phase n'est connue, celles d'une phase antérieure sont reprises."


def last_day(fin: date) -> str:
    """Say the last day that counts: the end of a period is excluded."""
    return jour(fin - timedelta(days=1))


def exercices(annees: Iterable[int]) -> str:
    """Name exercices: « l'exercice 2027 », « les exercices 2027 et 2028 »."""
    years = list(map(str, annees))
    noun = pluriel(len(years), "l'exercice", "les exercices")
    return f"{noun} {enumere(years)}"


def phase_dite(convention: Convention, annee: int, phase: Phase) -> str:
    """Say the phase of an exercice: « révisé »; « réalisé, une partie de l'année » of one that is covered in part."""
    return phase.libelle if convention.entiere(annee) else f"{phase.libelle}, une partie de l'année"


def entamees(convention: Convention, annees: Iterable[int]) -> str:
    """Say which of these exercices the convention covers in part, and why none compares; nothing of whole ones."""
    cut = [annee for annee in annees if not convention.entiere(annee)]
    if not cut:
        return ""
    told = [f"commence le {jour(convention.effet)}"] if convention.effet > date(cut[0], 1, 1) else []
    told += [f"finit le {jour(convention.dernier_jour)}"] if convention.terme <= date(cut[-1], 12, 31) else []
    years = enumere([f"de {annee}" for annee in cut])
    verb = pluriel(len(cut), "se compare", "se comparent")
    part = f"elle ne couvre qu'une partie {years}, qui ne {verb} pas à une année entière"
    return f"La convention {enumere(told)} : {part}."


def short(empreinte: str) -> str:
    """Write the beginning of a seal, to be read aloud: « 7c1e 52d0 »."""
    half = _COURTE // 2
    return f"{empreinte[:half]} {empreinte[half:_COURTE]}"


def signed(cents: int) -> str:
    """Write a difference in a sentence: « −12,00 € »."""
    return f"+{euros(cents)}" if cents > 0 else euros(cents)


def moved(avant: int, apres: int) -> str:
    """Write a difference in a sentence, with its rate, when it has one: « +12,00 €, +2,0 % »."""
    gap = apres - avant
    return f"{signed(gap)}, {pourcentage(gap, avant)}" if avant else signed(gap)


def payroll_gone(cents: int, forfaits: str, *, fait: bool = False) -> str:
    """Say what nobody pays any more of the forfaits, which are not shared: when one leaves, the others owe no more.

    Once it is done (`fait`), it is told as it is.
    """
    several = pluriel(cents // 100, "", "s")
    verb = pluriel(cents // 100, "est", "sont") if fait else pluriel(cents // 100, "serait", "seraient")
    gone = f"ne {verb} plus apporté{several}"
    return f"{euros(cents)} de {forfaits} {gone}, et nul ne le{several} reprend"


def amounts_row(label: str, before: int, after: int) -> tuple[str, ...]:
    """Write a name, its amounts before and after, and the difference of these printed figures."""
    return (label, montant(before), montant(after), ecart(after - before), pourcentage(after - before, before))


def compared_table(
    titres: tuple[str, str, str],
    rangs: Iterable[tuple[str, _DeuxCotes]],
    totaux: Iterable[tuple[str, _DeuxCotes]],
) -> Tableau:
    """Lay out, by name, what has an amount before and one after, and their difference: rows, then totals.

    `titres` head the names, what is before, what is after.
    """
    lignes, sums = (tuple(amounts_row(nom, item.avant, item.apres) for nom, item in items) for items in (rangs, totaux))
    return Tableau((*titres, "Écart (€)", "Écart (%)"), lignes, sums)


class _DeuxCotes(Protocol):
    """What has an amount before and one after, in cents."""

    @property
    def avant(self) -> int: ...

    @property
    def apres(self) -> int: ...


def parts(numbers: Sequence[int | Fraction]) -> list[str]:
    """Write the share of each in their sum, then the whole that they add up to: « 33,4 % », « 33,3 % »… « 100,0 % ».

    All have two decimals when one would round to nothing; nothing is made to add up where some are negative.
    """
    whole = sum(numbers)
    if whole <= 0 or min(numbers) < 0:
        return [proportion(number, whole) if whole else "–" for number in (*numbers, whole)]
    units = lcm(*(Fraction(number).denominator for number in numbers))
    weights = [int(number * units) for number in numbers]
    tenths = share(_MILLIEMES, weights).parts
    if all(part or not number for part, number in zip(tenths, numbers, strict=True)):
        return [proportion(part, _MILLIEMES) for part in (*tenths, _MILLIEMES)]
    hundredths = share(_DIX_MILLIEMES, weights).parts
    return [proportion(part, _DIX_MILLIEMES, fine=True) for part in (*hundredths, _DIX_MILLIEMES)]


def mentions(origines: Iterable[Origine], *, projection: bool = False) -> list[str]:
    """Say what figures of these origins are worth, before any of them is read."""
    found = [f"{origine.mention}." for origine in sorted(set(origines)) if origine.mention]
    return [*found, PROJECTION] if projection else found
