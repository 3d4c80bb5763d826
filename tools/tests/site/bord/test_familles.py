"""The table of families adds up to what the adherent pays."""

from __future__ import annotations

from datetime import date

import pytest

from convention.base.french import ecart, montant
from convention.site.bord.bord import entete
from convention.site.bord.familles import familles
from tests.site.lecture import site_reel

SITE = site_reel("adherents", date(2026, 11, 23))


def _cents(text: str) -> int:
    return int("".join(sign for sign in text.replace("−", "-") if sign in "-0123456789"))


@pytest.mark.parametrize("nom", SITE.adherents)
def test_the_families_and_the_rest_make_the_running_costs_of_both_years(nom: str) -> None:
    table, top = familles(SITE, nom), entete(SITE, nom)
    if table is None:
        return
    *rows, total = ([cell.texte for cell in row.cellules] for row in table.rangs)
    before = top.precedent or 0
    assert total == ["Total de fonctionnement", montant(before), montant(top.projete), ecart(top.projete - before)]
    for rank in (1, 2, 3):
        assert sum(_cents(row[rank]) for row in rows) == _cents(total[rank])


def test_what_two_counts_of_a_line_share_is_told_once() -> None:
    table = familles(SITE, "laxou")
    assert table is not None
    (told,) = (row.cellules[0].note for row in table.rangs if "Plateforme Cartads" in row.cellules[0].note)
    assert told.count("habitants au lieu de") == 1
