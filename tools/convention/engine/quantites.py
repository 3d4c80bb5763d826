"""Quantities of the beneficiaries as columns of integers, raw and weighted by presence.

Knows: keys, their sums, their reach, what is weighted. Must not know: prices, cents.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING

from convention.engine.lignes import Decompte, Terme
from convention.model.documents.quantites import Place
from convention.model.mots.communs import Comptage, Origine, PartLiberee, Portee, weakest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from convention.engine.lignes import Calcul
    from convention.engine.presence import Presence
    from convention.model.documents.cles import Cle
    from convention.model.vue import Valeur, Vue


def count(vue: Vue, cle: str, composant: str, beneficiaires: Sequence[str]) -> Decompte:
    """Count a key for some beneficiaries, in order; what is not counted is zero (checks say so on real revisions)."""
    definition = vue.regles.cles.get(cle)
    columns = [column(vue, place) for place in places(vue.regles.cles, cle, composant)]
    sources = tuple(tuple(column[adherent] for column in columns if adherent in column) for adherent in beneficiaires)
    quantities = [[source.valeur for source in found] for found in sources]
    if definition is not None and definition.produit:
        # A product that lacks one of its factors is nothing.
        quantities = [[prod(found, start=Fraction(1))] if len(found) == len(columns) else [] for found in quantities]
    denominator = lcm(*(value.denominator for found in quantities for value in found))
    numerators = tuple(
        sum(value.numerator * (denominator // value.denominator) for value in found) for found in quantities
    )
    return Decompte(cle, sources, numerators, denominator, _weighted(vue, definition))


def column(vue: Vue, place: tuple[str, str]) -> Mapping[str, Valeur]:
    """Return what each one counts at a place; of a coefficient, what its key makes of the ratio to the mean."""
    counted, definition = vue.volumes.comptages.get(place, {}), vue.regles.cles.get(place[0])
    if definition is None or definition.rapport is None:
        return counted
    # The coefficient of a zero, which is compared with nothing, is zero.
    return {
        nom: item if item.compare is None else item._replace(valeur=definition.rapport.of(item.valeur))
        for nom, item in counted.items()
    }


def places(cles: Mapping[str, Cle], cle: str, composant: str) -> list[Place]:
    """Return the columns of `Volumes.comptages` that a key reads for a component.

    Several for a sum or a product, none for amounts already computed.
    """
    definition = cles.get(cle)
    terms = () if definition is None or definition.cumul is not None else definition.termes or (cle,)
    # A term that does not exist has its own message (REF001).
    known = {part: cles[part] for part in terms if part in cles}
    return [Place(part, composant if term.portee is Portee.COMPOSANT else "") for part, term in known.items()]


def weigh(
    nom: str,
    coefficient: Fraction,
    decompte: Decompte,
    presences: Sequence[Presence],
    vue: Vue,
    until: Callable[[Presence], Fraction],
) -> Terme:
    """Weigh a counted key by the presences, under the policy on freed shares: the term that shares a cost by it.

    `repartie`: quantity × presence. `gelee`: the one who leaves keeps the weight of a full stay. `gestionnaire`: the
    others share as if nobody had left, and the managing body takes the freed weight. `coefficient` is in euros; `until`
    measures a presence that would last to the end of the year, or of the life of the component.
    """
    policy = vue.regles.part_liberee
    if not decompte.pese or all(item.fraction == 1 for item in presences):
        return Terme(nom, coefficient, decompte.numerateurs, decompte.denominateur)
    held = [until(item) if policy is PartLiberee.GELEE else item.fraction for item in presences]
    common = lcm(*(fraction.denominator for fraction in held))
    weights = tuple(
        number * fraction.numerator * (common // fraction.denominator)
        for number, fraction in zip(decompte.numerateurs, held, strict=True)
    )
    weighed = Terme(nom, coefficient, weights, decompte.denominateur * common)
    if policy is not PartLiberee.GESTIONNAIRE:
        return weighed
    freed = sum(
        (decompte.quantite(rang) * (until(item) - item.fraction) for rang, item in enumerate(presences)), Fraction(0)
    )
    return _with_freed(weighed, freed, presences, vue)


def _with_freed(terme: Terme, freed: Fraction, presences: Sequence[Presence], vue: Vue) -> Terme:
    names = [item.adherent for item in presences]
    manager = vue.perimetre.gestionnaire
    if freed == 0 or manager not in names:
        return terme
    common = lcm(terme.denominateur, freed.denominator)
    weights = [weight * (common // terme.denominateur) for weight in terme.poids]
    weights[names.index(manager)] += freed.numerator * (common // freed.denominator)
    return terme._replace(poids=tuple(weights), denominateur=common, libere=freed, porteur=names.index(manager))


def _weighted(vue: Vue, definition: Cle | None) -> bool:
    """A stock counted at a date is weighted; an average and a flow never are (a sum, a product: as their terms)."""
    if definition is None:
        return False
    if definition.termes:
        parts = [vue.regles.cles.get(part) for part in definition.termes]
        return all(part is not None and _is_stock(part) for part in parts)
    return _is_stock(definition)


def _is_stock(definition: Cle) -> bool:
    """A population and a fixed share are stocks too: who is there half the year bears half of them."""
    return definition.publiee or definition.cumul is not None or definition.comptage is Comptage.A_DATE


def origin_at(calcul: Calcul, rang: int) -> Origine:
    """Return the weakest origin of a cost and of the figures that one beneficiary counts for it."""
    counted = (valeur for decompte in calcul.decomptes.values() for valeur in decompte.sources[rang])
    return weakest(calcul.origine, *(valeur.origine for valeur in counted))


def values(decompte: Decompte) -> list[Valeur]:
    """Return every figure behind a counted key."""
    return [source for found in decompte.sources for source in found]
