"""How caps, floors and exemptions changed a share: before, the limit, after.

Knows: shares as the engine limited them. Must not know: how (`engine.partage.bornes`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import euros, nombre, prix
from convention.base.money import CENTS, round_half_up
from convention.model.mots.communs import Reliquat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Ligne
    from convention.engine.partage.bornes import Bornes
    from convention.model.depot import Depot, Reference


def limit_lines(ligne: Ligne, depot: Depot) -> Iterator[str]:
    """Tell what a cap, a floor or an exemption changed for a line; nothing when nothing limits it."""
    calcul, rang = ligne.calcul, ligne.rang
    bornage = calcul.bornage
    if bornage is None:
        return
    bornes = bornage.bornes
    if rang in bornes.exoneres:
        span = depot.span(_exemption(ligne, depot), key=True)
        yield f"exonéré : {bornes.exoneres[rang].part} ({span.path}:{span.line})"
        return
    free, kept = bornage.libres[rang], bornage.exactes[rang]
    cap, floor = bornes.plafonds[rang], bornes.planchers[rang]
    if kept == free:
        return
    text = f"part avant limites : {prix(free / CENTS)}"
    if cap is not None and kept == cap < free:
        yield f"{text}, ramenée au plafond de {prix(cap / CENTS)}"
    elif kept == floor > free:
        yield f"{text}, portée au plancher de {prix(floor / CENTS)}"
    elif rang == bornes.gestionnaire and kept > free and _leaves_to_the_manager(bornes):
        yield f"{text}, plus {prix((kept - free) / CENTS)} que les plafonds et exonérations laissent au gestionnaire"
    else:
        yield f"{text}, {_scaled(free, kept)}, pour que le coût reste couvert"


def limit_text(ligne: Ligne) -> str:
    """Say in a statement what a limit changed: « part de 18,20 € portée au minimum de 30,00 € »; nothing, if none."""
    bornage, rang = ligne.calcul.bornage, ligne.rang
    if bornage is None:
        return ""
    if rang in bornage.bornes.exoneres:
        return f"exonéré : {bornage.bornes.exoneres[rang].part}"
    free, kept = bornage.libres[rang], bornage.exactes[rang]
    return "" if kept == free else f"part de {_au_centime(free)}{_moved(bornage.bornes, rang, free, kept)}"


def _moved(bornes: Bornes, rang: int, free: Fraction, kept: Fraction) -> str:
    if bornes.plafonds[rang] == kept < free:
        return f" plafonnée à {_au_centime(kept)}, {bornes.reliquat.reste}"
    if bornes.planchers[rang] == kept > free:
        return f" portée au minimum de {_au_centime(kept)}"
    if kept > free:
        whom = "les autres ne paient plus" if rang == bornes.gestionnaire else "les plafonds des autres laissent"
        return f", plus {_au_centime(kept - free)} que {whom}"
    ratio = kept / free
    return (
        f" ramenée à {_au_centime(kept)} par le minimum que d'autres paient "
        f"(× {nombre(ratio.numerator)} ÷ {nombre(ratio.denominator)})"
    )


def _au_centime(cents: Fraction) -> str:
    return euros(round_half_up(cents / CENTS))


def _leaves_to_the_manager(bornes: Bornes) -> bool:
    return Reliquat.GESTIONNAIRE in {bornes.reliquat, *bornes.exoneres.values()}


def _scaled(free: Fraction, kept: Fraction) -> str:
    ratio = kept / free if free else Fraction(1)
    sense = "augmentée" if ratio > 1 else "diminuée"
    return f"{sense} à {prix(kept / CENTS)} (× {ratio.numerator}/{ratio.denominator})"


def _exemption(ligne: Ligne, depot: Depot) -> Reference:
    item = depot.composants[ligne.calcul.composant or ""]
    for index, exoneration in enumerate(item.composant.exonerations):
        if ligne.adherent in exoneration.adherents:
            return item.reference("exonerations", index)
    return item.reference("exonerations")
