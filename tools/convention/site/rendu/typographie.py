"""French typography on the text of a page, never on its tags: one place for every page, SVG included.

Knows: HTML tags as separators, French spaces. Must not know: what the page says.
"""

from __future__ import annotations

import re
from functools import lru_cache

from convention.base.french import FINE, INSECABLE, MOIS, typeset

_BALISE = re.compile(r"(<(script|style|code|pre)\b.*?</\2>|<[^>]*>)", re.DOTALL)
_ATTRIBUT = re.compile(r'((?:data-l|aria-label|aria-description)=")([^"]*)(")')
_SANS_EXPOSANT = re.compile(r"<(/?)(?:svg|math|title)\b")
_MILLIERS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_OPERATION = re.compile(r" (?=[×÷])|(?<=[×÷]) ")
_MOT = re.compile(r"\b(n°|art\.|[Aa]rticles?|[Aa]nnexes?|chapitre|comptes?|ligne|lecture|L\.|D\.|nos) (?=[\dLS])")
_MOIS = "|".join(MOIS)
_COMPTES = "ETP|To|postes?|pôles?|jours?|ans?|adhérents?|habitants?|agents?"
_JOUR = re.compile(rf"(?<=\d) (?=(?:{_MOIS}|{_COMPTES})\b)|(?<=\b1er) (?=(?:{_MOIS})\b)")
_ANNEE = re.compile(rf"(?<=\d[{INSECABLE}])({_MOIS}) (?=\d{{4}}\b)|(?<=\b1er[{INSECABLE}])({_MOIS}) (?=\d{{4}}\b)")
_PREMIER = re.compile(r"\b1er\b")


def typographier(html: str) -> str:
    """Set the spaces, apostrophes and ordinals of a page as French prints them.

    Example:
        ``<p>l'article 8 : 1er janvier</p>`` has a curly apostrophe, unbreakable spaces, and « 1<sup>er</sup> ».
    """
    found: list[str] = []
    deep = 0
    for rang, part in enumerate(_BALISE.split(html)):
        if rang % 3 == 0:
            found.append(_PREMIER.sub("1<sup>er</sup>", texte(part)) if not deep else texte(part))
        elif rang % 3 == 1:
            written, depth = _balise(part)
            deep += depth
            found.append(written)
    return "".join(found)


@lru_cache(maxsize=1 << 14)  # a pure function: pages, and levels, say the same words
def texte(text: str) -> str:
    """Set the spaces and apostrophes of a text without tags."""
    if not text or text.isspace():
        return text
    text = re.sub("'|&#39;|&#x27;", "’", text)
    text = _OPERATION.sub(INSECABLE, typeset(_MILLIERS.sub(FINE, text)))
    text = _MOT.sub(rf"\1{INSECABLE}", text)
    return _ANNEE.sub(lambda item: f"{item[0].rstrip()}{INSECABLE}", _JOUR.sub(INSECABLE, text))


@lru_cache(maxsize=1 << 14)  # the same few tags come again and again
def _balise(tag: str) -> tuple[str, int]:
    """Set the texts that a tag holds; tell whether it opens or closes an element where markup has no meaning."""
    written = _ATTRIBUT.sub(lambda item: f"{item[1]}{texte(item[2])}{item[3]}", tag)
    found = _SANS_EXPOSANT.match(tag)
    if found is None or tag.endswith("/>"):
        return written, 0
    return written, -1 if found[1] else 1
