"""The impact sheet of a demand of membership: what it costs whom, what it asks, what is missing (art. 3.1).

Knows: demands, effects, meetings. Must not know: how effects are computed, media.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, euros, jour, majuscule, pluriel
from convention.checks.adhesions.demandes import of_applicant
from convention.checks.adhesions.etapes import ENTREE, decided, lacks, meeting_of
from convention.checks.cadre.vie import next_meeting
from convention.compare.decision.visas import seals_of_opinion
from convention.compare.entrees import Effet, arrivee
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.entrees import Contractant, StatutAdhesion
from convention.reports import mots
from convention.reports.fiches.communs import (
    AVIS,
    MANQUE,
    VisaEcrit,
    asks,
    by_years,
    effect_tables,
    reserves,
    sources,
    verdicts,
    written_visas,
)
from convention.reports.rendus.gabarit import ecrire
from convention.reports.valeurs import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from convention.checks.adhesions.etapes import Manque
    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Acte
    from convention.model.documents.entrees_sorties import DemandeAdhesion
    from convention.model.mots.communs import Nature
    from convention.reports.fiches.communs import Acquis
    from convention.reports.rendus.document import Document

COLONNES = ("Sans", "Avec")
_SANS_DEMANDE: Mapping[str, object] = MappingProxyType({"demande": None, "refusee": False})


class Apport(NamedTuple):
    """What the newcomer would pay in an exercice."""

    natures: tuple[str, ...]
    total: int
    """Cents."""
    acomptes: str
    """Which advances would not be asked of it."""


def membership_sheet(depot: Depot, adherent: str, demande: DemandeAdhesion | None, au: date | None = None) -> Document:
    """Write the impact sheet of a demand, as read on a day: before the entry, if unsaid.

    It says the effect on every other adherent, over the open exercices.

    Without an identity in the folder, nothing can be computed, and the sheet says so.
    """
    dossier = depot.dossiers.get(adherent)
    identite = dossier.identite if dossier is not None else None
    debut = identite.adhesion.debut if identite is not None else None
    entered = au is not None and debut is not None and debut <= au
    others = ("autre adhérent", "autres adhérents") if entered else ("adhérent actuel", "adhérents actuels")
    effects = arrivee(depot, adherent) if dossier is not None else ()
    return ecrire(
        "fiches/adhesion.j2",
        clauses=depot.convention.clauses,
        nom=demande.nom if demande is not None else depot.nom_de(adherent),
        accorde=partial(depot.accorde, adherent),
        du_nom=of_applicant(demande, identite) if demande is not None else depot.du(adherent),
        adherent=adherent,
        noms=depot.convention.noms,
        connu=dossier is not None,
        entre=entered,
        au_choix=any(not item.obligatoire for item in depot.services.values()),
        verdicts=verdicts(depot, effects, adherent, others, fait=entered),
        effets=effect_tables(depot, effects, adherent, COLONNES),
        services=[
            depot.libelle_service(item.service)
            for item in (dossier.souscriptions.souscriptions if dossier is not None else ())
        ],
        avec_adhesion=list(map(depot.libelle_service, mots.with_membership(depot))),
        apports=by_years((effet.exercice, _brought(depot, adherent, effet)) for effet in effects),
        debut=debut,
        annee_pleine=_full_year(depot, debut) if effects and debut is not None else None,
        sources=sources(effects, adherent),
        reserves=reserves(depot, effects, adherent, (demande.origine,) if demande is not None else ()),
        **_followed(depot, adherent, demande, debut, entre=entered) if demande is not None else _SANS_DEMANDE,
    )


def _followed(
    depot: Depot, adherent: str, demande: DemandeAdhesion, debut: date | None, *, entre: bool
) -> dict[str, object]:
    """Say what is written of a demand, and what is missing; of what is refused, nothing is."""
    evaluation, refused = demande.evaluation, demande.statut is StatutAdhesion.REFUSEE
    lacking = tuple(lacks(depot, demande, adherent))
    return {
        "demande": demande,
        "refusee": refused,
        "evaluation": evaluation,
        "a_evaluer": any(lack.etape is EtapeVisa.EVALUATION for lack in lacking),
        "projets": [
            depot.vie.projets[nom].libelle if nom in depot.vie.projets else nom
            for nom in (evaluation.projets if evaluation is not None else ())
        ],
        "visas": [visa for visa in _visas(depot, adherent, demande, lacking) if not (refused and visa.etat == MANQUE)],
        "prochaines": [] if refused or entre else list(_next(depot, demande, debut)),
    }


def _visas(depot: Depot, adherent: str, demande: DemandeAdhesion, lacking: Sequence[Manque]) -> Iterator[VisaEcrit]:
    """Yield the visas of a demand: the signature ends it, whether its procedure says so or not."""
    required = depot.vie.decide(ENTREE)
    yield from written_visas(depot, required, _written(depot, adherent, demande))
    if required is None or not asks(depot, required.procedure, EtapeVisa.SIGNATURE):
        for lack in lacking:
            if required is None or lack.etape is EtapeVisa.SIGNATURE:
                yield VisaEcrit(MANQUE, majuscule(lack.quoi))


def _full_year(depot: Depot, debut: date) -> int | None:
    """Return the first whole exercice of who comes during one, unless the convention ends before it does."""
    begun = (debut.month, debut.day) != (1, 1)
    return debut.year + 1 if begun and depot.convention.entiere(debut.year + 1) else None


def _brought(depot: Depot, adherent: str, effet: Effet) -> Apport:
    """Say what the newcomer would pay, nature by nature: what it brings to the payroll first."""
    sums: dict[Nature, int] = {}
    for ligne in effet.apres.lignes:
        if ligne.adherent == adherent:
            sums[ligne.calcul.nature] = sums.get(ligne.calcul.nature, 0) + ligne.montant
    return Apport(
        tuple(
            f"{euros(sums[nature])} de {mots.said(depot, nature, nature.pluriel)}"
            for nature in mots.NATURES
            if nature in sums
        ),
        effet.part(adherent).apres,
        mots.no_advance(depot, adherent, effet.exercice),
    )


def _written(depot: Depot, nom: str, demande: DemandeAdhesion) -> dict[Acquis, str]:
    """Return what is known of each visa of article 3.1: when it was done and on which proposal, or nothing.

    Whether that proposal is the one of today takes a comparison to say (`compare.decision`): not said here.
    """
    evaluation, meeting, signed = demande.evaluation, meeting_of(depot, demande), demande.signature
    opinion = ""
    if demande.avis is not None and meeting is not None:
        held = f"{demande.avis.sens.libelle}, le {jour(meeting.reunion.date)}"
        opinion = _on(held, *seals_of_opinion(meeting, demande.avis.sens))
        kept = demande.avis.reserves or meeting.reserves(demande.avis.sens, demande.empreinte)
        opinion += f" : {kept}" if kept is not None else ""
    gestionnaire, adherent = (_taken(decided(depot, demande, nom, partie), partie) for partie in Contractant)
    return {
        EtapeVisa.EVALUATION: f"le {jour(evaluation.date)}" if evaluation is not None else "",
        AVIS: opinion,
        EtapeVisa.DELIBERATION_GESTIONNAIRE: _on(gestionnaire, demande.empreinte),
        EtapeVisa.DELIBERATION_ADHERENTS: _on(adherent, demande.empreinte),
        EtapeVisa.TRANSMISSION: _on(_formality(depot, nom, demande, "transmission"), demande.empreinte),
        EtapeVisa.PUBLICATION: _on(_formality(depot, nom, demande, "publication"), demande.empreinte),
        EtapeVisa.SIGNATURE: _on(f"le {jour(signed)}" if signed is not None else "", demande.empreinte),
    }


def _on(done: str, *named: str | None) -> str:
    """Say on which proposal an act was done: it counts for no other."""
    known = [short(seal) for seal in named if seal is not None]
    where = f"{pluriel(len(known), 'empreinte')} {enumere(known)}" if known else "aucune empreinte"
    return f"{done} ({where})" if done else ""


def _taken(acte: Acte | None, partie: Contractant) -> str:
    """Say an act, and whose it is: a procedure may ask more of them than a demand holds."""
    if acte is None or acte.date is None:
        return ""
    return f"{partie.bref} : {f'n° {acte.numero} ' if acte.numero is not None else ''}du {jour(acte.date)}"


def _formality(depot: Depot, nom: str, demande: DemandeAdhesion, champ: str) -> str:
    """Say a formality of the decision of each party that has it to do: nothing as long as none has it."""
    every = [partie for partie in Contractant if partie is Contractant.GESTIONNAIRE or not depot.ne_transmet_pas(nom)]
    days = {partie: getattr(demande.deliberation(partie), champ, None) for partie in every}
    if not any(days.values()):
        return ""
    return " ; ".join(f"{partie.bref} : {f'le {jour(day)}' if day else 'manque'}" for partie, day in days.items())


class Prochaine(NamedTuple):
    """The next meeting of a body that gives its opinion."""

    instance: str
    date: date | None
    tard: bool
    """Whether the entry comes first."""


def _next(depot: Depot, demande: DemandeAdhesion, debut: date | None) -> Iterator[Prochaine]:
    """Yield the next meeting of each body that gives its opinion, as long as it has not."""
    decided = depot.vie.decide(ENTREE)
    if demande.avis is not None or decided is None or depot.vie.gouvernance is None:
        return
    for nom in decided.procedure.instances:
        planned = next_meeting(depot, nom)
        late = planned is not None and debut is not None and planned >= debut
        yield Prochaine(depot.vie.instance_dite(nom), planned, late)
