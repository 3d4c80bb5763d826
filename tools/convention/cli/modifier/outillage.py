"""What a repository of data holds besides data: the lock of the tool, its schemas, what editors and the forge read.

Knows: the files that come with the tool (`depot/`), the lock. Must not know: what the data say.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convention.cli.cadre.contexte import contents_of
from convention.cli.cadre.outil import INSTALLER, PAQUET, VERROU, installed, named

if TYPE_CHECKING:
    from convention.edition.nouveau.reponses import Reponses
    from convention.model.depot import Depot

_FICHIERS = {".vscode/settings.json": "settings.json"}
"""Where each file of `depot/` goes, but that of the forge, which is named as it."""
_POUR_GIT = {".gitignore": "gitignore"}
_AILLEURS = re.compile(r"^\s*-(?!-hash=sha256:)|://|^\s*[^#\s].* @ ", re.MULTILINE)
"""What would have pip look, or fetch a package, where the lock says."""
_TETE = """\
# L'outil de ce dépôt et ce dont il se sert, chacun à sa version. Pour l'installer :
# {}
"""


def tooling(reponses: Reponses, depot: Depot, verrou: str, *, avec_git: bool) -> dict[str, str]:
    """Return the files, by path; the codes that editors propose are those of the data that the answers make."""
    from convention.cli.publier.schemas import DOSSIER, schemas_of
    from convention.edition.nouveau.lisez_moi import readme

    forge = {reponses.forge.fichier: f"{reponses.forge}.yml"} if reponses.forge.fichier else {}
    folder, given = Path(__file__).with_name("depot"), {**_FICHIERS, **forge, **(_POUR_GIT if avec_git else {})}
    return {
        "README.md": readme(reponses, INSTALLER, avec_git=avec_git),
        VERROU: verrou,
        **{path: (folder / nom).read_text(encoding="utf-8") for path, nom in given.items()},
        **{f"{DOSSIER}/{nom}": text.decode() for nom, text in schemas_of(depot).items()},
    }


def lock(path: Path | None) -> str:
    """Return the lock to write: the one given, that of this very tool; or its version alone.

    Raises:
        click.UsageError: the lock given is another tool's, or would have pip look elsewhere.
    """
    head, here = _TETE.format(INSTALLER), installed()
    if path is None:
        return f"{head}{PAQUET}=={here}\n"
    text = contents_of(path, "le verrou").decode("utf-8", "replace")
    if named(text) != here or "--hash=sha256:" not in text:
        raise click.UsageError(
            f"{path} n'est pas le verrou de la version {here} de l'outil : prendre celui qui accompagne son paquet"
        )
    if (odd := _AILLEURS.search(text)) is not None:
        line = text.count("\n", 0, odd.start() + 1) + 1
        raise click.UsageError(f"{path}, ligne {line} : un verrou ne dit pas où chercher les paquets, la retirer")
    return text if text.startswith("#") else head + text
