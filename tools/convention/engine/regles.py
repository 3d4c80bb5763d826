"""The rules that the engine applies, by name, and which of them a computation used.

Knows: what tells from a result that a rule was applied. Must not know: how it was applied.
The list is closed: `docs/couverture.md` shows, for each rule, a cost of the repository that uses it. What only other
conventions write (a weighted key, a limit on several lines) is not in it: `docs/tarifs.md` works it by hand.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import Prorata
from convention.engine.contribution import Calculs
from convention.formulas.functions import RANG
from convention.formulas.nodes import Appel, Consultation, Nom, walk
from convention.formulas.texte.syntax import parse
from convention.model.alternatives import apply
from convention.model.mots.communs import Phase, Portee
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.base.mots import Mot
    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Calcul, Contribution
    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle
    from convention.model.vue import Vue

REGLES: Mapping[str, str] = MappingProxyType(
    {
        "nature-masse-salariale": "Un forfait par poste de travail",
        "nature-direct": "Un coût direct remboursé à l'euro l'euro",
        "nature-indirect-factuel": "Un coût indirect factuel",
        "nature-indirect-annuel": "Un coût indirect annuel",
        "section-fonctionnement": "Un coût de fonctionnement",
        "section-investissement": "Un coût d'investissement",
        "beneficiaires-abonnes": "Tous les abonnés d'un service en paient une part",
        "beneficiaires-souscription": "Seuls ceux qui le souscrivent en paient une part",
        "part": "Un coût partagé selon une clé",
        "parts-composees": "Un coût partagé selon plusieurs clés à la fois",
        "prix-unitaire": "Un prix multiplié par une quantité",
        "part-fixe": "Un coût entier pour son seul bénéficiaire",
        "abonnement": "Un prix que chaque bénéficiaire paie en entier",
        "cle-a-date": "Une clé comptée à une date, pesée par la présence",
        "cle-moyenne": "Une clé déjà moyenne de l'année",
        "cle-sur-periode": "Une clé comptée sur l'année",
        "cle-somme": "Une clé somme d'autres clés",
        "cle-par-composant": "Une clé comptée composant par composant",
        "cle-reference": "Une quantité publiée, d'un millésime nommé",
        "cle-quotes-parts": "Des parts fixes",
        "parametre": "Une constante datée par exercice",
        "bareme": "Un barème par tranches",
        "indice": "Un prix révisé par un indice",
        "rang": "Un prix qui dépend du rang de l'exercice",
        "min": "Le plus petit de plusieurs montants",
        "max": "Le plus grand de plusieurs montants",
        "si": "Un montant qui dépend d'une condition",
        "actif": "Un droit d'usage, d'après un bien amorti",
        "plafond-reparti": "Un plafond dont le reliquat va aux autres",
        "plafond-gestionnaire": "Un plafond dont le reliquat va au gestionnaire",
        "plafond-non-recouvre": "Un plafond dont le reliquat n'est pas recouvré",
        "plancher": "Un plancher",
        "exoneration-reparti": "Une exonération portée par les autres",
        "exoneration-gestionnaire": "Une exonération portée par le gestionnaire",
        "exoneration-non-recouvre": "Une exonération que personne ne porte",
        "prorata-mensuel": "Une présence partielle comptée en douzièmes",
        "prorata-journalier": "Une présence partielle comptée en jours",
        "prorata-aucun": "Une présence partielle qui doit l'année entière",
        "part-liberee-repartie": "Un départ en cours d'année, sa part répartie",
        "part-liberee-gestionnaire": "Un départ en cours d'année, sa part au gestionnaire",
        "part-liberee-gelee": "Un départ en cours d'année, sa part gelée",
        "centime-restant": "Un centime restant donné au plus fort reste",
        "part-nulle": "Un bénéficiaire dont la quantité est nulle, qui ne paie rien",
        "phase-anterieure": "Une valeur reprise d'une phase antérieure",
        "hypothese": "Une valeur qui tient lieu d'une autre, inconnue",
        "quantite-a-valider": "Une quantité de l'année que l'adhérent n'a pas validée",
        "projection": "Un résultat qui ne repose que sur des valeurs reprises",
        "sans-compte": "Un gestionnaire qui paie sa part sans recevoir de titre",
    }
)


class Emplois(NamedTuple):
    """Which rules a repository uses: as it is, and as its other readings would have it."""

    retenues: frozenset[str]
    autrement: frozenset[str]


def rules_of(depot: Depot) -> Emplois:
    """Compute every exercice in every phase, then as the other readings would have it, and gather the rules used."""
    calcule = Calculs()
    used, otherwise = _rules(depot, tuple(Phase), calcule), frozenset[str]()
    for other in (other for lecture in depot.vie.lectures.values() for other in lecture.alternatives.values()):
        # A reading is computed only as long as a rule is still to be found.
        if other.executable and not REGLES.keys() <= used | otherwise:
            otherwise |= _rules(apply(depot, other), (None,), calcule) - used
    return Emplois(used, otherwise)


def _rules(depot: Depot, phases: tuple[Phase | None, ...], calcule: Calcule) -> frozenset[str]:
    vues = (resolve(depot, exercice, phase) for exercice in sorted(depot.exercices) for phase in phases)
    return frozenset(regle for vue in vues for regle in rules_used(vue, calcule(vue)))


def rules_used(vue: Vue, contribution: Contribution) -> frozenset[str]:
    """Return the rules that a computation used."""
    found = {"projection"} if contribution.projection else set()
    for calcul in contribution.calculs:
        found |= {*_of_kind(vue, calcul), *_of_keys(vue, calcul), *_of_shares(vue, calcul), *_of_limits(calcul)}
    without = (ligne for ligne in contribution.lignes if ligne.compte_recette is None)
    if any(ligne.adherent == vue.perimetre.gestionnaire for ligne in without):
        found.add("sans-compte")
    return frozenset(found)


def _of_kind(vue: Vue, calcul: Calcul) -> Iterator[str]:
    yield f"nature-{str(calcul.nature).replace('_', '-')}"
    yield f"section-{calcul.section}"
    if calcul.composant is not None:
        yield f"beneficiaires-{vue.perimetre.composants[calcul.composant].beneficiaires}"
    ligne = vue.regles.lignes.get(calcul.ligne_tarif or "")
    if ligne is None:
        return
    if any(nom in ligne.parametres for nom in calcul.valeurs):
        yield "parametre"
    if ligne.abonnement:
        yield "abonnement"
    if ligne.part_fixe:
        yield "part-fixe"
    if "duree_amortissement" in calcul.valeurs:
        yield "actif"
    yield from _of_formula(calcul)


def _of_formula(calcul: Calcul) -> Iterator[str]:
    for node in walk(parse(calcul.formule)):
        if isinstance(node, Appel | Consultation):
            yield node.fonction
        elif isinstance(node, Nom) and node.nom == RANG:
            yield RANG
    if len(calcul.termes) == 1:
        yield "part"
    if len(calcul.termes) > 1:
        yield "parts-composees"
    if calcul.composant is not None and any(calcul.propres) and calcul.decomptes:
        yield "prix-unitaire"


def _of_keys(vue: Vue, calcul: Calcul) -> Iterator[str]:
    for decompte in calcul.decomptes.values():
        definition = vue.regles.cles.get(decompte.cle)
        if definition is not None:
            yield from _of_key(definition)
        for valeur in (valeur for found in decompte.sources for valeur in found):
            if valeur.phase is not None:
                yield "phase-anterieure"
            if valeur.hypothese:
                yield "hypothese"
            if valeur.a_valider:
                yield "quantite-a-valider"


def _of_key(cle: Cle) -> Iterator[str]:
    if cle.comptage is not None:
        yield _rule("cle", cle.comptage)
    if cle.somme:
        yield "cle-somme"
    if cle.portee is Portee.COMPOSANT:
        yield "cle-par-composant"
    if cle.reference is not None:
        yield "cle-reference"
    if cle.quotes_parts:
        yield "cle-quotes-parts"


def _of_shares(vue: Vue, calcul: Calcul) -> Iterator[str]:
    if calcul.supplements:
        yield "centime-restant"
    exempt = calcul.bornage.bornes.exoneres if calcul.bornage is not None else {}
    if any(not poids and rang not in exempt for terme in calcul.termes for rang, poids in enumerate(terme.poids)):
        yield "part-nulle"
    partial = [rang for rang, presence in enumerate(calcul.presences) if presence != 1 and calcul.jours[rang]]
    whole_year = vue.regles.prorata is Prorata.AUCUN
    if partial or (whole_year and any(_leaves_or_comes(calcul, rang) for rang in range(len(calcul.presences)))):
        yield _rule("prorata", vue.regles.prorata)
    weighed = any(calcul.decomptes[terme.nom].pese for terme in calcul.termes)
    left = [rang for rang in partial if calcul.jours[rang][-1].fin is not None and _leaves(vue, calcul, rang)]
    if weighed and left:
        yield _rule("part-liberee", vue.regles.part_liberee)


def _leaves(vue: Vue, calcul: Calcul, rang: int) -> bool:
    fin = calcul.jours[rang][-1].fin
    return fin is not None and fin.year == vue.exercice


def _leaves_or_comes(calcul: Calcul, rang: int) -> bool:
    days = calcul.jours[rang]
    return bool(days) and (days[0].debut.month, days[0].debut.day) != (1, 1)


def _of_limits(calcul: Calcul) -> Iterator[str]:
    bornage = calcul.bornage
    if bornage is None:
        return
    bornes = bornage.bornes
    pairs = list(zip(bornage.exactes, bornes.plafonds, bornes.planchers, strict=True))
    if any(cap is not None and share == cap for share, cap, _ in pairs):
        yield _rule("plafond", bornes.reliquat)
    if any(share == floor > Fraction(0) for share, _, floor in pairs):
        yield "plancher"
    yield from (_rule("exoneration", reliquat) for reliquat in bornes.exoneres.values())


def _rule(regle: str, choix: Mot) -> str:
    """Name a rule with what it was set to: « plafond-non-recouvre »."""
    return f"{regle}-{choix.replace('_', '-')}"
