"""The native MkDocs hook: reads the data, hands its pages to MkDocs, mends the French search.

Knows: MkDocs. Must not know: what a page says (`convention.site`).
`CONVENTION_NIVEAU` and `CONVENTION_DATE` choose the reader and the day; by default any adherent, and today.
`CONVENTION_DEPOT_EN_LIGNE` is where the files are read on the forge: each figure leads there; by default, nowhere. With
`CONVENTION_DEPOT_VISIBILITE=public`, those of the public site do too.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from click import ClickException
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File
from pydantic_core import PydanticCustomError

from convention.base.french import compte
from convention.cli.cadre.contexte import Contexte, DonneesError
from convention.cli.publier.site import NIVEAU, lire_site
from convention.loading.source import EnvironmentProblemError
from convention.model.cadre.ecriture import read_jour
from convention.site.acces import AdresseRefuseeError, NiveauInconnuError, depot_en_ligne, lire
from convention.site.navigation import Entree, navigation
from convention.site.pages import cadre, ecrire

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from convention.base.diagnostic import Diagnostic

ERREURS_MAX = 10
"""How many are repeated in a few words; all are shown with their lines before."""
_MOT = re.compile(r"[^\W\d_]{3,}")
_PREFIXE = re.compile(r"\b(cyber)[\s-]+([^\W\d_]+)", re.IGNORECASE)
"""The convention writes « cyber sécurité »: people type it in one word."""
_BALISE = re.compile(r"<[^>]+>|&[a-z#0-9]+;")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the data; refuse it when it has errors: no site is built from wrong figures."""
    asked, day = os.environ.get("CONVENTION_NIVEAU", NIVEAU), os.environ.get("CONVENTION_DATE", "")
    root = Path(config.config_file_path).parent
    address, visibility = (os.environ.get(f"CONVENTION_DEPOT_{name}", "") for name in ("EN_LIGNE", "VISIBILITE"))
    try:
        acces = lire(asked)
        online = depot_en_ligne(acces, address, public=visibility == "public")
        site = lire_site(Contexte(root), acces, read_jour(day) if day else None, online)
    except DonneesError as error:
        raise Abort(_refused(error.erreurs)) from None
    except PydanticCustomError as error:
        message = f"aucun site n'est construit : CONVENTION_DATE, {(error.context or {}).get('message', '')}"
        raise Abort(message) from None
    except (ClickException, NiveauInconnuError, AdresseRefuseeError, EnvironmentProblemError) as error:
        message = f"aucun site n'est construit : {error}"
        raise Abort(message) from None
    config.extra.update(cadre(site))
    pages = ecrire(site)
    config.extra["pages"] = pages
    config.nav = _present(navigation(site), pages)
    return config


def _refused(erreurs: Sequence[Diagnostic]) -> str:
    """Say why no site is built, each error at its place."""
    places = [f"  {item.span} : {item.message}" for item in erreurs[:ERREURS_MAX]]
    rest = len(erreurs) - len(places)
    places += [f"  … et {compte(rest, 'autre erreur', 'autres erreurs')}"] if rest else []
    return "\n".join([f"aucun site n'est construit : {compte(len(erreurs), 'erreur')} dans les données", *places])


def _present(entrees: list[Entree], pages: Container[str]) -> list[Entree]:
    """Keep the entries whose page exists: a convention has not all the documents of another."""
    kept: list[Entree] = []
    for entree in entrees:
        if isinstance(entree, str):
            kept += [entree] if entree in pages else []
            continue
        ((titre, cible),) = entree.items()
        found = _present([cible] if isinstance(cible, str) else cible, pages)
        if found:
            kept.append({titre: found if isinstance(cible, list) else cible})
    return kept


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every page and every download."""
    for uri, content in config.extra.pop("pages").items():
        files.append(File.generated(config, uri, content=content))
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Let a search without accents, or of another number, find: the index holds these forms, unseen."""
    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text("utf-8"))
    for document in index["docs"]:
        forms = " ".join(sorted(_forms(f"{document['title']} {document['text']}")))
        document["text"] += f"<p hidden>{forms}</p>"
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _forms(text: str) -> set[str]:
    """Return the plain forms of the words of a text, and their other number, that the text does not hold."""
    shown = _BALISE.sub(" ", text)
    words = {word.lower() for word in _MOT.findall(shown)}
    glued = {"".join(found).lower() for found in _PREFIXE.findall(shown)}
    plain = {_without_accents(word) for word in words | glued} | glued
    others = {word.removesuffix("s") if word.endswith("s") else f"{word}s" for word in words | plain}
    return (plain | others) - words


def _without_accents(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
