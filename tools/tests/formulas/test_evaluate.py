"""`formulas.evaluate`: exact columns, common values, totality, speed."""

from __future__ import annotations

from fractions import Fraction
from time import thread_time

import pytest

from convention.formulas.evaluate import Colonne, Valeur, amount_for_one, evaluate, fraction_at
from convention.formulas.functions import FONCTIONS, example_of
from convention.formulas.grilles import Grille, Tables
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from tests.espaces import espaces

VALEURS: dict[str, Valeur] = {
    "cout": Fraction(1000),
    "taux": Fraction(1, 3),
    "n": Colonne((0, 6, 30), 12),
    "m": Colonne((1, 1, 1)),
}


def figures(text: str) -> list[Fraction]:
    value = evaluate(parse(text), VALEURS)
    assert isinstance(value, Colonne)
    assert all(isinstance(number, int) for number in value.numerateurs)
    return [fraction_at(value, rang) for rang in range(3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cout", Fraction(1000)),
        ("0.25", Fraction(1, 4)),
        ("cout * taux", Fraction(1000, 3)),
        ("cout - 1", Fraction(999)),
        ("-cout / 3", Fraction(-1000, 3)),
        ("min(cout; 2; 3)", Fraction(2)),
        ("max(taux; 0.5)", Fraction(1, 2)),
        ("si(taux < 0.5; cout; 0)", Fraction(1000)),
        ("si(taux >= 0.5; cout; 0)", Fraction(0)),
        ("si(taux = 1 / 3; 1; 2)", Fraction(1)),
    ],
)
def test_what_is_common_to_all_gives_a_fraction(text: str, expected: Fraction) -> None:
    assert expected == evaluate(parse(text), VALEURS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cout * n", ["0", "500", "2500"]),
        ("n * taux", ["0", "1/6", "5/6"]),
        ("n + m", ["1", "3/2", "7/2"]),
        ("n - 0.5", ["-1/2", "0", "2"]),
        ("2 - n", ["2", "3/2", "-1/2"]),
        ("n * n", ["0", "1/4", "25/4"]),
        ("-n", ["0", "-1/2", "-5/2"]),
        ("n / 5", ["0", "1/10", "1/2"]),
        ("min(n; m)", ["0", "1/2", "1"]),
        ("min(cout * n; 600; 700)", ["0", "500", "600"]),
        ("max(0.25; n)", ["1/4", "1/2", "5/2"]),
        ("si(n > m; cout; 0)", ["0", "0", "1000"]),
        ("si(n <= 0.5; n; m)", ["0", "1/2", "1"]),
        ("si(0.5 < n; n; cout)", ["1000", "1000", "5/2"]),
        ("si(n = 0.5; 1; n)", ["0", "1", "5/2"]),
        ("si(taux < 1; n; m)", ["0", "1/2", "5/2"]),
    ],
)
def test_a_quantity_gives_one_exact_figure_a_beneficiary(text: str, expected: list[str]) -> None:
    assert [Fraction(figure) for figure in expected] == figures(text)


def test_a_missing_name_counts_for_nothing() -> None:
    assert Fraction(3) == evaluate(parse("inconnu * 5 + 3"), {})


@pytest.mark.parametrize("text", ["cout / 0", "cout / inconnu", "cout / (taux - taux)"])
def test_a_quotient_by_zero_counts_for_nothing(text: str) -> None:
    assert Fraction(0) == evaluate(parse(text), VALEURS)


def test_a_column_divided_by_zero_counts_for_nothing() -> None:
    assert [Fraction(0)] * 3 == figures("n / inconnu")


def test_a_quotient_by_a_quantity_is_exact_and_counts_for_nothing_where_it_is_zero() -> None:
    assert [Fraction(0), Fraction(2000), Fraction(400)] == figures("cout / n")


def test_no_beneficiary_gives_an_empty_column() -> None:
    valeurs: dict[str, Valeur] = {"cout": Fraction(5), "n": Colonne(())}
    assert Colonne(()) == evaluate(parse("si(n > 0; min(cout * n; 3); cout) + 0"), valeurs)


def test_columns_of_different_lengths_are_a_bug() -> None:
    valeurs: dict[str, Valeur] = {"n": Colonne((1, 2)), "m": Colonne((1, 2, 3))}
    for text in ("n * m", "n + m"):
        with pytest.raises(ValueError, match=r"^colonnes de longueurs différentes$"):
            evaluate(parse(text), valeurs)


def test_a_condition_for_others_than_those_it_chooses_for_is_a_bug() -> None:
    valeurs: dict[str, Valeur] = {"n": Colonne((1, 2)), "m": Colonne((1, 2, 3))}
    with pytest.raises(ValueError, match="zip"):
        evaluate(parse("si(n > 0; m; m)"), valeurs)


def test_a_column_reads_as_one_exact_figure_a_beneficiary() -> None:
    # 1/4, 6/4 and 10/4: the denominator is that of the column.
    column, figures_of_each = Colonne((1, 6, 10), 4), [Fraction(1, 4), Fraction(3, 2), Fraction(5, 2)]
    assert (3, figures_of_each, figures_of_each) == (len(column), list(column), [column[rang] for rang in range(3)])


def test_a_part_is_not_evaluated_alone() -> None:
    with pytest.raises(FormulaError) as raised:
        evaluate(parse("cout * part(k)"), VALEURS)
    problem = raised.value.problem
    assert (problem.code, problem.start, problem.end, problem.hint) == ("TAR006", 7, 14, "")
    assert espaces(problem.message) == "« part(k) » se répartit : elle ne se calcule pas seule"


TABLES = Tables({"g": Grille(((Fraction(0),), (Fraction(4),)), (Fraction(4), Fraction(9)))}, {"r": Fraction(3, 2)})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Below 4 the grid gives 4, from 4 on it gives 9; the index adds half.
        ("bareme(g; 1) - 3", 1),
        ("3 - bareme(g; 1)", -1),
        ("-bareme(g; 1)", -4),
        ("min(5; bareme(g; 1))", 4),
        ("bareme(g; bareme(g; 1))", 9),
        ("indice(bareme(g; 1); r)", 6),
        ("si(bareme(g; 1) > 3; 1; 2)", 1),
        ("si(3 < bareme(g; 1); 1; 2)", 1),
        ("si(1 < 2; bareme(g; 1); 2)", 4),
    ],
)
def test_a_table_is_read_wherever_it_stands(text: str, expected: int) -> None:
    assert Fraction(expected) == evaluate(parse(text), {}, TABLES)


def test_one_beneficiary_pays_what_the_tables_give_in_the_share_and_in_the_rest() -> None:
    # 4 × 1/2 + 6 × 1.
    expression = parse("bareme(g; 1) * part(k) + indice(bareme(g; 1); r) * k")
    assert Fraction(8) == amount_for_one(expression, {"k": Fraction(1)}, {"k": Fraction(2)}, TABLES)


@pytest.mark.parametrize("nom", sorted(FONCTIONS))
def test_each_function_is_computed(nom: str) -> None:
    values = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(1), "d": Fraction(2), "maintenance": Fraction(1)}
    tables = Tables({"sauvegarde": Grille(((Fraction(0),),), (Fraction(1),))}, {"syntec": Fraction(2)})
    assert evaluate(parse(example_of(nom)), values, tables) in {Fraction(1), Fraction(2)}


def test_one_beneficiary_pays_the_share_of_the_cost_and_the_rest() -> None:
    valeurs = {"cout": Fraction(4800), "k": Fraction(14), "tarif": Fraction(5)}
    expected = Fraction(4800 * 14, 412) + 70
    assert expected == amount_for_one(parse("cout * part(k) + tarif * k"), valeurs, {"k": Fraction(412)})


def test_a_share_of_a_total_of_zero_is_nothing() -> None:
    assert Fraction(0) == amount_for_one(parse("cout * part(k)"), {"cout": Fraction(4800)}, {"k": Fraction(0)})


def test_a_quantity_or_a_total_that_is_missing_gives_no_share() -> None:
    expression = parse("cout * part(k)")
    assert amount_for_one(expression, {"cout": Fraction(5)}, {"k": Fraction(2)}) == 0
    assert amount_for_one(expression, {"cout": Fraction(5), "k": Fraction(1)}, {}) == 0


@pytest.mark.parametrize("text", ["cout * k", "min(a; k)"])
def test_five_hundred_formulas_for_two_hundred_beneficiaries_take_less_than_50_ms(text: str) -> None:
    expression = parse(text)
    column = Colonne(tuple(range(7, 2007, 10)), 12)
    valeurs: dict[str, Valeur] = {"cout": Fraction("4800.55"), "k": column, "a": Colonne(column.numerateurs[::-1], 12)}
    durations = []
    for _ in range(10):
        start = thread_time()
        for _ in range(500):
            evaluate(expression, valeurs)
        durations.append(thread_time() - start)
    assert min(durations) < 0.05
