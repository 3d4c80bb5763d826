"""One side of a comparison, ready to be recombined with the other: its values completed, its existence untouched.

Knows: which figures a side reads. Must not know: who changed what, effects.
A new subscription comes with its first quantity, a new row with its first price. Such a figure was no zero before:
nothing read it. It is taken from the side that has it, so that the subscription, not the quantity, explains the amount.
A figure that its own side does read, and does not find, counts for nothing there, and stays so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.engine.compilation import formulas_of
from convention.engine.quantites import places
from convention.model.vue import Volumes

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from convention.engine.lignes import Contribution
    from convention.model.documents.tarifs import LigneTarif
    from convention.model.vue import PrixVus, RegleComposant, RegleDepense, Regles, Vue

K = TypeVar("K")
N = TypeVar("N")
V = TypeVar("V")


class Cote(NamedTuple):
    """One side of a comparison."""

    vue: Vue
    contribution: Contribution
    """What its Vue computes."""


def completed(cote: Cote, autre: Vue) -> Vue:
    """Take from the other side the values (volumes, prices, rules) that this side neither has nor reads.

    What the result computes is what `cote.vue` does: nothing in it reads what is added.
    """
    vue = cote.vue
    return vue._replace(
        volumes=_volumes(cote, autre), prix=_prix(vue, autre.prix), regles=_regles(vue.regles, autre.regles)
    )


def _volumes(cote: Cote, autre: Vue) -> Volumes:
    own, other = cote.vue.volumes, autre.volumes
    return Volumes(_nested(own.comptages, other.comptages, _counted(cote)), {**other.nombres, **own.nombres})


def _counted(cote: Cote) -> dict[tuple[str, str], set[str]]:
    """Return whose quantity each column was asked for."""
    found: dict[tuple[str, str], set[str]] = {}
    for calcul in cote.contribution.calculs:
        present = [nom for nom, jours in zip(calcul.beneficiaires, calcul.jours, strict=True) if jours]
        for decompte in calcul.decomptes.values():
            for place in places(cote.vue.regles.cles, decompte.cle, calcul.composant or ""):
                found.setdefault(place, set()).update(present)
    return found


def _prix(vue: Vue, other: PrixVus) -> PrixVus:
    own, perimetre, regles = vue.prix, vue.perimetre, vue.regles
    composants = {nom: _variables(regles, regles.composants.get(nom)) for nom in perimetre.composants}
    depenses = {place: _variables(regles, regles.depenses.get(place)) for place in perimetre.depenses}
    return own._replace(
        # The forfait is due by every member: where it is missing, it is nothing.
        montants=_nested(own.montants, other.montants, composants),
        depenses=_nested(own.depenses, other.depenses, depenses),
        baremes=_filled(own.baremes, other.baremes, {nom for ligne in regles.lignes.values() for nom in _grids(ligne)}),
        indices=_filled(own.indices, other.indices, set(_months(regles))),
    )


def _variables(regles: Regles, regle: RegleComposant | RegleDepense | None) -> Container[str]:
    ligne = regles.lignes.get(regle.ligne) if regle is not None else None
    return ligne.variables if ligne is not None else ()


def _grids(ligne: LigneTarif) -> Iterator[str]:
    """Yield the names of the grids that a row consults."""
    for mode in ligne.modes.values():
        for formule in formulas_of(mode):
            yield from (nom for fonction, nom in formule.tables if fonction == "bareme")


def _months(regles: Regles) -> Iterator[tuple[str, str]]:
    for revisions in regles.revisions.values():
        for revision in revisions.values():
            yield from ((revision.serie, mois) for mois in (revision.base, revision.mois))


def _regles(own: Regles, other: Regles) -> Regles:
    parametres = {nom: ligne.parametres for nom, ligne in own.lignes.items()}
    revisions = {nom: ligne.revisions for nom, ligne in own.lignes.items()}
    return own._replace(
        cles={**other.cles, **own.cles},
        lignes={**other.lignes, **own.lignes},
        parametres=_nested(own.parametres, other.parametres, parametres),
        revisions=_nested(own.revisions, other.revisions, revisions),
        composants={**other.composants, **own.composants},
        depenses={**other.depenses, **own.depenses},
        forfaits={**other.forfaits, **own.forfaits},
        qualites={**other.qualites, **own.qualites},
    )


def _nested(
    own: Mapping[K, Mapping[N, V]], other: Mapping[K, Mapping[N, V]], read: Mapping[K, Container[N]]
) -> dict[K, Mapping[N, V]]:
    return {
        key: _filled(own.get(key, {}), other.get(key, {}), read.get(key, ())) for key in dict.fromkeys((*own, *other))
    }


def _filled(own: Mapping[N, V], other: Mapping[N, V], read: Container[N]) -> Mapping[N, V]:
    """Add to `own` what `other` alone has, except what was read and not found."""
    return {**{nom: value for nom, value in other.items() if nom not in read}, **own}
