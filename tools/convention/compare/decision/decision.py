"""Who decides a change, and by when: the procedure of each point, what is acquired, what is missing (conception §5.4).

Knows: a comparison, the tables of procedures, the avenants that decide it. Must not know: git, media, sentences.
A merge is not an adoption: what is acquired is written in the data, never deduced from git. This is the one record of
opinions, acts and states: the comment, the terminal, the JSON and the papers of an avenant read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import months_later
from convention.checks.avenants.etapes import amendments, done_on, life, own_seal, without_acts
from convention.compare.decision.a_part import separable
from convention.compare.decision.echeances import Terme, budget_dates, deadlines, standing
from convention.compare.decision.points import AVENANT, costly_corrections, early_exercice, known_visas, points_of
from convention.compare.decision.procedures import required
from convention.compare.decision.visas import Demande, EtatVisa, VisaDemande, visa_state
from convention.model.vocabulaire_avenants import EtapeVisa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.checks.avenants.etapes import AvenantEcrit, Vie
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.echeances import DateBudget, Delais, Echeance
    from convention.compare.decision.points import Point
    from convention.compare.decision.procedures import Requise
    from convention.model.avenants import Avenant
    from convention.model.depot import Depot


class AvenantSuivi(NamedTuple):
    """An avenant that the comparison decides, or of which it consigns acts; and where it stands."""

    ecrit: AvenantEcrit
    actes: Avenant
    """The same, with the acts that hold and no other: done on this comparison, or on what it proposes itself."""
    vie: Vie
    """Where these acts bring it."""
    decide: bool
    """Whether it decides this comparison; otherwise, only its acts are written."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, and by when."""

    au: date | None
    """Day on which it is said; None: nothing is said of what is past."""
    points: tuple[Point, ...]
    requise: Requise | None
    """The strictest procedure of all points."""
    effet: date | None
    """From when the points of the strictest procedure count: that of the avenant, when there is one."""
    visas: tuple[VisaDemande, ...]
    """Visas of the strictest procedure, then those that only lighter ones ask for."""
    echeances: tuple[Echeance, ...]
    budgets: tuple[DateBudget, ...]
    a_part: tuple[tuple[int, ...], ...]
    """Groups of points that could be merged without waiting for the others."""
    avenants: tuple[AvenantSuivi, ...]
    empreinte_perimee: bool
    """Whether what was voted is another comparison: nothing that was acquired holds."""
    correction_payante: tuple[int, ...]
    """Points declared without effect on any amount, whereas amounts move: the change is refused."""
    anticipe: int | None
    """First exercice whose amounts move before the avenant takes effect."""

    @property
    def manquants(self) -> tuple[VisaDemande, ...]:
        """Visas that are missing, those of conditional cases excepted."""
        return tuple(item for item in self.visas if item.etat is EtatVisa.MANQUANT)

    @property
    def retroactifs(self) -> tuple[Point, ...]:
        """Points that would count for the past, whereas their procedure does not allow it."""
        return tuple(point for point in self.points if point.retroactif)

    @property
    def delais(self) -> Delais:
        """What its deadlines and budgets are, on its day."""
        return standing(self.echeances, self.budgets, self.effet, self.au, self.prise)

    @property
    def prise(self) -> date | None:
        """Day of the first act that decides, when it is acquired: neither an opinion nor the comparison does."""
        own = [item for item in self.visas if self.requise is not None and item.procedure == self.requise.id]
        acts = [
            item.acquis.date
            for item in own
            if item.acquis is not None and item.acquis.date is not None and item.visa.instance is None
        ]
        return min(acts, default=None)

    @property
    def possible(self) -> date | None:
        """First day from which it may count, once it is too late for its effect: its notice runs from its act.

        Example: two months of notice, decided on 27 November 2026: 27 January 2027, hence 1 January 2028 for a price.
        """
        day, late = self.prise or self.au, any(item.terme is Terme.PREAVIS for item in self.delais.manquees)
        if self.requise is None or day is None or not late:
            return None
        earliest = months_later(day, self.requise.procedure.preavis_mois or 0)
        if not any(item.annuel for item in self.points if item.needs(self.requise) and item.effet == self.effet):
            return earliest
        first = earliest.replace(month=1, day=1)
        return first if first == earliest else first.replace(year=first.year + 1)

    def counts_from(self, item: VisaDemande) -> date | None:
        """Return from when what needs a visa may count."""
        if self.requise is not None and item.procedure == self.requise.id:
            return self.possible or self.effet
        own = [point for point in self.points if point.requise is not None and point.requise.id == item.procedure]
        return min((point.effet for point in own if point.effet is not None), default=None)

    def reunion_tardive(self, item: VisaDemande) -> date | None:
        """Return the next meeting that may give a missing opinion, when it comes once the change counts."""
        counts = self.counts_from(item)
        if item.etat is not EtatVisa.MANQUANT or item.reunion is None or counts is None or item.reunion < counts:
            return None
        # What already counts is refused, or done: no meeting comes before it.
        return item.reunion if self.au is None or counts > self.au else None

    def of_procedure(self, nom: str) -> tuple[int, ...]:
        """Return the numbers of the points that need a procedure."""
        return tuple(item.numero for item in self.points if item.requise is not None and item.requise.id == nom)

    def stricter_than(self, rang: int) -> tuple[Point, ...]:
        """Return the points whose procedure is stricter than a rank."""
        return tuple(point for point in self.points if point.rang > rang)


def decide(comparaison: Comparaison, au: date | None = None, empreinte: str | None = None) -> Decision:
    """Say who decides a comparison, and by when.

    Args:
        comparaison: both sides, without errors.
        au: the day on which it is said: a later procedure that is not retroactive cannot bear on what is before it.
        empreinte: seal of the comparison: what was done on another one acquires nothing.
    """
    base, head = comparaison.base, comparaison.head
    every = _followed(base, head, empreinte)
    deciding = [item.ecrit for item in every if item.decide]
    stale = any(empreinte and item.avenant.empreinte not in (None, empreinte) for item in deciding)
    needed = [required(item, base, head) for item in comparaison.changements]
    strictest = max(filter(None, needed), key=attrgetter("procedure.rang"), default=None)
    voted = min((item.avenant.effet for item in deciding), default=None)
    points = points_of(needed, strictest, comparaison, au, voted)
    effet = voted or min((item.effet for item in points if item.effet and item.needs(strictest)), default=None)
    costly = costly_corrections(points, comparaison)
    return Decision(
        au=au,
        points=points,
        requise=strictest,
        effet=effet,
        visas=_visas(points, deciding, comparaison, empreinte, refused=bool(costly), au=au),
        echeances=deadlines(strictest.procedure, effet, head) if strictest is not None else (),
        budgets=budget_dates(effet, comparaison),
        a_part=separable(comparaison.changements, _light(points, strictest), base, head),
        avenants=every,
        empreinte_perimee=stale,
        correction_payante=costly,
        anticipe=early_exercice(points, comparaison, voted),
    )


def _followed(base: Depot, head: Depot, empreinte: str | None) -> tuple[AvenantSuivi, ...]:
    """Return the avenants that decide the comparison, or of which it writes acts.

    One decides it when its own seal is that of the comparison, or when the comparison changes what it votes.
    """
    found = []
    for item in amendments(head):
        own, before = own_seal(head, item), base.vie.avenants.get(item.dossier)
        decides = empreinte is not None and own == empreinte
        if not decides and (before is None or without_acts(before) != without_acts(item.avenant)):
            decides = True
        if decides or before != item.avenant:
            acts = done_on(head, item.avenant, empreinte if decides else own)
            found.append(AvenantSuivi(item, acts, life(head, acts), decides))
    return tuple(found)


def _visas(
    points: tuple[Point, ...],
    avenants: Sequence[AvenantEcrit],
    comparaison: Comparaison,
    empreinte: str | None,
    *,
    refused: bool,
    au: date | None,
) -> tuple[VisaDemande, ...]:
    """List the visas of the procedures that are needed, the strictest first, each once."""
    needed = {item.requise.id: item.requise for item in points if item.requise is not None}
    visas = known_visas(comparaison)
    found: dict[str, VisaDemande] = {}
    for requise in sorted(needed.values(), key=attrgetter("procedure.rang"), reverse=True):
        for nom in requise.procedure.visas:
            if nom not in visas or nom in found:
                continue
            asked = Demande(nom, visas[nom], requise.id)
            if visas[nom].etape is EtapeVisa.COMPARAISON:
                found[nom] = VisaDemande(*asked, EtatVisa.MANQUANT if refused else EtatVisa.ACQUIS)
            else:
                own = [point.changement for point in points if point.needs(requise)]
                found[nom] = visa_state(asked, avenants, own, comparaison, empreinte, au)
    return tuple(found.values())


def _light(points: tuple[Point, ...], strictest: Requise | None) -> frozenset[int]:
    """Return the points for which a lighter procedure is enough; an avenant goes with what it decides."""
    if strictest is None:
        return frozenset()
    return frozenset(
        point.numero for point in points if point.rang < strictest.procedure.rang and point.changement.genre != AVENANT
    )
