"""Where documents come from: a folder, texts laid over it. (`loading.git` reads a revision the same way.).

Knows: how to list and read the data folders. Must not know: what a document means.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from convention.base.files import TAILLE_MAX, TooLargeError, UnreadableFileError, read_bounded
from convention.base.french import nombre
from convention.model.ecrits.scelles import read_statement_path
from convention.model.valeurs.chemins import DOSSIERS

if TYPE_CHECKING:
    from collections.abc import Mapping

FICHIERS_MAX = 20_000
OCTETS_MAX = 32 * 1024 * 1024
"""Of all the files together: ten times this repository. The worst text takes 60 bytes of memory for each of its own."""
REFUS_MAX = 10
"""How many files that the disk refuses are told: what refuses ten refuses the folder."""
TROP_GROS = f"le fichier dépasse {TAILLE_MAX // 1024**2} Mio"


class EnvironmentProblemError(Exception):
    """Something around the data prevents the work (exit code 3): the message is French and says what to do."""


class Entry(NamedTuple):
    """One file of a source: its path from the root, its content and git blob id, or why it cannot be read."""

    path: str
    sha: str = ""
    content: bytes = b""
    code: str = ""
    problem: str = ""


class Source(Protocol):
    """A place that lists its files; `known` are the blobs whose content the caller already has."""

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file of the data folders, sorted by path."""
        ...


class Lue(NamedTuple):
    """A source that is read already: what is said of it is said of these bytes."""

    lus: tuple[Entry, ...]

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return them."""
        del known
        return self.lus


class Folder:
    """The working tree (or any folder of this layout)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file under the data folders, but the hidden; links and devices are listed with their problem.

        Raises:
            EnvironmentProblemError: a folder or a file that the disk refuses.
        """
        del known
        paths: list[str] = []
        for name in DOSSIERS:
            folder = self.root / name
            if folder.is_symlink():
                paths.append(name)
            elif folder.is_dir():
                paths += self._walk(folder)
        if len(paths) > FICHIERS_MAX:
            message = f"plus de {nombre(FICHIERS_MAX)} fichiers de données : est-ce bien le dépôt de la convention ?"
            raise EnvironmentProblemError(message)
        found, total, refused = [], 0, []
        for path in sorted(paths):
            try:
                found.append(self._entry(path))
            except EnvironmentProblemError as error:
                refused.append(str(error))
                continue
            total += weight(path, len(found[-1].content))
            refuse_excess(total)
        if refused:
            raise EnvironmentProblemError(" ; ".join(refused[:REFUS_MAX]))
        return tuple(found)

    def _walk(self, folder: Path) -> list[str]:
        found = []
        for parent, folders, files in os.walk(folder, onerror=_refuse_walk):
            # A link to a folder would lead out of the repository, a folder named as a document would go unseen: both
            # are listed as files, and refused.
            odd = [name for name in folders if name.endswith((".yaml", ".yml")) or Path(parent, name).is_symlink()]
            folders[:] = sorted(name for name in folders if name not in odd)
            under = Path(parent).relative_to(self.root).as_posix()
            found += [f"{under}/{name}" for name in (*odd, *files)]
        return [path for path in found if not is_hidden(path)]

    def _entry(self, path: str) -> Entry:
        try:
            content = read_bounded(self.root / path)
        except TooLargeError:
            return Entry(path, code="FIC006", problem=TROP_GROS)
        except UnreadableFileError as error:
            return Entry(path, code="FIC005", problem=f"ce n'est pas un fichier ordinaire ({error})")
        except FileNotFoundError:
            message = f"le fichier {path} a disparu pendant la lecture : relancer la commande"
            raise EnvironmentProblemError(message) from None
        except OSError as error:
            message = f"le fichier {path} ne peut pas être lu ({_reason(error)})"
            raise EnvironmentProblemError(message) from None
        return Entry(path, blob_id(content), content)


def weight(path: str, octets: int) -> int:
    """Return what a file counts for: an issued statement, kept as it is, takes its own bytes of memory and no more."""
    return octets // 32 if read_statement_path(path) is not None else octets


class Superposition:
    """A source under some texts, by path."""

    def __init__(self, source: Source, textes: Mapping[str, str | None]) -> None:
        """Lay texts over a source; None: the file is not there."""
        self._source = source
        # What no UTF-8 says (half a surrogate, which an editor may hold) is refused as the same bytes on the disk.
        written = {path: texte for path, texte in textes.items() if texte is not None}
        self._contents = {path: texte.encode("utf-8", "surrogatepass") for path, texte in written.items()}
        self._covered = textes.keys()

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file, those laid over in the place of the others, sorted by path."""
        over = [
            Entry(path, code="FIC006", problem=TROP_GROS)
            if len(content) > TAILLE_MAX
            else Entry(path, blob_id(content), content)
            for path, content in self._contents.items()
        ]
        under = [entry for entry in self._source.entries(known) if entry.path not in self._covered]
        return tuple(sorted((*under, *over), key=lambda entry: entry.path))


def refuse_excess(octets: int) -> None:
    """Refuse more data than a convention can hold.

    Raises:
        EnvironmentProblemError: what has been read so far is already too much.
    """
    if octets > OCTETS_MAX:
        message = f"plus de {OCTETS_MAX // 1024**2} Mio de données : est-ce bien le dépôt de la convention ?"
        raise EnvironmentProblemError(message)


def is_hidden(path: str) -> bool:
    """Tell whether a file is no data: its name begins with a dot.

    Editors keep their swap and lock files so, systems their notes (.DS_Store), this tool what it has not finished
    writing: they come and go, and nobody means them as documents.
    """
    return path.rsplit("/", 1)[-1].startswith(".")


def blob_id(content: bytes) -> str:
    """Return the id that git gives to this content: the same content is read once whatever holds it."""
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def _refuse_walk(error: OSError) -> None:
    message = f"le dossier {error.filename} ne peut pas être lu ({_reason(error)})"
    raise EnvironmentProblemError(message)


def _reason(error: OSError) -> str:
    return "accès refusé" if isinstance(error, PermissionError) else "erreur du disque"
