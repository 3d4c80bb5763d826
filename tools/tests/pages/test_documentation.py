"""What documents show is what the tool prints: excerpts of the README, sample amendments, the contract's schema."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.checks.registry import run
from convention.cli.publier.schemas import validator
from corpus import CORPUS
from images import IMAGES, MOTS, shown
from tests.cli.commande import lancer
from tests.compare.depots_git import git, git_repository
from tests.espaces import espaces
from tests.essais import GRAND_NANCY, RACINE, fichiers_nancy, lire
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path

EXTRAIT = re.compile(r"<!-- extrait : (?P<commande>.+?) -->\n```text\n(?P<texte>.*?)```", re.DOTALL)
README = (RACINE / "README.md").read_text("utf-8")
EXTRAITS = [(found["commande"], found["texte"]) for found in EXTRAIT.finditer(README)]
TABLE = README[README.index("| Je veux | Je tape |") : README.index("Une erreur est montrée à sa ligne")]
COMMANDES = list(dict.fromkeys(re.findall(r"`convention ([^`]+)`", TABLE)))
ATTENDENT = {
    "clore 2026": (1, "n'est pas fini"),
    "appels sceller 2027-04": (1, "l'exercice 2026 est encore ouvert"),
}
"""What stops, and why: what the year has not brought yet."""
AILLEURS = {"avenant", "direct", "relever", "serveur-langage", "servir", "site"}
"""What asks for a branch, an inventory or a reader, or is long: each has its own tests."""
AVENANTS = sorted((RACINE / "docs" / "exemples").glob("*.patch"))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> str:
    depot = git_repository(tmp_path_factory.mktemp("demonstration"), [fichiers_nancy()])
    done = subprocess.run(
        [sys.executable, "tools/demo.py", str(depot)], cwd=RACINE, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_decision_that_another_one_replaces_says_so_at_its_head() -> None:
    heads = {path.name: path.read_text("utf-8").partition("\n## ")[0] for path in (RACINE / "docs/decisions").iterdir()}
    pairs = [
        {
            (one, other)
            for one, head in heads.items()
            for other in re.findall(rf"^{word} \[\d+\]\((.+?)\)", head, re.MULTILINE)
        }
        for word in ("Remplace", "Remplacée par")
    ]
    assert pairs[0]
    assert {(after, before) for before, after in pairs[1]} == pairs[0]


def test_the_readme_shows_an_excerpt_of_each_step() -> None:
    commands = {command.split(",")[0].split(" --")[0] for command, _ in EXTRAITS}
    assert {"convention valider", "convention calculer", "convention comparer HEAD"} < commands


@pytest.mark.long
@pytest.mark.parametrize(("command", "excerpt"), EXTRAITS, ids=[command for command, _ in EXTRAITS])
def test_an_excerpt_of_the_readme_is_what_the_tool_prints(command: str, excerpt: str, demonstration: str) -> None:
    shown_by_the_demonstration = command.split()[1] in ("valider", "calculer", "comparer")
    told = None if shown_by_the_demonstration else lancer(GRAND_NANCY, *command.split()[1:])
    printed = demonstration if told is None else told.sortie.decode("utf-8")
    for block in excerpt.split("…\n"):
        assert block in printed


@pytest.mark.long
def test_the_pictures_of_the_readme_show_what_the_tool_says_on_their_day(tmp_path: Path) -> None:
    kept = json.loads(MOTS.read_text("utf-8"))
    depot = git_repository(tmp_path / "depot", [fichiers_nancy()])
    told = {nom: item.mots for nom, item in shown(depot, tmp_path, kept["jour"]).items()}
    assert {"jour": kept["jour"], **told} == kept
    assert {path.stem for path in IMAGES.glob("*.png")} == kept.keys() - {"jour"}


@pytest.mark.long
def test_a_command_of_the_readme_does_what_it_says_or_says_what_it_awaits(tmp_path: Path) -> None:
    depot = git_repository(tmp_path, [fichiers_nancy()])
    git(depot, "branch", "--move", "main")
    git(depot, "branch", "ma-branche")
    git(depot, "branch", "essai")
    shutil.copytree(RACINE / "docs" / "exemples", depot / "docs" / "exemples")
    told = {}
    for command in COMMANDES:
        if command.split()[0] not in AILLEURS:
            done = lancer(depot, *command.split())
            code, why = ATTENDENT.get(command, (0, ""))
            if (done.code, why in espaces((done.sortie + done.erreurs).decode())) != (code, True):
                told[command] = (done.code, done.message)
    assert told == {}


@pytest.mark.long
def test_the_demonstration_is_said_in_a_hundred_lines(demonstration: str) -> None:
    assert len(demonstration.splitlines()) <= 100


A_SUIVRE = {
    "adhesion-ccas": {"ENT006", "ADH008", "EQU005"},
    "avenant-1": {"ADH017"},
    "cle-messagerie": {"ADH017"},
    "sortie-pulnoy": {"EQU001"},
}
"""What a sample leaves to be done: a signature, credits to vote, an estimate of a year without it. Others: nothing."""


@pytest.mark.long
@pytest.mark.parametrize("path", AVENANTS, ids=lambda path: path.name)
def test_a_sample_amendment_applies_and_leaves_the_data_without_error(path: Path, tmp_path: Path) -> None:
    clone = _clone(tmp_path)
    git(clone, "apply", str(path))
    run = lancer(clone, "valider")
    assert (run.code, run.erreurs) == (0, b"")
    told = re.findall(r" : avertissement ([A-Z]{3}\d{3})$", run.sortie.decode("utf-8"), re.MULTILINE)
    assert set(told) == A_SUIVRE.get(path.stem, set())


def test_the_decision_that_the_page_of_the_year_shows_is_a_document_without_error() -> None:
    page = (RACINE / "docs" / "annee.md").read_text("utf-8")
    (shown,) = re.findall(r"```yaml\n(# yaml-language-server: .*?)```", page, re.DOTALL)
    depot = lire({**fichiers_nancy(), "catalogue/decisions.yaml": shown})
    assert [item for item in run(depot) if item.code.startswith(("AVE", "GOU", "ORI"))] == []
    assert depot.vie.decisions_prises["actualisation-2027"].transmis_le == date(2026, 9, 28)


def test_the_output_of_calculer_follows_its_published_schema() -> None:
    schema = json.loads((RACINE / "schemas" / "sortie-calcul.schema.json").read_text("utf-8"))
    document = json.loads(lancer(GRAND_NANCY, "calculer", "--exercice", "2025", "--format", "json").sortie)
    assert list(validator(schema).iter_errors(document)) == []


def test_the_page_of_measures_holds_figures_and_says_which_goals_are_missed() -> None:
    table, _, prose = _page("docs/performance.md").partition("<!-- fin de mesures -->")
    pattern = r"^\| (.+) \| [0-9,]+(?: s| Mo| ko)? \| ≤ .+ \| (\S+) \|$"
    rows = re.findall(pattern, table, re.MULTILINE)
    missed = {re.split(r",| avec | \(", row)[0] for row, kept in rows if kept != "tenu"}
    told = prose.partition("\n## ")[0]
    assert len(rows) == 27
    assert [name for name in missed if name not in told] == []


def test_every_link_of_a_document_leads_to_a_file() -> None:
    documents = [*RACINE.glob("*.md"), *(RACINE / "docs").rglob("*.md")]
    missing = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []


def test_each_test_that_the_page_of_reliability_cites_exists() -> None:
    cited = re.findall(r"`(tools/tests/[^`]+\.py)`", _page("docs/fiabilite.md"))
    assert len(cited) > 20
    assert [path for path in cited if not (RACINE / path).is_file()] == []


def test_each_test_that_make_corpus_runs_exists() -> None:
    cited = [item.partition("::") for corpus in CORPUS for item in corpus.essais]
    files = {path: file for path, _, _ in cited if (file := RACINE / "tools/tests" / path).is_file()}
    assert [path for path, _, name in cited if path not in files or name not in files[path].read_text("utf-8")] == []


def test_a_collection_is_given_to_tests_by_the_variable_that_they_read() -> None:
    texts = (path.read_text("utf-8") for path in (RACINE / "tools/tests").rglob("*.py"))
    read = {name for text in texts for name in re.findall(r'"(CONVENTION_CORPUS_[A-Z_]+)"', text)}
    assert {item.variable for item in CORPUS if item.variable} == read


def _page(path: str) -> str:
    return (RACINE / path).read_text("utf-8")


def _clone(tmp_path: Path) -> Path:
    """Copy the data as it stands into a repository of its own."""
    clone = write(tmp_path / "clone", fichiers_nancy())
    git(clone, "init", "--quiet")
    return clone
