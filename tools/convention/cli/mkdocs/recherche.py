"""What the search of the site reads: each part of a page, and where each word stands; written once, when it is built.

Knows: the HTML of pages, French words. Must not know: how a question is matched (`assets/scripts/recherche.js`), where
pages come from.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import LIGATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FICHIER = "recherche.json"
_VIDES = """
a ai as au aux avec ce ces cet cette ceux chaque combien comment dans de des donc dont du elle elles en entre est
et etre eux il ils je jusqu l la le les leur leurs lorsqu lui ma mais me mes mon ne ni nos notre nous on ont ou par
pas plus pour pourquoi puisqu qu quand que quel quelle quelles quels qui quoi sa sans se selon ses si son sont sur
ta te tes ton tu un une vos votre vous y
"""
VIDES = frozenset(_VIDES.split())
"""Words, without accents, that tell nothing of what is looked for."""
EXTRAIT = 150
"""Characters of a part that a result shows."""
PAR_TITRE, PAR_PAGE, PAR_TEXTE = 14, 7, 3
"""What a word weighs in the title of a part, in that of its page, in its text."""
POIDS_MAX = 63

_JETON = re.compile(
    r"""<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<(/?)([a-z][a-z0-9-]*)((?:[^<>"]|"[^"]*")*)>|([^<]+)""",
    re.DOTALL,
)
"""A tag, or a text, as generators write them: well-formed, attributes between double quotes."""
_ATTRIBUT = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_MOT = re.compile(r"[0-9]+(?:\.[0-9]+)+|[a-z0-9]+")
_ACCENTS = re.compile(r"[^\x00-\x7f]")
_NOMBRE = re.compile(r"[0-9.]+")
_TITRES = ("h1", "h2", "h3")
_TUS = ("svg", "math", "button", "select")
_SANS_PHRASE, _REPERES = ("tr", "summary"), ("renvoi", "defil__mot", "legende", "vh")
"""Elements, and classes: their words are looked for, and read badly one after the other."""
_COLLES = ("sup", "sub")
"""Elements that end the word before them: « 1er »."""
_COLLE = re.compile(r" (?=[.,)])|(?<=\() ")
"""A space that French never writes, where a link or a quotation ends."""
_SANS_FIN = ("br", "col", "hr", "img", "input", "wbr", "source", "rect", "path", "line", "circle", "use")


class Partie(NamedTuple):
    """A part of a page: what its title says, where it is, its text."""

    titre: str
    ancre: str
    texte: str
    dit: str = ""
    """What is read there, out of the rows of its tables."""


class PageLue(NamedTuple):
    """A page of the built site."""

    titre: str
    adresse: str
    poids: float
    description: str
    parties: tuple[Partie, ...]


def mots(texte: str) -> list[str]:
    """Cut a text into words as they are compared: small letters, no accent, no elision."""
    folded = unicodedata.normalize("NFD", texte.translate(LIGATURES).lower())
    plain = _ACCENTS.sub(lambda sign: "" if unicodedata.combining(sign[0]) else sign[0], folded)
    return [word for word in _MOT.findall(plain) if word not in VIDES and (len(word) > 1 or word.isdigit())]


def parties(html: str) -> tuple[Partie, ...]:
    """Cut a page at its titles."""
    return tuple(_Lecteur(html).parties())


def index(pages: Sequence[PageLue], synonymes: Iterable[tuple[str, str]]) -> str:
    """Write the index: pages, their parts, and for each word the parts where it stands, with its weight.

    Who says the first of two synonyms finds the second.
    """
    said = [
        (mots(dit), ecrit[0].removesuffix("s"), _expression(ecrit)) for dit, text in synonymes if (ecrit := mots(text))
    ]

    @cache  # a page is named by each of its parts
    def words(texte: str) -> tuple[str, ...]:
        written = mots(texte)
        glued = " ".join(written)
        # Few texts have the first word of an expression, which is looked for much faster.
        here = (dits for dits, first, expression in said if first in glued and expression.search(glued))
        return (*written, *(word for dits in here for word in dits))

    parts = [(rang, partie) for rang, page in enumerate(pages) for partie in page.parties]
    lengths = [len(partie.texte) for _, partie in parts]
    average = sum(lengths) / max(len(lengths), 1) or 1
    found: dict[str, list[int]] = {}
    before: dict[str, int] = {}
    for place, (rang, partie) in enumerate(parts):
        for word, weight in sorted(_weights(pages[rang], partie, words, average).items()):
            found.setdefault(word, []).extend((place - before.get(word, 0), weight))
            before[word] = place
    document = {
        "vides": sorted(VIDES),
        "pages": [(page.titre, page.adresse, page.poids) for page in pages],
        "parties": [(rang, partie.ancre, partie.titre, _extract(pages[rang], partie)) for rang, partie in parts],
        "mots": dict(sorted(found.items())),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _expression(ecrit: Iterable[str]) -> re.Pattern[str]:
    """Find an expression among words, in the singular or the plural."""
    return re.compile(" ".join(rf"\b{re.escape(word.removesuffix('s'))}s?\b" for word in ecrit))


def _weights(page: PageLue, partie: Partie, words: Callable[[str], tuple[str, ...]], average: float) -> dict[str, int]:
    """Weigh the words of a part: a long one says less about each of them."""
    found: Counter[str] = Counter()
    long = 0.6 + 0.4 * len(partie.texte) / average
    for text, weight in ((partie.titre, PAR_TITRE), (page.titre, PAR_PAGE), (partie.texte, PAR_TEXTE)):
        for word, times in Counter(words(text)).items():
            if weight != PAR_TEXTE:
                found[word] += weight
            elif not _NOMBRE.fullmatch(word):  # an amount is looked for in a table, not here
                found[word] += max(1, round(weight * (1 + math.log(times)) / long))
    return {word: min(weight, POIDS_MAX) for word, weight in found.items()}


def _extract(page: PageLue, partie: Partie) -> str:
    text = page.description if not partie.ancre and page.description else partie.dit or partie.texte
    if len(text) <= EXTRAIT:
        return text
    return f"{text[:EXTRAIT].rpartition(' ')[0]}…"


class _Ouverte(NamedTuple):
    """A part that is being read."""

    ancre: str
    titre: list[str]
    texte: list[str]
    dit: list[str]


class _Lecteur:
    """Reads the parts of a page: what stands between a title and the next."""

    def __init__(self, html: str) -> None:
        self._ouvertes: list[tuple[str, str, bool, bool]] = []
        """Open elements: name, identifier, whether what they hold is left out, whether it is no sentence."""
        self._trouvees = [_Ouverte("", [], [], [])]
        self._titre = False
        for found in _JETON.finditer(html):
            end, tag, attributes, text = found.groups()
            if text is not None:
                self._read(text)
            elif tag in _SANS_FIN or (attributes or "").endswith("/"):
                continue
            elif end:
                self._close(tag)
            elif tag:
                self._open(tag, dict(_ATTRIBUT.findall(attributes)))

    def parties(self) -> Iterable[Partie]:
        for item in self._trouvees:
            if item.titre or item.texte:
                yield Partie(_joined(item.titre), item.ancre, _joined(item.texte), _joined(item.dit))

    def _open(self, tag: str, given: Mapping[str, str]) -> None:
        out = tag in _TUS or "data-hors-recherche" in given or (tag == "details" and given.get("class") == "calcul")
        out = out or (
            self._titre and "mention" in given.get("class", "")
        )  # a title, without the state of what it names
        listed = tag in _SANS_PHRASE or given.get("class", "") in _REPERES
        self._ouvertes.append((tag, given.get("id", ""), out or self._tu(), listed or self._is_listed()))
        if tag in _TITRES and not self._tu():
            around = next((nom for kind, nom, *_ in reversed(self._ouvertes) if nom and kind in {"section", "div"}), "")
            anchor = given.get("id") or around or self._trouvees[-1].ancre
            self._trouvees.append(_Ouverte("" if tag == "h1" else anchor, [], [], []))
            self._titre = True

    def _close(self, tag: str) -> None:
        if tag not in (nom for nom, *_ in reversed(self._ouvertes)):
            return
        while self._ouvertes.pop()[0] != tag:
            pass
        self._titre = self._titre and tag not in _TITRES

    def _read(self, text: str) -> None:
        if not self._tu() and (said := unescape(text)).strip():
            last = self._trouvees[-1]
            self._add(last.titre if self._titre else last.texte, said)
            if not self._titre and not self._is_listed():
                self._add(last.dit, said)

    def _add(self, texts: list[str], said: str) -> None:
        if texts and self._ouvertes and self._ouvertes[-1][0] in _COLLES:
            said = texts.pop() + said
        texts.append(said)

    def _tu(self) -> bool:
        return bool(self._ouvertes) and self._ouvertes[-1][2]

    def _is_listed(self) -> bool:
        return bool(self._ouvertes) and self._ouvertes[-1][3]


def _joined(texts: list[str]) -> str:
    return _COLLE.sub("", " ".join(" ".join(texts).split()))
