"""What commands share: the root of the repository, exit codes, loading and its refusal.

Knows: click. Must not import, when it is imported, anything that is slow to import.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from convention.base.diagnostic import Diagnostic
    from convention.loading.loader import Cache, Chargement
    from convention.loading.source import Source

MARQUE = Path("catalogue", "convention.yaml")


class Sortie(IntEnum):
    """Exit codes."""

    PROPRE = 0
    ERREURS = 1
    USAGE = 2
    ENVIRONNEMENT = 3
    DECISION = 4
    DEFAUT = 70
    INTERROMPU = 130


class DiteError(click.ClickException):
    """What stops a command, when one sentence says it."""

    def show(self, file: object = None) -> None:
        """Print the sentence on the error stream."""
        del file
        from convention.base.french import typeset
        from convention.reports.rendus.escape import terminal

        click.echo(typeset(f"Erreur : {terminal(self.format_message())}"), err=True)


class EnvironnementError(DiteError):
    """Something around the data prevents the work."""

    exit_code = Sortie.ENVIRONNEMENT


def contents_of(fichier: Path, quoi: str, limite: int | None = None) -> bytes:
    """Read a file that is named on the command line; what prevents it is one sentence (« le scénario … »)."""
    from convention.base.files import TAILLE_MAX, UnreadableFileError, read_bounded

    try:
        return read_bounded(fichier, limite or TAILLE_MAX)
    except UnreadableFileError as error:
        reason = str(error)
    except OSError as error:
        reason = gettext(error.strerror or "erreur du disque")
    raise EnvironnementError(f"{quoi} {fichier} ne peut pas être lu ({reason})")


class DonneesError(click.ClickException):
    """The data has errors, already printed."""

    exit_code = Sortie.ERREURS

    def __init__(self, message: str, erreurs: tuple[Diagnostic, ...] = ()) -> None:
        """Keep the errors, for whoever shows them elsewhere too."""
        super().__init__(message)
        self.erreurs = erreurs

    def show(self, file: object = None) -> None:
        """Print nothing more."""
        del file


@dataclass(frozen=True, slots=True)
class Contexte:
    """What every command receives."""

    demande: Path
    tout: bool = False
    """Whether each message is told in full, even those of one cause."""

    @property
    def racine(self) -> Path:
        """Root of the repository: the folder asked for, or the nearest parent that holds a convention."""
        if not self.demande.is_dir():
            what = "n'est pas un dossier" if self.demande.exists() else "n'existe pas"
            raise EnvironnementError(f"« {self.demande} » {what}")
        start = self.demande.resolve()
        for folder in (start, *start.parents):
            if (folder / MARQUE).is_file() or (folder / "catalogue").is_dir():
                _refuse_other_tool(folder)
                return folder
        return start


def _refuse_other_tool(racine: Path) -> None:
    """Refuse to work on a repository that names another version of the tool: its figures may be others."""
    from convention.base.files import UnreadableFileError
    from convention.cli.cadre.outil import VERROU, other_version

    try:
        other = other_version(racine)
    except UnreadableFileError as error:
        other = f"{VERROU} ne peut pas être lu ({error})"
    if other is not None:
        raise EnvironnementError(other)


def read(source: Path | Source, cache: Cache | None = None, *, partial: bool = False) -> Chargement:
    """Load a source; what the environment refuses becomes exit code 3.

    `partial`: data without a catalogue will do: nothing says what it is to be checked against.
    """
    from convention.loading.loader import load
    from convention.loading.source import EnvironmentProblemError, Folder

    try:
        chargement = load(Folder(source) if isinstance(source, Path) else source, cache)
    except EnvironmentProblemError as error:
        raise EnvironnementError(str(error)) from None
    if chargement.nombre == 0:
        message = "rien à vérifier : aucun fichier sous catalogue/, adherents/ ou pricing/ (option -C DOSSIER)"
        raise EnvironnementError(message)
    if not partial and not _has_catalogue(chargement):
        raise EnvironnementError(
            "rien à vérifier : aucun document sous catalogue/, qui dit ce qu'est la convention ; le rétablir par "
            "« git restore catalogue », ou donner le bon dossier (option -C DOSSIER)"
        )
    return chargement


def _has_catalogue(chargement: Chargement) -> bool:
    """Tell whether something stands in the catalogue, were it only a link in its place or a misspelt document."""
    from convention.base.codes import CODES

    odd = (item.span.path for item in chargement.diagnostics if not CODES[item.code].d_un_absent)
    return any(path.partition("/")[0] == "catalogue" for path in (*chargement.contents, *odd))
