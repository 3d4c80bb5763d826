"""A whole site: built aside by MkDocs, then put in its place at once; or served, and built again at each change.

Knows: MkDocs, its configuration (ours, and what a repository of data writes again of it). Must not know: what a page
says.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.cadre.dossier import MARQUE, SENS, aside

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.cli.cadre.lecteur import Demande
    from convention.site.ensemble import Site

ICI = Path(__file__).resolve().parent
CONFIGURATION = "mkdocs.yml"
DEMANDE, ETENDU = "convention", "etendu"
"""Keys of `extra` under which the hook finds what is asked, and whether a repository has its own way with Markdown."""


def build_site(racine: Path, lire: Callable[[], Site], vers: Path) -> None:
    """Build the site aside, then put it in its place; whatever stops that leaves the last one whole.

    Args:
        racine: the repository of the data, whose own configuration holds.
        lire: reads the data, and gives the site that is asked.
        vers: where it goes.

    Raises:
        DonneesError: the data has errors, which were shown; no site is made from wrong figures.
        EnvironnementError: MkDocs is not installed, or refuses something, which it has said.
    """
    with aside(vers) as new:
        write_site(racine, lire, new)
        (new / MARQUE).write_text(SENS, encoding="utf-8")


def write_site(racine: Path, lire: Callable[[], Site], dossier: Path) -> None:
    """Have MkDocs write a site in an empty folder; raises as `build_site` does."""
    _prepare(logging.WARNING)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    config = load_config(str(ICI / CONFIGURATION), site_dir=str(dossier), **options(racine, lire))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort:
        message = "MkDocs refuse ce site, pour ce qui est dit ci-dessus ; celui d'avant reste, s'il y en avait un"
        raise EnvironnementError(message) from None
    finally:
        config.plugins.on_shutdown()


def serve_site(demande: Demande, adresse: str) -> None:
    """Serve the site, and build it again when a file changes; Ctrl-C ends it."""
    _prepare(logging.INFO)
    from mkdocs.commands.serve import serve

    racine = demande.contexte.racine
    watched = [
        racine / nom
        for nom in ("adherents", "catalogue", "pricing", "docs/accessibilite", "docs/glossaire.md", CONFIGURATION)
    ]
    watched += [ICI / "theme", ICI.parents[1] / "site" / "gabarits"]
    serve(
        str(ICI / CONFIGURATION),
        dev_addr=adresse,
        watch=[str(path) for path in watched if path.exists()],
        **options(racine, demande.lire),
    )


def options(racine: Path, lire: Callable[[], Site]) -> dict[str, Any]:
    """Return what is changed of our configuration: by what is asked, and by the repository of data.

    A table that the repository writes again keeps the keys that it leaves out; its paths are its own.
    """
    own, ours = _read(racine / CONFIGURATION), _read(ICI / CONFIGURATION)
    found = {
        nom: {**ours[nom], **value} if isinstance(value, dict) and nom in ours else value for nom, value in own.items()
    }
    theme = {**ours["theme"], **found.get("theme", {})}
    if "custom_dir" in own.get("theme", {}):
        theme["custom_dir"] = str(racine / theme["custom_dir"])
    hooks = [*ours["hooks"], *(str(racine / path) for path in own.get("hooks", ()))]
    extra = {**ours["extra"], **own.get("extra", {}), DEMANDE: lire, ETENDU: "markdown_extensions" in own}
    return {**found, "theme": theme, "hooks": hooks, "extra": extra}


def _read(path: Path) -> dict[str, Any]:
    from mkdocs.utils.yaml import yaml_load

    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return dict(yaml_load(file))


def _prepare(level: int) -> None:
    """Make what MkDocs says go to the error stream: a dead link is a warning, which a strict build refuses."""
    if find_spec("mkdocs") is None or find_spec("material") is None:
        message = "un site demande MkDocs et son thème Material : pip install 'convention-dsit[site]'"
        raise EnvironnementError(message)
    # Said once for all by the theme, to those who write themes.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Its objects hold one another: without the collector, a build would keep all of them. What is read already stays to
    # the end: the collector need not walk it again and again.
    gc.freeze()
    gc.enable()
    logger = logging.getLogger("mkdocs")
    logger.setLevel(level)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
