"""What is said of a key whose quantity nobody counts."""

from __future__ import annotations

import pytest

from tests.essais import FIGES, fichiers, lire


@pytest.mark.parametrize(
    ("depot", "cle", "connue", "sorte"),
    [
        ("hopitaux", "consommation", "cumul", "est un cumul de montants"),
        ("nancy", "population", "publiee", "est publiée ou fixée d'avance"),
    ],
)
def test_how_a_quantity_that_nobody_counts_is_known_is_said(depot: str, cle: str, connue: str, sorte: str) -> None:
    found = lire(fichiers(FIGES / depot)).cles[cle]
    assert (found.connue_par, found.sorte) == (connue, sorte)
