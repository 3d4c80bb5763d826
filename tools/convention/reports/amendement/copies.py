"""Texts that say one thing once: the words of an annexe, the line that copies them, the reading that cites them.

Knows: texts and where each stands. Must not know: how a change is said.
A line tells its paragraph when the words replaced there, replaced here, give this text. A quotation follows what it
quotes, before and after: a reading is no text of the convention, nobody signs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.model.documents.lectures import Extrait
from convention.model.texte.articles import Article
from convention.reports.amendement.sujets import subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.reports.amendement.trajet import Cas

_LIGNE, _ALINEA, _EXTRAIT = "service", "article", "lectures"
"""Kinds of documents, from the one that tells best: the line of an annexe, its paragraph, a reading that cites it."""


class _Texte(NamedTuple):
    rang: int
    genre: str
    clause: str
    avant: str
    apres: str

    def quotes(self, other: _Texte) -> bool:
        """Tell whether this text is words of the other, before and after."""
        return self.clause == other.clause and self.avant in other.avant and self.apres in other.apres


def copies(cases: Sequence[Cas]) -> Mapping[int, int]:
    """Return the changes that another one tells, by their places in the list: a copy, then what tells it."""
    read = [_text(rang, cas) for rang, cas in enumerate(cases)]
    texts = [item for item in read if item is not None]
    lines, paragraphs, cited = (
        [item for item in texts if item.genre == genre] for genre in (_LIGNE, _ALINEA, _EXTRAIT)
    )
    found: dict[int, int] = {}
    for paragraph in paragraphs:
        inside = [line for line in lines if line.clause == paragraph.clause and line.avant in paragraph.avant]
        told = paragraph.avant
        for line in inside:
            told = told.replace(line.avant, line.apres)
        if inside and told == paragraph.apres:
            found[paragraph.rang] = inside[0].rang
    for extract in cited:
        holders = [item for item in (*lines, *paragraphs) if extract.quotes(item)]
        if holders:
            found[extract.rang] = found.get(holders[0].rang, holders[0].rang)
    return found


def _text(rang: int, cas: Cas) -> _Texte | None:
    """Read a text that changes, and the annexe or the article that holds it."""
    change = cas.changement
    if change.genre not in {_LIGNE, _ALINEA, _EXTRAIT} or not (change.avant and change.apres):
        return None
    if not isinstance(change.avant, str) or not isinstance(change.apres, str):
        return None
    extract = cas.objet(Extrait)
    if change.genre == _EXTRAIT and extract is None:
        return None
    clause = extract.clause if extract is not None else _clause(cas)
    before, after = (" ".join(side.split()) for side in (change.avant, change.apres))
    return _Texte(rang, change.genre, clause.partition(".")[0], before, after)


def _clause(cas: Cas) -> str:
    """Return the clause of an article, or the annexe that a document is a part of."""
    if isinstance(cas.document, Article):
        return cas.document.clause
    return subject(cas).clause
