"""PRE006: what is delivered belongs to a service that the adherent has on that day (art. 3).

Knows: expenses, the service of their row, subscriptions. Must not know: amounts, prerequisites (`prerequis`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from convention.base.french import au, cite, jour
from convention.base.period import Periode
from convention.checks.cadre.controle import controle
from convention.checks.cadre.couverture import coverage, first_gap, moved_date
from convention.checks.cadre.lecture import expenses, service_text, subscription_line
from convention.checks.cadre.lieux import place, signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.couverture import Couverture
    from convention.model.depot import Depot, Dossier


@controle("PRE006")
def without_subscription(depot: Depot) -> Iterator[Diagnostic]:
    """PRE006: an expense delivered to an adherent that has not the service of its row on that day."""
    couvertures = {nom: coverage(depot, dossier) for nom, dossier in depot.dossiers.items()}
    for item in expenses(depot):
        ligne, day = depot.lignes.get(item.depense.ligne), item.depense.livraison
        # What could not be read may hold the service: nothing is said then.
        if ligne is None or day is None or ligne.service not in depot.services or not _is_read(depot, item.dossier):
            continue
        besoin, couverture = Periode(day, day + timedelta(days=1)), couvertures[item.dossier.id]
        if _has(depot, couverture, ligne.service, besoin):
            continue
        nom = item.dossier.identite.nom
        message = (
            f"la dépense {cite(item.depense.id)} est livrée le {jour(day)} {au(nom)}, qui n'a pas ce jour-là "
            f"{service_text(depot, ligne.service)}, dont relève sa ligne {cite(ligne.id)}"
        )
        if _has(depot, couverture, ligne.service, besoin, activees=False):
            hint = f"activer la souscription à {ligne.service}"
        else:
            line = f"ajouter la ligne {cite(subscription_line(ligne.service, day, None))} à ses souscriptions"
            hint = moved_date(item.dossier, ligne.service, besoin) or line
        yield signal("PRE006", place(depot, item.at("livraison")), message, f"{hint}, ou corriger la date de livraison")


def _is_read(depot: Depot, dossier: Dossier) -> bool:
    fichier = depot.fichiers.get(dossier.path("souscriptions.yaml"))
    return fichier is not None and fichier.document is not None


def _has(depot: Depot, couverture: Couverture, service: str, besoin: Periode, *, activees: bool = True) -> bool:
    """A subscription to one of the sub-services is enough."""
    codes = (service, *(sous.code for sous in depot.services[service].sous_services))
    return any(first_gap(besoin, couverture(code, activees=activees)) is None for code in codes)
