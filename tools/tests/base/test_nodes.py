"""`base.nodes`: finding the place of a value from its pointer."""

from __future__ import annotations

import pytest

from convention.base.nodes import Located, Place, Pointer, locate, mapping_at, pointer_text
from convention.loading.yaml.noeuds import read_nodes

TEXT = """statut: ouvert
lignes:
  - id: copieur
    prix: 1150.00
"""


def _located(pointer: Pointer) -> Located:
    root = read_nodes("essai.yaml", TEXT.encode()).root
    assert root is not None
    return locate(root, pointer)


def test_a_value_and_its_key_are_found() -> None:
    assert (Place(4, 11, 4, 18), Place(4, 5, 4, 9)) == _located(("lignes", 0, "prix"))[:2]


def test_a_value_is_no_table() -> None:
    root = read_nodes("essai.yaml", TEXT.encode()).root
    assert root is not None
    with pytest.raises(TypeError):
        mapping_at(root, ("statut",))


def test_an_item_of_a_list_has_no_key() -> None:
    assert None is _located(("lignes", 0)).key


@pytest.mark.parametrize("pointer", [("lignes", 0, "cle"), ("lignes", 0, "prix", "previsionnel"), ("lignes", 7)])
def test_a_pointer_that_leads_nowhere_stops_at_the_last_place_it_found(pointer: Pointer) -> None:
    known = {"cle": ("lignes", 0), "previsionnel": ("lignes", 0, "prix"), 7: ("lignes",)}[pointer[-1]]
    found, stopped = _located(known), _located(pointer)
    assert (stopped.value, stopped.key, stopped.pointer) == (found.value, found.key, known)


def test_an_empty_pointer_is_the_document() -> None:
    assert (_located(()).value.line, _located(()).key) == (1, None)


def test_a_pointer_is_written_as_rfc_6901_does() -> None:
    assert pointer_text(("comptages", 0, "a/b~c")) == "/comptages/0/a~1b~0c"
