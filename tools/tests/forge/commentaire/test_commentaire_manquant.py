"""The red path of commentaire.yml: whatever happens, the last comment is about the last commit, or says that it is not.

An older favourable comment is there each time: it must not stay in sight. Hostile proposals are real git objects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.base.files import TAILLE_MAX
from convention.base.french import nombre
from convention.loading import git as lecture
from convention.loading.histoire import DELAI_DU_RAPPORT_SECONDES
from convention.loading.source import FICHIERS_MAX, OCTETS_MAX
from tests.bombes import avec, bombe, commit
from tests.compare.depots_git import git, shown
from tests.espaces import espaces
from tests.essais import RACINE
from tests.forge.api import Panne
from tests.forge.projet import tarif
from tests.forge.scene import Scene, assert_reference, ecrit

if TYPE_CHECKING:
    from tests.forge.api import Forge
    from tests.forge.projet import Proposition

SUR = re.compile(r"^\*Sur le commit `([0-9a-f]{40})`\.", re.MULTILINE)
DEBUT = "<!-- convention-commentaire remplace -->\n<details>"
RIEN = "## Ce que change cette proposition n'a pas pu être établi"


@pytest.fixture
def favorable(scene: Scene, forge: Forge) -> Proposition:
    """Propose a small rise, which is commented."""
    scene.projet.ecrire("hausse", tarif("5500.00"), depart="main")
    demande = scene.proposer("hausse")
    scene.commenter(demande)
    assert _dernier(forge) == demande.head
    return demande


def _dernier(forge: Forge) -> str:
    """Return the commit of the one comment of ours that is in sight; every other is folded."""
    *others, last = forge.notres
    assert [text for text in others if not text.startswith(DEBUT)] == []
    return SUR.findall(last)[0]  # type: ignore[no-any-return]


def _pousser(scene: Scene, head: str) -> Proposition:
    """Push a commit, whatever it holds, to the demande."""
    git(scene.projet.origine, "update-ref", "refs/atelier/hausse", head)
    return scene.proposer("hausse")


def _hostile(scene: Scene, favorable: Proposition, tree: str) -> Proposition:
    """Push a commit that has this tree in the place of the adherents."""
    root = scene.projet.origine
    return _pousser(scene, commit(root, avec(root, favorable.head, {"adherents": tree}), [favorable.head]))


# --- what its author may do ---


@pytest.mark.parametrize("fin", ["cancelled", "failure", "skipped", "action_required"])
def test_a_controle_is_commented_however_it_ended(scene: Scene, forge: Forge, favorable: Proposition, fin: str) -> None:
    scene.projet.ecrire("hausse", tarif("9999.00"))
    demande = scene.proposer("hausse")
    ecrit(scene.commenter(demande, change={"conclusion": fin}))
    assert _dernier(forge) == demande.head != favorable.head
    assert "9 999,00 €" in espaces(shown(forge.notres[-1]))


@pytest.mark.parametrize(
    "change",
    [
        {"head_branch": "-x..\u202e"},
        {"head_branch": "autre"},
        {"head_repository": None},
        {"head_repository": {"full_name": "", "owner": {"login": "&state=closed"}}},
    ],
)
def test_no_name_given_by_its_author_stops_the_comment(
    scene: Scene, forge: Forge, favorable: Proposition, change: dict[str, object]
) -> None:
    scene.projet.ecrire("hausse", tarif("9999.00"))
    demande = scene.proposer("hausse")
    scene.commenter(demande, change=change)
    assert _dernier(forge) == demande.head != favorable.head


def test_another_demande_that_cannot_be_read_stops_no_comment(scene: Scene, forge: Forge) -> None:
    scene.projet.ecrire("hausse", {"adherents/x.txt": "x"}, depart="main")
    demande = scene.proposer("hausse")
    odd = {"number": 9, "state": "open", "head": {"sha": "1" * 40, "label": "x:y"}, "base": {"ref": 3}}
    forge.tordue = True
    forge.demandes.insert(0, odd)
    scene.commenter(demande)
    assert _dernier(forge) == demande.head


# --- hostile git objects ---


@pytest.mark.parametrize(
    "instant",
    [
        "253402300800 +0000",  # the first second of year 10000
        "99999999999999999999999 +0000",
        "-1 +0000",
        "1790576000 +9999",
        "hier",
    ],
)
def test_no_date_of_a_commit_stops_the_comment(
    scene: Scene, forge: Forge, favorable: Proposition, instant: str
) -> None:
    root = scene.projet.origine
    head = commit(root, f"{git(root, 'rev-parse', 'refs/atelier/hausse^{tree}').strip()}", [favorable.head], instant)
    scene.commenter(_pousser(scene, head))
    assert _dernier(forge) == head


def test_a_tree_bomb_is_told_and_the_older_comment_is_folded(
    scene: Scene, forge: Forge, favorable: Proposition
) -> None:
    demande = _hostile(scene, favorable, bombe(scene.projet.origine))
    scene.commenter(demande)
    assert _dernier(forge) == demande.head
    assert "plus de 20\u202f000 fichiers de données" in shown(forge.notres[-1])
    assert "€" not in forge.notres[-1]
    assert forge.statuts[demande.head] == "error : ce que change ce commit n'a pas pu être établi"


def test_a_tree_bomb_that_holds_no_file_is_given_up_in_time_and_told(
    scene: Scene, forge: Forge, favorable: Proposition
) -> None:
    demande = _hostile(scene, favorable, bombe(scene.projet.origine, fichiers=False))
    scene.commenter(demande)
    assert _dernier(forge) == demande.head
    assert f"« ls-tree » a pris plus de {lecture.DELAI_MAX_SECONDES}\u00a0secondes" in shown(forge.notres[-1])


# --- a tool or a machine that fails ---


def test_a_machine_that_is_lost_is_followed_by_another_that_says_so(
    scene: Scene, forge: Forge, favorable: Proposition
) -> None:
    scene.projet.ecrire("hausse", tarif("9999.00"))
    demande = scene.proposer("hausse")
    lost = scene.commenter(demande, perdue=True)
    assert lost is not None
    assert (lost.reussi, lost.etapes[-1].nom) == (False, "Installer Python")
    assert scene.suite is not None
    assert scene.suite.etapes[-1].sortie == "Demande n° 7 : commentaire publié.\n"
    assert _dernier(forge) == demande.head != favorable.head
    assert forge.statuts[demande.head].startswith("error")
    assert_reference("non-etabli.md", scene.nommer(forge.notres[-1]))


@pytest.mark.parametrize(
    "path",
    [
        "tools/convention/compare/comparaison.py",
        "tools/convention/loading/git.py",
        "tools/convention/forge/commentaire/texte.py",
    ],
)
def test_a_defect_of_the_tool_is_told_by_what_does_not_use_it(
    scene: Scene, forge: Forge, favorable: Proposition, path: str
) -> None:
    scene.projet.ecrire("main", {path: "raise ZeroDivisionError\n"})
    scene.projet.pousser("main")
    scene.projet.ecrire("hausse", tarif("9999.00"))
    demande = scene.proposer("hausse")
    run = scene.commenter(demande)
    assert run is not None
    assert run.etapes[-1].code == 70
    assert _dernier(forge) == demande.head != favorable.head
    assert RIEN in forge.notres[-1]


def test_a_forge_that_refuses_once_is_asked_again_by_the_job_that_follows(
    scene: Scene, forge: Forge, favorable: Proposition
) -> None:
    demande = _hostile(scene, favorable, bombe(scene.projet.origine))
    forge.pannes.append(Panne(401))
    scene.commenter(demande)
    assert _dernier(forge) == demande.head


def test_one_demande_that_cannot_be_read_does_not_silence_another(scene: Scene, forge: Forge) -> None:
    scene.projet.ecrire("hausse", tarif("9999.00"), depart="main")
    demande = scene.proposer("hausse", numero=8)
    scene.proposer("hausse")
    forge.demandes[0]["base"] = {"ref": "disparue\u202e"}
    scene.commenter(demande)
    told = {item["numero"]: RIEN in item["body"] for item in forge.commentaires}
    assert told == {8: True, 7: False}


def test_a_run_that_has_commented_is_not_contradicted_by_what_follows_it(
    scene: Scene, forge: Forge, favorable: Proposition
) -> None:
    before = forge.notres
    scene.commenter(favorable, 1, perdue=True)
    assert scene.suite is not None
    assert "porte déjà sur ce commit" in scene.suite.etapes[-1].sortie
    assert forge.notres == before


# --- what tells that the last comment is about the last commit ---


def test_only_a_commit_that_has_its_comment_has_the_status(scene: Scene, forge: Forge, favorable: Proposition) -> None:
    done = "success : un commentaire de la demande porte sur ce commit"
    assert forge.statuts == {favorable.head: done}
    bad = _hostile(scene, favorable, bombe(scene.projet.origine))
    assert forge.statuts == {favorable.head: done}
    scene.commenter(bad)
    assert forge.statuts[bad.head].startswith("error : ")
    good = _pousser(scene, favorable.head)
    scene.commenter(good)
    assert (forge.statuts[good.head], _dernier(forge)) == (done, good.head)


def test_every_open_demande_is_looked_at(scene: Scene, forge: Forge) -> None:
    scene.projet.ecrire("hausse", tarif("9999.00"), depart="main")
    demande = scene.proposer("hausse")
    (mine,) = forge.demandes
    others = [{**mine, "number": 100 + rang, "head": {"sha": f"{rang:040x}", "label": "x:y"}} for rang in range(130)]
    forge.demandes = [*others, mine]
    scene.commenter(demande)
    assert [(item["numero"], SUR.findall(item["body"])) for item in forge.commentaires] == [(7, [demande.head])]


def test_the_page_says_the_limits_under_which_objects_are_read() -> None:
    said = (
        f"{lecture.DELAI_MAX_SECONDES} secondes par commande git (trois minutes pour rapporter le commit), "
        f"{nombre(FICHIERS_MAX)} fichiers, {OCTETS_MAX >> 20} Mio de données, {TAILLE_MAX >> 20} Mio par fichier, "
        f"{nombre(lecture.CHEMIN_MAX)} octets par chemin, {lecture.PROFONDEUR_MAX} dossiers l'un dans l'autre"
    )
    page = (RACINE / "docs/forge.md").read_text(encoding="utf-8")
    assert espaces(said) in espaces(page)
    assert DELAI_DU_RAPPORT_SECONDES == 3 * 60
