"""What a convention says of its clauses, as sentences, titles and pages cite it."""

from __future__ import annotations

import pytest

from convention.model.texte.clauses import Clauses

DITES = Clauses(
    forfait="annexe 3",
    prerequis="annexe 3",
    tarifs="annexe 4",
    redevances="article 8",
    appels="article 8.3",
    avenants="article 12",
    objet="préambule",
)
MUETTE = Clauses()


@pytest.mark.parametrize(
    ("regles", "cites"),
    [
        (("appels",), "article 8.3"),
        (("appels", "avenants", "redevances"), "articles 8, 8.3 et 12"),
        (("tarifs", "redevances", "forfait"), "article 8, annexes 3 et 4"),
        (("forfait", "prerequis"), "annexe 3"),
        (("appels", "suivi"), "article 8.3"),
        (("objet",), "préambule"),
        (("suivi",), ""),
    ],
)
def test_clauses_are_cited_in_order_each_once(regles: tuple[str, ...], cites: str) -> None:
    assert DITES.citees(*regles) == cites


def test_annexes_may_have_letters_or_roman_numbers() -> None:
    lettres = Clauses(
        catalogue="article 2", tarifs="annexe B", forfait="annexe A", organigramme="annexe II", appels="article 8.10"
    )
    assert lettres.citees("tarifs", "forfait", "catalogue", "appels") == "articles 2 et 8.10, annexes A et B"
    assert lettres.titre("tarifs", "tarifs") == "Annexe B, tarifs"
    assert lettres.nom("organigramme").du == "de l'annexe II"


def test_a_sentence_a_basis_a_source_and_a_margin_cite_them_each_their_way() -> None:
    assert DITES.selon("appels") == " (article 8.3)"
    assert DITES.ensuite("redevances", "tarifs") == ", article 8, annexe 4"
    assert DITES.du_texte("tarifs") == "annexe 4 de la convention"
    assert DITES.abregees("redevances", "appels", "tarifs") == "art. 8 et 8.3, annexe 4"


def test_a_convention_that_says_nothing_is_cited_nowhere() -> None:
    told = (MUETTE.citees, MUETTE.abregees, MUETTE.selon, MUETTE.ensuite, MUETTE.du_texte)
    assert [cite("appels", "tarifs") for cite in told] == [""] * len(told)


def test_a_title_is_that_of_its_clause_or_stands_alone() -> None:
    assert DITES.titre("tarifs", "coûts de possession") == "Annexe 4, coûts de possession"
    assert DITES.titre("forfait", "le forfait", " : ") == "Annexe 3 : le forfait"
    assert MUETTE.titre("forfait", "le forfait", " : ") == "Le forfait"


def test_a_clause_is_named_and_else_the_convention() -> None:
    assert DITES.nom("tarifs").du == "de l'annexe 4"
    assert DITES.nom("objet").du == "du préambule"
    assert MUETTE.nom("tarifs").du == "de la convention"
