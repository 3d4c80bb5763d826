"""What must hold of the data of this repository, whatever they say: the only tests that read them.

Every other test reads frozen copies (`tools/tests/depots`): an agent who changes a quantity breaks none of them.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.base.appellation import Noms
from convention.checks.texte.clauses import clauses
from convention.cli.main import PIECES
from convention.edition.texte.plis import LARGEUR
from convention.engine.contribution import calculer
from convention.engine.lignes import Controle
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from convention.model.texte.clauses import Clauses
from tests.cli.commande import lancer
from tests.compare.depots_git import git
from tests.essais import RACINE, fichiers
from tests.generateur import write
from tests.site.construction import mkdocs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convention.model.depot import Depot

PAQUET = RACINE / "tools" / "convention"
SIMULATIONS = sorted((RACINE / "docs" / "exemples" / "scenarios").glob("*.yaml"))


@cache
def _depot() -> Depot:
    return load(Folder(RACINE)).depot


def test_they_are_valid() -> None:
    run = lancer(RACINE, "valider")
    assert (run.code, run.message) == (0, "")


@pytest.mark.parametrize("phase", Phase)
def test_what_each_adherent_service_nature_and_section_pays_adds_up_to_what_is_shared(phase: Phase) -> None:
    for annee in _depot().exercices:
        controle = calculer(resolve(_depot(), annee, phase)).controle
        assert controle == Controle(0, 0, 0, 0, 0, controle.non_repartis)


def test_no_line_is_too_long_to_be_read_but_a_quotation_of_the_convention() -> None:
    passages = (passage for item in clauses(_depot()) for passage in item.passages)
    quoted = {line.strip() for passage in passages for line in passage.texte.split("\n")}
    data = ((path, text) for path, text in fichiers(RACINE).items() if path.endswith(".yaml"))
    lines = ((f"{path}:{rank}", line) for path, text in data for rank, line in enumerate(text.split("\n"), 1))
    assert [where for where, line in lines if len(line) > LARGEUR and line.strip() not in quoted] == []


@pytest.mark.parametrize("path", sorted((RACINE / "docs" / "exemples").glob("*.patch")), ids=lambda path: path.stem)
def test_each_sample_amendment_still_applies(path: Path, tmp_path: Path) -> None:
    touched = set(re.findall(r"^--- a/(.+)$", path.read_text("utf-8"), re.MULTILINE))
    write(tmp_path, {name: text for name, text in fichiers(RACINE).items() if name in touched})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "apply", "--check", str(path))


@pytest.mark.long
@pytest.mark.parametrize("path", SIMULATIONS, ids=lambda path: path.stem)
def test_each_sample_scenario_still_answers(path: Path) -> None:
    assert lancer(RACINE, "simuler", str(path)).code == 0


@pytest.mark.long
def test_their_site_builds(tmp_path: Path) -> None:
    assert mkdocs(RACINE, tmp_path, "public").returncode == 0


def test_no_line_of_the_tool_names_a_body_of_this_convention() -> None:
    # What it does not name is called in common words, that are nobody's.
    bodies = {name.nu for name in {*_depot().convention.noms} - {*Noms()}}
    bodies |= {dossier.identite.nom for dossier in _depot().dossiers.values()}
    told = re.compile(rf"\b(?:{'|'.join(map(re.escape, bodies))})\b")
    named = [(path.relative_to(PAQUET), told.findall(text)) for path, texts in _texts_of_the_tool() for text in texts]
    assert [(path, found) for path, found in named if found] == []


def test_no_line_of_the_tool_names_the_months_of_the_calls_of_this_convention() -> None:
    # The two lists of months name them all; a day before the month is a date of the law.
    months = {PAQUET / "base/french.py", *PAQUET.rglob("francais.js")}
    named = [
        f"{path.relative_to(PAQUET)}: {text}"
        for path, texts in _texts_of_the_tool()
        for text in (texts if path not in months else ())
        if re.search(r"(?<![0-9] )\b(?:avril|octobre)\b", text, re.IGNORECASE)
    ]
    assert named == []


# Examples of how a clause is written; the articles of an avenant, of a délibération; three laws.
_AUTRES_ARTICLES = {
    "base/codes/ADH.toml": ["article\n1609"],
    "model/valeurs/scalaires.py": ["article 8.3", "article 8.3", "annexe 4"],
    "model/texte/articles.py": ["article 8.3", "article 8", "annexe 4"],
    "reports/avenant/avenant.j2": ["Article 1"],
    "reports/redaction/deliberation_forfait.j2": ["Article 1", "Article 2", "Article 3"],
    "site/gabarits/accessibilite.html": ["article 47"],
    "site/gabarits/rgpd.html": ["articles 15", "article 33"],
}


def test_no_line_of_the_tool_cites_a_clause_of_this_convention_by_its_number() -> None:
    cites: dict[str, list[str]] = {}
    for path, texts in _texts_of_the_tool():
        told = (_COMMENTAIRE.sub("", text) if path.suffix != ".py" else text for text in texts)
        found = [item[0] for text in told for item in _CLAUSE.finditer(text)]
        if found:
            cites[path.relative_to(PAQUET).as_posix()] = found
    assert cites == _AUTRES_ARTICLES


@pytest.mark.long
def test_no_help_of_a_command_cites_a_clause_of_this_convention_by_its_number() -> None:
    helped = {piece: lancer(RACINE, *piece, "--aide").sortie.decode() for piece in _commands()}
    assert [piece for piece, text in helped.items() if "Options" not in text] == []
    assert {piece: found for piece, text in helped.items() if (found := _CLAUSE.findall(text))} == {}


def test_each_rule_whose_clause_the_tool_cites_is_one_that_a_convention_may_say() -> None:
    sources = (path.read_text("utf-8") for path in PAQUET.rglob("*") if path.suffix in {".py", ".j2", ".html"})
    called = (item[1] for text in sources for item in _CITEE.finditer(text))
    cited = {nom for arguments in called for nom in re.findall(r"[\"']([a-z_]+)[\"']", arguments)}
    assert cited <= set(Clauses.model_fields)


# Two laws: to vote a budget, to go to court; what makes a count unlikely (« dix-huit mois »), which is the tool's.
_AUTRES_DELAIS = {"ADH.toml": ["dix semaines"], "LIT.toml": ["deux mois"], "QTE.toml": ["huit mois"]}


def test_no_message_says_a_delay_that_the_convention_sets() -> None:
    said = {path.name: _DELAI.findall(path.read_text("utf-8")) for path in PAQUET.glob("base/codes/*.toml")}
    assert {name: found for name, found in said.items() if found} == _AUTRES_DELAIS


# Older data and sealed statements, in their words; two lists of the bodies that there are in France.
_MOTS_ANCIENS = {
    "base/french.py": ["métropole"],
    "loading/migrations.py": ["deliberation_metropole", "metropole", "metropole", "role_dsit", "roles_dsit"],
    "reports/etat/archive.py": ["compte_metropole"],
}


def test_no_line_of_the_tool_calls_the_manager_or_its_service_as_this_convention_does() -> None:
    sources = ((path, path.read_text("utf-8")) for path in sorted(PAQUET.rglob("*")) if path.suffix in _TEXTES)
    called = {path: _DE_LA_METROPOLE.findall(_CITATION.sub("", text)) for path, text in sources}
    assert {path.relative_to(PAQUET).as_posix(): found for path, found in called.items() if found} == _MOTS_ANCIENS


def test_no_line_of_the_tool_says_what_this_convention_says_of_itself() -> None:
    licence = _depot().convention.licence
    assert licence is not None
    heads = [passage.texte for item in clauses(_depot()) for passage in item.passages if passage.en_tete]
    own = re.compile("|".join((re.escape(licence), "mi-janvier", "15 janvier", *map(re.escape, heads), *_REMARQUES)))
    named = {
        path.relative_to(PAQUET).as_posix(): found
        for path, texts in _texts_of_the_tool()
        if (found := [item for text in texts for item in own.findall(text)])
    }
    assert named == {}


def _commands() -> list[tuple[str, ...]]:
    names = [(nom,) for piece in PIECES.values() for nom in piece.commandes]
    groups = {("avenant",): ("etablir", "verifier"), ("appels",): ("sceller",)}
    groups[("rediger",)] = ("deliberation", "dossier", "evaluation", "lettre", "rapport")
    return [*names, *((*nom, other) for nom, others in groups.items() for other in others)]


def test_no_file_of_the_tool_names_an_adherent_of_this_convention() -> None:
    dossiers = _depot().dossiers.values()
    named = {dossier.identite.nom for dossier in dossiers} | {dossier.id for dossier in dossiers if "-" in dossier.id}
    told = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in named))
    files = (path for path in PAQUET.rglob("*") if path.suffix in _TEXTES)
    texts = ((path, _CITATION.sub("", path.read_text("utf-8"))) for path in files)
    assert {path.relative_to(PAQUET): found for path, text in texts if (found := told.findall(text))} == {}


_TEXTES = {".py", ".toml", ".j2", ".html", ".js", ".css", ".typ", ".yml", ".po"}
_CLAUSE = re.compile(r"\b(?:articles?|annexes?|art\.)\s\d+(?:\.\d+)?", re.IGNORECASE)
_DELAI = re.compile(
    r"\b(?:(?:deux|trois|quatre|cinq|six|huit|dix|douze|quinze|trente|[0-9]+) "
    r"(?:jours|heures|semaines|mois|ans|années)|(?:trois|quatre|cinq) fois)\b"
)
# The name of the package apart: « convention-dsit ».
_DE_LA_METROPOLE = re.compile(r"\b(?<!convention-)\w*(?:métropol|metropol|dsit)\w*|\bservice commun\b", re.IGNORECASE)
_REMARQUES = ("carte mentale", "à réintégrer", "mise à jour en cours")
_COMMENTAIRE = re.compile(r"\{#.*?#\}|/\*.*?\*/|<!--.*?-->|^\s*(?:#|//).*?$", re.DOTALL | re.MULTILINE)
_CITEE = re.compile(r"\.(?:citees|abregees|selon|ensuite|du_texte|nom|de)\(((?:\s*[\"'][a-z_]+[\"'],?)+)\s*\)")
_CITATION = re.compile(r'"(?:article|annexe|en-tête|préambule)[^":]* : [^"]*"')


@cache
def _texts_of_the_tool() -> tuple[tuple[Path, list[str]], ...]:
    """Read what the tool says, once: its strings but for docstrings, its words, its templates, its scripts."""
    return tuple(_read_texts())


def _read_texts() -> Iterator[tuple[Path, list[str]]]:
    for path in sorted(PAQUET.rglob("*")):
        if path.suffix == ".py":
            yield path, list(_strings(ast.parse(path.read_text("utf-8"))))
        elif path.suffix in _TEXTES - {".po"}:
            # What a message rests on, and what a clause holds of this convention, is quoted from its text.
            yield path, [_CITATION.sub("", path.read_text("utf-8"))]


def _strings(tree: ast.Module) -> Iterator[str]:
    # A string that stands alone is a docstring, or describes the attribute above it.
    nodes = list(ast.walk(tree))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value
