"""Each number of the convention's text is that of the data that repeats it: changed on either side, it is seen.

What must hold of this repository's own text is tried on it: each number, each datum, each row of the list.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.nodes import ScalarNode
from convention.checks.texte.nombres import bindings, data, numbers, passages
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire, nancy

if TYPE_CHECKING:
    from convention.model.depot import Reference

ECRITS = ("5", "2,5", "trois", "quatre-vingt-dix", "une fois", "1er mars 2027", "semestrielle", "troisième", "avril")


def bound() -> list[tuple[Reference, ScalarNode]]:
    """Return the data that repeat the numbers of the text."""
    found = [one for item in bindings(nancy()) for donnee in item.item.donnees for one in data(nancy(), donnee)]
    return [(reference, node) for reference, node in found if isinstance(node, ScalarNode)]


def test_every_number_of_this_repository_is_bound_or_explained() -> None:
    assert list(numbers(nancy())) == []
    assert sum(len(passage.nombres) for passage in passages(nancy())) > 0


def test_a_bound_datum_that_changes_is_seen_at_its_line() -> None:
    unseen = []
    for reference, node in bound():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(node, "text", "999" if node.plain and node.text[:1].isdecimal() else "sans nombre")
            seen = {(item.span.path, item.span.line) for item in numbers(nancy()) if item.code == "ART010"}
        if (reference.path, node.place.line) not in seen:
            unseen.append(reference)
    assert unseen == []


@pytest.mark.parametrize(
    ("mots", "path"), [("trois (3)", "catalogue/convention.yaml"), ("six (6)", "catalogue/procedures.yaml")]
)
def test_the_notice_that_the_text_says_is_the_last_one(mots: str, path: str) -> None:
    files = edited(
        fichiers_nancy(),
        "catalogue/convention.yaml",
        "preavis_mois: 3\n",
        "preavis_mois: 3\npreavis_suivants: {2028: 6}\n",
    )
    for text in ("catalogue/articles/article-13.yaml", "catalogue/nombres.yaml"):
        files[text] = files[text].replace("préavis de trois (3) mois", f"préavis de {mots} mois")
    assert {item.span.path for item in numbers(lire(files)) if item.code == "ART010"} == {path}


def test_a_row_that_is_removed_is_seen() -> None:
    every = nancy().vie.nombres
    for rang, _ in enumerate(every):
        fewer = nancy().vie._replace(nombres=every[:rang] + every[rang + 1 :])
        assert "ART011" in {item.code for item in numbers(nancy()._replace(vie=fewer))}, every[rang]


def test_a_code_of_the_text_that_no_service_has_is_to_be_taken_out_of_it_before_it_is_bound() -> None:
    files = edited(fichiers_nancy(), "catalogue/articles/annexe-1.yaml", "S11 Cartads", "S11 Cartads - S12 Autre")
    (told,) = numbers(lire(files))
    assert espaces(told.message) == (
        "« S12 », dans l'annexe 1, « …libris - S11 Cartads - S12 Autre… », n'est le code d'aucun service du catalogue"
    )
    assert espaces(str(told.hint)).startswith(
        "donner ce code à un service, ou l'ôter de la clause, par avenant ; si ce n'en est pas un, ajouter à "
        "catalogue/nombres.yaml :"
    )


@pytest.mark.long
@given(data=st.data(), written=st.sampled_from(ECRITS))
def test_a_number_that_is_added_to_a_clause_is_seen(data: st.DataObject, written: str) -> None:
    vie = nancy().vie
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
    other = nancy()._replace(vie=vie._replace(articles=MappingProxyType({**vie.articles, nom: changed})))
    assert list(numbers(other))
