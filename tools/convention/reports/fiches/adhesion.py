"""The impact sheet of a demand of membership: what it costs whom, what it asks of the DSIT, what is missing (art. 3.1).

Knows: demands, effects, meetings. Must not know: how effects are computed, media (`fiche`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, du, enumere, euros, jour, nombre, pluriel
from convention.checks.adhesions.etapes import is_complete, meeting_of
from convention.checks.cadre.vie import next_meeting
from convention.compare.decision.visas import seals_of_opinion
from convention.compare.entrees import arrivee, together
from convention.model.mots.communs import Nature
from convention.model.mots.entrees import Contractant
from convention.reports import mots
from convention.reports.comparaison.empreinte import short
from convention.reports.fiches.effet import change, effect_table, reserves, who_moves
from convention.reports.fiches.fiche import Fiche, Section
from convention.reports.fiches.visas import TITRE, visas_section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.compare.entrees import Effet
    from convention.model.depot import Depot
    from convention.model.documents.entrees_sorties import Deliberation, DemandeAdhesion

PROCEDURE = "adhesion"
VALEUR = "Un acte ne vaut que pour la proposition dont il nomme l'empreinte : « convention comparer main » le vérifie."
COLONNES = ("Sans", "Avec")
_NATURES = (Nature.MASSE_SALARIALE, Nature.INDIRECT_ANNUEL, Nature.INDIRECT_FACTUEL, Nature.DIRECT)


def membership_sheet(depot: Depot, adherent: str, demande: DemandeAdhesion | None) -> Fiche:
    """Build the impact sheet of a demand: its effect on every current adherent, over the open exercices.

    Args:
        depot: the data; without an identity in the folder, nothing can be computed, and the sheet says so.
        adherent: the folder of the demand.
        demande: the demand; None for an adherent whose demand is not in the repository.
    """
    nom = demande.nom if demande is not None else mots.adherent_name(depot, adherent)
    dossier = depot.dossiers.get(adherent)
    debut = dossier.identite.adhesion.debut if dossier is not None else None
    effects = arrivee(depot, adherent) if dossier is not None else ()
    sections = [effect_table(depot, effet, adherent, COLONNES) for effet in effects]
    if effects:
        sections.append(_brought(depot, adherent, effects))
    return Fiche(
        f"Fiche d'impact de l'adhésion {du(nom)} (article 3.1)",
        tuple(_verdict(depot, adherent, nom, effects)),
        reserves(depot, effects, adherent, (demande.origine,) if demande is not None else ()),
        (*sections, *(_steps(depot, demande, debut) if demande is not None else (_unknown(adherent, debut),))),
    )


def _steps(depot: Depot, demande: DemandeAdhesion, debut: date | None) -> tuple[Section, ...]:
    return (
        _asked(depot, demande),
        visas_section(depot, PROCEDURE, _written(depot, demande), VALEUR),
        *_next(depot, demande, debut),
    )


def _unknown(adherent: str, debut: date | None) -> Section:
    """Say that nothing is known of the steps of a membership, which is not that they are missing."""
    path = f"adherents/{adherent}/adhesion.yaml"
    command = f'« convention adherer {adherent} --demande DATE --source "…" »'
    before = f", avec une demande d'avant le {jour(debut)}" if debut is not None else ""
    sentence = f"Le dépôt ne dit rien des étapes de cette adhésion : {path} n'existe pas."
    sentence += f" Pour les suivre{before} : {command}."
    return Section(TITRE, (sentence,))


def _verdict(depot: Depot, adherent: str, nom: str, effects: Sequence[Effet]) -> list[str]:
    if not effects:
        return _without_effect(depot, adherent, nom)
    sentences = []
    for effet in effects:
        others, own = effet.autres(adherent), effet.part(adherent)
        subject = f"ensemble les {compte(len(others), 'adhérent actuel', 'adhérents actuels')} en {effet.exercice}"
        effect = change(together(others).ecart, subject)
        sentences.append(f"L'arrivée {du(nom)} {effect} ; {nom} paierait {euros(own.apres)}.")
        sentences.append(who_moves(depot, others))
    debut = depot.dossiers[adherent].identite.adhesion.debut
    if (debut.month, debut.day) != (1, 1):
        sentences.append(f"Présence à partir du {jour(debut)} : la première année pleine est {debut.year + 1}.")
    return sentences


def _without_effect(depot: Depot, adherent: str, nom: str) -> list[str]:
    if adherent in depot.dossiers:
        return [f"L'arrivée {du(nom)} ne changerait aucun montant : aucun exercice ouvert n'est concerné."]
    command = f"« convention adherer {adherent} SERVICE… CLÉ=VALEUR… --debut DATE --type … »"
    return [
        f"L'effet en euros de l'arrivée {du(nom)} n'est pas encore calculé : seule sa demande est connue.",
        f"Il le sera quand ses services et ses quantités seront écrits, par {command}.",
    ]


def _brought(depot: Depot, adherent: str, effects: Sequence[Effet]) -> Section:
    """Say what the newcomer would pay, nature by nature: what it brings to the payroll first."""
    points = []
    for effet in effects:
        sums: dict[Nature, int] = {}
        for ligne in effet.apres.lignes:
            if ligne.adherent == adherent:
                sums[ligne.calcul.nature] = sums.get(ligne.calcul.nature, 0) + ligne.montant
        told = [f"{euros(sums[nature])} de {nature.pluriel}" for nature in _NATURES if nature in sums]
        whole = euros(effet.part(adherent).apres)
        points.append(f"{effet.exercice} : {enumere(told) or 'rien'}, soit {whole}")
    return Section(f"Ce que paierait {mots.adherent_name(depot, adherent)}", points=tuple(points))


def _asked(depot: Depot, demande: DemandeAdhesion) -> Section:
    title = "Ce que l'arrivée demanderait à la DSIT"
    evaluation = demande.evaluation
    if evaluation is None:
        return Section(title, ("La DSIT n'a pas encore évalué cette demande (article 3.1).",))
    etp, day = evaluation.etp_requis, jour(evaluation.date)
    noun = pluriel(etp, "équivalent temps plein", "équivalents temps plein")
    points = [
        f"Ressources humaines : {nombre(etp)} {noun} de plus",
        f"Gestion technique : {evaluation.charges_techniques}",
        f"Plannings : {evaluation.plannings}",
    ]
    projets = [depot.vie.projets[nom].libelle if nom in depot.vie.projets else nom for nom in evaluation.projets]
    if projets:
        points.append(f"{pluriel(len(projets), 'Projet touché', 'Projets touchés')} : {enumere(projets)}")
    return Section(title, (f"Évaluation de la DSIT du {day}.",), tuple(points))


def _written(depot: Depot, demande: DemandeAdhesion) -> dict[str, str]:
    """Return what is known of each visa of article 3.1: when it was done and on which proposal, or nothing.

    Whether that proposal is the one of today takes a comparison to say (`compare.decision`): not said here.
    """
    evaluation, meeting = demande.evaluation, meeting_of(depot, demande)
    opinion = ""
    if demande.avis is not None and meeting is not None:
        held = f"{demande.avis.sens.libelle}, le {jour(meeting.reunion.date)}"
        opinion = _on(held, *seals_of_opinion(meeting, demande.avis.sens))
        opinion += f" : {demande.avis.reserves}" if demande.avis.reserves is not None else ""
    metropole, adherent = (demande.deliberation(partie) for partie in Contractant)
    return {
        "evaluation-de-la-dsit": f"le {jour(evaluation.date)}" if evaluation is not None else "",
        "avis-comite-suivi-adhesion": opinion,
        "deliberation-conseil-metropolitain": _on(_taken(metropole), demande.empreinte),
        "deliberation-adherent": _on(_taken(adherent), demande.empreinte),
        "transmission-controle-legalite": _on(_both("transmission", metropole, adherent), demande.empreinte),
        "publication": _on(_both("publication", metropole, adherent), demande.empreinte),
        "signature-de-la-convention": _on(_signed(demande), demande.empreinte),
    }


def _on(done: str, *named: str | None) -> str:
    """Say on which proposal an act was done: it counts for no other."""
    known = [short(seal) for seal in named if seal is not None]
    where = f"{pluriel(len(known), 'empreinte')} {enumere(known)}" if known else "aucune empreinte"
    return f"{done} ({where})" if done else ""


def _signed(demande: DemandeAdhesion) -> str:
    return f"le {jour(demande.signature)}" if demande.signature is not None else ""


def _taken(deliberation: Deliberation | None) -> str:
    acte = deliberation.acte if deliberation is not None else None
    if acte is None or acte.date is None or not is_complete(acte):
        return ""
    return f"n° {acte.numero} du {jour(acte.date)}"


def _both(champ: str, *deliberations: Deliberation | None) -> str:
    """Say a formality of both deliberations: nothing as long as neither has it."""
    days = [getattr(item, champ) if item is not None else None for item in deliberations]
    if not any(days):
        return ""
    told = [f"le {jour(day)}" if day is not None else "manque" for day in days]
    return f"Métropole : {told[0]} ; adhérent : {told[1]}"


def _next(depot: Depot, demande: DemandeAdhesion, debut: date | None) -> tuple[Section, ...]:
    """Name the next meeting of the body that gives its opinion, as long as it has not; and if it comes too late."""
    document = depot.vie.procedures
    procedure = document.procedures.get(PROCEDURE) if document is not None else None
    if demande.avis is not None or procedure is None or depot.vie.gouvernance is None:
        return ()
    sentences = []
    for nom in procedure.instances:
        instance = depot.vie.gouvernance.instances.get(nom)
        label = instance.libelle if instance is not None else nom
        planned = next_meeting(depot, nom)
        when = f"le {jour(planned)}" if planned is not None else "aucune n'est prévue"
        if planned is not None and debut is not None and planned >= debut:
            files = "« debut » d'adherent.yaml et de souscriptions.yaml"
            when += f", et l'entrée est au {jour(debut)} : réunir plus tôt, ou reporter l'entrée ({files})"
        sentences.append(f"{label} : {when}.")
    return (Section("Prochaine réunion qui peut rendre l'avis", tuple(sentences)),)
