"""Money: euros as exact fractions, cents as integers, and the one function that rounds.

Knows: rounding and plain decimal texts. Must not know: French typography (`base.french`), shares
(`engine.partage.repartition`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

CENTS = 100


def round_half_up(amount: Fraction) -> int:
    """Round an amount in euros to cents, halves away from zero (reading of annexe 4: line by line, as by hand).

    ``round_half_up(Fraction("163.1068")) == 16311``, ``round_half_up(Fraction("-0.005")) == -1``.
    """
    doubled, denominator = 2 * CENTS * abs(amount.numerator), 2 * amount.denominator
    cents = (doubled + amount.denominator) // denominator
    return -cents if amount.numerator < 0 else cents


def to_step(number: Fraction, step: Fraction) -> Fraction:
    """Round a number to the nearest multiple of a step, as `round_half_up`: ``to_step(2/3, 1/1000) == 0.667``."""
    return round_half_up(number / step / CENTS) * step


def decimal_text(cents: int) -> str:
    """Write cents as a decimal string with two digits: ``16311`` gives ``"163.11"`` (never ``"-0.00"``)."""
    sign = "-" if cents < 0 else ""
    units, rest = divmod(abs(cents), CENTS)
    return f"{sign}{units}.{rest:02d}"


def read_decimal(text: str) -> int:
    """Return the cents that `decimal_text` wrote (``"163.11"`` gives ``16311``); who takes it in checks its form."""
    return int(text.replace(".", ""))


def exact_text(number: Fraction) -> str:
    """Write a quantity without loss: a decimal when it has one (``"2.4"``), else a reduced fraction (``"35/6"``)."""
    digits = decimal_digits(number)
    if digits is None:
        return f"{number.numerator}/{number.denominator}"
    scaled = abs(number.numerator) * 10**digits // number.denominator
    text = str(scaled).rjust(digits + 1, "0")
    if digits:
        text = f"{text[:-digits]}.{text[-digits:]}"
    return f"-{text}" if number < 0 else text


def decimal_digits(number: Fraction) -> int | None:
    """Count the decimals that write the number exactly; None when no finite decimal does (1/3)."""
    rest = number.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    digits = max(twos, fives)
    return digits if rest == 1 else None
