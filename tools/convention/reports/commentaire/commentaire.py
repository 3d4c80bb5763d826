"""A comparison as the comment of a pull request, read by people who vote (exemples: a comment).

Knows: the order of reading, what may be left out of a comment that is too long. Must not know: how sentences are found.
Figures are cents: the printed rows add up to the printed total, the row of the others included. Beyond what a comment
holds, whole sections are left out and named: never a part of a table, never a wrong total.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, typeset
from convention.reports.amendement.phrases import sentences
from convention.reports.commentaire import phrases
from convention.reports.commentaire.phrases import not_counted
from convention.reports.commentaire.rangees import rangees
from convention.reports.comparaison.causes import is_tabled, markdown_causes
from convention.reports.comparaison.comparaison import (
    CARACTERES_MAX,
    LIGNES_OUVERTES,
    RIEN,
    lines_table,
    neutral_files,
    one_sided_table,
    other_phases,
    unchanged_text,
    warnings,
)
from convention.reports.comparaison.decision import TITRE, who_decides
from convention.reports.comparaison.empreinte import contents
from convention.reports.comparaison.tete import top
from convention.reports.comparaison.titre import columns, first_told, impact_title, one_sided, told, verdict
from convention.reports.rendus.escape import markdown
from convention.reports.rendus.table import Tableau, markdown_table
from convention.reports.valeurs import amounts_row, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.impact import Impact
    from convention.reports.amendement.phrases import Phrase
    from convention.reports.comparaison.tete import Tete

ENTETES = ("Écart (€)", "Écart (%)", "Pourquoi, surtout", "Vote du budget")
LIGNES_MAX = 150
"""Adherents that a comment holds a line of; beyond, the others are gathered in one."""
_ROND = ("①", "②", "③", "④", "⑤")
_AILLEURS = "Tout est dans `convention comparer BASE PROPOSITION`."


class Section(NamedTuple):
    """A part of the comment."""

    texte: str
    nom: str = ""
    """What is said to be left out."""
    garde: int = 0
    """0: never left out; otherwise, the lower, the later it is."""


def markdown_text(
    comparaison: Comparaison, base: str, head: str, limit: int = CARACTERES_MAX, decision: Decision | None = None
) -> str:
    """Write the comment of a comparison, of so many characters; nothing is said of who decides without a decision."""
    if comparaison.identique:
        return "\n\n".join([f"## {RIEN}", *map(_clean, neutral_files(comparaison))]) + "\n"
    sections = [item for item in _sections(comparaison, base, head, decision) if item.texte.strip()]
    kept = {rank for rank, item in enumerate(sections) if not item.garde}
    # What matters most is put back first; what does not fit is named.
    for rank in sorted(set(range(len(sections))) - kept, key=lambda rank: (sections[rank].garde, rank)):
        if len(_joined(sections, kept | {rank})) <= limit:
            kept.add(rank)
    return _joined(sections, kept)


def _joined(sections: Sequence[Section], kept: AbstractSet[int]) -> str:
    texts = [item.texte for rank, item in enumerate(sections) if rank in kept]
    left = [item.nom for rank, item in enumerate(sections) if rank not in kept]
    if left:
        told = enumere(list(dict.fromkeys(left)))
        texts.insert(-1, f"*Trop long pour un commentaire, et laissé de côté : {told}. {_AILLEURS}*")
    return typeset("\n\n".join(text.strip("\n") for text in texts) + "\n")


def _sections(comparaison: Comparaison, base: str, head: str, decision: Decision | None) -> Iterator[Section]:
    """Yield what one reads in a minute, the table of everyone, then the rest, folded."""
    every = told(comparaison)
    first = first_told(every)
    tete = top(comparaison, first, decision)
    yield Section(f"## {_clean(tete.titre)}")
    yield Section("\n".join(f"> ⚠ **{_clean(text)}**\n>" for text in warnings(comparaison)))
    yield Section(_lines(tete))
    yield Section(f"**En euros.** {_clean(tete.euros)}" if tete.euros else "")
    yield Section(f"**Décider.** {_clean(' '.join(tete.decider))}" if tete.decider else "")
    if first is not None and first.adherents:
        yield from _exercice(first, comparaison)
        apart = not_counted(comparaison, decision) if decision is not None else ()
        yield Section("\n\n".join(f"**À part.** {_clean(text)}" for text in apart))
    yield Section("\n\n".join(_clean(verdict(item)) for item in every if item is not first and not item.adherents))
    yield Section(_changes(comparaison, limit=LIGNES_OUVERTES))
    yield Section(_changes(comparaison, start=LIGNES_OUVERTES), "la suite de ce qui change", 3)
    if decision is not None:
        yield Section(_decision(decision, comparaison))
    if first is not None and first.adherents:
        yield from _explained(first, comparaison)
    for impact in every:
        if impact is not first and impact.adherents:
            yield Section(_folded_exercice(impact, comparaison), f"le détail de {impact.exercice}", 8)
    yield Section("\n\n".join(_clean(text.strip()) for text in other_phases(comparaison)))
    yield Section(_sources(comparaison, base, head))


def _lines(tete: Tete) -> str:
    """Number the decisions, a sentence each; Markdown numbers a list itself, whatever some of it left out."""
    mark = "- {}\\." if tete.reste else "{}."
    rows = [
        f"{mark.format(item.numero)} **{_clean(item.sujet)}** : {_clean(item.texte)}"
        f"{f' : **{_clean(item.effet)}**' if item.effet else ''}."
        for item in tete.lignes
    ]
    more = f"\n\n… et {compte(tete.reste, 'autre changement', 'autres changements')}, plus bas." if tete.reste else ""
    return "\n".join(rows) + more


def _clean(text: str) -> str:
    return markdown(text, comment=True)


def _changes(comparaison: Comparaison, start: int = 0, limit: int | None = None) -> str:
    """Number the whole sentences of the amendment, each with where it is written; what binds nobody comes last."""
    rows = [
        f"{number}. **{_clean(title)}** : {_clean(item.texte)}. {_places(item)}"
        for number, (title, item) in enumerate(sentences(comparaison), 1)
    ]
    end = len(rows) if limit is None else start + limit
    shown = rows[start:end]
    if not shown:
        return ""
    if start:
        return _fold(f"La suite de ce qui change ({len(shown)})", "\n".join(shown))
    return _fold(f"Ce qui change, mot à mot ({len(rows)})", "\n".join(shown))


def _places(item: Phrase) -> str:
    where = [f"`{fichier}`, {lignes}" for fichier, lignes in item.lignes.items()]
    others = len(where) - 2
    more = f" et {compte(others, 'autre fichier', 'autres fichiers')}" if others > 0 else ""
    return " · ".join(where[:2]) + more


def _decision(decision: Decision, comparaison: Comparaison) -> str:
    """Write who decides, act by act: sentences, then the visas as a list to tick, then the delays."""
    told = who_decides(decision, comparaison)
    if not told.lignes:
        return ""
    head = " ".join(_clean(text) for text in (*told.refus, *told.procedure))
    visas = "\n".join(f"- {_clean(text)}" for text in told.visas)
    rest = " ".join(_clean(text) for text in (*told.delais, *told.avenants, *told.a_part, *told.fusion))
    return _fold(f"{TITRE}, acte par acte", "\n\n".join(text for text in (head, visas, rest) if text))


def _exercice(impact: Impact, comparaison: Comparaison) -> Iterator[Section]:
    """Yield the table where everyone has its line; the largest alone when a comment does not hold them all."""
    table = markdown_table(_table(impact, comparaison, LIGNES_MAX))
    yield Section(f"**{_clean(impact_title(impact))}**\n\n{table}")


def _explained(impact: Impact, comparaison: Comparaison) -> Iterator[Section]:
    """Yield why: causes, controls, what to know before voting, the lines."""
    why = [_clean(phrases.plainly(impact, comparaison))]
    why += [f"**Par cause** : {_clean(phrases.why(impact))}"] if impact.causes else []
    if impact.contribution is not None:
        why.append(f"**Contrôle** : {_clean(phrases.control(impact, impact.contribution))}")
    full = phrases.yearly(impact, comparaison)
    if full:
        why.append(f"**Année pleine** : {_clean(full)}")
    known = list(phrases.before_voting(impact, comparaison))
    told_before = " ; ".join(f"{mark} {_clean(text)}" for mark, text in zip(_ROND, known, strict=False))
    why.append(f"**À savoir avant de voter** : {told_before}.")
    if not one_sided(impact):
        why.append(f"Ce qui ne change pas : {unchanged_text(impact)}.")
    yield Section(_fold("Pourquoi, et à savoir avant de voter", "\n\n".join(why)))
    if one_sided(impact):
        return
    yield Section(_causes(impact, comparaison), "les causes de chacun", 6)
    lines = markdown_table(lines_table(impact, comparaison, _clean))
    yield Section(_fold(f"Les lignes qui changent en {impact.exercice}", lines), "les lignes qui changent", 7)


def _folded_exercice(impact: Impact, comparaison: Comparaison) -> str:
    table = markdown_table(_table(impact, comparaison, sys.maxsize))
    lines = markdown_table(lines_table(impact, comparaison, _clean)) if not one_sided(impact) else ""
    return _fold(f"Le détail de {impact.exercice}", f"{_clean(verdict(impact))}\n\n{table}\n{lines}")


def _causes(impact: Impact, comparaison: Comparaison) -> str:
    """Tell the causes adherent by adherent; when they need no table, « Pourquoi » has said everything."""
    if not is_tabled(impact):
        return ""
    told = "\n".join(markdown_causes(impact, comparaison, _clean))
    return _fold(f"Pourquoi chacun paierait plus ou moins en {impact.exercice}", told)


def _fold(title: str, content: str) -> str:
    return f"<details><summary>{_clean(title)}</summary>\n\n{content.strip()}\n\n</details>"


def _table(impact: Impact, comparaison: Comparaison, tous: int) -> Tableau:
    """One row an adherent, as many as it may hold, the unmoved ones included; the others in one row; the total."""
    seen = impact.beside()
    if seen is None:
        return one_sided_table(impact, comparaison, _clean)
    rows = [
        (
            *amounts_row(f"*{_clean(item.nom)}*" if item.plusieurs else _clean(item.nom), item.avant, item.apres),
            _clean(item.pourquoi),
            _clean(item.vote),
        )
        for item in rangees(impact, seen, comparaison, tous, LIGNES_OUVERTES)
    ]
    total = (*amounts_row("Total", seen.avant, seen.apres), "", "")
    return Tableau(("Adhérent", *columns(impact), *ENTETES), tuple(rows), (total,), mots_a_la_fin=2)


def _sources(comparaison: Comparaison, base: str, head: str) -> str:
    """Fold what proves the figures: the seal, both sides, the files that change nothing."""
    seal = short(contents(comparaison).empreinte)
    proved = (
        f"Empreinte n° {seal} : elle porte sur les phrases et sur les montants ; toute modification de l'un "
        f"ou de l'autre rouvre les avis. Base {_clean(base)}, proposition {_clean(head)}."
    )
    return _fold("Sources", "\n\n".join([proved, *map(_clean, neutral_files(comparaison))]))
