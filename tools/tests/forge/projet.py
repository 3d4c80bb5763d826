"""A real git repository that holds this project's own tool and a small convention, as the forge would hold it.

Knows: git, what is copied from this checkout. Must not know: workflows, the API.
It holds, as the forge does, branches, and for each demande `refs/pull/N/head` and `refs/pull/N/merge`: a commit of a
fork is there under its demande only, and may be asked for by its id. Commits are made by `git fast-import`, in one
process and without any working tree; what people have not pushed yet is under `refs/atelier`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, NamedTuple

from tests.compare.depots_git import ENVIRONNEMENT, git
from tests.essais import FIGES, RACINE, edited, fichiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OUTIL = (".gitignore", ".gitlab-ci.yml", "Makefile", "pyproject.toml", "verrous", ".github", "tools/convention")
SITE = (
    "mkdocs.yml",
    "docs",
    "schemas",
)
"""What the site is made from, besides the tool and the data."""
MINI = FIGES / "mini"
TARIFS = "pricing/couts-de-possession.yaml"
NOMS = """noms:
  cout_achat: le prix d'achat
  cout_configuration: le coût de configuration
  cout_location: la location
  cout_maintenance: la maintenance
  nombre: le nombre livré
"""
DONNEES = fichiers(MINI) | {TARIFS: fichiers(MINI)[TARIFS] + NOMS}
"""In 2026, four adherents pay 801 865.60 €, of which 4 800.00 € for the print server; each price has its name."""
FORFAIT, SERVEUR = "pricing/forfait.yaml", "pricing/composants/S04.yaml"
FAUX = {FORFAIT: edited(DONNEES, FORFAIT, "700.00", "700,00")[FORFAIT]}
"""Data that is wrong: a comma for a point."""
QUI = "committer Essai <essai@example.org> {} +0000"
INSTANT = 1_790_576_000


def tarif(cout: str) -> dict[str, str]:
    """Change what the print server costs in 2026: 4 800.00 € in the data."""
    old = "2026: {cout_maintenance: 4800.00}"
    return {SERVEUR: edited(DONNEES, SERVEUR, old, f"2026: {{cout_maintenance: {cout}}}")[SERVEUR]}


class Proposition(NamedTuple):
    """A demande, as git sees it."""

    numero: int
    branche: str
    head: str
    merge: str
    copie: bool


class Projet:
    """The repository, and what people push to it."""

    def __init__(self, folder: Path, donnees: Mapping[str, str | bytes] = DONNEES) -> None:
        self.origine = folder / "origine.git"
        given, tree = _outil()
        shutil.copytree(given, self.origine)
        self.ecrire("main", donnees, depart="", arbre=tree)
        self.pousser("main")

    def ecrire(
        self,
        branche: str,
        files: Mapping[str, str | bytes | None],
        *,
        depart: str | None = None,
        instant: int = INSTANT,
        arbre: str = "",
    ) -> str:
        """Commit files on a branch; return the commit.

        Args:
            branche: extended, or begun again from another when `depart` names it.
            files: texts by path; None removes a file or a folder.
            depart: an empty text begins a history.
            instant: date that the commit bears, in seconds since 1970.
            arbre: tree that a history begins with, under these files.
        """
        start = branche if depart is None else depart
        stream = [f"commit refs/atelier/{branche}", QUI.format(instant), "data 0"]
        stream += [f"from {self.commit(start)}"] if start else []
        stream += [f'M 040000 {arbre} ""'] if arbre else []
        _commit(self.origine, stream, files)
        return self.commit(branche)

    def pousser(self, branche: str) -> None:
        """Push a branch to the forge."""
        git(self.origine, "update-ref", f"refs/heads/{branche}", self.commit(branche))

    def proposer(self, branche: str, cible: str = "main", *, numero: int = 7, copie: bool = False) -> Proposition:
        """Open a demande, or push to it again; the branch of a fork is not pushed to this repository."""
        head, base = self.commit(branche), self.commit(cible)
        merge = git(
            self.origine, "commit-tree", self._merged(base, head), "-p", base, "-p", head, "-m", "Fusion"
        ).strip()
        git(self.origine, "update-ref", f"refs/pull/{numero}/head", head)
        git(self.origine, "update-ref", f"refs/pull/{numero}/merge", merge)
        if not copie:
            self.pousser(branche)
        return Proposition(numero, branche, head, merge, copie)

    def commit(self, branche: str) -> str:
        """Return the commit of a branch, as its author has it."""
        return git(self.origine, "rev-parse", f"refs/atelier/{branche}").strip()

    def lire(self, path: str, ref: str = "main") -> str:
        """Return a file at a revision, as the forge has it."""
        return git(self.origine, "show", f"{ref}:{path}")

    def _merged(self, base: str, head: str) -> str:
        """Return the tree of the merge; where there are conflicts, the forge keeps an earlier one."""
        try:
            return git(self.origine, "merge-tree", "--write-tree", base, head).strip()
        except subprocess.CalledProcessError:
            return f"{head}^{{tree}}"


@cache
def _outil() -> tuple[Path, str]:
    """Make once a repository without any branch that holds the tool; return it, and the tree of the tool."""
    origine = Path(mkdtemp(prefix="outil-", dir=os.environ["XDG_CACHE_HOME"])) / "origine.git"
    git(origine.parent, "init", "--quiet", "--bare", "--initial-branch=main", str(origine))
    git(origine, "config", "uploadpack.allowAnySHA1InWant", "true")
    _commit(origine, ["commit refs/outil", QUI.format(INSTANT), "data 0"], lus(OUTIL))
    tree = git(origine, "rev-parse", "refs/outil^{tree}").strip()
    git(origine, "update-ref", "-d", "refs/outil")
    return origine, tree


def _commit(origine: Path, head: Iterable[str], files: Mapping[str, str | bytes | None]) -> None:
    body = b"".join(_change(path, text) for path, text in files.items())
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"],
        cwd=origine,
        env=ENVIRONNEMENT,
        input="\n".join(head).encode() + b"\n" + body,
        check=True,
        capture_output=True,
    )


@cache
def lus(noms: tuple[str, ...]) -> dict[str, str | bytes]:
    """Return files and whole folders of this checkout, by path."""
    found: dict[str, str | bytes] = {}
    for name in noms:
        root = RACINE / name
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix != ".pyc":
                found[path.relative_to(RACINE).as_posix()] = path.read_bytes()
    return found


def _change(path: str, text: str | bytes | None) -> bytes:
    if text is None:
        return f"D {path}\n".encode()
    content = text.encode() if isinstance(text, str) else text
    mode = 100755 if content.startswith(b"#!") else 100644
    return f"M {mode} inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
