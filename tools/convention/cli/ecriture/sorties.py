"""Where documents are written: never among what the tool reads, all of a file or nothing of it; else on the screen.

Knows: click, the folders of a repository, the disk, the media of a document. Must not know: what it says.
"""

from __future__ import annotations

from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.base.files import write_atomic
from convention.base.french import cite
from convention.cli.cadre.contexte import Contexte, EnvironnementError
from convention.reports.rendus.document import markdown_text, pdf_bytes, terminal_text
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from convention.model.depot import Depot
    from convention.reports.rendus.document import Document

LUS = ("adherents", "catalogue", "pricing", "schemas")
"""Folders of a repository where no document is written: what stands there is read as data."""
AUTRES = ("tools", "verrous", ".git", ".github", ".gitlab", ".venv")
"""Folders that hold no document either."""


class Chemin(click.Path):
    """A path asked for; an empty one, which is a variable that was not set, is not the current folder."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Refuse what names nothing."""
        if not str(value).strip():
            self.fail("le chemin est vide", param, ctx)
        return super().convert(value, param, ctx)


def place(context: click.Context, param: click.Parameter, sortie: Path | None) -> Path | None:
    """Refuse, before any work, a place that is not for documents: the callback of `--sortie`."""
    del param
    contexte = context.find_object(Contexte)
    if sortie is None or contexte is None:
        return sortie
    # Of a file, it is the folder that tells: a link in its place is replaced, never followed.
    target = (sortie.parent.resolve() / sortie.name) if not sortie.is_dir() else sortie.resolve()
    racine = contexte.racine.resolve()
    for name in (*LUS, *AUTRES):
        if target.is_relative_to((racine / name).resolve()):
            why = "que l'outil lit" if name in LUS else "qui n'est pas pour cela"
            raise click.UsageError(f"{cite(str(sortie))} est dans {name}/, {why} : en choisir un autre", context)
    return sortie


def option_dossier(
    aide: str, nom: str = "--sortie", *, required: bool = False
) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask for the folder where documents are written."""
    kind = Chemin(file_okay=False, path_type=Path)
    return click.option(nom, type=kind, callback=place, required=required, metavar="DOSSIER", help=aide)


def option_fichier(nom: str, metavar: str, aide: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Ask for the file where a document is written."""
    return click.option(nom, type=Chemin(dir_okay=False, path_type=Path), callback=place, metavar=metavar, help=aide)


def autre_chose(dossier: Path) -> click.UsageError:
    """Say that a folder that would be made again holds what nobody asked to lose."""
    why = f"{cite(str(dossier))} contient autre chose qu'un site écrit ainsi : en choisir un autre, ou le vider"
    return click.UsageError(why)


def write(path: Path, content: bytes) -> None:
    """Write a document at once; say which one the disk refuses."""
    try:
        write_atomic(path, content)
    except OSError as error:
        message = f"{cite(str(path))} ne peut pas être écrit ({gettext(error.strerror or 'erreur du disque')})"
        raise EnvironnementError(message) from None


option_sortie = option_fichier(
    "--sortie", "FICHIER", "Écrire dans ce fichier, en PDF (.pdf) ou en Markdown (.md), au lieu d'afficher."
)


def give(depot: Depot, document: Document, sortie: Path | None) -> None:
    """Print a document, or write it in the form that the name of the file asks for."""
    if sortie is None:
        click.echo(terminal_text(document), nl=False)
        return
    write(sortie, _content(depot, document, sortie))
    click.echo(f"{terminal(str(sortie))} : écrit.")


def _content(depot: Depot, document: Document, sortie: Path) -> bytes:
    if sortie.suffix == ".md":
        return markdown_text(document).encode()
    if sortie.suffix == ".pdf":
        from convention.reports.etat.parties import issuer

        return pdf_bytes(document, issuer(depot).denomination)
    raise click.UsageError(f"{cite(sortie.name)} : le nom du fichier finit par .pdf ou par .md")
