"""Gesture on a disagreement: declare it, or maintain the one whose first contact is written (art. 11).

Knows: `litiges.yaml`, the journal of documents. Must not know: what a document calls, the limit for litigation
(`checks` says them).
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, euros, jour, nearest
from convention.base.money import decimal_text
from convention.edition.ecriture import accolades, bloc, texte
from convention.edition.etat import Modification
from convention.edition.noms import dossier_of
from convention.edition.refus import RefusError
from convention.model.genres import read_path, schema_line
from convention.model.vocabulaire_appels import EtapeLitige

if TYPE_CHECKING:
    from convention.base.nodes import Pointer
    from convention.edition.demandes import Contester
    from convention.edition.etat import Document, Etat
    from convention.model.depot import Depot, Dossier
    from convention.model.titres import Litige

FICHIER, LITIGES = "litiges.yaml", "litiges"


def contester(etat: Etat, demande: Contester) -> tuple[Modification, ...]:
    """Add a disagreement under the next number of its year; with the day it is maintained, extend its contact."""
    dossier = dossier_of(etat.depot, demande.adherent)
    annee = _notice(dossier, demande.titre)
    _service(etat.depot, demande.service)
    path = dossier.path(FICHIER)
    if path not in etat.depot.fichiers and path not in etat.depot.illisibles:
        return (Modification(path, None, _file(etat.depot, dossier, annee, demande)),)
    document = etat.document(path)
    for nom, litige in dossier.litiges.items():
        if litige.etape.ouvert and _same(litige, demande):
            return _maintain(document, dossier, nom, litige, demande).modifications
    return _add(document, _number(dossier, demande), demande).modifications


def _notice(dossier: Dossier, numero: str) -> int:
    """Return the year of a document; refuse one that was not received, or a number that two years bear."""
    years = {annee: [titre.numero for titre in journal.titres] for annee, journal in sorted(dossier.titres.items())}
    bearing = [annee for annee, numeros in years.items() if numero in numeros]
    if not bearing:
        known = [item for numeros in years.values() for item in numeros]
        hint = nearest(numero, known) or f"pièces connues : {', '.join(known) or 'aucune'}"
        raise RefusError(f"{dossier.identite.nom} n'a pas reçu de pièce {cite(numero)}", hint)
    if len(bearing) > 1:
        message = f"{cite(numero)} est le numéro d'une pièce de {enumere([str(annee) for annee in bearing])}"
        raise RefusError(message, "distinguer d'abord les numéros dans les journaux")
    return bearing[0]


def _service(depot: Depot, code: str) -> None:
    if code not in depot.services:
        hint = nearest(code, depot.services) or f"services : {', '.join(depot.services)}"
        raise RefusError(f"le service {cite(code)} est inconnu", hint)


def _same(litige: Litige, demande: Contester) -> bool:
    return (litige.titre, litige.service, litige.composant) == (demande.titre, demande.service, demande.composant)


def _maintain(document: Document, dossier: Dossier, nom: str, litige: Litige, demande: Contester) -> Document:
    """Write the day when a contact becomes a contestation; anything else that differs is refused."""
    unchanged = litige.montant == demande.montant
    if unchanged and demande.contestation in (None, litige.contestation):
        return document
    if unchanged and litige.etape is EtapeLitige.CONTACT:
        pointer: Pointer = (LITIGES, nom)
        document = document.put((*pointer, "contestation"), str(demande.contestation), "contact")
        return document.set((*pointer, "etape"), str(EtapeLitige.CONTESTE))
    known = f"désaccord {nom}, {euros(litige.montant)}, depuis le {jour(litige.contestation or litige.contact)}"
    raise RefusError(
        f"{dossier.identite.nom} conteste déjà cette ligne : {known}",
        f"un désaccord ouvert ne se récrit pas ainsi : corriger {dossier.path(FICHIER)}",
    )


def _number(dossier: Dossier, demande: Contester) -> str:
    """Return the next free number of the year of the contact: « 2026-02 »."""
    names = (f"{demande.contact.year}-{rank:02d}" for rank in count(1))
    return next(name for name in names if name not in dossier.litiges)


def _fields(demande: Contester) -> dict[str, str]:
    champs = {
        "titre": texte(demande.titre),
        "objet": texte(demande.objet),
        "service": demande.service,
    }
    if demande.composant is not None:
        champs["composant"] = demande.composant
    champs |= {"montant": decimal_text(demande.montant), "contact": str(demande.contact)}
    if demande.contestation is not None:
        champs["contestation"] = str(demande.contestation)
    step = EtapeLitige.CONTACT if demande.contestation is None else EtapeLitige.CONTESTE
    return {**champs, "etape": str(step)}


def _add(document: Document, nom: str, demande: Contester) -> Document:
    champs = _fields(demande)
    if document.is_flow((LITIGES,)):
        return document.put((LITIGES, nom), accolades(champs))
    return document.put((LITIGES, nom), "".join(f"\n  {line}" for line in bloc(champs).split("\n")))


def _file(depot: Depot, dossier: Dossier, annee: int, demande: Contester) -> str:
    path = dossier.path(FICHIER)
    chemin = read_path(path)
    head = schema_line(path, chemin.genre) if chemin is not None else ""
    origine = depot.origine(dossier.path(f"titres/{annee}.yaml"))
    body = "".join(f"\n    {line}" for line in bloc(_fields(demande)).split("\n"))
    source = texte(f"désaccord signalé le {demande.contact}")
    return f"{head}\norigine: {origine}\nsource: {source}\n{LITIGES}:\n  {_number(dossier, demande)}:{body}\n"
