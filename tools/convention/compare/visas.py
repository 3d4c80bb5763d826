"""What is acquired of each visa, and when: read in the avenants that a comparison adds, else missing (art. 12).

Knows: procedures, avenants, the changes. Must not know: git, media. A merge acquires nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.etapes_avenant import opinions, parties_of
from convention.checks.vie import meetings
from convention.compare.visas_points import PAR_POINT, acts_of_points
from convention.model.vocabulaire_avenants import CasVisa, EtapeVisa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from convention.checks.etapes_avenant import AvenantEcrit
    from convention.compare.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.avenants import SuiviPartie
    from convention.model.depot import Depot
    from convention.model.gouvernance import Visa
    from convention.model.vocabulaire_vie import SensAvis


class EtatVisa(StrEnum):
    """Where a visa stands."""

    ACQUIS = "acquis"
    MANQUANT = "manquant"
    A_APPRECIER = "a_apprecier"
    """Asked in a case that nothing here can recognise."""
    SANS_OBJET = "sans_objet"
    """Asked in a case that the changes are not."""


class Acquis(NamedTuple):
    """When a visa was acquired (nothing for a computed one), in which sense, by which act."""

    date: date | None = None
    sens: SensAvis | None = None
    numero: str | None = None


@dataclass(frozen=True, slots=True)
class VisaDemande:
    """A visa that a procedure asks for."""

    id: str
    visa: Visa
    procedure: str
    """The strictest procedure that asks for it."""
    etat: EtatVisa
    acquis: Acquis | None = None
    fait: int = 0
    """How many parties did what it asks."""
    attendu: int = 0
    """How many must; 0 when it is not asked of each party."""


class Demande(NamedTuple):
    """A visa, and the strictest procedure that asks for it."""

    id: str
    visa: Visa
    procedure: str


def visa_state(
    demande: Demande, avenants: tuple[AvenantEcrit, ...], changements: Sequence[Changement], comparaison: Comparaison
) -> VisaDemande:
    """Say where a visa stands; with several avenants, it must be acquired in each.

    The visa that the comparison itself gives is for the caller to say (`decision`).

    Args:
        demande: the visa.
        avenants: those that the comparison adds or changes.
        changements: the points of the procedure that asks for it.
        comparaison: both sides.
    """
    visa = demande.visa
    if visa.etape in PAR_POINT:
        found = [_points(visa.etape, changements, comparaison)]
    else:
        found = [progress(demande.id, visa, item, comparaison.head) for item in avenants]
        if visa.instance is not None and not avenants:
            found = [_in_meetings(visa.instance, changements, comparaison)]
    last = max(found, key=_slowness, default=Avance())
    if last.acquis is not None:
        return VisaDemande(*demande, EtatVisa.ACQUIS, last.acquis, last.fait, last.attendu)
    etat = EtatVisa.MANQUANT
    if visa.cas is not None and not _CAS[visa.cas](comparaison):
        etat = EtatVisa.SANS_OBJET
    elif visa.cas is None and visa.quand is not None:
        etat = EtatVisa.A_APPRECIER
    return VisaDemande(*demande, etat, None, last.fait, last.attendu)


class Avance(NamedTuple):
    """How far a visa is acquired: by whom it is, and by how many it must be."""

    acquis: Acquis | None = None
    fait: int = 0
    attendu: int = 0


def progress(nom: str, visa: Visa, item: AvenantEcrit, head: Depot) -> Avance:
    """Read in an avenant what acquires a visa: an opinion, the acts of the parties, or a date of its own."""
    avenant = item.avenant
    if visa.instance is not None:
        meetings = opinions(head, avenant)
        given = [
            Acquis(meeting.reunion.date, avenant.avis[rang].sens)
            for rang, meeting in meetings.items()
            if meeting.reunion.instance == visa.instance
        ]
        return Avance(max(given, key=lambda acquis: str(acquis.date), default=None))
    if visa.etape is not None:
        return _acts(visa.etape, item, head)
    written = avenant.visas.get(nom)
    return Avance(Acquis(written.date, None, written.numero) if written is not None else None)


def _slowness(avance: Avance) -> tuple[bool, int, str]:
    """Order how far a visa is: missing with the most to do comes last, else the last day."""
    day = avance.acquis.date if avance.acquis is not None else None
    return avance.acquis is None, avance.attendu - avance.fait, str(day)


def _in_meetings(instance: str, changements: Sequence[Changement], comparaison: Comparaison) -> Avance:
    """Read the opinion of a body that names these changes: their kinds, and the exercice from which they count."""
    kinds = {item.genre for item in changements}
    years = {impact.exercice for impact in comparaison.impacts if impact.adherents}
    given = [
        Acquis(item.reunion.date, avis.sens)
        for item in meetings(comparaison.head)
        if item.reunion.instance == instance
        for avis in item.reunion.avis
        if kinds <= set(avis.genres) and avis.exercice in years
    ]
    return Avance(max(given, key=lambda acquis: str(acquis.date), default=None))


def _points(etape: EtapeVisa, changements: Sequence[Changement], comparaison: Comparaison) -> Avance:
    """Count the points whose own act is done."""
    days = acts_of_points(etape, changements, comparaison)
    done = [day for day in days if day is not None]
    acquis = Acquis(max(done)) if done and len(done) == len(days) else None
    return Avance(acquis, len(done), len(days))


def _acts(etape: EtapeVisa, item: AvenantEcrit, head: Depot) -> Avance:
    """Count the parties whose act is done: the visa is acquired with the last of them."""
    manager, everyone = head.convention.gestionnaire, parties_of(head, item.avenant)
    others = tuple(nom for nom in everyone if nom != manager)
    who = {
        EtapeVisa.DELIBERATION_METROPOLE: (manager,),
        EtapeVisa.DELIBERATION_ADHERENTS: others,
        # The métropole signs with each of the others: the day is theirs.
        EtapeVisa.SIGNATURE: others,
    }.get(etape, everyone)
    days = [day for nom in who if (suivi := item.avenant.parties.get(nom)) and (day := _DATES[etape](suivi))]
    if len(days) < len(who) or not days:
        return Avance(None, len(days), len(who))
    only = item.avenant.parties[who[0]].numero if etape is EtapeVisa.DELIBERATION_METROPOLE else None
    return Avance(Acquis(max(days), None, only), len(days), len(who))


_DATES: Mapping[EtapeVisa, Callable[[SuiviPartie], date | None]] = {
    EtapeVisa.DELIBERATION_METROPOLE: lambda suivi: suivi.delibere_le,
    EtapeVisa.DELIBERATION_ADHERENTS: lambda suivi: suivi.delibere_le,
    EtapeVisa.TRANSMISSION: lambda suivi: suivi.transmis_le,
    EtapeVisa.PUBLICATION: lambda suivi: suivi.publie_le,
    EtapeVisa.SIGNATURE: lambda suivi: suivi.signe_le,
}


def _concerns_staff(comparaison: Comparaison) -> bool:
    """Tell whether staff is concerned: by its chart, or by a service that comes or goes.

    L. 5211-4-2 of the CGCT asks for the opinion and the sheet when the organisation, the working conditions, the pay or
    the acquired rights change.
    """
    return any(
        item.genre == "organigramme" or (item.genre == "service" and not item.chemin)
        for item in comparaison.changements
    )


_CAS: Mapping[CasVisa, Callable[[Comparaison], bool]] = {CasVisa.AGENTS: _concerns_staff}
