"""What is done once to the pages that a generator has built: mend, lighten, have the index of the search written.

Knows: the HTML of the theme Material, whichever generator fills it. Must not know: the generator, what a page says.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from convention.cli.mkdocs.blocs import restored
from convention.cli.mkdocs.recherche import FICHIER, PageLue, Partie, index, parties
from convention.cli.mkdocs.styles import FEUILLE, classes, utiles
from convention.reports.depot.apache import CHEZ_MOI, CONNEXION, PRIVE, PROPRES
from convention.site.rendu.page import adresse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_CASE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">')
_EVITEMENT = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
"""The theme skips to the first part of a page, past its title and what stands above, and only if it has parts."""
_SCRIPT = re.compile(r"<script>(?:__md_scope=|var target=).*?</script>", re.DOTALL)
"""The two scripts that the theme writes in a page, where no block of it can leave them out: `tete.js` is read instead,
for a careful server has browsers refuse them (decision 0032)."""
_FEUILLE = re.compile(r'<link rel="stylesheet" href="[^"]*?(assets/stylesheets/[^"]*)">\s*')
"""A style sheet of the theme."""
ARTICLE = re.compile(r'<article id="contenu"[^>]*>(?:\s*<nav class="fil".*?</nav>)?(.*?)</article>', re.DOTALL)
"""What a page says, without the way that leads to it."""
CHEZ_SOI = "La page de mon organisme"
CE_QU_ON_Y_LIT = "Nos appels à payer, nos crédits, nos états à télécharger, nos quantités à valider, nos contestations"
A_QUI_ELLE_S_OUVRE = "Elle s’ouvre pour l’organisme au nom duquel vous vous êtes connecté."
POIDS_CHEZ_SOI = 2.0
"""Who is signed in looks first for what is its own."""
_TITRE = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)
_BALISE = re.compile(r"<[^>]*>")
DU_THEME = ("assets/javascripts", "assets/stylesheets")
"""What the theme brings, and no page asks for."""


def finir(
    dossier: Path,
    pages: Mapping[str, str | bytes],
    synonymes: Iterable[tuple[str, str]],
    blocs: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Finish a site that was just built.

    Args:
        dossier: where it is.
        pages: what it was built of, by address.
        synonymes: what people say, and what the site says instead.
        blocs: the blocks that were kept from the generator, by the file of their page.
    """
    used, theirs = {"js", "no-js"}, set[str]()
    for path in sorted(dossier.rglob("*.html")):
        text = restored(path.read_text("utf-8"), (blocs or {}).get(path.relative_to(dossier).as_posix(), ()))
        used |= classes(text)
        theirs |= set(_FEUILLE.findall(text))
        path.write_text(_mended(text), "utf-8")
    for path in sorted(dossier.glob("assets/scripts/**/*.js")):
        used |= set(re.findall(r"[\w-]+", path.read_text("utf-8")))
    sheets = [utiles((dossier / place).read_text("utf-8"), used) for place in sorted(theirs)]
    ours = dossier / FEUILLE
    ours.write_text("\n".join([*sheets, ours.read_text("utf-8")]), "utf-8")
    for place in DU_THEME:
        shutil.rmtree(dossier / place, ignore_errors=True)
    (dossier / FICHIER).write_text(index(list(_read(dossier, pages)), synonymes), "utf-8")


def _mended(html: str) -> str:
    """Lead the first link of a page to all that it says; drop what the theme writes in it and nobody asks for."""
    html = _FEUILLE.sub("", _SCRIPT.sub("", html))
    return _CASE.sub(r"\1>", _EVITEMENT.sub(r'\1<a href="#contenu" class="md-skip">Aller au contenu</a>\2', html))


def _read(dossier: Path, pages: Mapping[str, str | bytes]) -> Iterator[PageLue]:
    """Give what each page says, for the search of all: of those that one adherent alone may read, their titles only.

    A title is given when every one of them has it, and leads to the address that takes each reader to its own.
    """
    yaml, own, first = YAML(typ="safe"), list[str](), Partie(CE_QU_ON_Y_LIT, "", "")
    for uri, text in pages.items():
        place = adresse(uri)
        if not isinstance(text, str) or not uri.endswith(".md"):
            continue
        said = ARTICLE.search((dossier / place / "index.html").read_text("utf-8"))
        if said is not None and place.startswith(f"{PROPRES}/"):
            own.append(said[1])
        elif said is not None:
            meta = yaml.load(text.split("---\n", 2)[1])
            boost = float(meta.get("search", {}).get("boost", 1))
            yield PageLue(unescape(meta["title"]), place, boost, meta.get("description", ""), parties(said[1]))
    if own:
        named = list(map(_titles, own))
        shared = [item for item in parties(own[0]) if item.ancre and all(item.titre in every for every in named)]
        titles = (item._replace(texte="") for item in shared)
        here = CHEZ_MOI.removeprefix(f"{PRIVE}/")
        yield PageLue(CHEZ_SOI, here, POIDS_CHEZ_SOI, A_QUI_ELLE_S_OUVRE, (first, *titles))
    elif f"{CONNEXION}.md" in pages:
        yield PageLue(CHEZ_SOI, CHEZ_MOI, POIDS_CHEZ_SOI, "Se connecter pour l’ouvrir.", (first,))


def _titles(html: str) -> set[str]:
    """Read the titles of a page, alone."""
    return {" ".join(unescape(_BALISE.sub(" ", found)).split()) for found in _TITRE.findall(html)}
