"""A Vue made of the parts of two: existence, volumes, prices and rules, each from either side.

Knows: whose documents hold each record. Must not know: which recombinations are wanted and why, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from convention.compare.causes.choix import AUTRES, Choix, fixed_shares, owner
from convention.engine.cumuls import behind
from convention.model.mots.communs import Beneficiaires
from convention.model.vue import Volumes, Vue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.model.vue import Perimetre, Valeur

K = TypeVar("K")
V = TypeVar("V")


def recombined(base: Vue, head: Vue, choix: Choix) -> Vue:
    """Put the chosen parts of both sides together; the exercice goes with existence."""
    return Vue(
        exercice=head.exercice if AUTRES in choix.perimetre else base.exercice,
        phase=head.phase,
        perimetre=_perimetre(base.perimetre, head.perimetre, choix.perimetre),
        volumes=_volumes(base, head, choix),
        prix=head.prix if choix.prix else base.prix,
        regles=head.regles if choix.regles else base.regles,
    )


def concerning(vue: Vue, adherent: str) -> Vue:
    """Keep the costs that an adherent may have a part of, by its subscriptions, and those that a key adds up.

    The managing body has a part of all of them.
    """
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
    read = behind(vue.regles, composants)
    composants |= {nom: item for nom, item in perimetre.composants.items() if nom in read}
    depenses = {place: item for place, item in perimetre.depenses.items() if place[0] == adherent}
    return vue._replace(perimetre=perimetre._replace(composants=composants, depenses=depenses))


def _perimetre(base: Perimetre, head: Perimetre, choix: frozenset[str]) -> Perimetre:
    offered = head if AUTRES in choix else base
    return offered._replace(
        payeurs=_mixed(base.payeurs, head.payeurs, choix.__contains__),
        abonnements=_mixed(base.abonnements, head.abonnements, lambda place: place[0] in choix),
        souscrits=_mixed(base.souscrits, head.souscrits, lambda place: place[0] in choix),
        depenses=_mixed(base.depenses, head.depenses, lambda place: place[0] in choix),
    )


def _volumes(base: Vue, head: Vue, choix: Choix) -> Volumes:
    """Take each quantity from the side of whose it is; shares that are decided, with the rules."""
    old, new, decided = base.volumes, head.volumes, fixed_shares(base.regles, head.regles)
    columns = {place: (old.comptages.get(place, {}), new.comptages.get(place, {})) for place in _both(old, new)}
    return Volumes(
        {
            place: sides[bool(choix.regles)] if place[0] in decided else _column(*sides, choix.volume)
            for place, sides in columns.items()
        },
        _mixed(old.nombres, new.nombres, lambda place: place[0] in choix.volume),
    )


def _both(old: Volumes, new: Volumes) -> dict[tuple[str, str], None]:
    return dict.fromkeys((*old.comptages, *new.comptages))


def _column(old: Mapping[str, Valeur], new: Mapping[str, Valeur], choix: frozenset[str]) -> Mapping[str, Valeur]:
    return _mixed(old, new, lambda nom: owner(nom, old, new) in choix)


def _mixed(base: Mapping[K, V], head: Mapping[K, V], taken: Callable[[K], bool]) -> dict[K, V]:
    """Take some keys from the proposal, the others from the base."""
    kept = {key: value for key, value in base.items() if not taken(key)}
    return kept | {key: value for key, value in head.items() if taken(key)}
