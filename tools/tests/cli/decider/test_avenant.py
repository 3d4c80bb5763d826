"""`convention avenant`: what is voted is written for each signatory, and recognised again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import lancer
from tests.compare.decision.petites_decisions import avenant
from tests.compare.depots_git import git_repository
from tests.essais import FIGES, edited, fichiers

if TYPE_CHECKING:
    from pathlib import Path

VILLAGES = fichiers(FIGES / "villages")
PROPOSES = edited(VILLAGES, "pricing/couts-de-possession.yaml", "{2026: 0.03}", "{2026: 0.03, 2027: 0.02}")
LE_JOUR = ("--date", "2026-11-25")
A_ORMEVAL = (*LE_JOUR, "--adherent", "ormeval")


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("depot"), [VILLAGES, avenant(PROPOSES)])


@pytest.fixture(scope="module")
def papiers(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    sortie = tmp_path_factory.mktemp("avenant")
    done = lancer(depot, "avenant", "etablir", "v1", "v2", "--numero", "1", *A_ORMEVAL, "--sortie", str(sortie))
    assert (done.code, done.message) == (0, "")
    return sortie


def test_a_seal_holds_while_sentences_and_amounts_are_the_same(depot: Path, papiers: Path) -> None:
    done = lancer(depot, "avenant", "verifier", str(papiers / "avenant-1.json"))
    assert (done.code, b"tient" in done.sortie) == (0, True)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("montants", 0, "apres"), "1.00", "1.00 €"),
        (("phrases", 0), "autre chose", "autre chose"),
        (("empreinte",), "0" * 64, "le fichier a été modifié"),
    ],
)
def test_whatever_was_altered_is_named(
    depot: Path, papiers: Path, tmp_path: Path, place: tuple[str | int, ...], value: str, told: str
) -> None:
    document = json.loads((papiers / "avenant-1.json").read_text())
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    altered = tmp_path / "altere.json"
    altered.write_text(json.dumps(document))
    done = lancer(depot, "avenant", "verifier", str(altered))
    assert (done.code, told in done.sortie.decode()) == (1, True)


@pytest.fixture(scope="module")
def consigne(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = lancer(
        *(depot, "avenant", "etablir", "v1", "v2", "--numero", "1", "--consigner", *A_ORMEVAL),
        *("--sortie", str(tmp_path_factory.mktemp("papiers"))),
    )
    assert (done.code, b"catalogue/avenants/1/avenant.json" in done.sortie) == (0, True)
    return depot / "catalogue" / "avenants" / "1" / "avenant.json"


@pytest.mark.long
def test_what_is_kept_in_the_data_says_what_the_papers_say_and_names_no_commit(papiers: Path, consigne: Path) -> None:
    # The papers are drawn up first: what is kept is then a file that is not committed.
    kept, given = (json.loads(path.read_text()) for path in (consigne, papiers / "avenant-1.json"))
    beside = {name: given[name] for name in ("base", "proposition", "outil")}
    assert kept | beside == given


@pytest.mark.long
def test_what_is_kept_holds_when_the_revisions_are_given(depot: Path, consigne: Path) -> None:
    without = lancer(depot, "avenant", "verifier", str(consigne))
    one = lancer(depot, "avenant", "verifier", str(consigne), "v1")
    both = lancer(depot, "avenant", "verifier", str(consigne), "v1", "v2")
    assert (without.code, "ajouter BASE et PROPOSITION" in without.message) == (2, True)
    assert (one.code, both.code, b"tient" in both.sortie) == (2, 0, True)


@pytest.mark.long
def test_what_the_data_refuses_is_not_kept(depot: Path, tmp_path: Path) -> None:
    done = lancer(
        *(depot, "avenant", "etablir", "v1", "v2", "--numero", "2", "--consigner", *A_ORMEVAL),
        *("--sortie", str(tmp_path / "rien")),
    )
    assert (done.code, "AVE008" in done.sortie.decode() + done.message) == (1, True)
    assert not (depot / "catalogue" / "avenants" / "2").exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": 1}', "\x00", '{"version": 2, "phrases": 3}', "[" * 100_000], ids=range(7)
)
def test_a_file_that_is_no_amendment_is_refused_in_a_sentence(depot: Path, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    done = lancer(depot, "avenant", "verifier", str(path))
    assert (done.code, "Traceback" in done.message) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("v1", "v1", "--numero", "1"), 2, "rien ne change"),
        (("v1", "v2", "--numero", "0"), 2, "--numero"),
        (("v1", "absente", "--numero", "1"), 3, "inconnue"),
        (("v1", "v2", "--numero", "1", "--adherent", "les-villages-du-plateau"), 2, "signe avec chacun"),
        (("v1", "v2", "--numero", "1", "--adherent", "ormevil"), 2, "ormeval"),
    ],
)
def test_what_cannot_be_drawn_up_is_said_and_nothing_is_written(
    depot: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = lancer(depot, "avenant", "etablir", *arguments, *LE_JOUR, "--sortie", str(tmp_path / "rien"))
    assert (done.code, told in done.message, (tmp_path / "rien").exists()) == (code, True, False)
