"""The caret of a formula's message stands under the word concerned, however the formula is written."""

from __future__ import annotations

import pytest

from tests.checks.depots import COUTS, found, mini

FORMULE = "formule: cout_location * copieurs"


@pytest.mark.parametrize(
    ("ecrite", "decalage", "longueur"),
    [
        ("cout_location * copieur", 16, 7),
        ('"cout_location * copieur"', 17, 7),
        ("'cout_location * copieur'", 17, 7),
    ],
)
def test_the_caret_stands_under_the_word(ecrite: str, decalage: int, longueur: int) -> None:
    (message,) = found(mini((COUTS, FORMULE, f"formule: {ecrite}")), "TAR002")
    column = len("      formule: ") + 1 + decalage
    assert (message.span.column, message.span.end_column) == (column, column + longueur)
    assert message.span.line == message.span.end_line


def test_a_formula_on_several_lines_is_shown_whole() -> None:
    depot = mini((COUTS, FORMULE, "formule: >-\n        cout_location\n        * copieur"))
    (message,) = found(depot, "TAR002")
    assert message.span.line < message.span.end_line


def test_a_text_with_an_escape_is_shown_whole() -> None:
    depot = mini((COUTS, FORMULE, 'formule: "cout_location \\x2a copieur"'))
    (message,) = found(depot, "TAR002")
    assert message.span.end_column - message.span.column == len('"cout_location \\x2a copieur"')


def test_the_abaque_has_no_unit_of_its_own() -> None:
    depot = mini((COUTS, "cout_maintenance * part(abaque)", "cout_maintenance * part(abaque) + 2 * cout_maintenance"))
    assert not found(depot, "TAR003")
    assert found(depot, "TAR007")


CLES = ("pricing/cles.yaml", "  moyens_impression:", "  pages: {CLE}\n  moyens_impression:")
MELANGE = (COUTS, "cout_maintenance * part(abaque)", "cout_maintenance * abaque * copieurs")


@pytest.mark.parametrize(("comptage", "erreurs"), [("a_date", 0), ("moyenne", 1), ("sur_periode", 1)])
def test_an_abaque_counted_otherwise_than_the_rest_is_a_mix(comptage: str, erreurs: int) -> None:
    cle = f"{{libelle: pages, unite: page, pluriel: pages, comptage: {comptage}}}"
    depot = mini(
        (CLES[0], CLES[1], CLES[2].replace("{CLE}", cle)),
        MELANGE,
        ("pricing/composants/S02.yaml", "abaque: comptes", "abaque: pages"),
    )
    assert len(found(depot, "TAR021")) == erreurs


def test_what_is_shared_may_be_counted_otherwise() -> None:
    cle = "{libelle: pages, unite: page, pluriel: pages, comptage: sur_periode}"
    shared = (COUTS, "cout_location * copieurs", "cout_location * copieurs + cout_location * part(pages)")
    assert not found(mini((CLES[0], CLES[1], CLES[2].replace("{CLE}", cle)), shared), "TAR021")
