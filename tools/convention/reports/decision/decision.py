"""Who decides, and by when, in French sentences for elected people: no medium here, the caller escapes.

Knows: how a decision is said. Must not know: how it was found (`compare.decision.decision`), media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.base.french import INSECABLE, cite, compte, d_appel, enumere, jour, pluriel, typeset
from convention.base.period import months_later
from convention.checks.avenants.etapes import amendments
from convention.compare.decision.echeances import Terme
from convention.compare.decision.procedures import is_signed
from convention.model.mots.avenants import EtatAvenant
from convention.reports.decision.refus import refusals
from convention.reports.decision.visas import late_meeting, lowered, points_text, sentence_numbers, visa_sentence
from convention.reports.mots import adherent_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import APart, AvenantSuivi, Decision
    from convention.compare.decision.echeances import Echeance
    from convention.compare.decision.voies import Voie
    from convention.model.documents.gouvernance import Procedure
    from convention.model.texte.clauses import Clauses

TITRE = "Qui décide"
_NOMMES = 3
"""Adherents named of those who have voted."""
_FUSION = "Fusionner la demande n'est pas adopter : seuls comptent les actes, écrits avec leur date."


class QuiDecide(NamedTuple):
    """The section, part by part; each holds whole sentences."""

    refus: tuple[str, ...]
    """Why the change cannot be merged as it is: first, for they stop the reading."""
    procedure: tuple[str, ...]
    visas: tuple[str, ...]
    """One line a visa: its box, then its name and its state, in words too."""
    delais: tuple[str, ...]
    avenants: tuple[str, ...]
    a_part: tuple[str, ...]
    fusion: tuple[str, ...]
    """What merging is not, as long as something is missing."""

    @property
    def lignes(self) -> tuple[str, ...]:
        """Every sentence, in the order of reading."""
        return (*self.refus, *self.procedure, *self.visas, *self.delais, *self.avenants, *self.a_part, *self.fusion)


def who_decides(decision: Decision, comparaison: Comparaison) -> QuiDecide:
    """Say who decides and by when; nothing at all when no procedure is said."""
    return QuiDecide(
        tuple(map(typeset, refusals(decision, comparaison))),
        tuple(map(typeset, _procedure(decision, comparaison))),
        tuple(typeset(visa_sentence(item, decision, comparaison)) for item in decision.visas),
        tuple(map(typeset, _delays(decision, comparaison))),
        tuple(map(typeset, _avenants(decision, comparaison))),
        tuple(typeset(_apart(group, decision, comparaison)) for group in decision.a_part),
        (_FUSION,) if decision.manquants else (),
    )


def irregularities(decision: Decision, comparaison: Comparaison) -> tuple[str, ...]:
    """Say why a change is refused, late, or without an opinion in time: what its effect on amounts does not show."""
    clauses = comparaison.head.convention.clauses
    missed = ((voie, _missed(voie, decision.au, clauses)) for voie in decision.voies)
    late = (text for voie, told in missed for text in _whose(told, voie, decision, comparaison))
    meetings = (f"{item.visa.libelle} : {text}." for item in decision.visas for text in late_meeting(item, decision))
    return tuple(map(typeset, (*refusals(decision, comparaison), *late, *meetings)))


def _procedure(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    if decision.requise is None:
        return
    procedure = decision.requise.procedure
    clause = f" ({procedure.clause})" if procedure.clause is not None else ""
    which = points_text(sentence_numbers(comparaison, decision.of_procedure(decision.requise.id)))
    yield f"Procédure la plus exigeante : {lowered(procedure.libelle)}{clause}, pour {which}."
    yield f"{procedure.description}."
    unknown = [point.numero for point in decision.points if point.requise is None]
    if unknown:
        yield f"Aucune procédure n'est dite pour {points_text(sentence_numbers(comparaison, unknown))}."


def _delays(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    clauses = comparaison.head.convention.clauses
    for voie in decision.voies:
        yield from _whose(_missed(voie, decision.au, clauses), voie, decision, comparaison)
        # What is refused, for it would count for the past, has nothing to wait for.
        if any(item.retroactif for item in voie.points):
            continue
        own = voie is decision.voies[0]
        to_come = (item for item in voie.delais(decision.au).a_venir if own or item.terme is not Terme.EFFET)
        yield from _whose(
            (delay(item, voie.requise.procedure, clauses) for item in to_come), voie, decision, comparaison
        )
        if own:
            yield from _budgets(voie, decision.au, comparaison)


def _budgets(voie: Voie, au: date | None, comparaison: Comparaison) -> Iterator[str]:
    delais, year = voie.delais(au), voie.effet.year if voie.effet is not None else None
    if delais.votes:
        names = [adherent_name(comparaison.head, item.adherent) for item in delais.votes]
        more = "dont " if len(names) > _NOMMES else ""
        who = compte(len(names), "adhérent dont le montant change a", "adhérents dont le montant change ont")
        vote = f"{who} déjà voté {pluriel(len(names), 'son', 'leur')} budget {year}"
        yield f"{vote} ({more}{enumere(names[:_NOMMES])}) : l'écart y entre par une décision modificative."
    if delais.votes_a_venir:
        first, last = delais.votes_a_venir[0], delais.votes_a_venir[-1]
        name = adherent_name(comparaison.head, first.adherent)
        span = f"du {jour(first.date)} ({name}) au {jour(last.date)}" if first != last else f"le {jour(first.date)}"
        who = compte(len(delais.votes_a_venir), "adhérent dont le montant change", "adhérents dont le montant change")
        yield f"Vote des budgets {year} : {span}, pour {who} et dont la date est connue."


def _whose(texts: Iterable[str], voie: Voie, decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    """Name the points of a lighter procedure before what is said of it: the strictest one has been named."""
    if voie is decision.voies[0]:
        yield from texts
        return
    which = points_text(sentence_numbers(comparaison, voie.numeros))
    for text in texts:
        yield f"Pour {which} ({lowered(voie.requise.procedure.libelle)}), {lowered(text)}"


def _missed(voie: Voie, au: date | None, clauses: Clauses) -> Iterator[str]:
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
            asked = f"à prendre le {_day(item)} au plus tard, {notice}{INSECABLE}mois avant son effet"
            day = voie.prise or au
            whole = ", l'effet étant au 1er janvier" if possible != months_later(day, notice or 0) else ""
            then = f"Prise le {jour(day)}, elle ne vaudrait qu'à partir du {jour(possible)}{whole}"
            late = f"Trop tard pour le {jour(effet)}, que les fichiers écrivent"
            yield f"{late} : la décision était {asked}. {then} : c'est cette date qu'il faut écrire."


def delay(item: Echeance, procedure: Procedure, clauses: Clauses) -> str:
    """Say by when a decision must be taken."""
    match item.terme:
        case Terme.APPEL:
            call = f"{d_appel(procedure.avant or '')} {item.exercice}"
            if item.date is None:
                return f"À décider avant l'appel {call}, dont la date n'est pas connue{clauses.selon('appels')}."
            return f"À décider avant le {jour(item.date)}, date de l'appel {call}{clauses.selon('appels')}."
        case Terme.PREAVIS:
            notice = f"{procedure.preavis_mois}{INSECABLE}mois"
            return f"À décider au plus tard le {_day(item)} : {notice} au moins entre la décision et son effet."
        case Terme.EFFET:
            return f"Prise d'effet le {_day(item)} : tous les actes sont à prendre avant cette date."
    assert_never(item.terme)


def _avenants(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    yield from (_avenant(item, decision) for item in decision.avenants)
    if is_signed(decision.requise, comparaison) and not any(item.decide for item in decision.avenants):
        number = max((item.avenant.numero for item in amendments(comparaison.head)), default=0) + 1
        path = f"catalogue/avenants/{number}/avenant.yaml"
        command = f"convention avenant etablir BASE PROPOSITION --numero {number} --sortie DOSSIER"
        yield (
            f"Aucun avenant n'est écrit pour cette proposition. Écrire {path} (origine, numero, objet, effet, motifs), "
            f"puis {cite(command)} rédige celui de chaque signataire."
        )


def _avenant(item: AvenantSuivi, decision: Decision) -> str:
    avenant, total = item.ecrit.avenant, len(item.vie.parties)
    done = sum(1 for etat in item.vie.parties.values() if etat is EtatAvenant.EXECUTOIRE)
    stale = " (à décider de nouveau)" if decision.empreinte_perimee and item.decide else ""
    return (
        f"Avenant n° {avenant.numero}, effet le {jour(avenant.effet)} : {item.vie.etat.libelle}{stale} ; exécutoire "
        f"pour {done} des {compte(total, 'partie')}."
    )


def _apart(group: APart, decision: Decision, comparaison: Comparaison) -> str:
    names = [cite(voie.requise.procedure.libelle) for voie in group.voies]
    which = f"{pluriel(len(names), 'de la procédure', 'des procédures')} {enumere(names)}"
    told, missing = sentence_numbers(comparaison, group.points), group.manquants
    if len(told) == 1:
        where = f"Le point {told[0]} relève {which} : il peut être fusionné {'à part' if missing else 'seul'}"
    else:
        numbers = enumere([str(number) for number in told])
        where = f"Les points {numbers} relèvent {which} : ils peuvent être fusionnés à part, ensemble"
    if not missing:
        return f"{where}, sans attendre."
    asked = enumere([cite(item.visa.libelle) for item in missing])
    days = [day for voie in group.voies if (day := voie.possible(decision.au)) is not None]
    late = f", et ne {pluriel(len(told), 'vaudrait', 'vaudraient')} qu'à partir du {jour(max(days))}" if days else ""
    acts, alone = (
        pluriel(len(missing), "cet acte, fait", "ces actes, faits"),
        pluriel(len(told), "lui seul", "eux seuls"),
    )
    return f"{where}, avec {acts} sur {alone}{late} : {asked}."


def _day(item: Echeance) -> str:
    return jour(item.date) if item.date is not None else "[à compléter]"
