"""`compare.causes.recombinaison.dossiers`: the part of a Vue that is one adherent's."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

from convention.compare.causes.recombinaison import dossiers
from convention.model.resolution import resolve
from convention.model.vue import Volumes
from tests.essais import lire
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.vue import Vue

V = TypeVar("V")
COUTS = {
    "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
    "appli": Cout("cout: 3.00", annuel="cout * part(abaque)", suite="abaque: comptes, beneficiaires: souscription"),
}
DEPENSE = (
    "{id: pc, libelle: Ordinateurs, ligne: achat, section: investissement, nombre: 2, montants: {prix: 800.00}, "
    "devis: {reference: D1, accepte_le: 2026-02-02}, livraison: 2026-03-03}"
)
PLEIN = Membre(
    "postes: 10, stockage: 2", composants="{composant: appli}", par_composant="comptes: {appli: 4}", depenses=DEPENSE
)
MEMBRES = {"metropole": PLEIN, "laxou": PLEIN, "nancy": PLEIN, "pulnoy": Membre("", "")}


def _vue(membres: Mapping[str, Membre] = MEMBRES) -> Vue:
    return resolve(lire(maquette(membres, COUTS)), 2026)


def _of(records: Mapping[tuple[str, str], V], *noms: str) -> dict[tuple[str, str], V]:
    return {place: item for place, item in records.items() if place[0] in noms}


@pytest.mark.parametrize(("adherent", "noms"), [("laxou", ("metropole", "laxou")), ("metropole", ("metropole",))])
def test_the_vue_of_one_holds_its_counts_and_the_existence_of_the_managing_body(
    adherent: str, noms: tuple[str, ...]
) -> None:
    vue = _vue()
    counts = {place: {adherent: column[adherent]} for place, column in vue.volumes.comptages.items()}
    assert set(counts) == {("postes", ""), ("stockage", ""), ("comptes", "appli")}
    perimetre = vue.perimetre._replace(
        payeurs={nom: vue.perimetre.payeurs[nom] for nom in noms},
        abonnements=_of(vue.perimetre.abonnements, *noms),
        souscrits=_of(vue.perimetre.souscrits, *noms),
        depenses={},
    )
    assert dossiers(vue).restreinte(adherent) == vue._replace(perimetre=perimetre, volumes=Volumes(counts, {}))


def test_who_has_nothing_has_an_empty_vue() -> None:
    vue = dossiers(_vue({"laxou": PLEIN, "pulnoy": MEMBRES["pulnoy"]})).restreinte("pulnoy")
    assert vue.volumes == Volumes({}, {})
    assert (set(vue.perimetre.payeurs), vue.perimetre.abonnements, vue.perimetre.souscrits) == ({"pulnoy"}, {}, {})


def test_the_expenses_of_one_stand_alone_with_their_numbers() -> None:
    vue = _vue()
    perimetre = vue.perimetre._replace(
        payeurs={}, abonnements={}, souscrits={}, composants={}, depenses=_of(vue.perimetre.depenses, "laxou")
    )
    numbers = _of(vue.volumes.nombres, "laxou")
    assert set(numbers) == {("laxou", "pc")}
    assert dossiers(vue).achats("laxou") == vue._replace(perimetre=perimetre, volumes=Volumes({}, numbers))


def test_existence_is_membership_and_subscriptions() -> None:
    vue = _vue()
    assert dossiers(vue).existence("laxou") == (
        vue.perimetre.payeurs["laxou"],
        _of(vue.perimetre.abonnements, "laxou"),
        _of(vue.perimetre.souscrits, "laxou"),
    )
    assert dossiers(vue).existence("personne") == (None, {}, {})
