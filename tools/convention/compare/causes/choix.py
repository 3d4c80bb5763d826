"""Who changed what between two Vues: four groups, and in each the adherents whose own folders hold the change.

Knows: the parts of a Vue, whose documents they come from. Must not know: amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from convention.engine.contribution import calculer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.vue import Perimetre, PrixVus, Regles, Valeur, Volumes, Vue

K = TypeVar("K")
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
    columns = _columns(prix.montants), _columns(prix.depenses)
    return _figures(prix.forfaits), *columns, grids, _figures(prix.indices), owed


def _rules(regles: Regles) -> tuple[object, ...]:
    """Return the rules without what changes no cent: origins, accounts, where parameters stand."""
    return regles._replace(**_MUETTES), _columns(regles.parametres)


def _columns(columns: Mapping[K, Mapping[str, Valeur]]) -> dict[K, object]:
    return {key: _figures(column) for key, column in columns.items()}


def _figures(column: Mapping[K, Valeur]) -> dict[K, object]:
    """Return the figures alone: where they stand changes nothing."""
    return {key: valeur.valeur for key, valeur in column.items()}


def _differing(base: Mapping[K, V], head: Mapping[K, V]) -> list[K]:
    return [key for key in dict.fromkeys((*base, *head)) if base.get(key) != head.get(key)]
