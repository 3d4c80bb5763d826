"""What acquires a visa point by point: a signed demand, a validation, an evaluation, a letter (art. 3, 5, 13).

Knows: changes, and the dates that documents write beside what they hold. Must not know: avenants, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.compare.decision.porteurs import item_of
from convention.model.cadre.genres import read_path
from convention.model.documents.adherents import Depense, Releve, Souscription
from convention.model.mots.avenants import EtapeVisa
from convention.model.mots.communs import StatutSouscription

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison


def acts_of_points(
    etape: EtapeVisa, changements: Sequence[Changement], comparaison: Comparaison
) -> tuple[date | None, ...]:
    """Return the day of the act that each point needs; None where it is missing, or where nothing holds it.

    An act holds for what came with it: a demand for the subscription that it opens and for its activation (not for its
    end, which has its own), an accepted estimate for the expense that it allows, a validation for the figures that were
    there on its day, a letter for the end of membership that it gives, an evaluation for the entry that it prepares.
    """
    read = _LECTURES[etape]
    return tuple(read(changement, comparaison) for changement in changements)


def _demand(changement: Changement, comparaison: Comparaison) -> date | None:
    value = changement.apres
    if changement.avant is None and isinstance(value, Souscription):
        return value.demande
    before, after = item_of(changement, comparaison)
    if not isinstance(before, Souscription) or not isinstance(after, Souscription):
        return None
    if changement.champ in _FIN:
        return after.demande_fin if after.demande_fin != before.demande_fin else None
    return after.demande if after.demande != before.demande or _is_activated(before, after) else None


def _is_activated(before: Souscription, after: Souscription) -> bool:
    """Tell whether what was asked and waited comes into use: nothing else is asked of the adherent (art. 3)."""
    return before.statut is not StatutSouscription.ACTIVE and after.statut is StatutSouscription.ACTIVE


def _validation(changement: Changement, comparaison: Comparaison) -> date | None:
    value = changement.apres
    if changement.avant is None and isinstance(value, Depense):
        return value.devis.accepte_le
    before, after = item_of(changement, comparaison)
    if isinstance(before, Souscription) and isinstance(after, Souscription):
        return after.demande if _is_activated(before, after) else None
    if not isinstance(after, Releve) or (isinstance(before, Releve) and before.validation == after.validation):
        return None
    return after.validation


def _notification(changement: Changement, comparaison: Comparaison) -> date | None:
    """Read the act that ends a membership in the termination that says the same last day (art. 13)."""
    chemin = read_path(changement.source.path)
    dossier = comparaison.head.dossiers.get(chemin.id) if chemin is not None else None
    resiliation = dossier.resiliation if dossier is not None else None
    if dossier is None or resiliation is None or resiliation.effet != dossier.identite.adhesion.fin:
        return None
    return resiliation.acte


def _evaluation(changement: Changement, comparaison: Comparaison) -> date | None:
    """Read the evaluation of a newcomer in its demand (art. 3.1)."""
    chemin = read_path(changement.source.path)
    dossier = comparaison.head.dossiers.get(chemin.id) if chemin is not None else None
    demande = dossier.demande_adhesion if dossier is not None and not changement.chemin else None
    return demande.evaluation.date if demande is not None and demande.evaluation is not None else None


_FIN = frozenset({"fin", "demande_fin"})
_LECTURES = {
    EtapeVisa.DEMANDE: _demand,
    EtapeVisa.VALIDATION: _validation,
    EtapeVisa.NOTIFICATION: _notification,
    EtapeVisa.EVALUATION: _evaluation,
}
PAR_POINT = frozenset(_LECTURES)
