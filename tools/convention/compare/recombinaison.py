"""Vues made of groups taken from either side of a comparison, and what they compute, once each.

Knows: the four groups of a Vue, what stands in an adherent's own folder. Must not know: how effects are drawn from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, TypeVar

from convention.compare.completion import completed
from convention.engine.contribution import calculer
from convention.engine.presence import Presences
from convention.model.vue import Volumes, Vue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.compare.completion import Cote
    from convention.engine.lignes import Contribution
    from convention.model.vue import Perimetre, PrixVus, Regles, Valeur

K = TypeVar("K")
V = TypeVar("V")
Identite: TypeAlias = tuple[str, str, str, str, str]
Montants: TypeAlias = "Mapping[str, Mapping[Identite, int]]"
"""Cents by adherent and line."""

AUTRES: Final = ""
"""Stands, among the ids of adherents, for all that no adherent's folder holds."""
RIEN: Final[frozenset[str]] = frozenset()
COMMUN: Final = frozenset({AUTRES})


class Choix(NamedTuple):
    """Whose changes are made, group by group: ids of adherents, and `AUTRES`."""

    perimetre: frozenset[str] = RIEN
    volume: frozenset[str] = RIEN
    prix: frozenset[str] = RIEN
    regles: frozenset[str] = RIEN


class Recombinaisons:
    """The amounts of every recombination of two sides; each is computed once, when it is first asked for."""

    def __init__(self, base: Cote, head: Cote) -> None:
        """Complete both sides, and find who changed what."""
        self._base, self._head = completed(base, head.vue), completed(head, base.vue)
        self.changements = _changes(self._base, self._head)
        self._montants = {
            Choix(): by_adherent(base.contribution),
            self.changements: by_adherent(head.contribution),
        }
        self._presences: dict[tuple[frozenset[str], frozenset[str]], Presences] = {}

    def montants(self, choix: Choix) -> Montants:
        """Compute what everybody owes once some changes are made: none is the base, all is the proposal."""
        if choix not in self._montants:
            vue = self.vue(choix)
            # Presences depend on existence and on policies alone.
            presences = self._presences.setdefault((choix.perimetre, choix.regles), Presences(vue))
            self._montants[choix] = by_adherent(calculer(vue, presences))
        return self._montants[choix]

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


def by_adherent(contribution: Contribution) -> Montants:
    """Gather the cents of the lines of each adherent."""
    found: dict[str, dict[Identite, int]] = {}
    for ligne in contribution.lignes:
        found.setdefault(ligne.adherent, {})[ligne.identite] = ligne.montant
    return found


def _changes(base: Vue, head: Vue) -> Choix:
    prix = _prices(base.prix) != _prices(head.prix)
    regles = _rules(base.regles) != _rules(head.regles)
    return Choix(
        frozenset(_moved_existence(base, head)),
        frozenset(_moved_volumes(base.volumes, head.volumes)),
        COMMUN if prix else RIEN,
        COMMUN if regles else RIEN,
    )


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
    return perimetre.gestionnaire, perimetre.obligatoires, perimetre.a_la_demande, perimetre.composants


def _perimetre(base: Perimetre, head: Perimetre, choix: frozenset[str]) -> Perimetre:
    offered = head if AUTRES in choix else base
    return offered._replace(
        payeurs=_mixed(base.payeurs, head.payeurs, choix.__contains__),
        abonnements=_mixed(base.abonnements, head.abonnements, lambda place: place[0] in choix),
        souscrits=_mixed(base.souscrits, head.souscrits, lambda place: place[0] in choix),
        depenses=_mixed(base.depenses, head.depenses, lambda place: place[0] in choix),
    )


def _moved_volumes(base: Volumes, head: Volumes) -> Iterator[str]:
    yield from (adherent for adherent, _ in _differing(_figures(base.nombres), _figures(head.nombres)))
    for place in base.comptages.keys() | head.comptages.keys():
        old, new = base.comptages.get(place, {}), head.comptages.get(place, {})
        if old is not new:
            yield from (_owner(nom, old, new) for nom in _differing(_figures(old), _figures(new)))


def _owner(adherent: str, old: Mapping[str, Valeur], new: Mapping[str, Valeur]) -> str:
    """Tell whose a quantity is: a published one (population, fixed share) is nobody's own."""
    published = any(column[adherent].publiee for column in (old, new) if adherent in column)
    return AUTRES if published else adherent


def _volumes(base: Volumes, head: Volumes, choix: frozenset[str]) -> Volumes:
    columns = dict.fromkeys((*base.comptages, *head.comptages))
    return Volumes(
        {place: _column(base.comptages.get(place, {}), head.comptages.get(place, {}), choix) for place in columns},
        _mixed(base.nombres, head.nombres, lambda place: place[0] in choix),
    )


def _column(old: Mapping[str, Valeur], new: Mapping[str, Valeur], choix: frozenset[str]) -> Mapping[str, Valeur]:
    return _mixed(old, new, lambda nom: _owner(nom, old, new) in choix)


def _prices(prix: PrixVus) -> tuple[object, ...]:
    forfait = prix.forfait.valeur if prix.forfait is not None else None
    grids = {
        nom: (grid.bareme.mesures, grid.bareme.mode, grid.bareme.rang, grid.tranches)
        for nom, grid in prix.baremes.items()
    }
    return forfait, _columns(prix.montants), _columns(prix.depenses), grids, _figures(prix.indices)


def _rules(regles: Regles) -> tuple[object, ...]:
    """Return the rules without what changes no cent: origins, accounts, where parameters stand."""
    kept = regles._replace(origines_cles={}, origines_lignes={}, imputations={}, parametres={})
    return kept, _columns(regles.parametres)


def _columns(columns: Mapping[K, Mapping[str, Valeur]]) -> dict[K, object]:
    return {key: _figures(column) for key, column in columns.items()}


def _figures(column: Mapping[K, Valeur]) -> dict[K, object]:
    """Return the figures alone: where they stand changes nothing."""
    return {key: valeur.valeur for key, valeur in column.items()}


def _differing(base: Mapping[K, V], head: Mapping[K, V]) -> list[K]:
    return [key for key in dict.fromkeys((*base, *head)) if base.get(key) != head.get(key)]


def _mixed(base: Mapping[K, V], head: Mapping[K, V], taken: Callable[[K], bool]) -> dict[K, V]:
    """Take some keys from the proposal, the others from the base."""
    kept = {key: value for key, value in base.items() if not taken(key)}
    return kept | {key: value for key, value in head.items() if taken(key)}
