"""Where the current exercice goes, beyond what was called: what is ordered, what is counted otherwise than foreseen.

Knows: orders, lines of two phases. Must not know: HTML, credits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import ecart, enumere, euros, nombre, pluriel
from convention.base.money import round_half_up
from convention.formulas.evaluate import amount_for_one
from convention.formulas.texte.syntax import parse
from convention.model.depot import Reference
from convention.model.mots.communs import Nature, Section
from convention.site.bord.quantites import attente_de
from convention.site.communes.exercices import forfaits_supposes

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.engine.lignes import Ligne
    from convention.model.documents.adherents import Depense
    from convention.site.ensemble import Site
    from convention.site.rendu.tableau import Source


class Commande(NamedTuple):
    """What is ordered and not delivered: nothing is owed before its delivery (art. 8.1)."""

    depense: Depense
    compte: str
    """Empty when none is proposed for it."""
    montant: int
    source: Source


def commandes(site: Site, adherent: str) -> tuple[Commande, ...]:
    """List what an adherent has ordered in the current exercice and not yet received."""
    dossier = site.depot.dossiers[adherent]
    imputations = site.chiffres.vues[site.exercice].regles.imputations
    found = []
    for rank, item in enumerate(dossier.depenses_de(site.exercice)):
        if item.livraison is not None:
            continue
        imputed = imputations.get((Nature.DIRECT, item.section, dossier.identite.type))
        reference = Reference(dossier.path(f"depenses/{site.exercice}.yaml"), ("depenses", rank))
        source = site.source(reference, f"depenses/{site.exercice}.yaml")
        found.append(Commande(item, imputed.depense if imputed is not None else "", _cost(site, item), source))
    return tuple(found)


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


def commandes_dites(found: tuple[Commande, ...]) -> str:
    """Say what is ordered; nothing when nothing is."""
    if not found:
        return ""
    told = enumere([f"{item.depense.libelle}, {euros(item.montant)}" for item in found])
    return f"Commandé, et dû à la livraison : {told}."


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


def _cost(site: Site, item: Depense) -> int:
    """Compute what an order will cost, by the formula of its row, in cents."""
    mode = site.depot.lignes[item.ligne].direct
    if mode is None:
        return 0
    return round_half_up(amount_for_one(parse(mode.formule), {**item.montants, "nombre": item.nombre}, {}))
