"""Nothing changes unsaid: random edits of every kind of file are told, each in words that tell it from any other.

Two edits that would be told alike would leave a value unsaid: the words of a comparison are asked to differ as soon as
what is compared does. What is proved to hold the same document (`compare.changements.preuve`) has nothing to say.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convention.compare.changements.changements import changements
from convention.compare.changements.preuve import neutral
from convention.compare.changements.renommages import with_new_names
from convention.reports.amendement.phrases import phrase
from tests.essais import fichiers_nancy, lire
from tests.modifications import Editeur, Edition
from tests.preuves import exemples

if TYPE_CHECKING:
    from convention.model.depot import Depot

GRAINES = st.integers(0, 10**9)
SANS_NOM = ("id", "renomme_de")
"""An identifier of the data is shown to nobody: two objects that differ by it alone are told alike, as two objects."""

NUMERO = ("numero",)
"""An avenant that comes is told by its folder: its file has no other number (`AVE001`)."""

MINEURS = {"exemples", "origine", "verifie_le"}
"""Told when they change alone; with an object that comes whole they say nothing more: a worked example is computed
again at each check, invented figures are said so above all others."""


@cache
def editeur() -> Editeur:
    """Read the data once."""
    files = fichiers_nancy()
    return Editeur(files, lire(files))


def told(base: Depot, head: Depot) -> tuple[str, ...]:
    """Say what changes."""
    matched = with_new_names(base, head)
    return tuple(phrase(item, matched, head) for item in changements(matched, head))


def same(one: Depot, other: Depot, path: str) -> bool:
    """Tell whether a file holds the same document on both sides."""
    return one.contenus.get(path) == other.contenus.get(path) or path in neutral(one, other, ())


class Tiree(NamedTuple):
    """An edit that the loader accepts, and how it is told."""

    alea: Random
    edition: Edition
    head: Depot
    aller: tuple[str, ...]
    retour: tuple[str, ...]


def drawn(graine: int) -> Tiree:
    """Draw an edit that the loader accepts."""
    alea, base = Random(graine), editeur().depot  # noqa: S311 (chance, not a secret)
    edition = editeur().tirer(alea)
    assume(edition is not None)
    assert edition is not None
    head = editeur().avec(edition)
    assume(head is not None)
    assert head is not None
    return Tiree(alea, edition, head, told(base, head), told(head, base))


def check_told(tiree: Tiree) -> None:
    """Ask that an edit be told, both ways, or leave the same document."""
    base, head, path = editeur().depot, tiree.head, tiree.edition.path
    if not same(base, head, path):
        assert tiree.aller
        assert tiree.retour
    elif tiree.edition.geste != "déplace":
        # Nothing but an order may be unsaid: not a value.
        before, after = (side.fichiers[path].document for side in (base, head))
        assert before == after


def check_values(tiree: Tiree) -> None:
    """Ask that the same gesture with another value be told otherwise, both ways: each of both values is said."""
    base, edition = editeur().depot, tiree.edition
    other = editeur().autrement(tiree.alea, edition)
    rival = editeur().avec(other) if other is not None and other.path == edition.path else None
    if rival is None or same(tiree.head, rival, edition.path) or _is_a_name(edition):
        return
    assert tiree.aller != told(base, rival)
    assert tiree.retour != told(rival, base)


def check_whole(tiree: Tiree) -> None:
    """Ask that what comes or goes whole (object, list, file) be told with the values inside, whichever they are."""
    base, edition, head = editeur().depot, tiree.edition, tiree.head
    if edition.geste == "retire" or _is_a_name(edition) or MINEURS & set(edition.pointeur):
        return
    if same(base, head, edition.path):
        return
    for holder in editeur().sans(edition):
        without = editeur().avec(holder)
        if without is not None:
            assert told(without, base) != told(without, head)
            assert told(base, without) != told(head, without)


def _is_a_name(edition: Edition) -> bool:
    named = edition.pointeur == NUMERO or (bool(edition.pointeur) and edition.pointeur[-1] in SANS_NOM)
    return edition.geste == "renomme" or named


@exemples(60)
@given(GRAINES)
def test_no_edit_is_silent(graine: int) -> None:
    check_told(drawn(graine))


@exemples(30)
@given(GRAINES)
def test_two_values_are_never_told_alike(graine: int) -> None:
    check_values(drawn(graine))


@exemples(20)
@given(GRAINES)
def test_what_comes_or_goes_whole_is_told_with_its_values(graine: int) -> None:
    check_whole(drawn(graine))


@pytest.mark.long
@exemples(1500)
@given(GRAINES)
def test_no_edit_of_many_is_silent(graine: int) -> None:
    tiree = drawn(graine)
    check_told(tiree)
    check_values(tiree)
    check_whole(tiree)
