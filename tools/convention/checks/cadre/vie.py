"""The life of the convention as the checks walk it: meetings with their places, years that must be complete.

Knows: which file and which pointer hold each object; which years are over or under way. Must not know: what is checked.
There is no clock here: a year is over when its exercice is closed, under way when it is the first open one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convention.base.french import RANG_DU_MOIS, cite, jour
from convention.checks.cadre.lecture import Ecrit
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions
from convention.model.documents.suivi import Documents
from convention.model.genres import chemins
from convention.model.mots.vie import SensAvis, StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.catalogue import Convention
    from convention.model.documents.exercices import Appel
    from convention.model.documents.gouvernance import Reunion

GOUVERNANCE = path_of(Gouvernance)
PROCEDURES = path_of(Procedures)
DOCUMENTS = path_of(Documents)


@dataclass(frozen=True, slots=True)
class ReunionEcrite(Ecrit):
    """A meeting, the year of its file, and where it stands."""

    annee: int
    reunion: Reunion

    @property
    def texte(self) -> str:
        """How a sentence names it: « la réunion « comite-de-pilotage-2026 » du 6 novembre 2026 »."""
        return f"la réunion {cite(self.reunion.id)} du {jour(self.reunion.date)}"

    def reserves(self, sens: SensAvis, empreinte: str | None) -> str | None:
        """Return the reserves of its opinion of a sense: the one that names a seal, else the only one that may."""
        given = [avis for avis in self.reunion.avis if avis.sens is sens]
        named = [avis for avis in given if avis.empreinte is not None and avis.empreinte == empreinte]
        alone = given if len(given) == 1 and (given[0].empreinte is None or empreinte is None) else []
        return next((avis.reserves for avis in named or alone), None)

    def not_given(self, sens: SensAvis, sur: str = "") -> tuple[str, str] | None:
        """Say why it cannot have given an opinion, and what to do; None when it did."""
        if self.reunion.statut is not StatutReunion.TENUE:
            return f"{self.texte} n'est pas tenue, et n'a rendu aucun avis{sur}", "citer la réunion qui l'a rendu"
        if all(avis.sens is not sens for avis in self.reunion.avis):
            hint = f'y ajouter « avis: [{{objet: "…", sens: {sens}}}] », ou corriger le sens'
            return f"{self.texte} n'a rendu aucun avis {cite(sens)}", hint
        return None


def meetings(depot: Depot) -> Iterator[ReunionEcrite]:
    """Yield every meeting, year by year."""
    for annee, document in sorted(depot.vie.reunions.items()):
        for index, reunion in enumerate(document.reunions):
            yield ReunionEcrite(Reference(path_of(Reunions, annee=annee), ("reunions", index)), annee, reunion)


def meeting(depot: Depot, nom: str) -> ReunionEcrite | None:
    """Find a meeting by its id."""
    return next((item for item in meetings(depot) if item.reunion.id == nom), None)


def next_meeting(depot: Depot, instance: str | None, au: date | None = None) -> date | None:
    """Return the day of the next meeting planned of a body, from a day on; None when there is none, or no body."""
    planned = (
        item.reunion.date
        for item in meetings(depot)
        if (item.reunion.instance, item.reunion.statut) == (instance, StatutReunion.PREVUE)
    )
    return min((day for day in planned if au is None or day >= au), default=None)


def takes_place(convention: Convention, annee: int, nom: str, appel: Appel) -> bool:
    """Tell whether a call is in its civil year, and in the month that its name says, when it says one.

    The last exercice is settled once it is over (art. 8.3), and no exercice comes after it: it holds those calls too.
    """
    settles = annee == convention.derniere_annee and appel.regularise_seulement and appel.date.year > annee
    return (settles or appel.date.year == annee) and appel.date.month == RANG_DU_MOIS.get(nom, appel.date.month)


def watched_years(depot: Depot) -> list[int]:
    """Return the years that owe their meetings: closed ones, the one under way, and those that have their file."""
    courant = depot.exercice_courant
    years = {annee for annee in depot.exercices if annee == courant or depot.est_clos(annee)}
    return sorted((years | depot.vie.reunions.keys()) - lost_years(depot))


def lost_years(depot: Depot) -> frozenset[int]:
    """Return the years whose file of meetings could not be read: nothing is said to be missing from them."""
    return frozenset(chemin.annee for chemin in chemins(depot.illisibles, "reunions"))


def counts(depot: Depot, reunion: Reunion) -> bool:
    """Tell whether a meeting counts for its year: held, or still to come when the year is not over."""
    if reunion.statut is StatutReunion.TENUE:
        return True
    return reunion.statut is StatutReunion.PREVUE and not depot.est_clos(reunion.date.year)
