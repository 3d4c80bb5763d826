"""A cell says one thing: a number that would read two ways, a character that nobody sees, make it unreadable."""

from __future__ import annotations

from decimal import Decimal

import pytest

from convention.model.documents.releves import FormatExport
from convention.model.mots.releves import Decimale, EcritureDate
from convention.releves.lecture_csv import IllisibleError, readers

FRANCAIS = readers(FormatExport.model_construct(decimale=Decimale.VIRGULE, dates=EcritureDate.FRANCAISE))
ANGLAIS = readers(FormatExport.model_construct(decimale=Decimale.POINT, dates=EcritureDate.FRANCAISE))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234,5", "1234.5"), (" 12 ", "12"), ("-3,25", "-3.25"), ("1\u202f200\u00a0000", "1200000"), ("+7", "7")],
)
def test_blanks_part_thousands(text: str, value: str) -> None:
    assert FRANCAIS.nombre(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.200", "1 2", "12 34,5", "1 2345", "1,2,3", "1 234 5", ""])
def test_what_is_not_a_number_of_its_source_is_unreadable(text: str) -> None:
    with pytest.raises(IllisibleError):
        FRANCAIS.nombre(text)


def test_the_source_says_what_a_point_means() -> None:
    assert ANGLAIS.nombre("1.200") == Decimal("1.2")


@pytest.mark.parametrize("sign", ["\u200b", "\u3164", "\u2800", "\u00ad"])
def test_a_text_holds_nothing_that_nobody_sees(sign: str) -> None:
    assert FRANCAIS.texte(" Nancy ") == "Nancy"
    with pytest.raises(IllisibleError, match=f"U\\+{ord(sign):04X}"):
        FRANCAIS.texte(f"Nan{sign}cy")
