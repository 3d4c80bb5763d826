"""What options hold: dates, years and amounts, read as the documents read theirs.

Knows: click, the readers of `model.ecriture`. Must not know: which command asks.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


_SANS_DECIMALES = ("read_jour", "read_annee")


class Lu(click.ParamType[object]):
    """A value read as documents read theirs: a date, an amount, a year."""

    def __init__(self, nom: str, lecteur: str) -> None:
        """Keep the name shown in the help, and that of the reader of `model.ecriture`."""
        self.name = nom
        self._lecteur = lecteur

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Read the value; refuse it in the words of the documents."""
        from pydantic_core import PydanticCustomError

        from convention.base.french import cite
        from convention.model import ecriture
        from convention.model.corrections import two_readings

        if not isinstance(value, str):
            return value
        readings = two_readings(value) if self._lecteur not in _SANS_DECIMALES else None
        if readings is not None:
            whole, decimal = readings
            self.fail(f"{cite(value)} se lit de deux façons : écrire {whole} ou {decimal}", param, ctx)
        try:
            return getattr(ecriture, self._lecteur)(value)
        except PydanticCustomError as error:
            context = error.context or {}
            hint = f" ({context['hint']})" if context.get("hint") else ""
            self.fail(f"{context.get('message', '')}{hint}", param, ctx)


JOUR = Lu("date", "read_jour")
PRIX = Lu("montant", "read_prix")
FORFAIT = Lu("montant", "read_montant_positif")
ANNEE = Lu("année", "read_annee")


def today() -> date:
    """Return the day of the command: only commands read the clock."""
    return datetime.now().astimezone().date()


def option_date(aide: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask for the day of an act: without it, the command gives today's."""
    return click.option("--date", "jour", type=JOUR, metavar="DATE", help=f"{aide} (par défaut : aujourd'hui).")
