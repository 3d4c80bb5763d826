"""A comparison as the comment of a pull request, read by people who vote (exemples: a comment).

Knows: the order of reading, what may be left out of a comment that is too long. Must not know: how sentences are found.
Figures are cents: the printed rows add up to the printed total, the row of the others included. Beyond what a comment
holds, whole sections are left out and named: never a part of a table, never a wrong total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, compte, enumere
from convention.reports import mots
from convention.reports.amendement.phrases import amendment, numbered
from convention.reports.commentaire import phrases
from convention.reports.commentaire.causes import main_cause
from convention.reports.comparaison.causes import is_tabled, markdown_causes
from convention.reports.comparaison.comparaison import (
    CARACTERES_MAX,
    LIGNES_OUVERTES,
    RIEN,
    amounts_row,
    lines_table,
    neutral_files,
    one_sided_table,
    other_phases,
    unchanged_text,
    warnings,
)
from convention.reports.comparaison.empreinte import contents, short
from convention.reports.comparaison.titre import columns, first_told, headline, impact_title, one_sided, told, verdict
from convention.reports.decision.decision import TITRE, who_decides
from convention.reports.rendus.escape import markdown
from convention.reports.rendus.table import Tableau, markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.impact import EcartAdherent, Impact
    from convention.reports.amendement.phrases import Groupe, Phrase

ENTETES = ("Écart (€)", "Écart (%)", "Cause principale")
PREMIERS = 6
"""Adherents shown before the others are gathered, when they all go the same way."""
_ROND = ("①", "②", "③", "④", "⑤")
_AILLEURS = "Tout est dans `convention comparer BASE PROPOSITION`."


class Section(NamedTuple):
    """A part of the comment."""

    nom: str
    """What is said to be left out."""
    texte: str
    garde: int
    """0: never left out; otherwise, the lower, the later it is."""


def markdown_text(
    comparaison: Comparaison, base: str, head: str, limit: int = CARACTERES_MAX, decision: Decision | None = None
) -> str:
    """Write the comment of a comparison.

    Args:
        comparaison: what changes, what it costs, why.
        base: name of the base.
        head: name of the proposal.
        limit: characters that it may hold.
        decision: who decides; nothing is said of it without one.
    """
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
        texts.insert(-1, f"*Trop long pour un commentaire, et laissé de côté{INSECABLE}: {told}. {_AILLEURS}*")
    return "\n\n".join(text.strip("\n") for text in texts) + "\n"


def _sections(comparaison: Comparaison, base: str, head: str, decision: Decision | None) -> Iterator[Section]:
    every = told(comparaison)
    first = first_told(every)
    yield Section("", f"## {headline(first) if first is not None else 'Aucun montant ne change.'}", 0)
    yield Section("", "\n".join(f"> ⚠ **{_clean(text)}**\n>" for text in warnings(comparaison)), 0)
    clear = phrases.plainly(first, comparaison) if first is not None else ""
    if clear:
        yield Section("", f"**En clair.** {_clean(clear)}", 0)
    yield Section("", _changes(comparaison, limit=LIGNES_OUVERTES), 0)
    yield Section("la suite de ce qui change", _changes(comparaison, start=LIGNES_OUVERTES), 3)
    yield Section("", "\n\n".join(map(_clean, neutral_files(comparaison))), 0)
    if decision is not None:
        yield Section("", _decision(decision, comparaison), 0)
    if first is not None and first.adherents:
        yield from _exercice(first, comparaison)
    for impact in every:
        if impact is not first:
            yield Section("", _clean(verdict(impact)), 0)
        if impact is not first and impact.adherents:
            yield Section(f"le détail de {impact.exercice}", _folded_exercice(impact, comparaison), 8)
    yield Section("", "\n\n".join(_clean(text.strip()) for text in other_phases(comparaison)), 0)
    yield Section("", _footer(comparaison, base, head), 0)


def _clean(text: str) -> str:
    return markdown(text, comment=True)


def _changes(comparaison: Comparaison, start: int = 0, limit: int | None = None) -> str:
    """Number the sentences of the amendment under their headings; what binds nobody comes last, folded."""
    rows = [
        f"{number}. **{_clean(title)}**{INSECABLE}: {_clean(item.texte)}. {_places(item)}"
        for number, (title, item) in enumerate(numbered(_amendment(comparaison)), 1)
    ]
    end = len(rows) if limit is None else start + limit
    shown = rows[start:end]
    if not shown:
        return ""
    if start:
        return _fold(f"La suite de ce qui change ({len(shown)})", "\n".join(shown))
    rest = len(rows) - len(shown)
    more_line = f"\n\n… et {compte(rest, 'autre changement', 'autres changements')}, plus bas." if rest else ""
    return "**Ce qui change**\n\n" + "\n".join(shown) + more_line


def _amendment(comparaison: Comparaison) -> tuple[Groupe, ...]:
    return amendment(comparaison.changements, comparaison.base, comparaison.head)


def _places(item: Phrase) -> str:
    where = [f"`{fichier}`, {lignes}" for fichier, lignes in item.lignes.items()]
    others = len(where) - 2
    more = f" et {compte(others, 'autre fichier', 'autres fichiers')}" if others > 0 else ""
    return " · ".join(where[:2]) + more


def _decision(decision: Decision, comparaison: Comparaison) -> str:
    """Write who decides: sentences, then the visas as a list to tick, then the delays."""
    told = who_decides(decision, comparaison)
    if not told.lignes:
        return ""
    head = " ".join(_clean(text) for text in (*told.refus, *told.procedure))
    visas = "\n".join(f"- {_clean(text)}" for text in told.visas)
    rest = " ".join(_clean(text) for text in (*told.delais, *told.avenants, *told.a_part, *told.fusion))
    return "\n\n".join(text for text in (f"**{TITRE}.** {head}", visas, rest) if text)


def _exercice(impact: Impact, comparaison: Comparaison) -> Iterator[Section]:
    seen = impact.beside()
    shown, rest = _split(seen, comparaison) if seen is not None else ((), ())
    table = markdown_table(_table(impact, comparaison, shown, rest))
    yield Section("", f"**{_clean(impact_title(impact))}**\n\n{table}", 0)
    if impact.causes:
        yield Section("", f"**Pourquoi**{INSECABLE}: {_clean(phrases.why(impact))}", 0)
    computed = impact.contribution is not None
    told = [f"**Contrôle**{INSECABLE}: {_clean(phrases.control(impact))}"] if computed else []
    full = phrases.yearly(impact, comparaison)
    if full:
        told.append(f"**Année pleine**{INSECABLE}: {_clean(full)}")
    yield Section("", "\n\n".join(told), 0)
    known = list(phrases.before_voting(impact, comparaison))
    told_before = " ; ".join(f"{mark} {_clean(text)}" for mark, text in zip(_ROND, known, strict=False))
    yield Section("", f"**À savoir avant de voter**{INSECABLE}: {told_before}.", 0)
    if rest:
        table = markdown_table(_table(impact, comparaison, rest, ()))  # their own sum below
        title = f"Les {compte(len(rest), 'autre adhérent', 'autres adhérents')}, ligne par ligne"
        yield Section("les autres adhérents, un par un", _fold(title, table), 5)
    if one_sided(impact):
        return
    yield Section("les causes de chacun", _causes(impact, comparaison), 6)
    lines = markdown_table(lines_table(impact, comparaison, _clean))
    yield Section("les lignes qui changent", _fold(f"Les lignes qui changent en {impact.exercice}", lines), 7)
    yield Section("", f"Ce qui ne change pas{INSECABLE}: {unchanged_text(impact)}.", 0)


def _folded_exercice(impact: Impact, comparaison: Comparaison) -> str:
    seen = impact.beside()
    table = markdown_table(_table(impact, comparaison, seen.adherents if seen is not None else (), ()))
    lines = markdown_table(lines_table(impact, comparaison, _clean)) if not one_sided(impact) else ""
    return _fold(f"Le détail de {impact.exercice}", f"{table}\n{lines}")


def _causes(impact: Impact, comparaison: Comparaison) -> str:
    """Tell the causes adherent by adherent; when they need no table, « Pourquoi » has said everything."""
    if not is_tabled(impact):
        return ""
    told = "\n".join(markdown_causes(impact, comparaison, _clean, None))
    return _fold(f"Pourquoi chacun paierait plus ou moins en {impact.exercice}", told)


def _fold(title: str, content: str) -> str:
    return f"<details><summary>{_clean(title)}</summary>\n\n{content.strip()}\n\n</details>"


def _split(impact: Impact, comparaison: Comparaison) -> tuple[tuple[EcartAdherent, ...], tuple[EcartAdherent, ...]]:
    """Show the largest écarts, and all that go another way; gather the others when they are many and alike."""
    every = impact.adherents
    if len(every) <= PREMIERS + 2:
        return every, ()
    causes = _causes_of(impact, comparaison, every)
    usual = max(set(causes.values()), key=lambda kind: (list(causes.values()).count(kind), kind))
    up = sum(item.ecart > 0 for item in every) * 2 >= len(every)
    apart = [
        item
        for rank, item in enumerate(every)
        if rank < PREMIERS or (item.ecart > 0) is not up or causes[item.adherent] != usual
    ][:LIGNES_OUVERTES]
    rest = tuple(item for item in every if item not in apart)
    return (tuple(apart), rest) if len(rest) > 1 else (every[:LIGNES_OUVERTES], every[LIGNES_OUVERTES:])


def _causes_of(impact: Impact, comparaison: Comparaison, every: Sequence[EcartAdherent]) -> dict[str, str]:
    """Name the main cause of each écart, its amount left out: what goes the same way is gathered by it."""
    found = {item.adherent: main_cause(impact, comparaison, item.adherent) for item in every}
    return {nom: cause.nom if cause is not None else "" for nom, cause in found.items()}


def _table(
    impact: Impact, comparaison: Comparaison, shown: Sequence[EcartAdherent], rest: Sequence[EcartAdherent]
) -> Tableau:
    """One row an adherent, one for the others, one for those that do not move, the total of these rows."""
    seen = impact.beside()
    if seen is None:
        return one_sided_table(impact, comparaison, _clean)
    headers = ("Adhérent", *columns(impact), *ENTETES)
    rows = [
        (
            *amounts_row(_clean(_name(item, comparaison)), item.avant, item.apres),
            _clean(cause.texte if (cause := main_cause(impact, comparaison, item.adherent)) is not None else ""),
        )
        for item in shown
    ]
    if rest:
        before, after = sum(item.avant for item in rest), sum(item.apres for item in rest)
        rows.append((*amounts_row(_others(rest), before, after), _clean(_common(impact, comparaison, rest))))
    whole = len(shown) + len(rest) == len(seen.adherents)
    if whole and seen.adherents_inchanges:
        label = compte(seen.adherents_inchanges, "adhérent inchangé", "adhérents inchangés")
        rows.append((*amounts_row(label, seen.total_inchanges, seen.total_inchanges), ""))
    if whole:
        total = (*amounts_row("Total", seen.avant, seen.apres), "")
        return Tableau(headers, tuple(rows), (total,), mots_a_la_fin=1)
    before, after = sum(item.avant for item in shown), sum(item.apres for item in shown)
    return Tableau(headers, tuple(rows), ((*amounts_row("Ensemble", before, after), ""),), mots_a_la_fin=1)


def _others(rest: Sequence[EcartAdherent]) -> str:
    up = sum(item.ecart > 0 for item in rest)
    told = ", tous en hausse" if up == len(rest) else ", tous en baisse" if up == 0 else ""
    return f"*{compte(len(rest), 'autre adhérent', 'autres adhérents')}{told} (détail plus bas)*"


def _common(impact: Impact, comparaison: Comparaison, rest: Sequence[EcartAdherent]) -> str:
    kinds = set(_causes_of(impact, comparaison, rest).values())
    return kinds.pop() if len(kinds) == 1 else ""


def _name(item: EcartAdherent, comparaison: Comparaison) -> str:
    depot = comparaison.head if item.adherent in comparaison.head.dossiers else comparaison.base
    return mots.adherent_name(depot, item.adherent)


def _footer(comparaison: Comparaison, base: str, head: str) -> str:
    seal = short(contents(comparaison).empreinte)
    return (
        f"*Empreinte n° {seal}{INSECABLE}: elle porte sur les phrases et sur les montants ; toute modification de l'un "
        f"ou de l'autre rouvre les avis. Base {_clean(base)}, proposition {_clean(head)}.*"
    )
