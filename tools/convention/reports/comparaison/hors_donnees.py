"""What a proposal changes that is not data: the tool, the site, hidden files, pages; and what is not committed.

Knows: paths and what each is for. Must not know: media (the caller escapes), git.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, les_premiers
from convention.model.cadre.hors_donnees import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Sequence

NOMMES = 12
"""Files named in a sentence; the others are counted."""


def by_role(paths: Sequence[str]) -> dict[Role, tuple[str, ...]]:
    """Sort the files that are not data by what they are for."""
    found = {role: tuple(path for path in paths if role_of(path) is role) for role in Role}
    return {role: named for role, named in found.items() if named}


def beside(paths: Sequence[str]) -> list[str]:
    """Say which files that are not data somebody changes, one sentence a kind of files."""
    return [f"{role.phrase} : {named(changed)}." for role, changed in by_role(paths).items()]


def drawn(paths: Sequence[str]) -> list[str]:
    """Say which files only follow the data, from which the tool draws them: nothing to look at."""
    if not paths:
        return []
    verb = "les suit" if len(paths) == 1 else "les suivent"
    return [f"{compte(len(paths), 'fichier', 'fichiers')} que l'outil tire des données {verb} : {named(paths)}."]


def behind(commits: int) -> list[str]:
    """Say that a proposal was written on an older base: what came since is told the other way round."""
    moved = "La base a changé depuis que cette proposition en est partie"
    undone = "ce qui s'y est ajouté se lit ici comme retiré"
    again = "Mettre la proposition à jour (« git merge »), puis la comparer de nouveau"
    return [f"{moved} : {undone}. {again}."] if commits else []


def uncommitted(paths: Sequence[str]) -> list[str]:
    """Say that what is not committed is not compared."""
    if not paths:
        return []
    verb = (
        "n'est pas validé (commit) et n'est pas compté"
        if len(paths) == 1
        else "ne sont pas validés (commit) et ne sont pas comptés"
    )
    what = compte(len(paths), "fichier modifié du dossier de travail", "fichiers modifiés du dossier de travail")
    return [f"{what} {verb} ici : {named(paths)}."]


def neutral(paths: Sequence[str], others: Sequence[str] = ()) -> list[str]:
    """Say that files differ and hold the same documents; `others`: in what else than their layout."""
    if not paths:
        return []
    ways = ", ".join(("commentaires", "ordre sans effet", "mise en page", *others))
    verb = "ne change" if len(paths) == 1 else "ne changent"
    what = compte(len(paths), "fichier de données", "fichiers de données")
    return [f"{what} {verb} que par la forme ({ways}) : {named(paths)}."]


def named(paths: Sequence[str]) -> str:
    """Name the first files, count the others."""
    return les_premiers(list(map(cite, paths)), NOMMES, "autre fichier", "autres fichiers")
