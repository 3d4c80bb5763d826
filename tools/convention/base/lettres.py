"""An amount written out in French words, as the sentence that closes a statement asks.

Knows: French numerals, in the traditional spelling. Must not know: what the amount is for.
"""

from __future__ import annotations

from convention.base.money import CENTS

_PETITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_DIZAINES = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_MILLE, _MILLION, _MILLIARD = 10**3, 10**6, 10**9
_LIMITE = 10**12


def amount_in_words(cents: int) -> str:
    """Write an amount: ``5418273`` gives « cinquante-quatre mille cent quatre-vingt-deux euros et soixante-treize
    centimes ».

    Args:
        cents: from 0 to 99 999 999 999 999.

    Raises:
        ValueError: outside these bounds.
    """  # noqa: D205 (the amount in words is that long)
    units, rest = divmod(cents, CENTS)
    of = "d'" if units and units % _MILLION == 0 else ""
    euros = f"{number_in_words(units)} {of}{'euro' if units < 2 else 'euros'}"  # noqa: PLR2004 (a rule of grammar)
    if not rest:
        return euros
    return f"{euros} et {number_in_words(rest)} {'centime' if rest == 1 else 'centimes'}"


def number_in_words(number: int) -> str:
    """Write a whole number below 10¹²: ``80`` gives « quatre-vingts », ``80_000`` « quatre-vingt mille »."""
    if not 0 <= number < _LIMITE:
        raise ValueError(number)
    if number == 0:
        return _PETITS[0]
    words = []
    for size, noun in ((_MILLIARD, "milliard"), (_MILLION, "million")):
        count, number = divmod(number, size)
        if count:
            words.append(f"{_hundreds(count, last=True)} {noun}{'s' if count > 1 else ''}")
    thousands, number = divmod(number, _MILLE)
    if thousands:
        words.append("mille" if thousands == 1 else f"{_hundreds(thousands, last=False)} mille")
    if number:
        words.append(_hundreds(number, last=True))
    return " ".join(words)


def _hundreds(number: int, *, last: bool) -> str:
    """Write a number below a thousand; « cents » and « quatre-vingts » take their « s » only when nothing follows."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        plural = "s" if hundreds > 1 and not rest and last else ""
        words.append("cent" if hundreds == 1 else f"{_PETITS[hundreds]} cent{plural}")
    if rest:
        words.append(_tens(rest, last=last))
    return " ".join(words)


def _tens(number: int, *, last: bool) -> str:
    if number < len(_PETITS):
        return _PETITS[number]
    tens, units = divmod(number, 10)
    base = _DIZAINES[tens]
    if tens in {7, 9}:
        units += 10
    if units == 0:
        return f"{base}s" if base == "quatre-vingt" and last else base
    link = " et " if units in {1, 11} and base != "quatre-vingt" else "-"
    return f"{base}{link}{_PETITS[units]}"
