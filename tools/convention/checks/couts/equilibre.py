"""EQU: the costs borne of an exercice are those of annexe 2, have their figures, and compare every adherent.

Knows: `pricing/equilibre/`, exercices, adherents. Must not know: what is recharged (`engine.equilibre`), the org chart
(`poles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, compte, enumere
from convention.base.period import year_period
from convention.checks.cadre import citations
from convention.checks.cadre.controle import controle
from convention.checks.cadre.couverture import is_ordered
from convention.checks.cadre.lecture import exercice_path
from convention.checks.cadre.lieux import place, signal
from convention.engine.equilibre import groups, not_recharged
from convention.model.depot import Reference
from convention.model.vocabulaire import NOMS_PHASES, Origine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Dossier


def equilibre_path(annee: int) -> str:
    """Return the path of the costs borne of an exercice."""
    return f"pricing/equilibre/{annee}.yaml"


@controle("REF001")
def unknown_names(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a service or an adherent that does not exist."""
    services, adherents = citations.services(depot), citations.adherents(depot)
    for annee, document in sorted(depot.vie.equilibres.items()):
        path = equilibre_path(annee)
        for rang, pole in enumerate(document.masse_salariale):
            reference = Reference(path, ("masse_salariale", rang, "service"))
            yield from citations.unknown(depot, services, pole.service, reference)
        for nom in document.seul.valeurs if document.seul is not None else ():
            reference = Reference(path, ("seul", "valeurs", nom))
            yield from citations.unknown(depot, adherents, nom, reference, key=True)


@controle("EQU004")
def without_figure(depot: Depot) -> Iterator[Diagnostic]:
    """EQU004: a cost without any figure for the phase in force: it would count for nothing."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        exercice = depot.exercices.get(annee)
        if exercice is None:
            continue
        phase = exercice.phase
        for item in (*groups(document, annee, phase), *not_recharged(document, annee, phase)):
            if item.valeur is None:
                lieu = place(depot, item.reference, key=True)
                message = (
                    f"{cite(item.libelle)} n'a pas de montant en {NOMS_PHASES[phase]}, phase en vigueur de {annee}"
                )
                yield signal("EQU004", lieu, message, f"ajouter « {phase}: … » à ses montants (0.00 s'il est nul)")


@controle("EQU005", avertit=True)
def without_estimate(depot: Depot) -> Iterator[Diagnostic]:
    """EQU005: an adherent that cannot be compared, when others can."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        known = document.seul.valeurs if document.seul is not None else {}
        # A name that does not exist may be the one that seems to lack.
        if not known or not known.keys() <= depot.dossiers.keys():
            continue
        lieu = place(depot, Reference(equilibre_path(annee), ("seul", "valeurs")), key=True)
        others = f"cela l'est pour {compte(len(known), 'adhérent')}"
        for nom, dossier in depot.dossiers.items():
            if nom not in known and _takes_part(dossier, annee):
                who = cite(dossier.identite.nom)
                message = f"ce que {who} paierait sans la mutualisation en {annee} n'est pas estimé, alors que {others}"
                yield signal("EQU005", lieu, message, f"ajouter « {nom}: … », en euros par an")


@controle("EQU001", avertit=True)
def without_object(depot: Depot) -> Iterator[Diagnostic]:
    """EQU001: an estimate for an adherent that takes no part in the exercice."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        for nom in document.seul.valeurs if document.seul is not None else ():
            dossier = depot.dossiers.get(nom)
            if dossier is None or not is_ordered(dossier.identite.adhesion.periode) or _takes_part(dossier, annee):
                continue
            lieu = place(depot, Reference(equilibre_path(annee), ("seul", "valeurs", nom)), key=True)
            message = f"{cite(dossier.identite.nom)} a une estimation pour {annee}, année où son adhésion ne court pas"
            related = ((place(depot, Reference(dossier.path("adherent.yaml"), ("adhesion",))), "l'adhésion"),)
            yield signal("EQU001", lieu, message, "retirer la ligne, ou corriger les dates de l'adhésion", related)


@controle("EQU006", avertit=True)
def without_document(depot: Depot) -> Iterator[Diagnostic]:
    """EQU006: an exercice without its costs borne, when others have theirs (art. 8)."""
    documents = depot.vie.equilibres
    written = documents.keys() | {annee for annee in depot.exercices if _is_there(depot, annee)}
    for annee in sorted(depot.exercices.keys() - written) if documents else ():
        lieu = place(depot, Reference(exercice_path(annee), ("statut",)), key=True)
        others = enumere([str(other) for other in sorted(documents)])
        message = f"l'exercice {annee} n'a pas ses coûts supportés, alors que d'autres les ont ({others})"
        nearest_year = min(documents, key=lambda other: (abs(other - annee), other))
        hint = f"créer {equilibre_path(annee)}, sur le modèle de {equilibre_path(nearest_year)}"
        yield signal("EQU006", lieu, message, hint)


@controle("ORI002")
def not_in_convention(depot: Depot) -> Iterator[Diagnostic]:
    """ORI002: costs borne said to come from the convention, which gives none."""
    for annee, document in sorted(depot.vie.equilibres.items()):
        if document.origine is Origine.CONVENTION:
            lieu = place(depot, Reference(equilibre_path(annee), ("origine",)))
            hint = "écrire « origine: demonstration » ou « origine: public », avec la source"
            yield signal("ORI002", lieu, "la convention ne donne aucun coût supporté, ni aucune estimation", hint)


def _takes_part(dossier: Dossier, annee: int) -> bool:
    adhesion = dossier.identite.adhesion.periode
    return is_ordered(adhesion) and adhesion.intersect(year_period(annee)) is not None


def _is_there(depot: Depot, annee: int) -> bool:
    """Tell whether the document exists, be it unreadable: its own messages say what is wrong with it."""
    path = equilibre_path(annee)
    return path in depot.fichiers or path in depot.illisibles
