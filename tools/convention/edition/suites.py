"""What a gesture that is made means, and the gesture that comes after it.

Knows: requests, the data that a gesture gives. Must not know: how they are shown, the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere, euros, jour, typeset
from convention.checks.cadre.contexte import build
from convention.checks.quantites.comptages import no_longer_billed
from convention.edition.contestations import contestable, known_disagreement
from convention.edition.demandes import (
    Adherer,
    AjouterService,
    Contester,
    OuvrirExercice,
    Quantifier,
    Resilier,
    Souscrire,
    ValiderQuantites,
)
from convention.edition.noms import phase_of
from convention.model.vocabulaire_appels import EtapeLitige

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.edition.contestations import Situee
    from convention.edition.gestes import Demande
    from convention.model.adherents import Releve
    from convention.model.depot import Depot, Dossier
    from convention.model.titres import Litige


def suites(depot: Depot, demande: Demande, au: date) -> tuple[str, ...]:
    """Say what a gesture means and what to do next.

    Args:
        depot: the data as the gesture leaves them.
        demande: what was asked.
        au: the day it is read: a deadline that is past is told as past.
    """
    return tuple(map(typeset, _told(depot, demande, au)))


def _told(depot: Depot, demande: Demande, au: date) -> Iterator[str]:
    match demande:
        case Contester():
            yield from _disagreement(depot, demande, au)
            return
        case Adherer():
            sheet = f"« convention fiche-adhesion {demande.adherent} » dit l'effet sur chacun, et ce qui manque encore"
            yield f"{sheet} ; les étapes s'écrivent dans adherents/{demande.adherent}/adhesion.yaml."
            if demande.debut is None:
                command = f"convention adherer {demande.adherent} SERVICE… CLÉ=VALEUR… --debut DATE --type …"
                yield f"Quand ses services et ses quantités sont connus, son entrée : « {command} »."
        case Souscrire():
            yield from _subscription(depot, demande)
        case Resilier():
            yield from _ended(depot, demande)
        case Quantifier():
            yield from _counted(depot, demande)
        case ValiderQuantites():
            yield from _validated(depot, demande)
        case AjouterService():
            yield f"Personne ne le paie avant « convention souscrire ADHÉRENT {demande.code} --debut DATE »."
        case OuvrirExercice():
            annee = demande.exercice
            yield f"Compter ce qui change : « convention quantifier ADHÉRENT CLÉ=VALEUR --exercice {annee} »."
            yield f"Fixer les prix qui changent : « convention fixer COMPOSANT VARIABLE MONTANT --exercice {annee} »."
        case _:
            pass
    yield "« convention comparer HEAD » dit qui décide, et avant quand ; proposer ensuite la modification."


def _subscription(depot: Depot, demande: Souscrire) -> Iterator[str]:
    """Say what a subscription waits for: its demand, its use."""
    asked = f"{demande.adherent} {demande.objet}"
    if demande.demande is None and demande.objet not in depot.composants:
        waiting = " --non-activee" if demande.non_activee else ""
        command = f"convention souscrire {asked} --debut {demande.debut}{waiting} --demande DATE"
        yield f"Aucune demande de l'adhérent n'est écrite ; quand elle est signée : « {command} »."
    if demande.non_activee:
        yield f"Rien n'est facturé avant « convention activer {asked} --debut DATE »."


def _ended(depot: Depot, demande: Resilier) -> Iterator[str]:
    """Say what the end of a membership leaves due; of a service alone, what is not to be counted any more."""
    if demande.objet is None:
        yield f"« convention fiche-sortie {demande.adherent} » dit ce qui reste dû, et ce qu'il reste à faire."
        return
    for command in no_longer_billed(build(depot), demande.adherent):
        yield f"Ce qui n'est plus facturé ne se compte plus : « {command} »."


def _of_phase(depot: Depot, demande: Quantifier | ValiderQuantites) -> list[Releve]:
    phase = phase_of(depot, demande.exercice, demande.phase)
    document = depot.dossiers[demande.adherent].quantites.get(demande.exercice)
    return [item for item in (document.comptages if document is not None else ()) if item.phase is phase]


def _counted(depot: Depot, demande: Quantifier) -> Iterator[str]:
    """Say which figures a later count replaces already, then how this count is validated."""
    options = f"--exercice {demande.exercice}" + (f" --phase {demande.phase}" if demande.phase else "")
    asked = {(cle, "") for cle in demande.valeurs}
    asked |= {(cle, composant) for cle, counts in demande.par_composant.items() for composant in counts}
    for releve in _of_phase(depot, demande):
        held = sorted(asked & _places(releve)) if releve.date > demande.date else []
        if held:
            keys = enumere([cite(f"{composant}:{cle}" if composant else cle) for cle, composant in held])
            values = " ".join(f"{composant}:{cle}=…" if composant else f"{cle}=…" for cle, composant in held)
            command = f"convention quantifier {demande.adherent} {values} {options} --date {releve.date} --source …"
            told = f"Sans effet sur {keys} : le comptage du {jour(releve.date)}, plus récent, l'emporte"
            yield f"{told}. Pour les changer, compter ce jour-là ou un jour qui suit : « {command} »."
    command = f"convention valider-quantites {demande.adherent} {options} --date {demande.date} --validation DATE"
    yield f"Quand le référent de l'adhérent les a validées (article 5) : « {command} »."


def _validated(depot: Depot, demande: ValiderQuantites) -> Iterator[str]:
    """Name each count that is validated on the day, and each that is not for it is assumed."""
    for releve in _of_phase(depot, demande):
        if demande.date in (None, releve.date):
            what = f"le comptage {releve.phase.libelle} du {jour(releve.date)}"
            number = compte(len(_places(releve)), "quantité")
            if releve.hypothese is not None and releve.validation is None:
                yield f"N'est pas validé {what}, supposé : {number}."
            elif releve.validation == demande.validation:
                yield f"Est validé {what} : {number}."


def _places(releve: Releve) -> set[tuple[str, str]]:
    """Return what a count counts: keys, and keys by component."""
    own = {(cle, "") for cle in releve.valeurs}
    return own | {(cle, composant) for cle, counts in releve.par_composant.items() for composant in counts}


def _disagreement(depot: Depot, demande: Contester, au: date) -> Iterator[str]:
    """Say whether the disagreement suspends anything, how it goes on, until when the judge may be asked."""
    dossier = depot.dossiers[demande.adherent]
    item = contestable(depot, dossier, demande.titre, demande.service)
    known = known_disagreement(dossier, demande)
    if item is None or known is None:
        return
    _, litige = known
    service, piece = depot.libelle_service(demande.service), cite(demande.titre)
    own = f" --composant {litige.composant}" if litige.composant is not None else ""
    command = f"convention contester {demande.adherent} {demande.titre} {demande.service}{own}"
    end = f'« {command} --etape admis --cloture DATE --issue "…" » (ou rejete, retire)'
    if not litige.etape.ouvert:
        yield f"Le désaccord a pris fin : il ne suspend plus rien, et toute la pièce {piece} est à payer."
        if litige.etape is EtapeLitige.ADMIS:
            yield "Ce qui est admis se corrige où il est écrit, quantité ou montant : un prochain appel le porte."
        return
    if litige.etape.suspend:
        rest = max(0, item.titre.montant - item.service)
        suspended = f"le paiement de {service} est suspendu, soit {euros(item.service)}"
        yield f"Le désaccord est maintenu : sur la pièce {piece}, {suspended} ; le reste, {euros(rest)}, est à payer."
        yield f"Quand il prend fin : {end}."
    else:
        yield f"C'est un premier contact : il ne suspend rien, et toute la pièce {piece} reste à payer (article 11)."
        maintain = f"« {command} --contestation DATE »"
        yield f"Si le désaccord persiste, le maintenir suspend ce service sur cette pièce : {maintain}."
        yield f"S'il se règle : {end}."
    yield from _judge(item, litige, dossier, au)


def _judge(item: Situee, litige: Litige, dossier: Dossier, au: date) -> Iterator[str]:
    """Say until when the judge may be asked, or that the day is past."""
    last = item.recours
    if litige.etape is EtapeLitige.TRIBUNAL:
        return
    if last is None:
        path = dossier.path(f"titres/{item.titre.emission.year}.yaml")
        yield f"Le délai pour saisir le juge court de la réception de la pièce : écrire « reception » dans {path}."
    elif last < au:
        yield f"Le juge pouvait être saisi jusqu'au {jour(last)}, deux mois après la réception, contact ou non."
        yield "Ce délai est passé : il reste à s'entendre à l'amiable (article 11)."
    else:
        yield f"Le juge peut être saisi jusqu'au {jour(last)}, deux mois après la réception, contact ou non."
