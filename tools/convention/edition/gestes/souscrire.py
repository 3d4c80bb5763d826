"""Gesture on what an adherent takes: subscribe (art. 3).

Knows: `souscriptions.yaml`. Must not know: amounts, prerequisites (`checks` says them).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from convention.base.french import cite, jour
from convention.base.period import Periode
from convention.edition.demande import DemandeAdherent, argument, drapeau, option
from convention.edition.etat import editable
from convention.edition.gestes.quantifier import supposed_in_part, taken_in_part
from convention.edition.noms import (
    composant_of,
    dossier_of,
    named,
    refuse_compulsory,
    service_of,
    unknown_object,
)
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, identifiant, texte
from convention.model.cadre.champs import described
from convention.model.documents.adherents import Souscription, Souscriptions
from convention.model.mots.communs import Derogation, StatutSouscription
from convention.model.valeurs.chemins import service_code
from convention.model.valeurs.scalaires import Jour, OuiNon, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.nodes import Pointer
    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.adherents import SouscriptionComposant

SOUSCRIPTIONS, COMPOSANTS = "souscriptions", "composants"


def first_use(depot: Depot, adherent: str) -> date:
    """Return the first day of use that an open exercice holds, for one who is there."""
    dossier, courant = depot.dossiers.get(adherent), depot.exercice_courant
    opened = date(courant, 1, 1) if courant is not None else date.min
    return max(depot.convention.effet, opened, dossier.identite.adhesion.debut if dossier is not None else date.min)


class Souscrire(DemandeAdherent):
    """Souscrire un service (S05), un sous-service (S03.5) ou un composant pour un adhérent.

    Une seule ligne est ajoutée dans adherents/ADHÉRENT/souscriptions.yaml. Ce qu'elle change et ce qu'elle coûte est
    montré ; rien n'est écrit si le résultat a une erreur de plus.
    """

    resume = "Souscrire un service ou un composant pour un adhérent"
    exemples = ("souscrire exemple-sur-rive S05 --debut 2027-01-01 --essai",)
    usage = "souscrire ADHÉRENT SERVICE"
    ecrit = "Une ligne de `souscriptions.yaml`, dans l'ordre des codes ; un composant, à la fin de sa liste."
    ailleurs = (("fin", "une souscription finit par un autre geste : convention resilier ADHÉRENT SERVICE --fin DATE"),)

    objet: Texte = argument(
        "Service, sous-service ou composant : S05, S03.5, parapheur",
        "SERVICE|COMPOSANT",
        question="Service ou équipement",
    )
    debut: Jour = option(
        described(Souscription, "debut"),
        "DATE",
        absent="celui de la demande, sinon aujourd'hui",
        suppose="le premier jour d'usage",
        pas_avant=first_use,
        sinon="demande",
    )
    demande: Jour | None = option(
        "Date de la demande signée ; sans elle, aucune n'est écrite",
        "DATE",
        None,
        question=described(Souscription, "demande"),
    )
    non_activee: OuiNon = drapeau("Souscrire sans activer : rien n'est facturé")
    motif: Texte | None = option(described(Souscription, "motif"), "TEXTE", None, question="Pourquoi l'usage attend")
    derogation: Derogation | None = drapeau("Dérogation des archives départementales obtenue", None)
    service_archives: OuiNon = drapeau(described(Souscription, "service_archives"))
    convention_connexe: Texte | None = option(
        described(Souscription, "convention_connexe"),
        "TEXTE",
        None,
        question="Convention spécifique : sa référence",
    )
    signature: Jour | None = option(
        described(Souscription, "signature"),
        "DATE",
        None,
        question="Convention spécifique : sa date de signature",
    )

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Add the line of a service, in the order of codes, or that of a component, at the end."""
        dossier = dossier_of(etat.depot, self.adherent)
        if service_of(etat.depot, self.objet) is not None:
            return _subscribe_service(etat, dossier, self)
        if self.objet not in etat.depot.composants:
            raise unknown_object(etat.depot, self.objet)
        return _subscribe_component(etat, dossier, self)

    def ensuite(self, depot: Depot, _au: date) -> Iterator[str]:
        """Say what a subscription waits for: its demand, its use."""
        asked = f"{self.adherent} {self.objet}"
        if self.demande is None and self.objet not in depot.composants:
            waiting = " --non-activee" if self.non_activee else ""
            command = f"convention souscrire {asked} --debut {self.debut}{waiting} --demande DATE"
            # Where no clause says how a service is subscribed, there may be none.
            when = "quand elle est signée" if depot.convention.clauses.souscription is not None else "s'il en signe une"
            yield f"Aucune demande de l'adhérent n'est écrite ; {when} : « {command} »."
        exercice = depot.exercices.get(self.debut.year)
        yield from supposed_in_part(depot, self.debut.year, self.adherent)
        if exercice is not None:
            yield from taken_in_part(
                depot,
                self.adherent,
                self.debut.year,
                exercice.phase,
                lambda item, _: self.objet in {item.composant, item.service, item.sous_service},
            )
        if self.non_activee:
            yield f"Rien n'est facturé avant « convention activer {asked} --debut DATE »."


def _subscribe_service(etat: Chargement, dossier: Dossier, demande: Souscrire) -> tuple[Modification, ...]:
    code = demande.objet
    refuse_compulsory(etat.depot, code, "se souscrit pas")
    _refuse_covered(etat.depot, dossier, demande)
    if demande.motif is not None and not demande.non_activee:
        raise RefusError("un motif explique pourquoi un service n'est pas activé", "ajouter --non-activee")
    lines = dossier.souscriptions.souscriptions
    statut = StatutSouscription.SOUSCRITE_NON_ACTIVEE if demande.non_activee else StatutSouscription.ACTIVE
    for rank, line in ((rank, line) for rank, line in enumerate(lines) if line.service == code):
        if (line.debut, line.fin, line.statut) == (demande.debut, None, statut):
            return _sign(etat, dossier, (SOUSCRIPTIONS, rank), line, demande)
        _refuse_overlap(etat.depot, dossier, line, demande.debut)
    rank = next((rank for rank, line in enumerate(lines) if order(line.service) > order(code)), len(lines))
    document = editable(etat, dossier.path(Souscriptions))
    return document.add((SOUSCRIPTIONS,), service_line(demande), rank).modifications


def _refuse_covered(depot: Depot, dossier: Dossier, demande: Souscrire) -> None:
    """Refuse a sub-service that comes with its service, when the adherent has that one in use."""
    code, sous = demande.objet, depot.sous_service(demande.objet)
    if sous is None or sous.a_la_demande:
        return
    service = service_code(code)
    refuse_compulsory(depot, service, f"se souscrit pas, ni {code} qu'il comprend")
    for line in dossier.souscriptions.souscriptions:
        if line.service == service and not line.en_attente and Periode(line.debut, line.fin).holds(demande.debut):
            hint = f"donner --debut {line.fin}, ou un jour qui suit" if line.fin is not None else "rien à faire"
            since = f"que {dossier.identite.dit('a', 'ont')} souscrit à compter du {jour(line.debut)}"
            raise RefusError(f"{named(depot, code)} est compris dans {named(depot, service)}, {since}", hint)


def _sign(
    etat: Chargement, dossier: Dossier, pointer: Pointer, line: Souscription, demande: Souscrire
) -> tuple[Modification, ...]:
    """Write the day of the demand that a subscription was still waiting for."""
    path = dossier.path(Souscriptions)
    if demande.demande in (None, line.demande):
        return ()
    if line.demande is not None:
        message = f"la demande {dossier.identite.du} pour {line.service} est datée du {jour(line.demande)}"
        raise RefusError(message, f"si cette date est fausse, corriger « demande » dans {path}, ligne {line.service}")
    return editable(etat, path).put((*pointer, "demande"), demande.demande, "debut").modifications


def service_line(demande: Souscrire) -> str:
    """Write the subscription of a service."""
    return accolades(
        {
            "service": demande.objet,
            "debut": demande.debut,
            "demande": demande.demande,
            "statut": StatutSouscription.SOUSCRITE_NON_ACTIVEE if demande.non_activee else None,
            "motif": texte(demande.motif),
            "derogation": demande.derogation,
            "service_archives": "oui" if demande.service_archives else None,
            "convention_connexe": texte(demande.convention_connexe),
            "signature": demande.signature,
        }
    )


def component_line(demande: Souscrire) -> str:
    """Write the subscription of a component."""
    return accolades({"composant": identifiant(demande.objet), "debut": demande.debut})


def _subscribe_component(etat: Chargement, dossier: Dossier, demande: Souscrire) -> tuple[Modification, ...]:
    item = composant_of(etat.depot, demande.objet)
    if not item.composant.souscrit:
        message = f"le composant {cite(item.id)} va à tous les abonnés de {item.service}"
        raise RefusError(f"{message} : il ne se souscrit pas un par un", f"souscrire {item.service}")
    if demande.non_activee or demande.motif or demande.derogation or demande.convention_connexe:
        message = "un composant se souscrit sans statut, ni motif, ni dérogation, ni convention connexe"
        raise RefusError(message, "ne garder que --debut et --demande ; le reste se dit du service")
    for line in (line for line in dossier.souscriptions.composants if line.composant == item.id):
        if (line.debut, line.fin) == (demande.debut, None):
            return ()
        _refuse_overlap(etat.depot, dossier, line, demande.debut)
    document = editable(etat, dossier.path(Souscriptions))
    written = component_line(demande)
    if document.has((COMPOSANTS,)):
        return document.add((COMPOSANTS,), written).modifications
    return document.put((COMPOSANTS,), [written]).modifications


def _refuse_overlap(depot: Depot, dossier: Dossier, line: Souscription | SouscriptionComposant, debut: date) -> None:
    written = Periode(line.debut or date.min, line.fin)
    if written.intersect(Periode(debut)) is None:
        return
    objet = line.objet
    has, since = dossier.identite.dit("a", "ont"), f" à compter du {jour(line.debut)}" if line.debut is not None else ""
    if isinstance(line, Souscription) and line.en_attente:
        message = f"{has} déjà souscrit {named(depot, objet)}, sans l'activer"
        raise RefusError(message, f"« convention activer {dossier.id} {objet} »")
    until = f", jusqu'à la date de fin {line.fin}" if line.fin is not None else ""
    after = f"donner --debut {line.fin}, ou un jour qui suit" if line.fin is not None else ""
    unsigned = isinstance(line, Souscription) and line.demande is None
    nothing = f"pour écrire sa demande, --debut {line.debut} --demande DATE" if unsigned else "rien à faire"
    hint = after or f"{nothing} ; pour changer le début, corriger {dossier.path(Souscriptions)}, ligne {objet}"
    raise RefusError(f"{has} déjà souscrit {named(depot, objet)}{since}{until}", hint)


def order(code: str) -> tuple[str, int, int]:
    """Sort codes as people do: S03, S03.5, S03.10, S04."""
    found = re.fullmatch(r"([A-Z]+)([0-9]+)(?:\.([0-9]+))?", code)
    return (found[1], int(found[2]), int(found[3] or 0)) if found is not None else (code, 0, 0)
