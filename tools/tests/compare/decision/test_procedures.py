"""Which table says who decides: that of the base; what it does not know yet, that of the proposal (art. 12)."""

from __future__ import annotations

import pytest

from convention.compare.decision.procedures import asks_manager_alone, required
from tests.compare.decision.petites_decisions import COMPOSANTS, PROCEDURES, compared, petit
from tests.essais import edited

PRIX = "visas: [avis, jugement, lettre]"
SIGNE = "visas: [avis, jugement, signature]"


def _sans_table(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path != PROCEDURES}


@pytest.mark.parametrize(("avant", "apres", "seul"), [(PRIX, SIGNE, True), (SIGNE, PRIX, False)])
def test_a_procedure_that_both_sides_write_asks_what_the_base_asks(avant: str, apres: str, *, seul: bool) -> None:
    base, head = (edited(petit(), PROCEDURES, PRIX, visas) for visas in (avant, apres))
    assert asks_manager_alone("prix", compared(base, head)) is seul


@pytest.mark.parametrize(("visas", "seul"), [(PRIX, True), (SIGNE, False)])
def test_a_procedure_that_only_the_proposal_writes_asks_what_it_says_there(visas: str, *, seul: bool) -> None:
    head = edited(petit(), PROCEDURES, PRIX, visas)
    assert asks_manager_alone("prix", compared(_sans_table(head), head)) is seul


def test_a_field_that_only_the_table_of_the_proposal_knows_has_the_procedure_of_its_own_row() -> None:
    head = edited(petit(), COMPOSANTS, "libelle: Le reseau", "libelle: Le réseau")
    found = compared(_sans_table(petit()), head)
    (change,) = (item for item in found.changements if item.source.path == COMPOSANTS)
    requise = required(change, found.base, found.head)
    assert requise is not None
    assert requise.id == "correction"
