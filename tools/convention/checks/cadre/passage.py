"""The checks run once on a Depot: each thing is computed once for all of them, and nothing is kept for another.

Knows: Vues, lines. Must not know: which checks there are, what they say, what was found before (`memoire`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from convention.base.arret import poursuivre
from convention.checks.cadre.contexte import Contexte, see
from convention.engine.contribution import couts, facturer
from convention.model.resolution import prepare, rephase, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import ExerciceVu
    from convention.checks.cadre.controle import Controle
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot
    from convention.model.mots.communs import Phase

R = TypeVar("R")


class Passage:
    """One Depot, on which each check is run; each thing is computed once for all of them."""

    def __init__(self, depot: Depot) -> None:
        """Look at a Depot."""
        self.depot = depot
        self._lignes: dict[tuple[int, Phase], tuple[Ligne, ...]] = {}

    def dit(self, check: Controle[...], *autres: object) -> Iterable[Diagnostic]:
        """Return what a check says of the documents, and of what else it is given."""
        poursuivre()
        return check.fonction(self.depot, *autres)

    def calcule(self, check: Controle[[Contexte]]) -> Iterable[Diagnostic]:
        """Return what a check says of what the engine makes of them."""
        poursuivre()
        return check.fonction(self.contexte)

    @cached_property
    def contexte(self) -> Contexte:
        """Each declared exercice, resolved."""
        commun = prepare(self.depot)
        vues = (resolve(self.depot, annee, commun=commun) for annee in sorted(self.depot.exercices))
        return Contexte(self.depot, tuple(see(self.depot.composants, vue) for vue in vues), self)

    def lignes(self, exercice: ExerciceVu, phase: Phase) -> tuple[Ligne, ...]:
        """Return what every adherent owes of an exercice in a phase."""
        key = (exercice.annee, phase)
        if key not in self._lignes:
            vue = exercice.vue if phase is exercice.vue.phase else rephase(self.depot, exercice.vue, phase)
            self._lignes[key] = facturer(vue, couts(vue, exercice.presences))
        return self._lignes[key]

    def in_phase(self, exercice: ExerciceVu, phase: Phase) -> ExerciceVu:
        """Return an exercice resolved for another phase."""
        return see(self.depot.composants, rephase(self.depot, exercice.vue, phase), exercice.presences)

    def des_documents(self, cle: Hashable, trouver: Callable[[Depot], R]) -> R:
        """Return what is found in the documents alone, whatever the exercices come to, under a key of its own."""
        del cle
        return trouver(self.depot)
