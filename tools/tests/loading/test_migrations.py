"""Data of an older format: read as today's, and never taken for it."""

from __future__ import annotations

import re

from convention.loading.loader import Cache, load
from convention.loading.migrations import FORMAT, STEPS
from tests.essais import FIGES, Textes, fichiers, lire

MINI = fichiers(FIGES / "mini")
FORMAT_1 = MINI | fichiers(FIGES / "format-1")
ARTICLE = "catalogue/articles/article-01.yaml"


def _with_format(files: dict[str, str], number: int) -> dict[str, str]:
    path = "catalogue/convention.yaml"
    return {**files, path: re.sub("^format: .*$", f"format: {number}", files[path], flags=re.MULTILINE)}


def test_each_older_format_has_its_step() -> None:
    assert [*STEPS] == [*range(1, FORMAT)]


def test_the_text_of_format_1_says_nothing_more_of_the_tool() -> None:
    before = lire(FORMAT_1).vie
    cut = re.sub(r",? *(controles|sorties): \[.*?\]", "", FORMAT_1[ARTICLE])
    after = lire(_with_format(FORMAT_1 | {ARTICLE: re.sub(r"\n\n+", "\n", cut)}, 2)).vie
    assert before.articles == after.articles
    article = before.articles["article-01"]
    assert [*article.passages, *article.sections[0].passages][0].donnees == ("pricing/forfait.yaml#valeurs",)


def test_the_procedures_of_what_the_text_no_longer_says_go_with_it() -> None:
    procedures = lire(FORMAT_1).vie.procedures
    assert procedures is not None
    assert [(item.genre, item.champ) for item in procedures.changements] == [
        ("article", "passages.donnees"),
        ("article", None),
        ("forfait", None),
    ]


def test_the_same_bytes_are_read_in_each_format_even_by_readings_that_are_shared() -> None:
    """What format 1 allowed is unknown today, whichever of the two is read first."""
    for first, second in ((1, 2), (2, 1)):
        cache: Cache = {}
        found = {
            number: {item.code for item in load(Textes(_with_format(FORMAT_1, number)), cache).diagnostics}
            for number in (first, second)
        }
        assert found == {1: set(), 2: {"FOR001"}}
