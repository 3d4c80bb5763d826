"""What a gesture that is made means, and the gesture that comes after it.

Knows: requests, the data that a gesture gives. Must not know: how they are shown, the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, euros, jour
from convention.base.money import decimal_text
from convention.checks.lieux import typeset
from convention.edition.contestations import contestable
from convention.edition.demandes import (
    Adherer,
    AjouterService,
    Contester,
    OuvrirExercice,
    Quantifier,
    Resilier,
    Souscrire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.edition.gestes import Demande
    from convention.model.depot import Depot


def suites(depot: Depot, demande: Demande) -> tuple[str, ...]:
    """Say what a gesture means and what to do next.

    Args:
        depot: the data as the gesture leaves them.
        demande: what was asked.
    """
    return tuple(map(typeset, _told(depot, demande)))


def _told(depot: Depot, demande: Demande) -> Iterator[str]:
    match demande:
        case Contester():
            yield from _disagreement(depot, demande)
            return
        case Adherer():
            sheet = f"« convention fiche-adhesion {demande.adherent} » dit l'effet sur chacun, et ce qui manque encore"
            yield f"{sheet} ; les étapes s'écrivent dans adherents/{demande.adherent}/adhesion.yaml."
            if demande.debut is None:
                command = f"convention adherer {demande.adherent} SERVICE… CLÉ=VALEUR… --debut DATE --type …"
                yield f"Quand ses services et ses quantités sont connus, son entrée : « {command} »."
        case Souscrire() if demande.non_activee:
            yield f"Rien n'est facturé avant « convention activer {demande.adherent} {demande.objet} --debut DATE »."
        case Resilier(objet=None):
            yield f"« convention fiche-sortie {demande.adherent} » dit ce qui reste dû, et ce qu'il reste à faire."
        case Quantifier():
            options = f"--exercice {demande.exercice}" + (f" --phase {demande.phase}" if demande.phase else "")
            command = f"convention valider-quantites {demande.adherent} {options}"
            yield f"Quand le référent de l'adhérent les a validées (article 5) : « {command} »."
        case AjouterService():
            yield f"Personne ne le paie avant « convention souscrire ADHÉRENT {demande.code} --debut DATE »."
        case OuvrirExercice():
            annee = demande.exercice
            yield f"Compter ce qui change : « convention quantifier ADHÉRENT CLÉ=VALEUR --exercice {annee} »."
            yield f"Fixer les prix qui changent : « convention fixer COMPOSANT VARIABLE MONTANT --exercice {annee} »."
        case _:
            pass
    yield "« convention comparer HEAD » dit qui décide, et avant quand ; proposer ensuite la modification."


def _disagreement(depot: Depot, demande: Contester) -> Iterator[str]:
    """Say whether the disagreement suspends anything, until when the judge may be asked, how it is maintained."""
    dossier = depot.dossiers[demande.adherent]
    item = contestable(depot, dossier, demande.titre, demande.service)
    if item is None:
        return
    service, piece = depot.libelle_service(demande.service), cite(demande.titre)
    maintained = any(
        litige.etape.suspend
        for litige in dossier.litiges.values()
        if (litige.titre, litige.service, litige.composant) == (demande.titre, demande.service, demande.composant)
    )
    if maintained:
        rest = max(0, item.titre.montant - item.service)
        suspended = f"le paiement de {service} est suspendu, soit {euros(item.service)}"
        yield f"Le désaccord est maintenu : sur la pièce {piece}, {suspended} ; le reste, {euros(rest)}, est à payer."
        ended = f"Quand il prend fin, écrire « etape », « cloture » et « issue » dans {dossier.path('litiges.yaml')}"
        yield f"{ended} ; « convention expliquer-code LIT004 » dit comment."
    else:
        yield f"C'est un premier contact : il ne suspend rien, et toute la pièce {piece} reste à payer (article 11)."
        own = f" --composant {demande.composant}" if demande.composant is not None else ""
        asked = f"{demande.adherent} {demande.titre} {demande.service}{own} --montant {decimal_text(demande.montant)}"
        command = f'convention contester {asked} --objet "…" --contestation DATE'
        yield f"Si le désaccord persiste, le maintenir suspend ce service sur cette pièce : « {command} »."
    last = item.recours
    if last is None:
        path = dossier.path(f"titres/{item.titre.emission.year}.yaml")
        yield f"Le délai pour saisir le juge court de la réception de la pièce : écrire « reception » dans {path}."
    else:
        yield f"Le juge peut être saisi jusqu'au {jour(last)}, deux mois après la réception, contact ou non."
