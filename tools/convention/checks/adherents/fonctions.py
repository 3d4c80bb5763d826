"""ADH006 to ADH010: who signs and who answers for an adherent, by function (en-tête, art. 5, 10).

Knows: functions and their dates. Must not know: whether an act has its number (`gouvernance.actes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import du, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import CONVENTION
from convention.checks.cadre.lieux import Constat, LaCle, of_file, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Dossier
    from convention.model.documents.adherents import Dpd

_DELEGUE = "délégué à la protection des données"
_LIGNE_DPD = 'dpd: {fonction: ⟦"…"⟧, designation: ⟦AAAA-MM-JJ⟧, communication: ⟦AAAA-MM-JJ⟧}'
_LIGNE_SIGNATAIRE = (
    'signataire: {fonction: ⟦"…"⟧, habilitation: {organe: ⟦"…"⟧, objet: ⟦"…"⟧, numero: ⟦"…"⟧, date: ⟦…⟧}}'
)


@controle("ADH006", "ADH007")
def data_protection(depot: Depot) -> Iterator[Constat]:
    """ADH006, ADH007: a data protection officer unknown to the service, or made known before being designated."""
    for dossier in depot.dossiers.values():
        if dossier.fonctions is None:
            continue
        if dossier.fonctions.dpd is None:
            cited = depot.convention.clauses.selon("violations")
            message = f"aucun {_DELEGUE} n'est connu pour {dossier.identite.nom}{cited}"
            yield signal("ADH006", _at(dossier), message, ajouter(_LIGNE_DPD))
        else:
            yield from _communication(depot, dossier, dossier.fonctions.dpd)


@controle("ADH008", avertit=True)
def without_functions(depot: Depot) -> Iterator[Constat]:
    """ADH008: an adherent without its functions when others have theirs; a repository may hold none (art. 5)."""
    if all(dossier.fonctions is None for dossier in depot.dossiers.values()):
        return
    for dossier in depot.dossiers.values():
        path = dossier.path("fonctions.yaml")
        # A file that could not be read is not missing: it has its own message.
        if dossier.fonctions is None and path not in depot.illisibles:
            cited = depot.convention.clauses.selon("adherents")
            message = f"les interlocuteurs {du(dossier.identite.nom)} ne sont pas connus{cited}"
            hint = f"créer {path} : l'interlocuteur stratégique, le financier et l'opérationnel, par fonction"
            yield signal("ADH008", of_file(path), message, hint)


@controle("ADH009", avertit=True)
def late_habilitations(depot: Depot) -> Iterator[Constat]:
    """ADH009: a signatory empowered after the membership began.

    The convention does not say when it was signed: its first day stands for the signature, which cannot be later.
    """
    for dossier in depot.dossiers.values():
        signataire = dossier.fonctions.signataire if dossier.fonctions is not None else None
        day = signataire.habilitation.date if signataire is not None else None
        debut = dossier.identite.adhesion.debut
        if day is None or day <= debut:
            continue
        message = (
            f"l'acte qui habilite le signataire {du(dossier.identite.nom)} est du {jour(day)}, après le début de "
            f"l'adhésion ({jour(debut)})"
        )
        adhesion = dossier.at("adherent.yaml", "adhesion", "debut")
        related = (adhesion, "le début de l'adhésion")
        lieu = _at(dossier, "signataire", "habilitation", "date")
        yield signal("ADH009", lieu, message, "corriger l'une des deux dates, ou faire vérifier l'acte", related)


@controle("ADH010", avertit=True, entiers=("convention",))
def signatories(depot: Depot) -> Iterator[Constat]:
    """ADH010: an adherent without a signatory; the managing body with one, as it signs nothing with itself."""
    for dossier in depot.dossiers.values():
        if dossier.fonctions is None:
            continue
        nom, signs = dossier.identite.nom, dossier.fonctions.signataire is not None
        if dossier.id != depot.convention.gestionnaire and not signs:
            message = f"le signataire de la convention n'est pas connu pour {nom}"
            yield signal("ADH010", _at(dossier), message, ajouter(_LIGNE_SIGNATAIRE))
        elif dossier.id == depot.convention.gestionnaire and signs:
            message = f"{nom} est le gestionnaire : une convention ne se signe pas avec soi-même"
            hint = f"retirer « signataire » ; ce qui engage le gestionnaire est dans {CONVENTION}"
            yield signal("ADH010", LaCle(_at(dossier, "signataire")), message, hint)


def _communication(depot: Depot, dossier: Dossier, dpd: Dpd) -> Iterator[Constat]:
    who = f"les coordonnées du {_DELEGUE} {du(dossier.identite.nom)}"
    if dpd.communication is None:
        hint = ajouter("communication: ⟦AAAA-MM-JJ⟧", sous="dpd") + ", une fois la communication faite"
        cited = depot.convention.clauses.selon("violations")
        message = f"{who} n'ont pas été communiquées {depot.convention.noms.service.au}{cited}"
        yield signal("ADH006", LaCle(_at(dossier, "dpd")), message, hint)
    elif dpd.communication < dpd.designation:
        message = (
            f"{who} sont communiquées le {jour(dpd.communication)}, avant qu'il soit désigné ({jour(dpd.designation)})"
        )
        related = (_at(dossier, "dpd", "designation"), "la désignation")
        yield signal("ADH007", _at(dossier, "dpd", "communication"), message, "corriger l'une des deux dates", related)


def _at(dossier: Dossier, *parts: str | int) -> Reference:
    return Reference(dossier.path("fonctions.yaml"), parts)
