"""Where an avenant stands, for all and for each party: derived from its document and from the meetings that it cites.

Knows: avenants, meetings, memberships. Must not know: what is wrong with them (`dossiers`), what they change, git.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.cadre.vie import meetings
from convention.engine.appels.acomptes import is_member
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.avenants import Avenant, AvisRendu
from convention.model.mots.avenants import EtapeVisa, EtatAvenant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
    from convention.model.documents.avenants import SuiviPartie
    from convention.model.documents.gouvernance import Avis, Procedure, Visa

ACTES = frozenset({"avis", "visas", "parties", "empreinte", "sans_suite"})
"""Fields of an avenant that hold what was done of it, and not what is voted."""
_ORDRE = tuple(EtatAvenant)
_ETATS = {
    "delibere_le": EtatAvenant.VOTE,
    "transmis_le": EtatAvenant.TRANSMIS,
    "signe_le": EtatAvenant.SIGNE,
    "publie_le": EtatAvenant.EXECUTOIRE,
}
"""What a party has reached by each act, in their order."""
_DELIBERATIONS = frozenset({EtapeVisa.DELIBERATION_GESTIONNAIRE, EtapeVisa.DELIBERATION_ADHERENTS})


class AvenantEcrit(NamedTuple):
    """An avenant and the folder that holds it."""

    dossier: str
    avenant: Avenant

    @property
    def path(self) -> str:
        """Path of its document."""
        return path_of(Avenant, self.dossier)

    def at(self, *parts: str | int) -> Reference:
        """Point at one of its values."""
        return Reference(self.path, parts)

    @property
    def texte(self) -> str:
        """How a sentence names it."""
        return f"l'avenant n° {self.avenant.numero}"


class Vie(NamedTuple):
    """Where an avenant stands: as far as its slowest party, and party by party."""

    etat: EtatAvenant
    parties: Mapping[str, EtatAvenant]
    demandes: Mapping[str, frozenset[str]]
    """What is asked of each party, by the field of the day of each act."""


def amendments(depot: Depot) -> Iterator[AvenantEcrit]:
    """Yield every avenant, in the order of their folders."""
    for dossier, avenant in sorted(depot.vie.avenants.items(), key=lambda item: int(item[0])):
        yield AvenantEcrit(dossier, avenant)


def own_seal(depot: Depot, item: AvenantEcrit) -> str | None:
    """Return the seal of what an avenant proposes: as it is kept beside it, else as it was voted."""
    kept = depot.avenants_consignes.get(item.dossier)
    return kept.contenu.empreinte if kept is not None else item.avenant.empreinte


def without_acts(avenant: Avenant) -> Avenant:
    """Return what is voted of an avenant: neither its acts, nor the seal that they name, nor that it was given up."""
    none: Mapping[str, object] = MappingProxyType({})
    acts = {"avis": (), "visas": none, "parties": none, "empreinte": None, "sans_suite": None}
    return avenant.model_copy(update=acts)


def done_on(depot: Depot, avenant: Avenant, sceau: str | None) -> Avenant:
    """Return an avenant with the acts that were done on what a seal covers, and no other.

    An opinion names the seal in the record of its meeting, and bears on all that it covers, not on some kinds only;
    deliberations, signatures and dated visas are done on the one that the avenant names. What names no seal was done on
    nothing that can be proved.
    """
    kept = avenant if sceau is not None and avenant.empreinte == sceau else without_acts(avenant)
    given = tuple(
        AvisRendu(reunion=meeting.reunion.id, sens=avis.sens, reserves=avis.reserves)
        for meeting, avis in opinions_on(depot, sceau)
        if not avis.genres
    )
    return kept.model_copy(update={"avis": given, "sans_suite": avenant.sans_suite})


def opinions_on(depot: Depot, sceau: str | None) -> tuple[tuple[ReunionEcrite, Avis], ...]:
    """Return the opinions that name a seal, each with its meeting, in their order."""
    every = ((item, avis) for item in meetings(depot) for avis in item.reunion.avis)
    return tuple((item, avis) for item, avis in every if sceau is not None and avis.empreinte == sceau)


def signed_by_parties(procedure: Procedure, visas: Mapping[str, Visa]) -> bool:
    """Tell whether the parties sign what a procedure decides: it is decided by an avenant (art. 12)."""
    return any(nom in visas and visas[nom].etape is EtapeVisa.SIGNATURE for nom in procedure.visas)


def asks_one_alone(procedure: Procedure, visas: Mapping[str, Visa]) -> bool:
    """Tell whether a procedure asks no act of the other parties: what follows a deliberation follows that one alone."""
    asked = {visas[nom].etape for nom in procedure.visas if nom in visas}
    return asked.isdisjoint({EtapeVisa.DELIBERATION_ADHERENTS, EtapeVisa.SIGNATURE})


def signed_procedures(depot: Depot) -> tuple[Procedure, ...]:
    """Return the procedures of the avenants: what they decide is signed by the parties."""
    return tuple(item for item in depot.vie.procedures_dites.values() if signed_by_parties(item, depot.vie.visas))


def visas_around(depot: Depot, *, alone: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Return the visas to be had before the managing body decides, then those to be had after it.

    Of what it decides `alone`, or of the avenants: as the order of the visas of each such procedure says. A visa that
    one asks for before, and another one after, is in neither.
    """
    known, before, after = depot.vie.visas, set(), set()
    every = depot.vie.procedures_dites.values()
    for procedure in (item for item in every if asks_one_alone(item, known)) if alone else signed_procedures(depot):
        asked = [nom for nom in procedure.visas if nom in known]
        for rang, nom in enumerate(asked):
            if known[nom].etape is EtapeVisa.DELIBERATION_GESTIONNAIRE:
                before |= {*asked[:rang]}
                after |= {*asked[rang + 1 :]}
    return frozenset(before - after), frozenset(after - before)


def life(depot: Depot, avenant: Avenant) -> Vie:
    """Derive where an avenant stands: its state is that of the party that did the least (art. 12).

    A common key applies only once all have signed: until then the old one holds for all. Who has nothing to do of its
    own, such as a managing body that signs with each, is where the slowest of the others is.
    """
    given = EtatAvenant.AVIS_RENDU if has_all_opinions(depot, avenant) else EtatAvenant.PROJET
    asked = {nom: acts_of(depot, nom) for nom in parties_on(depot, avenant.effet)}
    states = {
        nom: max(given, _party_state(avenant.parties.get(nom), acts), key=_ORDRE.index)
        for nom, acts in asked.items()
        if acts
    }
    slowest = min(states.values(), key=_ORDRE.index, default=given)
    if avenant.sans_suite is not None:
        slowest = EtatAvenant.SANS_SUITE
    return Vie(slowest, {nom: states.get(nom, slowest) for nom in asked}, asked)


def acts_of(depot: Depot, adherent: str) -> frozenset[str]:
    """Return the acts that an avenant asks of a party, by the field of their day: those of the visas of its procedures.

    Without a procedure, each decides and signs; who transmits its deliberations to the State does, and publishes them.
    """
    manager, document = depot.convention.gestionnaire, depot.vie.procedures
    etapes = {EtapeVisa.SIGNATURE}
    if document is not None:
        signed, known = signed_procedures(depot), depot.vie.visas
        visas = (known[nom].etape for item in signed for nom in item.visas if nom in known)
        etapes |= {etape for etape in visas if etape is not None and etape.champ}
    elif depot.dossiers[adherent].identite.type.transmet:
        etapes |= {EtapeVisa.TRANSMISSION, EtapeVisa.PUBLICATION}
    if not etapes & _DELIBERATIONS:
        etapes |= _DELIBERATIONS
    others = (adherent,) if adherent != manager else ()
    excused = frozenset(filter(depot.ne_transmet_pas, others))
    return frozenset(etape.champ for etape in etapes if adherent in etape.parties(manager, others, excused))


def parties_on(depot: Depot, effet: date) -> tuple[str, ...]:
    """Return whom an avenant that takes effect on a day binds: who was a member by then, the managing body first.

    Who comes on that very day signs the convention as the avenant makes it, unless the convention begins with it.
    """
    manager, eve = depot.convention.gestionnaire, max(effet - timedelta(1), depot.convention.effet)
    members = [nom for nom in depot.dossiers if is_member(depot, nom, eve) and is_member(depot, nom, effet)]
    return tuple(sorted(members, key=lambda nom: (nom != manager, nom)))


def has_all_opinions(depot: Depot, avenant: Avenant) -> bool:
    """Tell whether every body that gives its opinion on an avenant gave it; their sense does not matter here."""
    given = {item.reunion.instance for item in opinions(depot, avenant).values()}
    return bool(avenant.avis) and _bodies(depot) <= given


def opinions(depot: Depot, avenant: Avenant) -> dict[int, ReunionEcrite]:
    """Return the meeting of each opinion, by its rank; one that is unknown has its own message (GOU001)."""
    known = {item.reunion.id: item for item in meetings(depot)}
    return {rang: known[avis.reunion] for rang, avis in enumerate(avenant.avis) if avis.reunion in known}


def is_read_elsewhere(visa: Visa) -> bool:
    """Tell whether a visa is acquired by an opinion or an act, and not by a date of its own."""
    return visa.instance is not None or visa.etape is not None


def _party_state(suivi: SuiviPartie | None, asked: frozenset[str]) -> EtatAvenant:
    """Return the last step of a party of which everything is there.

    A deliberation of a local authority is executory once transmitted and published.
    """
    state = EtatAvenant.PROJET
    for champ, reached in _ETATS.items():
        if champ in asked:
            if getattr(suivi, champ, None) is None:
                return state
            state = reached
    return EtatAvenant.EXECUTOIRE


def _bodies(depot: Depot) -> frozenset[str]:
    """Name the bodies whose opinion is a visa of the procedures that the parties sign."""
    known = depot.vie.visas
    visas = [known[nom] for item in signed_procedures(depot) for nom in item.visas if nom in known]
    return frozenset(visa.instance for visa in visas if visa.instance is not None)
