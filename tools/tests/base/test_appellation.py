"""A name with its article, in the forms that a sentence asks."""

from __future__ import annotations

import pytest

from convention.base.appellation import Noms, appellation


@pytest.mark.parametrize(
    ("texte", "du", "au", "en_tete", "titre"),
    [
        ("la Métropole", "de la Métropole", "à la Métropole", "La Métropole", "Métropole"),
        ("le syndicat", "du syndicat", "au syndicat", "Le syndicat", "Syndicat"),
        ("l'agence", "de l'agence", "à l'agence", "L'agence", "Agence"),
        ("les villes", "des villes", "aux villes", "Les villes", "Villes"),
    ],
)
def test_a_name_takes_the_article_of_its_sentence(texte: str, du: str, au: str, en_tete: str, titre: str) -> None:
    nom = appellation(texte)
    assert (nom.le, nom.du, nom.au, nom.en_tete, nom.titre) == (texte, du, au, en_tete, titre)


def test_a_name_without_an_article_is_none() -> None:
    with pytest.raises(ValueError, match="Métropole"):
        appellation("Métropole")


def test_a_convention_that_names_nobody_is_told_in_common_words() -> None:
    assert [nom.du for nom in Noms()] == [
        "du gestionnaire",
        "de l'équipe du gestionnaire",
        "de l'assemblée du gestionnaire",
        "de l'assemblée",
        "de la délibération",
        "de l'instance consultée",
        "de l'instance de pilotage",
    ]
