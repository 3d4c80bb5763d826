"""What a procedure asks for, piece by piece: written and when, or missing.

Knows: procedures and their visas. Must not know: which document holds a piece (the caller says what is written).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import minuscule
from convention.reports.fiches.fiche import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import Depot

TITRE = "Ce qui est écrit, ce qui manque"
MANQUE = "manque"
NON_SUIVI = "à vérifier : le dépôt ne le dit pas ici"


def visas_section(depot: Depot, procedure: str, acquis: Mapping[str, str], *phrases: str) -> Section:
    """List the visas of a procedure.

    Args:
        depot: the data.
        procedure: id of the procedure.
        acquis: what is known of each visa, by id: when it was done, or nothing when it is missing.
        phrases: what is said before the list.
    """
    document = depot.vie.procedures
    known = document.procedures.get(procedure) if document is not None else None
    asked = known.visas if known is not None else tuple(acquis)
    points = []
    for nom in asked:
        visa = document.visas.get(nom) if document is not None else None
        label = visa.libelle if visa is not None else nom
        when = f" ({minuscule(visa.quand)})" if visa is not None and visa.quand is not None else ""
        state = (acquis[nom] or MANQUE) if nom in acquis else NON_SUIVI
        points.append(f"{state} — {label}{when}")
    return Section(TITRE, phrases, tuple(points))
