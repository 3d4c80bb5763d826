"""What the checks that need the engine share: each declared exercice resolved once, with its costs.

Knows: Vues, presences, costs before they are shared. Must not know: what is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeVar

from convention.checks.cadre.lecture import MODES, expenses
from convention.engine.compilation import (
    ABAQUE,
    compile_mode,
    concerns,
    fixed_terms,
    is_priced_by_grid,
    keys_of,
    limits_of,
)
from convention.engine.presence import Presences
from convention.engine.quantites import count, places
from convention.engine.tables import tables_of
from convention.formulas.evaluate import Colonne, evaluate, fraction_at
from convention.formulas.grilles import SANS_TABLE
from convention.formulas.nodes import names
from convention.model.mots.communs import Nature

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from convention.engine.compilation import Compilee
    from convention.engine.lignes import Ligne
    from convention.engine.presence import Presence
    from convention.formulas.grilles import Tables
    from convention.formulas.linear import Terme
    from convention.model.depot import ComposantRange, Depot, Reference
    from convention.model.documents.quantites import Place
    from convention.model.documents.tarifs import LigneTarif
    from convention.model.mots.communs import Phase
    from convention.model.vue import Vue

R = TypeVar("R")
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Cout:
    """One cost of a component in an exercice: its formula, its figures, its beneficiaries."""

    item: ComposantRange
    ligne: LigneTarif
    nature: Nature
    formule: Compilee
    valeurs: Mapping[str, Fraction]
    """Variables and parameters of the formula, those that have a figure."""
    presences: tuple[Presence, ...]
    tables: Tables = SANS_TABLE
    """Grids and revisions that the formula consults."""
    limites: tuple[Compilee, ...] = ()
    """Formulas of its cap and of its floor."""

    @property
    def actif(self) -> bool:
        """Whether one of its amounts is not zero: a cost of zero needs no count."""
        return is_priced_by_grid(self.ligne, self.formule) or any(
            self.valeurs.get(nom) for nom in self.formule.noms if nom in self.ligne.variables
        )

    def shared(self) -> list[tuple[Terme, Fraction]]:
        """Return the shared terms and the euros of each, those that have any."""
        terms = (
            (terme, fraction_at(evaluate(terme.coefficient, self.valeurs, self.tables), 0))
            for terme in self.formule.forme.parts
        )
        return [(terme, euros) for terme, euros in terms if euros]

    def fixe(self) -> Fraction:
        """Return what the unshared terms bill to a beneficiary that has no quantity at all, in euros."""
        reste = self.formule.forme.reste
        return ZERO if reste is None else fraction_at(evaluate(reste, self.valeurs, self.tables), 0)

    def sans_quantite(self) -> Fraction:
        """Return what the unshared terms cost whoever is there, in euros: a price is owed by nobody then."""
        terms = fixed_terms(self.ligne, self.formule)
        return sum((fraction_at(evaluate(term, self.valeurs, self.tables), 0) for term in terms), ZERO)

    def cle(self, nom: str) -> str:
        """Return the key that a name of the formula designates."""
        return (self.item.composant.abaque or ABAQUE) if nom == ABAQUE else nom

    def cles(self) -> list[str]:
        """Return the keys of the formula and of its limits, `abaque` being the component's."""
        formulas = (self.formule, *self.limites)
        return list(dict.fromkeys(self.cle(nom) for formule in formulas for nom in keys_of(self.ligne, formule)))

    def reference(self, annee: int) -> Reference:
        """Point at the amounts of an exercice."""
        return self.item.reference("montants", str(annee))


@dataclass(frozen=True, slots=True)
class ExerciceVu:
    """A declared exercice, resolved for its phase in force, or for another one."""

    vue: Vue
    presences: Presences
    couts: tuple[Cout, ...]

    @property
    def annee(self) -> int:
        """The year."""
        return self.vue.exercice

    def places(self, cle: str, composant: str) -> list[Place]:
        """Return what is to be counted for a key: each term of a sum, by component when the key's reach says so."""
        return places(self.vue.regles.cles, cle, composant)

    def is_counted(self, cle: str, cout: Cout) -> bool:
        """Tell whether one of the beneficiaries of a cost has a quantity of a key."""
        definition = self.vue.regles.cles.get(cle)
        if definition is not None and definition.cumul is not None:
            return True
        beneficiaires = [item.adherent for item in cout.presences]
        return any(count(self.vue, cle, cout.item.id, beneficiaires).numerateurs)

    def proratise(self, cout: Cout) -> bool:
        """Tell whether the unshared terms are multiplied by the presence: a yearly cost of stocks."""
        reste = cout.formule.forme.reste
        if reste is None or cout.nature is not Nature.INDIRECT_ANNUEL:
            return False
        own = [cout.cle(nom) for nom in names(reste) if nom in keys_of(cout.ligne, cout.formule)]
        return all(count(self.vue, cle, cout.item.id, ()).pese for cle in own)


class Calculs(Protocol):
    """Computes for the checks, and keeps what it has computed."""

    def lignes(self, exercice: ExerciceVu, phase: Phase) -> tuple[Ligne, ...]:
        """Return what every adherent owes of an exercice in a phase."""

    def in_phase(self, exercice: ExerciceVu, phase: Phase) -> ExerciceVu:
        """Return an exercice resolved for another phase; who benefits from what does not depend on it."""

    def des_documents(self, cle: Hashable, trouver: Callable[[Depot], R]) -> R:
        """Return what is found in the documents alone, whatever the exercices come to, under a key of its own."""


@dataclass(frozen=True, slots=True)
class Contexte:
    """The documents, and their declared exercices."""

    depot: Depot
    exercices: tuple[ExerciceVu, ...]
    calculs: Calculs


def see(composants: Mapping[str, ComposantRange], vue: Vue, presences: Presences | None = None) -> ExerciceVu:
    """Gather the costs of an exercice; its presences are measured unless they are given."""
    known = presences or Presences(vue)
    costs = (cout for nom in sorted(composants) for cout in _couts(vue, composants[nom], known))
    return ExerciceVu(vue, known, tuple(costs))


def in_use(contexte: Contexte) -> Iterator[tuple[LigneTarif, Compilee, int]]:
    """Yield each formula that an exercice computes, with its row: costs, their caps and floors, expenses."""
    for exercice in contexte.exercices:
        for cout in exercice.couts:
            yield from ((cout.ligne, formule, exercice.annee) for formule in (cout.formule, *cout.limites))
    for item in expenses(contexte.depot):
        ligne = contexte.depot.lignes.get(item.depense.ligne)
        formule = compile_mode(ligne.direct) if ligne is not None else None
        if ligne is not None and formule is not None:
            yield ligne, formule, item.annee


def with_quantities(cout: Cout) -> Mapping[str, Fraction | Colonne]:
    """Return the figures of a cost, its keys standing for quantities that differ from one to another."""
    return {**{nom: Colonne((0,)) for nom in cout.formule.noms}, **cout.valeurs}


def _couts(vue: Vue, item: ComposantRange, presences: Presences) -> Iterator[Cout]:
    ligne = vue.regles.lignes.get(item.composant.ligne)
    if ligne is None:
        return
    montants = vue.prix.montants.get(item.id, {})
    known = {**vue.regles.parametres.get(ligne.id, {}), **montants}
    found = presences.beneficiaries(vue.perimetre.composants[item.id])
    # The managing body that only bears what others left (policy `gestionnaire`) is no beneficiary.
    present = tuple(presence for presence in found if presence.jours)
    for nom, mode in ligne.indirects.items():
        formule = compile_mode(mode)
        if formule is not None and concerns(ligne, formule, montants):
            valeurs = {name: known[name].valeur for name in formule.noms if name in known}
            tables = tables_of(vue, ligne.id, (formule,)).tables
            yield Cout(item, ligne, MODES[nom], formule, valeurs, present, tables, limits_of(mode))
