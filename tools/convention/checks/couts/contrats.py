"""TAR035: a supplier's contract covers the exercices whose amounts it explains (art. 8.2).

Knows: contracts and the amounts of their components. Must not know: prices, revisions (`tarifs.indices`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.french import cite, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import components
from convention.checks.cadre.lieux import place, signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot


@controle("TAR035", avertit=True)
def contracts(depot: Depot) -> Iterator[Diagnostic]:
    """TAR035: a contract that ends before it begins, or that is over before an exercice with amounts."""
    for item in components(depot):
        contrat = item.composant.contrat
        if contrat is None or contrat.fin is None:
            continue
        lieu, who = place(depot, item.at("contrat", "fin")), f"le contrat de {cite(item.id)}"
        if contrat.fin <= contrat.debut:
            message = f"{who} finit le {jour(contrat.fin)} et commence le {jour(contrat.debut)}"
            yield signal("TAR035", lieu, message, "la date de fin est exclue : elle vient après le début")
            continue
        after = [annee for annee, montants in item.composant.montants.items() if montants and _over(contrat.fin, annee)]
        if after:
            last = jour(contrat.fin - timedelta(days=1))
            message = f"{who} finit le {last}, et des montants sont donnés pour {min(after)}"
            hint = "corriger la date, citer le contrat suivant, ou retirer les montants"
            yield signal("TAR035", lieu, message, hint)


def _over(fin: date, annee: int) -> bool:
    return fin <= date(annee, 1, 1)
