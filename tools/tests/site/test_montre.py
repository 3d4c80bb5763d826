"""What is written in the data is read: the sentences of each field stand on a page of the site, or it is said where."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.essais import fichiers_nancy
from tests.site.lecture import CHEZ_ESSEY, ESSEY, JOUR, lire_html, pages_reelles

if TYPE_CHECKING:
    from collections.abc import Iterator

MOTS = re.compile(r"\w+")
CLES = re.compile(r"/(?=[^/]*[-0-9])[^/]+")
"""Names that the data give, which fields never have."""
PHRASE = 10
"""A name, a word of a list are found anywhere: from so many characters on, a text with a space says something."""
AILLEURS = {
    r"catalogue/nombres.*": "why a number of the text is no rule: docs/couverture.md",
    r"catalogue/lectures.*/(formule|montants)(/.*)?": "a formula of another reading: its amounts are shown",
    r"catalogue/procedures/(proprietaires|changements)/motif": "CODEOWNERS; beside the change that it explains",
    r"catalogue/convention/(politiques|delai_rattachement|habilitation|vus)(/.*)?": "statements, amendments and sheets",
    r"pricing/composants/.*/(contrat|actif)/.*": "suppliers: restricted",
    r"pricing/\*/lignes/.*/(formule|texte)": "formulas and their limits are said in French as they are computed",
    r"pricing/\*/noms/.*": "what amendments and the editor call a price",
    r"pricing/releves/.*": "how an export is read",
    r"pricing/(cles|indices)/.*(unite|libelle)": "a unit after a number; an index, in its readings",
    r"adherents/fonctions/signataire/habilitation/objet": "amendments",
    r".*/(source|origine|hypothese)": "where a datum comes from: beside it, where it is shown",
}


def textes() -> Iterator[tuple[str, str]]:
    """Yield each sentence of the data that Essey may read, and the fields that lead to it."""
    for path, content in fichiers_nancy().items():
        parts = path.removesuffix(".yaml").split("/")
        if path.endswith(".yaml") and (parts[0] != "adherents" or parts[1] == ESSEY):
            place = "/".join(part for part in parts if part != ESSEY and not part.isdigit())
            yield from _sentences(place, YAML(typ="safe").load(content))


def _sentences(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _sentences(f"{place}/{key}", below)
    elif isinstance(value, list):
        for below in value:
            yield from _sentences(place, below)
    elif isinstance(value, str) and len(value) >= PHRASE and " " in value:
        yield place, value


def said(text: str) -> str:
    return " ".join(MOTS.findall(text.lower()))


@pytest.mark.long
def test_what_each_field_says_stands_on_a_page_or_is_known_to_be_read_elsewhere() -> None:
    pages = (
        lire_html(content).texte
        for niveau in ("adherents", CHEZ_ESSEY)
        for content in pages_reelles(niveau, JOUR).values()
        if isinstance(content, str) and content.startswith("---")
    )
    shown, fields = said(" ".join(pages)), defaultdict[str, list[str]](list)
    for place, text in textes():
        fields[CLES.sub("/*", place)].append(text)
    unread = {place: texts for place, texts in fields.items() if not any(said(text) in shown for text in texts)}
    known = {place: [rule for rule in AILLEURS if re.fullmatch(rule, place)] for place in unread}
    assert {place: unread[place] for place, rules in known.items() if not rules} == {}
    assert {rule for rules in known.values() for rule in rules} == set(AILLEURS), "one is shown after all"
