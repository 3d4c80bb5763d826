"""Periods of use in one cell: « 01/01/2024 », « du 01/01/2024 au 31/12/2026 », « 01/01/2027 (non activé) ».

Knows: how a period is written for a reader, its last day included. Must not know: services, members.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from convention.model.mots.communs import StatutSouscription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convention.model.documents.adherents import Souscription, SouscriptionComposant

TOUJOURS = "oui"
"""What is used since always, of a component."""
_JOUR = r"([0-9]{1,2}/[0-9]{1,2}/[0-9]{4})"
_FORMES = re.compile(
    rf"(?:(?P<debut>{_JOUR})|du (?P<de>{_JOUR}) au (?P<a>{_JOUR})|jusqu'au (?P<fin>{_JOUR})|oui)"
    r"(?P<non>,? \(?non activée?\)?)?"
)


class PeriodesIllisiblesError(Exception):
    """A text that says no period."""


class Usage(NamedTuple):
    """Days of use; `fin` is excluded, as in the documents."""

    debut: date | None
    fin: date | None = None
    active: bool = True

    def __str__(self) -> str:
        """Write it for a reader: its last day is the one before `fin`."""
        last = f"{self.fin - timedelta(days=1):%d/%m/%Y}" if self.fin is not None else ""
        first = f"{self.debut:%d/%m/%Y}" if self.debut is not None else ""
        told = (f"du {first} au {last}" if first else f"jusqu'au {last}") if last else first or TOUJOURS
        return told if self.active else f"{told} (non activé)"


def usages(lignes: Iterable[Souscription | SouscriptionComposant]) -> tuple[Usage, ...]:
    """Return the periods of subscriptions to one thing, in the order of their file."""
    return tuple(
        Usage(item.debut, item.fin, getattr(item, "statut", StatutSouscription.ACTIVE) is StatutSouscription.ACTIVE)
        for item in lignes
    )


def read_periods(text: str) -> tuple[Usage, ...]:
    """Read periods, parted by semicolons; none in an empty text.

    Raises:
        PeriodesIllisiblesError: one says nothing that is known.
    """
    return tuple(_period(part.strip()) for part in text.split(";")) if text.strip() else ()


def _period(text: str) -> Usage:
    found = _FORMES.fullmatch(" ".join(text.replace("’", "'").lower().split()))
    if found is None:
        raise PeriodesIllisiblesError(text)
    last = _day(found["a"] or found["fin"])
    fin = last + timedelta(days=1) if last is not None else None
    return Usage(_day(found["debut"] or found["de"]), fin, not found["non"])


def _day(text: str | None) -> date | None:
    if not text:
        return None
    day, month, year = map(int, text.split("/"))
    try:
        return date(year, month, day)
    except ValueError:
        raise PeriodesIllisiblesError(text) from None
