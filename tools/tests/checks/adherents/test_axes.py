"""Indicators: one name each, a year of the convention, and nothing about security in public."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini
from tests.espaces import espaces

UN, DEUX = "catalogue/axes/inclusion.yaml", "catalogue/axes/securisation.yaml"


def _axe(*indicateurs: str, ordre: int = 1) -> str:
    lines = "".join(
        f"  - {{{indicateur}, unite: nombre, portee: convention, responsable: DSIT}}\n" for indicateur in indicateurs
    )
    return (
        "# yaml-language-server: $schema=../../schemas/axe.schema.json\norigine: convention\n"
        f"ordre: {ordre}\nlibelle: Axe\nenjeu: Enjeu\nactions: Actions\ntexte_indicateurs: Texte\nindicateurs:\n{lines}"
    )


def _indicateur(libelle: str, niveau: str = "public", mesures: str = "") -> str:
    measured = f", mesures: {{{mesures}}}" if mesures else ""
    return f'id: indicateur, libelle: "{libelle}", niveau: {niveau}{measured}'


@pytest.mark.parametrize(
    ("libelle", "niveau", "nombre"),
    [
        ("nombre d'incidents de sécurité", "public", 1),
        ("nombre d'incidents de SECURITE", "public", 1),
        ("nombre et résultat des analyses de vulnérabilités", "public", 1),
        ("nombre de composants plus maintenus/obsolètes", "public", 1),
        ("nombre d'incidents de sécurité", "adherents", 0),
        ("nombre et résultat des analyses de vulnérabilités", "restreint", 0),
        ("nombre de campagnes de sensibilisation", "public", 0),
    ],
)
def test_an_indicator_about_security_is_never_public(libelle: str, niveau: str, nombre: int) -> None:
    assert len(found(mini(files={UN: _axe(_indicateur(libelle, niveau))}), "IND002")) == nombre


def test_two_axes_of_different_ranks_are_accepted_and_two_indicators_of_one_name_are_not() -> None:
    files = {UN: _axe(_indicateur("webinaires")), DEUX: _axe(_indicateur("webinaires"), ordre=2)}
    depot = mini(files=files)
    assert found(depot, "IND001") == []
    (message,) = found(depot, "REF002")
    assert espaces(message.message) == "l'indicateur « indicateur » existe déjà"
    assert (message.span.path, message.related[0][0].path) == (DEUX, UN)


@pytest.mark.parametrize(
    ("annee", "jour", "codes"),
    [
        (2024, "2025-01-10", []),
        (2026, "2026-01-01", []),
        (2026, "2025-12-31", ["IND003"]),
        (2023, "2024-01-10", ["PER004"]),
        (2029, "2029-06-01", ["PER004"]),
    ],
)
def test_a_measure_is_of_an_exercice_of_the_convention_and_never_made_before_it(
    annee: int, jour: str, codes: list[str]
) -> None:
    mesure = f"{annee}: {{valeur: 9, date: {jour}, source: essai, origine: demonstration}}"
    depot = mini(files={UN: _axe(_indicateur("webinaires", mesures=mesure))})
    assert [code for code in ("IND003", "PER004") if found(depot, code)] == codes
