"""Editing documents written in every way: what is asked is done, and every other byte stays."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.edition.etat import EN_TETE
from tests.edition.arbres import at, brut, changed, document, inserted, nodes, read, tree
from tests.edition.ecritures import FINS, MOTS, TABLES, written

if TYPE_CHECKING:
    from convention.base.nodes import Node, Pointer

NOUVEAUX = MOTS | st.sampled_from(["{service: S05, debut: 2027-01-01}", "[a, b]", "{}"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    return written(draw(TABLES), Random(draw(st.integers(0, 10**6))), draw(FINS))  # noqa: S311 (styles, not secrets)


def _some(data: st.DataObject, text: str, kind: type[Node]) -> Pointer | None:
    """Draw one of the nodes of a kind; None when there is none."""
    found = [pointer for pointer, node in nodes(tree(text)) if isinstance(node, kind)]
    return data.draw(st.sampled_from(found)) if found else None


@given(text=documents(), value=MOTS, data=st.data())
def test_a_value_is_set_and_its_line_alone_changes(text: str, value: str, data: st.DataObject) -> None:
    pointer = _some(data, text, ScalarNode)
    if pointer is None:
        return
    root = tree(text)
    line = next(node.place.line for place, node in nodes(root) if place == pointer)
    after = document(text).set(pointer, value).text
    assert brut(tree(after)) == changed(brut(root), pointer, read(value))
    old, new = text.split("\n"), after.split("\n")
    assert [rank for rank, pair in enumerate(zip(old, new, strict=True), 1) if pair[0] != pair[1]] in ([], [line])
    assert document(after).set(pointer, value).text == after


@given(text=documents(), value=NOUVEAUX, data=st.data())
def test_a_value_of_any_shape_is_replaced_by_another(text: str, value: str, data: st.DataObject) -> None:
    pointer = data.draw(st.sampled_from([place for place, _ in nodes(tree(text)) if place]))
    after = document(text).put(pointer, value).text
    assert brut(tree(after)) == changed(brut(tree(text)), pointer, read(value))
    assert document(after).put(pointer, value).text == after


@given(text=documents(), item=NOUVEAUX, rank=st.none() | st.integers(0, 5), data=st.data())
def test_an_item_is_inserted_and_nothing_else_moves(
    text: str, item: str, rank: int | None, data: st.DataObject
) -> None:
    pointer = _some(data, text, SequenceNode)
    if pointer is None:
        return
    after = document(text).add(pointer, item, rank).text
    items = at(brut(tree(text)), pointer)
    assert isinstance(items, list)
    place = len(items) if rank is None else min(rank, len(items))
    assert brut(tree(after)) == changed(brut(tree(text)), pointer, [*items[:place], read(item), *items[place:]])
    assert len(inserted(text, after)) >= len(item)


@given(text=documents(), value=NOUVEAUX, data=st.data())
def test_a_key_is_inserted_after_another_and_nothing_else_moves(text: str, value: str, data: st.DataObject) -> None:
    pointer = _some(data, text, MappingNode)
    assert pointer is not None
    table = at(brut(tree(text)), pointer)
    assert isinstance(table, dict)
    previous = data.draw(st.sampled_from([None, EN_TETE, *table]))
    after = document(text).put((*pointer, "nouvelle"), value, previous).text
    names = list(table)
    place = len(names) if previous is None else ["", *names].index(previous)
    wanted = {name: table.get(name, read(value)) for name in [*names[:place], "nouvelle", *names[place:]]}
    got = at(brut(tree(after)), pointer)
    assert isinstance(got, dict)
    assert (brut(tree(after)), list(got)) == (changed(brut(tree(text)), pointer, wanted), list(wanted))
    assert len(inserted(text, after)) >= len(f"nouvelle: {value}")


@given(text=documents(), data=st.data())
def test_a_key_is_removed_and_nothing_else_moves(text: str, data: st.DataObject) -> None:
    found = [(place, node) for place, node in nodes(tree(text)) if isinstance(node, MappingNode) and len(node) > 1]
    if not found:
        return
    pointer, table = data.draw(st.sampled_from(found))
    name = data.draw(st.sampled_from(list(table)))
    after = document(text).drop((*pointer, name)).text
    wanted = {key: brut(value) for key, value in table.items() if key != name}
    assert brut(tree(after)) == changed(brut(tree(text)), pointer, wanted)
    assert len(inserted(after, text)) > len(name)


@given(text=documents(), data=st.data())
def test_an_item_is_removed_and_nothing_else_moves(text: str, data: st.DataObject) -> None:
    found = [(place, node) for place, node in nodes(tree(text)) if isinstance(node, SequenceNode) and len(node) > 1]
    if not found:
        return
    pointer, items = data.draw(st.sampled_from(found))
    rank = data.draw(st.integers(0, len(items) - 1))
    after = document(text).take((*pointer, rank)).text
    wanted = [brut(item) for place, item in enumerate(items) if place != rank]
    assert brut(tree(after)) == changed(brut(tree(text)), pointer, wanted)
    assert inserted(after, text)


# --- the writings of the repository, one by one ---


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l: []\n", "l: [x]\n"),
        ("l: [ ]  # vide\n", "l: [x ]  # vide\n"),
        ("l:\n  - a\n", "l:\n  - a\n  - x\n"),
        ("l:\n- a  # ici\n# plus bas\n", "l:\n- a  # ici\n- x\n# plus bas\n"),
        ("l:\n  - a", "l:\n  - a\n  - x"),
        ("l:\r\n  - a\r\n", "l:\r\n  - a\r\n  - x\r\n"),
        ("l:\n  - a: 1\n    b: 2\n\n  - a: 3\n\nm: 1\n", "l:\n  - a: 1\n    b: 2\n\n  - a: 3\n\n  - x\n\nm: 1\n"),
        ("l:\n  - |\n    texte\n\n\nm: 1\n", "l:\n  - |\n    texte\n  - x\n\n\nm: 1\n"),
    ],
)
def test_an_item_is_appended_as_its_neighbours_are_written(before: str, after: str) -> None:
    assert document(before).add(("l",), "x").text == after


def test_an_item_of_several_lines_takes_the_indentation_of_the_list() -> None:
    text = "l:\n    - a: 1\n"
    assert (
        document(text).add(("l",), {"a": 2, "b": {"c": 3}}).text
        == "l:\n    - a: 1\n    - a: 2\n      b:\n        c: 3\n"
    )


def test_a_key_may_open_a_list_below_it() -> None:
    text = "a: 1  # ici\r\n"
    after = document(text).put(("composants",), ["{composant: x}"]).text
    assert after == "a: 1  # ici\r\ncomposants:\r\n  - {composant: x}\r\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: |  # mot pour mot\n  un\n  deux\n\nb: 1\n", "a: x  # mot pour mot\n\nb: 1\n"),
        ("a: >-\n  un\nb: 1\n", "a: x\nb: 1\n"),
        ("a: un\n  deux\nb: 1\n", "a: x\nb: 1\n"),
        ("a:\nb: 1\n", "a: x\nb: 1\n"),
        ("a:  # rien\n", "a: x  # rien\n"),
        ("{a: , b: 1}\n", "{a: x, b: 1}\n"),
    ],
)
def test_a_value_is_set_whatever_it_was_written_as(before: str, after: str) -> None:
    assert document(before).set(("a",), "x").text == after


def test_a_removed_key_leaves_the_dash_and_the_comments_of_the_others() -> None:
    text = "l:\n  - statut: x\n    # la date\n    debut: y  # connue\n"
    assert document(text).drop(("l", 0, "statut")).text == "l:\n  - # la date\n    debut: y  # connue\n"


def test_the_only_key_of_a_table_or_item_of_a_list_is_not_removed() -> None:
    with pytest.raises(LookupError):
        document("a: [b]\n").take(("a", 0))
    with pytest.raises(LookupError):
        document("a: {b: 1}\n").drop(("a", "b"))


@pytest.mark.parametrize("pointer", [("b",), ("a", "b"), ("a", 0)])
def test_a_pointer_that_leads_nowhere_is_refused(pointer: Pointer) -> None:
    with pytest.raises(LookupError):
        document("a: 1\n").set(pointer, "x")
