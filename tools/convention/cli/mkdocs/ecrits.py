"""What a generator makes a site of, file by file: pages, what they look like, and one `mkdocs.yml` that says it all.

Knows: the configuration (ours, and what a repository of data writes again of it), folders. Must not know: what a page
says, which generator reads it (MkDocs and Zensical both do: decision 0013).
"""

from __future__ import annotations

import io
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from convention.model.cadre.hors_donnees import CONFIGURATION
from convention.site.pages import Entree, cadre, navigation
from convention.site.rendu.page import adresse
from convention.site.rendu.typographie import texte

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from convention.site.ensemble import Site

ICI = Path(__file__).resolve().parent
PAGES, THEME = "docs", "theme"
"""Folders of what is written: pages, downloads, styles, fonts and scripts; templates."""
STYLES = "assets/styles/"
"""Where our style sheets are, which become one."""
FEUILLE = f"{STYLES}site.css"
RACINES = tuple(f"assets/racines/lunr.{nom}.min.js" for nom in ("fr", "stemmer.support"))
"""What the search takes of the scripts of Material: the French stemmer of Snowball (decision 0029)."""

AVIS = re.compile(r"(<body[^>]*>)(?:<!-- avis -->.*?<!-- fin de l'avis -->)?", re.DOTALL)
"""Where a served page says why it is not that of the data (`avis.html`)."""


def ecrits(racine: Path, site: Site, pages: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Return every file by its path; what the repository of data has under the same path replaces ours."""
    own = _read(racine / CONFIGURATION)
    config = {"site_name": texte(site.depot.convention.intitule), **_merged(_read(ICI / CONFIGURATION), own)}
    extra = {**config["extra"], **json.loads(json.dumps(cadre(site)))}
    theme = {**config["theme"], "custom_dir": THEME}
    files = dict(_tree(ICI / THEME, THEME))
    if "custom_dir" in own.get("theme", {}):
        files.update(_tree(racine / own["theme"]["custom_dir"], THEME))
    files.update((path, (racine / path).read_bytes()) for path in own.get("hooks", ()))
    files.update(_tree(ICI / "habillage", PAGES))
    files.update(_stemmers())
    sheets = [path for path in config["extra_css"] if path.startswith(STYLES) and f"{PAGES}/{path}" in files]
    texts = [files.pop(f"{PAGES}/{path}").decode() for path in sheets]
    files[f"{PAGES}/{FEUILLE}"] = "\n".join([*texts, _printed(config["site_name"], extra)]).encode()
    css = [FEUILLE, *(path for path in config["extra_css"] if path not in sheets)]
    nav = _present(navigation(site), pages)
    files |= {
        f"{PAGES}/{_place(uri)}": item if isinstance(item, bytes) else item.encode() for uri, item in pages.items()
    }
    files[CONFIGURATION] = _written(
        {**config, "docs_dir": PAGES, "theme": theme, "extra_css": css, "extra": extra, "nav": nav}
    )
    return files


def reads_whole_pages(racine: Path) -> bool:
    """Tell whether a repository has Markdown, or what it adds to the generator, read our pages in its own way."""
    return not {"markdown_extensions", "hooks", "plugins"}.isdisjoint(_read(racine / CONFIGURATION))


def _place(uri: str) -> str:
    """Return where a page stands: in the folder that its address names, so that its links are the same in both."""
    return f"{adresse(uri)}index.md" if uri.endswith(".md") else uri


def _merged(ours: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Change ours by what a repository writes again; a table keeps the keys that it leaves out."""
    return ours | {
        nom: {**ours[nom], **value} if isinstance(ours.get(nom), dict) else value for nom, value in own.items()
    }


def _tree(folder: Path, place: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{place}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _stemmers() -> Iterator[tuple[str, bytes]]:
    found = find_spec("material")
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        for place in RACINES:
            content = Path(folder, "templates/assets/javascripts/lunr/min", Path(place).name).read_bytes()
            yield f"{PAGES}/{place}", content


def _present(entrees: list[Entree], pages: Container[str]) -> list[Entree]:
    """Keep the entries whose page exists, where it stands: a convention has not all the documents of another."""
    kept: list[Entree] = []
    for entree in entrees:
        if isinstance(entree, str):
            kept += [_place(entree)] if entree in pages else []
            continue
        ((titre, cible),) = entree.items()
        if isinstance(cible, str):
            kept += [{titre: _place(cible)}] if cible in pages else []
        elif found := _present(cible, pages):
            kept.append({titre: found})
    return kept


def _printed(nom: str, extra: Mapping[str, Any]) -> str:
    """Say at the foot of a printed page what it is worth, of which day, from which data."""
    made_up = ["données de démonstration"] if extra["demonstration"] else []
    told = [nom, *made_up, f"calculé le {extra['jour_imprime']}", f"empreinte {extra['empreinte']}"]
    text = " · ".join(told).replace("\\", "").replace('"', "\u2033").replace("\n", " ")
    return f'@media print{{@page{{@bottom-left{{content:"{text}"}}}}}}'


def _yaml() -> YAML:
    """Read and write a configuration without obeying the tags that name an object of Python: the generator does."""
    yaml = YAML()
    yaml.width = 1000
    return yaml


def _read(path: Path) -> dict[str, Any]:
    return (_yaml().load(path.read_text("utf-8")) or {}) if path.is_file() else {}


def _written(config: Mapping[str, Any]) -> bytes:
    told = io.BytesIO()
    _yaml().dump(config, told)
    return told.getvalue()
