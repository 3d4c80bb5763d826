"""The rehearsal of guichet.yml: what was asked at the window is opened on the forge once, then handled as any form."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.cli.guichet import attente
from convention.forge.formulaires import valeurs
from convention.forge.formulaires.guichet import request_text
from convention.reports.depot.guichet import Geste, Quantite
from tests.espaces import espaces
from tests.forge.api import Panne
from tests.forge.corps import FICHIERS, depot
from tests.forge.formulaires.fenetre import JETON, RECUE, demande, fenetre, servi
from tests.forge.objets import Objets
from tests.forge.scene import Formulaire, Scene, ecrit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.forge.api import Forge

QUANTITES = "adherents/bruyere/quantites/2026.yaml"


@pytest.fixture
def scene(tmp_path: Path, forge: Forge) -> Scene:
    forge.droits = {"dsit": "write"}
    return Scene(tmp_path, forge, FICHIERS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "demandes").mkdir()
    return tmp_path / "demandes"


@pytest.fixture
def adresse(file: Path) -> Iterator[str]:
    """Serve a window, under its address."""
    with fenetre(file) as found:
        yield found


def _dit(scene: Scene, adresse: str, jeton: str = JETON) -> str:
    run = scene.recueillir(adresse, jeton)
    assert run is not None
    said = run.etapes[-1].sortie
    assert jeton not in said
    return espaces(said)


def test_a_validation_is_opened_once_then_becomes_a_proposal_with_the_function_of_who_validated(
    scene: Scene, forge: Forge, file: Path, adresse: str
) -> None:
    attente.keep(file, demande())
    assert _dit(scene, adresse) == (
        "Demande K7M2-QX4D : ouverte, n° 60.\nAu guichet : 1 demande, dont 0 déjà ouverte.\n"
    )
    (ticket,) = forge.ouverts
    assert ticket["title"] == "Quantités : Bruyère (guichet K7M2-QX4D)"
    ecrit(scene.instruire(Formulaire(ticket["body"], ticket["number"])))
    written = Objets(scene.projet.origine).lire("formulaire-60", QUANTITES)
    assert '    validation: 2026-11-28\n    valide_par: "Référent"\n' in written

    attente.keep(file, demande(reference="K7M2-QX4E"))
    ticket["state"] = "closed"
    assert _dit(scene, adresse) == (
        "Demande K7M2-QX4E : ouverte, n° 61.\nAu guichet : 2 demandes, dont 1 déjà ouverte.\n"
    )
    assert _dit(scene, adresse) == "Au guichet : 2 demandes, dont 2 déjà ouvertes.\n"


@pytest.mark.long
def test_what_is_validated_of_the_year_to_come_is_written_there(tmp_path: Path, forge: Forge) -> None:
    forge.droits = {"dsit": "write"}
    counts = {
        path.replace("2026", "2027"): text for path, text in FICHIERS.items() if path.endswith("quantites/2026.yaml")
    }
    year, _, _ = FICHIERS["pricing/exercices/2026.yaml"].partition("jalons:")
    prepared = {"pricing/exercices/2027.yaml": year, **counts}
    scene = Scene(tmp_path, forge, {**FICHIERS, **prepared})
    texte = request_text(depot(), demande(exercice=2027))
    assert texte is not None
    ecrit(scene.instruire(Formulaire(texte.corps, 60)))
    origine, later = Objets(scene.projet.origine), QUANTITES.replace("2026", "2027")
    written = [origine.lire("formulaire-60", path) for path in (QUANTITES, later)]
    assert ["validation: 2026-11-28" in text for text in written] == [False, True]


def test_a_correction_becomes_a_count_of_its_day_with_its_source(
    scene: Scene, forge: Forge, file: Path, adresse: str
) -> None:
    typed = (Quantite(cle="imprimantes", composant="", nombre="5"),)
    attente.keep(file, demande(Geste.CORRIGER, "Inventaire (Référent)", quantites=typed))
    _dit(scene, adresse)
    ecrit(scene.instruire(Formulaire(forge.ouverts[0]["body"], 60)))
    written = Objets(scene.projet.origine).lire("formulaire-60", QUANTITES)
    assert "date: 2026-11-28" in written
    assert 'source: "Inventaire (Référent)"' in written
    assert "imprimantes: 5" in written
    assert "postes: 31" in written


def test_a_figure_of_three_decimals_reads_one_way() -> None:
    texte = request_text(depot(), demande(quantites=(Quantite(cle="stockage", composant="parapheur", nombre="1.234"),)))
    assert texte is not None
    (line,) = [line for line in texte.corps.splitlines() if line.startswith("stockage")]
    (read,) = valeurs.comptes(line)
    assert (read.nom, read.composant, read.nombre) == ("stockage", "parapheur", Fraction("1.234"))


@pytest.mark.parametrize("source", ["### Adhérent", "_No response_", "@org/all <script>alert(1)</script> `$(id)` #1"])
def test_a_hostile_text_is_refused_or_told_without_any_markup(scene: Scene, forge: Forge, source: str) -> None:
    texte = request_text(depot(), demande(Geste.CORRIGER, source))
    assert texte is not None
    ecrit(scene.instruire(Formulaire(texte.corps)))
    told = "".join([*forge.notres, *(item["body"] for item in forge.demandes)])
    assert [mark for mark in ("<script", "@org", "`$(") if mark in told] == []
    assert [item["base"]["ref"] for item in forge.demandes] == (["main"] if "org" in source else [])


def test_a_validation_of_what_is_no_more_written_is_refused(scene: Scene, forge: Forge) -> None:
    seen = (*demande().quantites[:2], Quantite(cle="copieurs", composant="", nombre="9"))
    texte = request_text(depot(), demande(quantites=seen))
    assert texte is not None
    scene.instruire(Formulaire(texte.corps))
    assert forge.demandes == []
    assert "vaut 2, et non 9" in forge.notres[0].replace("&#44;", ",")


def test_an_answer_that_gets_lost_opens_nothing_twice(scene: Scene, forge: Forge, file: Path, adresse: str) -> None:
    attente.keep(file, demande())
    forge.pannes += [Panne(502, methode="POST", faite=True), Panne(500, methode="GET")]
    assert "ouverte, n° 60" in _dit(scene, adresse)
    assert len(forge.ouverts) == 1


def test_what_is_no_request_is_left_out_and_said_without_its_values_and_the_others_are_opened(
    scene: Scene, forge: Forge
) -> None:
    good = json.loads(demande().model_dump_json())
    wrong = [
        "texte",
        {**good, "exercice": "2026"},
        {**good, "adherent": "../bruyere"},
        {**good, "fonction": "a\n### Adhérent"},
        {**good, "recue_le": "2026-11-28T05:30:00"},
        {**good, "recue_le": "0001-01-01T00:00:00Z"},
        {**good, "geste": "secret", "\x1b[31m::error::": "secret"},
        {**good, "reference": "ABCD-EFGH", "adherent": "inconnu"},
    ]
    content = json.dumps([*wrong, good]).encode()

    def hostile(environ: object, start: object) -> list[bytes]:
        del environ
        start("200 OK", [("content-type", "application/json"), ("content-length", str(len(content)))])  # type: ignore[operator]
        return [content]

    with servi(hostile) as adresse:
        said = _dit(scene, adresse)
    assert "Demande K7M2-QX4D : ouverte, n° 60." in said
    assert "8 demandes laissées : " in said
    assert "ABCD-EFGH : adhérent inconnu de ce dépôt" in said
    assert "secret" not in said
    assert "::error::" not in said
    assert len(forge.ouverts) == 1


def test_a_key_that_is_refused_is_said(scene: Scene, adresse: str) -> None:
    assert "le guichet répond 401" in _dit(scene, adresse, "une-autre-cle-qui-n-ouvre-rien-du-tout")


def test_without_a_window_nothing_runs(scene: Scene) -> None:
    assert scene.recueillir("", "") is None


def test_a_request_of_long_ago_is_looked_for_since_it_was_made(
    scene: Scene, forge: Forge, file: Path, adresse: str
) -> None:
    attente.keep(file, demande(recue_le=RECUE - timedelta(days=80)))
    _dit(scene, adresse)
    assert {item.requete.get("since") for item in forge.requetes if item.methode == "GET"} == {"2026-09-09T05:30:00Z"}
