"""`compare.changements.identites`: which items of two lists are the same object."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.identites import Paire, identity, is_moved, paired
from convention.model.cadre.champs import Modele, objet_of
from convention.model.cadre.formes import shape_of
from convention.model.documents.adherents import Souscription
from convention.model.documents.catalogue import Poste
from convention.model.documents.quantites import Releve
from convention.model.documents.tarifs import Exemple, Imputation
from convention.model.ecrits.journal import Inscription
from convention.model.texte.articles import NombreDeClause, Passage
from tests.model.documents import models

if TYPE_CHECKING:
    from collections.abc import Callable


def _stay(service: str, year: int) -> Souscription:
    return Souscription.model_construct(service=service, debut=date(year, 1, 1))


def _passage(texte: str) -> Passage:
    return Passage.model_construct(texte=texte)


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("abc", "abc", False),
        ("abc", "acb", True),
        ("abc", "ac", False),
        ("ac", "abc", False),
        ("abc", "cb", True),
        ("aab", "aba", True),
        ("aba", "aba", False),
        ("aab", "ab", False),
    ],
)
def test_a_list_is_moved_when_what_both_have_stands_in_another_order(old: str, new: str, *, moved: bool) -> None:
    assert is_moved(tuple(old), tuple(new)) is moved
    stays = [tuple(_stay(letter, 2024) for letter in side) for side in (old, new)]
    assert is_moved(*stays) is moved


def test_an_item_that_changes_is_moved_by_its_name_not_by_its_value() -> None:
    first, second, changed = _stay("S03", 2024), _stay("S04", 2024), _stay("S03", 2025)
    assert is_moved((first, second), (second, changed))
    assert not is_moved((first, second), (changed, second))
    # Of two of one name, the one that stays is known by its value.
    assert not is_moved((first, second, changed), (second, changed))
    assert is_moved((changed, second, first), (first, second))


def test_equal_items_are_left_out_one_for_one_and_the_others_follow_their_order() -> None:
    first, second, third, other = _stay("S03", 2024), _stay("S03", 2025), _stay("S03", 2026), _stay("S04", 2024)
    assert list(paired((first, first, second, other), (other, third, first, second))) == [
        # One of the two equal stays is on both sides, the other is replaced by that of 2026.
        Paire("S03", (1, first), (1, third)),
    ]


def test_items_of_one_name_are_numbered_from_the_second_on() -> None:
    old = (_stay("S03", 2024), _stay("S03", 2025), _stay("S03", 2026))
    new = (_stay("S03", 2027), _stay("S03", 2028))
    assert list(paired(old, new)) == [
        Paire("S03", (0, old[0]), (0, new[0])),
        Paire("S03 (2)", (1, old[1]), (1, new[1])),
        Paire("S03 (3)", (2, old[2]), None),
    ]


def test_an_item_without_a_name_has_the_rank_that_it_has_in_the_proposal_or_had_when_it_goes() -> None:
    first, second, other = (Exemple.model_construct(attendu=cents) for cents in (100, 200, 300))
    assert list(paired((first, second), (first, other))) == [Paire("n° 2", (1, second), (1, other))]
    assert list(paired((first, second), (other, first))) == [Paire("n° 1", (1, second), (0, other))]
    assert list(paired((first, second), (first,))) == [Paire("n° 2", (1, second), None)]


def test_those_of_the_old_list_come_first_then_those_that_are_new() -> None:
    old, new = (_stay("S08", 2024), _stay("S03", 2024)), (_stay("S04", 2024), _stay("S08", 2025))
    assert list(paired(old, new)) == [
        Paire("S08", (0, old[0]), (1, new[1])),
        Paire("S03", (1, old[1]), None),
        Paire("S04", None, (0, new[0])),
    ]


def _nombre(mots: str) -> NombreDeClause:
    return NombreDeClause.model_construct(clause="article 8", mots=mots)


@pytest.mark.parametrize("faire", [_passage, _nombre])
def test_what_its_first_words_name_is_once_rewritten_the_one_at_its_rank(faire: Callable[[str], Modele]) -> None:
    kept, before, after = map(faire, ("Un premier passage", "La durée est d'un an", "Le délai est long"))
    assert list(paired((kept, before), (kept, after))) == [Paire(identity(before), (1, before), (1, after))]


def test_a_passage_that_comes_before_another_is_a_new_one() -> None:
    kept, new = _passage("Un premier passage"), _passage("Un préambule")
    # The passage at its rank is still there, one further.
    assert list(paired((kept,), (new, kept))) == [Paire("Un préambule", None, (0, new))]


def test_a_passage_added_at_the_end_is_a_new_one() -> None:
    kept, new = _passage("Un premier passage"), _passage("Un dernier passage")
    assert list(paired((kept,), (kept, new))) == [Paire("Un dernier passage", None, (1, new))]


def test_passages_that_change_places_are_the_same_passages() -> None:
    first, second = _passage("Un premier passage"), _passage("Un deuxième passage")
    assert list(paired((first, second), (second, first))) == []


def test_only_a_passage_keeps_the_name_of_its_rank() -> None:
    old, new = Poste.model_construct(fonction="chef"), Poste.model_construct(fonction="cheffe")
    assert list(paired((old,), (new,))) == [Paire("chef", (0, old), None), Paire("cheffe", None, (0, new))]


def test_all_that_stands_in_a_list_has_a_name_but_worked_examples_and_the_journal_that_only_grows() -> None:
    lists = (shape_of(owner, nom) for owner in models() for nom in owner.model_fields)
    items = {found.element.modele for found in lists if found.element is not None and found.cle is None}
    nameless = {item for item in items if item and not objet_of(item).nomme_par and item.identite is Modele.identite}
    assert nameless == {Exemple, Inscription}


def test_an_item_is_named_by_what_tells_it_from_the_others() -> None:
    named: list[tuple[Modele, str]] = [
        (Releve.model_construct(phase="revise", date=date(2026, 3, 31)), "revise 2026-03-31"),
        (Imputation.model_construct(nature="direct", section=None, payeur="commune"), "direct commune"),
        (_passage("Les  sept premiers\nmots de ce passage long"), "Les sept premiers mots de ce"),
        (Exemple.model_construct(attendu=900), ""),
    ]
    assert [identity(item) for item, _ in named] == [nom for _, nom in named]
