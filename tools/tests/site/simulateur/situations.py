"""Random situations of the simulator, each as the page knows it and as the engine computes it.

Knows: what a visitor may choose, the Vue that a choice makes. Must not know: the browser.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.base.period import Periode, year_period
from convention.engine.contribution import calculer
from convention.model.depot import Reference
from convention.model.mots.communs import Origine
from convention.model.vue import Valeur, Vue
from convention.site.simulateur.variantes import ended

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random


INVENTE = Reference("essai", ())


class Choix(NamedTuple):
    """What a visitor chooses for an adherent."""

    adherent: str
    avec: tuple[str, ...] = ()
    sans: tuple[str, ...] = ()
    quantites: Mapping[str, Fraction] = MappingProxyType({})

    def json(self, situation: Mapping[str, Any]) -> dict[str, Any]:
        """Write it as the script reads it."""
        rang = next(rang for rang, item in enumerate(situation["adherents"]) if item["id"] == self.adherent)
        texts = {place: f"{float(quantite):.6f}".rstrip("0").rstrip(".") for place, quantite in self.quantites.items()}
        return {"adherent": rang, "avec": self.avec, "sans": self.sans, "quantites": texts}


def tirer(alea: Random, situation: Mapping[str, Any]) -> Choix:
    """Draw an adherent, what it takes and leaves, and some quantities: zero, whole, with decimals."""
    adherent = alea.choice(situation["adherents"])
    held = {*adherent["codes"], *adherent["composants"]}
    objects = sorted({code for item in situation["composants"].values() for code in item["codes"]})
    objects += [nom for nom, item in situation["composants"].items() if item["souscription"]]
    moved = alea.sample(objects, min(len(objects), alea.randint(0, 4)))
    typed = [place for place, item in situation["quantites"].items() if item["saisie"]]
    counted = alea.sample(typed, min(len(typed), alea.randint(0, 5)))
    figures = {
        place: Fraction(
            alea.choice((0, alea.randint(1, 300), alea.randint(1, 30_000))), alea.choice((1, 1, 1, 10, 1000))
        )
        for place in counted
    }
    return Choix(
        adherent["id"],
        tuple(nom for nom in moved if nom not in held),
        tuple(nom for nom in moved if nom in held),
        figures,
    )


def appliquer(vue: Vue, choix: Choix) -> Vue:
    """Make the Vue of a choice, as the gestures of a scenario would: begun, or ended, on 1 January."""
    first = year_period(vue.exercice).debut
    abonnements, souscrits = dict(vue.perimetre.abonnements), dict(vue.perimetre.souscrits)
    for nom in choix.avec:
        place = (choix.adherent, nom)
        if nom in vue.perimetre.composants:
            souscrits[place] = (*souscrits.get(place, ()), Periode(first))
        else:
            abonnements[place] = (*abonnements.get(place, ()), Periode(first))
    for nom in choix.sans:
        place = (choix.adherent, nom)
        if nom in vue.perimetre.composants:
            souscrits[place] = ()
        else:
            abonnements[place] = ended(abonnements[place], first)
    comptages = {place: dict(column) for place, column in vue.volumes.comptages.items()}
    for column, quantite in choix.quantites.items():
        cle, _, composant = column.partition("/")
        comptages.setdefault((cle, composant), {})[choix.adherent] = Valeur(quantite, Origine.DEMONSTRATION, INVENTE)
    return vue._replace(
        perimetre=vue.perimetre._replace(abonnements=abonnements, souscrits=souscrits),
        volumes=vue.volumes._replace(comptages=comptages),
    )


def du_moteur(vue: Vue, choix: Choix) -> dict[str, int]:
    """Compute a situation by the engine: cents by line, those that nobody pays included."""
    contribution = calculer(appliquer(vue, choix))
    found = {
        "|".join(
            (item.identite[0], item.identite[1], item.identite[2], item.identite[3], item.identite[4])
        ): item.montant
        for item in contribution.lignes
        if item.montant
    }
    for calcul in contribution.calculs:
        if calcul.non_reparti:
            found[f"non réparti|{calcul.composant}|{calcul.nature}"] = calcul.non_reparti
    return found
