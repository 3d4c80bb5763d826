"""All the checks together: the real data is clean, the second stage waits for the first, no code is an orphan."""

from __future__ import annotations

from pathlib import Path

import pytest

from convention.base.codes import CODES, Severity
from convention.checks.adherents import is_luhn
from convention.checks.registry import run
from tests.checks.depots import found, mini
from tests.essais import fichiers_reels, lire

PAQUET = Path(__file__).parents[2] / "convention"
SIREN = ("245400676", "215400250", "215401845", "215403957", "215405788")


def test_les_donnees_du_depot_n_ont_aucune_erreur() -> None:
    assert [item for item in run(lire(fichiers_reels())) if item.severity is Severity.ERREUR] == []


def test_les_controles_du_calcul_attendent_que_le_reste_soit_juste() -> None:
    missing = ("adherents/bruyere/quantites/2026.yaml", ", imprimantes: 3", "")
    wrong = ("catalogue/organigramme.yaml", "total_etp: 3", "total_etp: 4")
    assert found(mini(missing), "QTE001")
    assert {item.code for item in run(mini(missing, wrong))} == {"QTE005"}


def test_un_fichier_illisible_retient_les_controles_du_calcul() -> None:
    depot = mini(files={"adherents/bruyere/quantites/2026.yaml": "comptages: ["})
    assert not found(depot, "QTE001")


@pytest.mark.parametrize("code", CODES)
def test_chaque_code_est_leve_quelque_part(code: str) -> None:
    sources = (path for path in PAQUET.rglob("*.py") if path.name != "codes.py")
    assert any(f'"{code}"' in path.read_text(encoding="utf-8") for path in sources)


@pytest.mark.parametrize("siren", SIREN)
def test_un_siren_juste_passe_et_un_chiffre_faux_se_voit(siren: str) -> None:
    wrong = {siren[:rank] + digit + siren[rank + 1 :] for rank in range(9) for digit in "0123456789"} - {siren}
    assert is_luhn(siren)
    assert not any(is_luhn(other) for other in wrong)
