"""Costs borne against costs recharged, for one exercice (art. 8: « transparence complète et détaillée »).

Knows: a Contribution, the declared costs of its exercice. Must not know: files to read, how a result is shown.
What is recharged is what the Contribution bills; the managing body bears its own share in it, and all that is left.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import round_half_up
from convention.engine.contribution import ControlError
from convention.engine.lignes import Hypothese
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.tarifs import Equilibre
from convention.model.en_vigueur import price_at
from convention.model.forfaits import MASSE_SALARIALE, fee_name
from convention.model.mots.communs import Nature, weakest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convention.engine.lignes import Contribution, NonReparti
    from convention.model.depot import Depot
    from convention.model.mots.communs import Origine, Phase
    from convention.model.vue import Valeur


class Supporte(NamedTuple):
    """A declared cost: a group of annexe 2, or what is not recharged."""

    libelle: str
    service: str
    """Empty for what is not recharged."""
    regie: bool
    motif: str
    """Why it is not recharged; empty for a group."""
    valeur: Valeur | None
    """None: neither the phase nor an earlier one has a figure."""
    reference: Reference
    """Where its figures are written."""

    @property
    def montant(self) -> int:
        """Cents; what has no figure counts for nothing."""
        return round_half_up(self.valeur.valeur) if self.valeur is not None else 0


class Rubrique(NamedTuple):
    """What a family of costs amounts to."""

    supporte: int
    refacture: int
    non_recouvre: int

    @property
    def ecart(self) -> int:
        """Zero when all that is borne is recharged, or said not to be."""
        return self.supporte - self.refacture - self.non_recouvre


class Comparaison(NamedTuple):
    """What an adherent pays, what it would pay alone (a declared estimate), the gain."""

    adherent: str
    paye: int
    seul: int | None
    gain: int | None


class Comparaisons(NamedTuple):
    """Sums over the adherents that have an estimate."""

    nombre: int
    paye: int
    seul: int
    gain: int


class ControleEquilibre(NamedTuple):
    """Differences that must all be zero."""

    ecart_natures: int
    """By nature: what is borne, less what is recharged and what is not recovered."""
    ecart_total: int
    """The same over all costs, against the total of the contributions."""
    ecart_adherents: int
    ecart_gains: int

    @property
    def juste(self) -> bool:
        """Whether every sum agrees."""
        return not any(self)


class Bilan(NamedTuple):
    """Costs borne and recharged in one exercice and one phase."""

    exercice: int
    phase: Phase
    projection: bool
    origine: Origine
    gestionnaire: str
    equipes: tuple[Supporte, ...]
    """The groups of annexe 2 and the régie."""
    non_refactures: tuple[Supporte, ...]
    non_repartis: tuple[NonReparti, ...]
    natures: Mapping[Nature, Rubrique]
    """The flat fees stand against what the groups and the régie cost (art. 8, annexe 3)."""
    personnel: Rubrique | None
    """What the groups and the régie cost, against the fee that says it pays for them; None when none is due."""
    hors_natures: Rubrique
    """What is not recharged at all."""
    total: Rubrique
    forfaitaire: bool
    """Whether a flat fee is due in the exercice."""
    contribue: bool
    """Whether the managing body has a part of its own."""
    part_gestionnaire: int
    """What the managing body bears in the costs recharged, as any adherent, without any titre."""
    methode: str
    """How the estimates were made; empty when there is none."""
    comparaisons: tuple[Comparaison, ...]
    """By adherent, sorted by id."""
    comparees: Comparaisons
    controle: ControleEquilibre
    hypotheses: tuple[Hypothese, ...]

    @property
    def masse_salariale(self) -> int:
        """The payroll: the groups of annexe 2, without the régie."""
        return sum(item.montant for item in self.equipes if not item.regie)

    @property
    def regie(self) -> int:
        """The purchased service."""
        return sum(item.montant for item in self.equipes if item.regie)

    @property
    def couverture(self) -> Fraction | None:
        """What the forfait covers of the payroll and of the régie; None when they cost nothing, or no fee pays them."""
        item = self.personnel
        return Fraction(item.refacture, item.supporte) if item is not None and item.supporte else None

    @property
    def charge_gestionnaire(self) -> int:
        """All that the managing body bears: its own share, and what is not recovered."""
        return self.part_gestionnaire + self.total.non_recouvre


def equilibrer(contribution: Contribution, document: Equilibre, depot: Depot) -> Bilan:
    """Set the costs borne against what the adherents pay, for an exercice and a phase.

    Raises:
        ControlError: a sum does not agree: a bug.
    """
    exercice, phase, gestionnaire = contribution.exercice, contribution.phase, depot.convention.gestionnaire
    equipes = groups(document, exercice, phase)
    autres = not_recharged(document, exercice, phase)
    natures = _natures(contribution, _sum(equipes))
    hors = Rubrique(_sum(autres), 0, _sum(autres))
    total = _add([*natures.values(), hors])
    comparaisons = tuple(_comparaisons(contribution, document))
    comparees = _compared(comparaisons)
    controle = ControleEquilibre(
        ecart_natures=sum(abs(item.ecart) for item in natures.values()),
        ecart_total=total.supporte - contribution.totaux.general - total.non_recouvre,
        ecart_adherents=sum(item.paye for item in comparaisons) - total.refacture,
        ecart_gains=comparees.seul - comparees.paye - comparees.gain,
    )
    if not controle.juste:
        # Never on any data: a bug of the engine, and no total may be shown.
        message = f"{exercice} {phase}: {tuple(controle)}"
        raise ControlError(message)
    return Bilan(
        exercice=exercice,
        phase=phase,
        projection=contribution.projection,
        origine=_origin(contribution, document),
        gestionnaire=gestionnaire,
        equipes=equipes,
        non_refactures=autres,
        non_repartis=contribution.controle.non_repartis,
        natures=natures,
        personnel=_staff(contribution, _sum(equipes), depot),
        hors_natures=hors,
        total=total,
        forfaitaire=any(item.nature is Nature.MASSE_SALARIALE for item in contribution.calculs),
        contribue=any(item.adherent == gestionnaire and item.calcul.jours[item.rang] for item in contribution.lignes),
        part_gestionnaire=contribution.totaux.par_adherent.get(gestionnaire, 0),
        methode=document.seul.methode if document.seul is not None else "",
        comparaisons=comparaisons,
        comparees=comparees,
        controle=controle,
        hypotheses=tuple(sorted((*contribution.hypotheses, *_assumed([*equipes, *autres])))),
    )


def groups(document: Equilibre, exercice: int, phase: Phase) -> tuple[Supporte, ...]:
    """Return what each group of annexe 2 costs in a phase, and the régie."""
    found = []
    for rang, pole in enumerate(document.masse_salariale):
        source = _source(exercice, "masse_salariale", rang)
        valeur = price_at(pole.montants, phase, document.origine, source)
        found.append(Supporte(pole.libelle, pole.service, pole.regie, "", valeur, source))
    return tuple(found)


def not_recharged(document: Equilibre, exercice: int, phase: Phase) -> tuple[Supporte, ...]:
    """Return what the managing body bears and does not recharge."""
    found = []
    for rang, cout in enumerate(document.non_refactures):
        source = _source(exercice, "non_refactures", rang)
        valeur = price_at(cout.montants, phase, document.origine, source)
        found.append(Supporte(cout.libelle, "", False, cout.motif, valeur, source))  # noqa: FBT003 (no régie)
    return tuple(found)


def _source(exercice: int, champ: str, rang: int) -> Reference:
    return Reference(path_of(Equilibre, annee=exercice), (champ, rang, "montants"))


def _natures(contribution: Contribution, equipes: int) -> Mapping[Nature, Rubrique]:
    """Borne: the figures of the formulas; recharged: the lines; not recovered: what the controls name.

    The three come from different places, so that their agreement proves something.
    """
    borne, left = dict.fromkeys(Nature, 0), dict.fromkeys(Nature, 0)
    for calcul in contribution.calculs:
        borne[calcul.nature] += calcul.a_repartir + sum(calcul.propres)
    for item in contribution.controle.non_repartis:
        left[item.nature] += item.montant
    billed = {nature: contribution.totaux.par_nature.get(str(nature), 0) for nature in Nature}
    # The forfait is a price: what it pays for is the groups of annexe 2 and the régie.
    borne[Nature.MASSE_SALARIALE] = equipes
    left[Nature.MASSE_SALARIALE] = equipes - billed[Nature.MASSE_SALARIALE]
    return {nature: Rubrique(borne[nature], billed[nature], left[nature]) for nature in Nature}


def _staff(contribution: Contribution, equipes: int, depot: Depot) -> Rubrique | None:
    """Set what the groups cost against the fee of the payroll, and no other: what a cotisation pays is not said."""
    fees = [item for item in contribution.calculs if item.nature is Nature.MASSE_SALARIALE]
    own = [sum(item.propres) for item in fees if fee_name(depot, item.forfait) == MASSE_SALARIALE]
    return Rubrique(equipes, sum(own), equipes - sum(own)) if own else None


def _comparaisons(contribution: Contribution, document: Equilibre) -> Iterator[Comparaison]:
    """Compare like with like: the estimate of a whole year is reduced to the presence."""
    estimates = document.seul.valeurs if document.seul is not None else {}
    for adherent, paye in contribution.totaux.par_adherent.items():
        if adherent in estimates:
            seul = round_half_up(estimates[adherent] * contribution.presences.get(adherent, 1))
            yield Comparaison(adherent, paye, seul, seul - paye)
        else:
            yield Comparaison(adherent, paye, None, None)


def _compared(comparaisons: Iterable[Comparaison]) -> Comparaisons:
    known = [item for item in comparaisons if item.seul is not None]
    paye = sum(item.paye for item in known)
    seul = sum(item.seul for item in known if item.seul is not None)
    return Comparaisons(len(known), paye, seul, sum(item.gain for item in known if item.gain is not None))


def _origin(contribution: Contribution, document: Equilibre) -> Origine:
    return weakest(document.origine, *(ligne.origine for ligne in contribution.lignes))


def _assumed(supportes: Sequence[Supporte]) -> Iterator[Hypothese]:
    """List the figures taken from an earlier phase (HYP001), as the computation lists its own."""
    counts: dict[tuple[str, str], int] = {}
    for item in supportes:
        if item.valeur is not None and item.valeur.phase is not None:
            place = (item.valeur.phase.reprise, item.reference.path)
            counts[place] = counts.get(place, 0) + 1
    for (message, path), number in counts.items():
        yield Hypothese("HYP001", message, path, number)


def _sum(supportes: Iterable[Supporte]) -> int:
    return sum(item.montant for item in supportes)


def _add(rubriques: Sequence[Rubrique]) -> Rubrique:
    return Rubrique(
        sum(item.supporte for item in rubriques),
        sum(item.refacture for item in rubriques),
        sum(item.non_recouvre for item in rubriques),
    )
