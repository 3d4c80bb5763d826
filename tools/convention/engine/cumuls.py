"""A key made of amounts already computed: what each beneficiary owes for some components, as a quantity in euros.

Knows: yearly costs, this exercice's or the one before's. Must not know: which formula reads them, or why (a minimum
over several rows, a cap on the rise from a year to the next).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from convention.base.money import CENTS
from convention.engine.compilation import ABAQUE, compile_formula, keys_of, limits_of
from convention.engine.lignes import Decompte
from convention.engine.quantites import values_of
from convention.model.depot import Reference
from convention.model.mots.communs import weakest
from convention.model.vue import Valeur

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.engine.lignes import Calcul
    from convention.model.documents.tarifs import Cle
    from convention.model.vue import Regles


def cumulate(cle: str, calculs: Sequence[Calcul], beneficiaires: Sequence[str]) -> Decompte:
    """Add up what each beneficiary owes for some yearly costs, each amount brought to a full year.

    A stay of six months that owes 120,00 € counts for 240,00 €: the cost that reads it is multiplied by the presence,
    as all that reads a stock is.
    """
    sources = tuple(tuple(_amounts(calculs, adherent)) for adherent in beneficiaires)
    denominator = lcm(*(amount.valeur.denominator for found in sources for amount in found))
    numerators = tuple(
        sum(amount.valeur.numerator * (denominator // amount.valeur.denominator) for amount in found)
        for found in sources
    )
    return Decompte(cle, sources, numerators, denominator, pese=True, cumul=True)


def behind(regles: Regles, composants: Iterable[str]) -> set[str]:
    """Return the components whose amounts some components read, at once or through others."""
    found: set[str] = set()
    waiting = list(composants) if any(cle.cumul is not None for cle in regles.cles.values()) else []
    while waiting:
        read = {nom for cle in _keys(regles, waiting.pop()) if cle.cumul for nom in cle.cumul.composants} - found
        found |= read
        waiting.extend(read)
    return found


def _keys(regles: Regles, composant: str) -> Iterator[Cle]:
    regle = regles.composants.get(composant)
    ligne = regles.lignes.get(regle.ligne) if regle is not None else None
    if regle is None or ligne is None:
        return
    for mode in (mode for mode in (ligne.factuel, ligne.annuel) if mode is not None):
        for formule in (compile_formula(mode.formule), *limits_of(mode)):
            for nom in keys_of(ligne, formule) if formule is not None else ():
                cle = regles.cles.get(regle.abaque or nom if nom == ABAQUE else nom)
                if cle is not None:
                    yield cle


def _amounts(calculs: Sequence[Calcul], adherent: str) -> list[Valeur]:
    found = []
    for calcul in calculs:
        rang = calcul.beneficiaires.index(adherent) if adherent in calcul.beneficiaires else -1
        if rang >= 0 and calcul.presences[rang]:
            cents = calcul.partages[rang] + calcul.propres[rang]
            origine = calcul.origine
            for other in values_of(calcul, rang):
                origine = weakest(origine, other.origine)
            source = Reference(f"pricing/composants/{calcul.service}.yaml", ("composants", calcul.objet))
            found.append(Valeur(Fraction(cents, CENTS) / calcul.presences[rang], origine, source, publiee=True))
    return found
