"""What setting the costs borne against the costs recharged gives (art. 8): declared costs, sums, controls.

Knows: results and their sums, in cents. Must not know: how they were computed (`engine.equilibre`), how they are shown.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import round_half_up
from convention.model.mots.communs import Nature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.engine.lignes import Hypothese, NonReparti
    from convention.model.depot import Reference
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
    """The forfait stands against what the groups and the régie cost (art. 8, annexe 3)."""
    hors_natures: Rubrique
    """What is not recharged at all."""
    total: Rubrique
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
        """What the forfait covers of the payroll and of the régie; None when they cost nothing."""
        rubrique = self.natures[Nature.MASSE_SALARIALE]
        return Fraction(rubrique.refacture, rubrique.supporte) if rubrique.supporte else None

    @property
    def charge_gestionnaire(self) -> int:
        """All that the managing body bears: its own share, and what is not recovered."""
        return self.part_gestionnaire + self.total.non_recouvre
