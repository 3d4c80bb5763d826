"""What a procedure asks for, piece by piece: written and when, or missing.

Knows: procedures and their visas. Must not know: which document holds a piece (the caller says what is written).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.depot import Depot

MANQUE = "manque"
NON_SUIVI = "à vérifier : le dépôt ne le dit pas ici"


class VisaEcrit(NamedTuple):
    """A visa: what is written of it, its name, in which case it is asked."""

    etat: str
    libelle: str
    quand: str | None = None


def written_visas(depot: Depot, procedure: str, ecrits: Mapping[str, str]) -> Iterator[VisaEcrit]:
    """Yield the visas of a procedure.

    Args:
        depot: the data.
        procedure: id of the procedure.
        ecrits: what is known of each visa, by id: when it was done, or nothing when it is missing.
    """
    document = depot.vie.procedures
    known = document.procedures.get(procedure) if document is not None else None
    for nom in known.visas if known is not None else tuple(ecrits):
        visa = document.visas.get(nom) if document is not None else None
        state = (ecrits[nom] or MANQUE) if nom in ecrits else NON_SUIVI
        yield VisaEcrit(state, nom) if visa is None else VisaEcrit(state, visa.libelle, visa.quand)
