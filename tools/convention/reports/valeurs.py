"""How a changed value is said: amounts, quantities, dates, words of the data.

Knows: the writing of each kind of value. Must not know: the objects that hold them, media.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

from convention.base.french import cite, ecart, enumere, euros, jour, nombre, prix
from convention.base.money import CENTS
from convention.compare.changements import Ecriture
from convention.model.tarifs import ParPhase, phase_prices
from convention.model.vocabulaire import Phase
from convention.reports.mots import PHASES as MOTS_PHASES

if TYPE_CHECKING:
    from convention.compare.changements import Changement


def spoken(name: str) -> str:
    """Say a name of the data in words: `cout_maintenance` is « coût maintenance », a count its phase and its day."""
    phase, _, day = name.partition(" ")
    if phase in set(Phase) and day:
        return f"{MOTS_PHASES[Phase(phase)]} du {jour(date.fromisoformat(day))}"
    return _MOTS.get(name) or name.replace("_", " ").replace("cout", "coût")


_MOTS = {
    "a_confirmer": "à confirmer",
    "a_venir": "à venir",
    "abandonne": "abandonné",
    "adherent": "adhérent",
    "adherent_concerne": "adhérent concerné",
    "adherents": "adhérents",
    "annulee": "annulée",
    "confirmee": "confirmée",
    "defavorable": "défavorable",
    "demande": "demandé",
    "engage": "engagé",
    "etudes": "études",
    "favorable_avec_reserves": "favorable avec réserves",
    "non_recouvre": "non recouvré",
    "prevue": "prévue",
    "reparti": "réparti",
    "securite": "sécurité",
    "termine": "terminé",
    "previsionnel": "prévisionnel",
    "revise": "révisé",
    "realise": "réalisé",
    "repartie": "répartie entre ceux qui restent",
    "gestionnaire": "portée par le gestionnaire",
    "gelee": "gelée jusqu'au 31 décembre",
    "souscrite_non_activee": "souscrite, non activée",
    "demonstration": "démonstration",
    "etablissement_rattache": "établissement rattaché",
    "regie": "régie",
    "a_preciser": "à préciser",
    "a_date": "stock à une date",
    "sur_periode": "flux de l'année",
    "abonnes": "abonnés du service",
}


def value_text(changement: Changement, value: Any) -> str:  # noqa: ANN401, PLR0911 (one return a kind of value)
    """Say one value of a change, as its field means it."""
    match value:
        case None:
            return "rien"
        case ParPhase():
            return _by_phase(value)
        case bool():
            return "oui" if value else "non"
        case StrEnum():
            return cite(spoken(str(value)))
        case Fraction() | int():
            return _number(changement, value)
        case tuple() | Mapping():
            return _collection(changement, value) or "rien"
        case _:
            return _day(changement, value) if isinstance(value, date) else cite(str(value))


def last_day(fin: date) -> str:
    """Say the last day that counts: the end of a period is excluded."""
    return jour(fin - timedelta(days=1))


def _day(changement: Changement, day: date) -> str:
    return f"dernier jour {last_day(day)}" if changement.champ == "fin" else jour(day)


def _number(changement: Changement, value: Fraction | int) -> str:
    """Write a number: an amount (cents when it is whole), a year, or a quantity."""
    match changement.ecriture:
        case Ecriture.EUROS:
            return euros(value) if isinstance(value, int) else prix(value)
        case Ecriture.ANNEE:
            return str(value)
        case Ecriture.NOMBRE:
            return nombre(value)
        case _:
            assert_never(changement.ecriture)


def _collection(changement: Changement, value: tuple[Any, ...] | Mapping[Any, Any]) -> str:
    if isinstance(value, tuple):
        return enumere([value_text(changement, item) for item in value])
    return enumere([f"{key} {value_text(changement, item)}" for key, item in value.items()])


def _by_phase(value: ParPhase) -> str:
    if value.previsionnel is not None and value.previsionnel == value.revise == value.realise:
        return prix(value.previsionnel)
    return enumere([f"{MOTS_PHASES[phase]} {prix(amount)}" for phase, amount in phase_prices(value).items()])


def difference(changement: Changement) -> str:
    """Say by how much an amount moves, in brackets; nothing when it is not one amount on both sides."""
    before, after = _amount(changement.avant), _amount(changement.apres)
    if changement.ecriture is not Ecriture.EUROS or before is None or after is None:
        return ""
    gap = (after - before) * CENTS
    return f" ({ecart(gap.numerator)} €)" if gap.denominator == 1 else ""


def _amount(value: object) -> Fraction | None:
    """Return an amount in euros, when the value is one figure."""
    match value:
        case ParPhase() if value.previsionnel == value.revise == value.realise:
            return value.previsionnel
        case Fraction():
            return value
        case int():
            return Fraction(value, CENTS)
        case _:
            return None
