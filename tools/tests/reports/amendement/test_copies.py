"""A text that follows another is told with it: a paragraph its line, word for word; a quotation what it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import changements
from convention.reports.amendement.copies import copies
from convention.reports.amendement.phrases import amendment
from convention.reports.amendement.trajet import Cas
from tests.essais import edited, fichiers_nancy, lire

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE, ARTICLE, LECTURES = (
    "catalogue/services/S03.yaml",
    "catalogue/articles/annexe-3.yaml",
    "catalogue/lectures.yaml",
)
REELS = fichiers_nancy()
AVANT, APRES = "Si souscription S03.5 et S02", "Si souscription S03.4 et S02"


def _told(after: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Return where each sentence is written first, and by what each copy is told."""
    base, head = lire(REELS), lire(after)
    changes = changements(base, head)
    groups = amendment(changes, base, head)
    sentences = [item.endroits[0].fichier for groupe in groups for item in groupe.phrases]
    found = copies([Cas(item, base, head) for item in changes])
    return sentences, {changes[copy].source.path: changes[by].source.path for copy, by in found.items()}


def _edited(*paths: str) -> dict[str, str]:
    files = dict(REELS)
    for path in paths:
        files = edited(files, path, AVANT, APRES)
    return files


def test_the_line_of_an_annexe_tells_its_paragraph_and_the_reading_that_cites_it() -> None:
    assert _told(_edited(SERVICE, ARTICLE, LECTURES)) == ([SERVICE], {ARTICLE: SERVICE, LECTURES: SERVICE})


def test_a_paragraph_alone_tells_the_reading_that_cites_it() -> None:
    assert _told(_edited(ARTICLE, LECTURES)) == ([ARTICLE], {LECTURES: ARTICLE})


@pytest.mark.parametrize("path", [SERVICE, ARTICLE, LECTURES])
def test_a_text_that_changes_alone_tells_itself(path: str) -> None:
    assert _told(_edited(path)) == ([path], {})


def test_a_paragraph_in_which_something_else_changes_is_told_too() -> None:
    more = edited(_edited(SERVICE, ARTICLE, LECTURES), ARTICLE, "| Télécoms", "| Téléphonie")
    sentences, found = _told(more)
    assert (sorted(sentences), found) == (sorted([SERVICE, ARTICLE]), {LECTURES: SERVICE})


def test_a_line_that_says_something_else_than_its_paragraph_is_told_beside_it() -> None:
    other = edited(_edited(ARTICLE), SERVICE, AVANT, "Si souscription S03.3 et S02")
    sentences, found = _told(other)
    assert (sorted(sentences), found) == (sorted([SERVICE, ARTICLE]), {})


def test_a_quotation_follows_its_paragraph_whatever_else_changes_there() -> None:
    path = "catalogue/articles/article-11.yaml"
    files = edited(REELS, path, "auprès de sa Trésorerie.", "auprès de son comptable, avant la date d'échéance.")
    files = edited(files, LECTURES, "auprès de sa Trésorerie}", "auprès de son comptable}")
    assert _told(files) == ([path], {LECTURES: path})


def test_a_longer_quotation_binds_nobody() -> None:
    base = lire(REELS)
    head = lire(edited(REELS, LECTURES, "texte: l'adhérent doit prendre contact", "texte: doit prendre contact"))
    (group,) = amendment(changements(base, head), base, head)
    assert [item.accessoire for item in group.phrases] == [True]
