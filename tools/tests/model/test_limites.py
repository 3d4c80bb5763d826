"""What a schema cannot refuse: each single change of a complete document that the model alone refuses is listed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.loading.bind import bind
from convention.loading.yaml.noeuds import read_nodes
from convention.model.genres import GENRES
from convention.reports.instances import instance
from tests.model.documents import Complete, Written, make, yaml_text
from tests.model.test_schemas import validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.cadre.document import Genre

COURTS = {"adherent", "budget", "cles", "exercice", "forfait", "quantites"}
"""Kinds that are tried at each change of the tool: changing each value of every document takes a minute."""
GENRES_EPROUVES = [
    pytest.param(genre, id=genre.nom, marks=() if genre.nom in COURTS else pytest.mark.long) for genre in GENRES
]
LIMITES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "La façon d'écrire un nombre : YAML 1.2 lit 1e3 ou 010 comme des nombres, le schéma n'en voit que la valeur.",
        "FOR004",
        ("1e3", "0x1F", "010", "+5", "-0", "-0.00"),
    ),
    ("Ce qui n'est pas un nombre (.nan) n'est ni trop petit ni trop grand.", "FOR004", (".nan",)),
    (
        "Un texte sans guillemets que YAML 1.1 lirait comme un nombre, une date ou un booléen : en YAML 1.2, un texte.",
        "FOR005",
        ("1_000", "no", "2026-01-01", "2026-02-30", "2026-13-01", "2026-1-1", "1989-12-31", "2101-01-01"),
    ),
    ("Les guillemets autour d'une date.", "FOR006", ('"2026-01-01"',)),
    ("Les guillemets autour de oui ou de non.", "FOR007", ('"oui"',)),
    (
        "Un saut de ligne après un identifiant : le $ des expressions de Python l'accepte (pas celui des éditeurs).",
        "FOR010",
        ('"nancy\\n"',),
    ),
    ("De même, après le nom d'une unité.", "FOR013", ('"nancy\\n"',)),
    ("Le nombre de décimales : multipleOf refuserait 19.99, écrit en binaire.", "FOR011", ("12.345", "0.1234567")),
    ("Un nombre entier écrit avec des décimales nulles est un entier pour JSON Schema.", "FOR011", ("12.0", "-0.00")),
    ("L'année d'une date, de 1990 à 2100 : le format date n'a pas de bornes.", "FOR011", ("1989-12-31", "2101-01-01")),
    ("Les caractères invisibles dans un texte.", "SYN003", ('"a\\u200bb"',)),
)
"""Why, the code that the model gives, and the scalars as they are written.

Nor does a schema see what the reader of YAML refuses or merges before there is a value to check (a key written twice,
an anchor, a tag, a second document: codes SYN), nor what documents say to each other or how a code is made (the check
digit of a SIREN, a reference to a missing service: `checks`).
"""

SCALAIRES = (
    *("12", "12.5", "12.345", "0.1234567", "12.0", "1e3", "+5", "0x1F", "010", "-0", "-0.00", "-1", "1_000", '"12"'),
    *("99999999999", "1234567890.5", ".inf", ".nan", "true", "no", "oui", '"oui"', "Oui", "~", "null", '""', '" "'),
    *("2026", "2026-01-01", '"2026-01-01"', "2026-02-30", "2026-13-01", "20260101", "29/02/2026", "2026-1-1"),
    *("1989-12-31", "2101-01-01", "S4", "s04", '"S04"', "S04.0", "54184", '"5418"', "nancy", "-nancy", "Évreux"),
    *('"nancy\\n"', '"a\\u200bb"', "x" * 4001),
)
CLES = ("inconnu", "Clé", "1999", "2101")


def changes(document: Written) -> Iterator[Written]:
    """Change one thing: a value, a key, a key too many, a key too few."""
    yield from SCALAIRES
    yield from ([], {}, [document], {"inconnu": document})
    if isinstance(document, list):
        for index, item in enumerate(document):
            yield from ([*document[:index], other, *document[index + 1 :]] for other in changes(item))
    elif isinstance(document, dict):
        for key, value in document.items():
            yield {name: item for name, item in document.items() if name != key}
            yield from ({name if name != key else other: item for name, item in document.items()} for other in CLES)
            yield from ({**document, key: other} for other in changes(value))
        yield {**document, "inconnu": "12"}


@cache
def escapes(genre: Genre) -> frozenset[tuple[str, str]]:
    """Return what the model refuses and the schema accepts: codes and scalars; the schema refuses nothing else."""
    found = set()
    for changed in changes(make(Complete(), genre.modele)):
        if not isinstance(changed, dict) or not changed:
            continue
        text = yaml_text(changed)
        reading = read_nodes("essai.yaml", text.encode())
        assert reading.root is not None, text
        diagnostics = (*reading.diagnostics, *bind(genre.modele, "essai.yaml", reading.root).diagnostics)
        accepted = validator(genre).is_valid(instance(reading.root))
        assert accepted or diagnostics, text
        if accepted:
            found |= {(item.code, _written(text, item.span.line, item.span.column)) for item in diagnostics}
    return frozenset(found)


def _written(text: str, line: int, column: int) -> str:
    rest = text.splitlines()[line - 1][column - 1 :]
    return min(
        (source for source in SCALAIRES if rest.startswith(source)), key=lambda source: -len(source), default=rest
    )


def listed() -> set[tuple[str, str]]:
    return {(code, source) for _, code, sources in LIMITES for source in sources}


def test_the_complete_document_of_each_kind_is_accepted() -> None:
    for genre in GENRES:
        reading = read_nodes("essai.yaml", yaml_text(make(Complete(), genre.modele)).encode())
        assert reading.root is not None
        assert bind(genre.modele, "essai.yaml", reading.root).diagnostics == ()


@pytest.mark.long
@pytest.mark.parametrize("genre", GENRES_EPROUVES)
def test_a_change_that_the_model_refuses_is_refused_by_the_schema_or_listed(genre: Genre) -> None:
    assert escapes(genre) <= listed()


@pytest.mark.long
def test_the_list_holds_nothing_that_a_schema_refuses() -> None:
    assert listed() == {escape for genre in GENRES for escape in escapes(genre)}


def test_a_key_written_twice_is_seen_by_the_reader_alone() -> None:
    exercice = next(genre for genre in GENRES if genre.nom == "exercice")
    reading = read_nodes("essai.yaml", b"origine: public\nstatut: clos\nphase: realise\nphase: revise\n")
    assert [item.code for item in reading.diagnostics] == ["SYN010"]
    assert reading.root is not None
    assert validator(exercice).is_valid(instance(reading.root))
