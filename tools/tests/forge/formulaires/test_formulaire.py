"""The rehearsal of formulaire.yml: a labelled form, its branch, its demande de fusion, the answer below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.compare.depots_git import git
from tests.forge.api import NOUS, Panne
from tests.forge.corps import FICHIERS, corps
from tests.forge.objets import Objets
from tests.forge.scene import Formulaire, Scene, assert_reference, ecrit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.api import Forge

BRANCHE = "formulaire-12"
QUANTITES = "adherents/bruyere/quantites/2026.yaml"
CONTESTATION = Formulaire(corps("3-contestation"))


@pytest.fixture
def scene(tmp_path: Path, forge: Forge) -> Scene:
    forge.droits = {"dsit": "write", "accueil": "read"}
    return Scene(tmp_path, forge, FICHIERS)


@pytest.fixture
def objets(scene: Scene) -> Objets:
    return Objets(scene.projet.origine)


def test_a_form_becomes_a_proposal_then_follows_it_and_a_run_that_ends_late_is_ignored(
    scene: Scene, forge: Forge, objets: Objets
) -> None:
    first = scene.instruire(Formulaire(corps("2-quantites")), 3)
    assert ecrit(first) == "Proposition n° 40 : branche créée.\nDemande n° 12 : commentaire publié.\n"
    assert objets.changes(BRANCHE) == [QUANTITES]
    assert "valeurs: {postes: 31, imprimantes: 5, copieurs: 4}" in objets.lire(BRANCHE, QUANTITES)
    (demande,) = forge.demandes
    assert (demande["base"]["ref"], demande["title"]) == (
        "main",
        "Formulaire n° 12 : Bruyère, valider ou corriger des quantités",
    )
    assert_reference("formulaire-proposition.md", scene.nommer(demande["body"]))
    assert_reference("formulaire-accepte.md", forge.notres[0])

    again = len(forge.ecritures)
    assert "branche déjà à jour" in ecrit(scene.instruire(Formulaire(corps("2-quantites")), 3))
    assert [item.chemin.rpartition("/")[2] for item in forge.ecritures[again:]] == ["trees"]

    then = scene.instruire(Formulaire(corps("2-quantites", quantites="imprimantes : 6")), 8)
    assert "Proposition n° 40 : branche mise à jour.\nDemande n° 12 : commentaire mis à jour." in ecrit(then)
    assert "valeurs: {postes: 31, imprimantes: 6, copieurs: 2}" in objets.lire(BRANCHE, QUANTITES)
    assert len(forge.demandes) == len(forge.notres) == 1

    late = scene.instruire(Formulaire(corps("2-quantites")), 5)
    assert ecrit(late) == "Rien à faire : une exécution plus récente a déjà répondu.\n"
    assert "imprimantes: 6" in objets.lire(BRANCHE, QUANTITES)


def test_a_wrong_form_is_answered_one_problem_a_line_and_nothing_is_written(
    scene: Scene, forge: Forge, objets: Objets
) -> None:
    wrong = corps("3-contestation", montant="beaucoup ::error::x", contact="hier", motif="@org/all <script> #1\nx")
    assert ecrit(scene.instruire(Formulaire(wrong))) == "Demande n° 12 : commentaire publié.\n"
    assert (objets.commit(BRANCHE), forge.demandes) == (None, [])
    assert_reference("formulaire-refuse.md", forge.notres[0])


def test_a_contestation_is_written_through_a_forge_that_fails_once(scene: Scene, forge: Forge, objets: Objets) -> None:
    forge.pannes += [Panne(502, methode="GET"), Panne(500, methode="POST", faite=True)]
    assert "Proposition n° 40" in ecrit(scene.instruire(CONTESTATION))
    path = "adherents/aubepine/litiges.yaml"
    assert objets.changes(BRANCHE) == [path]
    assert '    objet: "Quatorze moyens d\'impression comptés au lieu de douze"\n' in objets.lire(BRANCHE, path)
    assert len(forge.demandes) == len(forge.notres) == 1


def test_another_label_starts_nothing(scene: Scene) -> None:
    assert scene.instruire(CONTESTATION._replace(etiquette="à lire")) is None


def test_a_branch_that_holds_the_work_of_somebody_else_is_left_alone(
    scene: Scene, forge: Forge, objets: Objets
) -> None:
    scene.projet.ecrire(BRANCHE, {"LISEZ.txt": "le travail d'une autre"}, depart="main")
    scene.projet.pousser(BRANCHE)
    before = objets.commit(BRANCHE)
    ecrit(scene.instruire(CONTESTATION))
    assert objets.commit(BRANCHE) == before
    assert "a reçu d'autres commits que les nôtres" in forge.notres[0]
    assert git(scene.projet.origine, "rev-parse", "refs/heads/main").strip() == scene.projet.commit("main")
    assert [item["user"]["login"] for item in forge.commentaires] == [NOUS]
