"""TAR033: what is shared infrastructure is never refunded as a direct cost (art. 8.1).

Knows: rows of annexe 4, services that provide the infrastructure. Must not know: assets (`couts.montants`), amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import rows, service_path, service_text
from convention.checks.cadre.lieux import place, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot


@controle("TAR033")
def direct_costs(depot: Depot) -> Iterator[Diagnostic]:
    """TAR033: a row of an infrastructure service with a direct cost that is no extension of a member's site."""
    for row in rows(depot):
        service = depot.services.get(row.ligne.service)
        if row.ligne.direct is None or row.ligne.extension_de_site or service is None or not service.infrastructure:
            continue
        message = (
            f"{cite(row.ligne.id)} donne un coût direct à {service_text(depot, row.ligne.service)} : l'infrastructure "
            "commune appartient à la Métropole, seul un droit d'usage en est refacturé"
        )
        hint = "écrire « extension_de_site: oui » si cela ne sert qu'un site de l'adhérent, ou retirer « direct »"
        source = Reference(service_path(row.ligne.service), ("infrastructure",))
        related = ((place(depot, source), "le service d'infrastructure"),)
        yield signal("TAR033", place(depot, row.at("direct"), key=True), message, hint, related)
