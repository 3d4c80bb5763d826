"""The exit sheet of an adherent: notice, last day, what it still owes, who bears what it frees, what to do (art. 13).

Knows: terminations, effects, what is due. Must not know: how they are computed, media (`fiche`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.french import compte, du, enumere, euros, jour, montant
from convention.checks.adhesions.resiliations import notice, return_limit
from convention.compare.entrees import depart, together
from convention.engine.appels.solde import dus, regularisations, unpaid
from convention.model.mots.communs import StatutExercice
from convention.reports import mots
from convention.reports.calcul.quantite import presence_in
from convention.reports.fiches.effet import change, effect_table, lost, reserves, who_moves
from convention.reports.fiches.fiche import Fiche, Section
from convention.reports.fiches.visas import visas_section
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.compare.entrees import Effet
    from convention.engine.appels.solde import Du
    from convention.model.depot import Depot
    from convention.model.documents.entrees_sorties import EtapeSortie, RecuperationTiers, Resiliation

PROCEDURE = "resiliation"
COLONNES = ("S'il restait", "Avec le départ")
_DATES = {
    "mise_en_demeure": "Mise en demeure reçue",
    "notification": "Lettre recommandée reçue",
    "accord": "Accord des deux parties",
}
_ETAPES = {
    "materiels": "Récupération des matériels de la métropole",
    "donnees": "Restitution des données",
    "licences": "Restitution des licences",
    "destruction": "Destruction, par l'adhérent, des données communes (article 6)",
}


def exit_sheet(depot: Depot, adherent: str, resiliation: Resiliation) -> Fiche:
    """Build the exit sheet of an adherent that has its termination."""
    nom = mots.adherent_name(depot, adherent)
    effects, due = depart(depot, adherent), dus(depot, adherent, resiliation.effet)
    tables = [effect_table(depot, effet, adherent, COLONNES) for effet in effects]
    return Fiche(
        f"Fiche de sortie {du(nom)} (article 13)",
        (*_verdict(depot, adherent, effects, due), f"Dernier jour : {jour(_eve(resiliation.effet))}."),
        reserves(depot, effects, adherent, (item.origine for item in due)),
        (
            _notice(depot, resiliation),
            _owed(depot, adherent, due, resiliation),
            _freed(depot, adherent, effects, resiliation.effet),
            *tables,
            _checklist(depot, resiliation),
            visas_section(depot, PROCEDURE, {"notification-de-la-resiliation": _acquired(resiliation)}),
        ),
    )


def _verdict(depot: Depot, adherent: str, effects: Sequence[Effet], due: Sequence[Du]) -> list[str]:
    nom, left = mots.adherent_name(depot, adherent), sum(item.reste for item in due)
    owed = f"{nom} devrait encore {euros(left)}" if left >= 0 else f"{euros(-left)} seraient à rendre à {nom}"
    owed = f"d'ici son dernier jour, {owed} par les appels"
    if not effects:
        years = enumere([str(annee) for annee in _open_years(depot)])
        return [f"Le départ {du(nom)} ne changerait pas ce que paient les autres en {years} ; {owed}."]
    sentences = []
    for effet in effects:
        others, own = effet.autres(adherent), effet.part(adherent).apres
        subject = f"ensemble les {compte(len(others), 'autre adhérent', 'autres adhérents')} en {effet.exercice}"
        end = owed if effet is effects[0] else f"{nom} y paierait {euros(own)}"
        sentences.append(f"Le départ {du(nom)} {change(together(others).ecart, subject)} ; {end}.")
        sentences.append(who_moves(depot, others))
    return sentences


def _notice(depot: Depot, resiliation: Resiliation) -> Section:
    points = [
        f"{words} le {jour(day)}" for champ, words in _DATES.items() if (day := getattr(resiliation, champ)) is not None
    ]
    delai = notice(depot, resiliation)
    if delai is not None and delai.mois:
        points.append(f"Délai de {delai.mois} mois (article 13), qui mène au {jour(delai.terme)}")
    points.append(f"Prend effet le {jour(resiliation.effet)} : dernier jour, {jour(_eve(resiliation.effet))}")
    kind = f"Résiliation {resiliation.genre.bref}, à l'initiative de {resiliation.initiative.libelle}."
    return Section("Le préavis", (kind,), tuple(points))


def _owed(depot: Depot, adherent: str, due: Sequence[Du], resiliation: Resiliation) -> Section:
    """Show what is due until the last day, what was called of it, what follows the leaving."""
    rows = tuple(
        (f"{item.exercice} ({item.phase.libelle})", str(presence_in(item.presence)), *_amounts(item)) for item in due
    )
    sums = [sum(column) for column in zip(*(_cents(item) for item in due), strict=True)] or [0] * 4
    headers = (
        "Exercice",
        "Présence",
        "Contribution (€)",
        "Coûts directs (€)",
        "Déjà appelé (€)",
        "Reste à appeler (€)",
    )
    table = Tableau(headers, rows, (("Total", "", *map(montant, sums)),))
    titres = unpaid(depot, adherent)
    points = [f"Prorata : {depot.convention.politiques.prorata.texte}"]
    if titres:
        total = sum(titre.montant for titre in titres)
        noun = compte(len(titres), "titre émis reste à payer", "titres émis restent à payer")
        points.append(f"{noun} : {euros(total)}")
    debut = depot.dossiers[adherent].identite.adhesion.debut
    for item in regularisations(depot, debut, resiliation.effet):
        when = f"à l'appel du {jour(item.jour)}" if item.jour is not None else "à un appel qui n'est pas encore déclaré"
        after = "" if item.jour is not None and item.jour < resiliation.effet else ", due ou rendue après le départ"
        points.append(f"Régularisation de {item.exercice} (réalisé moins appelé) : {when}{after}")
    return Section("Ce qui est dû jusqu'au dernier jour", (), tuple(points), table)


def _freed(depot: Depot, adherent: str, effects: Sequence[Effet], effet: date) -> Section:
    """Say who bears what is freed, what nobody bears, and which open exercices cannot be told."""
    points = [point for item in effects for point in lost(depot, item)]
    shown = {item.exercice for item in effects}
    years = [str(annee) for annee in _open_years(depot) if annee >= effet.year and annee not in shown]
    if years:
        who = du(mots.adherent_name(depot, adherent))
        points.append(f"Sans quantités {who} pour {enumere(years)}, l'effet n'y est pas calculé")
    return Section("Qui porte la part libérée", (depot.convention.politiques.part_liberee.texte,), tuple(points))


def _checklist(depot: Depot, resiliation: Resiliation) -> Section:
    """List what a leaving asks for, by date, done or planned, then what has none; the equipment has its last day."""
    sortie, limit = resiliation.sortie, return_limit(depot, resiliation)
    steps: list[tuple[str, EtapeSortie | RecuperationTiers | None]] = []
    for champ, label in _ETAPES.items():
        until = f", au plus tard le {jour(limit)}" if champ == "materiels" and limit is not None else ""
        steps.append((f"{label}{until}", getattr(sortie, champ)))
    for tiers in sortie.recuperation_tiers:
        what = f" ({tiers.logiciel})" if tiers.logiciel is not None else ""
        cost = euros(tiers.cout) if tiers.cout is not None else "coût à chiffrer"
        steps.append((f"Récupération par {tiers.prestataire}{what}, à la charge de l'adhérent : {cost}", tiers))
    steps.sort(key=lambda step: _day(step[1]) or date.max)
    points = [f"{_state(etape)} — {label}{_note(etape)}" for label, etape in steps]
    return Section("Ce qu'il reste à faire", points=tuple(points))


def _day(etape: EtapeSortie | RecuperationTiers | None) -> date | None:
    return None if etape is None else etape.faite or etape.prevue


def _state(etape: EtapeSortie | RecuperationTiers | None) -> str:
    day = _day(etape)
    if etape is None or day is None:
        return "sans date"
    return f"{'fait' if etape.faite is not None else 'prévu'} le {jour(day)}"


def _note(etape: EtapeSortie | RecuperationTiers | None) -> str:
    return f". {etape.note}" if etape is not None and etape.note is not None else ""


def _acquired(resiliation: Resiliation) -> str:
    return f"le {jour(resiliation.acte)}" if resiliation.acte is not None else ""


def _cents(item: Du) -> tuple[int, int, int, int]:
    return (item.contribution, item.directs, item.appele, item.reste)


def _amounts(item: Du) -> tuple[str, ...]:
    return tuple(montant(cents) for cents in _cents(item))


def _open_years(depot: Depot) -> list[int]:
    return [annee for annee, item in sorted(depot.exercices.items()) if item.statut is StatutExercice.OUVERT]


def _eve(effet: date) -> date:
    return effet - timedelta(days=1)
