"""How a sentence calls a member, by what its identity says of it."""

from __future__ import annotations

import pytest

from convention.model.documents.adherents import Adherent


@pytest.mark.parametrize(
    ("nom", "denomination", "genre", "du"),
    [
        ("Hautval", "Commune d'Hautval", "commune", "d'Hautval"),
        ("Hautval", "Commune de Hautval", "commune", "de Hautval"),
        ("Ormeval", "Ormeval", "commune", "d'Ormeval"),
        ("CCAS de Brume", "Centre communal d'action sociale de Brume", "etablissement_rattache", "du CCAS de Brume"),
        ("Aurore", "Aurore", "association", "de l'association Aurore"),
    ],
)
def test_a_member_is_elided_as_its_long_name_is(nom: str, denomination: str, genre: str, du: str) -> None:
    identite = Adherent.model_validate(
        {
            "origine": "demonstration",
            "nom": nom,
            "denomination": denomination,
            "type": genre,
            "adhesion": {"debut": "2024-01-01", "origine": "demonstration", "source": "essai"},
        }
    )
    assert identite.du == du
