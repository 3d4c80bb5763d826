"""PER004: budgets, needs and measures of a year that the convention does not cover (art. 14).

Knows: first and last exercice of the convention. Must not know: whether an exercice is declared (`dates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, du
from convention.checks.adherents.axes import indicators
from convention.checks.adherents.budgets import budget_at, budgets
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import place, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot


class _Annee(NamedTuple):
    """A year as written: what it is said of, and where."""

    annee: int
    quoi: str
    reference: Reference


@controle("PER004")
def outside_convention(depot: Depot) -> Iterator[Diagnostic]:
    """PER004: a year before the convention or after its last renewal."""
    if "convention" in depot.incomplets:
        return
    first, last = depot.convention.premiere_annee, depot.convention.derniere_annee
    for written in _years(depot):
        # A declared exercice that is outside has its own message (`intervalles`).
        if not first <= written.annee <= last and written.annee not in depot.exercices:
            message = f"{written.quoi} de {written.annee} : la convention va de {first} à {last}"
            yield signal("PER004", place(depot, written.reference, key=True), message, "corriger l'année")


def _years(depot: Depot) -> Iterator[_Annee]:
    for dossier, document in budgets(depot):
        for annee in document.exercices:
            yield _Annee(annee, f"budget {du(dossier.identite.nom)}", budget_at(dossier, "exercices", str(annee)))
    for dossier in depot.dossiers.values():
        for annee in dossier.besoins:
            reference = Reference(dossier.path(f"besoins/{annee}.yaml"), ("recensement",))
            yield _Annee(annee, f"besoins {du(dossier.identite.nom)}", reference)
    for item in indicators(depot):
        for annee in item.indicateur.mesures:
            yield _Annee(annee, f"mesure de l'indicateur {cite(item.indicateur.id)}", item.at("mesures", str(annee)))
