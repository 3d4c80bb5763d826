"""How a payer settles: by titre, or by an amount frozen on its attribution de compensation (reading 58).

Knows: the settlement that a budget declares. Must not know: what is called (`appels`), documents (`pieces`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.model.mots.vie import ModeReglement

if TYPE_CHECKING:
    from convention.model.depot import Depot


def frozen(depot: Depot, adherent: str, exercice: int) -> int | None:
    """Return the running costs that a payer has charged on its attribution de compensation, in cents; None: none is."""
    dossier = depot.dossiers.get(adherent)
    reglement = dossier.budget.reglement if dossier is not None and dossier.budget is not None else None
    if reglement is None or reglement.fonctionnement is not ModeReglement.ATTRIBUTION:
        return None
    return reglement.montants_figes.get(exercice)
