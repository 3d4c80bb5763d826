"""Which value is in force: the price of a phase, the forfait of a year, the parameters of a row.

Knows: dated values and phases. Must not know: who pays.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.period import year_period
from convention.model.depot import Reference
from convention.model.tarifs import phase_prices
from convention.model.vocabulaire import PHASES
from convention.model.vue import Valeur

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.tarifs import LigneTarif, ParPhase
    from convention.model.vocabulaire import Origine, Phase

LIGNES = "pricing/couts-de-possession.yaml"


def price_at(prix: ParPhase, phase: Phase, origine: Origine, source: Reference) -> Valeur | None:
    """Return the price of a phase: its own, else the latest earlier one (an assumption); None when there is none."""
    own = phase_prices(prix)
    for candidate in reversed(PHASES[: PHASES.index(phase) + 1]):
        if candidate in own:
            pointer = (*source.pointer, str(candidate))
            earlier = None if candidate is phase else candidate
            return Valeur(own[candidate], origine, Reference(source.path, pointer), earlier)
    return None


def forfait_at(depot: Depot, exercice: int) -> Valeur | None:
    """Return the forfait in force on 1 January of the exercice (annexe 3: « montants actualisés annuellement »)."""
    day = year_period(exercice).debut
    usable = [(valeur.date, index) for index, valeur in enumerate(depot.forfait.valeurs) if valeur.date <= day]
    if not usable:
        return None
    _, index = max(usable)
    valeur = depot.forfait.valeurs[index]
    source = Reference("pricing/forfait.yaml", ("valeurs", index, "montant"))
    return Valeur(Fraction(valeur.montant, 100), valeur.origine or depot.forfait.origine, source)


def parameters_at(depot: Depot, ligne: LigneTarif, exercice: int) -> dict[str, Valeur]:
    """Return the parameters of a row in force in an exercice: the latest value at or before it."""
    found = {}
    index = list(depot.lignes).index(ligne.id)
    for nom, parametre in ligne.parametres.items():
        annees = [annee for annee in parametre.valeurs if annee <= exercice]
        if annees:
            annee = max(annees)
            pointer = ("lignes", index, "parametres", nom, "valeurs", str(annee))
            source = Reference(LIGNES, pointer)
            origine = ligne.origine or depot.origine(source.path)
            found[nom] = Valeur(parametre.valeurs[annee], origine, source)
    return found
