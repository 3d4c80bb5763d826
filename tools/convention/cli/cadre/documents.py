"""What the commands that write documents share: on the screen, in Markdown or as a PDF.

Knows: click, the media of a document. Must not know: what it says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.base.french import cite
from convention.cli.ecriture.sorties import Chemin, place, write

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.reports.rendus.document import Document

option_sortie = click.option(
    "--sortie",
    metavar="FICHIER",
    type=Chemin(path_type=Path, dir_okay=False),
    callback=place,
    help="Écrire dans ce fichier, en PDF (.pdf) ou en Markdown (.md), au lieu d'afficher.",
)


def give(depot: Depot, document: Document, sortie: Path | None) -> None:
    """Print a document, or write it in the form that the name of the file asks for."""
    from convention.reports.rendus.document import terminal_text
    from convention.reports.rendus.escape import terminal

    if sortie is None:
        click.echo(terminal_text(document), nl=False)
        return
    write(sortie, _content(depot, document, sortie))
    click.echo(f"{terminal(str(sortie))} : écrit.")


def _content(depot: Depot, document: Document, sortie: Path) -> bytes:
    if sortie.suffix == ".md":
        from convention.reports.rendus.document import markdown_text

        return markdown_text(document).encode()
    if sortie.suffix == ".pdf":
        from convention.reports.etat.parties import issuer
        from convention.reports.rendus.document import pdf_bytes

        return pdf_bytes(document, issuer(depot).denomination)
    raise click.UsageError(f"{cite(sortie.name)} : le nom du fichier finit par .pdf ou par .md")
