"""The exit sheet of an adherent: notice, last day, what it still owes, who bears what it frees, what to do (art. 13).

Knows: terminations, effects, what is due. Must not know: how they are computed, media.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from convention.base.french import enumere, euros, jour, montant
from convention.checks.adhesions.resiliations import notice, return_limit
from convention.compare.entrees import depart
from convention.engine.appels.appels import parts_of
from convention.engine.appels.echeances import echeances
from convention.engine.appels.pieces import claim
from convention.engine.appels.solde import Du, dus, regularisations, unpaid
from convention.model.documents.entrees_sorties import EtapeSortie, EtapesSortie, RecuperationTiers, Resiliation
from convention.model.mots.avenants import EtapeVisa
from convention.reports import mots
from convention.reports.calcul.quantite import presence_in
from convention.reports.fiches.communs import by_years, effect_tables, lost, reserves, sources, verdicts, written_visas
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import last_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.depot import Depot
    from convention.reports.rendus.document import Document

COLONNES = ("S'il restait", "Avec le départ")


def exit_sheet(depot: Depot, adherent: str, resiliation: Resiliation, au: date | None = None) -> Document:
    """Write the exit sheet of an adherent that has its termination, as read on a day: before it left, if unsaid."""
    effects, due = depart(depot, adherent), dus(depot, adherent, resiliation.effet)
    shown = {item.exercice for item in effects}
    gone = au is not None and resiliation.effet <= au
    # A year before the departure does not change with it; of who has left, no later one is expected to be counted.
    first = resiliation.effet.year
    years = [annee for annee in depot.ouverts if annee == first or (annee > first and not gone)]
    # What is freed in the year, and months counted, are told of who leaves in one.
    in_year = resiliation.effet != date(first, 1, 1)
    terme = depot.convention.terme
    return ecrire(
        "fiches/sortie.j2",
        clauses=depot.convention.clauses,
        nom=depot.nom_de(adherent),
        accorde=partial(depot.accorde, adherent),
        du_nom=depot.du(adherent),
        resiliation=resiliation,
        parti=gone,
        # Once it is over, nobody pays for who leaves.
        fin_de_la_convention=last_day(terme) if resiliation.effet >= terme else "",
        dernier_jour=resiliation.effet - timedelta(days=1),
        politiques=depot.convention.politiques,
        en_cours_d_annee=in_year,
        partielle=in_year or any(item.presence != 1 for item in due),
        verdicts=verdicts(depot, effects, adherent, ("autre adhérent", "autres adhérents"), fait=gone),
        effets=effect_tables(depot, effects, adherent, ("S'il était resté" if gone else COLONNES[0], COLONNES[1])),
        annees=list(map(str, years)),
        plus_tard="" if gone else mots.later_effect(depot, adherent, "Le départ", resiliation.effet),
        sources=sources(effects, adherent, due),
        reserves=reserves(depot, effects, adherent, (item.origine for item in due), due),
        delai=notice(depot, resiliation),
        perdus=by_years((item.exercice, point) for item in effects for point in lost(depot, item, fait=gone)),
        # Open exercices whose effect cannot be told.
        sans_quantites=[str(annee) for annee in years if annee not in shown],
        etapes=tuple(checklist(depot, resiliation, au)),
        visas=tuple(
            written_visas(
                depot,
                depot.vie.decide("adherent", "adhesion", "fin"),
                {EtapeVisa.NOTIFICATION: f"le {jour(resiliation.acte)}" if resiliation.acte is not None else ""},
                {EtapeVisa.NOTIFICATION: resiliation.genre.acte},
            )
        ),
        **_debts(depot, adherent, resiliation, due),
    )


def _debts(depot: Depot, adherent: str, resiliation: Resiliation, due: Sequence[Du]) -> dict[str, object]:
    """Say what is due until the last day, what was called of it and not paid, which calls ask for what is left."""
    # Where nothing is ever called, nothing was, nor will be: what is due is all that is known.
    called = bool(echeances(depot))
    debut = depot.dossiers[adherent].identite.adhesion.debut
    return {
        "reste": sum(item.reste for item in due),
        "dus": _owed(due, appels=called) if due else None,
        "appels": called,
        "regularisations": regularisations(depot, adherent, debut, resiliation.effet) if called else (),
        "a_venir": [told for item in due if item.reste for told in _coming(depot, adherent, item.exercice)],
        "acomptes": [text for item in due if (text := mots.no_advance(depot, adherent, item.exercice))],
        "impayes": unpaid(depot, adherent),
        "piece": claim(depot),
    }


def _coming(depot: Depot, adherent: str, exercice: int) -> Iterator[tuple[int, str]]:
    """Say which calls ask what is left of an exercice; nothing where none does, as far as what is declared goes."""
    calls = [
        f"{volet.genre.le} du {jour(appel.date)}"
        for nom, appel in echeances(depot).items()
        for volet in parts_of(depot, adherent, appel)
        if volet.genre.de_l_annee and volet.exercice == exercice and nom not in depot.sceaux
    ]
    if calls:
        yield exercice, enumere(calls, "puis")


def _owed(due: Sequence[Du], *, appels: bool) -> Tableau:
    """Show what is due until the last day, what was called of it, what is left."""
    columns = {
        "Contribution (€)": [item.contribution for item in due],
        "Coûts directs (€)": [item.directs for item in due],
    }
    if appels:
        columns["Déjà appelé (€)"] = [item.appele for item in due]
        columns["Reste à appeler (€)"] = [item.reste for item in due]
    if not any(columns["Coûts directs (€)"]):
        del columns["Coûts directs (€)"]
    rows = tuple(
        (f"{item.exercice} ({item.phase.libelle})", str(presence_in(item.presence)), *map(montant, cents))
        for item, *cents in zip(due, *columns.values(), strict=True)
    )
    return Tableau(
        ("Exercice", "Présence", *columns), rows, (("Total", "", *map(montant, map(sum, columns.values()))),)
    )


def checklist(depot: Depot, resiliation: Resiliation, au: date | None = None) -> Iterator[tuple[str, str, str | None]]:
    """List what a leaving asks for, by date, then what has none: done or planned when, what it is, what is added."""
    sortie, limit = resiliation.sortie, return_limit(depot, resiliation)
    steps: list[tuple[str, EtapeSortie | RecuperationTiers | None]] = []
    rules = {
        "materiels": f", au plus tard le {jour(limit)}{_past(sortie.materiels, limit, au)}"
        if limit is not None
        else "",
        "destruction": depot.convention.clauses.selon("documents"),
    }
    for champ in ("materiels", "donnees", "licences", "destruction"):
        # What a convention that says its delays asks of all, and what is written of this leaving.
        if depot.convention.delais.restitution_mois is not None or getattr(sortie, champ) is not None:
            label = EtapesSortie.model_fields[champ].description
            steps.append((f"{label}{rules.get(champ, '')}", getattr(sortie, champ)))
    for tiers in sortie.recuperation_tiers:
        what = f" ({tiers.logiciel})" if tiers.logiciel is not None else ""
        cost = euros(tiers.cout) if tiers.cout is not None else "coût à chiffrer"
        steps.append((f"Récupération par {tiers.prestataire}{what}, à la charge de l'adhérent : {cost}", tiers))
    steps.sort(key=lambda step: _day(step[1]) or date.max)
    for label, etape in steps:
        yield _state(etape, au), label, etape.note if etape is not None else None


def _day(etape: EtapeSortie | RecuperationTiers | None) -> date | None:
    return None if etape is None else etape.faite or etape.prevue


def _past(etape: EtapeSortie | RecuperationTiers | None, limit: date, au: date | None) -> str:
    """Say that the day of what is not done is past."""
    return ", jour passé" if au is not None and limit < au and (etape is None or etape.faite is None) else ""


def _state(etape: EtapeSortie | RecuperationTiers | None, au: date | None) -> str:
    day = _day(etape)
    if etape is None or day is None:
        return "sans date"
    return f"{'fait' if etape.faite is not None else 'prévu'} le {jour(day)}{_past(etape, day, au)}"
