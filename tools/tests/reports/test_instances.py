"""A node is the JSON value that YAML 1.2 gives it."""

from __future__ import annotations

import math

import pytest

from convention.base.nodes import Place, ScalarNode
from convention.loading.yaml.noeuds import read_nodes
from convention.reports.instances import instance

ICI = Place(1, 1, 1, 1)


def plain(text: str) -> object:
    return instance(ScalarNode(text, ICI, ICI, plain=True))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-12", -12),
        ("+5", 5),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("12.50", 12.5),
        (".5", 0.5),
        ("12.", 12.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("Null", None),
        ("no", "no"),
        ("oui", "oui"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("0x", "0x"),
        ("١٢", "١٢"),
        ("2026-01-01", "2026-01-01"),
    ],
)
def test_a_plain_scalar_has_the_type_of_the_core_schema_of_yaml(text: str, value: object) -> None:
    assert plain(text) == value
    assert type(plain(text)) is type(value)


def test_not_a_number_is_read_as_one() -> None:
    value = plain(".nan")
    assert isinstance(value, float)
    assert math.isnan(value)


def test_a_quoted_scalar_is_a_text() -> None:
    assert [instance(ScalarNode(text, ICI, ICI, plain=False)) for text in ("12", "true", "")] == ["12", "true", ""]


def test_a_number_of_any_length_is_read_at_once() -> None:
    assert plain("9" * 5000) == math.inf
    assert plain("1e999999999") == math.inf


def test_tables_and_lists_keep_their_shape_and_keys_are_texts() -> None:
    root = read_nodes("essai.yaml", b'2025: {cout: [12, "12", 2025-01-01]}\nvide: {}\n').root
    assert root is not None
    assert instance(root) == {"2025": {"cout": [12, "12", "2025-01-01"]}, "vide": {}}
