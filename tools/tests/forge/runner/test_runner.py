"""`make runner`: each workflow, for each event that starts it, by act and with everything really installed.

Nothing is given: each job makes its own environment by `make installer`, from its lock, with an empty cache of packages
and the version of Python that it asks for. docs/forge.md says in a table what was run; it is read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest

from convention.cli.guichet import attente
from tests.cles_ssh import cle
from tests.compare.depots_git import avec_exemple, git
from tests.essais import RACINE, fichiers_nancy
from tests.forge.corps import FICHIERS, corps
from tests.forge.execution import RESEAU, Reglages, load_workflow
from tests.forge.formulaires.fenetre import JETON, demande, fenetre
from tests.forge.projet import DONNEES, FORFAIT, SITE, lus
from tests.forge.scene import Formulaire, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.forge.api import Forge
    from tests.forge.execution import Resultat
    from tests.forge.runner.gitlab_local import SceneGitLab

RELU = {FORFAIT: DONNEES[FORFAIT] + "# relu\n"}
COURTS = "-p no:cacheprovider tools/tests/generateur/test_generateur.py"
"""Instead of every test, these: one of them is long."""
Essai = tuple[str, str]
"""A workflow, and what starts it."""
Jobs = dict[str, "Resultat"]
Ouvrir = Callable[["Mapping[str, str | bytes]"], Scene]
"""Begins a project that holds these files, besides the tool."""


@cache
def tout() -> dict[str, str | bytes]:
    """Return every file that git follows here."""
    return lus(tuple(git(RACINE, "ls-files").splitlines()))


def avenant(scene: Scene | SceneGitLab) -> None:
    """Propose the example of an avenant, and merge it."""
    scene.projet.ecrire("avenant", avec_exemple("avenant-1"), depart="main")
    git(scene.projet.origine, "update-ref", "refs/atelier/main", scene.proposer("avenant").merge)
    scene.projet.pousser("main")


def base_des_failles(folder: Path, version: str) -> Path:
    """Write a base of known flaws that holds one, of a version of click."""
    folder.mkdir()
    of = {"package": {"name": "click", "ecosystem": "PyPI"}, "versions": [version]}
    flaw = {"id": "ESSAI-1", "modified": "2026-11-28", "affected": [of]}
    (folder / "essai.json").write_text(json.dumps(flaw), "utf-8")
    return folder


def _etablir(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(fichiers_nancy())
    avenant(scene)
    scene.etiqueter("avenant-1")
    jobs = scene.lancer(scene.poussee("avenant", "refs/tags/avenant-1"), CONVENTION_DATE="2026-11-25")
    assert list((scene.gardes / "versions/avenant-1").glob("*.pdf"))
    return jobs


def _commenter(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(DONNEES)
    scene.projet.ecrire("relue", RELU, depart="main")
    event = scene.evenement(scene.proposer("relue", copie=True), 0, {})
    jobs = scene.lancer(scene.de_la_branche_par_defaut("commentaire", "workflow_run", event))
    assert len(scene.forge.notres) == 1
    return jobs


def _controler_tout(ouvrir: Ouvrir) -> Jobs:
    scene, path = ouvrir(tout()), "CHANGELOG.md"
    scene.projet.ecrire("relue", {path: scene.projet.lire(path) + "\n"}, depart="main")
    return scene.lancer(scene.proposee(scene.proposer("relue")), PYTEST_OPTIONS=COURTS)


def _controler_une_copie(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(DONNEES)
    scene.projet.ecrire("relue", RELU, depart="main")
    run = scene.controler(scene.proposer("relue", copie=True))
    assert "Aucune différence" in run.resume
    return {"donnees": run}


def _controler_un_envoi(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(DONNEES)
    return scene.lancer(scene.poussee("controle")._replace(travail="donnees"))


def _instruire(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(FICHIERS)
    scene.forge.droits = {"dsit": "write"}
    run = scene.instruire(Formulaire(corps("3-contestation")))
    assert len(scene.forge.demandes) == 1
    return {"instruire": run} if run else {}


def _recueillir(ouvrir: Ouvrir, event: str) -> Jobs:
    scene = ouvrir(FICHIERS)
    queue = scene.gardes / "demandes"
    queue.mkdir()
    attente.keep(queue, demande())
    with fenetre(queue) as address:
        run = scene.recueillir(address, JETON, event)
    assert len(scene.forge.ouverts) == 1
    return {"recueillir": run} if run else {}


def _signer(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(DONNEES)
    settings = Reglages({"HEBERGEMENT": "oui"}, {"CLE_PRIVEE": cle("envoi").prive.read_text("ascii")})
    jobs = scene.lancer(scene.poussee("envoi"), settings)
    assert {path.name for path in (scene.gardes / "artefacts").rglob("depot.*")} == {"depot.bundle", "depot.bundle.sig"}
    return jobs


def _veiller(ouvrir: Ouvrir, event: str = "schedule", travail: str | None = None, version: str = "0.1") -> Jobs:
    """Run the night, shortened."""
    scene = ouvrir(tout())
    night = scene.de_la_branche_par_defaut("nuit", event, {})
    text = night.workflow.replace('DUREE: "600"', 'DUREE: "3"').replace("make runner", "make runner ESSAIS=issues")
    # Without VS Code, which weighs 800 MB: its own job has it.
    text = text.replace("make test-vscode", "make extension")
    assert text.count("ESSAIS=issues") == text.count('DUREE: "3"') == text.count("make extension") == 1
    short = night._replace(workflow=text, travail=travail, matrice={"cible": "yaml"})
    flaws = str(base_des_failles(scene.gardes / "failles", version))
    return scene.lancer(short, CONVENTION_FAILLES=flaws, PYTEST_OPTIONS=COURTS)


def _publier(ouvrir: Ouvrir, event: str) -> Jobs:
    scene = ouvrir({**lus(SITE), **fichiers_nancy()})
    nightly = scene.de_la_branche_par_defaut("publication", event, {})
    jobs = scene.lancer(scene.poussee("publication") if event == "push" else nightly)
    assert (scene.gardes / "pages/index.html").is_file()
    return jobs


def _livrer(ouvrir: Ouvrir) -> Jobs:
    scene = ouvrir(tout())
    scene.etiqueter("v1.0.0")
    jobs = scene.lancer(scene.poussee("version", "refs/tags/v1.0.0"))
    made = {path.name: path.read_text("utf-8", "replace") for path in (scene.gardes / "versions/v1.0.0").iterdir()}
    attested = re.findall(r"  build/paquet/(.*)", (scene.gardes / "attestations").read_text("utf-8"))
    assert set(attested) == made.keys() - {"notes.txt"}
    listed = {(item["name"], item["version"]) for item in json.loads(made["outil.cdx.json"])["components"]}
    assert listed == set(re.findall(r"(?m)^([\w.-]+)(?:\[.*\])?==([^ ;\\]+)", made["outil.txt"])) - {_outil()}
    return jobs


def _outil() -> tuple[str, str]:
    (version,) = re.findall(r'(?m)^version = "(.*)"', (RACINE / "pyproject.toml").read_text("utf-8"))
    return "convention-dsit", version


ESSAIS: dict[Essai, Callable[[Ouvrir], Jobs]] = {
    ("avenant.yml", "push"): _etablir,
    ("commentaire.yml", "workflow_run"): _commenter,
    ("controle.yml", "pull_request"): _controler_tout,
    ("controle.yml", "pull_request d'une copie"): _controler_une_copie,
    ("controle.yml", "push"): _controler_un_envoi,
    ("envoi.yml", "push"): _signer,
    ("formulaire.yml", "issues"): _instruire,
    ("guichet.yml", "schedule"): partial(_recueillir, event="schedule"),
    ("guichet.yml", "workflow_dispatch"): partial(_recueillir, event="workflow_dispatch"),
    ("nuit.yml", "schedule"): _veiller,
    ("nuit.yml", "workflow_dispatch"): partial(_veiller, event="workflow_dispatch", travail="failles"),
    ("publication.yml", "push"): partial(_publier, event="push"),
    ("publication.yml", "schedule"): partial(_publier, event="schedule"),
    ("version.yml", "push"): _livrer,
}
TOUS_LES_JOURS = {("controle.yml", "pull_request d'une copie"), ("commentaire.yml", "workflow_run")}
"""What `make longs` runs too, and so `.ci/run`."""


def _table() -> dict[Essai, set[str]]:
    """Read the table of docs/forge.md: the jobs that were run, by workflow and event."""
    page = (RACINE / "docs/forge.md").read_text("utf-8")
    below = page.partition("| workflow | événement | travaux menés à leur fin |")[2].partition("\n\n")[0]
    rows = [re.findall(r"`([^`]+)`", line.split(" | ")[0] + line.split(" | ")[2]) for line in below.splitlines()[2:]]
    events = [line.split(" | ")[1].replace("`", "") for line in below.splitlines()[2:]]
    return {(name, event): set(jobs) for (name, *jobs), event in zip(rows, events, strict=True)}


@pytest.mark.parametrize(
    "essai",
    [
        pytest.param(
            essai,
            marks=[pytest.mark.long] if essai in TOUS_LES_JOURS else [pytest.mark.long, pytest.mark.runner],
            id=" ".join(essai),
        )
        for essai in ESSAIS
    ],
)
def test_a_workflow_goes_from_its_event_to_its_outputs(tmp_path: Path, forge: Forge, essai: Essai) -> None:
    jobs = ESSAIS[essai](partial(Scene, tmp_path, forge, installe=RESEAU))
    assert {name: job.etapes[-1] for name, job in jobs.items() if not job.reussi} == {}
    assert jobs.keys() == _table()[essai]


@pytest.mark.long
def test_a_package_that_is_not_the_one_that_was_locked_stops_the_job(tmp_path: Path, forge: Forge) -> None:
    lock = "verrous/execution.txt"
    text = (RACINE / lock).read_text("utf-8")
    wrong = re.sub(r"(?m)(?<=^    --hash=sha256:)[0-9a-f]{8}", "0" * 8, text)
    scene = Scene(tmp_path, forge, {**DONNEES, lock: wrong}, installe=RESEAU)
    jobs = scene.lancer(scene.poussee("controle")._replace(travail="donnees"))
    last = jobs["donnees"].etapes[-1]
    assert (last.nom, "DO NOT MATCH THE HASHES" in last.sortie) == ("Installer l'outil", True)


@pytest.mark.long
@pytest.mark.runner
def test_a_known_flaw_of_a_version_that_is_locked_stops_the_night(tmp_path: Path, forge: Forge) -> None:
    (version,) = re.findall(r"(?m)^click==(\S+)", (RACINE / "verrous/execution.txt").read_text("utf-8"))
    jobs = _veiller(partial(Scene, tmp_path, forge, installe=RESEAU), "workflow_dispatch", "failles", version)
    assert not jobs["failles"].reussi
    said = jobs["failles"].etapes[-1].sortie
    assert "ESSAI-1" in said
    assert said.count("Found 1 known vulnerability in 1 package") == len(list((RACINE / "verrous").iterdir()))


def test_the_table_holds_every_event_of_every_workflow() -> None:
    said = {
        (path.name, event)
        for path in (RACINE / ".github/workflows").iterdir()
        for event in load_workflow(path.read_text("utf-8"))["on"]
    }
    assert {(name, event.removesuffix(" d'une copie")) for name, event in _table()} == said
    assert _table().keys() == ESSAIS.keys()
