"""Where the current exercice goes, beyond what was called: what is ordered, what is counted otherwise than foreseen.

Knows: orders, lines of two phases. Must not know: HTML, credits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import ecart, enumere, euros, nombre, pluriel
from convention.engine.appels import budget
from convention.model.mots.communs import Section
from convention.site.bord.quantites import attente_de
from convention.site.communes.exercices import forfaits_supposes

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.engine.appels.budget import Commande
    from convention.engine.lignes import Ligne
    from convention.site.ensemble import Site


def commandes(site: Site, adherent: str) -> tuple[Commande, ...]:
    """List what an adherent has ordered in the current exercice and not yet received."""
    return budget.commandes(site.depot, adherent, site.exercice)


def phrase(site: Site, adherent: str) -> str:
    """Say why the projection is not what was called; nothing when it is.

    Effects are differences between printed amounts, so they add up to the difference that the page shows.
    """
    called, known = (
        {ligne.identite: ligne for ligne in lines if ligne.calcul.section is Section.FONCTIONNEMENT}
        for lines in (site.lignes(site.exercice, adherent), site.connues(site.exercice, adherent))
    )
    mine, rest, elsewhere = [], 0, True
    for identite in called | known:
        before, after = called.get(identite), known.get(identite)
        effect = (after.montant if after is not None else 0) - (before.montant if before is not None else 0)
        moved = after is not None and (before is None or before.quantite != after.quantite)
        told = _counted(site, after) if after is not None and moved else ""
        if effect and told:
            mine.append((effect, f"{told} ({ecart(effect)} €)"))
        elif effect:
            rest += effect
            elsewhere = elsewhere and _own(before) == _own(after)
    parts = [text for _, text in sorted(mine, key=lambda item: -item[0])]
    own = f"La projection tient compte de {enumere(parts)}, au lieu des prévisions." if parts else ""
    who = "Les quantités des autres adhérents" if elsewhere else "Les prix constatés et d'autres quantités"
    return " ".join(filter(None, (own, f"{who} comptent pour {ecart(rest)} €." if rest else "")))


def _own(ligne: Ligne | None) -> tuple[list[Fraction], list[Fraction]] | None:
    """Return what makes a line besides what others count: its prices, its quantities."""
    if ligne is None:
        return None
    calcul = ligne.calcul
    prices = [valeur.valeur for valeur in calcul.valeurs.values()]
    return prices, [decompte.quantite(ligne.rang) for decompte in calcul.decomptes.values()]


def suppositions(site: Site, adherent: str, annee: int) -> tuple[str, ...]:
    """Say what the amounts of a coming exercice rest on: the forfait, counts to be validated, no purchase."""
    fees = [f"Ce montant suppose {fee}." for fee in forfaits_supposes(site, annee, adherent)]
    found, waiting = [], attente_de(site, adherent, annee)
    if any(waiting):
        found.append(f"repose sur {waiting.phrase}, et peut changer avec {'elle' if sum(waiting) == 1 else 'elles'}")
    ordered = commandes(site, adherent)
    if ordered:
        total = euros(sum(item.montant for item in ordered))
        found.append(
            f"ne comprend aucun achat : {enumere([item.depense.libelle for item in ordered])}, {total}, seraient à "
            f"inscrire en plus si la livraison passait en {annee}"
        )
    return (*fees, *(f"{'Il' if fees or rank else 'Ce montant'} {text}." for rank, text in enumerate(found)))


def investissement_commande(site: Site, adherent: str) -> int:
    """Return what is ordered and not delivered, of investment, in cents."""
    ordered = (item for item in commandes(site, adherent) if item.depense.section is Section.INVESTISSEMENT)
    return sum(item.montant for item in ordered)


def _counted(site: Site, ligne: Ligne) -> str:
    """Name what is counted in a line: « 40 abonnements mobiles »."""
    key = site.depot.cles.get(ligne.cle or "")
    if key is None or ligne.decompte is None:
        return ""
    quantite = ligne.decompte.quantite(ligne.rang)
    whole = key.libelle.removeprefix("nombre de ").removeprefix("nombre d'")
    several = whole if whole != key.libelle else key.pluriel
    return f"{nombre(quantite)} {pluriel(quantite, key.unite, several)}"
