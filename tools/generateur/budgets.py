"""The budgets of the demonstration: calendars drawn within the legal limits, credits that follow the contributions.

Knows: tables of budgets, what the tool computes. Must not know: how files are written.
Credits: the forecast of the year plus three per cent, rounded up to a hundred euros; what a later phase adds is voted
by decision modificative. An account that a contribution is charged to always has its credits.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.engine.contribution import calculer
from convention.model.mots.communs import Phase, Section
from convention.model.resolution import resolve
from generateur.tables import ESSEY, METROPOLE
from generateur.tables_identites import (
    ANNEES,
    ANNEXES,
    CALENDRIER_ESSEY_2026,
    CREDITS_ESSEY_2026,
    EN_AVRIL,
    EN_DECEMBRE,
    EN_PLUS,
    PAR_ATTRIBUTION,
    PART_ANNEXE,
    PETITES,
)

if TYPE_CHECKING:
    from random import Random

    from convention.model.depot import Depot

CENT_EUROS = 100_00
AUJOURD_HUI = date(2026, 11, 25)
RENOUVELLEMENT = 2026
VENDREDI = 4
FERIES = frozenset({(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)})
Comptes = dict[tuple[str, str, Section], int]
_CALCULS: dict[tuple[int, Phase], Comptes] = {}


def budget(depot: Depot, adherent: str, alea: Random) -> list[str]:
    """Return the lines of a budget file, after its origin."""
    lines = ["budgets:", '  principal: {libelle: "Budget principal", genre: principal}']
    if adherent in ANNEXES:
        nom, libelle, spic = ANNEXES[adherent]
        lines.append(f'  {nom}: {{libelle: "{libelle}", genre: annexe, spic: {spic}}}')
    if adherent != METROPOLE:
        mode = "attribution_de_compensation" if adherent in PAR_ATTRIBUTION else "titre"
        lines.append(f"reglement: {{fonctionnement: {mode}, investissement: titre}}")
    lines += [
        "# Le compte financier unique (cfu) se vote l'année suivante : il est rangé avec l'exercice qu'il arrête."
    ]
    lines.append("exercices:")
    for annee in ANNEES:
        calendrier = calendar(adherent, annee, alea)
        lines += _exercice(depot, adherent, annee, calendrier)
    return lines


def calendar(adherent: str, annee: int, alea: Random) -> dict[str, date]:
    """Draw the budget calendar of a year; the CFU stands with the exercice that it closes."""
    if adherent == ESSEY and annee == RENOUVELLEMENT:
        return dict(CALENDRIER_ESSEY_2026)
    if adherent in EN_DECEMBRE:
        bp = weekday(alea, date(annee - 1, 12, 7), date(annee - 1, 12, 17))
    elif adherent in EN_AVRIL:
        # New councils sit from the end of March 2026: the limit is 30 April that year.
        renewed = annee == RENOUVELLEMENT
        bp = weekday(alea, date(annee, 4, 14 if renewed else 1), date(annee, 4, 28 if renewed else 10))
    else:
        bp = weekday(alea, date(annee, 2, 2), date(annee, 2, 26))
    weeks = 2 if adherent in EN_AVRIL else alea.randint(4, 8)
    dates = {} if adherent in PETITES else {"rob": bp - timedelta(weeks=weeks)}
    dates |= {"bp": bp}
    if annee <= RENOUVELLEMENT:
        dates["dm"] = weekday(alea, date(annee, 10, 5), date(annee, 12, 10))
        dates["cfu"] = weekday(alea, date(annee + 1, 5, 18), date(annee + 1, 6, 25))
    return dates


def weekday(alea: Random, first: date, last: date) -> date:
    """Draw a day from Monday to Thursday between two days."""
    days = [first + timedelta(rank) for rank in range((last - first).days + 1)]
    return alea.choice([day for day in days if day.weekday() < VENDREDI and (day.month, day.day) not in FERIES])


def _exercice(depot: Depot, adherent: str, annee: int, calendrier: dict[str, date]) -> list[str]:
    dates = ", ".join(f"{nom}: {day}" for nom, day in calendrier.items())
    lines = [f"  {annee}:", f"    calendrier: {{{dates}}}"]
    credits_ = _credits(depot, adherent, annee)
    if credits_ and calendrier["bp"] > AUJOURD_HUI:
        lines.append("    # Projet : ce budget n'est pas encore voté.")
    elif any(", dm:" in line for line in credits_) and calendrier["dm"] > AUJOURD_HUI:
        lines.append("    # Décision modificative (dm) à venir : elle n'ouvre de crédits qu'à sa date.")
    return [*lines, "    credits:", *credits_] if credits_ else lines


def _credits(depot: Depot, adherent: str, annee: int) -> list[str]:
    if adherent == METROPOLE or (adherent == ESSEY and annee > RENOUVELLEMENT):
        return []
    if adherent == ESSEY and annee == RENOUVELLEMENT:
        return [
            _line(compte, Section.INVESTISSEMENT if compte.startswith("2") else Section.FONCTIONNEMENT, *amounts)
            for compte, amounts in CREDITS_ESSEY_2026.items()
        ]
    planned, in_force = _due(depot, annee, Phase.PREVISIONNEL), _due(depot, annee, depot.exercices[annee].phase)
    lines: list[str] = []
    for compte, section in sorted({key[1:] for key in planned | in_force if key[0] == adherent}, key=_by_section):
        due = planned.get((adherent, compte, section), 0)
        bp = _hundreds(due * 103 // 100 + EN_PLUS.get((adherent, annee, compte), 0))
        dm = max(_hundreds(in_force.get((adherent, compte, section), 0)) - bp, 0)
        part = PART_ANNEXE.get(adherent, 0) if compte == "62876" else 0
        annexe = bp * part // 100 // CENT_EUROS * CENT_EUROS
        lines.append(_line(compte, section, bp - annexe, dm))
        if annexe:
            lines.append(_line(compte, section, annexe, 0, ANNEXES[adherent][0]))
    return lines


def _by_section(key: tuple[str, Section]) -> tuple[bool, str]:
    return key[1] is Section.INVESTISSEMENT, key[0]


def _line(compte: str, section: Section, bp: int, dm: int, budget: str = "principal") -> str:
    extra = f", dm: {decimal_text(dm)}" if dm else ""
    start = f'      - {{compte: "{compte}", section: {section}, budget: {budget}'
    return f"{start}, bp: {decimal_text(bp)}{extra}}}"


def _due(depot: Depot, annee: int, phase: Phase) -> Comptes:
    """Sum what each adherent owes by account of its own, in cents; computed once an exercice and a phase."""
    if (annee, phase) not in _CALCULS:
        sums: Comptes = {}
        for ligne in calculer(resolve(depot, annee, phase)).lignes:
            if ligne.compte_depense is not None:
                key = (ligne.adherent, ligne.compte_depense, ligne.calcul.section)
                sums[key] = sums.get(key, 0) + ligne.montant
        _CALCULS[annee, phase] = sums
    return _CALCULS[annee, phase]


def _hundreds(cents: int) -> int:
    return -(-cents // CENT_EUROS) * CENT_EUROS
