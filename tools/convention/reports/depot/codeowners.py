"""`CODEOWNERS`: who reads again what changes in each file, from `catalogue/procedures.yaml`.

Knows: the list of owners, the rules by which a forge reads its file. Must not know: files on the disk, git.
The last line that designates a path holds; a line without a team would take its owners away, so none is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.model.cadre.hors_donnees import ROLES_TENUS, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.model.documents.gouvernance import Proprietaire

CHEMIN = "CODEOWNERS"
"""Where every forge looks for it."""
TOUT = "*"
"""The line of what no other designates."""
_TETE = """\
# Engendré d'après catalogue/procedures.yaml (« proprietaires ») par « convention codeowners » : ne pas modifier ici.
# Relire n'est pas décider : un changement fusionné n'est adopté que par les actes de sa procédure.
# La dernière ligne qui désigne un fichier vaut.
"""


def codeowners_text(owners: Sequence[Proprietaire]) -> str:
    """Write the file: for each line of the data, its reason, then its path and its teams."""
    width = max((len(item.chemin) for item in owners), default=0)
    rows = (f"\n# {' '.join(item.motif.split())}\n{item.chemin:<{width}} {' '.join(item.equipes)}\n" for item in owners)
    return _TETE + "".join(rows)


def owners_of(path: str, owners: Sequence[Proprietaire]) -> tuple[str, ...]:
    """Return the teams of a file: those of the last line that designates it."""
    return next((item.equipes for item in reversed(owners) if _designates(item.chemin, path)), ())


def orphans(paths: Iterable[str], owners: Sequence[Proprietaire]) -> tuple[str, ...]:
    """List the files that nobody owns; the line of all the others is no owner of what makes the tool or the site."""
    own = [item for item in owners if item.chemin != TOUT]
    return tuple(path for path in paths if not owners_of(path, own if role_of(path) in ROLES_TENUS else owners))


def _designates(chemin: str, path: str) -> bool:
    """Tell whether a line designates a file, as a forge reads it.

    « * » alone is everything. A folder (« /tools/ », or « /tools » when it is one) is all that it holds, and « * » is
    any name at its place: « /docs/* » stops at the files of this folder.
    """
    if chemin == TOUT:
        return True
    pattern = "[^/]*".join(map(re.escape, chemin.strip("/").split("*")))
    below = "/.+" if chemin.endswith("/") else "" if chemin.endswith("*") else "(?:/.+)?"
    return re.fullmatch(f"{pattern}{below}", path) is not None
