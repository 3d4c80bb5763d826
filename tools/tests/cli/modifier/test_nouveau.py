"""A convention that begins: its smallest repository is sound, computes what the answers say, and its README holds."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.edition.nouveau.reponses import Partage
from convention.model.mots.communs import Origine, TypeAdherent
from convention.site.acces import lire as acces
from convention.site.pages import pages
from tests.cli.commande import contenu, lancer
from tests.compare.depots_git import git
from tests.essais import RACINE, fichiers, lire
from tests.site.lecture import liens_rompus, lire_html

if TYPE_CHECKING:
    from pathlib import Path

JOUR = date(2026, 11, 28)
EXEMPLE = RACINE / "docs/exemples/reponses.yaml"


@pytest.fixture
def ne(tmp_path: Path) -> Path:
    """The repository of the example."""
    assert lancer(tmp_path, "nouveau", "brume", "--reponses", str(EXEMPLE)).code == 0
    return tmp_path / "brume"


def _refuse(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    text = EXEMPLE.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    done = lancer(tmp_path, "nouveau", "brume", "--reponses", "r.yaml")
    assert done.code == 1
    assert not (tmp_path / "brume").exists()
    return done.message.replace("\u00a0", " ").splitlines()


def test_the_example_gives_each_member_what_it_owes(ne: Path) -> None:
    done = lancer(ne, "calculer", "--format", "json")
    assert done.code == 0
    # 2 400 € by 43 computers, 3 950 € by 3 950 inhabitants, 1 000 € by 4, 60 € each, 85 € by computer for two of them.
    assert json.loads(done.sortie)["totaux"]["par_adherent"] == {
        "basse-brume": "1935.70",
        "fontazur": "1183.25",
        "haute-brume": "1879.77",
        "pierrelune": "3526.28",
    }


PAGE = (RACINE / "docs/demarrer.md").read_text("utf-8")


def test_who_follows_the_page_from_an_empty_folder_sees_what_it_shows(tmp_path: Path) -> None:
    [reponses] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    [shown] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert reponses == EXEMPLE.read_text("utf-8")
    (tmp_path / "reponses.yaml").write_text(reponses, "utf-8")
    lines = [line for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    given = [shlex.split(line)[1:] for line in lines]
    done = [lancer(tmp_path, *words, *(["--pages"] if words[-1] == "site" else [])) for words in given]
    assert [run.code for run in done] == [0] * len(lines)
    told = b"".join(run.sortie for run in done).decode("utf-8").replace("\u202f", " ").replace("\u00a0", " ")
    assert shown in told


def test_the_page_tells_every_origin_and_every_kind_of_member() -> None:
    lines = dict(re.findall(r"^- \*\*(\w+)\*\*(.*)$", PAGE, re.MULTILINE))
    told = {nom: set(re.findall("`([a-z_]+)`", line)) - {"rattachement"} for nom, line in lines.items()}
    assert told["origine"] - {"source"} == {str(origine) for origine in Origine}
    assert told["type"] == {str(genre) for genre in TypeAdherent}


def test_the_page_tells_every_way_of_sharing() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)[1:] == [str(partage) for partage in Partage]


@pytest.fixture
def lues(ne: Path) -> dict[str, str]:
    """The pages of its site before its first year, for all adherents: what is read there."""
    files = {path: content.decode("utf-8") for path, content in contenu(ne).items() if path != "README.md"}
    found = pages(lire(files), JOUR, acces("adherents"))
    read = {uri: lire_html(text) for uri, text in found.items() if isinstance(text, str) and uri.endswith(".md")}
    assert liens_rompus(found, read) == []
    return {uri: page.texte for uri, page in read.items()}


def test_before_its_first_year_nothing_is_said_to_have_begun_or_changed(lues: dict[str, str]) -> None:
    said = re.compile("En vigueur depuis|qu'en 2026|pourquoi cela a changé|Écart sur un an|pas encore souscrit")
    assert {uri for uri, text in lues.items() if said.search(text.replace("\u2019", "'"))} - {"diagnostics.md"} == set()
    assert "court jusqu'en 2027" in lues["index.md"].replace("\u2019", "'")


def test_the_services_of_its_first_year_are_held_by_those_who_pay_them(lues: dict[str, str]) -> None:
    services = [text for uri, text in lues.items() if uri.startswith("services/s")]
    assert [text for text in services if "plus, ou pas encore" in text] == []


def test_its_site_tells_nothing_that_another_convention_says(lues: dict[str, str]) -> None:
    said = re.compile("carte mentale|mise à jour en cours|non connu\\b.*équivalents|impression", re.IGNORECASE)
    assert {uri for uri, text in lues.items() if said.search(text)} - {"diagnostics.md"} == set()


def test_it_has_two_files_for_each_service_three_for_each_member_and_six_others(ne: Path) -> None:
    assert len(contenu(ne)) == 2 * 5 + 3 * 4 + 6


def test_every_gesture_that_its_readme_gives_is_possible(ne: Path) -> None:
    text = (ne / "README.md").read_text("utf-8")
    gestures = [shlex.split(found) for found in re.findall("`convention ([a-z][^`]*)`", text)]
    assert [words[0] for words in gestures] == ["valider", "calculer", "expliquer", "fixer", "site", "schemas"]
    git(ne, "init", "--quiet")
    for words in gestures:
        given = ["120" if word == "MONTANT" else word for word in words]
        assert lancer(ne, *given, *(["--pages"] if words[0] == "site" else [])).code == 0


TYPES = """titre: "Essai : « un »"
gestionnaire: Le Centre
exercice: 2027
preavis_mois: 6
origine: demonstration
source: inventé
{plus}adherents:
  - {{nom: Le Centre, type: {type}, siren: "100000108", insee: "00001", quantites: {{{counted}}}}}
  - {{nom: L'Écart, siren: "100000116", insee: "00002", quantites: {{{counted}}}}}
  - {{nom: CCAS, type: etablissement_rattache, rattachement: L'Écart, quantites: {{{counted}}}}}
services:
  - {{nom: "Un # service", partage: {partage}, montant: 30.00}}
"""


@pytest.mark.parametrize("partage", Partage, ids=str)
@pytest.mark.parametrize("gestionnaire", [TypeAdherent.EPCI, TypeAdherent.COMMUNE], ids=str)
@pytest.mark.parametrize("forfait", ["", "forfait_par_poste: 700.00\n"], ids=["sans forfait", "avec un forfait"])
def test_each_way_of_sharing_gives_a_sound_repository(
    partage: Partage, gestionnaire: TypeAdherent, forfait: str, tmp_path: Path
) -> None:
    cles = {partage.cle, "postes" if forfait else ""} & {"postes", "habitants"}
    counted = ", ".join(f"{cle}: 3" for cle in cles)
    text = TYPES.format(plus=forfait, type=gestionnaire, partage=partage, counted=counted)
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    done = lancer(tmp_path, "nouveau", "essai", "--reponses", "r.yaml")
    assert (done.code, done.message) == (0, "")
    assert lancer(tmp_path / "essai", "valider").code == 0


def test_answers_that_contradict_each_other_are_all_told_and_nothing_is_written(tmp_path: Path) -> None:
    told = _refuse(
        tmp_path,
        ("gestionnaire: Haute-Brume", "gestionnaire: Brume"),
        ('    insee: "00002"\n', ""),
        ("{postes: 20, habitants: 2100}", "{postes: 20, eleves: 10}"),
        ("pour: [Basse-Brume, Fontazur]", "pour: [Basse-Brume, Fontazure]"),
        ("nom: Certificats", "nom: adhesion"),
    )
    assert [line for line in told if line.startswith("- ")] == [
        "- un seul nom par service, ceux-ci se ressemblent trop : « Adhésion » et « adhesion »",
        "- le gestionnaire « Brume » n'est pas l'un des adhérents : Haute-Brume, Basse-Brume, Pierrelune et Fontazur",
        "- « Assistance » est pour « Fontazure », qui n'est pas un adhérent",
        "- Basse-Brume (commune) ne dit pas : « insee »",
        "- Pierrelune ne compte pas : « habitants » (sous « quantites »)",
        "- Pierrelune compte « eleves », que rien ne partage",
    ]


def test_a_wrong_answer_is_shown_at_its_line(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ("partage: par-poste", "partage: par-tete"), ("montant: 60.00", "montant: soixante"))
    assert [line for line in told if line.startswith("r.yaml:")] == [
        "r.yaml:30:32 : erreur FOR008",
        "r.yaml:34:51 : erreur FOR004",
    ]


def test_what_only_the_data_shows_to_be_wrong_names_the_member_and_nothing_is_written(tmp_path: Path) -> None:
    told = _refuse(tmp_path, ('"100000116"', '"100000117"'))
    assert "  le SIREN « 100000117 » (Basse-Brume) est faux : sa clé de contrôle ne tombe pas juste" in told


@pytest.mark.parametrize("fichier", ["absent.yaml", ".", "/dev/zero"])
def test_answers_that_cannot_be_read_are_one_sentence(fichier: str, tmp_path: Path) -> None:
    done = lancer(tmp_path, "nouveau", "brume", "--reponses", fichier)
    assert (done.code, len(done.message.splitlines())) == (3, 1)
    assert "le fichier de réponses" in done.message
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_as_it_is(ne: Path) -> None:
    before = contenu(ne)
    done = lancer(ne.parent, "nouveau", "brume", "--reponses", str(EXEMPLE))
    assert (done.code, contenu(ne)) == (2, before)
    assert "n'est pas vide" in done.message


def test_no_convention_begins_inside_another(ne: Path) -> None:
    before = contenu(ne)
    done = lancer(ne, "nouveau", "pricing/autre", "--reponses", str(EXEMPLE))
    assert (done.code, contenu(ne)) == (2, before)
    assert "dans le dépôt d'une autre convention" in done.message


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_its_site_says_nothing_of_what_its_data_do_not_know(ne: Path, niveau: str) -> None:
    found = pages(lire(fichiers(ne)), JOUR, acces(niveau))
    read = {uri: lire_html(text) for uri, text in found.items() if isinstance(text, str) and uri.endswith(".md")}
    assert not {"annexes/annexe-2.md", "annexes/annexe-3.md", "annexes/annexe-5.md", "lectures.md"} & read.keys()
    told = re.compile(
        r"à définir|non connu\b|n['’]en (?:donne|fixe)|ne détaille pas|article 4|annexes? [235]\b|\b0 [a-z]"
    )
    services = {uri: page.texte for uri, page in read.items() if uri.startswith(("annexes/", "services/"))}
    assert [(uri, told.findall(text)) for uri, text in services.items() if told.search(text)] == []


def test_the_evaluation_of_its_services_says_nothing_of_levels_that_no_text_leaves_out(ne: Path) -> None:
    told = lancer(ne, "rediger", "evaluation", "--exercice", "2027").sortie.decode()
    assert "Messagerie" in told
    assert "à définir" not in told
    assert "à désigner" not in told
