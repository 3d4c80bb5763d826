"""Formulas that read a grid or an index: what is wrong with them, in which unit they are, what they divide by."""

from __future__ import annotations

from fractions import Fraction

import pytest

from convention.formulas.grilles import Grille, Tables
from convention.formulas.problems import FormulaError
from convention.formulas.regles.divisions import constant_zero_divisions, zero_divisions
from convention.formulas.regles.rules import Declares, check
from convention.formulas.regles.units import GrilleDeclaree, parse_unit
from convention.formulas.texte.syntax import parse
from tests.espaces import espaces
from tests.formulas.texte.places import piece

GRILLES = {
    "cartads": GrilleDeclaree((parse_unit("habitant"),), parse_unit("€/an")),
    "sites_et_postes": GrilleDeclaree((parse_unit("site"), parse_unit("poste")), parse_unit("€/poste/an")),
}
DECLARES = Declares(
    {"cout": "€/an", "prix": "€/poste/an", "seuil": "poste"},
    {"population": "habitant", "postes": "poste", "sites": "site"},
    GRILLES,
    frozenset({"annuelle"}),
)
INCONNU = "le nom « {} » n'est déclaré ni comme variable, ni comme paramètre, ni comme clé"
BAREME = "« bareme » reçoit d'abord le nom d'un barème"
INDICE = "« indice » reçoit en dernier le nom d'une révision de la ligne"


def said(text: str) -> list[tuple[str, str, str, str]]:
    """Return the code, the piece of the formula, the sentence and its hint, of each problem."""
    problems = check(text, DECLARES, attendu="€/an", part_fixe=True, partagee=True)
    return [(item.code, piece(text, item), espaces(item.message), espaces(item.hint)) for item in problems]


@pytest.mark.parametrize(
    "text",
    [
        "bareme(cartads; population)",
        "bareme(cartads; 0)",
        "bareme(sites_et_postes; sites; postes) * postes",
        "indice(prix; annuelle) * postes",
        "cout * part(postes) + bareme(cartads; max(population; 0))",
    ],
)
def test_a_table_read_as_it_is_declared_has_no_problem(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(("nom", "conseil"), [("poste", "vouliez-vous dire « postes » ?"), ("site", "")])
def test_the_name_that_is_proposed_has_the_unit_that_what_the_grid_gives_asks_for(nom: str, conseil: str) -> None:
    found = said(f"bareme(sites_et_postes; sites; postes) * {nom}")
    assert found == [("TAR002", nom, INCONNU.format(nom), conseil)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "cout + bareme(cartad; population)",
            (
                "TAR002",
                "bareme(cartad; population)",
                "le barème « cartad » n'existe pas dans pricing/baremes/",
                "vouliez-vous dire « cartads » ?",
            ),
        ),
        (
            "bareme(sites_et_postes; sites) * postes",
            (
                "TAR023",
                "bareme(sites_et_postes; sites)",
                "le barème « sites_et_postes » se lit pour 2 quantités, et en reçoit 1",
                "donner une quantité par mesure du barème, dans leur ordre",
            ),
        ),
        (
            "bareme(cartads; population; population)",
            (
                "TAR023",
                "bareme(cartads; population; population)",
                "le barème « cartads » se lit pour 1 quantité, et en reçoit 2",
                "donner une quantité par mesure du barème, dans leur ordre",
            ),
        ),
        (
            "indice(prix; annuel) * postes",
            (
                "TAR002",
                "indice(prix; annuel)",
                "la révision « annuel » n'est pas déclarée sous « revisions » de la ligne",
                "vouliez-vous dire « annuelle » ?",
            ),
        ),
        (
            "indice(prix * postes; annuelle)",
            (
                "TAR023",
                "postes",
                "« postes » est une quantité : un indice révise un prix, arrondi avant d'être multiplié",
                "la multiplier après : indice(prix; …) * quantité",
            ),
        ),
        (
            "bareme(cartads; postes)",
            ("TAR003", "postes", "« postes » est en « poste », et le barème « cartads » mesure en « habitant »", ""),
        ),
        (
            "bareme(sites_et_postes; 1; sites) * postes",
            ("TAR003", "1", "« 1 » est sans unité, et le barème « sites_et_postes » mesure en « site »", ""),
        ),
        (
            "cout + bareme(cartads; population + postes)",
            (
                "TAR003",
                "postes",
                (
                    "« population » est en « habitant » et « postes » est en « poste » : "
                    "on n'additionne que des valeurs de même unité"
                ),
                "",
            ),
        ),
        (
            "indice(prix + cout; annuelle) * postes",
            (
                "TAR003",
                "cout",
                (
                    "« prix » est en « €/poste/an » et « cout » est en « €/an » : "
                    "on n'additionne que des valeurs de même unité"
                ),
                "",
            ),
        ),
        (
            "indice(prix; annuelle)",
            (
                "TAR003",
                "indice(prix; annuelle)",
                "la formule donne des « €/poste/an », et non des « €/an »",
                "il manque un facteur en « poste »",
            ),
        ),
    ],
)
def test_a_table_read_otherwise_is_said_at_its_place(text: str, problem: tuple[str, str, str, str]) -> None:
    assert problem in said(text)


def test_two_wrong_measures_are_two_problems() -> None:
    found = [(code, shown) for code, shown, *_ in said("bareme(sites_et_postes; postes; sites) * postes")]
    assert found == [("TAR003", "postes"), ("TAR003", "sites")]


def test_a_grid_that_does_not_exist_has_any_unit() -> None:
    assert [code for code, *_ in said("cout + bareme(absent; postes)")] == ["TAR002"]


@pytest.mark.parametrize(
    ("text", "shown", "message", "hint"),
    [
        ("bareme(2; postes)", "2", BAREME, "exemple : bareme(sauvegarde; stockage)"),
        ("bareme(postes + 1; postes)", "postes + 1", BAREME, "exemple : bareme(sauvegarde; stockage)"),
        ("bareme(rang; postes)", "rang", BAREME, "exemple : bareme(sauvegarde; stockage)"),
        ("indice(prix; 2)", "2", INDICE, "exemple : indice(maintenance; syntec)"),
    ],
)
def test_what_is_not_the_name_of_a_table_is_refused(text: str, shown: str, message: str, hint: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    problem = refused.value.problem
    assert ("TAR001", shown) == (problem.code, piece(text, problem))
    assert (message, hint) == (espaces(problem.message), espaces(problem.hint))


# --- what divides ---

TABLES = Tables({"double": Grille(((Fraction(0),),), (Fraction(2),)), "nul": Grille(((Fraction(0),),), (Fraction(0),))})


@pytest.mark.parametrize("text", ["1 / (0 * part(k))", "1 / bareme(nul; 0)"])
def test_what_a_part_or_a_table_makes_is_not_known_to_be_zero_without_figures(text: str) -> None:
    assert constant_zero_divisions(parse(text)) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1 / bareme(double; 1)", 0),
        ("1 / bareme(nul; 1)", 1),
        ("2 + 1 / bareme(double; 1)", 0),
        ("2 + 1 / bareme(nul; 1)", 1),
        ("si(bareme(double; 1) > 0; 1; 1 / 0)", 0),
        ("si(bareme(nul; 1) > 0; 1 / 0; 1)", 0),
    ],
)
def test_a_division_reads_the_tables_that_it_is_given(text: str, count: int) -> None:
    assert count == len(zero_divisions(parse(text), {}, TABLES))
