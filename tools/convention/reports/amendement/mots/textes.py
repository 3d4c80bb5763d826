"""How the words of a text are said to change: « les mots : « … » sont remplacés par les mots : « … » ».

Knows: words. Must not know: where they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, cite

if TYPE_CHECKING:
    from collections.abc import Sequence

ENTIER = 60
"""A text as short as this is cited whole."""
AUTRE_NOM = "change d'identifiant dans les données"
"""Said of an object that is the same under another id."""
CONTEXTE = 2
"""Words cited on each side of those that change, so that they are found in the text."""
_PROPRE_MAX = 0.75
"""Beyond this part of changed words, a text is another text: it is cited whole."""


_PONCTUATION = re.compile("«[^«»]*»| (?=[:;])")
"""A citation, or what stands before a mark outside of it."""
_TROUBLE = re.compile(r"[\t\n\r«»<>*_`|\[\]\\]")
"""What names hold that is a mark of a sentence, or of a page."""


class Remplacement(NamedTuple):
    """The words to cite on both sides, and whether others stay as they are."""

    avant: str
    apres: str
    reste: bool


def citation(text: str) -> str:
    """Cite a text of the data on one line; a quotation inside it takes the marks of the second rank: “ ”."""
    inner = re.sub(r"«\s*", "“", re.sub(r"[\t\n\r ]+", " ", text).strip())
    return cite(re.sub(r"\s*»", "”", inner))


def nommee(name: str) -> str:
    """Say a name of the data as it is, where a sentence begins; cite it when it would be read as more than a name."""
    return citation(name) if _TROUBLE.search(name) else name


def composee(sentence: str) -> str:
    """Put the unbreakable spaces of a sentence, and none in what it cites: a seal covers both, byte for byte."""
    return _PONCTUATION.sub(lambda found: found[0] if found[0] != " " else INSECABLE, sentence)


def replaced(before: str, after: str) -> Remplacement:
    """Return the fewest words that say how a text changes, with words around them: what is cited is there once only."""
    old, new = before.split(), after.split()
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    moved = max(len(old), len(new)) - start - end
    if len(before) <= ENTIER or moved > _PROPRE_MAX * max(len(old), len(new)):
        return Remplacement(" ".join(old), " ".join(new), reste=False)
    first, last = max(start - CONTEXTE, 0), max(end - CONTEXTE, 0)
    while (first or last) and _times(old, first, last) > 1:
        first, last = max(first - 1, 0), max(last - 1, 0)
    whole = first == 0 and last == 0
    return Remplacement(_words(old, first, last), _words(new, first, last), reste=not whole)


def words_replaced(before: str, after: str, ou: str) -> str:
    """Say that words are replaced; `ou` names what holds them (« de la ligne »), to add that the rest stays."""
    change = replaced(before, after)
    text = f"les mots : {citation(change.avant)} sont remplacés par les mots : "
    text += citation(change.apres)
    return f"{text}. Le reste {ou} est sans changement" if change.reste else text


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((rank for rank, (one, other) in pairs if one != other), min(len(old), len(new)))


def _times(words: Sequence[str], first: int, last: int) -> int:
    """Count how many times the words that would be cited stand in the text: more than one, and nobody knows which."""
    cited = words[first : len(words) - last]
    return sum(words[rank : rank + len(cited)] == cited for rank in range(len(words) - len(cited) + 1))


def _words(words: Sequence[str], first: int, last: int) -> str:
    return " ".join(words[first : len(words) - last])
