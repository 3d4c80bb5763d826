"""`.gitlab-ci.yml`: the commands of the workflows of GitHub, and what they do of a demande, by a program not ours."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.compare.depots_git import cents
from tests.essais import RACINE
from tests.forge.api import DEPOT, Panne
from tests.forge.corps import FICHIERS, corps
from tests.forge.execution import load_workflow
from tests.forge.projet import FAUX, FORFAIT, tarif
from tests.forge.runner.gitlab_local import SceneGitLab

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.gitlab.api_gitlab import ForgeGitLab

COMMUNS = {
    "Données": ("controle", "donnees"),
    "Python": ("controle", "controle"),
    "Commenter": ("commentaire", "commenter"),
    "Dire que rien n'a pu être établi": ("commentaire", "echec"),
    "Instruire": ("formulaire", "instruire"),
    "Recueillir": ("guichet", "recueillir"),
    "pages": ("publication", "public"),
    "Site des adhérents": ("publication", "adherents"),
    "Envoi": ("envoi", "signer"),
    "Avenant": ("avenant", "etablir"),
    "Version": ("version", "construire"),
    "Fuzz": ("nuit", "fuzz"),
    "Propriétés, autres tirages": ("nuit", "proprietes"),
    "Tests trop longs pour tous les jours": ("nuit", "longs"),
    "Failles connues": ("nuit", "failles"),
}
"""Jobs, and what each is among the workflows of GitHub. « Résumé » is a step there; « joindre » is an artifact here."""


def test_both_forges_run_the_same_commands() -> None:
    jobs = {name: job for name, job in _jobs().items() if name[0] != "."}
    assert jobs.keys() == {*COMMUNS, "Résumé"}
    for name, (workflow, job) in COMMUNS.items():
        text = (RACINE / f".github/workflows/{workflow}.yml").read_text(encoding="utf-8")
        steps = [step["run"] for step in load_workflow(text)["jobs"][job]["steps"] if "run" in step]
        theirs = [step.replace("ETIQUETTE", "CI_COMMIT_TAG") for step in steps if "resumer" not in step]
        ours = [step.partition(" > ")[0].replace("codequality", "github") for step in jobs[name]["script"]]
        assert ours == theirs


def test_the_token_is_given_only_to_what_an_event_or_an_hour_starts_on_the_default_branch() -> None:
    jobs = _jobs()
    assert [name for name, job in jobs.items() if "environment" in job] == [".evenement", "Envoi"]
    event = '$CI_PIPELINE_SOURCE == "trigger" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'
    hour = '$CI_PIPELINE_SOURCE == "schedule" && $HORAIRE == "guichet"'
    answering = {name for name, job in jobs.items() if job.get("extends") == ".evenement"}
    assert answering == {"Commenter", "Dire que rien n'a pu être établi", "Instruire", "Recueillir"}
    assert {rule["if"] for name in (".evenement", *answering) for rule in jobs[name].get("rules", [])} == {event, hour}
    assert all("resource_group" in jobs[name] for name in answering)


def _jobs() -> dict[str, dict[str, Any]]:
    document = load_workflow((RACINE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    return {name: job for name, job in document.items() if name not in {"default", "stages", "workflow"}}


@pytest.mark.long
def test_a_demande_is_commented_in_one_place_until_its_data_turns_wrong(tmp_path: Path, gitlab: ForgeGitLab) -> None:
    scene = SceneGitLab(tmp_path, gitlab)
    scene.projet.ecrire("hausse", tarif("5500.00"), depart="main")
    demande = scene.proposer("hausse")
    checked = scene.controler(demande)
    assert checked.code == 0, checked.texte
    assert checked.lire("qualite.json") == "[]\n"
    assert _total(checked.lire("resume.md")) == 700_00
    assert "Demande n° 7 : commentaire publié." in scene.commenter(demande).texte
    assert _total(gitlab.notres[0]) == 700_00
    assert f"{DEPOT}/-/merge_requests/7/pipelines" in gitlab.notres[0]

    scene.projet.ecrire("hausse", tarif("6200.00"))
    assert "Demande n° 7 : commentaire mis à jour." in scene.commenter(scene.proposer("hausse")).texte
    assert [_total(text) for text in gitlab.notres] == [1_400_00]

    scene.projet.ecrire("hausse", FAUX)
    wrong = scene.proposer("hausse")
    refused = scene.controler(wrong)
    assert refused.code == 1
    (fault,) = json.loads(refused.lire("qualite.json"))
    assert (fault["location"]["path"], fault["severity"]) == (FORFAIT, "critical")
    assert "Demande n° 7 : commentaire publié." in scene.commenter(wrong).texte
    folded, last = gitlab.notres
    assert folded.startswith("<!-- convention-commentaire remplace -->\n<details>")
    assert "aucun montant n'est calculé" in last
    assert gitlab.statuts[wrong.head].startswith("success : ")


@pytest.mark.long
def test_a_form_becomes_a_demande_and_is_answered(tmp_path: Path, gitlab: ForgeGitLab) -> None:
    scene = SceneGitLab(tmp_path, gitlab, FICHIERS)
    gitlab.membres[31] = ("raymond_smith", 30)
    done = scene.etiqueter(corps("2-quantites"))
    assert "Proposition n° 40 : branche créée." in done.texte, done.texte
    assert "Demande n° 12 : commentaire publié." in done.texte
    path = "adherents/bruyere/quantites/2026.yaml"
    assert "valeurs: {postes: 31, imprimantes: 5, copieurs: 4}" in scene.projet.lire(path, "formulaire-12")
    (demande,) = gitlab.demandes
    assert (demande["source_branch"], demande["target_branch"]) == ("formulaire-12", "main")
    assert demande["title"] == "Formulaire n° 12 : Bruyère, valider ou corriger des quantités"
    assert f"{DEPOT}/-/merge_requests/40" in gitlab.notres[0]
    again = scene.etiqueter(corps("2-quantites"))
    assert "Proposition n° 40 : branche déjà à jour." in again.texte
    assert len(gitlab.demandes) == len(gitlab.notres) == 1


@pytest.mark.long
def test_what_stopped_a_comment_is_told_by_the_job_that_follows(tmp_path: Path, gitlab: ForgeGitLab) -> None:
    scene = SceneGitLab(tmp_path, gitlab)
    scene.projet.ecrire("hausse", tarif("5500.00"), depart="main")
    demande = scene.proposer("hausse")
    gitlab.pannes.append(Panne(401))
    assert scene.commenter(demande).code == 1
    (told,) = gitlab.notres
    assert "## Ce que change cette proposition n'a pas pu être établi" in told
    assert gitlab.statuts[demande.head].startswith("failed : ")


def _total(text: str) -> int:
    """Read the difference of the total row."""
    row = re.findall(r"^\| \*\*Total\*\* \| (.*?) \|$", text, re.MULTILINE)[0]
    return cents(row.split("|")[2].strip("* "))
