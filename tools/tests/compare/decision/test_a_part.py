"""`compare.decision.a_part`: the light points that could be merged without waiting for the others."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from convention.base.diagnostic import has_errors
from convention.checks.registry import run
from convention.compare.changements.changements import changements
from convention.compare.decision.a_part import bound, find_faults, separable
from tests.checks.depots import mini
from tests.engine.appels.petits_appels import avec_appels, scelle
from tests.essais import fichiers_nancy, lire

if TYPE_CHECKING:
    from collections.abc import Collection

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot

Edition = tuple[str, str, str]
CATALOGUE = "pricing/composants/S04.yaml", "Location de copieurs", "Location des copieurs"
BRUYERE = "adherents/bruyere/quantites/2026.yaml", "postes: 31", "postes: 32"
CCAS = "adherents/ccas-aubepine/adherent.yaml", "nom: ", "nom: Le "
ESSAI = (
    "pricing/composants/S02.yaml",
    "composants:\n",
    "composants:\n  essai: {libelle: Essai, ligne: application, abaque: comptes, beneficiaires: souscription}\n",
)
PREND = (
    "adherents/aubepine/souscriptions.yaml",
    "  - {composant: application-finances}\n",
    "  - {composant: application-finances}\n  - {composant: essai}\n",
)
"""Aubépine takes a component, that the proposal brings in."""


def _units(base: Depot, head: Depot) -> list[str]:
    """Name the documents of the points, in their order."""
    return ["/".join(item.source.path.split("/")[1:3]) for item in changements(base, head)]


def _apart(legers: Collection[int], *editions: Edition) -> tuple[tuple[int, ...], ...]:
    base, head = mini(), mini(*editions)
    assert not has_errors(run(head))
    return separable(changements(base, head), legers, base, head, find_faults)


def test_points_are_numbered_in_the_order_of_the_changes() -> None:
    assert _units(mini(), mini(BRUYERE, CATALOGUE, CCAS)) == [
        "composants/S04.yaml",
        "bruyere/quantites",
        "ccas-aubepine/adherent.yaml",
    ]


@pytest.mark.parametrize(
    ("legers", "groups"),
    [
        ({2, 3}, ((2, 3),)),  # together, at once
        ({3}, ((3,),)),
        ({1, 3}, ((1, 3),)),
        ((), ()),
        ({1, 2, 3}, ()),  # nothing to be apart from
    ],
)
def test_light_points_are_offered_together(legers: Collection[int], groups: tuple[tuple[int, ...], ...]) -> None:
    assert _apart(legers, CATALOGUE, BRUYERE, CCAS) == groups


def test_a_folder_of_adherent_is_merged_whole() -> None:
    name = "adherents/bruyere/adherent.yaml", "nom: ", "nom: La "
    # 1 the catalogue, 2 the name of Bruyère, 3 its count, 4 the name of the other.
    assert _apart({3, 4}, CATALOGUE, BRUYERE, name, CCAS) == ((4,),)
    assert _apart({2, 3}, CATALOGUE, BRUYERE, name, CCAS) == ((2, 3),)


def test_a_shared_file_is_merged_whole_and_alone() -> None:
    other = "pricing/composants/S04.yaml", "Serveur d'impression", "Serveurs d'impression"
    key = "pricing/cles.yaml", "libelle: nombre de postes", "libelle: postes"
    # 1 the key, 2 and 3 the components of S04.
    assert _apart({1}, CATALOGUE, other, key) == ((1,),)
    assert _apart({1, 2}, CATALOGUE, other, key) == ((1,),)


@pytest.mark.parametrize(
    ("legers", "groups"),
    [
        ({2, 3}, ((3,),)),  # Aubépine needs the component, Bruyère does not
        ({1, 3}, ((3,),)),  # the component cannot be left out of the rest
        ({2}, ()),
        ({1}, ()),
    ],
)
def test_a_point_that_needs_another_or_that_another_needs_waits(
    legers: Collection[int], groups: tuple[tuple[int, ...], ...]
) -> None:
    assert _apart(legers, ESSAI, PREND, BRUYERE) == groups


@pytest.mark.parametrize(("more", "groups"), [(5, ((1,), (2,), (3,), (4,), (5,))), (6, ())])
def test_more_than_six_groups_are_not_tried_one_by_one(more: int, groups: tuple[tuple[int, ...], ...]) -> None:
    named: list[Edition] = [(f"catalogue/services/S0{rank}.yaml", "libelle: ", "libelle: La ") for rank in range(1, 6)]
    named.append(("catalogue/convention.yaml", "intitule: ", "intitule: La "))
    kept = sorted(named)[-more:]
    # The names first, then the component, then Aubépine, which needs it.
    assert _apart({*range(1, more + 1), more + 2}, *kept, ESSAI, PREND) == groups


def test_what_needs_another_point_cannot_be_merged_first() -> None:
    base, head = mini(), mini(ESSAI, PREND, BRUYERE)
    # 1 the component, 2 Aubépine that takes it, 3 the count of Bruyère.
    found = changements(base, head)
    assert bound(found, {1, 2, 3}, base, head, find_faults) == {2}
    assert bound(found, {1, 3}, base, head, find_faults) == frozenset()


def _faults_of_seals(depot: Depot) -> list[Diagnostic]:
    # The seal, its file and its statements are all there, or none is.
    assert len({bool(depot.sceaux), bool(depot.scelles.empreintes), bool(depot.scelles.etats)}) == 1
    return [item for item in find_faults(depot) if item.code.startswith("SCE")]


@pytest.mark.parametrize(
    ("legers", "groups"),
    [
        ({1, 3, 4}, ((1, 3, 4),)),
        ({2}, ((2,),)),
        ({3}, ()),  # the call alone
        ({1, 4}, ()),
    ],
)
def test_a_sealed_call_goes_with_its_statements_and_with_the_journal(
    legers: Collection[int], groups: tuple[tuple[int, ...], ...]
) -> None:
    path, head = "adherents/nancy/adherent.yaml", scelle("2024-04")
    named = {**head, path: head[path].replace("nom: ", "nom: La ", 1)}
    base = lire(avec_appels(forfait="2024-01-01: 700.00"))
    found = changements(base, lire(named))
    assert [item.genre for item in found] == ["sceaux", "adherent", "appel", "etats"]
    assert separable(found, legers, base, lire(named), _faults_of_seals) == groups


def _sealed_without(depot: Depot, nom: str) -> Depot:
    return depot._replace(sceaux=MappingProxyType({key: item for key, item in depot.sceaux.items() if key != nom}))


@pytest.mark.long
@pytest.mark.parametrize(
    ("legers", "groups"),
    [
        ({2}, ((2,),)),
        ({3}, ()),
        ({1, 3}, ((1, 3),)),
        ({1, 2}, ((2,),)),
    ],
)
def test_a_closing_goes_with_the_exercice_that_it_closes(
    legers: Collection[int], groups: tuple[tuple[int, ...], ...]
) -> None:
    files, closed = fichiers_nancy(), "pricing/exercices/2025.yaml"
    path = "adherents/tomblaine/quantites/2026.yaml"
    before = {
        **files,
        closed: files[closed].replace("statut: clos", "statut: ouvert"),
        path: files[path].replace("imprimantes: 6", "imprimantes: 7", 1),
    }
    base, head = _sealed_without(lire(before), "2025"), lire(files)
    found = changements(base, head)
    assert [item.genre for item in found] == ["exercice", "quantites", "cloture"]
    assert separable(found, legers, base, head, find_faults) == groups
