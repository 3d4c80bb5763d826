"""What is known at the window of a request: what it asks, and what became of it.

Knows: quantities as they are now published. Must not know: the queue, the forge: whether somebody has read a request
over, or refused it, is not known here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from convention.base.french import compte, enumere
from convention.reports.depot.guichet import Etat, Geste

if TYPE_CHECKING:
    from convention.reports.depot.guichet import Affiche, Affichee, Demande, Quantite


class Suite(StrEnum):
    """What became of a request."""

    ATTEND = "pas encore transmise {}"
    TRANSMISE = "transmise {}"
    REPRISE = "reprise dans vos quantités"

    def dite(self, affiche: Affiche) -> str:
        """Say it, with those to whom a request goes: « transmise à l'équipe du gestionnaire »."""
        return self.format(affiche.relecteur.au)


def suite_of(demande: Demande, affiche: Affiche, *, lue: bool) -> Suite:
    """Say what became of a request: what is published says it best, then whether the forge has read the queue."""
    shown = {(item.cle, item.composant): item for item in affiche.quantites}
    asked_of = (demande.exercice, demande.phase) == (affiche.exercice, affiche.phase)
    if asked_of and all(_taken(demande, item, shown.get((item.cle, item.composant))) for item in demande.quantites):
        return Suite.REPRISE
    return Suite.TRANSMISE if lue else Suite.ATTEND


def _taken(demande: Demande, item: Quantite, shown: Affichee | None) -> bool:
    if shown is None or shown.valeur != item.nombre:
        return False
    return shown.etat is Etat.VALIDEE if demande.geste is Geste.VALIDER else shown.source == demande.source


def asked(demande: Demande) -> str:
    """Say what is asked: « validation de 3 quantités », « comptage de 1 quantité et correction de 2 quantités »."""
    counted = sum(item.supposee for item in demande.quantites)
    other = "validation" if demande.geste is Geste.VALIDER else "correction"
    parts = (("comptage", counted), (other, len(demande.quantites) - counted))
    said = enumere([f"{what} de {compte(count, 'quantité')}" for what, count in parts if count])
    return f"{said} de {demande.exercice}, état {demande.phase.libelle}"
