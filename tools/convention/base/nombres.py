"""Numbers as a French text writes them: « quatre (4) fois », « 1er janvier 2024 », « 2,5 », « semestrielle ».

Knows: digits, number words, ordinals, frequencies, months, dates. Must not know: what a number counts.
« un » and « une » are numbers only before what they count (« une année »), or inside another (« vingt et un ») ;
« tiers » is not read: the convention means third parties.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.base.french import MOIS

if TYPE_CHECKING:
    from collections.abc import Iterable

Valeur: TypeAlias = Fraction | date | str
"""A number, a day, or a month by its name."""


class NombreEcrit(NamedTuple):
    """A number in a text: what it is worth, and its characters."""

    valeur: Valeur
    debut: int
    fin: int


_SIMPLES = {
    **{mot: rang for rang, mot in enumerate(("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"), 2)},
    **{mot: rang for rang, mot in enumerate(("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"), 10)},
    **{mot: 10 * rang for rang, mot in enumerate(("vingt", "trente", "quarante", "cinquante", "soixante"), 2)},
}
_UNITES = {**_SIMPLES, "un": 1, "une": 1, "vingts": 20, "cent": 100, "cents": 100, "mille": 1000}
_ORDINAUX = {
    "premier": 1,
    "première": 1,
    "second": 2,
    "seconde": 2,
    **{
        f"{radical}ième": rang
        for rang, radical in enumerate(
            ("deux", "trois", "quatr", "cinqu", "six", "sept", "huit", "neuv", "dix", "onz", "douz"), 2
        )
    },
}
_PARTS: dict[str, Fraction] = {
    "moitié": Fraction(1, 2),
    "demi": Fraction(1, 2),
    "demie": Fraction(1, 2),
    "quart": Fraction(1, 4),
    "double": Fraction(2),
    "triple": Fraction(3),
}
_FREQUENCES = {
    "annuel": 1,
    "biannuel": 2,
    "semestriel": 2,
    "trimestriel": 4,
    "bimestriel": 6,
    "mensuel": 12,
    "bimensuel": 24,
    "hebdomadaire": 52,
    "quotidien": 365,
}
"""Times a year."""
_AUTRES = {**_PARTS, **{mot: Fraction(rang) for mot, rang in {**_ORDINAUX, **_FREQUENCES, "un": 1, "une": 1}.items()}}


def _words(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MOIS = _words(MOIS)
_SUITE = rf"(?:(?:[- ]|\bet\b)+(?:{_words(_UNITES)})\b)*"
_NOMBRE = re.compile(
    # First what begins it: most characters begin neither, and are left at once.
    rf"(?=[0-9])(?:(?P<jour>[0-9]{{1,2}})(?:er)? (?P<mois>{_MOIS}) (?P<annee>[0-9]{{4}})\b"
    r"|(?P<chiffres>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?))"
    rf"|\b(?:(?P<lettres>(?:{_words([*_SIMPLES, 'cent', 'mille'])})\b{_SUITE})"
    r"|(?P<un>une?) (?=(?:ans?|années?|mois|semaines?|jours?|heures?|fois|trimestres?|semestres?)\b)"
    rf"|(?P<ordinal>{_words(_ORDINAUX)})s?\b"
    rf"|(?P<part>{_words(_PARTS)})s?\b"
    rf"|(?P<frequence>{_words(_FREQUENCES)})(?:le|ne)?(?:s|ment)?\b"
    rf"|(?P<seul>{_MOIS})\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # several checks read the same texts
def read_numbers(text: str) -> tuple[NombreEcrit, ...]:
    """Return the numbers of a text, in order."""
    return tuple(
        NombreEcrit(_value(match), *match.span("un" if match["un"] else 0)) for match in _NOMBRE.finditer(text)
    )


def _value(match: re.Match[str]) -> Valeur:
    kind = match.lastgroup or ""
    word = match[kind].casefold()
    if kind == "annee":
        return _day(match)
    if kind == "chiffres":
        return Fraction(re.sub(r"[ \u00a0\u202f]", "", word).replace(",", "."))
    if kind == "lettres":
        return Fraction(_cardinal(re.split(r"[- ]+", word)))
    if kind == "seul":
        return word
    return _AUTRES[word]


def _day(match: re.Match[str]) -> Valeur:
    """Return the day of a date; its own words when no calendar has it."""
    try:
        return date(int(match["annee"]), MOIS.index(match["mois"].casefold()) + 1, int(match["jour"]))
    except ValueError:
        return match[0].casefold()


def _cardinal(words: list[str]) -> int:
    """Add up the words of a number: « quatre-vingt-douze », « mille deux cents »."""
    total = current = 0
    for word in words:
        unit = _UNITES.get(word, 0)
        if unit == _UNITES["mille"]:
            total, current = total + (current or 1) * unit, 0
        elif unit == _UNITES["cent"] or (unit == _UNITES["vingt"] and current % 100 == _UNITES["quatre"]):
            current = current - current % 100 + (current % 100 or 1) * unit
        else:
            current += unit
    return total + current
