"""What `convention nouveau` writes besides data: what editors and the forge read, the lock, the first commit."""

from __future__ import annotations

import json
import re
import shlex
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from convention.cli.cadre.outil import INSTALLER, PAQUET, VERROU
from tests.cli.commande import contenu, lancer
from tests.cli.modifier.naissance import REPONSES, demander, naitre
from tests.compare.depots_git import git
from tests.espaces import espaces
from tests.essais import RACINE

if TYPE_CHECKING:
    from pathlib import Path

EMPREINTE = f"    --hash=sha256:{'0' * 64}\n"
QUI = "[user]\nname = Essai\nemail = essai@example.org\n"


def _with_git(tmp_path: Path) -> Path:
    (tmp_path / ".gitconfig").write_text(QUI, "utf-8")
    return naitre(tmp_path, "--git", env={"HOME": str(tmp_path)})


@pytest.fixture
def ne(tmp_path: Path) -> Path:
    """The repository of the example."""
    return naitre(tmp_path)


def test_the_settings_of_its_editor_are_those_of_this_repository_but_for_python(ne: Path) -> None:
    ours, theirs = (json.loads((root / ".vscode/settings.json").read_text("utf-8")) for root in (RACINE, ne))
    assert theirs == {key: value for key, value in ours.items() if "python" not in key}
    ours = json.loads((RACINE / ".vscode/extensions.json").read_text("utf-8"))
    [told] = re.findall(r"l'extension YAML \(`(\S+)`\)", (ne / "README.md").read_text("utf-8"))
    assert told in ours["recommendations"]


def test_its_schemas_are_up_to_date_and_accept_its_documents(ne: Path) -> None:
    assert lancer(ne, "schemas", "--verifier").code == 0


def test_a_small_convention_has_fourteen_files_beyond_the_folder_of_each_member(tmp_path: Path) -> None:
    """Three services; the answers, from which all of it is made again, and the schemas, made by the tool, set apart."""
    ne = naitre(tmp_path, reponses=REPONSES[: REPONSES.index("  - {nom: Adhésion")])
    paths = [path for path in contenu(ne) if not path.startswith(("adherents/", "schemas/"))]
    assert sorted(paths) == [
        ".github/workflows/convention.yml",
        ".vscode/settings.json",
        "README.md",
        "catalogue/convention.yaml",
        "catalogue/services/S01.yaml",
        "catalogue/services/S02.yaml",
        "catalogue/services/S03.yaml",
        VERROU,
        "pricing/cles.yaml",
        "pricing/composants/S01.yaml",
        "pricing/composants/S02.yaml",
        "pricing/composants/S03.yaml",
        "pricing/couts-de-possession.yaml",
        "pricing/exercices/2027.yaml",
    ]


@pytest.fixture(params=[("github", ".github/workflows/convention.yml"), ("gitlab", ".gitlab-ci.yml"), ("aucune", "")])
def forge(request: pytest.FixtureRequest) -> tuple[str, str]:
    nom, path = request.param
    return str(nom), str(path)


def test_its_forge_controls_what_is_proposed_and_its_first_page_says_by_which_file(
    forge: tuple[str, str], tmp_path: Path
) -> None:
    nom, path = forge
    ne = naitre(tmp_path, reponses=f"{REPONSES}forge: {nom}\n")
    written = [item for item in contenu(ne) if item.startswith((".github", ".gitlab"))]
    assert written == ([path] if path else [])
    text = (ne / "README.md").read_text("utf-8")
    assert re.findall(r"La forge contrôle chaque proposition par `(.*)`", text) == written


def test_an_unknown_forge_is_met_with_those_that_are(tmp_path: Path) -> None:
    done = demander(tmp_path, reponses=f"{REPONSES}forge: gitlub\n")
    assert (done.code, "« gitlab »" in done.reproche) == (1, True), done.message


def test_either_forge_runs_the_same_commands_of_the_tool() -> None:
    folder = RACINE / "tools/convention/cli/modifier/depot"
    found = {
        nom: set(re.findall(r"convention (?:valider|schemas|resumer|site)(?: --niveau \w+| --verifier)?", text))
        for nom in ("github", "gitlab")
        for text in [(folder / f"{nom}.yml").read_text("utf-8")]
    }
    assert found["github"] == found["gitlab"]


def test_a_repository_that_names_another_version_of_the_tool_is_not_read(ne: Path) -> None:
    (ne / VERROU).write_text(f"# …\n{PAQUET}==0.3.9 \\\n{EMPREINTE}", "utf-8")
    before = contenu(ne)
    for words in ("valider", "calculer", "schemas", "fixer messagerie cout_annuel 3 --exercice 2027"):
        done = lancer(ne, *words.split())
        assert done.code == 3
        assert f"version 0.3.9 de l'outil ({VERROU})" in done.message
        assert f"version {version(PAQUET)} qui est installée" in done.message
        assert INSTALLER in done.message
    assert contenu(ne) == before


@pytest.mark.parametrize("text", ["", f"{PAQUET}=={{}}\n", "autre-paquet==1.0\n", f"# {PAQUET}==0.1\n"])
def test_a_repository_that_names_this_version_or_none_is_read(text: str, ne: Path) -> None:
    (ne / VERROU).write_text(text.format(version(PAQUET)), "utf-8")
    assert lancer(ne, "valider").code == 0


def test_a_proposal_that_changes_the_lock_is_said_to_change_the_tool(tmp_path: Path) -> None:
    ne = _with_git(tmp_path)
    (ne / VERROU).write_text(f"{PAQUET}=={version(PAQUET)} \\\n{EMPREINTE}", "utf-8")
    done = lancer(ne, "comparer", "HEAD")
    assert f"change aussi l'outil ou ses contrôles : « {VERROU} »" in done.dit


def test_a_lock_that_is_a_link_is_refused(ne: Path, tmp_path: Path) -> None:
    (ne / VERROU).rename(tmp_path / VERROU)
    (ne / VERROU).symlink_to(tmp_path / VERROU)
    done = lancer(ne, "valider")
    assert (done.code, f"{VERROU} ne peut pas être lu (lien symbolique)" in done.message) == (3, True)


def test_the_lock_given_is_written_as_it_is(tmp_path: Path) -> None:
    text = f"# à lire\n{PAQUET}=={version(PAQUET)} \\\n{EMPREINTE}click==8.5.1 \\\n{EMPREINTE}    # via {PAQUET}\n"
    (tmp_path / "v.txt").write_text(text, "utf-8")
    assert (naitre(tmp_path, "--outil", "v.txt") / VERROU).read_text("utf-8") == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{PAQUET}==0.1 \\\n{EMPREINTE}", "n'est pas le verrou de la version"),
        (f"{PAQUET}=={{}}\n", "n'est pas le verrou de la version"),
        (f"{PAQUET}=={{}} \\\n{EMPREINTE}--extra-index-url=ailleurs\n", "ligne 3"),
        (f"{PAQUET}=={{}} \\\n{EMPREINTE}-r ailleurs.txt\n", "ligne 3"),
        (f"{PAQUET}=={{}} \\\n{EMPREINTE}click @ file:///ailleurs \\\n{EMPREINTE}", "ligne 3"),
    ],
)
def test_a_lock_of_another_version_or_that_looks_elsewhere_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "v.txt").write_text(text.format(version(PAQUET)), "utf-8")
    done = demander(tmp_path, "--outil", "v.txt")
    assert (done.code, said in done.message) == (2, True), done.message
    assert not (tmp_path / "brume").exists()


def test_with_git_it_has_a_first_commit_that_holds_everything(tmp_path: Path) -> None:
    ne = _with_git(tmp_path)
    assert git(ne, "log", "--format=%an %s").strip() == "Essai Premier état de la convention"
    assert git(ne, "branch", "--show-current").strip() == "main"
    assert git(ne, "status", "--porcelain") == ""
    assert lancer(ne, "comparer", "HEAD").code == 0


def test_a_branch_that_is_not_there_is_met_with_those_that_are(tmp_path: Path) -> None:
    done = lancer(_with_git(tmp_path), "comparer", "master")
    assert (done.code, "« master » est inconnue : écrire « main »" in espaces(done.message)) == (3, True), done.message


def test_a_price_fixed_where_there_is_no_commit_is_not_said_to_be_compared_to_one(tmp_path: Path) -> None:
    words = ("fixer", "messagerie", "cout_annuel", "2600", "--exercice", "2027", "--essai")
    assert b"comparer HEAD" not in lancer(naitre(tmp_path), *words).sortie
    git(tmp_path / "brume", "init", "--quiet")
    git(tmp_path / "brume", "add", ".")
    git(tmp_path / "brume", "commit", "--quiet", "-m", "un")
    assert b"comparer HEAD" in lancer(tmp_path / "brume", *words).sortie


def test_with_git_a_repository_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "brume").mkdir()
    git(tmp_path / "brume", "init", "--quiet", "--initial-branch=tronc")
    ne = _with_git(tmp_path)
    assert git(ne, "branch", "--show-current").strip() == "tronc"
    assert git(ne, "log", "--format=%s").strip() == "Premier état de la convention"


def test_without_a_name_for_git_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n", "utf-8")
    done = demander(tmp_path, "--git", env={"HOME": str(tmp_path)})
    assert (done.code, "git config --global user.name" in done.message) == (3, True)
    assert not (tmp_path / "brume").exists()


def test_the_hook_offered_to_repositories_of_data_runs_before_what_it_checks(ne: Path) -> None:
    (hook,) = YAML(typ="safe", pure=True).load((RACINE / ".pre-commit-hooks.yaml").read_text("utf-8"))
    ours = YAML(typ="safe", pure=True).load((RACINE / ".pre-commit-config.yaml").read_text("utf-8"))
    (same,) = [item for repo in ours["repos"] for item in repo["hooks"] if item["id"] == "valider"]
    assert (hook["files"], hook["pass_filenames"]) == (same["files"], same["pass_filenames"])
    program, *words = shlex.split(hook["entry"])
    assert program == "convention"
    assert lancer(ne, *words).code == 0
    (ne / "pricing/cles.yaml").write_text("cles: {}\n", "utf-8")
    assert lancer(ne, *words).code == 1


SANS_SIGNATURE = """# yaml-language-server: $schema=../schemas/procedures.schema.json
origine: demonstration
source: inventé pour les essais
visas: {}
procedures:
  avenant: {libelle: Avenant, rang: 1, description: Les parties signent}
changements: []
"""
GENRES = (
    *("convention", "service", "procedures", "adherent", "souscriptions", "quantites", "cles"),
    *("couts-de-possession", "composants", "exercice"),
)


def test_the_kinds_that_no_procedure_covers_are_told_at_once(ne: Path) -> None:
    (ne / "catalogue/procedures.yaml").write_text(SANS_SIGNATURE, "utf-8")
    told = lancer(ne, "valider").dit
    assert told.count("GOU024") == 1
    assert [nom for nom in GENRES if f"« {nom} »" not in told] == []


def test_where_no_procedure_is_signed_the_refusal_of_an_avenant_says_what_changes_and_what_lacks(
    tmp_path: Path,
) -> None:
    ne = _with_git(tmp_path)
    rows = "".join(f"  - {{genre: {nom}, procedure: avenant, motif: essai}}\n" for nom in GENRES)
    text = SANS_SIGNATURE.replace("changements: []\n", f"changements:\n{rows}")
    (ne / "catalogue/procedures.yaml").write_text(text, "utf-8")
    committed = ("commit", "--quiet", "--all", "-m", "un")
    git(ne, "add", ".")
    git(ne, *committed)
    assert lancer(ne, "fixer", "messagerie", "cout_annuel", "2600", "--exercice", "2027").code == 0
    git(ne, *committed)
    done = lancer(ne, "avenant", "etablir", "HEAD~1", "HEAD", "--numero", "1", "--sortie", str(tmp_path / "sortie"))
    told = done.reproche
    assert done.code != 0
    assert "Point 1, Service S01, messagerie : le coût annuel passe de « 2 400,00 € » à « 2 600,00 € »" in told, told
    assert "dont un visa est « etape: signature »" in told
