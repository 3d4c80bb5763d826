"""One side of a comparison, sorted by adherent: what each has, found without reading everybody's.

Knows: the parts of a Vue. Must not know: the other side, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from convention.model.vue import Volumes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.model.vue import Valeur, Vue

V = TypeVar("V")
Lieu: TypeAlias = tuple[str, str]
"""An adherent, then what it has; for counts, a key, then the component it is counted for."""


class Dossiers(NamedTuple):
    """A Vue, and where it holds what each adherent has."""

    vue: Vue
    abonnements: Mapping[str, list[Lieu]]
    souscrits: Mapping[str, list[Lieu]]
    depenses: Mapping[str, list[Lieu]]
    nombres: Mapping[str, list[Lieu]]
    comptages: Mapping[str, dict[Lieu, Mapping[str, Valeur]]]
    """The counts of each adherent, as columns of one."""

    def existence(self, adherent: str) -> tuple[object, ...]:
        """Return what makes an adherent a beneficiary: membership and subscriptions."""
        perimetre = self.vue.perimetre
        return (
            perimetre.payeurs.get(adherent),
            _kept(perimetre.abonnements, self.abonnements, [adherent]),
            _kept(perimetre.souscrits, self.souscrits, [adherent]),
        )

    def restreinte(self, adherent: str) -> Vue:
        """Return the Vue of one adherent without its expenses, and the managing body, which has no quantity there."""
        perimetre = self.vue.perimetre
        noms = list(dict.fromkeys((perimetre.gestionnaire, adherent)))
        existence = perimetre._replace(
            payeurs={nom: perimetre.payeurs[nom] for nom in noms if nom in perimetre.payeurs},
            abonnements=_kept(perimetre.abonnements, self.abonnements, noms),
            souscrits=_kept(perimetre.souscrits, self.souscrits, noms),
            depenses={},
        )
        return self.vue._replace(perimetre=existence, volumes=Volumes(self.comptages.get(adherent, {}), {}))

    def achats(self, adherent: str) -> Vue:
        """Return the Vue of the expenses of one adherent, which nobody shares."""
        expenses = _kept(self.vue.perimetre.depenses, self.depenses, [adherent])
        numbers = _kept(self.vue.volumes.nombres, self.nombres, [adherent])
        perimetre = self.vue.perimetre._replace(
            payeurs={}, abonnements={}, souscrits={}, composants={}, depenses=expenses
        )
        return self.vue._replace(perimetre=perimetre, volumes=Volumes({}, numbers))


def dossiers(vue: Vue) -> Dossiers:
    """Sort what a Vue holds by adherent."""
    counts: dict[str, dict[Lieu, Mapping[str, Valeur]]] = {}
    for place, column in vue.volumes.comptages.items():
        for nom, valeur in column.items():
            counts.setdefault(nom, {})[place] = {nom: valeur}
    perimetre = vue.perimetre
    return Dossiers(
        vue,
        _by_adherent(perimetre.abonnements),
        _by_adherent(perimetre.souscrits),
        _by_adherent(perimetre.depenses),
        _by_adherent(vue.volumes.nombres),
        counts,
    )


def _by_adherent(places: Iterable[Lieu]) -> dict[str, list[Lieu]]:
    found: dict[str, list[Lieu]] = {}
    for place in places:
        found.setdefault(place[0], []).append(place)
    return found


def _kept(records: Mapping[Lieu, V], places: Mapping[str, list[Lieu]], noms: Iterable[str]) -> dict[Lieu, V]:
    return {place: records[place] for nom in noms for place in places.get(nom, ())}
