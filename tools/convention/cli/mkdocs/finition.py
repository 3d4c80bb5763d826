"""What is done around a generator: HTML kept from its Markdown; then pages mended, lightened, their search indexed.

Knows: the HTML of the theme Material, whichever generator fills it; that empty lines part the blocks of our pages, and
that none has one in it; how a style sheet is cut into rules. Must not know: the generator, what a page says.
A browser asks for one sheet instead of nine before it shows anything: the rules of the theme that some page may follow,
a fifth of them, then ours.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

from convention.base.arret import poursuivre
from convention.cli.mkdocs.ecrits import FEUILLE
from convention.cli.mkdocs.recherche import FICHIER, PageLue, Partie, index, parties
from convention.reports.depot.apache import PROPRES
from convention.site.rendu.page import adresse
from convention.site.rendu.rendu import entete
from convention.site.rendu.typographie import texte

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from convention.site.communes.connexion import Renvoi


_CASE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">')
_EVITEMENT = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
"""The theme skips to the first part of a page, past its title and what stands above, and only if it has parts."""
_SCRIPT = re.compile(r"<script>(?:__md_scope=|var target=).*?</script>", re.DOTALL)
"""The two scripts that the theme writes in a page, where no block of it can leave them out: `tete.js` is read instead,
for a careful server has browsers refuse them (decision 0032)."""
_FEUILLE = re.compile(r'<link rel="stylesheet" href="[^"]*?(assets/stylesheets/[^"]*)">\s*')
"""A style sheet of the theme."""
_BLOC = re.compile(r"<!--bloc ([0-9]+)-->")
"""Stands for a block of HTML, while Markdown is read."""
ARTICLE = re.compile(r'<article id="contenu"[^>]*>(?:\s*<nav class="fil".*?</nav>)?(.*?)</article>', re.DOTALL)
"""What a page says, without the way that leads to it."""
POIDS_DU_RENVOI = 2.0
"""Who looks for what is its own looks for it first."""
DU_THEME = ("assets/javascripts", "assets/stylesheets")
"""What the theme brings, and no page asks for."""


def finir(
    dossier: Path,
    pages: Mapping[str, str | bytes],
    synonymes: Iterable[tuple[str, str]],
    blocs: Mapping[str, tuple[str, ...]],
    renvois: Iterable[Renvoi],
) -> None:
    """Finish a site that was just built of some pages, by address.

    `synonymes`: what people say, and what the site says instead; `blocs`: what was kept from the generator, by the file
    of its page; `renvois`: where the search may lead, that is none of these pages.
    """
    used, theirs = {"js", "no-js"}, set[str]()
    for path in sorted(dossier.rglob("*.html")):
        poursuivre()
        text = restored(path.read_text("utf-8"), blocs.get(path.relative_to(dossier).as_posix(), ()))
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
    (dossier / FICHIER).write_text(index([*_read(dossier, pages), *map(_led, renvois)], synonymes), "utf-8")


def _mended(html: str) -> str:
    """Lead the first link of a page to all that it says; drop what the theme writes in it and nobody asks for."""
    html = _FEUILLE.sub("", _SCRIPT.sub("", html))
    return _CASE.sub(r"\1>", _EVITEMENT.sub(r'\1<a href="#contenu" class="md-skip">Aller au contenu</a>\2', html))


def _read(dossier: Path, pages: Mapping[str, str | bytes]) -> Iterator[PageLue]:
    """Give what each page says, for the search of all: not what one adherent alone may read."""
    for uri, text in pages.items():
        place = adresse(uri)
        if not isinstance(text, str) or not uri.endswith(".md") or place.startswith(f"{PROPRES}/"):
            continue
        meta = entete(text)
        said = ARTICLE.search((dossier / place / "index.html").read_text("utf-8"))
        if said is not None:
            boost = float(meta.get("search", {}).get("boost", 1))
            yield PageLue(unescape(meta["title"]), place, boost, meta.get("description", ""), parties(said[1]))


def _led(item: Renvoi) -> PageLue:
    said = texte(item.description)
    parts = tuple(Partie(texte(words), place, "", said) for words, place in item.lieux)
    return PageLue(texte(item.titre), item.adresse, POIDS_DU_RENVOI, said, parts)


def shortened(page: str) -> tuple[str, tuple[str, ...]]:
    """Return a page with a mark in the place of each block of HTML, and its parts, which the marks number.

    Markdown would read such a block three times, to leave it as it is.
    """
    parts = tuple(page.split("\n\n"))
    kept = (f"<!--bloc {rang}-->" if part.lstrip("\n").startswith("<") else part for rang, part in enumerate(parts))
    return "\n\n".join(kept), parts


def restored(html: str, parts: tuple[str, ...]) -> str:
    """Put the blocks back in the page that was made of the rest."""
    return _BLOC.sub(lambda found: parts[int(found[1])].strip("\n"), html) if parts else html


_CLASSES = re.compile(r'\bclass="([^"]*)"')
_COMMENTAIRE = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOM = re.compile(r"\.((?:[\w-]|\\.)+)")
_FONCTION = re.compile(r"\([^()]*\)")
_EN_COUCHES = ("@media", "@supports", "@layer", "@container")


def classes(html: str) -> set[str]:
    """Return the classes of a page."""
    return {nom for found in set(_CLASSES.findall(html)) for nom in found.split()}


def utiles(feuille: str, employees: Container[str]) -> str:
    """Keep the rules of a minified sheet whose classes some page has, or some script may give."""
    return "".join(_kept(_COMMENTAIRE.sub("", feuille), employees))


def _kept(feuille: str, employees: Container[str]) -> Iterator[str]:
    for prelude, body in _rules(feuille):
        if body is None:
            yield f"{prelude};"
        elif prelude.startswith(_EN_COUCHES):
            inside = "".join(_kept(body, employees))
            if inside:
                yield f"{prelude}{{{inside}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        else:
            selectors = [item for item in _selectors(prelude) if _may_match(item, employees)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _rules(feuille: str) -> Iterator[tuple[str, str | None]]:
    """Cut a sheet: what stands before a brace, and what it holds; None for a rule without braces."""
    start = place = 0
    while place < len(feuille):
        if feuille[place] == ";":
            yield feuille[start:place].strip(), None
            start = place = place + 1
        elif feuille[place] == "{":
            end = _closing(feuille, place)
            yield feuille[start:place].strip(), feuille[place + 1 : end]
            start = place = end + 1
        else:
            place += 1


def _closing(feuille: str, opening: int) -> int:
    depth = 0
    for found in re.compile(r"[{}]").finditer(feuille, opening):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.start()
    return len(feuille)


def _selectors(prelude: str) -> Iterator[str]:
    """Cut a list of selectors at its commas, but for those inside brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(prelude):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            yield prelude[start:place]
            start = place + 1
    yield prelude[start:]


def _may_match(selector: str, employees: Container[str]) -> bool:
    """Tell whether a page may have all that a selector asks for; what `:is()` or `:not()` holds is not looked at."""
    plain = selector
    while plain != (plain := _FONCTION.sub("", plain)):
        pass
    return all(nom.replace("\\", "") in employees for nom in _NOM.findall(plain))
