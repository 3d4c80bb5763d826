"""The amounts that Vues made of groups taken from either side of a comparison compute, once each.

Knows: which recombinations are computed, for everybody or for one adherent. Must not know: why they are wanted.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from operator import ne
from typing import TYPE_CHECKING, TypeAlias

from convention.base.arret import poursuivre
from convention.compare.causes.choix import Choix, changes
from convention.compare.causes.completion import completed
from convention.compare.causes.dossiers import dossiers
from convention.compare.causes.melange import concerning, recombined
from convention.engine.contribution import calculer, couts, facturer
from convention.engine.partage.reprise import Tous
from convention.engine.presence import Presences
from convention.engine.reprise import Connue, held_costs, same_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.causes.completion import Cote
    from convention.compare.causes.dossiers import Dossiers
    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Calcul, Contribution
    from convention.model.vue import Vue

Identite: TypeAlias = tuple[str, str, str, str, str]
Montants: TypeAlias = "Mapping[str, Mapping[Identite, int]]"
"""Cents by adherent and line."""
Cle: TypeAlias = tuple[str, str, str, str]
Calculs: TypeAlias = "Mapping[Cle, Calcul]"
"""Computations by what makes a cost the same in another Vue: the identity of its lines, less the adherent."""


class Recombinaisons:
    """The amounts of every recombination of two sides; each is computed once, when it is first asked for."""

    def __init__(self, base: Cote, head: Cote, calcule: Calcule | None = None) -> None:
        """Complete both sides, and find who changed what."""
        self._calcule = calcule or calculer
        self._base, self._head = completed(base, head.vue), completed(head, base.vue)
        self.changements = changes(self._base, self._head)
        self._montants: dict[Choix, Montants] = {}
        self._calculs: dict[Choix, Mapping[Cle, Tous]] = {}
        self._keep(Choix(), base.contribution)
        self._keep(self.changements, head.contribution)
        self._presences: dict[tuple[frozenset[str], frozenset[str]], Presences] = {}

    def montants(self, choix: Choix) -> Montants:
        """Compute what everybody owes once some changes are made: none is the base, all is the proposal."""
        if choix not in self._montants:
            self._keep(choix, self._computed(choix))
        return self._montants[choix]

    def calculs(self, choix: Choix) -> Mapping[Cle, Tous]:
        """Return the shared costs of a recombination computed for everybody."""
        return self._calculs[choix]

    def connue(self, choix: Choix) -> bool:
        """Tell whether a recombination was computed for everybody."""
        return choix in self._montants

    @cached_property
    def cotes(self) -> tuple[Dossiers, Dossiers]:
        """Both sides, completed, by adherent."""
        return dossiers(self._base), dossiers(self._head)

    def lignes(self, choix: Choix, adherent: str, proches: Proches) -> Mapping[Identite, int]:
        """Compute what one adherent owes: the costs that cannot concern it are left out."""
        poursuivre()
        vue = concerning(recombined(self._base, self._head, choix), adherent)
        lignes = facturer(vue, proches.couts(choix, vue))
        return {ligne.identite: ligne.montant for ligne in lignes if ligne.adherent == adherent}

    def _computed(self, choix: Choix) -> Contribution:
        """Compute the Vue of a recombination."""
        poursuivre()
        vue = recombined(self._base, self._head, choix)
        # Presences depend on existence and on policies alone.
        place = choix.perimetre, choix.regles
        if place not in self._presences:
            self._presences[place] = Presences(vue)
        return self._calcule(vue, self._presences[place])

    def _keep(self, choix: Choix, contribution: Contribution) -> None:
        self._montants[choix] = by_adherent(contribution)
        self._calculs[choix] = {cle_de(calcul): Tous(calcul) for calcul in contribution.calculs if calcul.termes}


class Proches:
    """The costs of recombinations of two sides; what reads the same figures in those that are near is computed once."""

    def __init__(self) -> None:
        """Begin with nothing computed."""
        self._connues: dict[Choix, Connue] = {}

    def couts(self, choix: Choix, vue: Vue) -> tuple[Calcul, ...]:
        """Compute the costs of the Vue that some changes make."""
        near = [known for made, known in self._connues.items() if _is_near(made, choix)]
        same = (known.presences for known in near if same_frame(vue, known.vue))
        presences = next(same, None) or Presences(vue)
        held = dict(chain.from_iterable(held_costs(vue, known).items() for known in near))
        found = couts(vue, presences, held)
        self._connues[choix] = Connue(vue, presences, found, ())
        return found


def _is_near(choix: Choix, other: Choix) -> bool:
    """Tell whether the same existence is made, and all but one of the other groups."""
    return choix.perimetre == other.perimetre and sum(map(ne, choix, other)) == 1


def cle_de(calcul: Calcul) -> Cle:
    """Return what makes a cost the same in another Vue."""
    return calcul.service, calcul.objet, str(calcul.nature), str(calcul.section)


def by_adherent(contribution: Contribution) -> Montants:
    """Gather the cents of the lines of each adherent."""
    found: dict[str, dict[Identite, int]] = {}
    for ligne in contribution.lignes:
        found.setdefault(ligne.adherent, {})[ligne.identite] = ligne.montant
    return found
