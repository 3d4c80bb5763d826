"""ADH013: the budget calendar of each adherent holds together and stays within the usual legal limits (art. 4, 8.3).

Knows: dates of budgets. Must not know: credits. The limits are those of the explanation of the code, to be confirmed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.french import du, jour
from convention.checks.adherents.budgets import budget_at, budgets
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import place, signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.adherents import CalendrierBudgetaire
    from convention.model.depot import Depot

_DIX_SEMAINES = timedelta(weeks=10)
_PREMIER_RENOUVELLEMENT, _MANDAT = 2020, 6


@controle("ADH013", avertit=True)
def calendars(depot: Depot) -> Iterator[Diagnostic]:
    """ADH013: one message a date that is out of order or beyond its limit."""
    for dossier, document in budgets(depot):
        for annee, exercice in sorted(document.exercices.items()):
            for champ, constat, conseil in _anomalies(annee, exercice.calendrier):
                message = f"{constat} ({annee}, budget {du(dossier.identite.nom)})"
                reference = budget_at(dossier, "exercices", str(annee), "calendrier", champ)
                yield signal("ADH013", place(depot, reference), message, conseil)


def last_vote(annee: int) -> date:
    """Return the last day to vote the budget of a year: 15 April, 30 April when the councils are renewed.

    Example:
        2025: 15 April; 2026: 30 April, as municipal councils are elected every six years (2020, 2026).
    """
    renewed = (annee - _PREMIER_RENOUVELLEMENT) % _MANDAT == 0
    return date(annee, 4, 30 if renewed else 15)


def _anomalies(annee: int, dates: CalendrierBudgetaire) -> Iterator[tuple[str, str, str]]:
    yield from _vote(annee, dates)
    if dates.rob is not None and dates.rob > dates.bp:
        yield "rob", f"le débat d'orientation est du {jour(dates.rob)}, après le budget primitif", "corriger la date"
    elif dates.rob is not None and dates.bp - dates.rob > _DIX_SEMAINES:
        constat = f"le débat d'orientation est du {jour(dates.rob)}, plus de dix semaines avant le budget primitif"
        yield "rob", constat, f"au plus tôt le {jour(dates.bp - _DIX_SEMAINES)}"
    if dates.dm is not None and dates.dm < dates.bp:
        constat = f"la décision modificative est du {jour(dates.dm)}, avant le budget primitif qu'elle modifie"
        yield "dm", constat, "corriger la date"
    yield from _closing(annee, dates)


def _vote(annee: int, dates: CalendrierBudgetaire) -> Iterator[tuple[str, str, str]]:
    limite = last_vote(annee)
    if dates.bp > limite:
        constat = f"le budget primitif est du {jour(dates.bp)}, après le {jour(limite)}"
        yield "bp", constat, f"au plus tard le {jour(limite)}"
    elif dates.bp.year < annee - 1:
        constat = f"le budget primitif est du {jour(dates.bp)}, plus d'un an avant l'exercice"
        yield "bp", constat, f"écrire une date de {annee - 1} ou de {annee}"


def _closing(annee: int, dates: CalendrierBudgetaire) -> Iterator[tuple[str, str, str]]:
    """The CFU stands with the exercice that it closes: it is voted the year after."""
    if dates.cfu is None:
        return
    limite = date(annee + 1, 6, 30)
    if dates.cfu > limite:
        constat = f"le compte financier unique est du {jour(dates.cfu)}, après le {jour(limite)}"
        yield "cfu", constat, f"au plus tard le {jour(limite)}"
    elif dates.cfu.year <= annee:
        constat = f"le compte financier unique est du {jour(dates.cfu)}, avant la fin de l'exercice qu'il arrête"
        yield "cfu", constat, f"le ranger dans l'exercice {dates.cfu.year - 1}, ou écrire une date de {annee + 1}"
