"""`convention avenant`: what is voted is written for each signatory, and recognised again."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from docx import Document as Lecture

from convention.site.avenants.a_faire import a_voter
from tests.cli.commande import contenu, lancer
from tests.compare.depots_git import git
from tests.essais import DONNEES, GRAND_NANCY, RACINE
from tests.site.lecture import CHEZ_ESSEY, ESSEY, ordinaire, site_reel

if TYPE_CHECKING:
    from pathlib import Path


LE_JOUR = ("--date", "2026-11-25")


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("depot")
    for name in DONNEES:
        shutil.copytree(GRAND_NANCY / name, root / name)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    git(root, "checkout", "-qb", "proposition")
    git(root, "apply", str(RACINE / "docs" / "exemples" / "avenant-1.patch"))
    git(root, "commit", "-qam", "proposition")
    return root


@pytest.fixture(scope="module")
def papiers(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    sortie = tmp_path_factory.mktemp("avenant")
    done = lancer(
        *(depot, "avenant", "etablir", "main", "proposition", "--numero", "1", *LE_JOUR),
        *("--adherent", "essey-les-nancy", "--sortie", str(sortie)),
    )
    assert (done.code, done.message) == (0, "")
    return sortie


@pytest.mark.long
def test_each_paper_is_written_to_be_signed_and_to_be_annotated(papiers: Path) -> None:
    names = {
        f"avenant-1-{name}.{form}"
        for name in ("ESSEY", "ESSEY-rapport", "suivi", "rapport")
        for form in ("pdf", "docx")
    }
    assert set(contenu(papiers)) == {*names, "avenant-1.json"}


@pytest.mark.long
def test_the_amounts_of_the_avenant_are_those_of_the_comparison(papiers: Path) -> None:
    document = json.loads((papiers / "avenant-1.json").read_text())
    mine = [row for row in document["montants"] if row["adherent"] == "essey-les-nancy" and row["exercice"] == "2027"]
    assert {(row["nature"], row["avant"], row["apres"]) for row in mine} == {
        ("indirect_annuel", "26184.26", "26034.09"),
        ("indirect_factuel", "2594.00", "2594.00"),
        ("masse_salariale", "79587.20", "79587.20"),
    }


A_LA_PREFECTURE = """
représentée par son Président, habilité à cet effet par la délibération du Conseil métropolitain n°
représentée par son maire, habilité à cet effet par la délibération n°
le code général des collectivités territoriales, notamment ses articles L. 2121-29 et L. 2131-1
l'article L. 5211-4-2 du code général des collectivités territoriales, qui permet les services communs
ayant pris effet le 1er janvier 2024, notamment son article 12
l'avis favorable du comité de suivi stratégique du 5 octobre 2026
l'avis favorable du comité de pilotage du 6 novembre 2026
la fiche d'impact prévue à l'article L. 5211-4-2 du code général des collectivités territoriales
Ils n'engagent pas les parties : seules les modalités de calcul ont valeur contractuelle (annexe 4).
Aucun exercice clos n'est modifié.
prend effet le 1er janvier 2027, sous réserve que les délibérations qui l'approuvent soient exécutoires
signé avant cette date par les deux parties
à laquelle un avenant de même rédaction aura été signé avec chacun d'eux
en deux exemplaires originaux
"""
A_SIGNER = [
    ["Pour l'adhérent, la commune d'Essey-lès-Nancy", "Pour la Métropole du Grand Nancy"],
    ["Qualité : Maire", "Qualité : Président"],
    ["Nom :", "Nom :"],
    ["Date :", "Date :"],
    ["Signature :", "Signature :"],
]
TECHNIQUE = re.compile(r"\.ya?ml|\.json|`|sha256|\bconvention [a-z]+er\b|\b[0-9a-f]{7,}\b|avenant-1-suivi")
"""What means nothing to whom votes: files, commands, seals."""


def test_a_paper_says_what_the_prefecture_and_the_accountant_look_for(papiers: Path) -> None:
    plain = _read(papiers / "avenant-1-ESSEY.docx")
    assert [sentence for sentence in A_LA_PREFECTURE.strip().splitlines() if sentence not in plain] == []


def test_each_party_has_its_name_its_quality_and_room_for_a_name_a_date_and_a_hand(papiers: Path) -> None:
    signed = Lecture(str(papiers / "avenant-1-ESSEY.docx")).tables[-1]
    assert [[ordinaire(cell.text) for cell in row.cells] for row in signed.rows] == A_SIGNER
    assert [row.height is not None for row in signed.rows] == [False] * 4 + [True]


@pytest.mark.parametrize("name", ["ESSEY", "ESSEY-rapport", "rapport", "suivi"])
def test_what_a_paper_says_of_files_and_seals_stands_under_its_sources_at_the_end(papiers: Path, name: str) -> None:
    told = [paragraph.text for paragraph in Lecture(str(papiers / f"avenant-1-{name}.docx")).paragraphs]
    assert [text for text in told if TECHNIQUE.search(text) and not text.startswith("Sources.")] == []


def _read(path: Path) -> str:
    word = Lecture(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return ordinaire(" ".join([*(paragraph.text for paragraph in word.paragraphs), *cells]))


def test_the_report_of_an_assembly_says_what_the_dashboard_of_its_adherent_says(papiers: Path) -> None:
    (asked,) = a_voter(site_reel(CHEZ_ESSEY, date(2026, 11, 23)), ESSEY)
    report = _read(papiers / "avenant-1-ESSEY-rapport.docx")
    assert [text for text in (asked.paye, asked.vote, asked.sinon) if ordinaire(text) not in report] == []
    assert "Essey-lès-Nancy : 150,17 € de moins en 2027" in report


def test_a_seal_holds_while_sentences_and_amounts_are_the_same(depot: Path, papiers: Path) -> None:
    done = lancer(depot, "avenant", "verifier", str(papiers / "avenant-1.json"))
    assert (done.code, b"tient" in done.sortie) == (0, True)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("montants", 0, "apres"), "1.00", "1.00 €"),
        pytest.param(("phrases", 0), "autre chose", "autre chose", marks=pytest.mark.long),
        (("empreinte",), "0" * 64, "le fichier a été modifié"),
    ],
)
def test_whatever_was_altered_is_named(
    depot: Path, papiers: Path, tmp_path: Path, place: tuple[str | int, ...], value: str, told: str
) -> None:
    document = json.loads((papiers / "avenant-1.json").read_text())
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    altered = tmp_path / "altere.json"
    altered.write_text(json.dumps(document))
    done = lancer(depot, "avenant", "verifier", str(altered))
    assert (done.code, told in done.sortie.decode()) == (1, True)


@pytest.fixture(scope="module")
def consigne(depot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = lancer(
        *(depot, "avenant", "etablir", "main", "proposition", "--numero", "1", "--consigner", *LE_JOUR),
        *("--adherent", "essey-les-nancy", "--sortie", str(tmp_path_factory.mktemp("papiers"))),
    )
    assert (done.code, b"catalogue/avenants/1/avenant.json" in done.sortie) == (0, True)
    return depot / "catalogue" / "avenants" / "1" / "avenant.json"


@pytest.mark.long
def test_what_is_kept_in_the_data_says_what_the_papers_say_and_names_no_commit(consigne: Path, papiers: Path) -> None:
    kept, given = (json.loads(path.read_text()) for path in (consigne, papiers / "avenant-1.json"))
    beside = {name: given[name] for name in ("base", "proposition", "outil")}
    assert kept | beside == given


@pytest.mark.long
def test_what_is_kept_holds_when_the_revisions_are_given(depot: Path, consigne: Path) -> None:
    without = lancer(depot, "avenant", "verifier", str(consigne))
    one = lancer(depot, "avenant", "verifier", str(consigne), "main")
    both = lancer(depot, "avenant", "verifier", str(consigne), "main", "proposition")
    assert (without.code, "ajouter BASE et PROPOSITION" in without.message) == (2, True)
    assert (one.code, both.code, b"tient" in both.sortie) == (2, 0, True)


@pytest.mark.long
def test_what_the_data_refuses_is_not_kept(depot: Path, tmp_path: Path) -> None:
    done = lancer(
        *(depot, "avenant", "etablir", "main", "proposition", "--numero", "2", "--consigner", *LE_JOUR),
        *("--adherent", "essey-les-nancy", "--sortie", str(tmp_path / "rien")),
    )
    assert (done.code, "AVE008" in done.sortie.decode() + done.message) == (1, True)
    assert not (depot / "catalogue" / "avenants" / "2").exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"version": 1}', "\x00", '{"version": 2, "phrases": 3}', "[" * 100_000], ids=range(7)
)
def test_a_file_that_is_no_amendment_is_refused_in_a_sentence(depot: Path, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    done = lancer(depot, "avenant", "verifier", str(path))
    assert (done.code, "Traceback" in done.message) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("main", "main", "--numero", "1"), 2, "rien ne change"),
        (("main", "proposition", "--numero", "0"), 2, "--numero"),
        (("main", "absente", "--numero", "1"), 3, "inconnue"),
        (("main", "proposition", "--numero", "1", "--adherent", "metropole-grand-nancy"), 2, "signe avec chacun"),
        pytest.param(
            ("main", "proposition", "--numero", "1", "--adherent", "esey"), 2, "essey-les-nancy", marks=pytest.mark.long
        ),
    ],
)
def test_what_cannot_be_drawn_up_is_said_and_nothing_is_written(
    depot: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = lancer(depot, "avenant", "etablir", *arguments, "--sortie", str(tmp_path / "rien"))
    assert (done.code, told in done.message, (tmp_path / "rien").exists()) == (code, True, False)
