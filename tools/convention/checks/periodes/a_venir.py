"""PER012: what is said to have happened, dated of a day that has not come.

Knows: which fields say a fact (`connu.is_fact`), the day that it is given. Must not know: the clock.
What is found on a day is found on no later one: only time is lacking.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from convention.base.french import jour
from convention.checks.cadre.connu import is_fact
from convention.checks.cadre.controle import controle_du_jour
from convention.checks.cadre.lieux import Constat, Ou, of_file, signal
from convention.checks.cadre.valeurs import values_of
from convention.checks.cadre.vie import meetings
from convention.model.cadre.champs import Modele, short_description
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.exercices import Exercice
from convention.model.documents.suivi import Besoins, Projet
from convention.model.ecrits.sceaux import LIGNE_DE_LA_DATE
from convention.model.mots.communs import StatutExercice
from convention.model.mots.vie import StatutProjet, StatutReconduction, StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.valeurs import Valeur
    from convention.model.depot import Depot


@controle_du_jour("PER012", par_fichier=True)
def facts(depot: Depot, au: date) -> Iterator[Constat]:
    """PER012: a field that says a fact, after the day."""
    for fichier in depot.fichiers.values():
        for fait in days_of(fichier.document) if fichier.document is not None else ():
            if fait.valeur > au:
                description = str(fait.modele.model_fields[fait.champ].description)
                yield not_yet(Reference(fichier.path, fait.pointer), description, fait.valeur, au)


@controle_du_jour("PER012")
def states(depot: Depot, au: date) -> Iterator[Constat]:
    """PER012: what may be planned, and is said to be done: a meeting held, a year closed, a project finished."""
    for reference, description, day in _done(depot):
        if day > au:
            yield not_yet(reference, description, day, au)


def _done(depot: Depot) -> Iterator[tuple[Reference, str, date]]:
    """Yield the day of what the state beside it says to be done."""
    for item in meetings(depot):
        if item.reunion.statut is StatutReunion.TENUE:
            yield item.at("date"), "Réunion tenue", item.reunion.date
    for dossier in depot.dossiers.values():
        for annee, besoins in dossier.besoins.items():
            if besoins.revoyure is not None and besoins.revoyure.conclusion is not None:
                path = dossier.path(Besoins, annee)
                yield Reference(path, ("revoyure", "date")), "Revoyure conclue", besoins.revoyure.date
    for nom, projet in depot.vie.projets.items():
        if projet.statut is StatutProjet.TERMINE and projet.fin is not None:
            yield Reference(path_of(Projet, nom), ("fin",)), "Fin d'un projet terminé", projet.fin
    yield from _done_years(depot)


def _done_years(depot: Depot) -> Iterator[tuple[Reference, str, date]]:
    for annee, exercice in depot.exercices.items():
        path, renewal = path_of(Exercice, annee=annee), exercice.reconduction
        if exercice.statut is StatutExercice.CLOS:
            yield Reference(path, ("statut",)), "Exercice clos, donc écoulé", date(annee, 12, 31)
        if renewal is not None and renewal.statut is StatutReconduction.RECONDUITE:
            yield (
                Reference(path, ("reconduction", "limite")),
                "Reconduction à laquelle nul ne s'est opposé",
                renewal.limite,
            )


@controle_du_jour("PER012")
def seals(depot: Depot, au: date) -> Iterator[Constat]:
    """PER012: a closing, or the correction of a closed exercice, after the day; a call may be sealed ahead."""
    for sceau in depot.sceaux.values():
        closed = () if sceau.est_appel else (("Clôture", sceau.date, LIGNE_DE_LA_DATE),)
        corrected = enumerate(sceau.rectifications, sceau.ligne(len(sceau.lignes)) + 2)
        for said, text, line in (*closed, *(("Rectification", item.date, line) for line, item in corrected)):
            day = date.fromisoformat(text)
            if day > au:
                yield not_yet(of_file(sceau.path, line), said, day, au)


def not_yet(ou: Ou, description: str, day: date, au: date) -> Constat:
    """Say that a day has not come, of what is said to be done."""
    message = f"{short_description(description)} : un fait accompli n'est pas daté d'un jour à venir, le {jour(day)}"
    hint = f"corriger la date, ou n'écrire le fait qu'une fois accompli (jour de cette lecture : le {jour(au)})"
    return signal("PER012", ou, message, hint)


def days_of(document: Modele) -> Iterator[Valeur]:
    """Yield every day of a document that says a fact."""
    return values_of(document, is_fact)
