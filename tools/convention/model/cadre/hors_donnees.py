"""What is not data: which files make the tool, which make the site, which are pages to read.

Knows: the layout of the repository. Must not know: contents, git.
The only list of them: a comparison says what it changes there, `convention codeowners` asks who reads them again.
"""

from __future__ import annotations

from convention.base.mots import Mot, mot
from convention.model.valeurs.chemins import DOSSIERS


class Role(Mot):
    """What a file that is not data is for; in the order in which a proposal says what it changes."""

    phrase: str
    """What a proposal does that changes some."""

    OUTIL = mot("outil", phrase="La proposition change aussi l'outil ou ses contrôles")
    SITE = mot("site", phrase="La proposition change aussi le site et ce qu'il montre")
    CACHES = mot(
        "caches",
        phrase="La proposition change aussi, parmi les données, des fichiers cachés que l'outil ne lit pas",
    )
    """Among the data, and never read: its name begins with a dot."""
    AUTRES = mot("autres", phrase="La proposition change aussi des fichiers sans effet sur les données ni sur le site")


CONFIGURATION = "mkdocs.yml"
"""What a repository says of its site: its name, its address, its pages."""
_PLACES = {
    ".ci": Role.OUTIL,
    ".editorconfig": Role.OUTIL,
    ".gitattributes": Role.OUTIL,
    ".github": Role.OUTIL,
    ".gitignore": Role.OUTIL,
    ".gitlab": Role.OUTIL,
    ".gitlab-ci.yml": Role.OUTIL,
    ".pre-commit-config.yaml": Role.OUTIL,
    ".pre-commit-hooks.yaml": Role.OUTIL,
    ".vscode": Role.OUTIL,
    "CODEOWNERS": Role.OUTIL,
    "Makefile": Role.OUTIL,
    "docs/accessibilite": Role.SITE,
    "docs/glossaire.md": Role.SITE,
    "editeurs": Role.OUTIL,
    CONFIGURATION: Role.SITE,
    "outil.txt": Role.OUTIL,
    "pyproject.toml": Role.OUTIL,
    "schemas": Role.OUTIL,
    "tools": Role.OUTIL,
    "tools/convention/cli/mkdocs": Role.SITE,
    "tools/convention/site": Role.SITE,
    "verrous": Role.OUTIL,
}
"""A file, or a folder and all that it holds; the most precise line holds."""
ROLES_TENUS = (Role.OUTIL, Role.SITE)
"""What decides of figures or of what is published: each of these files has a team of its own."""


def role_of(path: str) -> Role | None:
    """Tell what a file is for; None for data. A folder (« docs/ ») that was not opened is for all that it may hold."""
    folder, _, rest = path.partition("/")
    if folder in DOSSIERS and rest:
        return Role.CACHES if path.rsplit("/", 1)[-1].startswith(".") else None
    above = [place for place in _PLACES if path == place or path.startswith(f"{place}/")]
    if above:
        return _PLACES[max(above, key=len)]
    below = [role for place, role in _PLACES.items() if path.endswith("/") and place.startswith(path)]
    return below[0] if below else Role.AUTRES
