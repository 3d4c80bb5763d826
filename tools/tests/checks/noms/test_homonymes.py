"""Names taken for each other, letters of other scripts, characters that nobody sees: refused where they are."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.checks.noms.noms import skeleton
from convention.checks.registry import run
from convention.loading.yaml.texte import forbidden_character
from convention.model.valeurs.ecriture import read_libelle
from convention.reports.rendus.escape import terminal
from tests.checks.depots import found, mini
from tests.essais import fichiers, lire, relire
from tests.les_cas import MINI

AUBEPINE = "adherents/aubepine/adherent.yaml"
BRUYERE = "adherents/bruyere/adherent.yaml"
SERVICE = "catalogue/services/S02.yaml"
RESSEMBLANCES = {"o": "0Oóö", "l": "1IíL", "i": "1lIï", "e": "éEè", " ": "-'\u00a0", "c": "çC", "0": "o", "1": "l"}
"""For each sign of a name, others that a reader takes for it."""
VUS = frozenset("\t\n \u00a0\u202f\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd").union(
    map(chr, range(0x600, 0x606))
)
"""Blanks of the keyboard and of French typography; formats that show a sign."""
IGNORABLES = (
    *("\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180e", "\u200b", "\u200d", "\u202e", "\u2060"),
    *("\u2800", "\u3164", "\u3000", "\ufe0f", "\ufeff", "\uffa0", "\U0001d173", "\U000e0041", "\U000e0100"),
)


@given(nom=st.text("abcdefilo01 ", min_size=1, max_size=12), data=st.data())
def test_a_sign_replaced_by_one_that_looks_like_it_makes_no_other_name(nom: str, data: st.DataObject) -> None:
    other = "".join(data.draw(st.sampled_from([sign, *RESSEMBLANCES.get(sign, "")])) for sign in nom)
    assert skeleton(other) == skeleton(nom)


def test_names_that_a_word_tells_apart_are_two_names() -> None:
    noms = (
        "Villers-lès-Nancy",
        "Essey-lès-Nancy",
        "Nancy",
        "Grand Nancy",
        "Parc 2",
        "Parc 3",
        "Saint-Max",
        "Saint-Maur",
    )
    assert len({skeleton(nom) for nom in noms}) == len(noms)


@pytest.mark.parametrize(
    ("path", "avant", "apres"),
    [
        (BRUYERE, "nom: Bruyère", "nom: aubépine"),
        (BRUYERE, "denomination: Commune de Bruyère", "denomination: COMMUNE D’AUBEPINE"),
        (SERVICE, "nom_court: ", "nom_court: Pilotage # "),
        ("pricing/composants/S04.yaml", "Location de copieurs", "Serveur d impression"),
        ("pricing/cles.yaml", "nombre de copieurs", "nombre d'imprimantes"),
    ],
)
def test_two_objects_of_one_sort_do_not_share_a_name(path: str, avant: str, apres: str) -> None:
    pilotage = ("catalogue/services/S01.yaml", "nom_court: ", "nom_court: Pilotage # ")
    (item,) = found(mini((path, avant, apres), pilotage), "REF006")
    assert item.span.path == path
    assert len(item.related) == 1


@pytest.mark.parametrize(("jour", "codes"), [("2026-01-01", []), ("2025-12-31", ["REF006"])])
def test_who_left_and_comes_back_has_the_full_name_of_its_acts_again(jour: str, codes: list[str]) -> None:
    texts = fichiers(MINI)
    again = re.sub(r"nom: .*", "nom: Aubépine, de nouveau", texts[AUBEPINE], count=1)
    again = again.replace("debut: 2024-01-01", f"debut: {jour}")
    texts[AUBEPINE] = texts[AUBEPINE].replace("debut: 2024-01-01", "debut: 2024-01-01, fin: 2026-01-01")
    texts["adherents/aubepine-2/adherent.yaml"] = again
    assert [item.code for item in run(lire(texts)) if item.code == "REF006"] == codes


def test_an_adherent_may_have_the_name_of_a_component() -> None:
    assert found(mini((BRUYERE, "nom: Bruyère", "nom: Serveur d'impression")), "REF006") == []


@pytest.mark.parametrize("sign", ["а", "Ο", "ı", "ſ", "ａ", "ᴀ", "ⅼ", "𝐚", "ǃ", "´", "º", "e\u0336"])
def test_a_name_has_no_sign_that_looks_like_another(sign: str) -> None:
    texts = fichiers(MINI)
    texts[AUBEPINE] = texts[AUBEPINE].replace("nom: Aubépine", f"nom: Aub{sign}pine")
    (item,) = relire(texts).diagnostics
    assert (item.code, item.span.path, item.span.line) == ("FOR014", AUBEPINE, 4)
    assert f"U+{ord(sign[-1]):04X}" in item.message


@pytest.mark.parametrize("nom", ["L'Haÿ-les-Roses", "Œuvre « Noël » n° 2 – 3 m²", "Ça, où ? À 12\u00a0000,50\u202f€ !"])
def test_a_name_is_written_as_french_writes_it(nom: str) -> None:
    assert read_libelle(nom) == nom


@pytest.mark.parametrize("sign", IGNORABLES)
def test_a_character_that_nobody_sees_is_in_no_text_and_is_shown_where_it_would_be(sign: str) -> None:
    assert forbidden_character(f"Nancy{sign}") == sign
    assert sign not in terminal(f"Nancy{sign}")


@given(st.characters())
def test_what_unicode_calls_a_control_a_format_or_a_blank_is_in_no_text(sign: str) -> None:
    hidden = unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"}
    assert hidden <= (sign in VUS or forbidden_character(f"a{sign}b") == sign)
