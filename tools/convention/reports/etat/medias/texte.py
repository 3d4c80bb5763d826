"""A statement as a text to read in a terminal.

Knows: a statement. Must not know: how it was built.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from convention.base.french import ecart, minuscule, montant
from convention.reports.etat import phrases
from convention.reports.etat.encadre import box
from convention.reports.etat.genres import GenreEtat
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, escaped, terminal_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.reports.etat.encadre import Encadre
    from convention.reports.etat.genres import Somme
    from convention.reports.etat.valeurs import Etat, VoletEtat


def text(etat: Etat) -> str:
    """Write a statement."""
    framed = box(etat)
    parts = [
        f"{etat.genre.intitule} n° {terminal(etat.numero)}, {terminal(etat.debiteur.denomination)} – {etat.sujet}",
        *([phrases.mention(etat)] if phrases.mention(etat) else []),
        "",
        *(_box(framed) if framed is not None else []),
    ]
    told = [
        *([terminal(etat.fondement)] if etat.fondement and framed is None else []),
        *([terminal(etat.exercices)] if etat.exercices else []),
        *([f"{terminal(' '.join(phrases.closed_on(etat)))}."] if etat.arrete_le is not None else []),
    ]
    parts += _closed(told)
    for rang, volet in enumerate(etat.volets):
        # A table ends with a blank line.
        parts += [f"{lettre(rang)}. {volet.titre}", "", terminal_table(part_table(volet)), *_closed(_below(volet))]
    if etat.genre is GenreEtat.RATTACHEMENT and not etat.volets:
        parts += [phrases.RIEN, ""]
    parts += [*_closed(_deliveries(etat)), *_closed(_closing(etat)), *_closed(_assumptions(etat))]
    if phrases.sources(etat):
        parts += [terminal(phrases.sources(etat)), ""]
    return "\n".join(parts)


def lettre(rang: int) -> str:
    """Letter a part of a statement, from its rank: A to Z, then AA."""
    series, last = divmod(rang, len(ascii_uppercase))
    return f"{ascii_uppercase[series - 1] if series else ''}{ascii_uppercase[last]}"


def _closed(lines: Iterable[str]) -> list[str]:
    """End what has something to say by a blank line."""
    told = list(lines)
    return [*told, ""] if told else []


def part_table(volet: VoletEtat) -> Tableau:
    """Lay a part out: one row a service and a kind of cost, the total below."""
    rows = [
        (
            terminal(row.service),
            phrases.in_section(terminal(row.nature), row.section),
            *figures(volet, row.somme),
        )
        for row in volet.rangees
    ]
    parts = [(name, "", *figures(volet, somme)) for name, somme in volet.sous_totaux]
    total = ("Total", "", *figures(volet, volet.total))
    headings = ("Service", "Nature", *volet.entetes(volet.exercice))
    return Tableau(headings, tuple(rows), (*parts, total), a_gauche=2)


def figures(volet: VoletEtat, somme: Somme) -> tuple[str, ...]:
    """Write the amounts of a row in the order of its columns; a difference carries its sign."""
    cents = volet.genre.montants(somme)
    shown = [montant(item) for item in cents]
    if volet.genre.ecart:
        shown[-1] = ecart(cents[-1])
    return tuple(shown)


def _below(volet: VoletEtat) -> Iterator[str]:
    if volet.note:
        yield terminal(volet.note)
    for row in volet.rangees:
        if row.motifs:
            yield f"- {terminal(row.service)} : {terminal(phrases.reasons_text(row))}"


def _deliveries(etat: Etat) -> Iterator[str]:
    if etat.livraisons:
        yield f"{phrases.recalled_title(etat)}, non repris ici :"
        for item in etat.livraisons:
            yield f"- {terminal(phrases.recalled_text(etat, item))}"


def _box(framed: Encadre) -> Iterator[str]:
    """Say what to pay first, then what is missing."""
    yield framed.titre
    yield ""
    yield terminal_table(escaped(framed.tableau, terminal))
    yield from (f"{name} : {terminal(text)}" for name, text in framed.reperes)
    yield from framed.notes
    yield framed.arrete
    yield from (f"- {terminal(text)}" for text in framed.manques)
    yield ""


def _closing(etat: Etat) -> Iterator[str]:
    if etat.pieces:
        if etat.contestations:
            yield f"{phrases.due_text(etat)}{etat.renvois.desaccord}"
            yield from (f"- {terminal(phrases.contestation_text(etat, item))}" for item in etat.contestations)
        yield phrases.closing(etat)


def _assumptions(etat: Etat) -> Iterator[str]:
    for told in etat.hypotheses:
        yield f"Hypothèse, {terminal(minuscule(told))}."
