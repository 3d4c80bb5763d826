"""`formulas.regles.rules`: everything that is wrong with the formula of a row, before any figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.formulas.regles.rules import Declares, check
from tests.espaces import espaces

if TYPE_CHECKING:
    from convention.formulas.problems import FormulaProblem

VARIABLES = {
    "cout_maintenance": "€/an",
    "maintenance": "€/an",
    "tarif": "€/copieur/an",
    "taux": "1",
    "prix_heure": "€/h",
    "achat": "€",
    "heures": "h/an",
    "lot": "compte",
}
CLES = {"copieurs": "copieur", "comptes": "compte", "abaque": "dossier"}


def problems_of(
    text: str,
    *,
    attendu: str = "€/an",
    part_fixe: bool = False,
    partagee: bool = True,
    variables: dict[str, str] | None = None,
) -> tuple[FormulaProblem, ...]:
    declared = VARIABLES if variables is None else variables
    return check(text, Declares(declared, CLES), attendu=attendu, part_fixe=part_fixe, partagee=partagee)


def codes_of(text: str, *, part_fixe: bool = False, partagee: bool = True) -> list[tuple[str, int, int]]:
    found = problems_of(text, part_fixe=part_fixe, partagee=partagee)
    return [(problem.code, problem.start, problem.end) for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "cout_maintenance * part(abaque)",
        "(cout_maintenance + maintenance) * part(abaque) + tarif * copieurs",
        "tarif * copieurs",
        "max(0; tarif * copieurs - maintenance)",
        "prix_heure * heures * taux / 2 * part(comptes)",
        "si(rang = 1; tarif; tarif / 2) * copieurs",
        "tarif * copieurs * rang",
    ],
)
def test_a_sound_formula_has_no_problem(text: str) -> None:
    assert problems_of(text) == ()


def test_tar001_a_text_that_is_not_a_formula_has_one_problem() -> None:
    assert codes_of("maintenance abaque") == [("TAR001", 12, 18)]


def test_tar002_an_undeclared_name_has_a_hint() -> None:
    (problem,) = problems_of("cout_maintenanse * part(comptes)")
    assert (problem.code, problem.start, problem.end) == ("TAR002", 0, 16)
    assert (
        espaces(problem.message)
        == "le nom « cout_maintenanse » n'est déclaré ni comme variable, ni comme paramètre, ni comme clé"
    )
    assert espaces(problem.hint) == "vouliez-vous dire « cout_maintenance » ?"


def test_tar002_no_name_is_proposed_whose_unit_the_formula_would_refuse() -> None:
    (problem,) = problems_of("compte * part(comptes)")
    assert (problem.code, problem.start, problem.end, problem.hint) == ("TAR002", 0, 6, "")


def test_tar002_an_undeclared_key_has_a_hint() -> None:
    (problem,) = problems_of("maintenance * part(compte)")
    assert (problem.code, problem.start, problem.end) == ("TAR002", 14, 26)
    assert espaces(problem.message) == "« part » reçoit une clé de répartition : « compte » n'est pas déclaré"
    assert espaces(problem.hint) == "vouliez-vous dire « comptes » ?"


def test_tar002_a_part_does_not_take_a_variable() -> None:
    (problem,) = problems_of("maintenance * part(heures)")
    assert (
        espaces(problem.message)
        == "« part » reçoit une clé de répartition : « heures » est une variable ou un paramètre"
    )


def test_tar002_a_name_is_not_both_a_variable_and_a_key() -> None:
    (problem,) = problems_of(
        "tarif * copieurs", variables={"tarif": "€/copieur/an", "copieurs": "copieur"}, part_fixe=True
    )
    assert (problem.code, problem.start, problem.end) == ("TAR002", 8, 16)
    assert problem.hint == "renommer la variable"
    assert (
        espaces(problem.message)
        == "le nom « copieurs » désigne à la fois une variable de la ligne et une clé de répartition"
    )


def test_tar003_units_that_disagree_are_said_at_the_second() -> None:
    assert codes_of("tarif * copieurs + tarif", part_fixe=True) == [("TAR003", 19, 24)]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "tarif * part(comptes)",
            "la formule donne des « €/copieur/an », et non des « €/an »",
            "il manque un facteur en « copieur »",
        ),
        (
            "tarif * copieurs * copieurs",
            "la formule donne des « €·copieur/an », et non des « €/an »",
            "il y a un facteur de trop, en « copieur »",
        ),
        (
            "achat * part(comptes)",
            "la formule donne des « € », et non des « €/an »",
            "ajouter « /an » à l'unité d'un prix, ou d'un barème : ce que donne la formule est celui d'une année",
        ),
        ("part(comptes)", "la formule donne une valeur sans unité, et non des « €/an »", ""),
        ("prix_heure * part(comptes)", "la formule donne des « €/h », et non des « €/an »", ""),
    ],
)
def test_tar003_a_formula_gives_the_expected_unit(text: str, message: str, hint: str) -> None:
    (problem,) = problems_of(text)
    assert ("TAR003", 0, len(text)) == (problem.code, problem.start, problem.end)
    assert (message, hint) == (espaces(problem.message), espaces(problem.hint))


def test_tar003_an_unreadable_unit_is_said_at_the_name() -> None:
    (problem,) = problems_of("tarif * part(comptes)", variables={"tarif": "€//an"})
    assert (problem.code, problem.start, problem.end) == ("TAR003", 0, 5)
    assert espaces(problem.message) == "l'unité « €//an » ne se lit pas, pour « tarif »"
    assert (
        espaces(problem.hint) == "une unité s'écrit « € », « €/an », « €/copieur/an », ou « 1 » quand il n'y en a pas"
    )


def test_tar005_a_cost_is_not_recovered_twice() -> None:
    assert codes_of("maintenance * part(comptes) + maintenance * part(abaque)") == [("TAR005", 30, 56)]


def test_tar005_a_quantity_does_not_multiply_a_part() -> None:
    assert codes_of("tarif * part(comptes) * copieurs") == [("TAR005", 24, 32)]


def test_tar006_a_part_is_not_in_a_function() -> None:
    assert codes_of("maintenance * min(taux; part(comptes))") == [("TAR006", 24, 37)]


def test_tar006_a_direct_cost_is_not_shared() -> None:
    (problem,) = problems_of("maintenance * part(comptes)", partagee=False)
    assert (problem.code, problem.start, problem.end, problem.hint) == ("TAR006", 14, 27, "")
    assert espaces(problem.message) == "un coût direct n'est pas réparti : « part(comptes) » n'y a pas sa place"


def test_tar002_a_direct_cost_has_no_rank() -> None:
    assert codes_of("maintenance * rang", partagee=False) == [("TAR002", 14, 18)]


def test_tar005_a_rank_does_not_multiply_a_part() -> None:
    assert codes_of("maintenance * rang * part(comptes)") == [("TAR005", 14, 18)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("maintenance", [(0, 11)]),
        ("maintenance + tarif * copieurs", [(0, 11)]),
        ("tarif * copieurs - maintenance", [(19, 30)]),
        ("cout_maintenance * part(abaque) + maintenance", [(34, 45)]),
        ("maintenance + cout_maintenance", [(0, 11), (14, 30)]),
        ("taux * (maintenance + tarif * copieurs)", [(8, 19)]),
        ("(maintenance + tarif * copieurs) * taux", [(1, 12)]),
        ("(maintenance + tarif * copieurs) / 2", [(1, 12)]),
        ("-(maintenance - tarif * copieurs)", [(2, 13)]),
        ("tarif * copieurs - -(maintenance - cout_maintenance)", [(21, 32), (35, 51)]),
        ("tarif * copieurs * (1 + comptes / lot)", []),
        ("(1 + comptes / lot) * copieurs * tarif", []),
        ("min(maintenance; cout_maintenance)", [(0, 34)]),
        ("maintenance * rang", [(0, 18)]),
        ("rang * (maintenance + tarif * copieurs)", [(8, 19)]),
        ("(maintenance + tarif * copieurs) * rang", [(1, 12)]),
    ],
)
def test_tar007_a_term_billed_whole_to_each_is_said_at_its_place(text: str, places: list[tuple[int, int]]) -> None:
    assert [("TAR007", *place) for place in places] == codes_of(text)


def test_tar007_a_row_may_declare_a_fixed_part() -> None:
    assert codes_of("maintenance + cout_maintenance * part(abaque)", part_fixe=True) == []


def test_tar008_a_rank_does_not_divide() -> None:
    assert codes_of("tarif * copieurs / rang") == [("TAR008", 19, 23)]


def test_tar008_a_quantity_does_not_divide() -> None:
    found = problems_of("maintenance * comptes / comptes")
    assert [(problem.code, problem.start, problem.end) for problem in found] == [("TAR008", 24, 31)]
    assert (
        espaces(found[0].message)
        == "« comptes » diffère d'un adhérent à l'autre : seule une valeur commune à tous peut diviser"
    )


def test_tar009_a_divisor_that_is_zero_for_ever_is_refused() -> None:
    assert codes_of("maintenance * part(comptes) / (2 - 2)") == [("TAR009", 30, 37)]


def test_all_the_problems_come_in_the_order_of_the_text() -> None:
    found = codes_of("inconnu * part(comptes) + maintenance + min(part(abaque); taux) * cout_maintenance / copieurs")
    assert sorted(found, key=lambda problem: problem[1:]) == found
    assert {"TAR002", "TAR006", "TAR008"} <= {code for code, _, _ in found}


def test_an_undeclared_name_does_not_bring_other_problems() -> None:
    assert codes_of("tarif * copieurz") == [("TAR002", 8, 16)]


def test_a_fixed_term_is_told_how_to_be_shared() -> None:
    (problem,) = problems_of("tarif * copieurs + cout_maintenance")
    assert espaces(problem.message) == (
        "le terme « cout_maintenance » n'a ni part ni quantité : chaque bénéficiaire le paierait en entier"
    )
    assert espaces(problem.hint) == (
        "le multiplier par part(clé) ou par une quantité ; si chacun doit le payer, écrire « abonnement: oui »"
    )


def test_two_parts_that_are_multiplied_are_said_so() -> None:
    (problem,) = problems_of("cout_maintenance * part(copieurs) * part(comptes)")
    assert (problem.code, espaces(problem.message)) == ("TAR006", "une part ne se multiplie pas par une autre part")
