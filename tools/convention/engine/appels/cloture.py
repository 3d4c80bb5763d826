"""What a closing still lacks: actual costs, quantities of the year counted and validated (art. 8.3).

Knows: the figures that the actual amounts rest on. Must not know: files written, how a closing is shown.
The forfait is no indirect cost: its workstations, counted once before the year, are neither recounted nor validated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.mots import Mot, mot
from convention.engine.appels.appels import callable_lines, deja_appele
from convention.engine.appels.echeances import money_calls, to_come
from convention.engine.contribution import calculer
from convention.model.documents.quantites import Place
from convention.model.mots.communs import GroupeNature, Phase, Portee
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Calcul, Contribution
    from convention.model.depot import Depot, Reference
    from convention.model.vue import Valeur

_CLE = 3
"""Where the key is in the place of a count: `comptages`, its rank, `valeurs` or `par_composant`, then the key."""


class Motif(Mot):
    """Why a figure keeps an exercice open."""

    commande: str
    """What writes it, for an exercice."""

    COUT = mot(
        "cout",
        "Coûts dont le montant réalisé n'est pas connu",
        commande="convention fixer COMPOSANT VARIABLE MONTANT {realise}",
    )
    QUANTITE = mot(
        "quantite",
        "Quantités de l'année qui ne sont pas comptées",
        commande='convention quantifier ADHÉRENT CLÉ=VALEUR {realise} --source "…"',
    )
    VALIDATION = mot(
        "validation",
        "Quantités comptées, que l'adhérent n'a pas encore validées",
        commande="convention valider-quantites ADHÉRENT {realise} --validation DATE",
    )


class Manque(NamedTuple):
    """One figure that is not what the year was."""

    motif: Motif
    objet: str
    """Component, for a cost; adherent, for a quantity."""
    nom: str
    """Variable, or what is counted, as commands take it: « postes », « parapheur:comptes »."""
    source: Reference | None
    """Where the figure that stands for it is; none when there is none at all."""


def actual(depot: Depot, exercice: int) -> Contribution:
    """Compute the actual amounts of an exercice."""
    return calculer(resolve(depot, exercice, Phase.REALISE))


def unvalidated(depot: Depot, exercice: int) -> frozenset[str]:
    """Return who has still to validate what is counted of it: neither a count replaced since, nor that of a fee."""
    return frozenset(
        calcul.beneficiaires[rang]
        for calcul in actual(depot, exercice).calculs
        for decompte in calcul.decomptes.values()
        for rang, found in enumerate(decompte.sources)
        if any(valeur.a_valider for valeur in found)
    )


def uncalled(depot: Depot, exercice: int) -> int | None:
    """Return what the actual amounts of an exercice are beyond what was called, in cents, when no call to come asks it.

    None when one does, when no call asked anything for it, or when every line was called as it is.
    """
    if not money_calls(depot, exercice) or to_come(depot, exercice):
        return None
    left = {identite: -cents for (annee, identite), cents in deja_appele(depot).items() if annee == exercice}
    for ligne in callable_lines(depot, actual(depot, exercice).lignes):
        left[ligne.identite] = left.get(ligne.identite, 0) + ligne.montant
    return sum(left.values()) if any(left.values()) else None


def missing(depot: Depot, contribution: Contribution) -> tuple[Manque, ...]:
    """List what the actual amounts lack: costs first, then quantities, each once."""
    found: dict[tuple[Motif, str, str], Manque] = {}
    for calcul in contribution.calculs:
        if calcul.nature.groupe is GroupeNature.INDIRECTS:
            for item in (*_costs(depot, calcul), *_quantities(depot, calcul)):
                found.setdefault(item[:3], item)
    # The words of the reasons come in that order.
    return tuple(found[place] for place in sorted(found))


def _costs(depot: Depot, calcul: Calcul) -> Iterator[Manque]:
    ligne = depot.lignes.get(calcul.ligne_tarif or "")
    for nom, valeur in calcul.valeurs.items():
        if ligne is not None and nom in ligne.variables and valeur.phase is not None:
            yield Manque(Motif.COUT, calcul.composant or "", nom, valeur.source)


def _quantities(depot: Depot, calcul: Calcul) -> Iterator[Manque]:
    # Amounts already computed are counted by nobody; each count behind a sum or a product is asked for by its own name.
    for decompte in (item for item in calcul.decomptes.values() if not item.cumul):
        for rang, sources in enumerate(decompte.sources):
            if not sources and calcul.presences[rang]:
                by_component = depot.cles[decompte.cle].portee is Portee.COMPOSANT
                place = Place(decompte.cle, str(calcul.composant)) if by_component else Place(decompte.cle)
                yield Manque(Motif.QUANTITE, calcul.beneficiaires[rang], str(place), None)
            for valeur in sources:
                motif = _of_count(valeur)
                if motif is not None:
                    place = Place(*map(str, valeur.source.pointer[_CLE:]))
                    yield Manque(motif, calcul.beneficiaires[rang], str(place), valeur.source)


def _of_count(valeur: Valeur) -> Motif | None:
    if valeur.phase is not None or valeur.hypothese:
        return Motif.QUANTITE
    return Motif.VALIDATION if valeur.a_valider else None
