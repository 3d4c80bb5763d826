"""What a message proposes to write is what was meant, and would be accepted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from convention.base.diagnostic import split_hint
from convention.base.french import MOINS, nombre
from convention.base.nodes import ScalarNode
from convention.loading.yaml.noeuds import read_nodes
from convention.loading.yaml.texte import forbidden_character
from convention.model.valeurs.corrections import (
    as_written,
    date_hint,
    number_hint,
    quoted,
    read_as,
    to_service,
    two_readings,
    unquoted,
    unreal_hint,
)
from convention.model.valeurs.ecriture import (
    NOMBRE,
    Evolution,
    or_evolution,
    read_entier,
    read_evolution,
    read_jour,
    read_montant_ou_nul,
    read_prix,
    read_taux,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@given(cents=st.integers(-(10**9), 10**9))
def test_a_number_as_we_print_it_is_read_as_documents_write_it(cents: int) -> None:
    number = Fraction(cents, 100)
    shown = nombre(number).replace(MOINS, "-")
    assert [Fraction(as_written(text)) for text in (shown, f"{shown} €", f" {shown}\u00a0€ ")] == [number] * 3


@pytest.mark.parametrize("text", ["1 2", "1,2,3", "4.900,00", "1 0000", "postes", ""])
def test_what_is_no_number_by_hand_comes_back_as_it_is(text: str) -> None:
    assert as_written(text) == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4.900,00", "écrire 4900.00"),
        ("4,900.00", "écrire 4900.00"),
        ("4 900,00 €", "écrire 4900.00"),
        ("4,9", "écrire 4.9"),
        ("1150 euros", "écrire 1150"),
        ("1,234,567", "écrire 1234567"),
        ("1.234.567", "écrire 1234567"),
        (".5", "écrire 0.5"),
        ("1,200", "écrire 1200 ou 1.2"),
        ("4,805", "écrire 4805 ou 4.8050"),
        ("quatre", "exemple : 12"),
    ],
)
def test_a_number(text: str, hint: str) -> None:
    assert split_hint(number_hint(text, NOMBRE, "12")).conseil == hint


def test_a_duration_is_written_without_its_unit_and_its_example_says_which() -> None:
    with pytest.raises(PydanticCustomError) as refused:
        replace(read_entier, exemple="3, pour 3 ans")("3 ans")
    assert (refused.value.context or {})["hint"] == "exemple : 3, pour 3 ans"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("50 %", "écrire 0.5"),
        ("2,5%", "écrire 0.025"),
        ("“3 %”", "écrire 0.03"),
        ("120 %", "exemple : 0.5"),
        ("1.200 %", "exemple : 0.5"),
        ("moitié", "exemple : 0.5"),
        ("0,5", "écrire 0.5"),
    ],
)
def test_a_share_in_percent_is_written_as_a_number(text: str, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_taux(text)
    assert (refused.value.context or {})["hint"] == hint


def test_no_price_is_meant_by_a_percentage() -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_prix("3 %")
    assert (refused.value.context or {})["hint"] == "exemple : 27.60"


@given(
    whole=st.integers(1, 999),
    three=st.integers(0, 999),
    sign=st.sampled_from([",", "."]),
    end=st.sampled_from(["", " €"]),
)
def test_a_separator_before_three_digits_reads_two_ways_and_each_is_written_so_that_it_reads_one(
    whole: int, three: int, sign: str, end: str
) -> None:
    readings = two_readings(f"{whole}{sign}{three:03d}{end}")
    assert readings is not None
    assert [Fraction(item) for item in readings] == [whole * 1000 + three, whole + Fraction(three, 1000)]
    assert [two_readings(item) for item in readings] == [None, None]
    assert all(NOMBRE.fullmatch(item) for item in readings)


@pytest.mark.parametrize("text", ["0,125", "1234.500", "1,2", "12,50", "1 200,500", "1200", "1.200.000", "1.2345", "x"])
def test_what_reads_one_way_is_not_asked_again(text: str) -> None:
    assert two_readings(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("15 avril 2026", "écrire 2026-04-15"),
        ("1er Août 2026", "écrire 2026-08-01"),
        ("15/04/2026", "écrire 2026-04-15"),
        ("15/4/26", "écrire 2026-04-15"),
        ("26-04-15", "une date s'écrit AAAA-MM-JJ"),
        ("2026/15/04", "écrire 2026-04-15"),
        ("31/02/2026", "écrire 2026-02-28, dernier jour de ce mois"),
        ("15/13/2026", "une date s'écrit AAAA-MM-JJ"),
        ("bientôt", "une date s'écrit AAAA-MM-JJ"),
    ],
)
def test_a_date(text: str, hint: str) -> None:
    assert split_hint(date_hint(text)).conseil == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2026-15-04", "écrire 2026-04-15"),
        ("2026-02-30", "écrire 2026-02-28, dernier jour de ce mois"),
        ("2026-13-40", ""),
    ],
)
def test_a_date_that_no_calendar_has(text: str, hint: str) -> None:
    assert split_hint(unreal_hint(text)).conseil == hint


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12", "un nombre"),
        (".nan", "un nombre"),
        ("2026-01-01", "une date"),
        ("no", "un booléen"),
        ("=", "un signe de YAML"),
    ],
)
def test_what_other_tools_would_read(text: str, kind: str) -> None:
    assert read_as(text) == kind


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1989-12-31", "corriger l'année"),
        ("9999-12-31", "corriger l'année ; une fin qui n'est pas connue ne s'écrit pas"),
    ],
)
def test_a_year_out_of_bounds_is_to_be_mended_or_is_an_end_that_nobody_knows(text: str, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_jour(text)
    assert (refused.value.type, (refused.value.context or {})["hint"]) == ("FOR011", hint)


@given(
    number=st.integers(1, 99),
    sous=st.integers(1, 9),
    sign=st.sampled_from(["", " ", "-", ".", "_"]),
    change=st.sampled_from(
        [str.lower, str.upper, lambda text: text.replace("0", "O"), lambda text: text.replace("0", "o")]
    ),
    padded=st.booleans(),
)
def test_a_code_of_service_without_its_zero_with_blanks_or_an_o_for_a_zero_is_the_one_that_was_meant(
    number: int, sous: int, sign: str, change: Callable[[str], str], *, padded: bool
) -> None:
    written = f"{number:02}" if padded else str(number)
    assume(re.search(r"[0-9]", change(written)) is not None)
    assert to_service(change(f"S{sign}{written}")) == f"S{number:02}"
    assert to_service(change(f"S{sign}{written}.{sous}")) == f"S{number:02}.{sous}"


@pytest.mark.parametrize("text", ["SOI", "S1234", "S", "parapheur", "S0 8 2", ""])
def test_what_is_no_code_stays_as_it_is(text: str) -> None:
    assert to_service(text) == text


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1))
def test_a_text_quoted_by_an_advice_is_read_back_without_its_typographic_quotes(text: str) -> None:
    assume(unicodedata.is_normalized("NFC", text) and forbidden_character(text) is None)
    root = read_nodes("essai.yaml", f"a: {quoted(text)}\n".encode()).root
    assert root is not None
    node = root["a"]
    assert isinstance(node, ScalarNode)
    assert node.text == unquoted(text)


@pytest.mark.parametrize(
    ("text", "inside"), [("“54184”", "54184"), ("« a : b »", "a : b"), ("l’an", "l’an"), ("“a", "“a"), ("””", "””")]
)
def test_typographic_quotes_are_no_part_of_what_they_surround(text: str, inside: str) -> None:
    assert unquoted(text) == inside


@pytest.mark.parametrize(
    ("texte", "taux", "montre"),
    [
        ("+4%", Fraction(4, 100), "+4\u00a0%"),
        ("-2,5%", Fraction(-25, 1000), "−2,5\u00a0%"),
        ("− 2.5 %", Fraction(-25, 1000), "−2,5\u00a0%"),
        ("-100%", Fraction(-1), "−100\u00a0%"),
    ],
)
def test_a_percentage_is_read_exactly_for_a_price_and_for_the_forfait(texte: str, taux: Fraction, montre: str) -> None:
    for read in (read_prix, read_montant_ou_nul):
        assert or_evolution(read)(texte) == Evolution(taux, montre)


@pytest.mark.parametrize(
    ("texte", "code", "conseil"),
    [
        ("4%", "FOR004", "écrire +4% ou -4%"),
        ("+1.200%", "FOR004", "écrire +1200% ou +1.2%"),
        ("+0%", "FOR011", ""),
        ("-101%", "FOR011", ""),
    ],
)
def test_what_is_no_evolution_of_a_price_is_refused(texte: str, code: str, conseil: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_evolution(texte)
    assert (refused.value.type, (refused.value.context or {})["hint"]) == (code, conseil)


def test_an_amount_without_a_percent_sign_is_an_amount() -> None:
    assert (or_evolution(read_prix)("27.60"), or_evolution(read_montant_ou_nul)("710.60")) == (Fraction("27.6"), 71_060)
