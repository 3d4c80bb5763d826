"""What a gesture would do, shown before it is done: the lines that change, then what that changes and costs.

Knows: texts before and after, a comparison. Must not know: how a gesture was made, exit codes.
"""

from __future__ import annotations

from difflib import unified_diff
from textwrap import indent
from typing import TYPE_CHECKING

from convention.base.diagnostic import by_cause
from convention.base.french import compte, ecart, montant
from convention.reports.comparaison.comparaison import numbered_changes, other_phases
from convention.reports.comparaison.titre import columns, later_moves, verdict
from convention.reports.mots import compared_adherent
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, terminal_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.base.diagnostic import Diagnostic
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.edition.etat import Modification

FICHIERS_MONTRES = 4
CHANGEMENTS_MONTRES = 12
ADHERENTS_MONTRES = 10
AVERTISSEMENTS_MONTRES = 5
LIEUX_MONTRES = 3
CONTEXTE = 2
AUCUN_MONTANT = "Aucun montant ne change dans les phases en vigueur."
_SANS_FIN = "\\ pas de fin de ligne à la fin du fichier"


def diff_text(modifications: Sequence[Modification]) -> str:
    """Write the lines that change, file by file, as git shows them; beyond a few files, their names."""
    parts = ["\n".join(_diff(item)) for item in modifications[:FICHIERS_MONTRES]]
    rest = modifications[FICHIERS_MONTRES:]
    if rest:
        parts.append("\n".join(["Et aussi :", *(f"  {terminal(item.path)} ({_size(item)})" for item in rest)]))
    return "\n\n".join(parts) + "\n"


def effect_text(comparaison: Comparaison, remarques: Sequence[str] = ()) -> str:
    """Write what changes in words, what is to be known of it, then for whom and how much, exercice by exercice.

    `remarques` say what of it nobody typed, what of it is late or refused.
    """
    changes = numbered_changes(comparaison)
    lines = ["Ce qui change", *(indent(text, "  ") for text in changes[:CHANGEMENTS_MONTRES])]
    if len(changes) > CHANGEMENTS_MONTRES:
        more = compte(len(changes) - CHANGEMENTS_MONTRES, "autre changement", "autres changements")
        lines.append(f"  … et {more}.")
    lines += [f"  {terminal(text)}" for text in remarques]
    moved = comparaison.touches
    for impact in moved:
        lines += ["", verdict(impact)]
        seen = impact.beside()
        if seen is not None:
            lines += ["", terminal_table(_table(seen, columns(impact), comparaison)).rstrip("\n")]
    if not moved:
        lines += ["", AUCUN_MONTANT]
    lines += [terminal(f"{text}.") for text in later_moves(comparaison)]
    return "\n".join([*lines, *other_phases(comparaison)]) + "\n"


def warnings_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Write the warnings that a gesture brings, without their excerpts: the lines are shown above."""
    lines = ["À noter"]
    groups = by_cause(diagnostics)
    for item, *others in groups[:AVERTISSEMENTS_MONTRES]:
        lines += [f"  {terminal(str(item.span))} : {item.severity} {item.code}", f"    {terminal(item.message)}"]
        if others:
            alike = compte(len(others), "autre fois", "autres fois")
            places = [*dict.fromkeys(str(other.span) for other in others)]
            more = ", …" if len(places) > LIEUX_MONTRES else ""
            lines.append(f"    De même, {alike} : {terminal(', '.join(places[:LIEUX_MONTRES]))}{more}")
    rest = sum(map(len, groups[AVERTISSEMENTS_MONTRES:]))
    if rest > 0:
        lines.append(f"  … et {compte(rest, 'autre message', 'autres messages')} : convention valider")
    return "\n".join(lines) + "\n"


def _diff(item: Modification) -> Iterator[str]:
    before = "(nouveau fichier)" if item.avant is None else f"{item.path} (avant)"
    old, new = _lines(item.avant or ""), _lines(item.apres)
    for line in unified_diff(old, new, before, f"{item.path} (après)", n=CONTEXTE, lineterm=""):
        yield terminal(line.removesuffix("\r"))


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else [*lines, _SANS_FIN]


def _size(item: Modification) -> str:
    if item.avant is None:
        return f"nouveau, {compte(item.apres.count(chr(10)), 'ligne')}"
    rows = list(unified_diff(item.avant.split("\n"), item.apres.split("\n"), n=0, lineterm=""))[2:]
    added, removed = (sum(1 for row in rows if row.startswith(sign)) for sign in "+-")
    return f"+{added} −{removed}"


def _table(impact: Impact, colonnes: tuple[str, str], comparaison: Comparaison) -> Tableau:
    """One row an adherent that moves, the largest first, one for the others, and the total."""
    shown, rest = impact.adherents[:ADHERENTS_MONTRES], impact.adherents[ADHERENTS_MONTRES:]
    rows = [_row(terminal(compared_adherent(comparaison, item.adherent)), item.avant, item.apres) for item in shown]
    if rest:
        label = compte(len(rest), "autre qui change", "autres qui changent")
        rows.append(_row(label, sum(item.avant for item in rest), sum(item.apres for item in rest)))
    if impact.adherents_inchanges:
        label = compte(impact.adherents_inchanges, "adhérent inchangé", "adhérents inchangés")
        rows.append(_row(label, impact.total_inchanges, impact.total_inchanges))
    headers = ("Adhérent", *colonnes, "Écart (€)")
    return Tableau(headers, tuple(rows), (_row("Total", impact.avant, impact.apres),))


def _row(label: str, before: int, after: int) -> tuple[str, ...]:
    return (label, montant(before), montant(after), ecart(after - before))
