"""The text of this repository's convention: whole, word for word, and quoted without a change by the data."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.checks.clauses import clauses
from convention.checks.lecture import requirements, rows
from tests.essais import fichiers_reels, lire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot

MOTS, EMPREINTE = 6055, "95ab7f6dc3bb75c40a5199ea582ccf1a3045ce70c662ffacf05f7e09d5b070cf"
"""Of the words of the text that was signed: an avenant that changes one of them changes both."""
PARTIES = {3: 1, 7: 4, 8: 3, 10: 2}
"""Numbered parts by article."""


@cache
def _depot() -> Depot:
    return lire(fichiers_reels())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@cache
def _text(clause: str) -> str:
    every = (passage.texte for item in clauses(_depot()) if item.clause == clause for passage in item.passages)
    return f" {' '.join(_words(' '.join(every)))} "


def _quotations() -> Iterator[tuple[str, str]]:
    """Yield what the data says that a clause says: the clause, its words."""
    depot = _depot()
    for service in depot.services.values():
        yield "annexe 1", service.texte
    for pole in depot.organigramme.poles if depot.organigramme is not None else ():
        yield "annexe 2", f"{pole.libelle} (Ensemble de services {pole.service})"
    for exigence in requirements(depot):
        yield "annexe 3", exigence.prerequis.texte
    for row in rows(depot):
        if not row.ligne.hors_extrait:
            yield from (("annexe 4", written.mode.texte) for written in row.modes())
    for axe in depot.vie.axes.values():
        yield from (("annexe 5", text) for text in (axe.libelle, axe.enjeu, axe.actions, axe.texte_indicateurs))
    for conformite in depot.vie.conformite.values():
        yield from (("article 9", text) for text in conformite.pssi.dispositions)
    for instance in depot.vie.gouvernance.instances.values() if depot.vie.gouvernance is not None else ():
        functions = (text for side in instance.composition for text in side.fonctions)
        yield from ((instance.clause, text) for text in (*functions, *instance.role, instance.frequence.texte))
    yield "article 1", depot.convention.objet or ""
    yield "article 2", depot.convention.cadre_juridique or ""


def test_every_clause_is_there_in_order() -> None:
    articles = [
        clause
        for number in range(1, 15)
        for clause in (f"article {number}", *(f"article {number}.{part + 1}" for part in range(PARTIES.get(number, 0))))
    ]
    annexes = [f"annexe {number}" for number in range(1, 6)]
    assert [item.clause for item in clauses(_depot())] == ["en-tête", "préambule", *articles, *annexes]


def test_the_words_are_those_of_the_convention() -> None:
    texts = [(item.titre, *(passage.texte for passage in item.passages)) for item in clauses(_depot())]
    words = [word for text in texts for part in text for word in _words(part)]
    assert (len(words), hashlib.sha256(" ".join(words).encode()).hexdigest()) == (MOTS, EMPREINTE)


@pytest.mark.parametrize("clause", sorted({clause for clause, _ in _quotations()}))
def test_the_data_quotes_a_clause_without_changing_a_word(clause: str) -> None:
    quoted = [text for cited, text in _quotations() if cited == clause]
    assert [text for text in quoted if f" {' '.join(_words(text))} " not in _text(clause)] == []
