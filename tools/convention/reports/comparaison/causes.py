"""Why amounts differ, for a terminal and for a pull request: who causes what, and which services move.

Knows: effects in cents, their words. Must not know: how they were found.
Every printed row adds up to its écart. A cause that moves nobody has no column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, compte, ecart, enumere
from convention.compare.causes.effets import Effets, together
from convention.engine.lignes import HORS_SERVICE
from convention.reports import mots
from convention.reports.rendus.escape import terminal
from convention.reports.rendus.table import Tableau, markdown_table, terminal_table
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convention.compare.causes.effets import CauseAdherent
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact

TITRE = "Pourquoi"
COLONNES = (
    "Périmètre, de son fait",
    "Périmètre, du fait des autres",
    "Volume, de son fait",
    "Volume, du fait des autres",
    "Prix",
    "Règles",
)
"""Headers, in the order of `Effets`."""
PRIX, REGLES = 4, 5
GROUPES = (("périmètre", (0, 1)), ("volume", (2, 3)), ("prix", (PRIX,)), ("règles", (REGLES,)))
"""Causes, with their ranks in `Effets`."""
COMMUNES = "Les prix et les règles sont fixés pour tous, selon la convention."


def terminal_causes(impact: Impact, comparaison: Comparaison) -> list[str]:
    """Write the section « Pourquoi » of an exercice for a screen; nothing when causes were not asked."""
    if not impact.causes:
        return []
    table = _table(impact, comparaison, terminal)
    told = [terminal(sentence) for sentence in _sentences(impact, comparaison)]
    return ["", TITRE, "", *([terminal_table(table)] if table is not None else []), *told]


def markdown_causes(
    impact: Impact, comparaison: Comparaison, clean: Callable[[str], str], limit: int | None
) -> list[str]:
    """Write the same in Markdown; beyond `limit` adherents, one row for the others."""
    if not impact.causes:
        return []
    table = _table(impact, comparaison, clean, limit)
    told = [f"{clean(sentence)}\n" for sentence in _sentences(impact, comparaison)]
    return [f"**{TITRE}**", "", *([markdown_table(table)] if table is not None else []), *told]


def is_tabled(impact: Impact) -> bool:
    """Tell whether causes need a table: when one common decision makes everything, the écarts say it."""
    return bool(impact.causes) and _ranks(impact) not in ([PRIX], [REGLES])


def _ranks(impact: Impact) -> list[int]:
    """List the causes that move somebody, by their places in `Effets`."""
    return [rang for rang in range(len(COLONNES)) if any(cause.effets[rang] for cause in impact.causes)]


def _table(
    impact: Impact, comparaison: Comparaison, clean: Callable[[str], str], limit: int | None = None
) -> Tableau | None:
    """Show what each cause does to each adherent; None when they need none."""
    ranked, ranks = _ranked(impact), _ranks(impact)
    if not is_tabled(impact):
        return None
    shown, rest = ranked[:limit], ranked[len(ranked[:limit]) :]
    rows = [_row(clean(mots.compared_adherent(comparaison, cause.adherent)), cause.effets, ranks) for cause in shown]
    if rest:
        others = compte(len(rest), "autre qui change", "autres qui changent")
        rows.append(_row(others, together(cause.effets for cause in rest), ranks))
    headers = ("Adhérent", *(f"{COLONNES[rang]} (€)" for rang in ranks), "Écart (€)")
    return Tableau(headers, tuple(rows), (_row("Total", together(cause.effets for cause in ranked), ranks),))


def _sentences(impact: Impact, comparaison: Comparaison) -> list[str]:
    """Say what each cause does to the whole, with the services that it moves; who decides what is common."""
    sentences = [
        f"Effet {nom}{INSECABLE}: {signed(sum(total))} ({enumere(services)})."
        for nom, ranks in GROUPES
        if (services := list(_services(impact, comparaison, ranks)))
        for total in [[cause.effets[rang] for cause in impact.causes for rang in ranks]]
    ]
    common = any(cause.effets.prix or cause.effets.regles for cause in impact.causes)
    return [*sentences, *([COMMUNES] if common else [])]


def _ranked(impact: Impact) -> list[CauseAdherent]:
    """List whom a cause moves, largest écart first."""
    return sorted(
        (cause for cause in impact.causes if any(cause.effets)),
        key=lambda cause: (-abs(cause.effets.ecart), cause.adherent),
    )


def _row(label: str, effets: Effets, ranks: Sequence[int]) -> tuple[str, ...]:
    return (label, *(ecart(effets[rang]) for rang in ranks), ecart(effets.ecart))


def _services(impact: Impact, comparaison: Comparaison, ranks: Sequence[int]) -> Iterator[str]:
    """Yield each service that a cause moves: what it adds to some, what it takes from others."""
    moved: dict[str, list[int]] = {}
    for cause in impact.causes:
        for ligne in cause.lignes:
            moved.setdefault(ligne.service, []).extend(ligne.effets[rang] for rang in ranks)
    # The forfait stands before the services, as everywhere.
    for service in sorted(moved, key=lambda code: (code != HORS_SERVICE, code)):
        added = sum(cents for cents in moved[service] if cents > 0)
        taken = sum(cents for cents in moved[service] if cents < 0)
        told = " et ".join(signed(cents) for cents in (added, taken) if cents)
        if told:
            yield f"{mots.compared_service(comparaison, service)} {told}"
