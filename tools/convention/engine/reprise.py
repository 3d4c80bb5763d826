"""What one beneficiary owes for a shared cost once its own figures change, from what the cost was for everybody.

Knows: computations and the weights of their terms. Must not know: Vues, who changed what.
A weight is a quantity times a presence, so the weights of everybody are those of before, less what this beneficiary
alone made of them, plus what it makes of them now. The others are not counted again.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from convention.engine.cout import shared_cents_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convention.engine.bornes import Bornes
    from convention.engine.lignes import Calcul, Terme


def reprise(
    tous: Calcul, avant: Calcul | None, apres: Calcul, rang: int, ordre: Callable[[str], tuple[str, str]]
) -> int:
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
    if not set(apres.beneficiaires) <= set(tous.beneficiaires):
        tous = _widened(tous, apres.beneficiaires, ordre)
    place = tous.beneficiaires.index(apres.beneficiaires[rang])
    bornes = _limits(tous, apres, rang, place)
    old = tous.bornage.bornes if tous.bornage is not None else None
    if avant is not None and bornes == old and _same(avant, apres):
        return tous.partages[place]
    changes = [(1, apres)] if avant is None else [(-1, avant), (1, apres)]
    termes = [_replaced(tous, number, changes) for number in range(len(tous.termes))]
    return shared_cents_at(termes, len(tous.beneficiaires), bornes, place)


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


def _replaced(tous: Calcul, number: int, changes: Sequence[tuple[int, Calcul]]) -> Terme:
    """Take weights from a term of everybody, and add others, for those who have some."""
    terme = tous.termes[number]
    common = lcm(terme.denominateur, *(calcul.termes[number].denominateur for _, calcul in changes))
    scale = common // terme.denominateur
    weights = list(terme.poids) if scale == 1 else [poids * scale for poids in terme.poids]
    for sign, calcul in changes:
        part = calcul.termes[number]
        for nom, poids in zip(calcul.beneficiaires, part.poids, strict=True):
            if poids:
                weights[tous.beneficiaires.index(nom)] += sign * poids * (common // part.denominateur)
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
