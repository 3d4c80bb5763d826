"""Counts: made in their time, validated by the référent before their exercice is closed."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini, plain

QUANTITES = "adherents/aubepine/quantites/2025.yaml"
OUVERT = ("pricing/exercices/2025.yaml", "statut: clos", "statut: ouvert")
CLE = ("pricing/forfait.yaml", "cle: postes", "cle: copieurs")


def _comptage(
    jour: str = "2025-12-31", phase: str = "realise", validation: str = "", valeurs: str = "postes: 110, copieurs: 6"
) -> dict[str, str]:
    validated = f", validation: {validation}" if validation else ""
    line = f"  - {{phase: {phase}, date: {jour}, source: essai, valeurs: {{{valeurs}}}{validated}}}\n"
    header = "# yaml-language-server: $schema=../../../schemas/quantites.schema.json\n"
    return {QUANTITES: f"{header}origine: demonstration\ncomptages:\n{line}"}


def test_un_exercice_clos_veut_ses_quantites_validees() -> None:
    (message,) = found(mini(files=_comptage()), "QTE007")
    assert plain(message.message) == (
        "l'exercice 2025 est clos, et le comptage réalisé 2025 d'Aubépine n'est pas validé par le référent"
    )
    assert message.related[0][0].path == "pricing/exercices/2025.yaml"


def test_un_exercice_ouvert_attend_la_validation() -> None:
    assert found(mini(OUVERT, files=_comptage()), "QTE007") == []


def test_une_prevision_n_a_pas_a_etre_validee() -> None:
    assert found(mini(files=_comptage("2024-09-30", "previsionnel")), "QTE007") == []


def test_les_postes_du_forfait_ne_se_cloturent_pas_et_se_comptent_l_annee_d_avant() -> None:
    alone = _comptage("2024-12-31", valeurs="postes: 110")
    for code in ("QTE007", "QTE009"):
        assert [item for item in found(mini(files=alone), code) if item.span.path == QUANTITES] == []
        assert len([item for item in found(mini(CLE, files=alone), code) if item.span.path == QUANTITES]) == 1


def test_sans_forfait_lisible_nul_ne_sait_quels_postes_sont_les_siens() -> None:
    illisible = mini(files={**_comptage("2024-12-31"), "pricing/forfait.yaml": "cle: ["})
    inconnu = mini((CLE[0], "cle: postes", "cle: poste"), files=_comptage("2024-12-31"))
    for code in ("QTE007", "QTE009"):
        for depot in (illisible, inconnu):
            assert [item for item in found(depot, code) if item.span.path == QUANTITES] == []


@pytest.mark.parametrize(("jour", "nombre"), [("2026-01-15", 0), ("2026-01-16", 1)])
def test_la_validation_suit_le_comptage(jour: str, nombre: int) -> None:
    assert len(found(mini(files=_comptage(jour, validation="2026-01-15")), "QTE008")) == nombre


@pytest.mark.parametrize(
    ("phase", "jour", "nombre"),
    [
        ("realise", "2025-12-30", 1),
        ("realise", "2025-12-31", 0),
        ("realise", "2026-01-05", 0),
        ("revise", "2025-12-31", 0),
        ("revise", "2026-01-01", 1),
        ("previsionnel", "2026-01-01", 1),
        ("previsionnel", "2024-09-30", 0),
    ],
)
def test_chaque_phase_a_son_temps(phase: str, jour: str, nombre: int) -> None:
    assert len(found(mini(files=_comptage(jour, phase)), "QTE009")) == nombre
