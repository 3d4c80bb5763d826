"""Exit codes, and what a command that stops leaves behind it: a sentence in French, nothing written, no figure."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import PROGRAMME, contenu, executer, lancer
from tests.compare.depots_git import git, git_repository
from tests.essais import FIGES, RACINE, edited, fichiers
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from pathlib import Path

PETIT = depot_fictif(3, 4, 1)
FAUX = edited(PETIT, "pricing/forfait.yaml", "montant: ", "montant: 1,")


@pytest.fixture(scope="module")
def revisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("revisions"), [PETIT, depot_fictif(3, 5, 2)])


# --- 2: the command is badly written ---


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("calculer", "--adherent", "metropolle"), "vouliez-vous dire «\u00a0metropole\u00a0»"),
        (("calculer", "--exercice", "2031"), "l'exercice 2031 n'est pas déclaré"),
        (("expliquer", "personne"), "l'adhérent «\u00a0personne\u00a0» est inconnu"),
        (("expliquer", "metropole", "--ligne", "copieurs"), "la ligne «\u00a0copieurs\u00a0» n'existe pas"),
        (("comparer", "--output=x", "HEAD"), "option inconnue «\u00a0--output\u00a0»"),
    ],
)
def test_a_command_badly_written_is_refused_in_french(revisions: Path, arguments: tuple[str, ...], phrase: str) -> None:
    lancer(revisions, *arguments).refuse(2, phrase)


def test_of_one_who_owes_nothing_no_empty_list_of_lines_is_given() -> None:
    run = lancer(FIGES / "ecoles", "expliquer", "college-des-aulnes", "--exercice", "2026", "--ligne", "copieurs")
    said = "la ligne « copieurs » n'existe pas pour college-des-aulnes en 2026 ; rien n'est dû cette année-là"
    assert (run.code, run.reproche.splitlines()[-1]) == (2, f"Erreur : {said}")


@pytest.mark.parametrize("commande", ["calculer --adherent", "expliquer", "comparer --"])
def test_an_argument_that_is_not_utf_8_is_shown_as_it_can_be(revisions: Path, commande: str) -> None:
    run = lancer(revisions, *commande.split(), os.fsdecode(b"nanc\xff"))
    assert run.code in (2, 3)
    assert "nanc\\udcff" in run.message


# --- 3: what surrounds the data ---


@pytest.mark.parametrize("commande", ["valider", "calculer", "expliquer nancy", "site"])
def test_an_empty_folder_is_never_green_and_stays_empty(tmp_path: Path, commande: str) -> None:
    lancer(tmp_path, *commande.split()).refuse(3, "rien à vérifier")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("commande", ["valider", "calculer", "expliquer metropole", "equilibre", "couverture"])
def test_data_without_a_catalogue_is_never_green(tmp_path: Path, commande: str) -> None:
    files = {path: text for path, text in PETIT.items() if not path.startswith("catalogue/")}
    lancer(write(tmp_path, files), *commande.split()).refuse(
        3, "rien à vérifier : aucun document sous catalogue/", "« git restore catalogue »"
    )


def test_a_misspelt_document_of_the_catalogue_is_shown_as_an_error(tmp_path: Path) -> None:
    files = {path: text for path, text in PETIT.items() if not path.startswith("catalogue/")}
    run = lancer(write(tmp_path, {**files, "catalogue/convention.yml": "format: 4\n"}), "valider")
    assert run.code == 1
    assert run.sortie.decode("utf-8").startswith("catalogue/convention.yaml:1:1 : erreur FIC002")


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    lancer(tmp_path, "-C", "absent", "valider").refuse(3, "« absent » n'existe pas")


def test_comparing_outside_git_is_refused(tmp_path: Path) -> None:
    lancer(write(tmp_path, PETIT), "comparer", "HEAD").refuse(3, "n'est pas un dépôt git")


@pytest.mark.parametrize("ref", ["nulle-part", "v99", "0123456789abcdef0123456789abcdef01234567", "HEAD~7", "v1^2"])
def test_an_unknown_revision_is_said(revisions: Path, ref: str) -> None:
    for arguments in ((ref,), ("v1", ref)):
        lancer(revisions, "comparer", *arguments).refuse(3, f"{ref} » est inconnue")


@pytest.mark.parametrize("ref", [".", "pricing", "pricing/forfait.yaml"])
def test_a_path_given_for_a_revision_is_said_to_be_one(revisions: Path, ref: str) -> None:
    lancer(revisions, "comparer", "v1", ref).refuse(3, f"« {ref} » est un chemin, et non une révision")


@pytest.mark.parametrize(
    "ref", ["--output=x", "-h", "--help", "-", "HEAD:pricing", "v1..v2 --output=x", "", "v1\nv2", "a b"]
)
def test_a_text_that_is_not_a_revision_never_reaches_git(revisions: Path, ref: str) -> None:
    before = contenu(revisions)
    lancer(revisions, "comparer", "--", ref).refuse(3, "n'est pas une révision")
    assert before == contenu(revisions)


@pytest.mark.parametrize("ref", ["HEAD~1", "v1"])
def test_a_shallow_clone_is_said_with_the_command_that_mends_it(revisions: Path, tmp_path: Path, ref: str) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{revisions}", "clone")
    lancer(tmp_path / "clone", "comparer", ref).refuse(3, "git fetch --unshallow")


def test_a_branch_that_only_the_origin_has_is_named_as_it_is_known_here(revisions: Path, tmp_path: Path) -> None:
    git(revisions, "branch", "ailleurs")
    git(tmp_path, "clone", "--quiet", f"file://{revisions}", "clone")
    lancer(tmp_path / "clone", "comparer", "ailleurs").refuse(3, "est inconnue ici : écrire « origin/ailleurs »")


def test_a_repository_without_any_commit_is_said(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    lancer(write(tmp_path, PETIT), "comparer", "HEAD").refuse(3, "est inconnue")


def test_a_side_that_holds_no_data_is_nothing_to_check_and_no_error_of_the_data(tmp_path: Path) -> None:
    depot = git_repository(tmp_path, [PETIT, {"LISEZMOI": "rien\n"}])
    for sides in (("v1", "v2"), ("v2", "v1")):
        lancer(depot, "comparer", *sides).refuse(3, "rien à vérifier")
        assert lancer(depot, "resumer", *sides).code == 3


@pytest.mark.parametrize("ref", ["v1", "main", "HEAD", "v1^{commit}", "HEAD~1", "main@{0}"])
def test_what_git_calls_a_revision_is_one(revisions: Path, ref: str) -> None:
    assert lancer(revisions, "comparer", ref, "v2").code == 0


# --- 1: the data has errors ---


@pytest.mark.parametrize("commande", ["calculer", "calculer --format json", "expliquer metropole", "comparer v2"])
def test_nothing_is_computed_on_wrong_data(tmp_path: Path, commande: str) -> None:
    folder = git_repository(tmp_path, [PETIT, FAUX])
    lancer(folder, *commande.split()).refuse(1, "pricing/forfait.yaml:6")


@pytest.mark.parametrize(
    ("base", "head", "side"), [(PETIT, FAUX, "la proposition (v2)"), (FAUX, PETIT, "la base (v1)")]
)
@pytest.mark.parametrize("forme", ["table", "markdown", "json"])
def test_errors_on_either_side_are_shown_without_any_total(
    tmp_path: Path, base: dict[str, str], head: dict[str, str], side: str, forme: str
) -> None:
    run = lancer(git_repository(tmp_path, [base, head]), "comparer", "v1", "v2", "--format", forme)
    run.refuse(1, f"Erreurs dans {side} :")
    assert "Total" not in run.message


def test_errors_on_both_sides_are_shown_together(tmp_path: Path) -> None:
    worse = edited(FAUX, "pricing/exercices/2026.yaml", "statut: ouvert", "statut: entrouvert")
    run = lancer(git_repository(tmp_path, [FAUX, worse]), "comparer", "v1", "v2")
    assert (run.code, run.sortie) == (1, b"")
    base, _, head = run.reproche.partition("\n\nErreurs dans la proposition (v2) :\n\n")
    assert base.startswith("Erreurs dans la base (v1) :")
    assert ("pricing/forfait.yaml:6" in base, "entrouvert" in base) == (True, False)
    assert ("pricing/forfait.yaml:6" in head, "« entrouvert » n'est pas une valeur permise" in head) == (True, True)


@pytest.mark.parametrize(("commande", "avertit"), [("valider", True), ("calculer", False), ("comparer v1", False)])
def test_only_what_prevents_a_command_is_shown_when_it_is_refused(
    tmp_path: Path, commande: str, *, avertit: bool
) -> None:
    right = fichiers(FIGES / "syndicat")
    wrong = edited(right, "adherents/pierrelune/adherent.yaml", "type: commune", "type: societe")
    run = lancer(git_repository(tmp_path, [right, wrong]), *commande.split())
    said = run.sortie.decode("utf-8") + run.message
    assert (run.code, "erreur TAR018" in said, "avertissement TAR025" in said) == (1, True, avertit)


def test_a_file_that_only_becomes_executable_changes_nothing(tmp_path: Path) -> None:
    folder = git_repository(tmp_path, [PETIT])
    git(folder, "update-index", "--chmod=+x", "pricing/forfait.yaml")
    git(folder, "commit", "--quiet", "--message", "exécutable")
    run = lancer(folder, "comparer", "v1", "HEAD")
    assert (run.code, "Aucune différence" in run.sortie.decode("utf-8")) == (0, True)


def test_wrong_data_is_shown_on_the_output_of_valider(tmp_path: Path) -> None:
    run = lancer(write(tmp_path, FAUX), "valider")
    assert (run.code, run.erreurs) == (1, b"")
    assert "FOR004" in run.sortie.decode("utf-8")


# --- the reader, the disk ---


@pytest.mark.long
@pytest.mark.parametrize("commande", ["calculer --format csv", "expliquer nancy", "calculer --format json"])
def test_a_reader_that_leaves_is_left_in_peace(reel: Path, commande: str) -> None:
    script = f'set -o pipefail; "$@" {commande} | head -1 >/dev/null; echo "${{PIPESTATUS[0]}}"'
    run = executer(reel, "bash", "-c", script, "bash", *PROGRAMME)
    assert run.erreurs == b""
    assert run.sortie.strip() in {b"0", b"1", b"141"}


@pytest.mark.parametrize(
    ("commande", "code"), [("calculer --inconnue", 2), ("-C absent valider", 3), ("valider > /dev/full", 3)]
)
def test_the_exit_code_says_what_the_error_stream_cannot(revisions: Path, commande: str, code: int) -> None:
    script = f'"$@" {commande} 2>/dev/full'
    assert executer(revisions, "bash", "-c", script, "bash", *PROGRAMME).code == code


@pytest.mark.parametrize(
    "commande",
    [
        "calculer --format json",
        pytest.param("valider", marks=pytest.mark.long),
        pytest.param("calculer", marks=pytest.mark.long),
    ],
)
def test_a_full_disk_is_said_without_a_traceback(revisions: Path, commande: str) -> None:
    script = f'"$@" {commande} > /dev/full'
    run = executer(revisions, "bash", "-c", script, "bash", *PROGRAMME)
    message = "Erreur\u00a0: le disque ou le système refuse l'opération (le disque est plein)\n"
    assert (run.code, run.message) == (3, message)


COMME_WINDOWS = """
import io, sys
for name in ("stdout", "stderr"):
    setattr(sys, name, io.TextIOWrapper(getattr(sys, name).buffer, encoding="cp1252", newline="\\r\\n"))
from convention.cli.main import main
main()
"""
"""What Python gives there to a command whose output goes to a file or to another command."""


@pytest.mark.parametrize("commande", ["calculer --par service", "comparer v1 v2 --format json", "expliquer inconnu"])
def test_a_file_or_a_pipe_of_windows_receives_the_same_bytes(revisions: Path, commande: str) -> None:
    here = lancer(revisions, *commande.split())
    env = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    there = executer(revisions, sys.executable, "-c", COMME_WINDOWS, *commande.split(), env=env)
    assert any(letter in here.sortie + here.erreurs for letter in ("é".encode(), "\u202f".encode()))
    assert there == here


def test_commands_write_nothing_in_the_repository(revisions: Path) -> None:
    before = contenu(revisions)
    for commande in ("valider", "calculer", "expliquer metropole", "comparer v1", "comparer v1 v2"):
        assert lancer(revisions, *commande.split()).code == 0
    assert before == contenu(revisions)


def test_the_folder_to_work_on_is_said_before_the_command_or_after_it(tmp_path: Path) -> None:
    depot = str(FIGES / "mini")
    before, after = (lancer(tmp_path, *words) for words in (("-C", depot, "valider"), ("valider", "-C", depot)))
    assert (before.code, before.sortie) == (0, after.sortie)
    assert lancer(tmp_path, "valider", "-C").code == 2


def test_the_help_names_every_command_that_a_missing_decision_stops() -> None:
    commands = RACINE / "tools/convention/cli"
    assert {path.stem for path in commands.rglob("*.py") if "Sortie.DECISION" in path.read_text("utf-8")} == {
        "avenant",
        "comparer",
    }
    assert "; 4 décision manquante (comparer, avenant) ;" in " ".join(lancer(FIGES, "--aide").dit.split())
