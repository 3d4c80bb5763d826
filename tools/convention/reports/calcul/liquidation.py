"""The computation of a line as a statement gives it: an operation, and what it needs to be redone by hand.

Knows: the operation, presences, limits, how cents are shared. Must not know: statements, media.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, ecart, euros, prix
from convention.base.money import CENTS, round_half_up
from convention.reports.calcul.limites import limit_text
from convention.reports.calcul.montant_exact import cost_exact, own_exact, shared_exact
from convention.reports.calcul.operation import settlement
from convention.reports.calcul.quantite import presence_in, quantity_text, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot


def liquidation(ligne: Ligne, depot: Depot) -> str:
    """Write the computation of a line, then what the operation alone does not show.

    « 24 000,00 € × 8 ÷ 400 comptes ; 16 comptes, 6 mois sur 12 » ; « … ; arrondi du partage : −0,01 € ».
    """
    return " ; ".join(
        [
            settlement(ligne, depot),
            *_weighed(ligne, depot),
            *_told(cost_text(ligne)),
            *_told(limit_text(ligne)),
            *_told(sharing_text(ligne)),
        ]
    )


def cost_text(ligne: Ligne) -> str:
    """Say what a cost was cut to before it was shared: « coût de 5 591,691428… €, arrondi à 5 591,69 € »."""
    cost = cost_exact(ligne)
    if cost is None:
        return ""
    return f"coût de {prix(cost)}, arrondi à {euros(int(ligne.calcul.termes[0].coefficient * CENTS))} avant le partage"


def weighing(ligne: Ligne, nom: str, depot: Depot) -> tuple[str, str]:
    """Say what a shared quantity was before the presence weighed it, and why it is another.

    Returns:
        « 16 comptes, 6 mois sur 12 », and the quantity that counts: « 8 ». Both are empty when nothing weighed it.
    """
    calcul, rang = ligne.calcul, ligne.rang
    terme = next((item for item in calcul.termes if item.nom == nom), None)
    decompte = calcul.decomptes[nom]
    raw = decompte.quantite(rang)
    if terme is None or not raw:
        return "", ""
    weighed = Fraction(terme.poids[rang], terme.denominateur)
    freed = terme.libere if terme.porteur == rang else Fraction(0)
    kept = weighed - freed
    told = [quantity_text(raw, decompte.cle, depot)]
    if kept != raw:
        told.append(str(presence_in(kept / raw)))
    if freed:
        told.append(f"plus {rounded(freed)} de ceux qui sont partis")
    return (", ".join(told), rounded(weighed)) if weighed != raw else ("", "")


def sharing_cents(ligne: Ligne) -> int:
    """Return the cents that a largest remainder gave or took: the shares of a cost add up to it."""
    if not ligne.calcul.termes:
        return 0
    return ligne.montant - round_half_up(shared_exact(ligne) + own_exact(ligne))


def sharing_text(ligne: Ligne) -> str:
    """Say these cents: « arrondi du partage : −0,01 € »; nothing when the amount is its own rounding."""
    cents = sharing_cents(ligne)
    return f"arrondi du partage : {ecart(cents)}{INSECABLE}€" if cents else ""


def weightless(ligne: Ligne) -> set[str]:
    """Name the keys whose shared terms are worth nothing: their quantities make no amount."""
    return {terme.nom for terme in ligne.calcul.termes if not terme.coefficient}


def _weighed(ligne: Ligne, depot: Depot) -> Iterator[str]:
    for nom in dict.fromkeys(terme.nom for terme in ligne.calcul.termes if terme.coefficient):
        text, _ = weighing(ligne, nom, depot)
        yield from _told(text)


def _told(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
