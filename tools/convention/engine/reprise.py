"""What one beneficiary owes for a shared cost once its own quantities change, from what the cost was for everybody.

Knows: computations and the weights of their terms. Must not know: Vues, who changed what.
A weight is a quantity times a presence, so the weights of everybody are those of before, less what this beneficiary
alone made of them, plus what it makes of them now. The others are not counted again.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from convention.engine.cout import shared_cents

if TYPE_CHECKING:
    from convention.engine.bornes import Bornes
    from convention.engine.lignes import Calcul, Terme


def reprise(tous: Calcul, avant: Calcul, apres: Calcul, rang: int) -> int:
    """Return the cents of one beneficiary for the shared terms, as the whole computation would give them.

    Args:
        tous: the cost of everybody, with the quantities of before.
        avant: the same cost for this beneficiary alone (beside it, the managing body, without quantities).
        apres: the same again, with its new quantities; presences, prices and rules are those of `tous`.
        rang: its rank in `apres`.

    Example: 1 200,00 € shared 10 / 20; the first comes to 20: weights 10 − 10 + 20 and 20, so 600,00 €.
    """
    place = tous.beneficiaires.index(apres.beneficiaires[rang])
    bornes = _limits(tous, apres, rang, place)
    old = tous.bornage.bornes if tous.bornage is not None else None
    if bornes == old and all(_same(*terms) for terms in zip(avant.termes, apres.termes, strict=True)):
        return tous.partages[place]
    termes = [
        _replaced(tous, terme, (avant, known), (apres, new))
        for terme, known, new in zip(tous.termes, avant.termes, apres.termes, strict=True)
    ]
    return shared_cents(termes, len(tous.beneficiaires), bornes).partage.parts[place]


def _same(old: Terme, new: Terme) -> bool:
    pairs = zip(old.poids, new.poids, strict=True)
    return all(first * new.denominateur == second * old.denominateur for first, second in pairs)


def _replaced(tous: Calcul, terme: Terme, old: tuple[Calcul, Terme], new: tuple[Calcul, Terme]) -> Terme:
    common = lcm(terme.denominateur, old[1].denominateur, new[1].denominateur)
    scale = common // terme.denominateur
    weights = list(terme.poids) if scale == 1 else [poids * scale for poids in terme.poids]
    for sign, (calcul, part) in ((-1, old), (1, new)):
        for nom, poids in zip(calcul.beneficiaires, part.poids, strict=True):
            if poids:
                weights[tous.beneficiaires.index(nom)] += sign * poids * (common // part.denominateur)
    return terme._replace(poids=tuple(weights), denominateur=common)


def _limits(tous: Calcul, apres: Calcul, rang: int, place: int) -> Bornes | None:
    """Return the limits of everybody, with the new ones of this beneficiary: they may read its quantities."""
    if tous.bornage is None or apres.bornage is None:
        return None
    bornes, own = tous.bornage.bornes, apres.bornage.bornes
    return bornes._replace(
        plafonds=(*bornes.plafonds[:place], own.plafonds[rang], *bornes.plafonds[place + 1 :]),
        planchers=(*bornes.planchers[:place], own.planchers[rang], *bornes.planchers[place + 1 :]),
    )
