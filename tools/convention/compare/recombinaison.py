"""Vues made of groups taken from either side of a comparison, and what they compute, once each.

Knows: how the parts of two Vues are put together. Must not know: what was chosen and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from convention.compare.choix import AUTRES, Choix, changes, owner
from convention.compare.completion import completed
from convention.engine.contribution import calculer
from convention.engine.presence import Presences
from convention.model.vocabulaire import Beneficiaires
from convention.model.vue import Volumes, Vue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.compare.completion import Cote
    from convention.engine.lignes import Contribution
    from convention.model.vue import Perimetre, Valeur

K = TypeVar("K")
V = TypeVar("V")
Identite: TypeAlias = tuple[str, str, str, str, str]
Montants: TypeAlias = "Mapping[str, Mapping[Identite, int]]"
"""Cents by adherent and line."""


class Recombinaisons:
    """The amounts of every recombination of two sides; each is computed once, when it is first asked for."""

    def __init__(self, base: Cote, head: Cote) -> None:
        """Complete both sides, and find who changed what."""
        self._base, self._head = completed(base, head.vue), completed(head, base.vue)
        self.changements = changes(self._base, self._head)
        self._montants = {
            Choix(): by_adherent(base.contribution),
            self.changements: by_adherent(head.contribution),
        }
        self._lignes: dict[tuple[Choix, str], Mapping[Identite, int]] = {}
        self._presences: dict[tuple[frozenset[str], frozenset[str]], Presences] = {}

    def montants(self, choix: Choix) -> Montants:
        """Compute what everybody owes once some changes are made: none is the base, all is the proposal."""
        if choix not in self._montants:
            self._montants[choix] = self._compute(choix, self.vue(choix))
        return self._montants[choix]

    def lignes(self, choix: Choix, adherent: str) -> Mapping[Identite, int]:
        """Compute what one adherent owes: the costs that cannot concern it are left out, unless they are known."""
        if choix in self._montants:
            return self._montants[choix].get(adherent, {})
        if (choix, adherent) not in self._lignes:
            computed = self._compute(choix, _concerning(self.vue(choix), adherent))
            self._lignes[choix, adherent] = computed.get(adherent, {})
        return self._lignes[choix, adherent]

    def vue(self, choix: Choix) -> Vue:
        """Put the chosen parts of both sides together; the exercice goes with existence."""
        base, head = self._base, self._head
        return Vue(
            exercice=head.exercice if AUTRES in choix.perimetre else base.exercice,
            phase=head.phase,
            perimetre=_perimetre(base.perimetre, head.perimetre, choix.perimetre),
            volumes=_volumes(base.volumes, head.volumes, choix.volume),
            prix=head.prix if choix.prix else base.prix,
            regles=head.regles if choix.regles else base.regles,
        )

    def _compute(self, choix: Choix, vue: Vue) -> Montants:
        # Presences depend on existence and on policies alone.
        place = choix.perimetre, choix.regles
        if place not in self._presences:
            self._presences[place] = Presences(vue)
        return by_adherent(calculer(vue, self._presences[place]))


def by_adherent(contribution: Contribution) -> Montants:
    """Gather the cents of the lines of each adherent."""
    found: dict[str, dict[Identite, int]] = {}
    for ligne in contribution.lignes:
        found.setdefault(ligne.adherent, {})[ligne.identite] = ligne.montant
    return found


def _perimetre(base: Perimetre, head: Perimetre, choix: frozenset[str]) -> Perimetre:
    offered = head if AUTRES in choix else base
    return offered._replace(
        payeurs=_mixed(base.payeurs, head.payeurs, choix.__contains__),
        abonnements=_mixed(base.abonnements, head.abonnements, lambda place: place[0] in choix),
        souscrits=_mixed(base.souscrits, head.souscrits, lambda place: place[0] in choix),
        depenses=_mixed(base.depenses, head.depenses, lambda place: place[0] in choix),
    )


def _concerning(vue: Vue, adherent: str) -> Vue:
    """Keep the costs that an adherent may have a part of, by its subscriptions; the managing body, all of them."""
    perimetre = vue.perimetre
    if adherent == perimetre.gestionnaire:
        return vue
    codes = {code for nom, code in perimetre.abonnements if nom == adherent} | perimetre.obligatoires
    composants = {
        nom: item
        for nom, item in perimetre.composants.items()
        if (item.service in codes or item.sous_service in codes)
        and (item.beneficiaires is Beneficiaires.ABONNES or (adherent, nom) in perimetre.souscrits)
    }
    depenses = {place: item for place, item in perimetre.depenses.items() if place[0] == adherent}
    return vue._replace(perimetre=perimetre._replace(composants=composants, depenses=depenses))


def _volumes(base: Volumes, head: Volumes, choix: frozenset[str]) -> Volumes:
    columns = dict.fromkeys((*base.comptages, *head.comptages))
    return Volumes(
        {place: _column(base.comptages.get(place, {}), head.comptages.get(place, {}), choix) for place in columns},
        _mixed(base.nombres, head.nombres, lambda place: place[0] in choix),
    )


def _column(old: Mapping[str, Valeur], new: Mapping[str, Valeur], choix: frozenset[str]) -> Mapping[str, Valeur]:
    return _mixed(old, new, lambda nom: owner(nom, old, new) in choix)


def _mixed(base: Mapping[K, V], head: Mapping[K, V], taken: Callable[[K], bool]) -> dict[K, V]:
    """Take some keys from the proposal, the others from the base."""
    kept = {key: value for key, value in base.items() if not taken(key)}
    return kept | {key: value for key, value in head.items() if taken(key)}
