"""`convention appels`, when the calls are four a year, one, or none: computed, sealed in order, published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import lancer, sceller
from tests.engine.appels.petits_appels import avec_calendrier
from tests.espaces import espaces
from tests.essais import FIGES, fichiers
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path

SYNDICAT = fichiers(FIGES / "syndicat")
TRIMESTRES = {
    "2026-01": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-04": "{genre: acompte, exercice: 2026, taux: 0.25}",
    "2026-07": "{genre: acompte, exercice: 2026, taux: 0.3333}",
    "2026-10": "{genre: solde, exercice: 2026}, {genre: previsionnel, exercice: 2027}",
}


@pytest.mark.long
def test_four_calls_a_year_are_sealed_in_order_and_end_exactly(tmp_path: Path) -> None:
    write(tmp_path, avec_calendrier(SYNDICAT, TRIMESTRES))
    early = lancer(tmp_path, "appels", "sceller", "2026-04", "--date", "2026-04-16")
    assert (early.code, "l'appel de janvier 2026 n'est pas scellé" in espaces(early.message)) == (1, True)
    for echeance in TRIMESTRES:
        assert sceller(tmp_path, echeance, "--date", f"{echeance}-16").code == 0
    run = lancer(tmp_path, "valider")
    assert run.code == 0
    assert "SCE" not in run.sortie.decode()
    rest = lancer(tmp_path, "appels", "--rattachement", "2026", "--adherent", "haute-brume")
    assert rest.code == 0
    assert "Rien n'est à rattacher" in rest.sortie.decode()


@pytest.mark.long
@pytest.mark.parametrize(
    ("volets", "sentence"),
    [
        # No figure of these data is revised.
        (TRIMESTRES, "Prévu en octobre de l’année d’avant, puis constaté à la clôture"),
        ({"2026-06": "{genre: solde, exercice: 2026}"}, "Prévu, puis constaté à la clôture"),
        ({}, "Prévu, puis constaté à la clôture"),
    ],
)
def test_a_convention_of_any_calendar_is_valid_computed_and_published(
    volets: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    write(tmp_path, avec_calendrier(SYNDICAT, volets))
    assert lancer(tmp_path, "valider").code == 0
    assert lancer(tmp_path, "calculer").code == 0
    asked = lancer(tmp_path, "appels", "--echeance", next(iter(volets), "2026-04"))
    assert asked.code == (0 if volets else 2)
    folder = tmp_path / "build" / "pages"
    assert lancer(tmp_path, "pages", "--vers", str(folder), "--date", "2026-05-01").code == 0
    assert sentence in (folder / "docs/exercices/index.md").read_text("utf-8")
