"""A key made of amounts already computed: what each beneficiary owes for some components, as a quantity in euros.

Knows: yearly costs, this exercice's or the one before's. Must not know: which formula reads them, or why (a minimum
over several rows, a cap on the rise from a year to the next).
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import lcm
from typing import TYPE_CHECKING

from convention.base.money import CENTS
from convention.engine.compilation import ABAQUE, formulas_of, keys_of
from convention.engine.lignes import Decompte
from convention.engine.quantites import origin_at
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.composants import Composants
from convention.model.vue import Valeur

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from convention.engine.lignes import Calcul
    from convention.model.documents.cles import Cle
    from convention.model.vue import Regles


def cumulate(cle: str, calculs: Sequence[Calcul], beneficiaires: Sequence[str]) -> Decompte:
    """Add up what each beneficiary owes for some yearly costs, each amount brought to a full year.

    A stay of six months that owes 120,00 € counts for 240,00 €: the cost that reads it is multiplied by the presence,
    as all that reads a stock is.
    """
    costs = [(calcul, {nom: rang for rang, nom in enumerate(calcul.beneficiaires)}) for calcul in calculs]
    sources = tuple(
        tuple(
            _amount(calcul, rangs[adherent])
            for calcul, rangs in costs
            if adherent in rangs and calcul.presences[rangs[adherent]]
        )
        for adherent in beneficiaires
    )
    cut = (
        rank
        for rank, adherent in enumerate(beneficiaires)
        if any(0 < calcul.presences[rangs[adherent]] < 1 for calcul, rangs in costs if adherent in rangs)
    )
    denominator = lcm(*(amount.valeur.denominator for found in sources for amount in found))
    numerators = tuple(
        sum(amount.valeur.numerator * (denominator // amount.valeur.denominator) for amount in found)
        for found in sources
    )
    return Decompte(cle, sources, numerators, denominator, pese=True, cumul=True, ramenes=frozenset(cut))


def _amount(calcul: Calcul, rang: int) -> Valeur:
    cents = calcul.partages[rang] + calcul.propres[rang]
    source = Reference(path_of(Composants, calcul.service), ("composants", calcul.objet))
    return Valeur(Fraction(cents, CENTS) / calcul.presences[rang], origin_at(calcul, rang), source, publiee=True)


def behind(regles: Regles, composants: Iterable[str]) -> set[str]:
    """Return the components whose amounts of the same exercice some components read, at once or through others."""
    read = sums_behind(regles.cles, composants, partial(_keys, regles))
    return {nom for cle in read for nom in summed(regles.cles)[cle]}


def summed(cles: Mapping[str, Cle]) -> dict[str, tuple[str, ...]]:
    """Return the keys that add up amounts of the same exercice, with the components of each."""
    known = {nom: cle.cumul for nom, cle in cles.items() if cle.cumul is not None}
    return {nom: cumul.composants for nom, cumul in known.items() if not cumul.precedent}


def sums_behind(cles: Mapping[str, Cle], composants: Iterable[str], read: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the keys of `summed` that some components read in their formulas (`read`), at once or through others."""
    sums = summed(cles)
    found: set[str] = set()
    waiting = list(composants) if sums else []
    while waiting:
        new = (set(read(waiting.pop())) & sums.keys()) - found
        found |= new
        waiting.extend(nom for cle in new for nom in sums[cle])
    return found


def _keys(regles: Regles, composant: str) -> Iterator[str]:
    regle = regles.composants.get(composant)
    ligne = regles.lignes.get(regle.ligne) if regle is not None else None
    if regle is None or ligne is None:
        return
    for mode in ligne.indirects.values():
        for formule in formulas_of(mode):
            for nom in keys_of(ligne, formule):
                yield (regle.abaque or nom) if nom == ABAQUE else nom
