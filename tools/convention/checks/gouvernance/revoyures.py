"""GOU012: each adherent has its yearly review, once (art. 3: « une clause de revoyure annuelle est prévue »).

Knows: the reviews that the needs of a year hold. Must not know: the needs themselves (`adherents.besoins`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import Span
from convention.base.french import du
from convention.base.period import year_period
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Lieu, place, signal
from convention.checks.cadre.vie import is_closed
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Dossier


@controle("GOU012", avertit=True)
def reviews(depot: Depot) -> Iterator[Diagnostic]:
    """GOU012: an adherent without its review in a year that is over or under way, or with two in one year."""
    known = {annee for dossier in depot.dossiers.values() for annee in dossier.besoins}
    due = sorted(annee for annee in known if annee == depot.exercice_courant or is_closed(depot, annee))
    for dossier in depot.dossiers.values():
        for annee in due:
            yield from _review(depot, dossier, annee)
        yield from _twice(depot, dossier)


def _review(depot: Depot, dossier: Dossier, annee: int) -> Iterator[Diagnostic]:
    path = dossier.path(f"besoins/{annee}.yaml")
    present = dossier.identite.adhesion.periode.intersect(year_period(annee)) is not None
    if not present or path in depot.illisibles:
        return
    besoins, who = dossier.besoins.get(annee), du(dossier.identite.nom)
    message = f"la revoyure annuelle {who} manque pour {annee} (article 3)"
    if besoins is None:
        yield signal("GOU012", Lieu(Span(path), ""), message, f"créer {path}, avec « revoyure »")
    elif besoins.revoyure is None:
        lieu = place(depot, Reference(path, ("recensement",)), key=True)
        yield signal("GOU012", lieu, message, "ajouter « revoyure: {date: AAAA-MM-JJ} »")
    elif besoins.revoyure.conclusion is None and is_closed(depot, annee):
        message = f"la revoyure {annee} {who} est sans conclusion, et l'exercice est clos"
        lieu = place(depot, Reference(path, ("revoyure", "date")))
        yield signal("GOU012", lieu, message, 'ajouter « conclusion: "…" »')


def _twice(depot: Depot, dossier: Dossier) -> Iterator[Diagnostic]:
    first: dict[int, Reference] = {}
    for annee, besoins in sorted(dossier.besoins.items()):
        if besoins.revoyure is None:
            continue
        reference = Reference(dossier.path(f"besoins/{annee}.yaml"), ("revoyure", "date"))
        year = besoins.revoyure.date.year
        known = first.setdefault(year, reference)
        if known != reference:
            message = f"deux revoyures {du(dossier.identite.nom)} la même année ({year}) : une seule est annuelle"
            related = ((place(depot, known), "l'autre revoyure"),)
            yield signal("GOU012", place(depot, reference), message, "corriger l'une des deux dates", related)
