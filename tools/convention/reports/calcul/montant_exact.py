"""The exact amount of a line before its cents were cut.

Knows: terms and formulas. Must not know: how amounts are written.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.money import CENTS
from convention.formulas.linear import linearise
from convention.formulas.texte.syntax import parse
from convention.reports.calcul.consultation import worth

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne


def shared_exact(ligne: Ligne) -> Fraction:
    """Return a line's share in euros before its cents were cut.

    With a cap, a floor or an exemption: the share once limited.
    """
    calcul = ligne.calcul
    if calcul.bornage is not None:
        return calcul.bornage.exactes[ligne.rang] / CENTS
    active = (terme for terme in calcul.termes if terme.coefficient and any(terme.poids))
    return sum((terme.coefficient * terme.poids[ligne.rang] / sum(terme.poids) for terme in active), Fraction(0))


def cost_exact(ligne: Ligne) -> Fraction | None:
    """Return the cost, in euros, that was rounded before it was shared; None when what is shared is exact."""
    calcul = ligne.calcul
    parts = linearise(parse(calcul.formule)).parts if len(calcul.termes) == 1 else ()
    exact = (worth(part.coefficient, calcul, ligne.rang) for part in parts)
    return next((cost for cost in exact if cost != calcul.termes[0].coefficient), None)


def own_exact(ligne: Ligne) -> Fraction:
    """Recompute a line's unshared part in euros, before it was rounded."""
    calcul = ligne.calcul
    presence = calcul.presences[ligne.rang] if calcul.proratise else Fraction(1)
    reste = linearise(parse(calcul.formule)).reste
    if reste is None:
        return Fraction(0)
    return worth(reste, calcul, ligne.rang) * presence
