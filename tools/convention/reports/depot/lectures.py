"""The ambiguities of the convention in euros: each other reading, and what it would change for whom.

Knows: readings and their effects. Must not know: how they were computed, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, euros
from convention.compare.ecarts import together
from convention.model.mots.communs import weakest
from convention.reports.rendus.gabarit import ecrire
from convention.reports.valeurs import compared_table, phase_dite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.compare.lectures import AutreLecture
    from convention.engine.lignes import Contribution
    from convention.model.depot import Depot
    from convention.model.documents.lectures import Lecture
    from convention.reports.rendus.document import Document
    from convention.reports.rendus.table import Tableau


def readings(depot: Depot, contribution: Contribution, found: Sequence[AutreLecture], adherent: str | None) -> Document:
    """Write the page of the readings: one section an ambiguity, one table another reading.

    One adherent is told alone; by default, everyone that the other reading moves.
    """
    ambiguities: dict[int, tuple[Lecture, list[tuple[str, Tableau | None, str]]]] = {}
    for item in found:
        _, others = ambiguities.setdefault(item.lecture.numero, (item.lecture, []))
        told = borne(depot, item) if adherent in {None, depot.convention.gestionnaire} else ""
        others.append((item.alternative.libelle, _table(depot, item, adherent), told))
    return ecrire(
        "depot/lectures.j2",
        clauses=depot.convention.clauses,
        contribution=contribution,
        phase=phase_dite(depot.convention, contribution.exercice, contribution.phase),
        mention=weakest(*(ligne.origine for ligne in contribution.lignes)).mention,
        lues=len(found),
        chiffrees=sum(bool(item.touches) for item in found),
        ambiguites=list(ambiguities.values()),
    )


def borne(depot: Depot, item: AutreLecture) -> str:
    """Say what the managing body would bear, of what is charged to nobody any more; nothing when all of it is."""
    cents, body = item.reste(depot.convention.gestionnaire), depot.convention.noms.gestionnaire
    if not cents:
        lost = -item.total.ecart
        return f"Ce qui ne serait plus facturé, {euros(lost)}, resterait à la charge {body.du}." if lost > 0 else ""
    verb = "supporteraient" if body.pluriel else "supporterait"
    its = "leur" if body.pluriel else "sa"
    why = f"ce que les autres ne paieraient plus reste à {its} charge"
    return f"{body.en_tete} {verb} {euros(cents)} de plus, {its} propre part comprise : {why}."


def _table(depot: Depot, item: AutreLecture, adherent: str | None) -> Tableau | None:
    """Those that move one by one, the others together: the printed rows add up to the total. None: no amount moves."""
    if adherent is None and not item.touches:
        return None
    parts = [part for part in item.parts if adherent in (None, part.adherent)]
    still = [part for part in parts if not part.ecart] if adherent is None else []
    rows = [(depot.nom_de(part.adherent), part) for part in (item.touches if adherent is None else parts)]
    if still:
        rows.append((compte(len(still), "adhérent inchangé", "adhérents inchangés"), together(still)))
    titles = ("Adhérent", "Lecture retenue (€)", "Autre lecture (€)")
    return compared_table(titles, rows, [("Total", item.total)] if adherent is None else ())
