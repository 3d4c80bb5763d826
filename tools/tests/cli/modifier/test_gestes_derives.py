"""What follows from the file of a gesture: its line in the list of commands, its help, its step, its row of a page."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from convention.cli.main import COMMANDES
from convention.cli.modifier.gestes import commande_of
from convention.edition.gestes import gestes
from convention.edition.scenarios.scenario import Scenario
from convention.loading.a_part import read_apart
from tests.essais import RACINE

PAGE = RACINE / "docs/scenarios.md"
TABLE = re.compile(r"(?<=\| geste \| ce qu'il écrit \|\n\| --- \| --- \|\n)(?:\|.*\n)+")
GESTES = gestes()
VARIANTES = {demande.variante: demande for demande in GESTES.values() if demande.variante is not None}
"""Gestures that are made by the command of another, by themselves."""
DES_COMMANDES = {verbe.replace("_", "-"): demande for verbe, demande in GESTES.items() if demande not in VARIANTES}


def test_the_list_of_commands_says_each_gesture_in_its_own_words() -> None:
    said = {}
    for nom, demande in DES_COMMANDES.items():
        verb = demande.resume.partition(" ")[0]
        more = f", ou {demande.variante.resume.removeprefix(f'{verb} ')}" if demande.variante is not None else ""
        said[nom] = demande.resume + more
    assert said == {nom: COMMANDES.get(nom) for nom in said}


@pytest.mark.parametrize("nom", DES_COMMANDES)
def test_each_example_of_a_help_is_a_line_that_the_command_reads(nom: str) -> None:
    command = commande_of(nom)
    examples = re.findall(r"^Exemple : convention (.+)$", command.help or "", re.MULTILINE)
    assert examples
    for example in examples:
        verb, *words = shlex.split(example)
        assert verb == nom
        assert command.make_context(verb, words).params["essai"]


def test_the_list_of_commands_is_told_without_reading_any_gesture() -> None:
    told = "import sys; from convention.cli.main import run; code = run(['--aide']); "
    heavy = "print([name for name in sys.modules if name.startswith(('convention.edition', 'pydantic'))], code)"
    run = subprocess.run([sys.executable, "-c", told + heavy], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[] 0"


@pytest.mark.parametrize("verbe", GESTES)
def test_each_gesture_is_a_step_of_a_scenario_under_its_verb(verbe: str) -> None:
    lu = read_apart(Scenario, "essai.yaml", f"libelle: essai\ngestes:\n  - {verbe}: {{}}\n".encode())
    lacking = {name for name, field in GESTES[verbe].model_fields.items() if field.is_required()}
    assert {re.sub(r".*«\u00a0(.*)\u00a0».*", r"\1", item.message) for item in lu.diagnostics} == lacking


def test_the_page_of_gestures_says_what_each_writes() -> None:
    ordre = list(COMMANDES)
    rows = sorted(GESTES.values(), key=lambda demande: ordre.index(demande.usage.partition(" ")[0]))
    expected = "".join(f"| `convention {demande.usage}` | {demande.ecrit} |\n" for demande in rows)
    page = PAGE.read_text("utf-8")
    if os.environ.get("REGENERER"):
        PAGE.write_text(TABLE.sub(lambda _: expected, page), "utf-8")
    assert TABLE.findall(page) == [expected]
