"""PER: years, deliveries, counts and forfait that carry the right date, once, in a year of the convention (art. 14).

Knows: dated values, first and last exercice. Must not know: periods of days (`intervalles`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Ecrire, inscrire, la_ligne
from convention.base.french import cite, compte, du, enumere, jour
from convention.checks.adherents.budgets import budgets
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import (
    Compte,
    censuses,
    components,
    counts_of_year,
    exercice_at,
    exercice_path,
    expenses,
    fee_values,
    indicators,
    repeats,
    subscriptions,
)
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.couts.equilibre import equilibre_at
from convention.model.mots.communs import Phase, StatutExercice

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from convention.model.depot import Depot, Dossier, Reference

_PREMIER_JANVIER = (1, 1)
_ACTES_AVANT = (
    ("demande", "la souscription à {} est demandée"),
    ("signature", "la convention spécifique de {} est signée"),
)
"""What comes before a subscription begins."""


class _Date(NamedTuple):
    """What carries a year, and where."""

    annee: int
    quoi: str
    reference: Reference


@controle("PER006", entiers=("exercice",))
def undeclared_years(depot: Depot) -> Iterator[Constat]:
    """PER006: amounts, counts, expenses or costs borne of a year that has no exercice, said once for each year."""
    found: dict[int, list[_Date]] = {}
    for written in _dated(depot):
        if written.annee not in depot.exercices:
            found.setdefault(written.annee, []).append(written)
    yield from (_undeclared(depot, annee, places) for annee, places in found.items())


@controle("PER007")
def deliveries(depot: Depot) -> Iterator[Constat]:
    """PER007: a delivery before its estimate was accepted, or kept in the file of another year (art. 8.1)."""
    for item in expenses(depot):
        livraison, depense = item.depense.livraison, item.depense
        if livraison is None:
            continue
        nom, lieu = cite(depense.id), item.at("livraison")
        if livraison.year != item.annee:
            message = f"la dépense {nom} est livrée le {jour(livraison)} et rangée dans l'année {item.annee}"
            hint = f"la déplacer dans {item.dossier.path(f'depenses/{livraison.year}.yaml')}"
            yield signal("PER007", lieu, message, hint)
        if livraison < depense.devis.accepte_le:
            message = (
                f"la dépense {nom} est livrée le {jour(livraison)}, avant l'acceptation de son devis "
                f"({jour(depense.devis.accepte_le)})"
            )
            related = (item.at("devis", "accepte_le"), "l'acceptation du devis")
            yield signal("PER007", lieu, message, "corriger l'une des deux dates", related)


@controle("PER008", par_adherent=True)
def counted_twice(depot: Depot) -> Iterator[Constat]:
    """PER008: two values for one date, or for one phase, date and key."""
    for dossier in depot.dossiers.values():
        for annee in sorted(dossier.quantites):
            yield from _counts(dossier, annee)
    dated = ((fee, valeur.date, fee.at("valeurs", rang, "date")) for fee, rang, valeur in fee_values(depot))
    for (_, _, first), (fee, day, where) in repeats(dated, lambda item: (item[0].nom, item[1])):
        yield _twice(where, f"{fee.texte} a deux valeurs au {jour(day)}", first)


@controle("PER009")
def forfait_dates(depot: Depot) -> Iterator[Constat]:
    """PER009: a forfait that changes within a year (annexe 3: « montants actualisés annuellement »)."""
    for fee, rang, valeur in fee_values(depot):
        day = valeur.date
        if (day.month, day.day) != _PREMIER_JANVIER:
            message = f"{fee.texte} change le {jour(day)} : il prend effet un 1er janvier"
            days = (f"{day.year}-01-01", f"{day.year + 1}-01-01")
            hint = Ecrire(f"écrire {enumere(days, 'ou')}", days)
            yield signal("PER009", fee.at("valeurs", rang, "date"), message, hint)


@controle("PER013", avertit=True)
def asked_after_start(depot: Depot) -> Iterator[Constat]:
    """PER013: a service in use before it was asked for, or before the signature of its own convention (art. 3)."""
    for item in subscriptions(depot):
        for champ, act in _ACTES_AVANT:
            day, debut = getattr(item.objet, champ), item.objet.debut
            if day is not None and day > debut:
                name = f"{cite(item.objet.service)} {du(item.dossier.identite.nom)}"
                message = f"{act.format(name)} le {jour(day)}, après le premier jour d'usage ({jour(debut)})"
                related = (item.at("debut"), "le début")
                yield signal("PER013", item.at(champ), message, "corriger l'une des deux dates", related)


@controle("PER014", avertit=True)
def asked_to_leave(depot: Depot) -> Iterator[Constat]:
    """PER014: a signed demand to leave a service, without its end, or that comes once it has ended (art. 3)."""
    for item in subscriptions(depot):
        day, fin, lieu = item.objet.demande_fin, item.objet.fin, item.at("demande_fin")
        if day is None or (fin is not None and day < fin):
            continue
        asked = f"quitter {cite(item.objet.service)} est demandé le {jour(day)} ({item.dossier.identite.nom})"
        if fin is None:
            hint = "écrire « fin », premier jour qui n'est plus facturé, ou retirer la demande"
            yield signal("PER014", lieu, f"{asked}, et la souscription n'a pas de fin", hint)
        else:
            late = f"{asked}, et le dernier jour facturé était le {jour(fin - timedelta(days=1))}"
            yield signal("PER014", lieu, late, "corriger l'une des deux dates", (item.at("fin"), "la fin"))


@controle("PER010")
def closed_before_actual(depot: Depot) -> Iterator[Constat]:
    """PER010: a closed exercice whose phase in force is not the actual figures."""
    for annee, exercice in depot.exercices.items():
        if exercice.statut is StatutExercice.CLOS and exercice.phase is not Phase.REALISE:
            message = f"l'exercice {annee} est clos, et sa phase en vigueur est {cite(str(exercice.phase))}"
            hint = inscrire("phase: realise") + ", ou " + la_ligne("statut: ouvert")
            related = (exercice_at(annee, "statut"), "le statut")
            yield signal("PER010", exercice_at(annee, "phase"), message, hint, related)


@controle("PER011")
def reopened(depot: Depot) -> Iterator[Constat]:
    """PER011: an exercice open before one that is closed: the oldest is closed first (art. 8.3)."""
    closed = [annee for annee, exercice in depot.exercices.items() if exercice.statut is StatutExercice.CLOS]
    for annee, exercice in depot.exercices.items():
        later = min((other for other in closed if other > annee), default=None)
        if exercice.statut is StatutExercice.OUVERT and later is not None:
            message = f"l'exercice {annee} est ouvert, et {later} est clos : il deviendrait l'exercice en cours"
            hint = inscrire("statut: clos") + ", ou rouvrir aussi le suivant"
            related = (exercice_at(later, "statut"), "l'exercice clos")
            yield signal("PER011", exercice_at(annee, "statut"), message, hint, related)


def _undeclared(depot: Depot, annee: int, places: Sequence[_Date]) -> Constat:
    declared = enumere([str(known) for known in sorted(depot.exercices)]) or "aucun"
    hint = f"corriger l'année, ou créer {exercice_path(annee)} (exercices déclarés : {declared})"
    others = len({written.reference.path for written in places}) - 1
    more = f", et {compte(others, 'autre fichier', 'autres fichiers')}" if others else ""
    message = f"l'exercice {annee} n'est pas déclaré ({places[0].quoi}{more})"
    return signal("PER006", LaCle(places[0].reference), message, hint)


def _dated(depot: Depot) -> Iterator[_Date]:
    """Yield what carries a year, in the order of the files."""
    for dossier in depot.dossiers.values():
        who = du(dossier.identite.nom)
        for champ, folder, quoi, annees in (
            ("comptages", "quantites", "quantités", sorted(dossier.quantites)),
            ("depenses", "depenses", "dépenses", sorted(dossier.depenses)),
        ):
            for annee in annees:
                yield _Date(annee, f"{quoi} {who}", dossier.at(f"{folder}/{annee}.yaml", champ))
        reglement = dossier.budget.reglement if dossier.budget is not None else None
        for annee in sorted(reglement.montants_figes) if reglement is not None else ():
            yield _Date(
                annee, f"montants figés {who}", dossier.at("budget.yaml", "reglement", "montants_figes", str(annee))
            )
    for item in components(depot):
        for annee in item.composant.montants:
            yield _Date(annee, f"montants du composant {cite(item.id)}", item.at("montants", str(annee)))
    for annee in depot.vie.equilibres:
        yield _Date(annee, "coûts supportés", equilibre_at(annee, "masse_salariale"))


def _counts(dossier: Dossier, annee: int) -> Iterator[Constat]:
    first: dict[Hashable, Compte] = {}
    for count in counts_of_year(dossier, annee):
        releve, (cle, composant) = count.releve, count.place
        known = first.setdefault((*releve.ordre, cle, composant), count)
        if known.releve.validation is not None:
            # What was validated is not written over: a count of the same day that follows it in the file corrects it.
            first[*releve.ordre, cle, composant] = count
        elif known is not count:
            of = f" du composant {cite(composant)}" if composant else ""
            when = f"deux fois au {jour(releve.date)}, phase {cite(str(releve.phase))}"
            text = f"la clé {cite(cle)}{of} est comptée {when} ({dossier.identite.nom})"
            yield _twice(count.reference, text, known.reference)


def _twice(reference: Reference, text: str, first: Reference) -> Constat:
    return signal("PER008", reference, text, "garder une seule des deux", (first, "la première valeur"))


@controle("PER004", entiers=("convention",))
def outside_convention(depot: Depot) -> Iterator[Constat]:
    """PER004: a year before the convention or after its last renewal."""
    first, last = depot.convention.premiere_annee, depot.convention.derniere_annee
    for written in _years(depot):
        # A declared exercice that is outside has its own message (`intervalles`).
        if not first <= written.annee <= last and written.annee not in depot.exercices:
            message = f"{written.quoi} de {written.annee} : la convention va de {first} à {last}"
            yield signal("PER004", LaCle(written.reference), message, "corriger l'année")


def _years(depot: Depot) -> Iterator[_Date]:
    for dossier, document in budgets(depot):
        for annee in document.exercices:
            yield _Date(annee, f"budget {du(dossier.identite.nom)}", dossier.at("budget.yaml", "exercices", str(annee)))
    for needs in censuses(depot):
        yield _Date(needs.annee, f"besoins {du(needs.dossier.identite.nom)}", needs.at("recensement"))
    for item in indicators(depot):
        for annee in item.indicateur.mesures:
            yield _Date(annee, f"mesure de l'indicateur {cite(item.indicateur.id)}", item.at("mesures", str(annee)))
