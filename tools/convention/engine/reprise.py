"""Which costs of a Vue are those of another one: what a component reads is the same on both sides.

Knows: what the cost of a component is computed from (`calcul`). Must not know: how it is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from convention.engine.quantites import places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from convention.engine.lignes import Calcul, Ligne
    from convention.engine.presence import Presences
    from convention.model.documents.cles import Cle
    from convention.model.vue import PrixVus, Regles, Vue


_PROPRES: Mapping[str, Any] = dict.fromkeys(
    ("cles", "origines_cles", "lignes", "origines_lignes", "parametres", "revisions", "composants")
)
"""Rules that each cost reads for itself."""


class Connue(NamedTuple):
    """A Vue, and what it came to."""

    vue: Vue
    presences: Presences
    calculs: tuple[Calcul, ...]
    lignes: tuple[Ligne, ...]


def same_frame(vue: Vue, other: Vue) -> bool:
    """Tell whether two Vues have the same existence and the same general rules: who is present for what is the same."""
    return (
        vue.exercice == other.exercice
        and vue.perimetre == other.perimetre
        and vue.regles._replace(**_PROPRES) == other.regles._replace(**_PROPRES)
    )


def held_costs(vue: Vue, connue: Connue) -> dict[str, tuple[Calcul, ...]]:
    """Return the costs that hold, by component: the same amounts, row and keys, the same counts of these keys.

    A cost whose key adds up other costs is left out: whether these hold is not looked for.
    """
    known = connue.vue
    if not same_frame(vue, known) or _read_by_any_row(vue.prix) != _read_by_any_row(known.prix):
        return {}
    counts, others = vue.volumes.comptages, known.volumes.comptages
    moved = {place for place in counts.keys() | others.keys() if counts.get(place) != others.get(place)}
    regles, montants, before = vue.regles, vue.prix.montants, known.prix.montants
    ruled = regles == known.regles
    found: dict[str, list[Calcul]] = {}
    for calcul in connue.calculs:
        if calcul.composant is not None:
            found.setdefault(calcul.composant, []).append(calcul)
    return {
        nom: tuple(own)
        for nom, own in found.items()
        if montants.get(nom) == before.get(nom)
        and (ruled or _ruled(regles, nom, own) == _ruled(known.regles, nom, own))
        and not any(_reads(calcul, nom, regles.cles, moved) for calcul in own)
    }


def _ruled(regles: Regles, composant: str, calculs: list[Calcul]) -> tuple[object, ...]:
    """Return the rules that the costs of a component read, besides those that hold for all."""
    regle = regles.composants[composant]
    row = [
        table.get(regle.ligne) for table in (regles.lignes, regles.origines_lignes, regles.parametres, regles.revisions)
    ]
    cles = {decompte.cle: regles.cles.get(decompte.cle) for item in calculs for decompte in item.decomptes.values()}
    terms = {nom: regles.cles.get(nom) for cle in cles.values() if cle is not None for nom in cle.termes}
    return regle, row, cles, terms, [regles.origines_cles.get(nom) for nom in cles]


def _read_by_any_row(prix: PrixVus) -> tuple[object, ...]:
    return (prix.baremes, prix.indices, prix.anterieur)


def _reads(calcul: Calcul, composant: str, cles: Mapping[str, Cle], moved: AbstractSet[tuple[str, str]]) -> bool:
    return any(_is_moved(decompte.cle, composant, cles, moved) for decompte in calcul.decomptes.values())


def _is_moved(cle: str, composant: str, cles: Mapping[str, Cle], moved: AbstractSet[tuple[str, str]]) -> bool:
    definition = cles.get(cle)
    if definition is not None and definition.cumul is not None:
        return True
    return not moved.isdisjoint(places(cles, cle, composant))
