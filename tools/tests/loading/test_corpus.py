"""Public collections of YAML: each text is read as the standard says, or refused with a message; none stops the tool.

`CONVENTION_CORPUS_YAML` is a copy of yaml-test-suite; `CONVENTION_CORPUS_YAML_FRANCAIS`, any folder of real YAML, such
as the parameters of openfisca-france. Both are read where they are, and never copied here.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import ruamel.yaml.nodes
from ruamel.yaml import YAML

from convention.base.diagnostic import has_errors
from convention.base.files import TAILLE_MAX
from convention.base.nodes import MappingNode, ScalarNode
from convention.loading.yaml.noeuds import read_nodes
from fuzz.lectures import read_yaml
from tests.edition.arbres import brut, changed, document, nodes, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from convention.base.nodes import Node

SIGNES = {"—*»": "\t", "␣": " ", "↵": "", "←": "\r", "⇔": "\ufeff", "∎\n": ""}
"""How the suite writes what would not be seen."""
ECHAPPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\b": "\b", "\\\\": "\\", "<SPC>": " ", "␣": " ", "<TAB>": "\t"}
LAXISMES = frozenset(
    {
        # A list, or a text between quotation marks, goes on at the beginning of a line.
        *("9C9N/0", "QB6E/0"),
        # A comment touches what it follows.
        *("SU5Z/0", "X4QW/0"),
        # Blank lines longer than the text below, or with a tab.
        *("S98Z/0", "DK95/1"),
    }
)
"""Texts that the standard refuses and that the parser reads, each in the one way that a reader would."""
ECARTS = frozenset(
    {
        "652Z/0",  # { ?foo: bar } has the key « foo », and not « ?foo », which is the name of nothing here
        "L24T/1",  # the blanks that end a file, below a text in block style, without an end of line
    }
)
"""Texts that the parser reads otherwise than the standard says."""


class Cas(NamedTuple):
    """A text of the suite: its name, the events that it gives, whether the standard refuses it."""

    nom: str
    texte: str
    evenements: str
    refuse: bool


def _dossier(variable: str) -> Path:
    path = os.environ.get(variable)
    if not path:
        pytest.skip(f"{variable} ne donne pas de corpus")
    return Path(path)


@cache
def _suite(folder: Path) -> tuple[Cas, ...]:
    return tuple(cas for path in sorted((folder / "src").glob("*.yaml")) for cas in _cases(path))


def _cases(path: Path) -> Iterator[Cas]:
    known: dict[str, object] = {}
    for rank, item in enumerate(YAML(typ="safe", pure=True).load(path.read_text("utf-8"))):
        # What a case does not say, the one before it said.
        known |= item
        yield Cas(f"{path.stem}/{rank}", _seen(str(known["yaml"])), str(known["tree"]), refuse="fail" in item)


def _seen(text: str) -> str:
    for sign, meaning in SIGNES.items():
        text = re.sub(sign, meaning, text)
    return text


@pytest.fixture
def suite() -> tuple[Cas, ...]:
    return _suite(_dossier("CONVENTION_CORPUS_YAML"))


def test_each_text_of_the_suite_gives_a_tree_or_a_message_at_its_place(
    suite: tuple[Cas, ...], record_property: Callable[[str, object], None]
) -> None:
    record_property("lus", len(suite))
    assert len(suite) > 400
    for cas in suite:
        read_yaml(cas.texte.encode())


def test_what_is_accepted_is_read_as_the_standard_says(suite: tuple[Cas, ...]) -> None:
    accepted = [(cas, root) for cas in suite if (root := _accepted(cas.texte)) is not None]
    assert len(accepted) > 50
    sound = [(cas, root) for cas, root in accepted if not cas.refuse]
    assert {cas.nom for cas, root in sound if list(_scalars(root)) != _values(cas.evenements)} == ECARTS


def test_what_the_standard_refuses_is_refused(suite: tuple[Cas, ...]) -> None:
    refused = [cas for cas in suite if cas.refuse]
    assert len(refused) > 50
    assert {cas.nom for cas in refused if _accepted(cas.texte) is not None} == LAXISMES


def _accepted(text: str) -> MappingNode | None:
    reading = read_nodes("x.yaml", text.encode())
    return None if has_errors(reading.diagnostics) else reading.root


def _scalars(node: Node) -> Iterator[str]:
    """Yield keys and values, in the order of the text."""
    match node:
        case ScalarNode():
            yield node.text
        case MappingNode():
            for key, value in node.items():
                yield key
                yield from _scalars(value)
        case _:
            for item in node:
                yield from _scalars(item)


def _values(events: str) -> list[str]:
    found = re.findall(r"^ *=VAL (?:[&<]\S+ )*[:'\"|>](.*)$", events, re.MULTILINE)
    return [re.sub(r"\\[ntrb\\]|<SPC>|<TAB>|␣", lambda item: ECHAPPES[item[0]], text) for text in found]


# --- real files ---


@pytest.fixture
def textes() -> dict[str, str]:
    folder = _dossier("CONVENTION_CORPUS_YAML_FRANCAIS")
    contents = {str(path): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    return {path: content.decode() for path, content in contents.items() if len(content) <= TAILLE_MAX}


def test_a_real_file_is_read_as_another_reader_reads_it(
    textes: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    record_property("lus", len(textes))
    read = 0
    for path, text in textes.items():
        read_yaml(text.encode())
        root = _accepted(text)
        if root is not None:
            read += 1
            # The parser written in Python owes nothing to the one in C.
            other = YAML(typ="safe", pure=True).compose(text)
            assert list(_scalars(root)) == list(_composed(other)), path
    assert read > 0


def test_a_value_of_a_real_file_is_changed_and_nothing_else_is(textes: dict[str, str]) -> None:
    edited = 0
    for path, text in textes.items():
        root = _accepted(text)
        values = [] if root is None else [found for found in nodes(root) if isinstance(found[1], ScalarNode)]
        for pointer, node in values[:1] + values[-1:]:
            edited += 1
            after = document(text).set(pointer, '"valeur changée"').text
            assert brut(tree(after)) == changed(brut(tree(text)), pointer, ("valeur changée", False)), path
            assert isinstance(node, ScalarNode)
            before_lines, after_lines = text.split("\n"), after.split("\n")
            assert before_lines[: node.place.line - 1] == after_lines[: node.place.line - 1], path
            below = before_lines[node.place.end_line :]
            assert not below or after_lines[-len(below) :] == below, path
    assert edited > 0


def _composed(node: ruamel.yaml.nodes.Node) -> Iterator[str]:
    match node:
        case ruamel.yaml.nodes.ScalarNode():
            yield node.value
        case ruamel.yaml.nodes.MappingNode():
            for pair in node.value:
                for item in pair:
                    yield from _composed(item)
        case _:
            for item in node.value:
                yield from _composed(item)
