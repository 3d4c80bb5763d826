"""The disagreements that a statement tells: those on its own documents, those that its parts settles (art. 11).

Knows: disputes as the engine measures them. Must not know: media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.engine.appels.litiges import delivery_situation, situation
from convention.reports.etat.valeurs import Contestation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.engine.appels.litiges import Desaccord
    from convention.model.depot import Depot


class Contestations(NamedTuple):
    """The disagreements told, and what they contest and suspend of this call; cents."""

    contestations: tuple[Contestation, ...]
    conteste: int
    suspendu: int


class Vise(NamedTuple):
    """The call that is told."""

    echeance: str
    jour: date
    regularises: frozenset[int]
    """Exercices that it regularises."""


def contestations(depot: Depot, vise: Vise, adherent: str, au: date) -> Contestations:
    """Gather the disagreements of an adherent that concern a call, as they stood on a day."""
    mine = situation(depot, adherent, vise.echeance, au)
    told = [*_settled(depot, vise, adherent, au), *mine.desaccords]
    return Contestations(tuple(map(_told, told)), mine.conteste, mine.suspendu)


def of_delivery(depot: Depot, adherent: str, exercice: int, depense: str, au: date) -> Contestations:
    """Gather the disagreements of an adherent on the titre of a delivery, as they stood on a day."""
    mine = delivery_situation(depot, adherent, exercice, depense, au)
    return Contestations(tuple(map(_told, mine.desaccords)), mine.conteste, mine.suspendu)


def _settled(depot: Depot, vise: Vise, adherent: str, au: date) -> Iterator[Desaccord]:
    """List those closed before this call, on an exercice that it regularises: its amounts carry what was agreed."""
    for sceau in depot.sceaux.values():
        if sceau.est_appel and sceau.nom < vise.echeance:
            for item in situation(depot, adherent, sceau.nom, au).desaccords:
                closed = item.litige.cloture
                if item.titre.exercice in vise.regularises and closed is not None and closed <= vise.jour:
                    yield item


def _told(item: Desaccord) -> Contestation:
    litige = item.litige
    return Contestation(
        item.nom,
        litige.objet,
        litige.titre,
        litige.montant,
        item.suspendu if litige.etape.suspend else 0,
        litige.etape,
        litige.cloture,
        litige.issue or "",
    )
