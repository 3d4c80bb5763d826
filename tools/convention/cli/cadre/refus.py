"""A gesture that makes no sense, said in the words of the command line.

Knows: click, the refusals of `edition`. Must not know: which gesture was asked.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import DiteError, Sortie

if TYPE_CHECKING:
    from collections.abc import Iterator


class GesteRefuseError(DiteError):
    """A gesture that makes no sense: the command is to be written otherwise."""

    exit_code = Sortie.USAGE

    def __init__(self, message: str, conseil: str, choix: tuple[str, ...] = ()) -> None:
        """Keep the sentences."""
        super().__init__(message)
        self.conseil = conseil
        self.choix = choix

    def show(self, file: object = None) -> None:
        """Print why, and what to do."""
        from convention.base.french import typeset
        from convention.reports.rendus.escape import terminal

        super().show(file)
        if self.conseil:
            click.echo(typeset(f"  Conseil : {terminal(self.conseil)}"), err=True)
        for item in self.choix:
            click.echo(typeset(f"    {terminal(item)}"), err=True)


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Refuse what makes no sense in the words of the command line."""
    from convention.edition.refus import RefusError

    try:
        yield
    except RefusError as refus:
        raise GesteRefuseError(refus.message, refus.conseil, refus.choix) from None
