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


def asked(avance: Avance, un_seul: EcartAdherent | None = None) -> str:
    """Say what a call would ask in advance: « L'appel d'avril 2027 demanderait 60,00 € d'acompte … »; of one alone."""
    appel, what = f"L'appel {du(month(avance.echeance))}", f"d'acompte de l'exercice {avance.exercice}"
    cents, whom = (avance, "") if un_seul is None else (un_seul, "lui ")
    if not cents.apres:
        return f"{appel} ne {whom}demanderait plus {euros(cents.avant)} {what}"
    en = "n'en demandait pas" if un_seul is None else "ne lui en demandait pas"
    before = f"au lieu de {euros(cents.avant)} ({signed(cents.ecart)})" if cents.avant else f"et {en}"
    return f"{appel} {whom}demanderait {euros(cents.apres)} {what}{' ' if cents.avant else ', '}{before}"


def asked_table(avance: Avance, comparaison: Comparaison, clean: Callable[[str], str]) -> Tableau:
    """One row an adherent of whom something else is asked, and the total of the advance."""
    rows = [(clean(mots.compared_adherent(comparaison, item.adherent)), item) for item in avance.adherents]
    same = avance.apres - sum(item.apres for item in avance.adherents)
    rows += [("Les autres", EcartAdherent("", same, same))] if same else []
    return compared_table(("Adhérent", "Avant (€)", "Après (€)"), rows, [("Total", avance)])


def asked_title(avance: Avance) -> str:
    """Head the table of a call: « Appel d'avril 2027, acompte de l'exercice 2027 »."""
    return f"Appel {du(month(avance.echeance))}, acompte de l'exercice {avance.exercice}"
