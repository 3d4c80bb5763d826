"""A comparison for a screen and one minute: what changes, what it costs whom, who decides; then a line for everyone.

Knows: the first lines, the table. Must not know: how a comparison was made. The whole of it is `comparaison`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE
from convention.reports.comparaison.comparaison import RIEN, adherents_table, opening, warnings
from convention.reports.comparaison.tete import top
from convention.reports.comparaison.titre import first_told, impact_title, told, verdict
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import terminal_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision

_TOUT = "Tout, mot à mot, acte par acte et ligne par ligne : la même commande, sans --bref."


def brief_text(
    comparaison: Comparaison, base: str, head: str, decision: Decision | None = None, ailleurs: Sequence[str] = ()
) -> str:
    """Write what a reader who has one minute must know of a comparison.

    `ailleurs` are sentences about what is not data.
    """
    parts, beside = opening(comparaison, base, head, ailleurs)
    if comparaison.identique:
        return "\n".join([*parts, RIEN, *beside]) + "\n"
    every = told(comparaison)
    first = first_told(every)
    tete = top(comparaison, first, decision)
    parts += [f"{terminal(tete.titre)}.", *(terminal(text) for text in warnings(comparaison)), ""]
    for number, item in enumerate(tete.lignes, 1):
        effect = f"{INSECABLE}: {terminal(item.effet)}" if item.effet else ""
        parts.append(f"{number}. {terminal(item.sujet)}{INSECABLE}: {terminal(item.texte)}{effect}.")
    parts += [f"… et {tete.reste} de plus."] if tete.reste else []
    parts += ["", f"En euros. {terminal(tete.euros)}"] if tete.euros else []
    parts += ["", f"Décider. {terminal(' '.join(tete.decider))}"] if tete.decider else []
    if first is not None and first.adherents:
        parts += [
            "",
            impact_title(first),
            "",
            terminal_table(adherents_table(first, comparaison, terminal)).rstrip("\n"),
        ]
    parts += ["", *(verdict(item) for item in every if item is not first)] if len(every) > 1 else []
    return "\n".join([*parts, *beside, "", _TOUT]) + "\n"
