"""Gestures on what an adherent takes: subscribe, activate (art. 3).

Knows: `souscriptions.yaml`. Must not know: amounts, prerequisites (`checks` says them).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from convention.base.french import cite, du, jour
from convention.base.period import Periode
from convention.edition.ecriture import accolades, oui_non, texte
from convention.edition.noms import composant_of, dossier_of, named, object_of, service_of, unknown_object
from convention.edition.refus import RefusError
from convention.model.catalogue import Service
from convention.model.vocabulaire import Beneficiaires, StatutSouscription

if TYPE_CHECKING:
    from convention.base.nodes import Pointer
    from convention.edition.demandes import Activer, Souscrire
    from convention.edition.etat import Etat, Modification
    from convention.model.adherents import Souscription, SouscriptionComposant
    from convention.model.depot import Depot, Dossier

SOUSCRIPTIONS, COMPOSANTS = "souscriptions", "composants"
FICHIER = "souscriptions.yaml"


def souscrire(etat: Etat, demande: Souscrire) -> tuple[Modification, ...]:
    """Add the line of a service, in the order of codes, or that of a component, at the end."""
    dossier = dossier_of(etat.depot, demande.adherent)
    if service_of(etat.depot, demande.objet) is not None:
        return _subscribe_service(etat, dossier, demande)
    if demande.objet not in etat.depot.composants:
        raise unknown_object(etat.depot, demande.objet)
    return _subscribe_component(etat, dossier, demande)


def activer(etat: Etat, demande: Activer) -> tuple[Modification, ...]:
    """Make a subscription active from a day on."""
    dossier = dossier_of(etat.depot, demande.adherent)
    if service_of(etat.depot, demande.service) is None:
        raise unknown_object(etat.depot, demande.service)
    lines = dossier.souscriptions.souscriptions
    found = [rank for rank, line in enumerate(lines) if line.service == demande.service]
    waiting = [rank for rank in found if lines[rank].statut is StatutSouscription.SOUSCRITE_NON_ACTIVEE]
    if not waiting:
        if any(lines[rank].debut == demande.debut for rank in found):
            return ()
        raise _nothing_to_activate(dossier, demande.service, [lines[rank] for rank in found])
    pointer = (SOUSCRIPTIONS, waiting[0])
    document = etat.document(dossier.path(FICHIER)).set((*pointer, "debut"), str(demande.debut))
    return document.drop((*pointer, "statut")).drop((*pointer, "motif")).modifications


def _subscribe_service(etat: Etat, dossier: Dossier, demande: Souscrire) -> tuple[Modification, ...]:
    code = demande.objet
    service = service_of(etat.depot, code)
    if isinstance(service, Service) and service.obligatoire:
        message = f"{named(etat.depot, code)} vient avec l'adhésion : il ne se souscrit pas"
        raise RefusError(message, "rien à faire : tout adhérent l'a, et le paie depuis son adhésion")
    if demande.motif is not None and not demande.non_activee:
        raise RefusError("un motif explique pourquoi un service n'est pas activé", "ajouter --non-activee")
    lines = dossier.souscriptions.souscriptions
    statut = StatutSouscription.SOUSCRITE_NON_ACTIVEE if demande.non_activee else StatutSouscription.ACTIVE
    for rank, line in ((rank, line) for rank, line in enumerate(lines) if line.service == code):
        if (line.debut, line.fin, line.statut) == (demande.debut, None, statut):
            return _sign(etat, dossier, (SOUSCRIPTIONS, rank), line, demande)
        _refuse_overlap(etat.depot, dossier, line, demande.debut)
    rank = next((rank for rank, line in enumerate(lines) if order(line.service) > order(code)), len(lines))
    document = etat.document(dossier.path(FICHIER))
    return document.add((SOUSCRIPTIONS,), service_line(demande), rank).modifications


def _sign(
    etat: Etat, dossier: Dossier, pointer: Pointer, line: Souscription, demande: Souscrire
) -> tuple[Modification, ...]:
    """Write the day of the demand that a subscription was still waiting for."""
    path = dossier.path(FICHIER)
    if demande.demande in (None, line.demande):
        return ()
    if line.demande is not None:
        message = f"la demande {du(dossier.identite.nom)} pour {line.service} est datée du {jour(line.demande)}"
        raise RefusError(message, f"si cette date est fausse, corriger « demande » dans {path}, ligne {line.service}")
    return etat.document(path).put((*pointer, "demande"), str(demande.demande), "debut").modifications


def service_line(demande: Souscrire) -> str:
    """Write the subscription of a service."""
    champs = {"service": demande.objet, "debut": str(demande.debut)}
    if demande.demande is not None:
        champs["demande"] = str(demande.demande)
    if demande.non_activee:
        champs["statut"] = str(StatutSouscription.SOUSCRITE_NON_ACTIVEE)
    if demande.motif is not None:
        champs["motif"] = texte(demande.motif)
    if demande.derogation is not None:
        champs["derogation"] = str(demande.derogation)
    if demande.service_archives:
        champs["service_archives"] = oui_non(demande.service_archives)
    if demande.convention_connexe is not None:
        champs["convention_connexe"] = texte(demande.convention_connexe)
    if demande.signature is not None:
        champs["signature"] = str(demande.signature)
    return accolades(champs)


def component_line(demande: Souscrire) -> str:
    """Write the subscription of a component."""
    return accolades({"composant": demande.objet, "debut": str(demande.debut)})


def _subscribe_component(etat: Etat, dossier: Dossier, demande: Souscrire) -> tuple[Modification, ...]:
    item = composant_of(etat.depot, demande.objet)
    if item.composant.beneficiaires is not Beneficiaires.SOUSCRIPTION:
        message = f"le composant {cite(item.id)} va à tous les abonnés de {item.service}"
        raise RefusError(f"{message} : il ne se souscrit pas un par un", f"souscrire {item.service}")
    if demande.non_activee or demande.motif or demande.derogation or demande.convention_connexe:
        message = "un composant se souscrit sans statut, ni motif, ni dérogation, ni convention connexe"
        raise RefusError(message, "ne garder que --debut et --demande ; le reste se dit du service")
    for line in (line for line in dossier.souscriptions.composants if line.composant == item.id):
        if (line.debut, line.fin) == (demande.debut, None):
            return ()
        _refuse_overlap(etat.depot, dossier, line, demande.debut)
    document = etat.document(dossier.path(FICHIER))
    written = component_line(demande)
    if document.has((COMPOSANTS,)):
        return document.add((COMPOSANTS,), written).modifications
    return document.put((COMPOSANTS,), f"\n  - {written}").modifications


def _refuse_overlap(depot: Depot, dossier: Dossier, line: Souscription | SouscriptionComposant, debut: date) -> None:
    written = Periode(line.debut or date.min, line.fin)
    if written.intersect(Periode(debut)) is None:
        return
    objet = object_of(line)
    nom, since = dossier.identite.nom, f" à compter du {jour(line.debut)}" if line.debut is not None else ""
    if getattr(line, "statut", StatutSouscription.ACTIVE) is StatutSouscription.SOUSCRITE_NON_ACTIVEE:
        message = f"{nom} a déjà souscrit {named(depot, objet)}, sans l'activer"
        raise RefusError(message, f"« convention activer {dossier.id} {objet} »")
    until = f", jusqu'à la date de fin {line.fin}" if line.fin is not None else ""
    after = f"donner --debut {line.fin}, ou un jour qui suit" if line.fin is not None else ""
    hint = after or f"rien à faire ; pour changer le début, corriger {dossier.path(FICHIER)}, ligne {objet}"
    raise RefusError(f"{nom} a déjà souscrit {named(depot, objet)}{since}{until}", hint)


def _nothing_to_activate(dossier: Dossier, code: str, lines: list[Souscription]) -> RefusError:
    if lines:
        since = jour(lines[-1].debut)
        hint = f"rien à faire ; pour changer le début, corriger {dossier.path(FICHIER)}, ligne {code}"
        message = f"la souscription {du(dossier.identite.nom)} à {code} est déjà active, depuis le {since}"
        return RefusError(message, hint)
    return RefusError(
        f"{dossier.identite.nom} n'a pas souscrit {code}", f"« convention souscrire {dossier.id} {code} »"
    )


def order(code: str) -> tuple[str, int, int]:
    """Sort codes as people do: S03, S03.5, S03.10, S04."""
    found = re.fullmatch(r"([A-Z]+)([0-9]+)(?:\.([0-9]+))?", code)
    return (found[1], int(found[2]), int(found[3] or 0)) if found is not None else (code, 0, 0)
