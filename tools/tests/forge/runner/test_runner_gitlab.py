"""Each job of `.gitlab-ci.yml`, for what starts it, by gitlab-ci-local; docs/forge.md says in a table what was run.

What only publishes is run by `make longs`, `.venv` given; what tests or installs, by `make runner`, where nothing is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from convention.cli.guichet import attente
from tests.cles_ssh import cle
from tests.essais import RACINE, fichiers_nancy
from tests.forge.api import JETON as API
from tests.forge.corps import FICHIERS
from tests.forge.execution import RESEAU, load_workflow
from tests.forge.formulaires.fenetre import JETON, demande, fenetre
from tests.forge.projet import DONNEES, SITE, lus
from tests.forge.runner.gitlab_local import SceneGitLab
from tests.forge.runner.test_runner import COURTS, avenant, base_des_failles, tout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.forge.gitlab.api_gitlab import ForgeGitLab
    from tests.forge.runner.gitlab_local import Pipeline

Ouvrir = Callable[["Mapping[str, str | bytes]"], SceneGitLab]
"""Begins a project that holds these files, besides the tool."""


def _recueillir(ouvrir: Ouvrir, folder: Path) -> Pipeline:
    scene, queue = ouvrir(FICHIERS), folder / "demandes"
    queue.mkdir()
    attente.keep(queue, demande())
    with fenetre(queue) as address:
        done = scene.lancer(
            "schedule", "Recueillir", HORAIRE="guichet", GUICHET=address, GUICHET_JETON=JETON, CONVENTION_JETON=API
        )
    assert [item["title"] for item in scene.forge.ouverts] == ["Quantités : Bruyère (guichet K7M2-QX4D)"]
    return done


def _site(source: str, travail: str) -> Callable[[Ouvrir, Path], Pipeline]:
    def run(ouvrir: Ouvrir, folder: Path) -> Pipeline:
        del folder
        done = ouvrir({**lus(SITE), **fichiers_nancy()}).lancer(source, travail)
        assert "Essey-lès-Nancy" in done.lire("build/site/convention/index.html")
        return done

    return run


def _envoyer(ouvrir: Ouvrir, folder: Path) -> Pipeline:
    del folder
    key = cle("envoi").prive.read_text("ascii")
    done = ouvrir(DONNEES).lancer("push", "Envoi", HEBERGEMENT="oui", CLE_PRIVEE=key)
    assert done.lire("build/envoi/depot.bundle.sig").startswith("-----BEGIN SSH SIGNATURE-----")
    return done


def _etablir(ouvrir: Ouvrir, folder: Path) -> Pipeline:
    del folder
    scene = ouvrir(fichiers_nancy())
    avenant(scene)
    done = scene.lancer("push", "Avenant", CI_COMMIT_TAG="avenant-1", CONVENTION_DATE="2026-11-25")
    assert list((done.dossier / "build/avenant").glob("*.pdf"))
    return done


def _livrer(ouvrir: Ouvrir, folder: Path) -> Pipeline:
    del folder
    done = ouvrir(tout()).lancer("push", "Version", RESEAU, CI_COMMIT_TAG="v1.0.0")
    assert "Fait deux fois, le paquet a les mêmes octets." in done.texte
    kept = sorted(path.name.partition("-")[0] for path in (done.dossier / "build/paquet").iterdir())
    assert kept == ["convention_dsit", "convention_dsit", "outil.cdx.json", "outil.txt"]
    assert json.loads(done.lire("build/paquet/outil.cdx.json"))["bomFormat"] == "CycloneDX"
    return done


def _court(source: str, travail: str) -> Callable[[Ouvrir, Path], Pipeline]:
    """Run what tests or searches, shortened; the base of known flaws holds one, of a version that nobody has."""

    def run(ouvrir: Ouvrir, folder: Path) -> Pipeline:
        flaws = str(base_des_failles(folder / "failles", "0.1"))
        variables = {"DUREE": "3", "PYTEST_OPTIONS": COURTS, "CONVENTION_FAILLES": flaws}
        return ouvrir(tout()).lancer(source, travail, RESEAU, **variables)

    return run


DEMANDE, ENVOI, ETIQUETTE, HORAIRE = "merge_request_event", "push", "push d'une étiquette", "schedule"
AILLEURS = {
    ("Données", DEMANDE),
    ("Résumé", DEMANDE),
    ("Commenter", "trigger"),
    ("Dire que rien n'a pu être établi", "trigger"),
    ("Instruire", "trigger"),
}
"""What `test_gitlab_ci.py` runs, with all that comes of it."""
COURANTS: dict[tuple[str, str], Callable[[Ouvrir, Path], Pipeline]] = {
    ("Recueillir", HORAIRE): _recueillir,
    ("Envoi", ENVOI): _envoyer,
    ("Avenant", ETIQUETTE): _etablir,
}
LOURDS: dict[tuple[str, str], Callable[[Ouvrir, Path], Pipeline]] = {
    ("Python", DEMANDE): _court(DEMANDE, "Python: [3.13]"),
    ("pages", ENVOI): _site(ENVOI, "pages"),
    ("Site des adhérents", HORAIRE): _site(HORAIRE, "Site des adhérents"),
    ("Version", ETIQUETTE): _livrer,
    ("Fuzz", HORAIRE): _court(HORAIRE, "Fuzz: [yaml]"),
    ("Propriétés, autres tirages", HORAIRE): _court(HORAIRE, "Propriétés, autres tirages"),
    ("Tests trop longs pour tous les jours", HORAIRE): _court(HORAIRE, "Tests trop longs pour tous les jours"),
    ("Failles connues", HORAIRE): _court(HORAIRE, "Failles connues"),
}


@pytest.mark.parametrize(
    ("essai", "faire"),
    [
        *(pytest.param(essai, faire, marks=pytest.mark.long, id=essai[0]) for essai, faire in COURANTS.items()),
        *(
            pytest.param(essai, faire, marks=[pytest.mark.long, pytest.mark.runner], id=essai[0])
            for essai, faire in LOURDS.items()
        ),
    ],
)
def test_a_job_goes_from_what_starts_it_to_its_outputs(
    tmp_path: Path, gitlab: ForgeGitLab, essai: tuple[str, str], faire: Callable[[Ouvrir, Path], Pipeline]
) -> None:
    def begin(files: Mapping[str, str | bytes]) -> SceneGitLab:
        return SceneGitLab(tmp_path, gitlab, files)

    done = faire(begin, tmp_path)
    assert done.code == 0, (essai, done.texte[-3000:])


def test_the_table_holds_every_job() -> None:
    page = (RACINE / "docs/forge.md").read_text("utf-8")
    below = page.partition("| travail de `.gitlab-ci.yml` | événement |")[2].partition("\n\n")[0]
    rows = {tuple(re.findall(r"`([^`]+)`", " | ".join(line.split(" | ")[:2]))) for line in below.splitlines()[2:]}
    assert rows == {*AILLEURS, *COURANTS, *LOURDS}
    document = load_workflow((RACINE / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    jobs = {name for name in document if name[0] != "."} - {"default", "stages", "workflow"}
    assert {name for name, _ in rows} == jobs
