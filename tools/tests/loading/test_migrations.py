"""Data of an older format: read as today's, and never taken for it."""

from __future__ import annotations

import re

import pytest

from convention.checks.noms.noms import unknown_names
from convention.engine.contribution import calculer
from convention.loading.loader import Cache, load
from convention.loading.migrations import STEPS
from convention.model.documents.catalogue import FORMAT
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.entrees import Contractant
from convention.model.mots.vie import RoleDuService
from convention.model.resolution import resolve
from tests.espaces import espaces
from tests.essais import FIGES, Textes, fichiers, fichiers_nancy, lire

MINI = fichiers(FIGES / "mini")
FORMAT_1 = MINI | fichiers(FIGES / "format-1")
FORMAT_2 = MINI | fichiers(FIGES / "format-2")
FORMAT_3 = {
    path: text.replace("format: 1", "format: 3").replace("controles", "messages").replace("sorties", "commandes")
    for path, text in FORMAT_1.items()
}
ANCIENS = {
    "catalogue/procedures.yaml": "etape: deliberation_metropole",
    "adherents/bruyere/resiliation.yaml": "initiative: metropole",
    "adherents/bruyere/adhesion.yaml": "partie: metropole",
    "catalogue/projets/portail.yaml": "role_dsit",
    "catalogue/services/S02.yaml": "roles_dsit",
}
"""What format 2 called the managing body, and its common service."""
PROJET = "catalogue/projets/portail.yaml"
ARTICLE = "catalogue/articles/article-01.yaml"


def _with_format(files: dict[str, str], number: int) -> dict[str, str]:
    path = "catalogue/convention.yaml"
    return {**files, path: re.sub("^format: .*$", f"format: {number}", files[path], flags=re.MULTILINE)}


def test_each_older_format_has_its_step() -> None:
    assert [*STEPS] == [*range(1, FORMAT)]


@pytest.mark.parametrize("older", [FORMAT_1, FORMAT_3])
def test_the_text_of_formats_1_and_3_says_nothing_more_of_the_tool(older: dict[str, str]) -> None:
    before = lire(older).vie
    cut = re.sub(r",? *(controles|sorties): \[.*?\]", "", FORMAT_1[ARTICLE])
    after = lire(_with_format(FORMAT_1 | {ARTICLE: re.sub(r"\n\n+", "\n", cut)}, FORMAT)).vie
    assert before.articles == after.articles
    article = before.articles["article-01"]
    assert [*article.passages, *article.sections[0].passages][0].donnees == ("pricing/forfait.yaml#valeurs",)


@pytest.mark.parametrize("older", [FORMAT_1, FORMAT_3])
def test_the_procedures_of_what_the_text_no_longer_says_go_with_it(older: dict[str, str]) -> None:
    procedures = lire(older).vie.procedures
    assert procedures is not None
    assert [(item.genre, item.champ) for item in procedures.changements] == [
        ("article", "passages.donnees"),
        ("article", None),
        ("forfait", None),
    ]


def test_the_same_bytes_are_read_in_each_format_even_by_readings_that_are_shared() -> None:
    """What format 1 allowed is unknown today, whichever of the two is read first."""
    for first, second in ((1, FORMAT), (FORMAT, 1)):
        cache: Cache = {}
        found = {
            number: {item.code for item in load(Textes(_with_format(FORMAT_1, number)), cache).diagnostics}
            for number in (first, second)
        }
        assert found == {1: set(), FORMAT: {"FOR001"}}


def test_who_manages_is_named_by_no_kind_of_body_in_data_of_format_2() -> None:
    depot = lire(FORMAT_2)
    procedures, adhesion = depot.vie.procedures, depot.dossiers["bruyere"].demande_adhesion
    assert procedures is not None
    assert adhesion is not None
    assert procedures.visas["vote"].etape is EtapeVisa.DELIBERATION_GESTIONNAIRE
    assert [item.partie for item in adhesion.deliberations] == [Contractant.GESTIONNAIRE, Contractant.ADHERENT]
    resiliation = depot.dossiers["bruyere"].resiliation
    assert resiliation is not None
    assert resiliation.initiative is Contractant.GESTIONNAIRE


def test_the_words_of_format_2_are_unknown_today_at_their_places() -> None:
    found = load(Textes(_with_format(FORMAT_2, FORMAT))).diagnostics
    rows = {
        path: next(rank for rank, line in enumerate(FORMAT_2[path].split("\n"), 1) if words in line)
        for path, words in ANCIENS.items()
    }
    assert {item.span.path: item.span.line for item in found if item.code != "FOR002"} == rows


@pytest.mark.long
def test_a_whole_convention_in_the_words_of_format_2_is_the_one_of_today_to_the_cent() -> None:
    files = fichiers_nancy()
    older = {path: _in_format_2(text) if path.endswith(".yaml") else text for path, text in files.items()}
    before, today = lire(_with_format(older, 2)), lire(files)
    assert older != files
    assert (before.vie.projets, before.vie.procedures) == (today.vie.projets, today.vie.procedures)
    assert before.vie.gouvernance == today.vie.gouvernance
    assert calculer(resolve(before, 2026)) == calculer(resolve(today, 2026))


def _in_format_2(text: str) -> str:
    """Write a document of today as format 2 did: its words, and no team declared."""
    for today, older in (("role_service_commun", "role_dsit"), ("deliberation_gestionnaire", "deliberation_metropole")):
        text = text.replace(today, older)
    return re.sub(r"^equipes:\n(?:  .*\n)+", "", text, flags=re.MULTILINE)


def test_the_function_of_the_service_is_read_and_cited_under_the_name_of_today() -> None:
    depot = lire(FORMAT_2)
    procedures = depot.vie.procedures
    assert procedures is not None
    assert depot.vie.projets["portail"].role_service_commun is RoleDuService.MOE
    assert depot.services["S02"].roles_service_commun == (RoleDuService.AMOA,)
    assert procedures.changements[0].champ == "role_service_commun"


def test_a_function_that_is_written_under_both_names_is_refused_under_the_older_one() -> None:
    both = FORMAT_2[PROJET].replace("role_dsit: moe", "role_dsit: moe\nrole_service_commun: moa")
    found = load(Textes({**FORMAT_2, PROJET: both})).diagnostics
    assert [(item.code, item.span.path, item.span.line) for item in found] == [("FOR001", PROJET, 9)]


def test_the_teams_that_format_2_allowed_are_declared_with_their_names() -> None:
    depot = lire(FORMAT_2)
    assert depot.vie.gouvernance is not None
    teams = depot.vie.gouvernance.equipes
    assert [teams[nom].libelle for nom in depot.vie.projets["portail"].groupe] == [
        "Études",
        "Environnement utilisateur",
    ]
    assert [item for item in unknown_names(depot) if item.span.path == PROJET] == []


def test_a_team_that_nobody_declares_is_refused_today() -> None:
    today = FORMAT_2[PROJET].replace("role_dsit", "role_service_commun")
    depot = load(Textes(_with_format({**FORMAT_2, PROJET: today}, FORMAT))).depot
    found = [item for item in unknown_names(depot) if item.span.path == PROJET]
    assert [espaces(item.message) for item in found] == [
        "l'équipe « etudes » n'existe pas",
        "l'équipe « environnement_utilisateur » n'existe pas",
    ]
