"""The schemas: what editors are given, and that it agrees with the models on every document."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from check_jsonschema import main
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry, Resource

from convention.cli.publier.schemas import output_schemas
from convention.cli.publier.schemas import validator as of_schema
from convention.loading.bind import bind
from convention.loading.yaml.noeuds import read_nodes
from convention.model.assemblage import build_depot
from convention.model.cadre.renvois import CODES
from convention.model.genres import A_PART, GENRES, read_path
from convention.model.schemas.codes_schema import bundle, cited_lists, codes_schema
from convention.model.schemas.schemas import schema_file, schemas
from convention.model.valeurs.chemins import DOSSIERS
from convention.reports.instances import instance
from tests import les_cas
from tests.essais import GRAND_NANCY, nancy
from tests.les_cas import textes
from tests.model.documents import Random, Written, make, yaml_text
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema import Draft202012Validator

    from convention.base.nodes import MappingNode
    from convention.model.cadre.document import Genre

RACINE = Path(__file__).resolve().parents[3]
AUTREMENT = {"ref": "$ref", "defs": "$defs", "if-then-else": "if"}
"""Words whose file has another name in the public suite."""
EVERY = [pytest.param(genre, id=genre.nom) for genre in GENRES]
FACULTATIFS = tuple(genre for genre in GENRES if genre.nom in {"signataires", "decisions"})
"""Kinds that the repository does without: their documents are those of the cases."""


@cache
def schema(genre: Genre) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(schemas()[schema_file(genre)])
    return read


@cache
def validator(genre: Genre) -> Draft202012Validator:
    return of_schema(bundle(schema(genre), json.loads(codes())))


@cache
def codes() -> bytes:
    """Return the codes of a repository that has none: they refuse nothing, whatever they are."""
    return codes_schema(build_depot((), ()), cited_lists(schemas()))


def _words(schema: object) -> set[str]:
    """Return the words of a schema, and of the schemas in it."""
    return {word for part in parts(schema) for word in part}


def test_each_word_of_our_schemas_means_what_the_public_suite_says(
    record_property: Callable[[str, object], None],
) -> None:
    from jsonschema import Draft202012Validator

    folder = os.environ.get("CONVENTION_CORPUS_SCHEMAS")
    if not folder:
        pytest.skip("CONVENTION_CORPUS_SCHEMAS ne donne pas de corpus")
    suite = Path(folder, "tests/draft2020-12")
    remotes = Path(folder, "remotes")
    registry: Registry[Any] = Registry().with_resources(
        (
            f"http://localhost:1234/{path.relative_to(remotes).as_posix()}",
            Resource.opaque(json.loads(path.read_text("utf-8"))),
        )
        for path in sorted(remotes.rglob("*.json"))
    )
    words = set().union(*(_words(json.loads(text)) for text in schemas().values()))
    read, wrong = 0, []
    for path in sorted(suite.glob("*.json")):
        if AUTREMENT.get(path.stem, path.stem) not in words:
            continue
        for group in json.loads(path.read_text("utf-8")):
            validator = Draft202012Validator(group["schema"], registry=registry)
            for case in group["tests"]:
                read += 1
                try:
                    valid = validator.is_valid(case["data"])
                except re.error:  # « \\p{Letter} », which Python does not read, and no schema of ours holds
                    valid = None
                if valid is not case["valid"]:
                    wrong.append((path.stem, group["description"], valid))
    record_property("lus", read)
    assert read > 300
    assert {item for item in wrong if item[2] is not None} == set()
    assert {item[1] for item in wrong} == {
        "pattern with Unicode property escape requires unicode mode",
        "patternProperties with Unicode property escape",
    }


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Walk a schema and the schemas in it."""
    if not isinstance(value, dict):
        return
    yield value
    for key, inner in value.items():
        inside = inner.values() if key in ("properties", "patternProperties", "$defs") else [inner]
        for item in inside:
            yield from parts(item)


@cache
def repository() -> dict[Genre, list[Path]]:
    """Return the frozen documents by kind."""
    found: dict[Genre, list[Path]] = {genre: [] for genre in GENRES}
    for folder in DOSSIERS:
        for path in sorted((GRAND_NANCY / folder).rglob("*.yaml")):
            chemin = read_path(path.relative_to(GRAND_NANCY).as_posix())
            assert chemin is not None, path
            found[chemin.genre].append(path)
    return found


def documents(genre: Genre, folder: Path) -> list[Path]:
    """Return the documents of a kind; those that only cases have are written in a folder."""
    found = [*repository()[genre]]
    if genre in FACULTATIFS:
        texts = {code: textes(code, "valide").get(genre.exemple) for code in sorted(les_cas.codes())}
        for code, text in texts.items():
            if text is not None:
                found.append(folder / f"{code}.yaml")
                found[-1].write_text(text, encoding="utf-8")
    return found


def root_of(text: str) -> MappingNode:
    reading = read_nodes("essai.yaml", text.encode())
    assert reading.root is not None, reading.diagnostics
    return reading.root


@pytest.mark.parametrize("genre", EVERY)
def test_every_kind_has_a_valid_schema(genre: Genre) -> None:
    validator(genre).check_schema(schema(genre))
    assert schema(genre)["$schema"] == validator(genre).META_SCHEMA["$id"]


def test_every_output_has_a_valid_schema() -> None:
    from jsonschema import Draft202012Validator

    for text in output_schemas().values():
        Draft202012Validator.check_schema(json.loads(text))


def test_every_table_is_closed() -> None:
    for genre in GENRES:
        tables = [part for part in parts(schema(genre)) if "object" in part.get("type", ())]
        assert tables, genre.nom
        for part in tables:
            inner = part["additionalProperties"]
            assert inner is False or inner["type"] == "number", (genre.nom, part)


def test_null_is_never_accepted() -> None:
    assert [genre.nom for genre in GENRES if b"null" in schemas()[schema_file(genre)]] == []


def test_every_value_that_an_editor_shows_is_described_in_french() -> None:
    for genre in GENRES:
        assert schema(genre)["title"] == genre.libelle
        for part in parts(schema(genre)):
            for name, value in part.get("properties", {}).items():
                assert re.match(r"[A-ZÀÉÈÊÎÔ]", value["description"]), (genre.nom, name)
                assert not {"title", "partie", "precision"} & value.keys(), (genre.nom, name)


def test_a_default_is_written_as_in_yaml() -> None:
    for genre in GENRES:
        for part in parts(schema(genre)):
            if "default" in part:
                assert part["default"] in part["enum"], (genre.nom, part)


def test_a_field_shows_its_own_description_then_that_of_its_type() -> None:
    forfait = next(genre for genre in GENRES if genre.nom == "forfait")
    montant = schema(forfait)["$defs"]["ValeurForfait"]["properties"]["montant"]
    assert montant == {
        "description": "Euros par an, pour chaque unité de la clé\nMontant en euros, positif ou nul : 1234.56",
        "type": "number",
        "minimum": 0,
        "maximum": 999_999_999,
        "errorMessage": "Un nombre est attendu, sans guillemets, avec un point décimal. Exemple\u00a0: 1234.56",
    }


def test_the_text_of_a_schema_is_readable_and_names_no_other_site_than_its_dialect() -> None:
    for name, text in schemas().items():
        assert text.endswith(b"\n}\n"), name
        assert "\\u" not in text.decode(), name
        assert set(re.findall(r"https?://[^\"]*", text.decode())) == {"https://json-schema.org/draft/2020-12/schema"}


def test_the_schemas_of_the_repository_are_those_of_its_models() -> None:
    expected = {**schemas(), **output_schemas()}
    written = {path.name: path.read_bytes() for path in (RACINE / "schemas").iterdir()}
    # The codes follow the data, and may be late: `convention schemas --verifier` only requires them to be usable.
    assert written.pop(CODES).startswith(b"{")
    assert written == expected


@pytest.mark.parametrize("genre", EVERY)
def test_a_schema_accepts_every_document_of_the_repository(genre: Genre, tmp_path: Path) -> None:
    files = documents(genre, tmp_path)
    assert files
    for path in files:
        known = nancy().fichiers.get(path.as_posix().removeprefix(f"{GRAND_NANCY.as_posix()}/"))
        root = known.root if known is not None else root_of(path.read_text(encoding="utf-8"))
        found = validator(genre).iter_errors(instance(root))
        assert [f"{error.json_path} {error.validator}" for error in found] == [], path


@pytest.mark.long
@pytest.mark.parametrize("genre", EVERY)
def test_check_jsonschema_accepts_every_document_of_the_repository(genre: Genre, tmp_path: Path) -> None:
    path = tmp_path / schema_file(genre)
    path.write_bytes(schemas()[path.name])
    (tmp_path / CODES).write_bytes(codes())
    done = CliRunner().invoke(main, ["--schemafile", str(path), *map(str, documents(genre, tmp_path))])
    assert done.exit_code == 0, done.output


@pytest.mark.long
@exemples(300)
@given(
    drawn=st.sampled_from((*GENRES, *A_PART)).flatmap(
        lambda genre: st.tuples(st.just(genre), make(Random(), genre.modele))
    )
)
def test_a_document_that_its_model_accepts_is_accepted_by_its_schema(drawn: tuple[Genre, Written]) -> None:
    genre, document = drawn
    root = root_of(yaml_text(document))
    binding = bind(genre.modele, "essai.yaml", root)
    assert binding.document is not None, binding.diagnostics
    assert [error.json_path for error in validator(genre).iter_errors(instance(root))] == []
