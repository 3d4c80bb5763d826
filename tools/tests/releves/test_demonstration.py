"""The series of this repository's demonstration: counted from invented exports, they move no amount."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ibis")

from convention.engine.releves import realise
from convention.model.mots.communs import Comptage
from convention.model.resolution import resolve
from tests.cli.commande import contenu, lancer
from tests.essais import DONNEES, GRAND_NANCY, RACINE, fichiers_nancy, lire, nancy
from tests.releves.demonstration import DERNIER, write_inventories, write_payments

if TYPE_CHECKING:
    from pathlib import Path


def test_a_year_of_three_keys_ends_as_they_are_in_force() -> None:
    volumes = resolve(nancy(), 2026).volumes.comptages
    (serie,) = [item for chemin, item in nancy().series.items() if chemin.source == "parc"]
    grandeurs = {point.grandeur for point in serie.points}
    assert {item.mesure for item in grandeurs} == {"postes", "imprimantes", "copieurs"}
    for grandeur in grandeurs:
        found = realise(serie, grandeur, Comptage.A_DATE, DERNIER)
        assert found is not None
        assert found.valeur == volumes[grandeur.mesure, ""][grandeur.adherent].valeur


def test_the_accounts_hold_what_was_paid() -> None:
    (serie,) = [item for chemin, item in nancy().series.items() if chemin.source == "finances"]
    paid = sum(point.valeur for point in serie.points if point.grandeur.adherent == "essey-les-nancy")
    titres = nancy().dossiers["essey-les-nancy"].titres[2026].titres
    expected = sum(
        titre.montant
        for titre in titres
        if str(titre.genre) == "titre" and titre.paiement and titre.paiement <= DERNIER
    )
    assert paid * 100 == expected
    assert serie.entete.extrait_le == date(2026, 11, 24)


def test_the_source_that_the_page_describes_is_read() -> None:
    [shown] = re.findall(r"```yaml\n(.*?)```", (RACINE / "docs/releves.md").read_text("utf-8"), re.DOTALL)
    assert "essai" in lire({**fichiers_nancy(), "pricing/releves/essai.yaml": shown}).sources


@pytest.mark.long
def test_the_series_are_those_that_the_exports_give_and_nothing_else_changes(tmp_path: Path) -> None:
    racine, exports = tmp_path / "depot", tmp_path / "exports"
    for name in DONNEES:
        shutil.copytree(GRAND_NANCY / name, racine / name)
    before = contenu(racine)
    shutil.rmtree(racine / "pricing/releves/2026")
    for name in ("parc", "finances"):
        (exports / name).mkdir(parents=True)
    write_inventories(nancy(), exports / "parc")
    write_payments(nancy(), exports / "finances" / f"mandats-{DERNIER}.csv")
    run = lancer(racine, "relever", "--depose", str(exports), "--exercice", "2026")
    assert (run.code, run.message) == (0, "")
    after = contenu(racine)
    assert after.keys() == before.keys()
    # The sha256 of what was read follows the writing of the exports: everything else is the same.
    assert {path for path, text in after.items() if _without_mark(text) != _without_mark(before[path])} == set()
    assert run.sortie.decode().count("Aucun montant ne change dans les phases en vigueur.") == 2


def _without_mark(text: bytes) -> list[bytes]:
    return [line for line in text.split(b"\n") if not line.startswith(b"# empreinte: ")]
