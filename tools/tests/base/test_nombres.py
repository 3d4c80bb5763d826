"""Numbers as a French text writes them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.base.nombres import read_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("quatre (4) fois", [4, 4]),
        ("pour une année", [1]),
        ("une ou plusieurs communes, d'un commun accord", []),
        ("soixante-douze heures", [72]),
        ("quatre-vingt-dix-sept, quatre-vingts, deux cents", [97, 80, 200]),
        ("mille deux cent vingt et un", [1221]),
        ("deux cent mille trois", [200_003]),
        ("cent vingt agents", [120]),
        ("2,5 etp", [Fraction(5, 2)]),
        ("700€/an, 1 450 postes, 12 000,50 €", [700, 1450, Fraction(24_001, 2)]),
        ("Syst*4*nb, J+1, 72h, n°78-17", [4, 1, 72, 78, 17]),
        ("03 57 80 06 57", [3, 57, 80, 6, 57]),
        ("annuelle, semestriellement, trimestriels, mensuelle", [1, 2, 4, 12]),
        ("la première, les seconds, la troisième, la moitié", [1, 2, 3, Fraction(1, 2)]),
        ("1er janvier 2024, 31 DÉCEMBRE 2026", [date(2024, 1, 1), date(2026, 12, 31)]),
        ("31 février 2024", ["31 février 2024"]),
        ("En Octobre, puis avril", ["octobre", "avril"]),
        ("un logiciel tiers, des ordinateurs neufs, chaque année, un centre", []),
    ],
)
def test_a_number_is_read_however_a_text_writes_it(text: str, values: list[object]) -> None:
    assert [item.valeur for item in read_numbers(text)] == values


def test_each_number_has_its_characters() -> None:
    text = "pour une année, reconductible quatre (4) fois"
    assert [text[item.debut : item.fin] for item in read_numbers(text)] == ["une", "quatre", "4"]
