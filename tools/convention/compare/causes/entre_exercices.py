"""Why an adherent pays another amount than in another exercice of the same data (docs/causes.md).

Knows: two exercices of one Depot and the effects of their causes. Must not know: pages, words, media.
Between two exercices no document changed: what begins or ends for an adherent is its own doing when its own days say so
(membership, subscriptions), and the others' when a component begins or ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from convention.compare.causes.causes import Causes
from convention.compare.causes.effets import Effets, together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.causes.completion import Cote
    from convention.compare.causes.effets import CauseAdherent, CauseLigne
    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.mots.communs import Section

Cle = tuple[str, ...]
"""A line of one adherent: service, component or expense, nature, section."""


class EntreExercices(Mapping[str, Effets]):
    """Explains, for each adherent that a cause moves, the écart of one section between two exercices, when asked.

    The effects of an adherent add up to its écart to the cent: what rounding its lines leaves goes to its largest
    effect.
    """

    def __init__(self, depot: Depot, base: Cote, head: Cote, section: Section, calcule: Calcule | None = None) -> None:
        """Compute what everybody needs of a section; `calcule` is for who keeps what it has already computed."""
        self._causes, self._section = Causes(base, head, calcule), section
        self._sides = tuple(_by_adherent(cote.contribution, section) for cote in (base, head))
        self._moved = _moved_components(depot, {base.vue.exercice, head.vue.exercice})
        self._faits: dict[str, CauseAdherent] = {}

    def __getitem__(self, adherent: str) -> Effets:
        found = self._cause(adherent)
        if not found.lignes:
            raise KeyError(adherent)
        before, after = (side.get(adherent, {}) for side in self._sides)
        return _effects(found, self._section, (before, after), self._moved)

    def __iter__(self) -> Iterator[str]:
        return (nom for nom in self._causes.adherents if self._cause(nom).lignes)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _cause(self, adherent: str) -> CauseAdherent:
        if adherent not in self._faits:
            self._faits[adherent] = self._causes.of(adherent)
        return self._faits[adherent]


def _effects(
    item: CauseAdherent, section: Section, sides: tuple[Mapping[Cle, Ligne], Mapping[Cle, Ligne]], moved: frozenset[str]
) -> Effets:
    effects = together(_own(ligne, sides, moved) for ligne in item.lignes if ligne.section == section)
    before, after = (sum(ligne.montant for ligne in side.values()) for side in sides)
    rest = after - before - effects.ecart
    rank = max(range(len(effects)), key=lambda place: abs(effects[place]))
    return Effets(*(cents + (rest if place == rank else 0) for place, cents in enumerate(effects)))


def _own(item: CauseLigne, sides: tuple[Mapping[Cle, Ligne], Mapping[Cle, Ligne]], moved: frozenset[str]) -> Effets:
    """Give an adherent the effect of what its own days make begin, end or last longer."""
    key = (item.service, item.objet, item.nature, item.section)
    old, new = (_presence(side.get(key)) for side in sides)
    if old == new or item.objet in moved:
        return item.effets
    return item.effets._replace(perimetre_propre=item.effets.perimetre, perimetre_autres=0)


def _presence(ligne: Ligne | None) -> object:
    return 0 if ligne is None else ligne.calcul.presences[ligne.rang]


def _moved_components(depot: Depot, years: set[int]) -> frozenset[str]:
    """Return the components that begin or end in one of these years: that is nobody's own doing."""
    return frozenset(
        nom
        for nom, known in depot.composants.items()
        if any(day is not None and day.year in years for day in (known.composant.debut, known.composant.fin))
    )


def _by_adherent(contribution: Contribution, section: Section) -> dict[str, dict[Cle, Ligne]]:
    """Return the lines of a section, by adherent: those of one follow one another."""
    lignes = (ligne for ligne in contribution.lignes if ligne.calcul.section is section)
    return {nom: {ligne.identite[1:]: ligne for ligne in own} for nom, own in groupby(lignes, attrgetter("adherent"))}
