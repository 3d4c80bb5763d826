"""`convention schemas` writes the schemas of a repository, and checks that they are fresh and accept its documents."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from convention.cli.cadre.contexte import Contexte
from convention.cli.publier.schemas import commande, output_schemas
from convention.model.cadre.renvois import CODES, Sorte
from convention.model.schemas.codes_schema import cited_lists, codes_schema
from convention.model.schemas.schemas import schemas
from tests.editeur.codes import PROPOSES, petit_depot, petits_fichiers
from tests.espaces import espaces
from tests.essais import lire, melanger
from tests.generateur.textes import DEMO

RACINE = Path(__file__).resolve().parents[4]
SORTIES = {
    **output_schemas(),
}
TEXTES = {**schemas(), **SORTIES}
NOMBRE = len(TEXTES)
LISTES = cited_lists(TEXTES)
EXERCICE = "# yaml-language-server: $schema=../../schemas/exercice.schema.json\norigine: public\nphase: realise\n"
CLES = f"""{DEMO}cles:
  postes: {{libelle: nombre de postes, unite: poste, pluriel: postes, comptage: a_date}}
  copieurs: {{libelle: nombre de copieurs, unite: copieur, pluriel: copieurs, comptage: a_date}}
"""


class Done(NamedTuple):
    """What a run gave."""

    code: int
    output: str


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Make a repository of one document."""
    path = tmp_path / "pricing" / "exercices" / "2025.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"{EXERCICE}statut: clos\n", encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str) -> Done:
    result = CliRunner().invoke(commande, arguments, obj=Contexte(root), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return Done(result.return_value, espaces(result.output))


def written(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "schemas").iterdir()}


def test_it_writes_every_schema(depot: Path) -> None:
    done = run(depot)
    assert done.code == 0
    assert done.output.startswith("schemas/convention.schema.json : écrit\n")
    assert done.output.endswith(f"\n{NOMBRE + 1} schémas, {NOMBRE + 1} écrits.\n")
    found = written(depot)
    assert json.loads(found.pop(CODES))["$defs"].keys() == LISTES
    assert found == TEXTES


def test_it_leaves_alone_what_is_up_to_date(depot: Path) -> None:
    run(depot)
    before = {path: path.stat().st_mtime_ns for path in (depot / "schemas").iterdir()}
    assert run(depot) == Done(0, f"{NOMBRE + 1} schémas, tous à jour.\n")
    assert {path: path.stat().st_mtime_ns for path in (depot / "schemas").iterdir()} == before


def test_it_removes_the_schema_of_a_kind_that_no_longer_exists_and_nothing_else(depot: Path) -> None:
    run(depot)
    for name in ("ancien.schema.json", "LISEZMOI.md"):
        (depot / "schemas" / name).write_text("{}", encoding="utf-8")
    assert "schemas/ancien.schema.json : retiré" in run(depot).output
    assert written(depot).keys() == TEXTES.keys() | {CODES, "LISEZMOI.md"}


@pytest.mark.long
def test_the_check_passes_on_the_repository() -> None:
    done = run(RACINE, "--verifier")
    assert done.code == 0, done.output
    assert done.output.startswith(f"{NOMBRE + 1} schémas à jour ; ")


def test_the_check_names_each_schema_that_is_absent_stale_or_of_no_kind(depot: Path) -> None:
    run(depot)
    folder = depot / "schemas"
    (folder / "service.schema.json").unlink()
    (folder / "cles.schema.json").write_bytes(b"{}\n")
    (folder / "ancien.schema.json").write_bytes(b"{}\n")
    assert run(depot, "--verifier") == Done(
        1,
        "schemas/service.schema.json : absent, lancer « convention schemas »\n"
        "schemas/cles.schema.json : périmé, lancer « convention schemas »\n"
        "schemas/ancien.schema.json : aucun document n'est de ce genre, lancer « convention schemas »\n"
        "\n3 problèmes.\n",
    )
    assert (folder / "cles.schema.json").read_bytes() == b"{}\n"


def test_the_check_shows_where_a_document_is_refused(depot: Path) -> None:
    run(depot)
    (depot / "pricing" / "exercices" / "2025.yaml").write_text(f"{EXERCICE}statut: ferme\n", encoding="utf-8")
    assert run(depot, "--verifier") == Done(
        1,
        "pricing/exercices/2025.yaml:4:9 : schemas/exercice.schema.json refuse cette valeur (règle « enum »)\n"
        "\n1 problème.\n",
    )


def write_keys(root: Path, text: str) -> None:
    first = "# yaml-language-server: $schema=../schemas/cles.schema.json\n"
    (root / "pricing" / "cles.yaml").write_text(first + text, encoding="utf-8")


def lists(text: bytes) -> dict[str, Any]:
    defs: dict[str, Any] = json.loads(text)["$defs"]
    return defs


def labels(text: bytes, sorte: str) -> list[str]:
    return [snippet["label"] for snippet in lists(text)[sorte]["defaultSnippets"]]


def test_the_codes_are_those_of_the_repository_with_their_names(depot: Path) -> None:
    write_keys(depot, CLES)
    run(depot)
    text = written(depot)[CODES]
    assert lists(text)["cle"]["defaultSnippets"] == [
        {"label": "copieurs — nombre de copieurs", "description": "nombre de copieurs", "body": "copieurs"},
        {"label": "postes — nombre de postes", "description": "nombre de postes", "body": "postes"},
    ]
    assert list(lists(text)["table_cle"]["properties"]) == ["copieurs", "postes"]
    assert lists(text)["composant"] == {"defaultSnippets": []}


def test_the_codes_of_a_misshapen_document_are_kept(depot: Path) -> None:
    write_keys(depot, CLES.replace("comptage: a_date", "comptage: jamais", 1))
    run(depot)
    assert labels(written(depot)[CODES], "cle") == ["copieurs — nombre de copieurs", "postes — nombre de postes"]


def test_a_repository_without_a_document_gets_its_schemas_and_no_code(tmp_path: Path) -> None:
    assert run(tmp_path).code == 0
    assert labels(written(tmp_path)[CODES], "adherent") == []


def test_the_codes_are_sorted_as_people_count_and_their_bytes_depend_on_the_data_alone() -> None:
    text = codes_schema(petit_depot(), LISTES)
    bodies = [snippet["body"] for snippet in lists(text)["sous_service"]["defaultSnippets"]]
    assert bodies == list(PROPOSES[Sorte.SOUS_SERVICE]) == ["S01.1", "S01.2", "S04.2", "S04.10"]
    assert list(lists(text)) == sorted(LISTES)
    assert text == codes_schema(petit_depot(), sorted(LISTES, reverse=True))
    assert text == codes_schema(lire(melanger(petits_fichiers(), Random(4))), LISTES)  # noqa: S311 (an order)


def test_a_name_is_shown_as_text_on_one_line_and_not_too_long() -> None:
    label = r"Ligne\n\tdeux <b>*gras*</b> ${1:x} \\n \"guillemets\" et une fin qui ne se voit pas"
    text = codes_schema(petit_depot(cles=CLES.replace("nombre de copieurs", f'"{label}"')), LISTES)
    snippet = lists(text)["cle"]["defaultSnippets"][0]
    assert snippet == {
        "label": 'copieurs — Ligne deux <b>*gras*</b> ${1:x} \\n "guillemets"…',
        "description": 'Ligne deux <b>*gras*</b> ${1:x} \\n "guillemets" et une fin qui ne se voit pas',
        "body": "copieurs",
    }
    assert len(snippet["label"]) <= 60


def test_the_codes_may_be_late_without_failing_the_check(depot: Path) -> None:
    run(depot)
    write_keys(depot, CLES)
    assert run(depot, "--verifier") == Done(
        0,
        f"{NOMBRE} schémas à jour ; 2 documents acceptés.\n"
        "schemas/codes.schema.json ne suit plus les données, sans dommage : « convention schemas » le refait.\n",
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "absent, lancer « convention schemas »"),
        ("<<<<<<< HEAD\n{}\n", "ce n'est pas du JSON, lancer « convention schemas »"),
        pytest.param("\ufeff{}", "ce n'est pas du JSON, lancer « convention schemas »", marks=pytest.mark.long),
    ],
)
def test_the_check_requires_codes_that_editors_can_read(depot: Path, content: str | None, problem: str) -> None:
    run(depot)
    path = depot / "schemas" / CODES
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    assert run(depot, "--verifier") == Done(1, f"schemas/codes.schema.json : {problem}\n\n1 problème.\n")


@pytest.mark.parametrize(
    "content",
    [*(pytest.param(bad, marks=pytest.mark.long) for bad in ("[]", '{"$defs": []}')), '{"$defs": {"cle": 3}}'],
)
def test_the_check_requires_codes_that_are_a_json_schema(depot: Path, content: str) -> None:
    run(depot)
    (depot / "schemas" / CODES).write_text(content, encoding="utf-8")
    done = run(depot, "--verifier")
    assert done.code == 1
    wrong = done.output.splitlines()[0]
    assert wrong.startswith("schemas/codes.schema.json : ce n'est pas un JSON Schema valide, à $")
    assert wrong.endswith(", lancer « convention schemas »")


def test_the_check_names_the_lists_of_codes_that_the_schemas_point_at_in_vain(depot: Path) -> None:
    run(depot)
    path = depot / "schemas" / CODES
    path.write_text(
        path.read_text("utf-8").replace('"table_cle":', '"ancienne":').replace('"visa":', '"visas":'), "utf-8"
    )
    assert run(depot, "--verifier") == Done(
        1,
        "schemas/codes.schema.json : il y manque table_cle, visa, lancer « convention schemas »\n\n1 problème.\n",
    )
