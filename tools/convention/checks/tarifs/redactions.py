"""TAR037: a redaction of a row that changes nothing, or takes effect in no exercice (art. 12).

Knows: the rows and the years of their redactions. Must not know: whether their formulas hold (`lignes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import rows
from convention.checks.cadre.lieux import place, signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.lecture import LigneEcrite
    from convention.model.depot import Depot
    from convention.model.tarifs import Redaction


@controle("TAR037")
def redactions(depot: Depot) -> Iterator[Diagnostic]:
    """TAR037: a year before which nothing was in force, or that never comes; no column; the text already in force."""
    for row in rows(depot):
        for annee, redaction in row.ligne.redactions.items():
            problem = _years(depot, annee) or _content(row, annee, redaction)
            if problem:
                lieu = place(depot, row.at("redactions", str(annee)), key=True)
                yield signal("TAR037", lieu, f"{cite(row.ligne.id)}, rédaction de {annee} : {problem[0]}", problem[1])


def _years(depot: Depot, annee: int) -> tuple[str, str] | None:
    first, last = depot.convention.premiere_annee, depot.convention.derniere_annee
    if annee <= first:
        return f"la convention commence en {first}", "écrire ce texte dans la ligne elle-même"
    if annee > last:
        return f"la convention finit en {last}", f"choisir une année de {first + 1} à {last}"
    return None


def _content(row: LigneEcrite, annee: int, redaction: Redaction) -> tuple[str, str] | None:
    columns = {nom: mode for nom in ("factuel", "annuel") if (mode := getattr(redaction, nom)) is not None}
    if not columns:
        return "elle ne remplace aucune colonne", "ajouter « annuel » ou « factuel », avec sa formule et son texte"
    before = row.ligne.at(annee - 1)
    if all(getattr(before, nom) == mode for nom, mode in columns.items()):
        return "elle répète le texte déjà en vigueur", "retirer la rédaction, ou corriger la formule"
    return None
