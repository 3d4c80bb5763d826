"""French for click, by gettext: click asks it for each of its messages, and `langues/` holds their catalogue.

Knows: click, the catalogue. Must not know: the commands.
A catalogue translates sentences; what click writes around the names that it cites, it writes itself: these are below.
Only `click.confirm` keeps its « y/n »: the tool never asks for a yes.
"""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

DOMAINE = "click"


def speak_french() -> None:
    """Have gettext answer click in French, whatever the language of the terminal.

    gettext reads no other place than the environment. The programs that the tool runs do not read `LANGUAGE`: git and
    the check of a signature are given `LC_ALL=C`, which silences it, and `ssh-keygen` knows only English.
    """
    gettext.bindtextdomain(DOMAINE, str(Path(__file__).parent / "langues"))
    gettext.textdomain(DOMAINE)
    os.environ["LANGUAGE"] = "fr"


class Groupe(click.Group):
    """A command made of several: each is told by its whole first sentence, which click would cut to fit a line."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, as `convention --aide` does."""
        del ctx
        named = {nom: command.get_short_help_str(sys.maxsize) for nom, command in sorted(self.commands.items())}
        with formatter.section("Commandes\u00a0"):
            formatter.write_dl([(nom, aide.removesuffix(".")) for nom, aide in named.items()])


class Parmi(click.Choice[Any]):
    """One word among several, that a refusal cites in French."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """Say which words are permitted."""
        from convention.base.french import cite

        del ctx
        return f"{cite(str(value))} n'est pas une valeur permise : {_either(self.choices)}"


def cited_in_french(error: click.ClickException) -> click.ClickException:
    """Return the same error, the names that it cites between French quotation marks."""
    from convention.base.french import cite

    if isinstance(error, click.NoSuchOption | click.NoSuchCommand):
        # What asks for help is told above already.
        near = sorted({*(error.possibilities or ())}.difference(error.ctx.help_option_names if error.ctx else ()))
        hint = f" (vouliez-vous dire {_either(near)} ?)" if near else ""
        return click.UsageError(f"{error.message}{hint}", error.ctx)
    if isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        argument = isinstance(error.param, click.Argument)
        names = [error.param.make_metavar(error.ctx)] if argument else error.param.opts
        error.param_hint = " / ".join(map(cite, names))
    return error


def _either(names: Sequence[str]) -> str:
    from convention.base.french import cite, enumere

    return enumere([cite(name) for name in names], "ou")
