"""Dotted paths: keys, ranks, names of items, and what is said of one that leads nowhere."""

from __future__ import annotations

import pytest

from convention.edition.refus import RefusError
from convention.edition.scenarios.simulation import pointer_of
from tests.edition.arbres import tree
from tests.espaces import espaces

DOCUMENT = tree("""
lignes:
  - {id: copieur, annuel: {formule: a}}
  - {id: imprimante, annuel: {formule: b}}
services:
  - {service: S03, debut: 2024-01-01}
  - {service: S03.5, debut: 2025-01-01}
comptages:
  - {phase: revise, date: 2026-01-05}
  - {phase: revise, date: 2026-03-31}
montants: {2026: {cout: 1.00}}
liste: [x, y]
""")


@pytest.mark.parametrize(
    ("emplacement", "attendu"),
    [
        ("montants.2026.cout", ("montants", "2026", "cout")),
        ("lignes.imprimante.annuel.formule", ("lignes", 1, "annuel", "formule")),
        ("lignes.0.annuel", ("lignes", 0, "annuel")),
        ("services.S03.debut", ("services", 0, "debut")),
        ("services.S03.5.debut", ("services", 1, "debut")),
        ("comptages.2026-03-31.phase", ("comptages", 1, "phase")),
        ("liste.1", ("liste", 1)),
        ("liste", ("liste",)),
    ],
)
def test_a_path_leads_to_its_value(emplacement: str, attendu: tuple[str | int, ...]) -> None:
    assert pointer_of(DOCUMENT, emplacement) == attendu


@pytest.mark.parametrize(
    ("emplacement", "message", "conseil"),
    [
        ("lignes.imprimant.annuel", "« imprimant » est inconnu", "vouliez-vous dire « imprimante »"),
        ("montant.2026", "« montant » est inconnu", "vouliez-vous dire « montants »"),
        ("montants.2027", "« 2027 » est inconnu", "connus : 2026"),
        ("liste.2", "« 2 » est inconnu", "donner le rang de l'élément : 0 à 1"),
        ("liste.0.x", "« x » est inconnu", "n'est ni une table, ni une liste"),
        ("comptages.revise.date", "« revise » désigne 2 éléments de la liste", "donner leur rang : 0, 1"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_with_the_nearest_name(
    emplacement: str, message: str, conseil: str
) -> None:
    with pytest.raises(RefusError) as refus:
        pointer_of(DOCUMENT, emplacement)
    assert message in espaces(refus.value.message)
    assert conseil in espaces(refus.value.conseil)


def test_only_an_addition_may_name_a_key_that_is_not_there() -> None:
    assert pointer_of(DOCUMENT, "montants.2027", ajout=True) == ("montants", "2027")
    with pytest.raises(RefusError):
        pointer_of(DOCUMENT, "montants.2027.cout", ajout=True)
