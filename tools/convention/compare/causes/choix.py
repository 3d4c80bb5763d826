"""Four groups of a Vue: who changed what between two of them, and the Vue that takes each part from either.

Knows: the parts of a Vue, whose documents hold each record. Must not know: which recombinations are wanted and why,
amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from convention.engine.contribution import calculer
from convention.engine.cumuls import behind
from convention.model.mots.communs import Beneficiaires
from convention.model.vue import Volumes, Vue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.model.vue import Perimetre, PrixVus, Regles, Valeur

K = TypeVar("K")
N = TypeVar("N")
V = TypeVar("V")

AUTRES: Final = ""
"""Stands, among the ids of adherents, for all that no adherent's folder holds."""
RIEN: Final[frozenset[str]] = frozenset()
COMMUN: Final = frozenset({AUTRES})
_MUETTES: Final[Mapping[str, Any]] = dict.fromkeys(("origines_cles", "origines_lignes", "imputations", "parametres"))
"""Rules that change no cent, or whose figures are compared apart."""


class Choix(NamedTuple):
    """Whose changes are made, group by group: ids of adherents, and `AUTRES`."""

    perimetre: frozenset[str] = RIEN
    volume: frozenset[str] = RIEN
    prix: frozenset[str] = RIEN
    regles: frozenset[str] = RIEN


def changes(base: Vue, head: Vue) -> Choix:
    """Find all the changes between two completed sides.

    A figure that stands elsewhere, or comes from another source, is the same figure.
    """
    prix = _prices(base.prix) != _prices(head.prix)
    regles = _rules(base.regles) != _rules(head.regles)
    return Choix(
        frozenset(_moved_existence(base, head)),
        frozenset(_moved_volumes(base.volumes, head.volumes, fixed_shares(base.regles, head.regles))),
        COMMUN if prix else RIEN,
        COMMUN if regles else RIEN,
    )


def fixed_shares(*regles: Regles) -> frozenset[str]:
    """Return the keys whose shares are decided, on either side: nobody counts them, they go with the rules."""
    fixed = {nom for side in regles for nom, cle in side.cles.items() if cle.quotes_parts}
    compared = {nom for side in regles for nom, cle in side.cles.items() if cle.rapport and cle.rapport.cle in fixed}
    return frozenset(fixed | compared)


def owner(adherent: str, old: Mapping[str, Valeur], new: Mapping[str, Valeur]) -> str:
    """Tell whose a quantity is: a published one (a population) is nobody's own."""
    published = any(column[adherent].publiee for column in (old, new) if adherent in column)
    return AUTRES if published else adherent


def _moved_existence(base: Vue, head: Vue) -> Iterator[str]:
    old, new = base.perimetre, head.perimetre
    yield from _differing(old.payeurs, new.payeurs)
    yield from (adherent for adherent, _ in _differing(old.abonnements, new.abonnements))
    yield from (adherent for adherent, _ in _differing(old.souscrits, new.souscrits))
    yield from (adherent for adherent, _ in _differing(old.depenses, new.depenses))
    if (base.exercice, *_offered(old)) != (head.exercice, *_offered(new)):
        yield AUTRES


def _offered(perimetre: Perimetre) -> tuple[object, ...]:
    """Return the part of the périmètre that no adherent's folder holds."""
    who = perimetre.gestionnaire, perimetre.gestionnaire_contribue
    return *who, perimetre.obligatoires, perimetre.a_la_demande, perimetre.composants


def _moved_volumes(base: Volumes, head: Volumes, decided: frozenset[str]) -> Iterator[str]:
    yield from (adherent for adherent, _ in _differing(_figures(base.nombres), _figures(head.nombres)))
    counted = {place: column for place, column in base.comptages.items() if place[0] not in decided}
    for place, old in counted.items():
        new = head.comptages[place]
        yield from (owner(nom, old, new) for nom in _differing(_figures(old), _figures(new)))


def _prices(prix: PrixVus) -> tuple[object, ...]:
    grids = {
        nom: (grid.bareme.mesures, grid.bareme.mode, grid.bareme.rang, grid.tranches)
        for nom, grid in prix.baremes.items()
    }
    owed = prix.anterieur and {ligne.identite: ligne.montant for ligne in calculer(prix.anterieur).lignes}
    paid = columns(prix.montants), columns(prix.depenses)
    return _figures(prix.forfaits), *paid, grids, _figures(prix.indices), owed


def _rules(regles: Regles) -> tuple[object, ...]:
    """Return the rules without what changes no cent: origins, accounts, where parameters stand."""
    return regles._replace(**_MUETTES), columns(regles.parametres)


def columns(table: Mapping[K, Mapping[N, Valeur]]) -> dict[K, object]:
    """Return the figures alone of each column."""
    return {key: _figures(column) for key, column in table.items()}


def _figures(column: Mapping[K, Valeur]) -> dict[K, object]:
    """Return the figures alone: where they stand changes nothing."""
    return {key: valeur.valeur for key, valeur in column.items()}


def _differing(base: Mapping[K, V], head: Mapping[K, V]) -> list[K]:
    return [key for key in dict.fromkeys((*base, *head)) if base.get(key) != head.get(key)]


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
    places = dict.fromkeys((*old.comptages, *new.comptages))
    columns = {place: (old.comptages.get(place, {}), new.comptages.get(place, {})) for place in places}
    return Volumes(
        {
            place: sides[bool(choix.regles)] if place[0] in decided else _column(*sides, choix.volume)
            for place, sides in columns.items()
        },
        _mixed(old.nombres, new.nombres, lambda place: place[0] in choix.volume),
    )


def _column(old: Mapping[str, Valeur], new: Mapping[str, Valeur], choix: frozenset[str]) -> Mapping[str, Valeur]:
    return _mixed(old, new, lambda nom: owner(nom, old, new) in choix)


def _mixed(base: Mapping[K, V], head: Mapping[K, V], taken: Callable[[K], bool]) -> dict[K, V]:
    """Take some keys from the proposal, the others from the base."""
    kept = {key: value for key, value in base.items() if not taken(key)}
    return kept | {key: value for key, value in head.items() if taken(key)}
