"""The steps of a demand of membership: what each state supposes, what is acquired and when (art. 3.1).

Knows: demands and the meetings that they cite. Must not know: what is wrong with them (`demandes`), how it is shown.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import feminin
from convention.checks.cadre.vie import meeting
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.entrees import Contractant, StatutAdhesion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.base.appellation import Appellation
    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Acte
    from convention.model.documents.entrees_sorties import DemandeAdhesion

ADHESION = "adhesion"
"""The kind of the documents of a demand."""
ENTREE = "adherent"
"""The kind of the document that makes a newcomer enter: its procedure is the one of an arrival."""
ETATS = (
    StatutAdhesion.DEMANDE,
    StatutAdhesion.EVALUEE,
    StatutAdhesion.AVIS_RENDU,
    StatutAdhesion.DECIDEE,
    StatutAdhesion.SIGNEE,
)
"""Each supposes all those before it; a refusal stands apart."""


class Manque(NamedTuple):
    """What a state supposes and a demand lacks, as a sentence says it, and the line to write."""

    etat: StatutAdhesion
    etape: EtapeVisa | None
    """The step of a procedure that asks it; None for the opinion of a body."""
    quoi: str
    ligne: str


class Etape(NamedTuple):
    """A dated step: the state that it gives, how a sentence names it, where it is written."""

    etat: StatutAdhesion
    quoi: str
    jour: date
    champ: tuple[str | int, ...]

    @property
    def rang(self) -> int:
        """Rank of its state."""
        return ETATS.index(self.etat)


def lacks(depot: Depot, demande: DemandeAdhesion, nom: str) -> Iterator[Manque]:
    """Yield what is missing before the signature of what the convention asks, in the order of the states."""
    asked = _asked(depot)
    return (lack for lack in _every_lack(depot, demande, nom) if lack.etape in asked)


def _asked(depot: Depot) -> frozenset[EtapeVisa | None]:
    """Return the steps that its procedure asks, the signature alone when none is said. None: the opinion of a body."""
    decided = depot.vie.decide(ENTREE)
    if decided is None:
        return frozenset({EtapeVisa.SIGNATURE})
    visas = [depot.vie.visas[nom] for nom in decided.procedure.visas if nom in depot.vie.visas]
    # An act that no step acquires has a day of its own: the signature, which ends every demand.
    opinion = {None} if decided.procedure.instances or any(visa.instance is not None for visa in visas) else set()
    return frozenset({visa.etape for visa in visas if visa.etape is not None}) | {EtapeVisa.SIGNATURE} | opinion


def _every_lack(depot: Depot, demande: DemandeAdhesion, nom: str) -> Iterator[Manque]:
    if demande.evaluation is None:
        line = 'evaluation: {date: ⟦AAAA-MM-JJ⟧, etp_requis: 0, charges_techniques: ⟦"…"⟧, plannings: ⟦"…"⟧}'
        yield Manque(StatutAdhesion.EVALUEE, EtapeVisa.EVALUATION, "évaluation des charges", line)
    if demande.avis is None:
        line = "avis: {reunion: ⟦identifiant⟧, sens: favorable}"
        yield Manque(StatutAdhesion.AVIS_RENDU, None, "avis sur l'adhésion", line)
    for partie in Contractant:
        if decided(depot, demande, nom, partie) is None:
            number = 'numero: ⟦"…"⟧, ' if _is_numbered(depot, nom, partie) else ""
            item = f'{{partie: {partie}, acte: {{organe: ⟦"…"⟧, objet: ⟦"…"⟧, {number}date: ⟦AAAA-MM-JJ⟧}}}}'
            line = f"- {item}" if demande.deliberations else f"deliberations: [{item}]"
            managing = partie is Contractant.GESTIONNAIRE
            etape = EtapeVisa.DELIBERATION_GESTIONNAIRE if managing else EtapeVisa.DELIBERATION_ADHERENTS
            acte = _decision(depot, partie, nom)
            e = "e" if feminin(acte.le) else ""
            numbered = f"numéroté{e} et " if number else ""
            yield Manque(StatutAdhesion.DECIDEE, etape, f"{acte.nu}, {numbered}daté{e}", line)
    if demande.signature is None:
        yield Manque(
            StatutAdhesion.SIGNEE, EtapeVisa.SIGNATURE, "signature de la convention", "signature: ⟦AAAA-MM-JJ⟧"
        )


def _decision(depot: Depot, partie: Contractant, nom: str) -> Appellation:
    """Name by what a party decides, and whose it is."""
    if partie is Contractant.GESTIONNAIRE:
        noms = depot.convention.noms
        return noms.acte._replace(nu=f"{noms.acte.nu} {noms.assemblee.du}")
    acte = depot.acte_de(nom)
    return acte._replace(nu=f"{acte.nu} de l'adhérent")


def decided(depot: Depot, demande: DemandeAdhesion, nom: str, partie: Contractant) -> Acte | None:
    """Return the act by which a party decides, once it is dated, and numbered where it is to be."""
    found = demande.deliberation(partie)
    if found is None or found.acte.date is None or (found.acte.numero is None and _is_numbered(depot, nom, partie)):
        return None
    return found.acte


def _is_numbered(depot: Depot, nom: str, partie: Contractant) -> bool:
    return partie is Contractant.GESTIONNAIRE or not depot.seul_prive(nom)


def reached(depot: Depot, demande: DemandeAdhesion, nom: str) -> StatutAdhesion:
    """Return the last state of which everything is there, among those that the convention asks something for."""
    empty = demande.model_copy(update={"evaluation": None, "avis": None, "deliberations": (), "signature": None})
    states = [StatutAdhesion.DEMANDE, *(lack.etat for lack in lacks(depot, empty, nom))]
    missing = {lack.etat for lack in lacks(depot, demande, nom)}
    return [*takewhile(lambda etat: etat not in missing, states)][-1]


def is_open(depot: Depot, demande: DemandeAdhesion, nom: str) -> bool:
    """Tell whether a demand was neither refused nor signed; one that lacks nothing is only late to say so (ENT005)."""
    ended = {StatutAdhesion.SIGNEE, StatutAdhesion.REFUSEE}
    return demande.statut not in ended and reached(depot, demande, nom) is not StatutAdhesion.SIGNEE


def supposed(demande: DemandeAdhesion) -> tuple[int, str]:
    """Return the last step written, and the rank of the state that it supposes: an opinion supposes an evaluation."""
    if demande.signature is not None:
        return ETATS.index(StatutAdhesion.DECIDEE), "signature"
    if demande.deliberations:
        return ETATS.index(StatutAdhesion.AVIS_RENDU), "décision"
    if demande.avis is not None:
        return ETATS.index(StatutAdhesion.EVALUEE), "avis"
    return ETATS.index(StatutAdhesion.DEMANDE), ""


def steps(depot: Depot, demande: DemandeAdhesion, nom: str) -> tuple[Etape, ...]:
    """Return the steps that have a day, in their order; an opinion has that of its meeting."""
    found = [Etape(StatutAdhesion.DEMANDE, "la demande", demande.demande, ("demande",))]
    if demande.evaluation is not None:
        day = demande.evaluation.date
        found.append(Etape(StatutAdhesion.EVALUEE, "l'évaluation", day, ("evaluation", "date")))
    meeting = meeting_of(depot, demande)
    if meeting is not None:
        found.append(Etape(StatutAdhesion.AVIS_RENDU, "l'avis", meeting.reunion.date, ("avis", "reunion")))
    for rang, item in enumerate(demande.deliberations):
        if item.acte.date is not None:
            what = _decision(depot, item.partie, nom).le
            champ = ("deliberations", rang, "acte", "date")
            found.append(Etape(StatutAdhesion.DECIDEE, what, item.acte.date, champ))
    if demande.signature is not None:
        found.append(Etape(StatutAdhesion.SIGNEE, "la signature", demande.signature, ("signature",)))
    return tuple(found)


def meeting_of(depot: Depot, demande: DemandeAdhesion) -> ReunionEcrite | None:
    """Return the meeting that gave the opinion; None when there is none, or when it is unknown."""
    return meeting(depot, demande.avis.reunion) if demande.avis is not None else None
