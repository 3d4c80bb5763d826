"""What is acquired of each visa, and when: an act counts for the proposal whose seal it names, for no other (art. 12).

Knows: procedures, avenants, meetings, the changes. Must not know: git, media. A merge acquires nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from convention.base.mots import Mot, mot
from convention.checks.adhesions.etapes import meeting_of
from convention.checks.avenants.etapes import done_on, opinions, opinions_on
from convention.checks.cadre.vie import meetings, next_meeting
from convention.compare.decision.actes import (
    PAR_POINT,
    Acquis,
    Avance,
    acts_of_avenant,
    acts_of_decisions,
    acts_of_entries,
    acts_of_points,
    awaits,
    demands,
)
from convention.compare.decision.points import may_move
from convention.compare.decision.procedures import asks_manager_alone
from convention.model.mots.avenants import CasVisa, EtapeVisa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.checks.cadre.vie import ReunionEcrite
    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.depot import Depot
    from convention.model.documents.avenants import Avenant
    from convention.model.documents.gouvernance import Visa
    from convention.model.mots.vie import SensAvis


class EtatVisa(Mot):
    """Where a visa stands."""

    case: str
    """The box that says it at a glance."""

    ACQUIS = mot("acquis", case="☑")
    MANQUANT = mot("manquant", case="☐")
    A_APPRECIER = mot("a_apprecier", case="☐")
    """Asked in a case that nothing here can recognise."""
    SANS_OBJET = mot("sans_objet", case="–")
    """Asked in a case that the changes are not."""


class Ailleurs(NamedTuple):
    """What was done of a visa on something else than this proposal: it is told, and acquires nothing."""

    acquis: Acquis | None
    """None when only some of the parties did it."""
    empreinte: str | None
    """The seal that it names; None when it names none, and can be proved to bear on nothing."""
    fait: int = 0
    attendu: int = 0

    @property
    def parties(self) -> Self | None:
        """Itself, when it is asked of each party: how many did it, of how many."""
        return self if self.attendu else None


@dataclass(frozen=True, slots=True)
class VisaDemande:
    """A visa that a procedure asks for."""

    id: str
    visa: Visa
    procedure: str
    """The strictest procedure that asks for it."""
    etat: EtatVisa = EtatVisa.MANQUANT
    acquis: Acquis | None = None
    fait: int = 0
    """How many parties did what it asks."""
    attendu: int = 0
    """How many must; 0 when it is not asked of each party."""
    ailleurs: tuple[Ailleurs, ...] = ()
    reunion: date | None = None
    """The next meeting of the body whose opinion is missing; None when none is planned."""

    @property
    def parties(self) -> Self | None:
        """Itself, when it is asked of each party: how many did it, of how many."""
        return self if self.attendu else None


def visa_state(
    demande: VisaDemande,
    avenants: Sequence[AvenantEcrit],
    changements: Sequence[Changement],
    comparaison: Comparaison,
    sceau: str | None,
    au: date | None = None,
) -> VisaDemande:
    """Say where a visa stands; with several avenants, it must be acquired in each.

    What no party but the managing body acts on is decided without an avenant: its acts stand with the decisions.

    The visa that the comparison itself gives is for the caller to say (`decision`). What was done on another seal than
    `sceau` acquires nothing; with None, only what each point holds counts. A meeting is planned from the day `au` on.
    """
    visa, head = demande.visa, comparaison.head
    if visa.etape in PAR_POINT:
        last = _points(visa.etape, changements, comparaison)
    elif visa.instance is not None:
        last = _opinion(visa.instance, changements, head, sceau)
    else:
        last = _acted(demande, avenants, changements, comparaison, sceau)
    demande = replace(demande, **last._asdict())
    if last.acquis is not None:
        return replace(demande, etat=EtatVisa.ACQUIS)
    etat = EtatVisa.MANQUANT
    nothing_asked = bool(changements) and visa.etape in PAR_POINT and not last.attendu
    if nothing_asked or (visa.cas is not None and not _CAS[visa.cas](changements, comparaison)):
        etat = EtatVisa.SANS_OBJET
    elif visa.cas is None and visa.quand is not None:
        etat = EtatVisa.A_APPRECIER
    others = tuple(dict.fromkeys(_done_elsewhere(demande, avenants, changements, comparaison, sceau)))
    return replace(demande, etat=etat, ailleurs=others, reunion=next_meeting(head, visa.instance, au))


def _acted(
    demande: VisaDemande,
    avenants: Sequence[AvenantEcrit],
    changements: Sequence[Changement],
    comparaison: Comparaison,
    sceau: str | None,
) -> Avance:
    """Read the acts done on a seal: those of the avenants and of the entries, or of the managing body alone."""
    nom, visa, head = demande.id, demande.visa, comparaison.head
    if asks_manager_alone(demande.procedure, comparaison):
        taken = next((item for item in acts_of_decisions(head) if item.empreinte == sceau), None)
        return taken.of_visa(nom, visa) if taken is not None else Avance()
    held = [item._replace(avenant=done_on(head, item.avenant, sceau)) for item in avenants]
    found = [progress(nom, visa, item, head) for item in held]
    if visa.etape is not None:
        found += [item.on(sceau).done(visa.etape) for item in acts_of_entries(head, changements)]
    return max(found, key=_slowness, default=Avance())


def _done_elsewhere(
    demande: VisaDemande,
    avenants: Sequence[AvenantEcrit],
    changements: Sequence[Changement],
    comparaison: Comparaison,
    sceau: str | None,
) -> Iterator[Ailleurs]:
    """Yield what was done of a visa on another seal: by the parties, by bodies, by the managing body alone."""
    nom, visa, head = demande.id, demande.visa, comparaison.head
    if visa.etape in PAR_POINT:
        return
    alone = visa.instance is None and asks_manager_alone(demande.procedure, comparaison)
    for item in () if alone else avenants:
        yield from elsewhere(nom, visa, item, head, sceau)
    if visa.instance is not None:
        yield from _near(visa.instance, changements, comparaison, sceau)
        yield from _cited(visa.instance, changements, head, sceau)
    elif alone:
        known = tuple(acts_of_decisions(comparaison.base))
        for act in acts_of_decisions(head):
            if act not in known and act.empreinte != sceau:
                yield from _otherwise(act.of_visa(nom, visa), act.empreinte)
    elif visa.etape is not None:
        for act in acts_of_entries(head, changements):
            if sceau is None or act.empreinte != sceau:
                yield from _otherwise(act.done(visa.etape), act.empreinte)


def progress(nom: str, visa: Visa, item: AvenantEcrit, head: Depot) -> Avance:
    """Read in an avenant what acquires a visa: an opinion, the acts of the parties, or a date of its own.

    The avenant holds the acts that count, and no other (`etapes.done_on`).
    """
    if visa.instance is not None:
        given = _opinions_in(item.avenant, visa.instance, head)
        return Avance(_last([Acquis(meeting.reunion.date, sens) for meeting, sens in given]))
    return acts_of_avenant(head, item).of_visa(nom, visa)


def elsewhere(nom: str, visa: Visa, item: AvenantEcrit, head: Depot, sceau: str | None) -> tuple[Ailleurs, ...]:
    """Return what an avenant says was done of a visa, on something else than what a seal covers."""
    own = item.avenant.empreinte
    if visa.instance is not None:
        cited = _opinions_in(item.avenant, visa.instance, head)
        return tuple(told for meeting, sens in cited for told in _on_others(meeting, sens, sceau))
    if visa.etape in PAR_POINT or (sceau is not None and own == sceau):
        return ()
    return _otherwise(progress(nom, visa, item, head), own)


def _opinions_in(avenant: Avenant, instance: str, head: Depot) -> list[tuple[ReunionEcrite, SensAvis]]:
    """Return the opinions of a body that an avenant cites: the meeting and the sense of each."""
    known = opinions(head, avenant).items()
    return [(meeting, avenant.avis[rang].sens) for rang, meeting in known if meeting.reunion.instance == instance]


def _on_others(meeting: ReunionEcrite, sens: SensAvis, sceau: str | None) -> tuple[Ailleurs, ...]:
    """Return an opinion once for each seal that its meeting names, unless one of them is the seal asked."""
    seals = seals_of_opinion(meeting, sens)
    return tuple(Ailleurs(Acquis(meeting.reunion.date, sens), seal) for seal in seals if sceau not in seals)


def _otherwise(found: Avance, seal: str | None) -> tuple[Ailleurs, ...]:
    told = Ailleurs(found.acquis, seal, found.fait, found.attendu)
    return (told,) if found.acquis is not None or found.fait else ()


def seals_of_opinion(meeting: ReunionEcrite, sens: SensAvis) -> tuple[str | None, ...]:
    """Return the seals that a meeting names in its opinions of one sense; one `None` when it names none."""
    named = [avis.empreinte for avis in meeting.reunion.avis if avis.sens is sens and avis.empreinte is not None]
    return tuple(dict.fromkeys(named)) or (None,)


def _opinion(instance: str, changements: Sequence[Changement], head: Depot, sceau: str | None) -> Avance:
    """Read the last opinion of a body on this very proposal, and on these changes when it only bears on some kinds."""
    kinds = {item.genre for item in changements}
    given = [
        Acquis(item.reunion.date, avis.sens)
        for item, avis in opinions_on(head, sceau)
        if item.reunion.instance == instance and (not avis.genres or kinds <= set(avis.genres))
    ]
    return Avance(_last(given))


def _near(
    instance: str, changements: Sequence[Changement], comparaison: Comparaison, sceau: str | None
) -> tuple[Ailleurs, ...]:
    """Return the opinions of a body on another version of these changes: some of their kinds, the same exercice."""
    kinds = {item.genre for item in changements}
    years = {impact.exercice for impact in comparaison.touches}
    return tuple(
        Ailleurs(Acquis(item.reunion.date, avis.sens), avis.empreinte)
        for item in meetings(comparaison.head)
        if item.reunion.instance == instance
        for avis in item.reunion.avis
        if (avis.empreinte is None or avis.empreinte != sceau)
        and kinds & set(avis.genres)
        and (avis.exercice is None or avis.exercice in years)
    )


def _cited(instance: str, changements: Sequence[Changement], head: Depot, sceau: str | None) -> Iterator[Ailleurs]:
    """Yield the opinion that the demand of a newcomer cites, when its meeting gave it on something else (art. 3.1)."""
    for _, demande in demands(head, changements):
        meeting = meeting_of(head, demande)
        if demande.avis is not None and meeting is not None and meeting.reunion.instance == instance:
            yield from _on_others(meeting, demande.avis.sens, sceau)


def _last(given: Sequence[Acquis]) -> Acquis | None:
    return max(given, key=lambda acquis: str(acquis.date), default=None)


def _slowness(avance: Avance) -> tuple[bool, int, str]:
    """Order how far a visa is: missing with the most to do comes last, else the last day."""
    day = avance.acquis.date if avance.acquis is not None else None
    return avance.acquis is None, avance.attendu - avance.fait, str(day)


def _points(etape: EtapeVisa, changements: Sequence[Changement], comparaison: Comparaison) -> Avance:
    """Count the points whose own act is done, of those that ask for it."""
    asked = [item for item in changements if awaits(item, comparaison)]
    days = acts_of_points(etape, asked, comparaison)
    done = [day for day in days if day is not None]
    acquis = Acquis(max(done), jours=len({*done})) if done and len(done) == len(days) else None
    return Avance(acquis, len(done), len(days))


def _concerns_staff(changements: Sequence[Changement], _: Comparaison) -> bool:
    """Tell whether staff is concerned: by its chart, or by a service that comes or goes."""
    return any(item.genre == "organigramme" or (item.genre == "service" and not item.chemin) for item in changements)


def _moves_amounts(changements: Sequence[Changement], comparaison: Comparaison) -> bool:
    """Tell whether somebody would pay another amount for what may change one."""
    return not comparaison.sans_effet and any(map(may_move, changements))


_CAS: Mapping[CasVisa, Callable[[Sequence[Changement], Comparaison], bool]] = {
    CasVisa.AGENTS: _concerns_staff,
    CasVisa.MONTANTS: _moves_amounts,
}


def cases(comparaison: Comparaison) -> tuple[str, ...]:
    """Return the cases of a visa that the changes are."""
    return tuple(str(cas) for cas, found in _CAS.items() if found(comparaison.changements, comparaison))
