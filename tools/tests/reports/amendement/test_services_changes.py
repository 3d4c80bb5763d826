"""The services that a change is of: the page of each says what an avenant makes of it."""

from __future__ import annotations

import pytest

from convention.compare.changements.changements import changements
from convention.reports.amendement.sujets import services_changed
from tests.essais import edited, fichiers_nancy, lire

LIGNES, CLES = "pricing/couts-de-possession.yaml", "pricing/cles.yaml"


@pytest.mark.parametrize(
    ("path", "before", "after", "services"),
    [
        ("catalogue/services/S09.yaml", "nom_court: Télétravail", "nom_court: À distance", ("S09",)),
        (
            "pricing/composants/S04.yaml",
            "2027: {cout_maintenance: 4800.00}",
            "2027: {cout_maintenance: 1.00}",
            ("S04",),
        ),
        (LIGNES, "formule: cout_boite * boites_aux_lettres", "formule: cout_boite * postes", ("S08",)),
        (CLES, "libelle: nombre de comptes SIG", "libelle: comptes du SIG", ("S05",)),
        (CLES, "libelle: nombre de comptes, unite", "libelle: comptes, unite", ("S02", "S08", "S09")),  # by a component
        (CLES, "libelle: nombre de traceurs", "libelle: traceurs", ("S04",)),  # in a sum
        ("pricing/baremes/cartads.yaml", "valeur: 126.00", "valeur: 127.00", ("S11",)),
        ("pricing/indices/syntec-revise.yaml", "libelle: ", "libelle: Nouvel ", ("S03",)),
        ("adherents/laxou/adherent.yaml", "nom: Laxou", "nom: Laxou-sur-Meurthe", ()),
    ],
)
def test_a_change_is_of_its_service_or_of_those_that_are_computed_with_it(
    path: str, before: str, after: str, services: tuple[str, ...]
) -> None:
    files = fichiers_nancy()
    base, head = lire(files), lire(edited(files, path, before, after))
    assert {services_changed(item, base, head) for item in changements(base, head)} == {services}


def test_a_row_that_goes_or_comes_is_of_its_service() -> None:
    files = fichiers_nancy()
    start = files[LIGNES].index("  - id: archivage-messagerie")
    gone = files[LIGNES][start : files[LIGNES].index("  - id: ", start + 5)]
    base, head = lire(files), lire(edited(files, LIGNES, gone, ""))
    for sides in ((base, head), (head, base)):
        assert {services_changed(item, *sides) for item in changements(*sides)} == {("S08",)}
