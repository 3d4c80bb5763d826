"""Sentences about the text of the convention: words replaced, paragraphs inserted or deleted.

Knows: articles, sections, passages. Must not know: what the text is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.compare.changements.changements import Sorte
from convention.compare.changements.identites import identity
from convention.model.texte.articles import Article, Passage, SectionArticle
from convention.reports.amendement.mots.textes import citation, words_replaced
from convention.reports.amendement.objets.contenu import content
from convention.reports.amendement.objets.famille import dit_champ, dit_objet

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas


@dit_objet(Passage)
def passage(cas: Cas, value: Passage) -> str:
    """Say that a paragraph is inserted or deleted, at its place, or added at the end; its text is told in full."""
    text, gone = citation(value.texte), cas.changement.sorte is Sorte.RETRAIT
    held = cas.pas[-2].avant if gone else cas.pas[-2].apres
    passages = held if isinstance(held, tuple) else ()
    rank = next((rank for rank, item in enumerate(passages) if item is value), 0)
    if gone:
        return f"{_place(cas, passages, rank)}, l'alinéa ainsi rédigé : {text} est supprimé{_about(cas, value)}"
    if rank < len(passages) - 1:
        return f"{_place(cas, passages, rank)}, il est inséré un alinéa ainsi rédigé : {text}{_about(cas, value)}"
    clause = _clause(cas)
    article, ending = "l'" if clause[:1] in "ae" else "le ", "e" if clause.startswith("annexe") else ""
    done = f"{article}{clause} est complété{ending} par un alinéa ainsi rédigé : {text}"
    return f"{done}{_about(cas, value)}"


def _place(cas: Cas, passages: tuple[Passage, ...], rank: int) -> str:
    """Say after which other a paragraph comes, or that it is the first of several."""
    if rank:
        return f"{_holder(cas)}, après l'alinéa commençant par : {citation(f'{identity(passages[rank - 1])}…')}"
    return f"{_holder(cas)}, au début" if len(passages) > 1 else _holder(cas)


def _about(cas: Cas, value: Passage) -> str:
    """Tell what the data says of a paragraph, beside its words: where it is written, what watches it."""
    inside = content(value, cas.depot, others=("texte",))
    return f" ({inside})" if inside else ""


@dit_champ(Passage, "texte")
def passage_text(cas: Cas) -> str:
    """Say that the words of a paragraph change."""
    moved = words_replaced(cas.changement.avant, cas.changement.apres, "de l'alinéa")
    return f"{_holder(cas)}, {moved}"


def _clause(cas: Cas) -> str:
    holder = cas.objet(SectionArticle) or (cas.porteur if isinstance(cas.porteur, Article) else None)
    return holder.clause if holder is not None else "texte"


def _holder(cas: Cas) -> str:
    clause = _clause(cas)
    return f"à l'{clause}" if clause[:1] in "ae" else f"au {clause}"
