"""The sentences above the tables of the costs borne and recharged.

Knows: how a Bilan is said in French. Must not know: tables, how it was computed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, MOINS, cite, compte, euros, nombre
from convention.model.mots.communs import Nature
from convention.reports import mots
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from convention.engine.supporte import Bilan

UN_TOUT = 1000
"""Tenths of a percent in a whole."""


def notices(bilan: Bilan) -> list[str]:
    """Say what the figures are worth before any of them is read."""
    mention = bilan.origine.mention
    found = [f"{mention}."] if mention else []
    if bilan.projection:
        found.append(
            "Projection : aucune quantité de cette phase n'est connue, celles d'une phase antérieure sont reprises."
        )
    return found


def sentences(bilan: Bilan, gestionnaire: str) -> list[str]:
    """Say what the services cost, what the forfait covers, who bears the rest, what is gained."""
    return [_whole(bilan), *_coverage(bilan), _managing_body(bilan, gestionnaire), *_gain(bilan)]


def share(part: Fraction) -> str:
    """Write a share to one decimal, half up: « 94,3 % »; what is not the whole never reads « 100,0 % »."""
    exact = abs(part)
    dixiemes = (2 * UN_TOUT * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if dixiemes == UN_TOUT and exact != 1:
        dixiemes += 1 if exact > 1 else -1
    sign = MOINS if part < 0 and dixiemes else ""
    return f"{sign}{nombre(dixiemes // 10)},{dixiemes % 10}{INSECABLE}%"


def assumptions(bilan: Bilan) -> list[str]:
    """List the figures that stand for others, as a computation lists its own."""
    return [
        f"Hypothèse : {terminal(message)} ({compte(sum(counts.values()), 'valeur')}, {compte(len(counts), 'fichier')})."
        for message, counts in mots.by_message(bilan.hypotheses).items()
    ]


def _whole(bilan: Bilan) -> str:
    total = bilan.total
    left = total.non_recouvre
    end = f"{euros(left)} ne sont pas récupérés" if left >= 0 else f"c'est {euros(-left)} de plus que ces coûts"
    return (
        f"Les services mutualisés coûtent {euros(total.supporte)} en {bilan.exercice}. Les adhérents en paient "
        f"{euros(total.refacture)}, le gestionnaire compris ; {end}."
    )


def _coverage(bilan: Bilan) -> list[str]:
    """Print the cover rate: a contribution may not exceed each one's share of the common costs."""
    rubrique, rate = bilan.natures[Nature.MASSE_SALARIALE], bilan.couverture
    if rate is None:
        return []
    what, detail = "la masse salariale", ""
    if bilan.regie:
        what = "la masse salariale et de la régie"
        detail = f" ({euros(bilan.masse_salariale)} d'agents, {euros(bilan.regie)} de prestation achetée)"
    gap = rubrique.non_recouvre
    end = f"il manque {euros(gap)}" if gap > 0 else "il n'en manque rien"
    if gap < 0:
        end = (
            f"c'est {euros(-gap)} de trop, alors qu'une contribution ne peut dépasser la part de chacun dans les "
            "dépenses communes"
        )
    figures = f"{euros(rubrique.refacture)} sur {euros(rubrique.supporte)}{detail}"
    return [f"Le forfait couvre {share(rate)} de {what} : {figures} ; {end}."]


def _managing_body(bilan: Bilan, gestionnaire: str) -> str:
    left = bilan.total.non_recouvre
    end = f"et {euros(left)} que personne ne lui rembourse" if left >= 0 else f"moins {euros(-left)} perçus en trop"
    own = "pour sa propre part, calculée comme celle des autres et sans titre"
    if not bilan.contribue:
        own = "que lui laissent les limites des autres, sans part qui lui soit propre"
    return (
        f"Le gestionnaire ({gestionnaire}) supporte {euros(bilan.charge_gestionnaire)} : "
        f"{euros(bilan.part_gestionnaire)} {own}, {end}."
    )


def _gain(bilan: Bilan) -> list[str]:
    """Say what pooling is worth, the costs that nobody pays back counted too: they are part of its price."""
    number, _, seul, gain = bilan.comparees
    if not number:
        return []
    every = number == len(bilan.comparaisons)
    who = f"{'les ' if every and number > 1 else ''}{compte(number, 'adhérent')}"
    pays, alone, them = ("paierait", "s'il agissait seul", "lui")
    if number > 1:
        pays, alone, them = ("paieraient", "s'ils agissaient seuls", "leur")
    phrase = f"Selon l'estimation déclarée, {who} {pays} {euros(seul)} {alone} : la mutualisation {them} "
    phrase += _worth(gain, seul)
    if every and bilan.total.non_recouvre:
        phrase += f" ; coûts non récupérés compris, elle {_worth(gain - bilan.total.non_recouvre, seul)}"
    own = next((item.seul for item in bilan.comparaisons if item.adherent == bilan.gestionnaire), None)
    total = euros(bilan.charge_gestionnaire)
    managing = (
        [] if own is None else [f"Le gestionnaire, lui, supporte {total}, et paierait {euros(own)} s'il agissait seul."]
    )
    method = (
        f"L'outil ne calcule pas ces estimations. Leur méthode, telle que déclarée : {cite(terminal(bilan.methode))}"
    )
    return [f"{phrase}.", *managing, method]


def _worth(gain: int, seul: int) -> str:
    rate = f" ({share(Fraction(abs(gain), seul))})" if seul else ""
    return f"fait gagner {euros(gain)}{rate}" if gain >= 0 else f"coûte {euros(-gain)} de plus{rate}"
