"""`textes`: the words that an amendment cites are found once in the text, and replacing them gives the new text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convention.reports.amendement.mots.textes import replaced

MOTS = st.lists(st.sampled_from(["convention", "spécifique", "option", "souscription", "S10", "S11"]), min_size=8)


@given(before=MOTS, after=MOTS)
def test_the_words_cited_stand_once_in_the_text_and_replacing_them_gives_the_new_one(
    before: list[str], after: list[str]
) -> None:
    old, new = (f" {' '.join(words)} " for words in (before, after))
    found = replaced(old, new)
    assert found.avant
    # Words may overlap themselves: each place where they begin is counted.
    assert sum(old.startswith(f" {found.avant} ", place) for place in range(len(old))) == 1
    assert old.replace(f" {found.avant} ", f" {found.apres} ".replace("  ", " "), 1) == new


def test_words_that_stand_twice_are_cited_with_what_sets_them_apart() -> None:
    before = (
        "S10 Colibris : convention spécifique ; S11 Cartads : convention spécifique ; le reste de l'alinéa suit ici"
    )
    after = before.replace("spécifique ; S11", "spécifique et option ; S11")
    assert replaced(before, after)[:2] == (
        "convention spécifique ; S11",
        "convention spécifique et option ; S11",
    )
