"""`convention fiche-adhesion` and `convention fiche-sortie`, the real commands: exit codes, sentences, two media."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.arrivees import CERISAIE, comes
from tests.cli.commande import contenu, lancer
from tests.espaces import espaces
from tests.essais import remplacer
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commande import Sortie


@pytest.fixture(scope="module")
def arrivee(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("arrivee"), comes())


def page(sortie: Sortie) -> str:
    assert (sortie.code, sortie.erreurs) == (0, b"")
    return espaces(sortie.sortie.decode("utf-8"))


def test_the_impact_sheet_writes_nothing_in_the_repository(arrivee: Path) -> None:
    before = contenu(arrivee)
    assert page(lancer(arrivee, "fiche-adhesion", "cerisaie")).startswith("Fiche d'impact de l'adhésion de Cerisaie\n")
    assert contenu(arrivee) == before


def test_the_impact_sheet_is_found_by_the_name_too(arrivee: Path) -> None:
    assert lancer(arrivee, "fiche-adhesion", "Cerisaie") == lancer(arrivee, "fiche-adhesion", "cerisaie")


def test_the_impact_sheet_of_an_adherent_whose_demand_is_not_written_is_computed_too(arrivee: Path) -> None:
    text = page(lancer(arrivee, "fiche-adhesion", "aubepine"))
    assert text.startswith("Fiche d'impact de l'adhésion d'Aubépine\n")
    command = "« convention adherer aubepine --demande DATE"
    assert f"Pour les suivre, avec une demande d'avant le 1er janvier 2024 : {command}" in text


@pytest.mark.parametrize(
    ("commande", "nom", "title"),
    [
        ("fiche-adhesion", "ccas-fictif", "# Fiche d'impact de l'adhésion du CCAS (fictif) (article 3.1)"),
        pytest.param(
            "fiche-sortie",
            "etablissement-rattache",
            "# Fiche de sortie de l'Établissement rattaché (fictif) (article 13)",
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_sheet_in_markdown_is_the_same_page(reel: Path, tmp_path: Path, commande: str, nom: str, title: str) -> None:
    assert lancer(reel, commande, nom, "--sortie", str(tmp_path / "fiche.md")).code == 0
    text = espaces((tmp_path / "fiche.md").read_text("utf-8"))
    assert text.splitlines()[0] == title
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        f"## {line}" for line in _titles(page(lancer(reel, commande, nom)))
    ]


def _titles(text: str) -> list[str]:
    lines = text.splitlines()
    return [line for line, rule in pairwise(lines) if rule and not rule.strip("─") and "  " not in rule]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fiche-adhesion", "nouveau"), "pour l'écrire : « convention adherer nouveau --demande DATE »"),
        (("fiche-adhesion", "metropole-grandval"), "est le gestionnaire"),
        (("fiche-adhesion", "cerisai"), "vouliez-vous dire « cerisaie »"),
        (("fiche-sortie", "aubepine"), "« Aubépine » n'a pas de résiliation"),
        (("fiche-sortie", "aubepinee"), "vouliez-vous dire « aubepine »"),
        (("fiche-adhesion",), "ADHÉRENT"),
    ],
)
def test_a_command_badly_written_says_so(arrivee: Path, arguments: tuple[str, ...], said: str) -> None:
    sortie = lancer(arrivee, *arguments)
    assert (sortie.code, sortie.sortie, said in espaces(sortie.message)) == (2, b"", True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ccas-fictif",), "l'adhérent « ccas-fictif » est inconnu"),
        (("etablissement-rattache", "--sortie", "fiche.odt"), "finit par .pdf ou par .md"),
    ],
)
def test_an_exit_sheet_badly_asked_for_says_so(reel: Path, arguments: tuple[str, ...], said: str) -> None:
    sortie = lancer(reel, "fiche-sortie", *arguments)
    assert (sortie.code, sortie.sortie, said in espaces(sortie.message)) == (2, b"", True)


@pytest.mark.parametrize("commande", ["fiche-adhesion", "fiche-sortie"])
def test_no_amount_is_printed_on_wrong_data(tmp_path: Path, commande: str) -> None:
    depot = write(tmp_path, comes())
    remplacer(depot / CERISAIE / "adhesion.yaml", "signature: 2026-06-02\n", "")
    sortie = lancer(depot, commande, "cerisaie")
    assert (sortie.code, sortie.sortie) == (1, b"")
    assert "ENT001" in sortie.message
