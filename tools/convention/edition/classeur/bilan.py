"""What a census says before anything is written: who answered, what is left blank, what is not as the year before.

Knows: a census that was read. Must not know: workbooks, gestures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, nombre, pourcentage
from convention.reports.mots import adherent_name
from convention.reports.rendus.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.edition.classeur.recensement import Ecart, Recensement
    from convention.model.depot import Depot


def census_text(depot: Depot, recensement: Recensement) -> str:
    """Write what came back of a census."""
    return "\n".join(map(terminal, _lines(depot, recensement))) + "\n"


def _lines(depot: Depot, recensement: Recensement) -> Iterator[str]:
    came, missing = len(recensement.recus), recensement.manquants
    answers = compte(came, "classeur revenu", "classeurs revenus")
    yield f"Recensement {recensement.exercice} : {answers} sur {came + len(missing)}"
    if missing:
        yield f"Manquent : {enumere([adherent_name(depot, nom) for nom in missing])}"
    if recensement.incomplets:
        yield "Ce qui est resté vide"
        for nom, left in recensement.incomplets.items():
            yield f"  {adherent_name(depot, nom)} : {enumere(left)}"
    before = recensement.exercice - 1
    if not recensement.ecarts:
        yield f"Aucune quantité donnée ne diffère de {before}"
        return
    yield f"Ce qui diffère de {before}"
    yield from (f"  {adherent_name(depot, item.adherent)} : {_moved(item)}" for item in recensement.ecarts)


def _moved(item: Ecart) -> str:
    if item.avant is None:
        return f"{item.quoi} : {nombre(item.apres)}, rien n'était compté"
    moved = f" ({pourcentage(item.apres - item.avant, item.avant)})" if item.avant else ""
    return f"{item.quoi} : {nombre(item.apres)} au lieu de {nombre(item.avant)}{moved}"
