"""What a change costs whom: two contributions of the same exercice, line by line, in cents; the same over a full year.

Knows: lines of both sides. Must not know: how causes are told apart (`causes`), documents, media.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from convention.compare.causes.causes import causes
from convention.compare.causes.choix import columns
from convention.compare.causes.completion import Cote
from convention.compare.ecarts import EcartAdherent, EcartLigne, gaps, largest_gaps
from convention.engine.bilan import unpaid_more
from convention.engine.contribution import Calculs, calculer
from convention.engine.presence import Presences
from convention.model.forfaits import fees_noun
from convention.model.mots.communs import PHASES, Nature, Phase, Section
from convention.model.resolution import prepare, rephase, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from convention.compare.causes.effets import CauseAdherent
    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Contribution, Ligne, NonReparti, Totaux
    from convention.model.depot import Depot
    from convention.model.resolution import Commun
    from convention.model.vue import Vue


class AutrePhase(NamedTuple):
    """A phase that is not in force and differs too."""

    phase: Phase
    avant: int
    apres: int
    adherents: int
    """Number of adherents whose amount differs."""


class Sens(NamedTuple):
    """How many pay more and less, and how much these differences make together: `plus - moins` is the écart."""

    montent: int
    plus: int
    """Cents."""
    descendent: int
    moins: int
    """Cents, positive."""
    adherents: int
    """All of them, those that do not move, or owe nothing, included."""

    @property
    def partages(self) -> bool:
        """Whether some pay more and some pay less: the total alone would hide it."""
        return bool(self.montent and self.descendent)


@dataclass(frozen=True, slots=True)
class Impact:
    """One exercice, before and after."""

    exercice: int
    clos: bool
    """Whether the base has it closed: its amounts were billed."""
    phase_avant: Phase | None
    phase_apres: Phase | None
    avant: int
    apres: int
    adherents: tuple[EcartAdherent, ...]
    """Adherents of which a line differs, largest difference first."""
    adherents_inchanges: int
    total_inchanges: int
    """Cents that those whom nothing touches pay, on both sides."""
    sans_montant: frozenset[str]
    """Members of whom neither side asks anything."""
    lignes_identiques: int
    autres_phases: tuple[AutrePhase, ...]
    causes: tuple[CauseAdherent, ...]
    """Why, for each adherent of which a cause moves a line, in the order of ids; empty when it was not asked."""
    contribution: Contribution | None
    """The computation of the proposal, for its assumptions and unshared costs."""
    impayes: tuple[NonReparti, ...]
    """What nobody would pay beyond what nobody pays in the base; of an exercice that is opened, no decision says it."""
    forfaits: str
    """What the flat fees bring, in words: « masse salariale »."""
    precedent: Contribution | None = None
    """The exercice before, in the proposal, when this one is opened: nothing else is to be compared with it."""

    def beside(self) -> Impact | None:
        """Return what can be compared: an exercice that both sides have, one that is opened beside the one before.

        What is due in an exercice that one side alone has is no increase, and no saving: None when no other is before.
        """
        if self.precedent is None:
            return self if self.phase_avant is not None and self.phase_apres is not None else None
        sums, new = self.precedent.totaux.par_adherent, {item.adherent: item.apres for item in self.adherents}
        pairs = gaps(sums, new)
        moved = [item for item in pairs if item.ecart]
        same = [item for item in pairs if not item.ecart]
        return replace(
            self,
            phase_avant=self.precedent.phase,
            precedent=None,
            avant=self.precedent.totaux.general,
            adherents=largest_gaps(moved),
            adherents_inchanges=len(same),
            total_inchanges=sum(item.apres for item in same),
            sans_montant=self.sans_montant - sums.keys(),
        )

    def of(self, adherent: str) -> EcartAdherent | None:
        """Return what changes for an adherent; None when nothing does."""
        return next((item for item in self.adherents if item.adherent == adherent), None)

    @property
    def ecart(self) -> int:
        """Cents of difference."""
        return self.apres - self.avant

    @property
    def nul(self) -> bool:
        """Whether nothing differs in euros."""
        return not self.adherents and not self.autres_phases

    @property
    def sens(self) -> Sens:
        """Those that pay more, then those that pay less."""
        more = [item.ecart for item in self.adherents if item.ecart > 0]
        less = [-item.ecart for item in self.adherents if item.ecart < 0]
        everyone = len(self.adherents) + self.adherents_inchanges + len(self.sans_montant)
        return Sens(len(more), sum(more), len(less), sum(less), everyone)

    def by_section(self) -> dict[Section, int]:
        """Return the cents of difference of each section of the budgets."""
        sums = dict.fromkeys((Section.FONCTIONNEMENT, Section.INVESTISSEMENT), 0)
        for item in self.adherents:
            for line in item.lignes:
                sums[line.ligne.calcul.section] += line.ecart
        return sums

    def payroll_left(self) -> int:
        """Return the cents of payroll that those who leave no more pay, beyond what more workstations of others bring.

        The forfait is due by workstation (annexe 3): what one no more owes is shared by nobody.
        """
        lines = [
            (line, _presence(line.avant), _presence(line.apres))
            for item in self.adherents
            for line in item.lignes
            if line.ligne.calcul.nature is Nature.MASSE_SALARIALE
        ]
        left = sum(-line.ecart for line, before, after in lines if after < before and line.ecart < 0)
        brought = sum(max(line.ecart, 0) for line, _, _ in lines if _counted(line.apres) > _counted(line.avant))
        return max(left - brought, 0)


def _presence(ligne: Ligne | None) -> Fraction:
    return ligne.calcul.presences[ligne.rang] if ligne is not None else Fraction(0)


def _counted(ligne: Ligne | None) -> Fraction:
    return ligne.quantite or Fraction(0) if ligne is not None else Fraction(0)


class Resout(Protocol):
    """Resolves a Depot as `resolve` does, for who keeps what it has already resolved."""

    def __call__(self, depot: Depot, exercice: int, phase: Phase | None = None, /) -> Vue:
        """Return the Vue of an exercice, in its phase in force by default."""
        ...


def impacts(
    base: Depot, head: Depot, *, pourquoi: bool = True, calcule: Calcule | None = None, resout: Resout | None = None
) -> tuple[Impact, ...]:
    """Compare every exercice that one of the sides declares, each side in its phase in force (see `comparer`)."""
    years = sorted(base.exercices.keys() | head.exercices.keys())
    sides = _Cotes(base, head, calcule or Calculs(), resout or _resolving())
    found: list[Impact] = []
    for year in years:
        impact = _impact(sides, year, pourquoi=pourquoi)
        # A part of a year compares with no other.
        whole = head.convention.entiere
        before = [
            item.contribution
            for item in found
            if item.contribution is not None and whole(item.exercice) and whole(year)
        ]
        found.append(replace(impact, precedent=before[-1]) if impact.phase_avant is None and before else impact)
    return tuple(found)


class _Cotes(NamedTuple):
    """Both sides, and who resolves and computes them."""

    base: Depot
    head: Depot
    calcule: Calcule
    resout: Resout


def _resolving() -> Resout:
    """Resolve once what the exercices and the phases of a Depot share."""
    commun: dict[int, Commun] = {}
    vues: dict[tuple[int, int], Vue] = {}

    def resolved(depot: Depot, exercice: int, phase: Phase | None = None, /) -> Vue:
        key = (id(depot), exercice)
        if key not in vues:
            if id(depot) not in commun:
                commun[id(depot)] = prepare(depot)
            vues[key] = resolve(depot, exercice, commun=commun[id(depot)])
        return vues[key] if phase is None else rephase(depot, vues[key], phase)

    return resolved


def _impact(cotes: _Cotes, exercice: int, *, pourquoi: bool) -> Impact:
    base, head = cotes.base, cotes.head
    in_force = _in_force(base, exercice, cotes.resout), _in_force(head, exercice, cotes.resout)
    computed = _computed(*in_force, cotes.calcule)
    before, after = (cote.contribution if cote is not None else None for cote in computed)
    # A line that is the very same on both sides (its cost was not computed again) moves nothing.
    shared = _ids(before) & _ids(after)
    old, new = _by_identity(before, shared), _by_identity(after, shared)
    moved: dict[str, list[EcartLigne]] = {}
    same = len(shared)
    for identity in sorted(old.keys() | new.keys()):
        gap = EcartLigne(old.get(identity), new.get(identity))
        if gap.ecart == 0:
            # A line of 0,00 € that appears or disappears moves nothing.
            same += gap.avant is not None and gap.apres is not None
        else:
            moved.setdefault(identity[0], []).append(gap)
    sums = (side.totaux.par_adherent if side is not None else {} for side in (before, after))
    owed = {item.adherent: item for item in gaps(*sums)}
    return Impact(
        exercice=exercice,
        clos=base.est_clos(exercice),
        phase_avant=before.phase if before is not None else None,
        phase_apres=after.phase if after is not None else None,
        avant=before.totaux.general if before is not None else 0,
        apres=after.totaux.general if after is not None else 0,
        adherents=largest_gaps(owed[nom]._replace(lignes=_largest_first(lines)) for nom, lines in moved.items()),
        adherents_inchanges=len(owed) - len(moved),
        total_inchanges=sum(item.avant for nom, item in owed.items() if nom not in moved),
        sans_montant=_members(in_force) - owed.keys(),
        lignes_identiques=same,
        autres_phases=_other_phases(cotes, in_force),
        causes=_causes(*computed) if pourquoi and moved else (),
        contribution=after,
        impayes=_unpaid(before, after),
        forfaits=fees_noun(head),
    )


def _members(vues: tuple[Vue | None, Vue | None]) -> frozenset[str]:
    """Name the members of the exercice, on either side."""
    return frozenset(item.adherent for vue in vues if vue is not None for item in Presences(vue).members())


def _ids(contribution: Contribution | None) -> set[int]:
    return {id(ligne) for ligne in contribution.lignes} if contribution is not None else set()


def _by_identity(contribution: Contribution | None, left_out: AbstractSet[int]) -> dict[tuple[str, ...], Ligne]:
    lines = contribution.lignes if contribution is not None else ()
    return {ligne.identite: ligne for ligne in lines if id(ligne) not in left_out}


def _causes(base: Cote | None, head: Cote | None) -> tuple[CauseAdherent, ...]:
    """Explain an exercice that both sides have: one that is opened, or withdrawn, has nothing to be explained by."""
    return causes(base, head) if base is not None and head is not None else ()


def _unpaid(before: Contribution | None, after: Contribution | None) -> tuple[NonReparti, ...]:
    if before is None or after is None:
        found = after.controle.non_repartis if after is not None else ()
        return tuple(item for item in found if not item.decide)
    return unpaid_more(before.controle, after.controle)


def _in_force(depot: Depot, exercice: int, resout: Resout) -> Vue | None:
    return resout(depot, exercice) if exercice in depot.exercices else None


def _largest_first(gaps: list[EcartLigne]) -> tuple[EcartLigne, ...]:
    return tuple(sorted(gaps, key=lambda gap: (-abs(gap.ecart), gap.ligne.identite)))


def _computed(old: Vue | None, new: Vue | None, calcule: Calcule) -> tuple[Cote | None, Cote | None]:
    """Compute both sides; once when all that the engine reads is equal."""
    after = Cote(new, calcule(new)) if new is not None else None
    if old is None:
        return None, after
    if old == new:
        return after, after
    return Cote(old, calcule(old)), after


def _other_phases(cotes: _Cotes, in_force: tuple[Vue | None, Vue | None]) -> tuple[AutrePhase, ...]:
    """List the phases that are not in force and whose amounts differ (only when both sides have the exercice).

    A phase that only repeats the figures of the one in force differs as it does, and is not said twice.
    """
    first, second = in_force
    if first is None or second is None:
        return ()
    found = []
    for phase in PHASES:
        if phase in (first.phase, second.phase):
            continue
        old = cotes.resout(cotes.base, first.exercice, phase)
        new = cotes.resout(cotes.head, second.exercice, phase)
        if old == new or (_same_figures(old, first) and _same_figures(new, second)):
            continue
        before = cotes.calcule(old).totaux
        after = cotes.calcule(new).totaux
        moved = sum(item.ecart != 0 for item in gaps(before.par_adherent, after.par_adherent))
        if moved:
            found.append(AutrePhase(phase, before.general, after.general, moved))
    return tuple(found)


def _same_figures(vue: Vue, other: Vue) -> bool:
    """Tell whether two phases of a revision hold the same counts and prices, wherever they come from."""
    counted = columns(vue.volumes.comptages) == columns(other.volumes.comptages)
    return counted and columns(vue.prix.montants) == columns(other.prix.montants)


class AnneePleine(NamedTuple):
    """One exercice as if who is there on 31 December had been for twelve months, on both sides; cents."""

    avant: int
    apres: int
    ecarts: Mapping[str, int]
    """Differences by adherent; those that do not move are left out."""


def full_year(base: Depot, head: Depot, exercice: int) -> AnneePleine | None:
    """Compare a full year of an exercice; None when a side does not have it, or has only a part of that year.

    Deliveries are as they were: they happen once (art. 8.1).
    """
    if any(exercice not in depot.exercices or not depot.convention.entiere(exercice) for depot in (base, head)):
        return None
    vues = (resolve(depot, exercice) for depot in (base, head))
    before, after = (calculer(vue, Presences(vue, pleine=True)).totaux for vue in vues)
    return AnneePleine(before.general, after.general, _moved(before, after))


def realised(base: Depot, head: Depot, exercice: int) -> Mapping[str, int]:
    """Return what moves of what an exercice came to, which its regularisation counts: cents by adherent."""
    return _moved(*(calculer(resolve(depot, exercice, Phase.REALISE)).totaux for depot in (base, head)))


def _moved(before: Totaux, after: Totaux) -> dict[str, int]:
    return {item.adherent: item.ecart for item in sorted(gaps(before.par_adherent, after.par_adherent)) if item.ecart}
