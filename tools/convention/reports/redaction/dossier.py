"""The pack of a meeting (art. 7: documents shared « en amont des réunions »).

Knows: meetings, what the body follows: finances, projects, needs, counts to validate. Must not know: media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import jour, les_premiers
from convention.checks.cadre.vie import ReunionEcrite, meetings
from convention.engine.appels.cloture import unvalidated
from convention.model.mots.communs import Phase
from convention.model.mots.vie import StatutProjet, StatutReunion
from convention.reports.redaction.finances import by_adherent, followed, notice, with_deliveries
from convention.reports.redaction.rapport import state_on
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Avis, Reunion
    from convention.reports.rendus.document import Document

_MONTRES = 3


def pack(depot: Depot, ecrite: ReunionEcrite) -> Document:
    """Write the pack of a meeting: agenda, documents, opinions given before, then what the body follows."""
    reunion, courant = ecrite.reunion, depot.exercice_courant
    # A meeting of a year that is over followed that year, whatever came since.
    exercice = min(courant, reunion.date.year) if courant is not None else None
    suivies = followed(depot, exercice) if exercice is not None else ()
    return ecrire(
        "redaction/dossier.j2",
        instance=depot.vie.reunion_dite(reunion),
        reunion=reunion,
        avertissement=notice(*suivies, others=(depot.vie.reunions[ecrite.annee].origine,)),
        documents=_documents(reunion),
        avis=tuple(_opinions(depot, reunion)),
        finances=by_adherent(depot, suivies) if suivies else None,
        livraisons=with_deliveries(depot, suivies),
        projets=_projects(depot, reunion.date),
        attendus=_awaited(depot, exercice),
        composition=depot.vie.instances.get(reunion.instance),
    )


def _documents(reunion: Reunion) -> Tableau | None:
    unsent = "à envoyer" if reunion.statut is StatutReunion.PREVUE else "non envoyé"
    rows = tuple(
        (item.titre, jour(item.envoi) if item.envoi is not None else unsent, item.niveau.libelle)
        for item in reunion.documents
    )
    return Tableau(("Document", "Envoyé le", "Qui peut le voir"), rows, a_gauche=3) if rows else None


def _opinions(depot: Depot, reunion: Reunion) -> Iterator[tuple[date | None, tuple[Avis, ...]]]:
    """Yield the opinions of the last meeting of the same body, with its day, then those of this one."""
    held = [
        item.reunion
        for item in meetings(depot)
        if item.reunion.instance == reunion.instance
        and item.reunion.statut is StatutReunion.TENUE
        and item.reunion.date < reunion.date
    ]
    last = max(held, key=lambda item: item.date, default=None)
    if last is not None and last.avis:
        yield last.date, last.avis
    if reunion.avis:
        yield None, reunion.avis


def _projects(depot: Depot, jour_dit: date) -> Tableau | None:
    """Show the plan de charges on a day: neither what was given up, nor what was over before its year."""
    rows = tuple(
        (
            projet.libelle,
            state.bref,
            les_premiers([depot.nom_de(nom) for nom in projet.adherents], _MONTRES),
            jour(projet.fin) if projet.fin is not None else "",
        )
        for projet in depot.vie.projets.values()
        if (state := state_on(projet, jour_dit)) not in (None, StatutProjet.ABANDONNE)
        and not (state is StatutProjet.TERMINE and projet.fin is not None and projet.fin.year < jour_dit.year)
    )
    return Tableau(("Projet", "État", "Pour", "Fin"), rows, a_gauche=4) if rows else None


def _awaited(depot: Depot, exercice: int | None) -> tuple[tuple[str, list[str]], ...]:
    """List what waits for a validation, and whose: counts of the year, needs of the next one, where there are."""
    if exercice is None:
        return ()
    waiting = unvalidated(depot, exercice)
    counts = [
        (dossier.identite.nom, nom in waiting)
        for nom, dossier in depot.dossiers.items()
        for item in (dossier.quantites[exercice].comptages if exercice in dossier.quantites else ())
        if item.phase is not Phase.PREVISIONNEL
    ]
    needs = [
        (dossier.identite.nom, dossier.besoins[exercice + 1].validation is None)
        for dossier in depot.dossiers.values()
        if exercice + 1 in dossier.besoins
    ]
    told = {f"Quantités {exercice}": counts, f"Recensement des besoins {exercice + 1}": needs}
    return tuple(
        (what, list(dict.fromkeys(nom for nom, awaited in found if awaited))) for what, found in told.items() if found
    )
