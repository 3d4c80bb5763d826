"""A statement as a text to read in a terminal.

Knows: a statement. Must not know: how it was built.
"""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

from convention.base.french import ecart, minuscule, montant
from convention.reports.etat import phrases
from convention.reports.etat.encadre import box
from convention.reports.etat.genres import GenreEtat
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, escaped, terminal_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.reports.etat.encadre import Encadre
    from convention.reports.etat.genres import Somme
    from convention.reports.etat.valeurs import Etat, VoletEtat

LETTRES = ascii_uppercase
"""Letters of the parts of a statement."""


def text(etat: Etat) -> str:
    """Write a statement."""
    framed = box(etat)
    parts = [
        f"{etat.genre.intitule} n° {terminal(etat.numero)}, {terminal(etat.debiteur.denomination)} – {etat.sujet}",
        *([phrases.mention(etat)] if phrases.mention(etat) else []),
        "",
        *(_box(framed) if framed is not None else [terminal(etat.fondement)] if etat.fondement else []),
        *([terminal(etat.exercices)] if etat.exercices else []),
        *([f"{terminal(' '.join(phrases.closed_on(etat)))}."] if etat.arrete_le is not None else []),
        "",
    ]
    for rang, volet in enumerate(etat.volets):
        parts += [f"{LETTRES[rang]}. {volet.titre}", "", terminal_table(part_table(volet)), *_below(volet)]
    if etat.genre is GenreEtat.RATTACHEMENT and not etat.volets:
        parts += [phrases.RIEN, ""]
    parts += [*_deliveries(etat), *_closing(etat), *_assumptions(etat)]
    if phrases.sources(etat):
        parts += ["", terminal(phrases.sources(etat))]
    # What a part has nothing to say of leaves one blank line, not two.
    return re.sub("\n{3,}", "\n\n", "\n".join(parts)) + "\n"


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
            yield f"- {terminal(row.service)} : {terminal(phrases.reasons_text(row.motifs))}"
    yield ""


def _deliveries(etat: Etat) -> Iterator[str]:
    if etat.livraisons:
        yield f"{phrases.recalled_title(etat)}, non repris ici :"
        for item in etat.livraisons:
            yield f"- {terminal(phrases.recalled_text(etat, item))}"
        yield ""


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
        yield ""


def _assumptions(etat: Etat) -> Iterator[str]:
    for told in etat.hypotheses:
        yield f"Hypothèse, {terminal(minuscule(told))}."
