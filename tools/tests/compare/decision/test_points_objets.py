"""`points.item_of`: the item of a list that a change bears on, as each side has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.comparaison import comparer
from convention.compare.decision.points import item_of
from convention.model.documents.adherents import Souscription
from tests.checks.depots import AUBEPINE, S03, mini

if TYPE_CHECKING:
    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.model.cadre.champs import Modele

SECONDE = "  - {service: S03, debut: 2024-01-01}\n"


def _compared(path: str, before: str, after: str) -> tuple[Comparaison, Changement]:
    found = comparer(mini(), mini((path, before, after)))
    (change,) = found.changements
    return found, change


def _services(porteur: tuple[Modele | None, Modele | None]) -> tuple[tuple[str, str] | None, ...]:
    return tuple((side.service, str(side.debut)) if isinstance(side, Souscription) else None for side in porteur)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (SECONDE, SECONDE.replace("2024-01-01", "2024-02-01"), (("S03", "2024-01-01"), ("S03", "2024-02-01"))),
        (SECONDE, "", (("S03", "2024-01-01"), None)),
        (SECONDE, f"{SECONDE}  - {{service: S08, debut: 2025-01-01}}\n", (None, ("S08", "2025-01-01"))),
    ],
)
def test_a_change_of_an_item_or_of_a_field_in_it_bears_on_the_item(
    before: str, after: str, expected: tuple[tuple[str, str] | None, ...]
) -> None:
    comparaison, change = _compared(AUBEPINE, before, after)
    assert _services(item_of(change, comparaison)) == expected


def test_a_change_of_a_field_of_the_document_bears_on_no_item() -> None:
    comparaison, change = _compared(AUBEPINE, "inventé pour les essais", "inventé pour un essai")
    assert item_of(change, comparaison) == (None, None)


def test_a_change_in_something_else_than_a_list_of_items_bears_on_none() -> None:
    comparaison, change = _compared(S03, "nom_court: ", "nom_court: Les ")
    assert item_of(change, comparaison) == (None, None)
