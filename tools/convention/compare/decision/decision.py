"""Who decides a change, and by when: the procedure of each point, what is acquired, what is missing.

Knows: a comparison, the tables of procedures, the avenants that decide it. Must not know: git, media, sentences.
A merge is not an adoption: what is acquired is written in the data, never deduced from git. This is the one record of
opinions, acts and states: the comment, the terminal, the JSON and the papers of an avenant read it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.avenants.etapes import amendments, done_on, life, own_seal, without_acts
from convention.checks.cadre.connu import as_of
from convention.compare.decision.a_part import bound, find_faults, separable
from convention.compare.decision.points import AVENANT, costly_corrections, early_exercice, points_of
from convention.compare.decision.procedures import needed_by_each
from convention.compare.decision.visas import EtatVisa
from convention.compare.decision.voies import voies_of
from convention.model.cadre.document import genre_of
from convention.model.documents.avenants import Decisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit, Vie
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.a_part import Fautes
    from convention.compare.decision.points import Point
    from convention.compare.decision.visas import VisaDemande
    from convention.compare.decision.voies import Voie
    from convention.model.depot import Depot
    from convention.model.documents.avenants import Avenant
    from convention.model.documents.gouvernance import Requise

_ACTES = frozenset({AVENANT, genre_of(Decisions).nom})
"""Kinds of the documents of acts."""


class AvenantSuivi(NamedTuple):
    """An avenant that the comparison decides, or of which it consigns acts; and where it stands."""

    ecrit: AvenantEcrit
    actes: Avenant
    """The same, with the acts that hold and no other: done on this comparison, or on what it proposes itself."""
    vie: Vie
    """Where these acts bring it."""
    decide: bool
    """Whether it decides this comparison; otherwise, only its acts are written."""


class APart(NamedTuple):
    """Points that could be merged without the others, and what is then asked of them alone.

    Their seal would be another: nothing that was done on the whole counts for them, save what each point holds.
    """

    points: tuple[int, ...]
    voies: tuple[Voie, ...]

    @property
    def manquants(self) -> tuple[VisaDemande, ...]:
        """What they lack, each once."""
        return _each_once(item for voie in self.voies for item in voie.manquants)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, and by when."""

    au: date | None
    """Day on which it is said; None: nothing is said of what is past."""
    points: tuple[Point, ...]
    voies: tuple[Voie, ...]
    """Every procedure that a point needs, the strictest first."""
    a_part: tuple[APart, ...]
    """Groups of points that could be merged apart."""
    avenants: tuple[AvenantSuivi, ...]
    empreinte_perimee: bool
    """Whether what was voted is another comparison: nothing that was acquired holds."""
    correction_payante: tuple[int, ...]
    """Points declared without effect on any amount, whereas amounts move: the change is refused."""
    anticipe: int | None
    """First exercice that counts before the avenant takes effect."""

    @property
    def requise(self) -> Requise | None:
        """The strictest procedure of all points."""
        return self.voies[0].requise if self.voies else None

    @property
    def effet(self) -> date | None:
        """From when the points of the strictest procedure count."""
        return self.voies[0].effet if self.voies else None

    @property
    def visas(self) -> tuple[VisaDemande, ...]:
        """Visas of the strictest procedure, then those that only lighter ones ask for."""
        return _each_once(item for voie in self.voies for item in voie.visas)

    @property
    def manquants(self) -> tuple[VisaDemande, ...]:
        """Visas that are missing, those of conditional cases excepted."""
        return tuple(item for item in self.visas if item.etat is EtatVisa.MANQUANT)

    @property
    def retroactifs(self) -> tuple[Point, ...]:
        """Points that would count for the past, whereas their procedure does not allow it."""
        return tuple(point for point in self.points if point.retroactif)

    def counts_from(self, item: VisaDemande) -> date | None:
        """Return from when what needs a visa may count: the first of the procedures that ask for it."""
        asking = [voie for voie in self.voies if any(item.id == own.id for own in voie.visas)]
        days = [voie.possible(self.au) or voie.effet for voie in asking]
        return min((day for day in days if day is not None), default=None)

    def reunion_tardive(self, item: VisaDemande) -> date | None:
        """Return the next meeting that may give a missing opinion, when it comes once the change counts."""
        counts = self.counts_from(item)
        if item.etat is not EtatVisa.MANQUANT or item.reunion is None or counts is None or item.reunion < counts:
            return None
        # What already counts is refused, or done: no meeting comes before it.
        return item.reunion if self.au is None or counts > self.au else None

    def of_procedure(self, nom: str) -> tuple[int, ...]:
        """Return the numbers of the points that need a procedure."""
        return next((voie.numeros for voie in self.voies if voie.requise.id == nom), ())

    def stricter_than(self, rang: int) -> tuple[Point, ...]:
        """Return the points whose procedure is stricter than a rank."""
        return tuple(point for point in self.points if point.rang > rang)


def decide(
    comparaison: Comparaison, au: date | None = None, empreinte: str | None = None, fautes: Fautes = find_faults
) -> Decision:
    """Say who decides a comparison without errors, and by when.

    A later procedure that is not retroactive cannot bear on what is before the day `au`; what was done on another seal
    than `empreinte` acquires nothing; `fautes` are the checks of what would be merged apart.
    """
    base, head = comparaison.base, comparaison.head
    connue = replace(comparaison, base=as_of(base, au), head=as_of(head, au))
    every = _followed(connue.base, connue.head, empreinte)
    deciding = [item.ecrit for item in every if item.decide]
    stale = any(empreinte and item.avenant.empreinte not in (None, empreinte) for item in deciding)
    own = needed_by_each(comparaison)
    strictest = max(filter(None, own), key=attrgetter("procedure.rang"), default=None)
    needed = _with_what_carries(own, strictest, comparaison, fautes)
    voted = min((item.avenant.effet for item in deciding), default=None)
    points = points_of(needed, strictest, comparaison, au, voted)
    costly = costly_corrections(points, comparaison)
    groups = separable(comparaison.changements, _light(points, strictest, costly), base, head, fautes)
    return Decision(
        au=au,
        points=points,
        voies=voies_of(points, deciding, connue, empreinte, au, refused=bool(costly)),
        a_part=tuple(part for group in groups for part in _parts(group, points, comparaison, connue, au, fautes)),
        avenants=every,
        empreinte_perimee=stale,
        correction_payante=costly,
        anticipe=early_exercice(points, comparaison, voted),
    )


def _parts(
    group: tuple[int, ...],
    points: Sequence[Point],
    comparaison: Comparaison,
    connue: Comparaison,
    au: date | None,
    fautes: Fautes,
) -> tuple[APart, ...]:
    """Part what is too late from what is not, when each stands apart: the one does not delay the other.

    `connue` is the comparison with the acts that were known on the day (`au`).
    """

    def part(numeros: tuple[int, ...]) -> APart:
        return APart(numeros, voies_of([points[numero - 1] for numero in numeros], (), connue, None, au))

    whole = part(group)
    late = {numero for voie in whole.voies if voie.possible(au) is not None for numero in voie.numeros}
    if late in (set(), set(group)):
        return (whole,)
    base, head, changements = comparaison.base, comparaison.head, comparaison.changements
    halves = [separable(changements, half, base, head, fautes) for half in (set(group) - late, late)]
    found = [part(numeros) for half in halves for numeros in half]
    return tuple(found) if sum(len(item.points) for item in found) == len(group) else (whole,)


def _with_what_carries(
    own: Sequence[Requise | None], strictest: Requise | None, comparaison: Comparaison, fautes: Fautes
) -> tuple[Requise | None, ...]:
    """Have what comes or goes with an object that a proposal creates or removes decided as that object is.

    The first price of a service is no yearly update of a price, nor is its last one when the service goes: nobody can
    decide it without the service, and who decides the service has done all that a price asks.
    """
    if strictest is None:
        return tuple(own)
    done, rang = frozenset(strictest.procedure.visas), strictest.procedure.rang
    within = {
        numero: changement
        for numero, (changement, requise) in enumerate(zip(comparaison.changements, own, strict=True), 1)
        if requise is not None and requise.procedure.rang < rang
        if requise.procedure.visas and done.issuperset(requise.procedure.visas)
    }
    base, head, every = comparaison.base, comparaison.head, comparaison.changements
    come = {numero for numero, changement in within.items() if changement.avant is None}
    gone = {numero for numero, changement in within.items() if changement.apres is None}
    # The base could not have it yet; the proposal could not keep it.
    stuck = bound(every, come, base, head, fautes) | bound(every, gone, head, base, fautes)
    return tuple(strictest if numero in stuck else requise for numero, requise in enumerate(own, 1))


def _followed(base: Depot, head: Depot, empreinte: str | None) -> tuple[AvenantSuivi, ...]:
    """Return the avenants that decide the comparison, or of which it writes acts.

    One decides it when its own seal is that of the comparison, or when the comparison changes what it votes; one that
    was given up decides nothing.
    """
    found = []
    for item in amendments(head):
        own, before = own_seal(head, item), base.vie.avenants.get(item.dossier)
        decides = empreinte is not None and own == empreinte
        if not decides and (before is None or without_acts(before) != without_acts(item.avenant)):
            decides = True
        decides = decides and item.avenant.sans_suite is None
        if decides or before != item.avenant:
            acts = done_on(head, item.avenant, empreinte if decides else own)
            found.append(AvenantSuivi(item, acts, life(head, acts), decides))
    return tuple(found)


def _each_once(visas: Iterable[VisaDemande]) -> tuple[VisaDemande, ...]:
    """Return each visa as the strictest procedure that has an object for it asks for it."""
    found: dict[str, VisaDemande] = {}
    for item in visas:
        if item.id not in found or found[item.id].etat is EtatVisa.SANS_OBJET:
            found[item.id] = item
    return tuple(found.values())


def _light(points: tuple[Point, ...], strictest: Requise | None, refused: Sequence[int]) -> frozenset[int]:
    """Return the points for which a lighter procedure is enough; an act goes with what it decides.

    What is refused is so apart as well.
    """
    if strictest is None:
        return frozenset()
    return frozenset(
        point.numero
        for point in points
        if point.rang < strictest.procedure.rang
        and point.changement.genre not in _ACTES
        and not point.retroactif
        and point.numero not in refused
    )
