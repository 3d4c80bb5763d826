"""QTE013: a supposition is said useless as soon as a count came before it, whatever was counted since."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini
from tests.espaces import espaces

COMPTES = "adherents/bruyere/quantites/2026.yaml"
COMPTE = "    valeurs: {postes: 31, imprimantes: 3, copieurs: 2}\n"


def releve(date: str, copieurs: int, suite: str = "") -> str:
    return (
        f"  - phase: previsionnel\n    date: {date}\n    source: Inventaire\n{suite}"
        f"    valeurs: {{copieurs: {copieurs}}}\n"
    )


@pytest.mark.parametrize(
    ("supposee", "recompte", "dite"),
    [
        ("2026-03-01", "", True),
        ("2026-03-01", "2026-06-01", True),
        ("2025-12-01", "2026-06-01", False),
    ],
)
def test_a_supposition_is_useless_once_something_was_counted_and_not_before(
    supposee: str, recompte: str, *, dite: bool
) -> None:
    more = releve(supposee, 4, "    hypothese: deux copieurs commandés\n") + (releve(recompte, 3) if recompte else "")
    told = [
        espaces(item.message).rpartition(" le ")[2]
        for item in found(mini((COMPTES, COMPTE, f"{COMPTE}{more}")), "QTE013")
    ]
    assert told == ["31 décembre 2025 pour la même phase"] * dite
