"""One style sheet for the site: the rules of the theme that some page may follow, then ours.

Knows: how a style sheet is cut into rules. Must not know: what they show, what pages say.
A browser asks for one sheet instead of nine before it shows anything, and four fifths of the theme's rules are about
what no page of ours has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

FEUILLE = "assets/styles/site.css"

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
