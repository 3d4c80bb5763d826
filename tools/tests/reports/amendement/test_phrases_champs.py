"""Every field of every model that changes, comes or goes has a French sentence that anybody can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from convention.compare.changements.changements import changements
from convention.model.cadre.formes import Forme, shape_of
from convention.model.cadre.renvois import Sorte
from convention.model.schemas.libelles import libelles
from convention.reports.amendement.mots.noms import is_named
from convention.reports.amendement.phrases import phrase
from tests.espaces import espaces
from tests.essais import de_tout_genre, fichiers_nancy, lire
from tests.reports.amendement.champs_changes import every_change, every_model

if TYPE_CHECKING:
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot

MOTS_DES_DONNEES = frozenset({"hors_extrait"})
"""Names that a text of the data cites: the source of annexe 4 says how the rows outside the extract are marked."""
ANGLAIS = frozenset(
    {"added", "amount", "changed", "deleted", "field", "from", "item", "key", "list", "removed", "value"}
)
INFORMATIQUE = frozenset({"False", "None", "Partie", "True", "null", "tuple", "Fraction", "datetime"})
UNITES = "poste|compte|boîte|dossier|licence|site|serveur|jour|heure|an|équivalent|comptage|élément|ligne"


@pytest.fixture(scope="module")
def depot() -> Depot:
    return lire(de_tout_genre(fichiers_nancy()))


@pytest.fixture(scope="module")
def phrases(depot: Depot) -> dict[str, list[str]]:
    """Return the sentences of each change of each field."""
    return {
        item.nom: [espaces(phrase(change, item.base, item.head)) for change in changements(item.base, item.head)]
        for item in every_change(depot)
    }


def _without_quotes(text: str) -> str:
    """Leave out what is cited: it is not ours to agree or to elide."""
    while True:
        shorter = re.sub(r"«[^«»]*»", "…", text)
        if shorter == text:
            return text
        text = shorter


def _all(phrases: dict[str, list[str]]) -> list[str]:
    return [text for texts in phrases.values() for text in texts]


@pytest.mark.long
def test_every_field_of_every_model_changes_at_least_once(phrases: dict[str, list[str]]) -> None:
    met = {name.split(" ")[0] for name in phrases}
    # A field that holds a model changes by the fields of this one, which are asked too.
    asked = {
        f"{modele.__name__}.{champ}"
        for modele in every_model()
        for champ, field in modele.model_fields.items()
        if shape_of(modele, champ).modele is None or not field.is_required()
    }
    assert asked - met == set()


@pytest.mark.long
def test_every_optional_field_comes_and_goes(phrases: dict[str, list[str]]) -> None:
    optional = {
        f"{modele.__name__}.{champ}"
        for modele in every_model()
        for champ, field in modele.model_fields.items()
        if not field.is_required() and field.default in (None, (), {})
    }
    for gesture in ("apparaît", "disparaît"):
        assert optional - {name.split(" ")[0] for name in phrases if name.endswith(gesture)} == set()


def test_every_change_has_a_sentence(phrases: dict[str, list[str]]) -> None:
    assert [name for name, texts in phrases.items() if not texts] == []
    assert [text for text in _all(phrases) if not re.fullmatch(r"[A-ZÀ-Ý].* : \S.*[^\s.;:,]", text)] == []


def test_no_identifier_is_shown(phrases: dict[str, list[str]], depot: Depot) -> None:
    codes = {code for sorte in Sorte if sorte is not Sorte.CLAUSE for code in libelles(depot, sorte)}
    hidden = {code for code in codes if "-" in code or "_" in code}
    shown = {
        (word, text)
        for text in _all(phrases)
        for word in re.findall(r"[a-zà-ÿ0-9]+(?:[_-][a-zà-ÿ0-9]+)+", text)
        if (word in hidden or "_" in word) and word not in MOTS_DES_DONNEES
    }
    assert shown == set()


def test_no_word_of_a_program_nor_of_english_is_shown(phrases: dict[str, list[str]]) -> None:
    forbidden = ANGLAIS | INFORMATIQUE
    assert [text for text in _all(phrases) if forbidden & set(re.findall(r"\w+", text))] == []
    assert [text for text in _all(phrases) if re.search(r"[{}\[\]\x01\x02]|\(\)|  ", text)] == []


def test_quotation_marks_are_balanced(phrases: dict[str, list[str]]) -> None:
    assert [text for text in _all(phrases) if text.count("«") != text.count("»")] == []
    assert [text for text in _all(phrases) if re.search("«[^»]*«|»[^«]*»", text)] == []
    assert [text for text in _all(phrases) if "« »" in text] == []


def test_dates_are_french(phrases: dict[str, list[str]]) -> None:
    # What is cited may be the reference of a contract.
    iso, first = (
        re.compile(r"(?<!n° )(?<![\w-])20\d\d-\d\d"),
        re.compile(r"\b1 (?:janvier|mars|avril)|\b20\d\d-\d\d-\d\d\b"),
    )
    shown = [text for text in _all(phrases) if first.search(text) or iso.search(_without_quotes(text))]
    assert shown == []


def test_words_are_elided(phrases: dict[str, list[str]]) -> None:
    vowel = r"(?:[aeiouéèêàâîôûœ]|h(?:abit|eur|ist|yp))"
    pattern = re.compile(rf"\b(?:de|le|la|que|ne|se) {vowel}", re.IGNORECASE)
    assert [text for text in _all(phrases) if pattern.search(_without_quotes(text))] == []


def test_plurals_agree(phrases: dict[str, list[str]]) -> None:
    singular = re.compile(rf"(?<![\d ,])[01] (?:{UNITES})s\b")
    plural = re.compile(rf"(?<![,\d])(?:[2-9]|\d{{2,}}) (?:{UNITES})\b(?!s)")
    assert [text for text in _all(phrases) if singular.search(text) or plural.search(text)] == []


def test_every_model_of_a_list_or_a_table_has_a_name() -> None:
    def held(forme: Forme | None) -> set[type[Modele]]:
        if forme is None or forme.element is None:
            return set()
        return {forme.element.modele} - {None} if forme.element.modele else held(forme.element)

    fields = ((modele, champ) for modele in every_model() for champ in modele.model_fields)
    # A price by phase is a value, not an object.
    models = {item for modele, champ in fields for item in held(shape_of(modele, champ)) if item.__name__ != "ParPhase"}
    assert {item.__name__ for item in models if not is_named(item)} == set()
