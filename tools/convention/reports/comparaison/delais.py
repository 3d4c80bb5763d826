"""By when a decision is to be taken, what follows from a day that is past, what voted budgets make of it, in French.

Knows: the delays of a procedure, calls, the votes of budgets. Must not know: points and how they are numbered
(`reports.comparaison.decision`), media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.base.french import compte, d_appel, enumere, jour, majuscule, pluriel
from convention.base.period import months_later
from convention.compare.decision.echeances import Echeance, Terme
from convention.compare.impact import Impact, realised
from convention.engine.appels.echeances import call_of, regularising
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import GroupeNature
from convention.reports.valeurs import signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.voies import Voie
    from convention.model.documents.gouvernance import Procedure
    from convention.model.texte.clauses import Clauses

_NOMMES = 3
"""Adherents named of those who have voted."""


def delay(item: Echeance, procedure: Procedure, clauses: Clauses) -> str:
    """Say by when a decision must be taken."""
    match item.terme:
        case Terme.APPEL:
            call = f"{d_appel(procedure.avant or '')} {item.exercice}"
            if item.date is None:
                return f"À décider avant l'appel {call}, dont la date n'est pas connue{clauses.selon('appels')}."
            return f"À décider avant le {jour(item.date)}, date de l'appel {call}{clauses.selon('appels')}."
        case Terme.PREAVIS:
            notice = compte(procedure.preavis_mois or 0, "mois", "mois")
            return f"À décider au plus tard le {_day(item)} : {notice} au moins entre la décision et son effet."
        case Terme.EFFET:
            return f"Prise d'effet le {_day(item)} : tous les actes sont à prendre avant cette date."
    assert_never(item.terme)


def missed(voie: Voie, au: date | None, clauses: Clauses) -> Iterator[str]:
    """Say what follows from the days that are past without the decision: from when it may count comes first."""
    effet, possible, procedure = voie.effet, voie.possible(au), voie.requise.procedure
    if effet is None:
        return
    notice = procedure.preavis_mois
    for item in sorted(voie.delais(au).manquees, key=lambda item: item.terme is not Terme.PREAVIS):
        if item.terme is Terme.APPEL:
            call = f"L'appel {d_appel(procedure.avant or '')} {item.exercice} ({_day(item)})"
            counted = f"ce qu'il annonce pour {effet.year} ne la compte pas"
            yield f"{call} est passé sans cette décision : {counted}{clauses.selon('appels')}."
        elif possible is not None and au is not None:
            asked = f"à prendre le {_day(item)} au plus tard, {compte(notice or 0, 'mois', 'mois')} avant son effet"
            day = voie.prise or au
            whole = ", l'effet étant au 1er janvier" if possible != months_later(day, notice or 0) else ""
            then = f"Prise le {jour(day)}, elle ne vaudrait qu'à partir du {jour(possible)}{whole}"
            late = f"Trop tard pour le {jour(effet)}, que les fichiers écrivent"
            yield f"{late} : la décision était {asked}. {then} : c'est cette date qu'il faut écrire."


def _day(item: Echeance) -> str:
    return jour(item.date) if item.date is not None else "[à compléter]"


class Report(NamedTuple):
    """What a call carries of the écart of an exercice whose balance is issued."""

    le: date
    quoi: str
    """« l'écart »; empty when what is counted in the end is not what moves."""

    @property
    def dit(self) -> str:
        """Say what the call does of it."""
        carries = f" portera {self.quoi}" if self.quoi else ", qui compte le réalisé, n'en portera rien"
        return f"l'appel du {jour(self.le)}{carries}"


def carried(impact: Impact, comparaison: Comparaison) -> Report | None:
    """Return what a call carries of the écart of an exercice whose balance is issued: what was realised (art. 8.3).

    None when it is not, or when lines move that no regularisation recounts: the forfait, what is asked at its delivery.
    """
    head, annee = comparaison.head, impact.exercice
    balance, appel = call_of(head, GenreVolet.SOLDE, annee), regularising(head, annee)
    lines = (line.ligne for item in impact.adherents for line in item.lignes)
    if balance is None or balance.echeance not in head.sceaux or appel is None:
        return None
    if any(line.calcul.nature.groupe is not GroupeNature.INDIRECTS for line in lines):
        return None
    moved = realised(comparaison.base, head, annee)
    if moved == {item.adherent: item.ecart for item in impact.adherents if item.ecart}:
        return Report(appel.date, "l'écart")
    return Report(appel.date, f"l'écart du réalisé, {signed(sum(moved.values()))}" if moved else "")


def budgets(voie: Voie, au: date | None, comparaison: Comparaison) -> Iterator[str]:
    """Say which budgets of the year of its effect are voted, how the écart enters them, and when the others are."""
    delais, year = voie.delais(au), voie.effet.year if voie.effet is not None else None
    report = next((carried(impact, comparaison) for impact in comparaison.impacts if impact.exercice == year), None)
    if delais.votes:
        names = [comparaison.head.nom_de(item.adherent) for item in delais.votes]
        more = "dont " if len(names) > _NOMMES else ""
        who = compte(len(names), "adhérent dont le montant change a", "adhérents dont le montant change ont")
        vote = f"{who} déjà voté {pluriel(len(names), 'son', 'leur')} budget {year}"
        yield f"{vote} ({more}{enumere(names[:_NOMMES])}) : {_entered(year, report)}."
    elif report is not None:
        yield f"{majuscule(report.dit)}."
    if delais.votes_a_venir:
        first, last = delais.votes_a_venir[0], delais.votes_a_venir[-1]
        name = comparaison.head.nom_de(first.adherent)
        alone = f"le {jour(first.date)}"
        span = f"du {jour(first.date)} ({name}) au {jour(last.date)}" if first.date != last.date else alone
        who = compte(len(delais.votes_a_venir), "adhérent dont le montant change", "adhérents dont le montant change")
        yield f"Vote des budgets {year} : {span}, pour {who} et dont la date est connue."


def _entered(year: int | None, report: Report | None) -> str:
    """Say how an écart enters a budget that is voted; the next one, when its call is of the year after."""
    if report is None or report.le.year == year:
        return "l'écart y entre par une décision modificative"
    if not report.quoi:
        return report.dit
    return (
        f"{report.quoi}, que portera l'appel du {jour(report.le)}, y entre par une décision modificative s'il est "
        f"rattaché à {year}, dans celui de {report.le.year} sinon"
    )
