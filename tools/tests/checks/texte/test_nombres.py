"""Each number of the convention's text is that of the data that repeats it: changed on either side, it is seen.

What must hold of this repository's own text is tried on it: each number, each datum, each row of the list.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.nodes import ScalarNode
from convention.checks.texte.nombres import bindings, data, numbers, passages
from convention.loading.loader import load
from tests.essais import Textes, fichiers_nancy

if TYPE_CHECKING:
    from convention.model.depot import Depot, Reference

ECRITS = ("5", "2,5", "trois", "quatre-vingt-dix", "une fois", "1er mars 2027", "semestrielle", "troisième", "avril")


@cache
def depot() -> Depot:
    return load(Textes(fichiers_nancy())).depot


def bound() -> list[tuple[Reference, ScalarNode]]:
    """Return the data that repeat the numbers of the text."""
    found = [one for item in bindings(depot()) for donnee in item.item.donnees for one in data(depot(), donnee)]
    return [(reference, node) for reference, node in found if isinstance(node, ScalarNode)]


def test_every_number_of_this_repository_is_bound_or_explained() -> None:
    assert list(numbers(depot())) == []
    assert sum(len(passage.nombres) for passage in passages(depot())) > 0


def test_a_bound_datum_that_changes_is_seen_at_its_line() -> None:
    unseen = []
    for reference, node in bound():
        written = node.text
        node.text = "999" if node.plain and written[:1].isdecimal() else "sans nombre"
        seen = {(item.span.path, item.span.line) for item in numbers(depot()) if item.code == "ART010"}
        node.text = written
        if (reference.path, node.place.line) not in seen:
            unseen.append(reference)
    assert unseen == []


def test_a_row_that_is_removed_is_seen() -> None:
    every = depot().vie.nombres
    for rang, _ in enumerate(every):
        fewer = depot().vie._replace(nombres=every[:rang] + every[rang + 1 :])
        assert "ART011" in {item.code for item in numbers(depot()._replace(vie=fewer))}, every[rang]


@pytest.mark.long
@given(data=st.data(), written=st.sampled_from(ECRITS))
def test_a_number_that_is_added_to_a_clause_is_seen(data: st.DataObject, written: str) -> None:
    vie = depot().vie
    nom = data.draw(st.sampled_from([nom for nom, article in vie.articles.items() if article.passages]))
    article = vie.articles[nom]
    rang = data.draw(st.sampled_from(range(len(article.passages))))
    words = article.passages[rang].texte.split(" ")
    place = data.draw(st.integers(0, len(words)))
    texte = " ".join([*words[:place], written, *words[place:]])
    passage = article.passages[rang].model_copy(update={"texte": texte})
    changed = article.model_copy(
        update={"passages": (*article.passages[:rang], passage, *article.passages[rang + 1 :])}
    )
    other = depot()._replace(vie=vie._replace(articles=MappingProxyType({**vie.articles, nom: changed})))
    assert list(numbers(other))
