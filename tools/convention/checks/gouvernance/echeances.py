"""GOU013 to GOU016: each exercice is renewed in time (art. 13, 14), and has its calls (art. 8.3).

Knows: exercices and the dates of the convention. Must not know: amounts, meetings.
"""

from __future__ import annotations

from datetime import MINYEAR, date, timedelta
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter, ecrire
from convention.base.french import MOIS, RANG_DU_MOIS, d_appel, enumere, jour, pluriel
from convention.base.period import months_later
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import exercice_at
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.cadre.vie import takes_place
from convention.model.cadre.document import path_of
from convention.model.documents.catalogue import Convention
from convention.model.documents.exercices import Exercice
from convention.model.mots.vie import StatutReconduction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel, Reconduction


@controle("GOU013", entiers=("convention",))
def renewals(depot: Depot) -> Iterator[Constat]:
    """GOU013: a renewal whose deadline or status is not what the convention and the other exercices make it."""
    pending: int | None = None
    for annee, exercice in sorted(depot.exercices.items()):
        if exercice.reconduction is None:
            continue
        reference = exercice_at(annee, "reconduction")
        limite = deadline(depot.convention, annee)
        if limite is None:
            cited = depot.convention.clauses.selon("reconduction")
            message = f"l'exercice {annee} n'est pas ouvert par une reconduction{cited}"
            yield signal("GOU013", LaCle(reference), message, "retirer « reconduction »")
            continue
        yield from _deadline(depot, annee, exercice.reconduction, limite)
        yield from _status(depot, annee, exercice.reconduction, pending)
        if exercice.reconduction.statut is StatutReconduction.A_VENIR:
            pending = annee


@controle("GOU014", avertit=True, entiers=("convention",))
def without_renewal(depot: Depot) -> Iterator[Constat]:
    """GOU014: an exercice after the first that says nothing of its renewal, when others do."""
    if not any(item.reconduction for item in depot.exercices.values()):
        return
    for annee, exercice in sorted(depot.exercices.items()):
        if exercice.reconduction is None and (limite := deadline(depot.convention, annee)) is not None:
            statut = "reconduite" if _is_under_way(depot, annee) else "a_venir"
            line = f"reconduction: {{limite: {limite}, statut: {statut}}}"
            cited = depot.convention.clauses.selon("reconduction")
            message = f"l'exercice {annee} ne dit rien de sa reconduction tacite{cited}"
            yield signal("GOU014", LaCle(exercice_at(annee, "statut")), message, ajouter(line))


@controle("GOU015", entiers=("convention",))
def misdated_calls(depot: Depot) -> Iterator[Constat]:
    """GOU015: a call that is not in its year, or in the month of its name; two calls in one month."""
    for annee, exercice in sorted(depot.exercices.items()):
        first: dict[str, str] = {}
        for nom, appel in exercice.appels:
            reference = exercice_at(annee, "jalons", nom, "date")
            told, rang = f"l'appel {d_appel(nom)} {annee}", RANG_DU_MOIS.get(nom)
            if not takes_place(depot.convention, annee, nom, appel):
                when, month = (f"{MOIS[rang - 1]} {annee}", f"{rang:02d}") if rang else (f"{annee}", "MM")
                cited = depot.convention.clauses.selon("appels")
                message, hint = f"{told} est daté du {jour(appel.date)}", f"écrire {annee}-{month}-JJ"
                if elsewhere := _elsewhere(depot, annee, appel):
                    last = f"et {annee} n'est pas le dernier exercice de la convention"
                    yield signal("GOU015", reference, f"{message}, {last}", f"{hint}, ou {elsewhere}")
                else:
                    yield signal("GOU015", reference, f"{message} : il a lieu en {when}{cited}", hint)
            elif (known := first.setdefault(appel.echeance, nom)) != nom:
                message = f"{told} a lieu le même mois que celui {d_appel(known)} : une échéance est un mois"
                other = exercice_at(annee, "jalons", known, "date")
                hint = "le dater d'un autre mois, ou réunir leurs volets en un appel"
                yield signal("GOU015", reference, message, hint, (other, "l'autre appel"))


def _elsewhere(depot: Depot, annee: int, appel: Appel) -> str:
    """Say which exercice may hold a call that only the last one holds for the year after; nothing of another."""
    after = appel.date.year
    if not (appel.regularise_seulement and annee < after <= depot.convention.derniere_annee):
        return ""
    if after in depot.exercices:
        return f"le déplacer sous les « jalons » de {path_of(Exercice, annee=after)}"
    return f"ouvrir {annee + 1} par « convention ouvrir-exercice {annee + 1} », qui l'y porte"


@controle("GOU016", avertit=True)
def without_calls(depot: Depot) -> Iterator[Constat]:
    """GOU016: an exercice that says nothing of its calls, when others have theirs; « {} » says that it has none."""
    known = {annee: exercice.appels for annee, exercice in depot.exercices.items() if exercice.jalons}
    for annee, exercice in sorted(depot.exercices.items()):
        if known and "jalons" not in exercice.model_fields_set:
            appels = known[min(known, key=lambda year: abs(year - annee))]
            which = f"{pluriel(len(appels), 'son appel', 'ses appels')} à contribution"
            named = enumere([d_appel(nom) for nom, _ in appels])
            message = f"l'exercice {annee} n'a pas {which} {named}{depot.convention.clauses.selon('appels')}"
            line = ", ".join(f'{nom}: {{date: ⟦{annee}-{appel.date:%m}-JJ⟧, objet: ⟦"…"⟧}}' for nom, appel in appels)
            yield signal("GOU016", LaCle(exercice_at(annee, "statut")), message, ajouter(f"jalons: {{{line}}}"))


def deadline(convention: Convention, annee: int) -> date | None:
    """Return the last day to oppose the renewal of a year: the eve of the day when the notice would be too short.

    None for a year in which no period of the convention begins, but for the first (art. 14).

    Example:
        2027, three months of notice: 1 January 2027 minus three months is 1 October 2026; the last day is 30 September.
    """
    begins = convention.reconduite_en(annee)
    if begins is None:
        return None
    months = convention.preavis(annee)
    if 12 * (begins.year - MINYEAR) <= months:
        return date.min
    return months_later(begins, -months) - timedelta(days=1)


def _deadline(depot: Depot, annee: int, reconduction: Reconduction, expected: date) -> Iterator[Constat]:
    if reconduction.limite != expected:
        notice = f"{depot.convention.preavis(annee)} mois{depot.convention.clauses.ensuite('resiliation')}"
        message = (
            f"la limite pour s'opposer à la reconduction de {annee} est le {jour(expected)} (préavis de {notice}), et "
            f"non le {jour(reconduction.limite)}"
        )
        hint = ecrire(str(expected), "limite")
        if reconduction.statut is StatutReconduction.RECONDUITE:
            where = f"« preavis_suivants » de {path_of(Convention)}"
            hint += f" ; si le préavis a changé depuis, rétablir l'ancien et écrire le nouveau dans {where}"
        yield signal("GOU013", exercice_at(annee, "reconduction", "limite"), message, hint)


def _status(depot: Depot, annee: int, reconduction: Reconduction, pending: int | None) -> Iterator[Constat]:
    lieu = exercice_at(annee, "reconduction", "statut")
    if reconduction.statut is StatutReconduction.A_VENIR:
        if _is_under_way(depot, annee):
            message = f"la reconduction de {annee} serait à venir, et l'exercice est en cours ou clos"
            yield signal("GOU013", lieu, message, ecrire("reconduite", "statut"))
    elif pending is not None:
        message = f"l'exercice {annee} serait reconduit, et la reconduction de {pending} est encore à venir"
        related = (exercice_at(pending, "reconduction", "statut"), f"celle de {pending}")
        yield signal("GOU013", lieu, message, "corriger l'un des deux statuts", related)


def _is_under_way(depot: Depot, annee: int) -> bool:
    courant = depot.exercice_courant
    return depot.est_clos(annee) or (courant is not None and annee <= courant)
