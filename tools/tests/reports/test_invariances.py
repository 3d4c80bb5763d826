"""Reports of any repository: the order in which files, keys and items are written changes no byte of them."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from convention.compare.comparaison import comparer
from convention.engine.appels.budget import budget
from convention.reports.calcul.contributions import Axe, table_text
from convention.reports.calcul.explication import explanation_text
from convention.reports.calcul.export import csv_text
from convention.reports.calcul.json import json_text
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison import json as comparaison_json
from convention.reports.comparaison.comparaison import terminal_text
from convention.reports.finances import budget as reports_budget
from tests.essais import contribution, lire, melanger
from tests.generateur import GESTIONNAIRE, depot_fictif
from tests.generateur.limites import depot_limite
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Mapping

FABRIQUES = (depot_fictif, depot_limite)
DEPOTS = st.one_of(
    [st.builds(fabrique, st.integers(1, 5), st.integers(2, 8), st.integers(0, 10**6)) for fabrique in FABRIQUES]
)
GRAINES = st.integers(0, 1000)


def of_contributions(files: Mapping[str, str]) -> list[str]:
    """Write everything that is said of the contributions of 2026."""
    depot, result = lire(files), contribution(files)
    one = budget(depot, GESTIONNAIRE, 2026, date(2026, 6, 1))
    return [
        json_text(result),
        csv_text(result, depot),
        *(table_text(result, depot, axe) for axe in Axe),
        reports_budget.text(one, depot),
        reports_budget.csv_text(one, depot),
    ]


def explanations(files: Mapping[str, str]) -> list[str]:
    """Explain every line of 2026; the keys of a sum are told in the order in which it is written."""
    depot, result = lire(files), contribution(files)
    return [explanation_text(result, depot, nom, result.lignes) for nom in sorted(depot.dossiers)]


def of_comparison(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Write everything that is said of what changes."""
    found = comparer(lire(before), lire(after))
    return [
        terminal_text(found, "v1", "v2"),
        markdown_text(found, "v1", "v2"),
        comparaison_json.json_text(found, "v1", "v2"),
    ]


def in_another_order(files: Mapping[str, str], graine: int) -> dict[str, str]:
    return dict(Random(graine).sample(list(files.items()), len(files)))  # noqa: S311 (an order, not a secret)


def shuffled(files: Mapping[str, str], graine: int) -> dict[str, str]:
    return melanger(files, Random(graine))  # noqa: S311 (an order, not a secret)


@exemples(10)
@given(DEPOTS, GRAINES)
def test_no_byte_of_the_contributions_depends_on_the_order_of_what_is_written(
    files: Mapping[str, str], graine: int
) -> None:
    assert of_contributions(files) == of_contributions(shuffled(files, graine))


@exemples(5)
@given(DEPOTS, GRAINES)
def test_no_byte_of_an_explanation_depends_on_the_order_of_files(files: Mapping[str, str], graine: int) -> None:
    assert explanations(files) == explanations(in_another_order(files, graine))


@exemples(3)
@given(DEPOTS, DEPOTS, GRAINES)
def test_no_byte_of_a_comparison_depends_on_the_order_of_files(
    before: Mapping[str, str], after: Mapping[str, str], graine: int
) -> None:
    sides = [in_another_order(files, graine) for files in (before, after)]
    assert of_comparison(before, after) == of_comparison(*sides)


@exemples(3)
@given(DEPOTS, DEPOTS, GRAINES)
def test_no_amount_of_a_comparison_depends_on_the_order_of_what_is_written(
    before: Mapping[str, str], after: Mapping[str, str], graine: int
) -> None:
    # Changes are told in the order of the files; what they cost is not.
    sides = [shuffled(files, graine) for files in (before, after)]
    found, other = (json.loads(of_comparison(*both)[-1]) for both in ((before, after), (sides[0], sides[1])))
    assert found["exercices"] == other["exercices"]
