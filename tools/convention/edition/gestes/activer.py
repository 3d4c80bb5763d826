"""Gesture on what an adherent has subscribed: put it in use (art. 3).

Knows: `souscriptions.yaml`. Must not know: amounts, counts (`checks` says what is lacking).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import jour
from convention.edition.demande import DemandeAdherent, argument, option
from convention.edition.etat import editable
from convention.edition.gestes.souscrire import SOUSCRIPTIONS, first_use
from convention.edition.noms import dossier_of, refuse_compulsory, service_of, unknown_object
from convention.edition.refus import RefusError
from convention.model.cadre.champs import described
from convention.model.documents.adherents import Souscription, Souscriptions
from convention.model.valeurs.scalaires import Jour, Texte

if TYPE_CHECKING:
    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Dossier


class Activer(DemandeAdherent):
    """Activer un service souscrit et pas encore en usage : il est facturé à partir de ce jour."""

    resume = "Activer un service souscrit"
    exemples = ("activer exemple-sur-rive S09 --debut 2027-01-01 --essai",)
    usage = "activer ADHÉRENT SERVICE"
    ecrit = "Le premier jour d'usage ; le statut et son motif sont retirés."

    service: Texte = argument(described(Souscription, "service"), "SERVICE")
    debut: Jour = option("Premier jour d'usage", "DATE", suppose="le premier jour d'usage", pas_avant=first_use)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Make a subscription active from a day on."""
        dossier = dossier_of(etat.depot, self.adherent)
        if service_of(etat.depot, self.service) is None:
            raise unknown_object(etat.depot, self.service)
        refuse_compulsory(etat.depot, self.service, "s'active pas")
        lines = dossier.souscriptions.souscriptions
        found = [rank for rank, line in enumerate(lines) if line.service == self.service]
        waiting = [rank for rank in found if lines[rank].en_attente]
        if not waiting:
            if any(lines[rank].debut == self.debut for rank in found):
                return ()
            raise _nothing_to_activate(dossier, self.service, [lines[rank] for rank in found])
        pointer = (SOUSCRIPTIONS, waiting[0])
        document = editable(etat, dossier.path(Souscriptions)).set((*pointer, "debut"), str(self.debut))
        return document.drop((*pointer, "statut")).drop((*pointer, "motif")).modifications


def _nothing_to_activate(dossier: Dossier, code: str, lines: list[Souscription]) -> RefusError:
    if lines:
        since = jour(lines[-1].debut)
        hint = f"rien à faire ; pour changer le début, corriger {dossier.path(Souscriptions)}, ligne {code}"
        message = f"la souscription {dossier.identite.du} à {code} est déjà active, depuis le {since}"
        return RefusError(message, hint)
    return RefusError(f"{dossier.identite.n_a} pas souscrit {code}", f"« convention souscrire {dossier.id} {code} »")
