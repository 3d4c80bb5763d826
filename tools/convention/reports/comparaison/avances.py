"""What calls would ask in advance, said beside what is owed: a sentence for all, a table of everyone.

Knows: the advances that a comparison moves. Must not know: media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import du, euros
from convention.compare.ecarts import EcartAdherent
from convention.reports import mots
from convention.reports.valeurs import compared_table, month, signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from convention.compare.avances import Avance
    from convention.compare.comparaison import Comparaison
    from convention.reports.rendus.table import Tableau


def asked(avance: Avance) -> str:
    """Say what a call would ask in advance: « L'appel d'avril 2027 demanderait 60,00 € d'acompte … »."""
    appel, what = f"L'appel {du(month(avance.echeance))}", f"d'acompte de l'exercice {avance.exercice}"
    if not avance.apres:
        return f"{appel} ne demanderait plus {euros(avance.avant)} {what}"
    before = f"au lieu de {euros(avance.avant)} ({signed(avance.ecart)})" if avance.avant else "et n'en demandait pas"
    return f"{appel} demanderait {euros(avance.apres)} {what}{' ' if avance.avant else ', '}{before}"


def asked_table(avance: Avance, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """One row an adherent of whom something else is asked, and the total of the advance."""
    rows = [(clean(mots.compared_adherent(comparaison, item.adherent)), item) for item in avance.adherents]
    same = avance.apres - sum(item.apres for item in avance.adherents)
    rows += [("Les autres", EcartAdherent("", same, same))] if same else []
    return compared_table(("Adhérent", "Avant (€)", "Après (€)"), rows, [("Total", avance)])


def asked_title(avance: Avance) -> str:
    """Head the table of a call: « Appel d'avril 2027, acompte de l'exercice 2027 »."""
    return f"Appel {du(month(avance.echeance))}, acompte de l'exercice {avance.exercice}"
