"""The page of a service: each of its costs is told from the others, and a key as it is written."""

from __future__ import annotations

from datetime import date

from tests.site.lecture import page_reelle, pages_reelles

JOUR = date(2026, 11, 23)


def test_two_costs_of_one_component_are_counted_and_named_each() -> None:
    text = page_reelle("public", JOUR, "services/s10.md").texte
    assert "Ce qui s'y paie 2 coûts dont le calcul est dit plus bas" in text
    assert "Déploiement de Colibris Coût indirect factuel." in text
    assert "Plateforme Colibris Coût indirect annuel." in text


def test_a_key_that_is_only_a_text_of_the_annexe_is_quoted() -> None:
    text = page_reelle("public", JOUR, "services/s04.md").texte
    assert "Clé écrite : « Nb copieurs » . Annexe 4 :" in text
    assert "Clé : nombre de comptes ; vendu" in page_reelle("public", JOUR, "services/s02.md").texte


def test_the_exercice_of_prices_is_said_once_before_a_grid() -> None:
    text = page_reelle("adherents", JOUR, "services/s11.md").texte
    assert "En 2026. Coût annuel 8 640,00 €. Barème « Abonnement à Cartads" in text


def test_the_tariffs_say_that_their_prices_are_made_up_and_name_components_whose_names_have_commas() -> None:
    text = page_reelle("adherents", JOUR, "annexes/tarifs.md").texte
    assert "63 lignes, dont 20 dans l'extrait publié." in text
    assert "et les prix de 2026, données de démonstration." in text
    assert "Composants : Portail familles, hébergement externalisé ; Application des assemblées" in text
    public = page_reelle("public", JOUR, "annexes/tarifs.md").texte
    assert "données de démonstration" not in public.partition("S01 Administration")[0]


def test_a_formula_wider_than_a_sheet_is_printed_in_words_alone() -> None:
    page = pages_reelles("public", JOUR)["services/s02.md"]
    assert isinstance(page, str)
    blocs = [bloc for bloc in page.split('<div class="formule-bloc"')[1:] if "<math" in bloc]
    wide = {"taux du maintien en conditions" in bloc or "prestations de changement" in bloc for bloc in blocs}
    assert wide == {True, False}
    for bloc in blocs:
        long = "taux du maintien en conditions" in bloc or "prestations de changement" in bloc
        assert ("defil--ecran" in bloc) == long
