"""`comparer` and `resumer` say what changes and is no data, and what is not committed: the real commands, real git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.cli.cadre.derives import drawn_texts
from convention.compare.comparaison import comparer
from convention.loading import histoire
from convention.loading.git import tracked_files
from convention.loading.loader import load
from convention.model.cadre.hors_donnees import Role, role_of
from convention.model.documents.catalogue import FORMAT
from convention.reports.comparaison.comparaison import neutral_files
from convention.reports.comparaison.hors_donnees import NOMMES, named
from tests.cli.commande import lancer
from tests.compare.depots_git import git, git_repository, shown
from tests.espaces import espaces
from tests.essais import RACINE, Textes, edited, lire
from tests.forge.projet import DONNEES
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path

FORME = "1 fichier de données ne change que par la forme (commentaires, ordre sans effet, mise en page)"
CHANGE = "pricing/forfait.yaml"
RIEN = "Aucune différence : ni les données, ni les montants ne changent."
APRES = {
    **DONNEES,
    "tools/convention/engine/x.py": "1",
    "tools/convention/cli/mkdocs/theme/main.html": "<p>",
    "docs/annee.md": "…",
    "pricing/.note": "brouillon",
}


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return git_repository(tmp_path_factory.mktemp("depot"), [DONNEES, APRES])


def said(depot: Path, *arguments: str) -> str:
    done = lancer(depot, *arguments)
    assert (done.code, done.message) == (0, "")  # nothing wrong with the data
    return espaces(shown(done.sortie.decode()))


# --- what is no data ---


@pytest.mark.parametrize(
    "arguments",
    [("comparer", "v1", "v2"), ("comparer", "v1"), ("comparer", "v1", "v2", "--format", "markdown"), ("resumer", "v1")],
)
def test_the_tool_the_site_and_hidden_files_that_change_are_named(depot: Path, arguments: tuple[str, ...]) -> None:
    text = said(depot, *arguments)
    assert RIEN in text
    assert "La proposition change aussi l'outil ou ses contrôles : « tools/convention/engine/x.py »." in text
    assert (
        "La proposition change aussi le site et ce qu'il montre : « tools/convention/cli/mkdocs/theme/main.html »."
        in text
    )
    assert "parmi les données, des fichiers cachés que l'outil ne lit pas : « pricing/.note »." in text
    assert "fichiers sans effet sur les données ni sur le site : « docs/annee.md »." in text


def test_another_tool_reads_what_is_no_data(depot: Path) -> None:
    text = said(depot, "comparer", "v1", "v2", "--format", "json")
    assert '"remarques": [\n    "La proposition change aussi l\'outil' in text


def test_each_file_of_this_repository_that_is_no_data_has_a_role() -> None:
    roles = {path: role_of(path) for path in tracked_files(RACINE)}
    assert [path for path, role in roles.items() if role is Role.CACHES] == []
    others = [path for path, role in roles.items() if role is Role.AUTRES]
    assert {path.rpartition(".")[2] for path in others} <= {"LICENSE", "md", "patch", "png", "yaml"}


def test_the_first_files_are_named_the_others_counted() -> None:
    paths = [f"tools/{rank:03}.py" for rank in range(NOMMES + 3)]
    assert espaces(named(paths)).endswith("« tools/011.py » et 3 autres fichiers")


def test_a_tree_without_end_is_named_by_its_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histoire, "DOSSIERS_OUVERTS", 40)
    # Ten levels of ten folders, each ten times the same: ten thousand million files.
    root = git_repository(tmp_path, [{"a.txt": "1"}])
    blob = git(root, "hash-object", "-w", "a.txt").strip()
    rows = [f"100644 blob {blob}\tx"]
    for _ in range(10):
        (root / "arbre").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        tree = _tree(root)
        rows = [f"040000 tree {tree}\td{rank}" for rank in range(10)]
    commit = git(root, "commit-tree", tree, "-m", "Piège").strip()
    found = histoire.changed_files(root, git(root, "rev-parse", "v1").strip(), commit)
    assert 0 < len(found) <= 400
    assert found[0] == "a.txt"


def test_beyond_what_is_opened_the_last_folders_by_name_are_named_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histoire, "DOSSIERS_OUVERTS", 40)
    many = {f"d{rank:03}/x": "1" for rank in range(43)}
    root = git_repository(tmp_path, [{"a.txt": "1"}, {"a.txt": "1", **many}])
    before, after = (git(root, "rev-parse", version).strip() for version in ("v1", "v2"))
    # The root is one of those that are opened.
    kept = sorted(many)[:39]
    assert histoire.changed_files(root, before, after) == (
        *kept,
        *sorted(path[:-1] for path in many if path not in kept),
    )


def _tree(root: Path) -> str:
    """Write a tree from the rows of a file."""
    git(root, "read-tree", "--empty")
    found = git(root, "-c", "alias.faire=!git mktree < arbre", "faire")
    return found.strip()


# --- what the tool draws from the data ---


def test_a_file_drawn_from_the_data_follows_them_when_it_is_what_they_give_to_the_byte(tmp_path: Path) -> None:
    drawn = dict(drawn_texts(load(Textes(DONNEES)).depot))
    forged = {path: text + "\n" for path, text in drawn.items()}
    form = min(drawn)
    suit, autre = (
        git_repository(tmp_path / nom, [DONNEES, {**DONNEES, **files}]) for nom, files in (("a", drawn), ("b", forged))
    )
    for arguments in (("comparer", "v1", "v2"), ("comparer", "v1"), ("resumer", "v1")):
        followed, refused = said(suit, *arguments), said(autre, *arguments)
        assert f"{len(drawn)} fichiers que l'outil tire des données les suivent : « {form} »," in followed
        assert "⚠" not in followed
        assert "La proposition change aussi" not in followed
        assert f"La proposition change aussi l'outil ou ses contrôles : « {form} »," in refused
        assert "les suivent" not in refused


# --- what the proposal lacks ---


def test_a_proposal_that_its_base_has_left_behind_says_that_what_came_since_reads_as_withdrawn(depot: Path) -> None:
    lacks = (
        "La base a changé depuis que cette proposition en est partie : ce qui s'y est ajouté se lit ici comme retiré."
    )
    assert lacks in said(depot, "comparer", "v2", "v1")
    assert lacks in said(depot, "resumer", "v2", "v1")
    assert "La base a changé" not in said(depot, "comparer", "v1", "v2")


# --- what is not committed ---


@pytest.mark.parametrize("arguments", [("resumer", "v1"), ("comparer", "v1", "v2"), ("comparer", "v1", "HEAD")])
def test_what_is_not_committed_is_said_not_to_be_counted(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    root = git_repository(tmp_path, [DONNEES, DONNEES])
    write(root, {CHANGE: DONNEES[CHANGE] + "# relu\n", "nouveau.txt": "…"})
    text = said(root, *arguments)
    assert RIEN in text
    wanted = "2 fichiers modifiés du dossier de travail ne sont pas validés (commit) et ne sont pas comptés ici : "
    assert f"{wanted}« nouveau.txt » et « {CHANGE} »." in text


def test_the_working_tree_that_is_compared_is_counted(tmp_path: Path) -> None:
    root = git_repository(tmp_path, [DONNEES])
    write(root, {CHANGE: DONNEES[CHANGE] + "# relu\n"})
    text = said(root, "comparer", "v1")
    assert "ne sont pas comptés" not in text
    assert f"{FORME} : « {CHANGE} »." in text


def test_another_revision_than_the_one_checked_out_says_nothing_of_the_working_tree(tmp_path: Path) -> None:
    root = git_repository(tmp_path, [DONNEES, APRES])
    write(root, {"nouveau.txt": "…"})
    assert "ne sont pas comptés" not in said(root, "comparer", "v1", "v1")


def test_what_a_new_format_has_no_word_for_is_said_to_be_one_of_the_ways_in_which_only_the_layout_changes() -> None:
    older = edited(DONNEES, "catalogue/convention.yaml", f"format: {FORMAT}", f"format: {FORMAT - 1}")
    comparaison = comparer(lire(older), lire({**DONNEES, CHANGE: f"{DONNEES[CHANGE]}# Relu.\n"}))
    (told,) = neutral_files(comparaison)
    assert f"mise en page, mots que le format {FORMAT} n'a plus) : « {CHANGE} »." in espaces(told)
