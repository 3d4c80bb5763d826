"""Editing the repository's own files: any value of any of them, in any style they are written in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.nodes import ScalarNode
from tests.edition.arbres import brut, changed, document, nodes, read, tree
from tests.essais import fichiers_nancy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.base.nodes import Pointer

ECRITURES: dict[str, Callable[[str], str]] = {
    "telle quelle": lambda text: text,
    "fins de ligne de Windows": lambda text: text.replace("\n", "\r\n"),
    "sans fin de ligne finale": lambda text: text.rstrip("\n"),
}
"""How a file may be saved: nothing of it may change but the value."""


class Valeur(NamedTuple):
    """A scalar of a file."""

    path: str
    pointer: Pointer
    node: ScalarNode


@cache
def files() -> dict[str, str]:
    return {path: text for path, text in fichiers_nancy().items() if path.endswith(".yaml")}


@cache
def values() -> tuple[Valeur, ...]:
    return tuple(Valeur(path, *found) for path, text in files().items() for found in _scalars(text))


def _scalars(text: str) -> Iterator[tuple[Pointer, ScalarNode]]:
    return ((pointer, node) for pointer, node in nodes(tree(text)) if isinstance(node, ScalarNode))


def same_kind(node: ScalarNode) -> st.SearchStrategy[str]:
    """Draw the writing of another value of the same kind: a figure, a date, a word, a quoted text."""
    if not node.plain:
        letters = st.text("abcé :#'{}[],-\u00a0€", min_size=1, max_size=20)
        return letters.map(lambda text: f'"{text}"')
    if node.text[:4].isdecimal() and node.text[4:5] == "-":
        return st.dates().map(str)
    if node.text.replace(".", "", 1).isdecimal():
        return st.decimals(0, 99999, places=2).map(str)
    return st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True)


@pytest.mark.long
@pytest.mark.parametrize("ecriture", ECRITURES)
@given(data=st.data())
def test_setting_a_value_of_a_real_file_changes_only_its_lines(ecriture: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(values()))
    text = ECRITURES[ecriture](files()[value.path])
    root = tree(text)
    (node,) = [found for pointer, found in _scalars(text) if pointer == value.pointer]
    written = data.draw(same_kind(node))
    after = document(text).set(value.pointer, written).text
    assert brut(tree(after)) == changed(brut(root), value.pointer, read(written))
    before_lines, after_lines = text.split("\n"), after.split("\n")
    first, last = node.place.line - 1, node.place.end_line - 1
    assert after_lines[:first] == before_lines[:first]
    below = before_lines[last + 1 :]
    assert below == [] or after_lines[-len(below) :] == below
    assert document(after).set(value.pointer, written).text == after


def test_every_style_of_writing_is_in_the_files() -> None:
    starts = {files()[item.path].split("\n")[item.node.place.line - 1][item.node.place.column - 1] for item in values()}
    assert {'"', "|"} <= starts


def test_setting_each_value_of_each_file_to_itself_changes_nothing() -> None:
    # Read once: an edit gives another document, and leaves the one it is made of as it was.
    opened = {path: (document(text), text.split("\n")) for path, text in files().items()}
    for path, pointer, node in values():
        before, lines = opened[path]
        place = node.place
        if place.line == place.end_line:
            written = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert before.set(pointer, written).text == before.text, (path, pointer)
