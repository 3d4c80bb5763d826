"""The exact amount of a line before its cents were cut.

Knows: terms and formulas. Must not know: how amounts are written.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.money import CENTS
from convention.formulas.linear import linearise
from convention.formulas.syntax import parse
from convention.reports.consultation import worth

if TYPE_CHECKING:
    from convention.engine.lignes import Ligne


def shared_exact(ligne: Ligne) -> Fraction:
    """Return a line's share in euros before its cents were cut: of the cost in whole cents when one key shares it.

    With a cap, a floor or an exemption: the share once limited.
    """
    calcul = ligne.calcul
    if calcul.bornage is not None:
        return calcul.bornage.exactes[ligne.rang] / CENTS
    active = [terme for terme in calcul.termes if terme.coefficient and any(terme.poids)]
    shares = [Fraction(terme.poids[ligne.rang], sum(terme.poids)) for terme in active]
    if len(active) == 1:
        return Fraction(calcul.recouvrable, CENTS) * shares[0]
    exact = (terme.coefficient * part for terme, part in zip(active, shares, strict=True))
    return sum(exact, Fraction(0))


def own_exact(ligne: Ligne) -> Fraction:
    """Recompute a line's unshared part in euros, before it was rounded."""
    calcul = ligne.calcul
    presence = calcul.presences[ligne.rang] if calcul.proratise else Fraction(1)
    reste = linearise(parse(calcul.formule)).reste
    if reste is None:
        return Fraction(0)
    return worth(reste, calcul, ligne.rang) * presence
