"""What one beneficiary owes for a shared cost once its own figures change, from what the cost was for everybody.

Knows: computations and the weights of their terms. Must not know: Vues, who changed what.
A weight is a quantity times a presence, so the weights of everybody are those of before, less what this beneficiary
alone made of them, plus what it makes of them now. The others are not counted again.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import CENTS, round_half_up
from convention.engine.partage.cout import shared_cents_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convention.engine.lignes import Bornes, Calcul, Terme


class Tous:
    """A cost of everybody, kept to be shared again for one beneficiary after the other."""

    def __init__(self, calcul: Calcul) -> None:
        """Keep the cost, and find the rank of each beneficiary."""
        self.calcul = calcul
        self.rangs = {nom: rang for rang, nom in enumerate(calcul.beneficiaires)}

    @cached_property
    def poids(self) -> Remplacement:
        """The weights of the only term."""
        return Remplacement(self.calcul.termes[0].poids)

    @cached_property
    def marge(self) -> _Marge | None:
        """What a unit of weight may cost without any limit holding anybody; None when one does whatever it costs."""
        bornage = self.calcul.bornage
        if bornage is None:
            return _Marge(Fraction(0), None)
        limits = list(zip(self.calcul.termes[0].poids, bornage.bornes.planchers, bornage.bornes.plafonds, strict=True))
        if bornage.bornes.exoneres or any(floor and not poids for poids, floor, _ in limits):
            return None
        floors = (floor / poids for poids, floor, _ in limits if poids)
        caps = (cap / poids for poids, _, cap in limits if cap is not None and poids)
        return _Marge(max(floors, default=Fraction(0)), min(caps, default=None))


class _Marge(NamedTuple):
    """Two bounds of an amount, in cents: a floor, and a cap or none."""

    plancher: Fraction
    plafond: Fraction | None

    def holds(self, numerator: int, denominator: int) -> bool:
        """Tell whether a fraction, which is not built, is within."""
        low, high = self
        if numerator * low.denominator < low.numerator * denominator:
            return False
        return high is None or numerator * high.denominator <= high.numerator * denominator


def reprise(tous: Tous, avant: Calcul | None, apres: Calcul, rang: int, ordre: Callable[[str], tuple[str, str]]) -> int:
    """Return the cents of one beneficiary for the shared terms, as the whole computation would give them.

    Args:
        tous: the cost of everybody, with the presence and the quantities of before.
        avant: the same cost for this beneficiary alone (beside it, the managing body, without quantities); None when
            it was no beneficiary.
        apres: the same again, with its new presence and quantities; prices and rules are those of `tous`.
        rang: its rank in `apres`.
        ordre: what orders the beneficiaries.

    Example: 1 200,00 € shared 10 / 20; the first comes to 20: weights 10 − 10 + 20 and 20, so 600,00 €.
    """
    found = _replaced_alone(tous, avant, apres, rang) if avant is not None and len(apres.termes) == 1 else None
    return _shared_again(tous, avant, apres, rang, ordre) if found is None else found


def _replaced_alone(tous: Tous, avant: Calcul, apres: Calcul, rang: int) -> int | None:
    """Return the cents when one key shares whole ones, no other weight moves, no limit holds anybody; else None."""
    nom, terme = apres.beneficiaires[rang], tous.calcul.termes[0]
    if tous.marge is None or not (_is_alone(avant, nom) and _is_alone(apres, nom)):
        return None
    place, cents = tous.rangs[nom], round_half_up(terme.coefficient)
    if terme.coefficient * CENTS != cents:
        return None
    weight, scale = _own_weight(terme, place, avant.termes[0], apres.termes[0])
    if apres.bornage is not None and cents > 0:
        bornes, whole = apres.bornage.bornes, tous.poids.total(place, weight, scale)
        own = _Marge(bornes.planchers[rang], bornes.plafonds[rang])
        if bornes.exoneres or not (own.holds(cents * weight, whole) and tous.marge.holds(cents * scale, whole)):
            return None
    return tous.poids.part(cents, place, weight, scale)


def _own_weight(terme: Terme, place: int, old: Terme, new: Terme) -> tuple[int, int]:
    """Return the new weight at a place, over the number returned beside × the denominator of the term."""
    common = lcm(terme.denominateur, old.denominateur, new.denominateur)
    scale = common // terme.denominateur
    gained = sum(new.poids) * (common // new.denominateur) - sum(old.poids) * (common // old.denominateur)
    return terme.poids[place] * scale + gained, scale


def _is_alone(calcul: Calcul, nom: str) -> bool:
    """Tell whether nobody beside a beneficiary has a weight."""
    poids = calcul.termes[0].poids
    return poids[calcul.beneficiaires.index(nom)] == sum(poids)


def _shared_again(
    tous: Tous, avant: Calcul | None, apres: Calcul, rang: int, ordre: Callable[[str], tuple[str, str]]
) -> int:
    if not tous.rangs.keys() >= set(apres.beneficiaires):
        tous = Tous(_widened(tous.calcul, apres.beneficiaires, ordre))
    calcul, place = tous.calcul, tous.rangs[apres.beneficiaires[rang]]
    bornes = _limits(calcul, apres, rang, place)
    old = calcul.bornage.bornes if calcul.bornage is not None else None
    if avant is not None and bornes == old and _same(avant, apres):
        return calcul.partages[place]
    changes = [(1, apres)] if avant is None else [(-1, avant), (1, apres)]
    termes = [_replaced(tous, number, changes) for number in range(len(calcul.termes))]
    return shared_cents_at(termes, bornes, place)


def _widened(tous: Calcul, others: Sequence[str], ordre: Callable[[str], tuple[str, str]]) -> Calcul:
    """Give a place to those who were no beneficiaries, without a weight nor a limit."""
    noms = tuple(sorted({*tous.beneficiaires, *others}, key=ordre))
    old = {nom: rang for rang, nom in enumerate(tous.beneficiaires)}
    new = [noms.index(nom) for nom in tous.beneficiaires]
    places = [old.get(nom) for nom in noms]
    termes = tuple(
        terme._replace(poids=tuple(0 if rang is None else terme.poids[rang] for rang in places))
        for terme in tous.termes
    )
    bornage = tous.bornage
    if bornage is not None:
        bornes = bornage.bornes._replace(
            plafonds=tuple(None if rang is None else bornage.bornes.plafonds[rang] for rang in places),
            planchers=tuple(Fraction(0) if rang is None else bornage.bornes.planchers[rang] for rang in places),
            exoneres={new[rang]: who for rang, who in bornage.bornes.exoneres.items()},
            gestionnaire=None if bornage.bornes.gestionnaire is None else new[bornage.bornes.gestionnaire],
        )
        bornage = bornage._replace(bornes=bornes)
    return tous._replace(beneficiaires=noms, termes=termes, bornage=bornage)


def _same(avant: Calcul, apres: Calcul) -> bool:
    """Tell whether the shared terms weigh the same."""
    if avant.beneficiaires != apres.beneficiaires:
        return False
    return all(
        first * new.denominateur == second * old.denominateur
        for old, new in zip(avant.termes, apres.termes, strict=True)
        for first, second in zip(old.poids, new.poids, strict=True)
    )


def _replaced(tous: Tous, number: int, changes: Sequence[tuple[int, Calcul]]) -> Terme:
    """Take weights from a term of everybody, and add others, for those who have some."""
    terme = tous.calcul.termes[number]
    common = lcm(terme.denominateur, *(calcul.termes[number].denominateur for _, calcul in changes))
    scale = common // terme.denominateur
    weights = list(terme.poids) if scale == 1 else [poids * scale for poids in terme.poids]
    for sign, calcul in changes:
        part = calcul.termes[number]
        for nom, poids in zip(calcul.beneficiaires, part.poids, strict=True):
            if poids:
                weights[tous.rangs[nom]] += sign * poids * (common // part.denominateur)
    return terme._replace(poids=tuple(weights), denominateur=common)


def _limits(tous: Calcul, apres: Calcul, rang: int, place: int) -> Bornes | None:
    """Return the limits of everybody, with the new ones of this beneficiary: they may read its quantities."""
    if tous.bornage is None or apres.bornage is None:
        return None
    bornes, own = tous.bornage.bornes, apres.bornage.bornes
    # The managing body that comes with this beneficiary bears what it leaves, which changes nothing of its own cents.
    return bornes._replace(
        plafonds=(*bornes.plafonds[:place], own.plafonds[rang], *bornes.plafonds[place + 1 :]),
        planchers=(*bornes.planchers[:place], own.planchers[rang], *bornes.planchers[place + 1 :]),
        exoneres={**bornes.exoneres, **({place: own.exoneres[rang]} if rang in own.exoneres else {})},
    )


class _Seuil(NamedTuple):
    """Where the last cents fall when the weights that were are shared over another total."""

    restes: int
    """Sum of their remainders."""
    premier: int
    """How many cents are left, rounded down, at least one."""
    cles: Sequence[int]
    """What orders the remainders: the one that has the last of these cents, and the two that follow."""


class Remplacement:
    """Weights among which one is replaced, and who shares an amount then, as `repartition` would share it again.

    Whoever brings the total weight to the same number leaves the same remainders to the others: they are sorted once a
    total, and only the ranks where the last cent falls are kept.
    """

    def __init__(self, weights: Sequence[int]) -> None:
        """Keep the weights, whole numbers, none negative."""
        self._weights = weights
        self._whole = sum(weights)
        self._seuils: dict[tuple[int, int, int], _Seuil] = {}

    def total(self, rank: int, weight: int, scale: int) -> int:
        """Return the total weight, over `scale`, once that of a rank is replaced."""
        return (self._whole - self._weights[rank]) * scale + weight

    def part(self, total: int, rank: int, weight: int, scale: int) -> int:
        """Return the cents of a rank, as `share` gives it once its weight is replaced by `weight` over `scale`.

        Example: ``Remplacement([10, 20]).part(100, 0, 20, 1) == 50``; 5 over 2 stands for 2.5.
        """
        if total < 0:
            return -self.part(-total, rank, weight, scale)
        whole = self.total(rank, weight, scale)
        if whole == 0:
            return 0
        part, rest = divmod(total * weight, whole)
        before = total * scale * self._weights[rank] % whole
        seuil = self._seuil(total, scale, whole)
        left = (seuil.restes - before + rest) // whole
        if not left:
            return part
        # One remainder, below the whole, is replaced by another: there is one cent more than that at most. Each cent
        # falls on a remainder that is not zero: there are more of these than cents.
        here = left - seuil.premier
        last = seuil.cles[here if self._key(before, rank) < seuil.cles[here] else here + 1]
        return part + (self._key(rest, rank) > last)

    def _key(self, rest: int, rank: int) -> int:
        """Order the remainders, the largest first; ties go to the first rank."""
        return rest * len(self._weights) - rank

    def _seuil(self, total: int, scale: int, whole: int) -> _Seuil:
        place = total, scale, whole
        if place not in self._seuils:
            unit, count = total * scale, len(self._weights)
            rests = [unit * weight % whole for weight in self._weights]
            restes = sum(rests)
            # As `_key`, without calling it for each one.
            keys = [rest * count - rank for rank, rest in enumerate(rests)]
            keys.sort(reverse=True)
            premier = max(restes // whole, 1)
            self._seuils[place] = _Seuil(restes, premier, keys[premier - 1 : premier + 2])
        return self._seuils[place]
