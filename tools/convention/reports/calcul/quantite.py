"""Quantities as texts: with their unit, so that they can be typed again, or rounded to be read; parts of a year.

Knows: units of keys. Must not know: formulas, where counts stand.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import nombre, pluriel, prix
from convention.base.money import decimal_digits, round_half_up, to_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.engine.lignes import Decompte, Terme
    from convention.model.depot import Depot
    from convention.model.vue import Valeur

_MOIS_DE_L_ANNEE = 12
_JOURS_DE_L_ANNEE = (365, 366)
_PAS = tuple(Fraction(1, 10**decimales) for decimales in range(4, 10))


class PartDeLAnnee(NamedTuple):
    """A part of a year as people count it."""

    part: Fraction
    unite: str
    tout: int

    def __str__(self) -> str:
        """Write « 6 mois sur 12 »."""
        return f"{nombre(self.part)} {self.unite} sur {self.tout}"


def presence_in(fraction: Fraction) -> PartDeLAnnee:
    """Count a part of a year in whole months if it has them, else in days, else as the fraction that it is."""
    months = fraction * _MOIS_DE_L_ANNEE
    if months.denominator == 1:
        return PartDeLAnnee(months, "mois", _MOIS_DE_L_ANNEE)
    for days in _JOURS_DE_L_ANNEE:
        if (fraction * days).denominator == 1:
            return PartDeLAnnee(fraction * days, pluriel(fraction * days, "jour"), days)
    return PartDeLAnnee(Fraction(fraction.numerator), pluriel(fraction.numerator, "part"), fraction.denominator)


def rounded(value: Fraction) -> str:
    """Write a number rounded half-up to four decimals, without useless zeros: « 89,3333 »."""
    return nombre(to_step(value, _PAS[0]))


def shared(terme: Terme, rang: int) -> tuple[str, str]:
    """Write a share's quantity and the total to four decimals, or to as many more as its cent needs to be redone."""
    own, total = terme.quantite(rang), terme.total
    cents = total and round_half_up(terme.coefficient * own / total)
    for step in _PAS:
        read, whole = to_step(own, step), to_step(total, step)
        if whole and round_half_up(terme.coefficient * read / whole) == cents:
            break
    return nombre(read), nombre(whole)


def factors(decompte: Decompte, rang: int, depot: Depot) -> Iterator[tuple[str, Valeur]]:
    """Yield the figures that make a beneficiary's quantity, each with its key: several for a sum or a product."""
    sources, definition = decompte.sources[rang], depot.cles.get(decompte.cle)
    terms: tuple[str, ...] = ()
    if definition is not None:
        terms = definition.cumul.composants if definition.cumul is not None else definition.termes
    if len(terms) == len(sources):
        yield from zip(terms, sources, strict=True)
        return
    for source in sources:
        named = [str(step) for step in source.source.pointer if step in terms]
        yield (named or [decompte.cle])[-1], source


def compared(valeur: Valeur) -> str:
    """Say what a coefficient compares: « = 950 ÷ 1 000, la moyenne »; nothing of another figure.

    A coefficient that was rounded, or kept between its limits, only comes from that.
    """
    if valeur.compare is None:
        return ""
    quantity, mean = valeur.compare
    sign = " =" if quantity == valeur.valeur * mean else ", d'après"
    return f"{sign} {nombre(quantity)} ÷ {rounded(mean)}, la moyenne"


def quantity_text(quantity: Fraction, cle: str, depot: Depot) -> str:
    """Write a quantity with the unit of its key: « 14 moyens d'impression »."""
    definition = depot.cles.get(cle)
    if definition is not None and definition.cumul is not None:
        return prix(quantity)
    return f"{nombre(quantity)}{noun(quantity, cle, depot)}"


def moved_text(before: Fraction, after: Fraction, cle: str, depot: Depot) -> str:
    """Say a quantity that moved: « 6 copieurs au lieu de 5 »; of amounts already computed, also which."""
    definition = depot.cles.get(cle)
    if definition is not None and definition.cumul is not None:
        return f"{definition.libelle} : {prix(after)} au lieu de {prix(before)}"
    return f"{quantity_text(after, cle, depot)} au lieu de {nombre(before)}"


def total_text(total: Fraction, cle: str, depot: Depot) -> str:
    """Write a weighted total with the unit of its key, so that it can be typed again."""
    return f"{exact_quantity(total)}{noun(total, cle, depot)}"


def noun(number: Fraction, cle: str, depot: Depot) -> str:
    """Return the unit of a key after a number, agreed, with its space; nothing for an unknown key."""
    definition = depot.cles.get(cle)
    return "" if definition is None else f" {pluriel(number, definition.unite, definition.pluriel)}"


def exact_quantity(value: Fraction) -> str:
    """Write a weighted quantity so that it can be typed again: a decimal, or « (35/6, soit 5,833333…) »."""
    if decimal_digits(value) is not None:
        return nombre(value)
    return f"({nombre(value.numerator)}/{nombre(value.denominator)}, soit {nombre(value)})"
