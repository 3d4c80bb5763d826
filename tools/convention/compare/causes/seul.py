"""What one adherent owes when its own changes alone are made, or alone are not.

Knows: the Vue of one adherent, recombinations already computed for everybody. Must not know: weights, causes.
Everything about the others is then what a known recombination has: its costs are shared again from there, and nobody
else is counted anew. The managing body bears what others leave: for it, every cost is computed whole.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convention.compare.causes.choix import AUTRES, RIEN, Choix
from convention.compare.causes.melange import concerning, recombined
from convention.compare.causes.recombinaison import Proches, cle_de
from convention.engine.contribution import couts
from convention.engine.partage.reprise import reprise
from convention.engine.presence import tie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.compare.causes.recombinaison import Calculs, Identite, Recombinaisons


class Seul:
    """The amounts of one adherent in every recombination; what was computed for it goes when it goes."""

    def __init__(self, tous: Recombinaisons, adherent: str) -> None:
        """Restrict both sides to the adherent, and see whether that is enough to compute what it owes."""
        self._tous, self._adherent = tous, adherent
        base, head = tous.cotes
        self._parts = base.restreinte(adherent), head.restreinte(adherent)
        self._achats = base.achats(adherent), head.achats(adherent)
        self._stays = base.existence(adherent) == head.existence(adherent)
        self._gestionnaires = {side.vue.perimetre.gestionnaire for side in (base, head)}
        cles = (cle for side in (base, head) for cle in side.vue.regles.cles.values())
        self._cumule = any(cle.cumul is not None for cle in cles)
        self._lignes: dict[Choix, Mapping[Identite, int]] = {}
        self._calculs: dict[Choix, Calculs] = {}
        self._propres, self._entiers = Proches(), Proches()
        """Its costs as if nobody else shared them; those of everybody."""

    def lignes(self, choix: Choix) -> Mapping[Identite, int]:
        """Compute what the adherent owes once some changes are made."""
        if self._tous.connue(choix):
            return self._tous.montants(choix).get(self._adherent, {})
        if choix not in self._lignes:
            self._lignes[choix] = self._computed(choix)
        return self._lignes[choix]

    def _computed(self, choix: Choix) -> Mapping[Identite, int]:
        changed = self._tous.changements
        known = Choix(*(_nearest(made, whole, self._adherent) for made, whole in zip(choix, changed, strict=True)))
        # What reads amounts already computed reads those of every other cost: nothing of it is made for one alone.
        if self._cumule or self._adherent in self._gestionnaires or not self._tous.connue(known):
            return self._tous.lignes(choix, self._adherent, self._entiers)
        return self._again(known, choix)

    def _again(self, known: Choix, choix: Choix) -> Mapping[Identite, int]:
        everybody, before, after = self._tous.calculs(known), self._alone(known), self._alone(choix)
        found = {}
        ordre = partial(tie, self._parts[bool(choix.regles)].regles)
        for cle, calcul in after.items():
            rang = calcul.beneficiaires.index(self._adherent)
            shared = reprise(everybody[cle], before.get(cle), calcul, rang, ordre) if calcul.termes else 0
            found[self._adherent, *cle] = shared + calcul.propres[rang]
        for calcul in couts(recombined(*self._achats, choix)):
            found[self._adherent, *cle_de(calcul)] = calcul.propres[0]
        return found

    def _alone(self, choix: Choix) -> Calculs:
        """Compute the costs of the adherent, but its expenses, as if nobody else shared them."""
        mine = Choix(*(owners & {AUTRES, self._adherent} for owners in choix))
        # The managing body stands beside: it has no quantity there, but it may bear what the adherent leaves.
        beside = {AUTRES, *self._gestionnaires} if self._stays else {AUTRES, *self._gestionnaires, self._adherent}
        mine = mine._replace(perimetre=choix.perimetre & beside)
        if mine not in self._calculs:
            vue = concerning(recombined(*self._parts, mine), self._adherent)
            costs = self._propres.couts(mine, vue)
            self._calculs[mine] = {cle_de(item): item for item in costs if self._adherent in item.beneficiaires}
        return self._calculs[mine]


def _nearest(made: frozenset[str], whole: frozenset[str], adherent: str) -> frozenset[str]:
    """Return all the changes of a group, or none of them, whichever differs by those of the adherent alone."""
    if made == whole:
        return whole
    return RIEN if made <= {adherent} else whole
