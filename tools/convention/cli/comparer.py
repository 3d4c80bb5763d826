"""`convention comparer`: what a change changes, and what it costs whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from convention.cli.contexte import Contexte, EnvironnementError, read

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison
    from convention.loading.loader import Cache
    from convention.loading.source import Source


option_format = click.option(
    "--format",
    "forme",
    type=click.Choice(["table", "markdown", "json"]),
    default="table",
    show_default=True,
    help="Tableau à lire, Markdown pour une demande de modification, JSON pour un autre outil.",
)


@click.command(name="comparer")
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[PROPOSITION]", required=False)
@option_format
@click.pass_obj
def commande(contexte: Contexte, base: str, head: str | None, forme: str) -> None:
    """Montrer ce qui change entre deux révisions, et ce que cela coûte à qui.

    BASE et PROPOSITION sont des révisions git (branche, étiquette, commit), lues sans toucher au dossier de travail.
    Sans PROPOSITION, c'est le dossier de travail qui est comparé, tel qu'il est.

    Exemple : convention comparer main
    """
    from convention.cli.diagnostics import refuse_errors
    from convention.compare.comparaison import comparer
    from convention.loading.source import Folder

    cache: Cache = {}
    before = read(_revision(contexte, base), cache)
    refuse_errors(before, f"la base ({base})")
    name = head or "dossier de travail"
    after = read(_revision(contexte, head) if head is not None else Folder(contexte.racine), cache)
    refuse_errors(after, f"la proposition ({name})")
    show(comparer(before.depot, after.depot), base, name, forme)


def show(comparaison: Comparaison, base: str, head: str, forme: str) -> None:
    """Print a comparison in the form that was asked for."""
    from convention.reports.commentaire import markdown_text
    from convention.reports.comparaison import terminal_text
    from convention.reports.comparaison_json import json_text

    render = {"json": json_text, "markdown": markdown_text, "table": terminal_text}[forme]
    click.echo(render(comparaison, base, head), nl=False)


def _revision(contexte: Contexte, ref: str) -> Source:
    from convention.loading.git import GitRevision
    from convention.loading.source import EnvironmentProblemError

    try:
        return GitRevision(contexte.racine, ref)
    except EnvironmentProblemError as error:
        raise EnvironnementError(str(error)) from None
