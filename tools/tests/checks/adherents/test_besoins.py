"""Needs: counted before the call that they are for, validated after, and what they cite exists."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini
from tests.espaces import espaces

BESOINS = "adherents/aubepine/besoins/2027.yaml"
JALONS = (
    "phase: previsionnel\njalons:\n  avril: {date: 2026-04-15, objet: Acompte}\n"
    "  octobre:\n    date: 2026-10-15\n    objet: Budget prévisionnel\n"
    "    volets: [{genre: previsionnel, exercice: 2027}]\n"
)
APPELS = ("pricing/exercices/2026.yaml", "phase: previsionnel\n", JALONS)
PROJET = """\
# yaml-language-server: $schema=../../schemas/projet.schema.json
origine: demonstration
source: inventé pour les essais
libelle: Téléphonie
objet: Convertir la téléphonie des écoles
statut: demande
adherents: [aubepine]
services: [S04]
role_service_commun: moe
"""
COPIEUR = "id: copieur, libelle: Remplacer un copieur, service: S04, priorite: normale"


def _besoins(*besoins: str, dates: str = "recensement: 2026-09-14") -> dict[str, str]:
    lines = "".join(f"  - {{{besoin}}}\n" for besoin in besoins or (COPIEUR,))
    return {
        BESOINS: "# yaml-language-server: $schema=../../../schemas/besoins.schema.json\n"
        f"origine: demonstration\nsource: inventé pour les essais\n{dates}\nbesoins:\n{lines}"
    }


@pytest.mark.parametrize(("jour", "nombre"), [("2026-10-15", 0), ("2026-10-16", 1)])
def test_the_call_that_announces_an_exercice_is_the_limit_of_its_census(jour: str, nombre: int) -> None:
    messages = found(mini(APPELS, files=_besoins(dates=f"recensement: {jour}")), "ADH018")
    assert len(messages) == nombre
    assert all(message.related[0][0].path == "pricing/exercices/2026.yaml" for message in messages)


@pytest.mark.parametrize(("jour", "nombre"), [("2026-12-31", 0), ("2027-01-01", 1)])
def test_without_a_call_that_announces_it_the_limit_is_the_eve_of_the_exercice(jour: str, nombre: int) -> None:
    assert len(found(mini(files=_besoins(dates=f"recensement: {jour}")), "ADH018")) == nombre


def test_needs_may_be_validated_on_the_day_of_their_census() -> None:
    dates = "recensement: 2026-09-14\nvalidation: 2026-09-14"
    assert found(mini(files=_besoins(dates=dates)), "ADH019") == []


def test_a_need_without_a_cost_asks_for_no_section() -> None:
    assert found(mini(files=_besoins()), "ADH020") == []


def test_an_unknown_service_and_an_unknown_project_are_said() -> None:
    besoin = COPIEUR.replace("S04", "S12") + ", projet: telephone"
    depot = mini(files={**_besoins(besoin), "catalogue/projets/telephonie.yaml": PROJET})
    (service,) = found(depot, "REF001")
    assert espaces(service.message) == "le service « S12 » n'existe pas"
    (projet,) = [item for item in found(depot, "GOU001") if item.span.path == BESOINS]
    assert espaces(projet.message) == "le projet « telephone » n'existe pas"
    assert espaces(projet.hint) == "vouliez-vous dire « telephonie » ?"


def test_a_project_whose_file_is_unreadable_is_not_unknown() -> None:
    files = {**_besoins(f"{COPIEUR}, projet: telephonie"), "catalogue/projets/telephonie.yaml": "adherents: ["}
    assert [item for item in found(mini(files=files), "GOU001") if item.span.path == BESOINS] == []


def test_two_needs_of_one_name_are_said_at_the_second() -> None:
    (message,) = found(mini(files=_besoins(COPIEUR, COPIEUR)), "REF002")
    assert (espaces(message.message), message.span.line) == ("le besoin « copieur » existe déjà", 7)


def test_the_same_need_may_come_back_the_year_after() -> None:
    files = _besoins()
    files |= {BESOINS.replace("2027", "2028"): files[BESOINS].replace("2026-09-14", "2027-09-14")}
    assert found(mini(files=files), "REF002") == []


def test_a_year_outside_the_convention_is_said() -> None:
    (text,) = _besoins().values()
    (message,) = found(mini(files={"adherents/aubepine/besoins/2029.yaml": text}), "PER004")
    assert espaces(message.message) == "besoins d'Aubépine de 2029 : la convention va de 2024 à 2028"
