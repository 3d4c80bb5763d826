"""`convention comparer`, the real command: who decides, and the exit code when a decision is not enough."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import lancer
from tests.compare.decision.decisions import (
    FORFAIT,
    PROCEDURES,
    avenant_vote,
    forfait_2027,
    libelle_change,
    reels,
    sans_avenant,
    scelle,
)
from tests.compare.depots_git import ENVIRONNEMENT, git_repository
from tests.espaces import espaces
from tests.essais import edited

if TYPE_CHECKING:
    from pathlib import Path


AU = ("--date", "2026-09-28")


@pytest.fixture(scope="module")
def forfait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two revisions of the data: the second fixes the forfait of 2027."""
    return git_repository(tmp_path_factory.mktemp("forfait"), [reels(), forfait_2027(reels())])


@pytest.fixture(scope="module")
def correction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two revisions: the table of the first calls a new price a correction."""
    base = edited(reels(), PROCEDURES, "{genre: forfait, procedure: actualisation-annuelle,",
                  "{genre: forfait, procedure: correction,")  # fmt: skip
    return git_repository(tmp_path_factory.mktemp("correction"), [base, forfait_2027(base)])


def test_it_says_who_decides_after_what_changes(forfait: Path) -> None:
    done = lancer(forfait, "comparer", "v1", "v2", *AU)
    text = espaces(done.sortie.decode())
    assert (done.code, done.erreurs) == (0, b"")
    assert text.index("Ce qui change (1)") < text.index("Qui décide\n") < text.index("Exercice 2027, prévisionnel")
    assert "  ☐ Délibération du Conseil métropolitain : manque\n" in text


@pytest.mark.long
def test_the_day_that_is_given_says_what_is_past(forfait: Path) -> None:
    dated = [lancer(forfait, "comparer", "v1", "v2", "--date", day) for day in ("2026-10-14", "2026-10-28")]
    assert ["est passé sans cette décision" in item.sortie.decode() for item in dated] == [False, True]


@pytest.mark.long
def test_a_commit_dated_before_the_effect_hides_no_change_for_the_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setitem(ENVIRONNEMENT, f"GIT_{who}_DATE", "2025-06-01T08:00:00Z")
    past = edited(reels(), FORFAIT, "montant: 710.60", "montant: 705.00")
    folder = git_repository(tmp_path, [reels(), past])
    done = lancer(folder, "comparer", "v1", "v2", "--exiger", "avenant")
    assert done.code == 4
    assert espaces(done.message).startswith("Refusé : le point 1 compterait à partir du 1er janvier 2026")


def test_the_json_holds_the_decision(forfait: Path) -> None:
    block = json.loads(lancer(forfait, "comparer", "v1", "v2", "--format", "json", *AU).sortie)["decision"]
    assert (block["au"], block["procedure"], block["effet"]) == ("2026-09-28", "actualisation-annuelle", "2027-01-01")
    assert block["echeances"][0] == {
        "procedure": "actualisation-annuelle",
        "terme": "appel",
        "date": "2026-10-15",
        "annee": 2026,
    }
    assert {item["etat"] for item in block["visas"]} == {"manquant"}
    # The opinion of the data bears on the sample, whose amounts are others.
    elsewhere = [(item["visa"], found["date"]) for item in block["visas"] for found in item["ailleurs"]]
    assert elsewhere == [("avis-comite-suivi", "2026-09-21")]


@pytest.mark.long
def test_the_json_holds_the_state_of_an_avenant(tmp_path: Path) -> None:
    proposed = avenant_vote(libelle_change(sans_avenant()), "")
    folder = git_repository(tmp_path, [sans_avenant(), scelle(sans_avenant(), proposed)])
    told = lancer(folder, "comparer", "v1", "v2", "--date", "2026-12-20", "--format", "json").sortie
    block = json.loads(told)["decision"]
    ((avenant,),) = (block["avenants"],)
    assert (avenant["numero"], avenant["etat"], len(avenant["parties"])) == (1, "avis_rendu", 22)


def test_a_procedure_that_is_enough_lets_the_change_pass(forfait: Path) -> None:
    done = lancer(forfait, "comparer", "v1", "v2", *AU, "--exiger", "actualisation-annuelle")
    assert (done.code, done.erreurs) == (0, b"")


def test_a_procedure_that_is_not_enough_stops_the_change_with_its_points_and_what_is_missing(forfait: Path) -> None:
    done = lancer(forfait, "comparer", "v1", "v2", *AU, "--exiger", "acte-de-gestion")
    message = espaces(done.message)
    assert done.code == 4
    assert message.startswith("La procédure « Acte de gestion » ne suffit pas :\n")
    assert "  Le point 1 demande la procédure « Actualisation annuelle » : Annexe 3, masse salariale" in message
    assert "  ☐ Délibération du Conseil métropolitain : manque\n" in message


@pytest.mark.long
def test_what_would_count_for_the_past_stops_the_change_when_a_procedure_is_given(forfait: Path) -> None:
    asked = ("comparer", "v1", "v2", "--date", "2027-02-01")
    done = lancer(forfait, *asked, "--exiger", "avenant")
    assert (lancer(forfait, *asked).code, done.code) == (0, 4)
    assert espaces(done.message).startswith("Refusé : le point 1 compterait à partir du 1er janvier 2027")


@pytest.mark.long
def test_a_correction_that_costs_is_always_refused_and_named(correction: Path) -> None:
    done = lancer(correction, "comparer", "v1", "v2", *AU)
    assert done.code == 4
    assert espaces(done.message).startswith("Refusé : le point 1 (Annexe 3, masse salariale : le montant « 710,60 € »")


@pytest.mark.long
def test_a_procedure_that_does_not_exist_is_an_error_of_usage(forfait: Path) -> None:
    done = lancer(forfait, "comparer", "v1", "v2", *AU, "--exiger", "avenants")
    assert done.code == 2
    assert "la procédure « avenants » n'existe pas (vouliez-vous dire « avenant »" in espaces(done.message)
