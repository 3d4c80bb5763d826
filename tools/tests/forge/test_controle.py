"""The rehearsal of controle.yml, job on data: the annotations and the summary of a demande, by the code it proposes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.forge.projet import DONNEES, FAUX, tarif
from tests.forge.scene import Scene, assert_reference

if TYPE_CHECKING:
    from tests.forge.api import Forge

ANNOTER = "Annoter chaque erreur à sa ligne"
RESUMER = "Résumer ce qui change, ou ce qui l'empêche d'être calculé"
HAUSSE = tarif("5500.00")


def test_a_sound_proposal_has_no_annotation_and_its_summary_says_what_it_changes(scene: Scene) -> None:
    scene.projet.ecrire("hausse", HAUSSE, depart="main")
    run = scene.controler(scene.proposer("hausse"))
    assert run.reussi
    assert run.etape(ANNOTER).sortie == ""
    assert_reference("resume.md", scene.nommer(run.resume))


def test_a_wrong_proposal_is_annotated_at_its_line_and_summed_up_without_any_figure(scene: Scene) -> None:
    scene.projet.ecrire("faute", {**FAUX, **HAUSSE}, depart="main")
    run = scene.controler(scene.proposer("faute"))
    assert (run.etape(ANNOTER).code, run.etape(RESUMER).code) == (1, 1)
    assert "€" not in run.resume
    assert_reference("annotations.txt", run.etape(ANNOTER).sortie)
    assert_reference("resume-invalide.md", scene.nommer(run.resume))


def test_an_annotation_is_one_line_whatever_the_data_holds(scene: Scene) -> None:
    hostile = '"S99, %0A::error file=x::y \\n::warning::z"'
    path = "adherents/bruyere/souscriptions.yaml"
    text = DONNEES[path].replace("{service: S03,", f"{{service: {hostile},")
    assert text != DONNEES[path]
    scene.projet.ecrire("hostile", {path: text, "adherents/a,b:c%/adherent.yaml": "x: [\n"}, depart="main")
    run = scene.controler(scene.proposer("hostile"))
    lines, read = run.etape(ANNOTER).sortie.splitlines(), run.etape(ANNOTER).annotations
    wanted = re.compile(r"::(error|warning|notice) file=[^:,]+,line=[0-9]+,endLine=[0-9]+,col=[0-9]+,"
                        r"endColumn=[0-9]+,title=[A-Z0-9]+::.*")  # fmt: skip
    assert [line for line in lines if not wanted.fullmatch(line)] == []
    assert any("%250A" in line for line in lines)
    assert any("file=adherents/a%2Cb%3Ac%25/adherent.yaml," in line for line in lines)
    # The runner reads as many commands as there are lines, and the file as it is named.
    assert {name for name, _, _ in read} <= {"error", "warning", "notice"}
    assert len(read) == len(lines)
    assert "adherents/a,b:c%/adherent.yaml" in [properties["file"] for _, properties, _ in read]


def test_the_summary_tells_what_the_comment_will(scene: Scene, forge: Forge) -> None:
    scene.projet.ecrire("hausse", HAUSSE, depart="main")
    demande = scene.proposer("hausse")
    summary = scene.controler(demande).resume
    assert scene.commenter(demande) is not None
    _mark, _commit, ours = re.split("\n+", forge.notres[0], maxsplit=2)
    assert summary.split(" Base ")[0] == ours.split(" Base ")[0]


def test_a_push_is_checked_without_any_summary(scene: Scene) -> None:
    run = scene.lancer(scene.poussee("controle")._replace(travail="donnees"))["donnees"]
    assert run.reussi
    assert [etape.nom for etape in run.etapes][-1] == ANNOTER
    assert run.resume == ""
