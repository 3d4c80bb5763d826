"""QTE007 to QTE009: counts are made in their time, then validated by the référent (art. 5, 8.3).

Knows: dates of counts, exercices. Must not know: what a count bills (`comptages`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from convention.base.diagnostic import inscrire
from convention.base.french import cite, jour
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import exercice_at, releves
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.cadre.vie import is_closed
from convention.model.mots.communs import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Conseil
    from convention.model.depot import Depot
    from convention.model.documents.adherents import Releve


@controle("QTE007")
def not_validated(depot: Depot) -> Iterator[Constat]:
    """QTE007: an exercice closed on counts that the référent has not validated; the forfait is no indirect cost."""
    for written in releves(depot):
        releve = written.releve
        if not is_closed(depot, written.annee) or releve.phase is not Phase.REALISE or releve.validation is not None:
            continue
        replaced = written.dossier.quantites[written.annee].sans_effet(releve)
        if not replaced and _is_more_than_forfait(depot, releve):
            message = f"l'exercice {written.annee} est clos, et {written.texte} n'est pas validé par le référent"
            hint = "ajouter « validation: AAAA-MM-JJ » à ce comptage, ou laisser l'exercice ouvert"
            statut = exercice_at(written.annee, "statut")
            yield signal("QTE007", written.at("date"), message, hint, (statut, "le statut de l'exercice"))


@controle("QTE008")
def validated_before(depot: Depot) -> Iterator[Constat]:
    """QTE008: a count validated before it is made."""
    for written in releves(depot):
        validation = written.releve.validation
        if validation is not None and validation < written.releve.date:
            message = f"{written.texte} est validé le {jour(validation)}, avant sa date ({jour(written.releve.date)})"
            hint = "corriger l'une des deux dates"
            yield signal("QTE008", written.at("validation"), message, hint, (written.at("date"), "la date du comptage"))


@controle("QTE009", avertit=True)
def unlikely_dates(depot: Depot) -> Iterator[Constat]:
    """QTE009: a count far from its year; actual figures before the year is over, or a forecast once it is."""
    for written in releves(depot):
        releve, last = written.releve, date(written.annee, 12, 31)
        # The workstations of the forfait are counted at the end of the year before, once for all phases; a count made
        # during the year may say by its hypothesis that it stands for the whole of it (art. 8.3, credits used).
        early = releve.phase is Phase.REALISE and releve.date < last and releve.hypothese is None
        if releve.date < date(written.annee - 2, 7, 1) or releve.date > date(written.annee + 1, 12, 31):
            far = "plus de dix-huit mois avant" if releve.date < last else "plus d'un an après"
            message = f"{written.texte} est daté du {jour(releve.date)}, {far} l'exercice qu'il compte"
            hint: Conseil = f"corriger la date, ou compter de nouveau pour {written.annee}"
        elif early and _is_more_than_forfait(depot, releve):
            message = f"{written.texte} est daté du {jour(releve.date)}, avant la fin de l'année"
            phase = inscrire(f"phase: {Phase.REVISE}")
            hint = "corriger la date, dire par « hypothese » ce que vaut l'année, ou " + phase
        elif releve.phase is not Phase.REALISE and releve.date > last:
            message = f"{written.texte} est daté du {jour(releve.date)}, une fois l'année écoulée"
            hint = "corriger la date, ou " + inscrire(f"phase: {Phase.REALISE}")
        else:
            continue
        related = (written.at("phase"), f"la phase {cite(str(releve.phase))}")
        yield signal("QTE009", written.at("date"), message, hint, related)


def _is_more_than_forfait(depot: Depot, releve: Releve) -> bool:
    # Which key is the forfait's is not known when it names none (REF001, or a file not read): any of them may be.
    keys = {forfait.cle for forfait in depot.forfaits.values()}
    others = releve.valeurs.keys() - keys if keys and keys <= depot.cles.keys() else ()
    return bool(releve.par_composant or others)
