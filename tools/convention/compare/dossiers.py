"""One side of a comparison, sorted by adherent: what each has, found without reading everybody's.

Knows: the parts of a Vue. Must not know: the other side, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.model.vue import Volumes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.model.vue import Valeur, Vue


class Dossiers(NamedTuple):
    """One side, by adherent: what each has, found without reading everybody's."""

    vue: Vue
    abonnements: Mapping[str, list[tuple[str, str]]]
    souscrits: Mapping[str, list[tuple[str, str]]]
    depenses: Mapping[str, list[tuple[str, str]]]
    nombres: Mapping[str, list[tuple[str, str]]]
    comptages: Mapping[str, dict[tuple[str, str], Mapping[str, Valeur]]]

    def existence(self, adherent: str) -> tuple[object, ...]:
        """Return what makes an adherent a beneficiary: membership and subscriptions."""
        perimetre = self.vue.perimetre
        return (
            perimetre.payeurs.get(adherent),
            {place: perimetre.abonnements[place] for place in self.abonnements.get(adherent, ())},
            {place: perimetre.souscrits[place] for place in self.souscrits.get(adherent, ())},
        )

    def restreinte(self, adherent: str) -> Vue:
        """Return the Vue of one adherent, beside the managing body, which has no quantity there."""
        perimetre = self.vue.perimetre
        noms = dict.fromkeys((perimetre.gestionnaire, adherent))
        existence = perimetre._replace(
            payeurs={nom: perimetre.payeurs[nom] for nom in noms if nom in perimetre.payeurs},
            abonnements={
                place: perimetre.abonnements[place] for nom in noms for place in self.abonnements.get(nom, ())
            },
            souscrits={place: perimetre.souscrits[place] for nom in noms for place in self.souscrits.get(nom, ())},
            depenses={place: perimetre.depenses[place] for place in self.depenses.get(adherent, ())},
        )
        numbers = {place: self.vue.volumes.nombres[place] for place in self.nombres.get(adherent, ())}
        return self.vue._replace(perimetre=existence, volumes=Volumes(self.comptages.get(adherent, {}), numbers))


def dossiers(vue: Vue) -> Dossiers:
    """Sort what a Vue holds by adherent."""
    perimetre, comptages = vue.perimetre, vue.volumes.comptages
    counts: dict[str, dict[tuple[str, str], Mapping[str, Valeur]]] = {}
    for place, column in comptages.items():
        for nom, valeur in column.items():
            counts.setdefault(nom, {})[place] = {nom: valeur}
    existing = (perimetre.abonnements, perimetre.souscrits, perimetre.depenses, vue.volumes.nombres)
    return Dossiers(vue, *map(_by_first, existing), counts)


def _by_first(places: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for place in places:
        found.setdefault(place[0], []).append(place)
    return found
