"""How a word of the data or the end of a period is said.

Knows: the words of closed lists. Must not know: the objects that hold them, media.
"""

from __future__ import annotations

from datetime import date, timedelta

from convention.base.french import jour
from convention.model.vocabulaire import Phase


def spoken(name: str) -> str:
    """Say a name of the data in words: `cout_maintenance` is « coût maintenance », a count its phase and its day."""
    phase, _, day = name.partition(" ")
    if phase in set(Phase) and day:
        return f"{Phase(phase).libelle} du {jour(date.fromisoformat(day))}"
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


def last_day(fin: date) -> str:
    """Say the last day that counts: the end of a period is excluded."""
    return jour(fin - timedelta(days=1))
