"""What options hold: dates, years and amounts, read as the documents read theirs.

Knows: click, the readers of `model.valeurs.ecriture`. Must not know: which command asks.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.cadre.francais import Parmi

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date


ICI_SEULEMENT = "127.0.0.1"


class Lu(click.ParamType[object]):
    """A value read as documents read theirs: a date, an amount, a year."""

    def __init__(self, nom: str, lecteur: str | Callable[[str], object]) -> None:
        """Keep the name shown in the help, and a reader, or the name of one of `ecriture`, not to import it."""
        self.name = nom
        self._lecteur = lecteur

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Read the value; refuse it in the words of the documents."""
        from pydantic_core import PydanticCustomError

        if not isinstance(value, str):
            return value
        try:
            return self._reader()(value)
        except PydanticCustomError as error:
            context = error.context or {}
            hint = f" ({context['hint']})" if context.get("hint") else ""
            self.fail(f"{context.get('message', '')}{hint}", param, ctx)

    def _reader(self) -> Callable[[str], object]:
        from convention.model.valeurs import ecriture

        found: Callable[[str], object] = (
            getattr(ecriture, self._lecteur) if isinstance(self._lecteur, str) else self._lecteur
        )
        return found


class Nombre(Lu):
    """A number as a French hand writes it: 1 234,50, 1.5."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Read the number; refuse what reads two ways."""
        from convention.base.french import cite
        from convention.model.valeurs.corrections import as_written, two_readings

        if not isinstance(value, str):
            return value
        readings = two_readings(value)
        if readings is not None:
            whole, decimal = readings
            self.fail(f"{cite(value)} se lit de deux façons : écrire {whole} ou {decimal}", param, ctx)
        return super().convert(as_written(value), param, ctx)


class Phrase(Lu):
    """A text that a sealed file will hold, on one line."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """Refuse what says nothing, and what no line holds."""
        from convention.loading.yaml.texte import character_name, forbidden_character

        text = str(value).strip()
        wrong = "a plusieurs lignes" if "\n" in text else "" if text else "est vide"
        if not wrong and (bad := forbidden_character(text)) is not None:
            wrong = f"contient un {character_name(bad)}"
        if wrong:
            self.fail(f"le texte {wrong} : l'écrire sur une ligne", param, ctx)
        return text


JOUR = Lu("date", "read_jour")
ANNEE = Lu("année", "read_annee")
PHRASE = Phrase("texte", str)


def years(exercices: tuple[str, ...]) -> list[int]:
    """Return the years named, one by one or from one to another."""
    from convention.base.french import cite

    found: set[int] = set()
    for text in exercices:
        first, _, last = text.partition("-")
        start = ANNEE.convert(first.strip(), None, None)
        end = ANNEE.convert(last.strip(), None, None) if last else start
        if not isinstance(start, int) or not isinstance(end, int) or end < start:
            raise click.UsageError(f"{cite(text)} n'est pas une suite d'exercices : écrire 2027-2028")
        found.update(range(start, end + 1))
    return sorted(found)


def today() -> date:
    """Return the day of the command: only commands read the clock."""
    return datetime.now().astimezone().date()


EMPREINTE_MIN = 12
"""Signs of a fingerprint that are enough to tell it: twelve, as the help of `--confirmer` says."""
option_essai = click.option("--essai", is_flag=True, help="Montrer ce qui changerait, sans rien écrire.")


def option_date(aide: str, envvar: str | None = None) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask for the day of an act: without it, the command gives today's."""
    told = f"{aide} (par défaut : aujourd'hui)."
    return click.option("--date", "jour", type=JOUR, metavar="DATE", envvar=envvar, help=told)


def option_port(defaut: int) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask on which port of this machine a page is shown; one that cannot be is refused before any work."""
    told = f"Port de cette machine ({defaut} par défaut)."
    kind = click.IntRange(1, 65535)
    return click.option("--port", metavar="PORT", type=kind, default=defaut, callback=_available, help=told)


def _available(_context: click.Context, _option: click.Parameter, port: int) -> int:
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

    try:
        WSGIServer((ICI_SEULEMENT, port), WSGIRequestHandler).server_close()
    except OSError:
        message = f"le port {port} n'est pas disponible : en choisir un autre, par --port"
        raise EnvironnementError(message) from None
    return port


def option_format(formes: Sequence[str], aide: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask in which form to write; the first is the usual one."""
    return click.option("--format", "forme", type=Parmi(formes), default=formes[0], show_default=True, help=aide)
