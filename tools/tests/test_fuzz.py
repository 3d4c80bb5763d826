"""What `make fuzz` looks for: each reader holds its promise on sound texts and on those that the search once found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convention.base.diagnostic import Span, diagnose
from fuzz.cibles import CIBLES, words
from fuzz.lectures import check_places
from tests.essais import RACINE
from tests.forge.execution import load_workflow

if TYPE_CHECKING:
    from collections.abc import Mapping

TROUVAILLES: Mapping[str, tuple[bytes, ...]] = {
    # Written again, forty minus signs in parentheses are too deep to be read.
    "formule": (b"-" * 37 + b"ozn",),
}
"""Texts that broke a promise, whose reason is nowhere else in the tests (a seal made again: loading/test_sceaux.py)."""


@pytest.mark.parametrize("nom", CIBLES)
def test_a_reader_holds_its_promise_on_the_texts_from_which_the_search_starts(nom: str) -> None:
    starts = CIBLES[nom].departs()
    for text in (*starts, *TROUVAILLES.get(nom, ()), b"", b"\xff", b"\xed\xa0\x80"):
        CIBLES[nom].lire(text)
    assert len(words(starts)) > 5


@pytest.mark.long
@pytest.mark.parametrize("nom", [nom for nom in CIBLES if nom != "document"])
@settings(max_examples=20)
@given(data=st.data())
def test_a_reader_holds_its_promise_on_a_text_that_is_cut_and_mixed(nom: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(CIBLES[nom].departs()))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    added = data.draw(st.binary(max_size=8) | st.sampled_from(words((text,))))
    CIBLES[nom].lire(text[:start] + added + text[end:])


@pytest.mark.parametrize(("line", "column"), [(3, 1), (1, 6), (0, 1)])
def test_a_message_that_points_out_of_its_file_breaks_the_promise(line: int, column: int) -> None:
    with pytest.raises(AssertionError):
        check_places([diagnose("SYN005", Span("x.yaml", line, column), "")], {"x.yaml": b"a: 1\n"})


def test_every_reader_has_its_search_every_night() -> None:
    github = load_workflow((RACINE / ".github/workflows/nuit.yml").read_text("utf-8"))["jobs"]["fuzz"]
    gitlab = load_workflow((RACINE / ".gitlab-ci.yml").read_text("utf-8"))["Fuzz"]
    assert github["strategy"]["matrix"]["cible"] == list(CIBLES)
    assert gitlab["parallel"]["matrix"] == [{"CIBLES": list(CIBLES)}]
    makefile = (RACINE / "Makefile").read_text("utf-8")
    assert re.search(r"^CIBLES \?=$", makefile, re.MULTILINE)
