"""What the checks that need the engine share: each declared exercice resolved once, with its costs.

Knows: Vues, presences, costs before they are shared. Must not know: what is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.checks.lecture import MODES
from convention.engine.compilation import ABAQUE, compile_formula, concerns, keys_of
from convention.engine.presence import Presences
from convention.engine.quantites import count
from convention.formulas.evaluate import Colonne, evaluate, fraction_at
from convention.formulas.nodes import names
from convention.model.resolution import resolve
from convention.model.vocabulaire import Nature, Portee

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.engine.compilation import Compilee
    from convention.engine.presence import Presence
    from convention.formulas.linear import Terme
    from convention.model.depot import ComposantRange, Depot, Reference
    from convention.model.tarifs import LigneTarif
    from convention.model.vocabulaire import Phase
    from convention.model.vue import Vue

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

    @property
    def actif(self) -> bool:
        """Whether one of its amounts is not zero: a cost of zero needs no count."""
        return any(self.valeurs.get(nom) for nom in self.formule.noms if nom in self.ligne.variables)

    def shared(self) -> list[tuple[Terme, Fraction]]:
        """Return the shared terms and the euros of each, those that have any."""
        terms = (
            (terme, fraction_at(evaluate(terme.coefficient, self.valeurs), 0)) for terme in self.formule.forme.parts
        )
        return [(terme, euros) for terme, euros in terms if euros]

    def fixe(self) -> Fraction:
        """Return what the unshared terms bill to a beneficiary that has no quantity at all, in euros."""
        reste = self.formule.forme.reste
        return ZERO if reste is None else fraction_at(evaluate(reste, self.valeurs), 0)

    def cle(self, nom: str) -> str:
        """Return the key that a name of the formula designates."""
        return (self.item.composant.abaque or ABAQUE) if nom == ABAQUE else nom

    def cles(self) -> list[str]:
        """Return the keys of the formula, `abaque` being the component's."""
        return [self.cle(nom) for nom in keys_of(self.ligne, self.formule)]

    def reference(self, annee: int) -> Reference:
        """Point at the amounts of an exercice."""
        return self.item.reference("montants", str(annee))


class Place(NamedTuple):
    """What is counted: a key, and the component when the key counts by component (else nothing)."""

    cle: str
    composant: str


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
        definition = self.vue.regles.cles.get(cle)
        if definition is None:
            return []
        reach = composant if definition.portee is Portee.COMPOSANT else ""
        terms = definition.somme or (cle,)
        # A term that does not exist has its own message (REF001).
        return [Place(part, reach) for part in terms if part in self.vue.regles.cles]

    def is_counted(self, cle: str, cout: Cout) -> bool:
        """Tell whether one of the beneficiaries of a cost has a quantity of a key."""
        beneficiaires = [item.adherent for item in cout.presences]
        return any(count(self.vue, cle, cout.item.id, beneficiaires).numerateurs)

    def proratise(self, cout: Cout) -> bool:
        """Tell whether the unshared terms are multiplied by the presence: a yearly cost of stocks (conception §4)."""
        reste = cout.formule.forme.reste
        if reste is None or cout.nature is not Nature.INDIRECT_ANNUEL:
            return False
        own = [cout.cle(nom) for nom in names(reste) if nom in keys_of(cout.ligne, cout.formule)]
        return all(count(self.vue, cle, cout.item.id, ()).pese for cle in own)


@dataclass(frozen=True, slots=True)
class Contexte:
    """The documents, and their declared exercices."""

    depot: Depot
    exercices: tuple[ExerciceVu, ...]


def build(depot: Depot) -> Contexte:
    """Resolve each declared exercice once, for all the checks."""
    return Contexte(depot, tuple(_exercice(depot, annee) for annee in sorted(depot.exercices)))


def in_phase(depot: Depot, exercice: ExerciceVu, phase: Phase) -> ExerciceVu:
    """Resolve an exercice for another phase; who benefits from what does not depend on the phase."""
    vue = resolve(depot, exercice.annee, phase)
    return ExerciceVu(vue, exercice.presences, _all_couts(depot, vue, exercice.presences))


def with_quantities(cout: Cout) -> Mapping[str, Fraction | Colonne]:
    """Return the figures of a cost, its keys standing for quantities that differ from one to another."""
    return {**{nom: Colonne((0,)) for nom in cout.formule.noms}, **cout.valeurs}


def _exercice(depot: Depot, annee: int) -> ExerciceVu:
    vue = resolve(depot, annee)
    presences = Presences(vue)
    return ExerciceVu(vue, presences, _all_couts(depot, vue, presences))


def _all_couts(depot: Depot, vue: Vue, presences: Presences) -> tuple[Cout, ...]:
    noms = sorted(vue.prix.montants)
    return tuple(cout for nom in noms for cout in _couts(vue, depot.composants[nom], presences))


def _couts(vue: Vue, item: ComposantRange, presences: Presences) -> Iterator[Cout]:
    ligne = vue.regles.lignes.get(item.composant.ligne)
    if ligne is None:
        return
    montants = vue.prix.montants[item.id]
    known = {**vue.regles.parametres.get(ligne.id, {}), **montants}
    found = presences.beneficiaries(vue.perimetre.composants[item.id])
    # The managing body that only bears what others left (policy `gestionnaire`) is no beneficiary.
    present = tuple(presence for presence in found if presence.jours)
    for nom, mode in (("factuel", ligne.factuel), ("annuel", ligne.annuel)):
        formule = compile_formula(mode.formule) if mode is not None else None
        if formule is not None and concerns(ligne, formule, montants):
            valeurs = {name: known[name].valeur for name in formule.noms if name in known}
            yield Cout(item, ligne, MODES[nom], formule, valeurs, present)
