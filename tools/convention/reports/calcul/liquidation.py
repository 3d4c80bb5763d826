"""The computation of a line as a statement gives it: an operation, and what it needs to be redone by hand.

Knows: the operation, presences, what limits changed, the exact amount before its cents were cut, how cents are shared.
Must not know: statements, media, how the engine limits shares (`engine.partage.bornes`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import euros, nombre, prix
from convention.base.money import CENTS, round_half_up
from convention.formulas.linear import linearise
from convention.formulas.nodes import names
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import Reliquat
from convention.reports.calcul.consultation import worth
from convention.reports.calcul.operation import settlement
from convention.reports.calcul.quantite import presence_in, quantity_text, rounded, shared
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Bornage, Ligne
    from convention.model.depot import Depot, Reference


def liquidation(ligne: Ligne, depot: Depot) -> str:
    """Write the computation of a line, then what the operation alone does not show.

    « 24 000,00 € × 8 ÷ 400 comptes ; 16 comptes, 6 mois sur 12 » ; « … ; arrondi du partage : −0,01 € ».
    """
    shared = dict.fromkeys(terme.nom for terme in ligne.calcul.termes if terme.coefficient)
    told = [settlement(ligne, depot), *(weighing(ligne, nom, depot)[0] for nom in shared)]
    return " ; ".join(filter(None, (*told, cost_text(ligne), limit_text(ligne), sharing_text(ligne))))


def cost_text(ligne: Ligne) -> str:
    """Say what a cost was cut to before it was shared: « coût de 5 591,691428… €, arrondi à 5 591,69 € »."""
    cost = cost_exact(ligne)
    if cost is None:
        return ""
    return f"coût de {prix(cost)}, arrondi à {euros(int(ligne.calcul.termes[0].coefficient * CENTS))} avant le partage"


def weighing(ligne: Ligne, nom: str, depot: Depot) -> tuple[str, str]:
    """Say what a shared quantity was before the presence weighed it, and why it is another.

    Returns:
        « 16 comptes, 6 mois sur 12 », and the quantity that counts: « 8 ». Both are empty when nothing weighed it,
        and for who is exempt: its presence has nothing to do with it.
    """
    calcul, rang = ligne.calcul, ligne.rang
    terme = next((item for item in calcul.termes if item.nom == nom), None)
    decompte = calcul.decomptes[nom]
    raw = decompte.quantite(rang)
    if terme is None or not raw or is_exempt(ligne):
        return "", ""
    weighed, freed = terme.quantite(rang), terme.repris(rang)
    kept = weighed - freed
    told = [quantity_text(raw, decompte.cle, depot)]
    if kept != raw:
        told.append(str(presence_in(kept / raw)))
    if freed:
        told.append(f"plus {rounded(freed)} de ceux qui sont partis")
    return (", ".join(told), shared(terme, rang)[0]) if weighed != raw else ("", "")


def sharing_cents(ligne: Ligne) -> int:
    """Return the cents that a largest remainder gave or took: the shares of a cost add up to it."""
    if not ligne.calcul.termes:
        return 0
    return ligne.montant - round_half_up(shared_exact(ligne) + own_exact(ligne))


def sharing_text(ligne: Ligne) -> str:
    """Say these cents: « arrondi du partage : −0,01 € »; nothing when the amount is its own rounding."""
    cents = sharing_cents(ligne)
    return f"arrondi du partage : {signed(cents)}" if cents else ""


def weightless(ligne: Ligne) -> set[str]:
    """Name the keys that only shared terms worth nothing read: their quantities make no amount."""
    found = {terme.nom for terme in ligne.calcul.termes if not terme.coefficient}
    rest = linearise(parse(ligne.calcul.formule)).reste if found else None
    return found if rest is None else found.difference(names(rest))


def limit_to_redo(ligne: Ligne, depot: Depot) -> Iterator[str]:
    """Tell what a limit changed to who redoes it by hand: exact, with the place of an exemption; nothing, if none.

    A limit that the presence reduces is told even when it changes nothing: that of a whole year is shown beside.
    """
    calcul, rang = ligne.calcul, ligne.rang
    bornage = calcul.bornage
    if bornage is None:
        return
    bornes = bornage.bornes
    if rang in bornes.exoneres:
        yield f"exonéré : {bornes.exoneres[rang].part} ({depot.lieu(_exemption(ligne, depot), key=True)})"
        return
    for nom, reduced in reduced_limits(ligne).items():
        yield f"{nom} : {reduced}"
    free, kept, own = bornage.libres[rang], bornage.exactes[rang], bornage.propre(rang)
    left = {bornes.reliquat, *bornes.exoneres.values()}
    if free == own == kept:
        return
    text = f"part avant limites : {prix(free / CENTS)}"
    if bornes.plafonds[rang] == own:
        text += f", {'ramenée' if own < free else 'portée'} au plafond de {prix(own / CENTS)}"
    elif bornes.planchers[rang] == own > free:
        text += f", portée au plancher de {prix(own / CENTS)}"
    elif own < free or rang != bornes.gestionnaire or Reliquat.GESTIONNAIRE not in left:
        ratio = own / free if free else Fraction(1)
        text += f", {'augmentée' if ratio > 1 else 'diminuée'} à {prix(own / CENTS)} "
        text += f"(× {ratio.numerator}/{ratio.denominator}), pour que le coût reste couvert"
    else:
        own = free
    more = f", plus {prix((kept - own) / CENTS)} que les plafonds et exonérations laissent au gestionnaire"
    yield f"{text}{more if kept != own else ''}"


def limit_text(ligne: Ligne) -> str:
    """Say in a statement what a limit changed: « part de 18,20 € portée au minimum de 30,00 € »; nothing, if none."""
    bornage, rang = ligne.calcul.bornage, ligne.rang
    if bornage is None:
        return ""
    if rang in bornage.bornes.exoneres:
        return f"exonéré : {bornage.bornes.exoneres[rang].part}"
    told = _moved(ligne, bornage)
    return f"part de {_au_centime(bornage.libres[rang])}{told}" if told else ""


def is_exempt(ligne: Ligne) -> bool:
    """Tell whether who owes a line pays nothing of it, by a written exemption."""
    bornage = ligne.calcul.bornage
    return bornage is not None and ligne.rang in bornage.bornes.exoneres


def presence_weighs(ligne: Ligne) -> bool:
    """Tell whether the part of the year makes the amount: what is counted over the year already is that of its part."""
    calcul = ligne.calcul
    weighed = calcul.proratise or any(calcul.decomptes[terme.nom].pese for terme in calcul.termes)
    return weighed or any(reduced_limits(ligne))


def reduced_limits(ligne: Ligne) -> dict[str, str]:
    """Write how the presence reduced the limits of a line, those it did: « plancher », « 900,00 € × 4 mois ÷ 12 »."""
    bornage, presence = ligne.calcul.bornage, ligne.calcul.presences[ligne.rang]
    if bornage is None or presence in (0, 1) or is_exempt(ligne):
        return {}
    yearly = {"plafond": bornage.bornes.plafonds_annuels, "plancher": bornage.bornes.planchers_annuels}
    part = presence_in(presence)
    return {
        nom: f"{prix(limits[ligne.rang] / CENTS)} × {nombre(part.part)} {part.unite} ÷ {part.tout}"
        for nom, limits in yearly.items()
        if limits
    }


def limited_otherwise(ligne: Ligne, presence: Fraction) -> bool:
    """Tell whether, for another part of the year, its limits would make another share of a line; a credit has none."""
    bornage, rang = ligne.calcul.bornage, ligne.rang
    if bornage is None or is_exempt(ligne) or bornage.libres[rang] < 0:
        return False
    free, parts = bornage.libres[rang], (ligne.calcul.presences[rang], presence)
    sides = ((min, bornage.bornes.plafonds_annuels), (max, bornage.bornes.planchers_annuels))
    return any(len({side(free, limits[rang] * part) for part in parts}) > 1 for side, limits in sides if limits)


def _moved(ligne: Ligne, bornage: Bornage) -> str:
    rang, reduced = ligne.rang, {nom: f" ({text})" for nom, text in reduced_limits(ligne).items()}
    bornes, free, kept, own = bornage.bornes, bornage.libres[rang], bornage.exactes[rang], bornage.propre(rang)
    told = ""
    if bornes.plafonds[rang] == own < free:
        told = f" plafonnée à {_au_centime(own)}{reduced.get('plafond', '')}, {bornes.reliquat.reste}"
    elif bornes.planchers[rang] == own > free:
        told = f" portée au minimum de {_au_centime(own)}{reduced.get('plancher', '')}"
    elif own < free:
        ratio = own / free
        told = (
            f" ramenée à {_au_centime(own)} par le minimum que d'autres paient "
            f"(× {nombre(ratio.numerator)} ÷ {nombre(ratio.denominator)})"
        )
    else:
        own = free
    whom = "les autres ne paient plus" if rang == bornes.gestionnaire else "les plafonds des autres laissent"
    # As it is written, it makes the share with what is written of it before.
    more = round_half_up(kept / CENTS) - round_half_up(own / CENTS)
    return told if kept == own else f"{told}, plus {euros(more)} que {whom}"


def _au_centime(cents: Fraction) -> str:
    return euros(round_half_up(cents / CENTS))


def _exemption(ligne: Ligne, depot: Depot) -> Reference:
    item = depot.composants[ligne.calcul.composant or ""]
    for index, exoneration in enumerate(item.composant.exonerations):
        if ligne.adherent in exoneration.adherents:
            return item.reference("exonerations", index)
    return item.reference("exonerations")


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
