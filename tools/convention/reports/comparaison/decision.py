"""Who decides, and what stops a change, in French sentences for elected people: no medium here.

Knows: how a decision, its visas and the numbers of points are said. Must not know: how it was found
(`compare.decision.decision`), how a delay is said (`delais`), media (the caller escapes), exit codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from convention.base.french import (
    cite,
    compte,
    enumere,
    intervalles,
    jour,
    majuscule,
    minuscule,
    pluriel,
    typeset,
)
from convention.checks.avenants.etapes import amendments
from convention.compare.decision.actes import PAR_POINT
from convention.compare.decision.echeances import Terme
from convention.compare.decision.procedures import asks_manager_alone, is_signed
from convention.compare.decision.visas import Ailleurs, EtatVisa, VisaDemande
from convention.model.cadre.document import path_of
from convention.model.documents.avenants import Avenant, Decisions
from convention.model.mots.avenants import EtapeVisa, EtatAvenant
from convention.reports.amendement.phrases import phrase, sentences
from convention.reports.comparaison.delais import budgets, delay, missed
from convention.reports.valeurs import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import APart, AvenantSuivi, Decision
    from convention.compare.decision.points import Point
    from convention.compare.decision.voies import Voie
    from convention.model.documents.gouvernance import Procedure


TITRE = "Qui décide"
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
        return tuple(line for part in self for line in part)


def who_decides(decision: Decision, comparaison: Comparaison) -> QuiDecide:
    """Say who decides and by when; of what no procedure is said, when there is something to decide."""
    own = own_points(decision, comparaison)
    parts: tuple[Iterable[str], ...] = (
        refusals(decision, comparaison),
        _procedure(decision, comparaison),
        (visa_sentence(item, decision, comparaison, own) for item in decision.visas if own[item.procedure]),
        _delays(decision, comparaison),
        _avenants(decision, comparaison),
        (_apart(group, decision, comparaison) for group in decision.a_part),
    )
    told = (tuple(map(typeset, part)) for part in parts)
    return QuiDecide._make((*told, (_FUSION,) if decision.manquants else ()))


def irregularities(decision: Decision, comparaison: Comparaison) -> tuple[str, ...]:
    """Say why a change is refused, late, or without an opinion in time: what its effect on amounts does not show."""
    late = (text for voie in decision.voies for text in _missed(voie, decision, comparaison))
    meetings = (f"{item.visa.libelle} : {text}." for item in decision.visas for text in late_meeting(item, decision))
    return tuple(map(typeset, (*refusals(decision, comparaison), *late, *meetings)))


def _procedure(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    if decision.requise is not None:
        procedure = decision.requise.procedure
        which = points_text(comparaison, decision.of_procedure(decision.requise.id))
        yield f"Procédure la plus exigeante : {minuscule(named(procedure))}, pour {which}."
        yield f"{procedure.description}."
    yield from undecided(decision.points, comparaison)


def undecided(points: Sequence[Point], comparaison: Comparaison) -> Iterator[str]:
    """Say of which points the data does not say who decides; where it is to be said, when it says it of none."""
    unknown = [point.numero for point in points if point.requise is None]
    if unknown:
        told = "" if comparaison.head.vie.procedures is not None else " : l'écrire dans catalogue/procedures.yaml"
        yield f"Aucune procédure n'est dite pour {points_text(comparaison, unknown)}{told}."


def _delays(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    clauses = comparaison.head.convention.clauses
    for voie in decision.voies:
        yield from _missed(voie, decision, comparaison)
        # What is refused, for it would count for the past, has nothing to wait for.
        if any(item.retroactif for item in voie.points):
            continue
        own = voie is decision.voies[0]
        # Once every act is acquired, only the day of the effect is left to tell.
        kept = {Terme.EFFET} if own else set[Terme]()
        kept |= {Terme.APPEL, Terme.PREAVIS} if voie.manquants else set()
        to_come = (item for item in voie.delais(decision.au).a_venir if item.terme in kept)
        told = (delay(item, voie.requise.procedure, clauses) for item in to_come)
        yield from _whose(told, voie, voie.premiers, decision, comparaison)
        if own:
            yield from budgets(voie, decision.au, comparaison)


def _missed(voie: Voie, decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    told = missed(voie, decision.au, comparaison.head.convention.clauses)
    yield from _whose(told, voie, voie.tardifs(decision.au) or voie.premiers, decision, comparaison)


def _whose(
    texts: Iterable[str], voie: Voie, numbers: Sequence[int], decision: Decision, comparaison: Comparaison
) -> Iterator[str]:
    """Name the points that something is said of, but when it is all those of the strictest procedure, just named."""
    lighter, which = voie is not decision.voies[0], points_text(comparaison, numbers)
    if not lighter and which == points_text(comparaison, voie.numeros):
        yield from texts
        return
    procedure = f" ({minuscule(voie.requise.procedure.libelle)})" if lighter else ""
    yield from (f"Pour {which}{procedure}, {minuscule(text)}" for text in texts)


def _avenants(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    binds = is_signed(decision.requise, comparaison)
    # What nobody signs is no matter of an avenant: one that is written for it binds no party.
    yield from (_avenant(item, decision) for item in decision.avenants if binds or not item.decide)
    lacking = (item for item in decision.manquants if item.visa.etape is EtapeVisa.DELIBERATION_GESTIONNAIRE)
    if any(asks_manager_alone(item.procedure, comparaison) for item in lacking):
        acte = comparaison.head.convention.noms.acte
        yield f"{acte.en_tete} s'écrit dans {path_of(Decisions)}, à sa date et avec l'empreinte de cette proposition."
    if binds and not any(item.decide for item in decision.avenants):
        number = max((item.avenant.numero for item in amendments(comparaison.head)), default=0) + 1
        path = path_of(Avenant, str(number))
        command = f"convention avenant etablir BASE PROPOSITION --numero {number} --sortie DOSSIER"
        yield (
            f"Aucun avenant n'est écrit pour cette proposition. Écrire {path} (origine, source, numero, objet, effet, "
            f"motifs), puis {cite(command)} rédige celui de chaque signataire."
        )


def _avenant(item: AvenantSuivi, decision: Decision) -> str:
    avenant, total = item.ecrit.avenant, len(item.vie.parties)
    done = sum(1 for etat in item.vie.parties.values() if etat is EtatAvenant.EXECUTOIRE)
    stale = " (à décider de nouveau)" if decision.empreinte_perimee and item.decide else ""
    state = "" if item.vie.etat is EtatAvenant.EXECUTOIRE else f"{item.vie.etat.libelle}{stale} ; "
    told = f"exécutoire pour {done} des {compte(total, 'partie')}"
    return f"Avenant n° {avenant.numero}, effet le {jour(avenant.effet)} : {state}{told}."


def _apart(group: APart, decision: Decision, comparaison: Comparaison) -> str:
    names = [cite(voie.requise.procedure.libelle) for voie in group.voies]
    which = f"{pluriel(len(names), 'de la procédure', 'des procédures')} {enumere(names)}"
    told, missing = sentence_numbers(comparaison, group.points), group.manquants
    if len(told) == 1:
        where = f"Le point {told[0]} relève {which} : il peut être fusionné {'à part' if missing else 'seul'}"
    else:
        where = f"Les points {intervalles(told)} relèvent {which} : ils peuvent être fusionnés à part, ensemble"
    if not missing:
        return f"{where}, sans attendre."
    asked = enumere([cite(item.visa.libelle) for item in missing])
    several = len(group.voies) > 1
    late = [
        f"{f'{points_text(comparaison, voie.numeros)} ' if several else ''}ne valant qu'à partir du {jour(day)}"
        for voie in group.voies
        if (day := voie.possible(decision.au)) is not None
    ]
    acts = pluriel(len(missing), "cet acte, fait", "ces actes, faits")
    alone = pluriel(len(told), "lui seul", "eux seuls")
    return f"{', '.join([f'{where}, avec {acts} sur {alone}', *late])} : {asked}."


def refusals(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    """Say why a change cannot be merged as it is, each reason in one sentence."""
    yield from refused(decision, comparaison)
    if decision.empreinte_perimee:
        yield "À décider de nouveau : ce qui fut décidé est une autre comparaison (phrases ou montants)."


def refused(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    """Say what no vote would make possible: a correction that costs, an effect on the past."""
    for numero in decision.correction_payante:
        point = decision.points[numero - 1]
        name = point.requise.procedure.libelle if point.requise is not None else ""
        what = phrase(point.changement, comparaison.base, comparaison.head)
        yield (
            f"Refusé : {points_text(comparaison, [numero])} ({what}) est dit {cite(name)}, ce qui ne doit changer "
            "aucun montant, et des montants changent. Le retirer, ou suivre la procédure qui fixe ces montants."
        )
    yield from _late(decision, comparaison)
    if decision.anticipe is not None and decision.effet is not None:
        yield (
            f"Refusé : ce que porte l'avenant compterait dès l'exercice {decision.anticipe}, avant la prise d'effet du "
            f"{jour(decision.effet)}."
        )


def _late(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    late = decision.retroactifs
    if not late or decision.au is None:
        return
    first = min(point.effet for point in late if point.effet is not None)
    which = points_text(comparaison, [point.numero for point in late], "compterait", "compteraient")
    yield (
        f"Refusé : {which} à partir du {jour(first)}, avant le {jour(decision.au)}, et la procédure ne vaut pas pour "
        "le passé."
    )


def demanded(decision: Decision, procedure: Procedure, comparaison: Comparaison) -> tuple[str, ...]:
    """Say what a procedure is not enough for: the points that need a stricter one, and what is missing for them."""
    points = decision.stricter_than(procedure.rang)
    told = [
        f"{majuscule(points_text(comparaison, [point.numero]))} demande la procédure "
        f"{cite(point.requise.procedure.libelle)} : {phrase(point.changement, comparaison.base, comparaison.head)}."
        for point in points
        if point.requise is not None
    ]
    asked = {nom for point in points if point.requise is not None for nom in point.requise.procedure.visas}
    own = own_points(decision, comparaison)
    missing = [visa_sentence(item, decision, comparaison, own) for item in decision.manquants if item.id in asked]
    return tuple(map(typeset, [*told, *missing]))


def own_points(decision: Decision, comparaison: Comparaison) -> dict[str, tuple[int, ...]]:
    """Number the points that a procedure is named for: those that a stricter one tells only if it lacks something."""
    told = {rank: number for number, (_, item) in enumerate(sentences(comparaison)) for rank in item.rangs}
    found: dict[str, tuple[int, ...]] = {}
    for voie in decision.voies:
        decided = {told.get(rank) for own in found.values() for rank in own} - {None}
        found[voie.requise.id] = tuple(rank for rank in voie.numeros if voie.manquants or told.get(rank) not in decided)
    return found


def visa_sentence(
    item: VisaDemande, decision: Decision, comparaison: Comparaison, own: Mapping[str, Sequence[int]]
) -> str:
    """Say one visa; one that only lighter points ask for names them."""
    lighter = decision.requise is not None and item.procedure != decision.requise.id
    points = own[item.procedure] if lighter else ()
    whose = f", pour {points_text(comparaison, points)}" if sentence_numbers(comparaison, points) else ""
    when = f" ({minuscule(item.visa.quand)})" if item.visa.quand is not None else ""
    told = [state_text(item), *late_meeting(item, decision)]
    return f"{item.etat.case} {item.visa.libelle}{when} : {' ; '.join(told)}{whose}"


def late_meeting(item: VisaDemande, decision: Decision) -> list[str]:
    """Say that no meeting planned gives a missing opinion in time, and what to do; nothing when one does."""
    planned, counts = decision.reunion_tardive(item), decision.counts_from(item)
    if planned is None or counts is None:
        return []
    then = f"prochaine réunion le {jour(planned)}, pour un effet au {jour(counts)}"
    return [f"{then} : réunir plus tôt, ou reporter l'effet"]


def named(procedure: Procedure) -> str:
    """Name a procedure, with its clause when it has one."""
    return procedure.libelle if procedure.clause is None else f"{procedure.libelle} ({procedure.clause})"


def sentence_numbers(comparaison: Comparaison, numbers: Iterable[int]) -> list[int]:
    """Return the numbers of the sentences that tell some changes: those that every report prints."""
    ranks = {rank: number for number, (_, item) in enumerate(sentences(comparaison), 1) for rank in item.rangs}
    return sorted({ranks[number] for number in numbers if number in ranks})


def points_text(comparaison: Comparaison, numbers: Iterable[int], un: str = "", plusieurs: str = "") -> str:
    """Name the sentences that tell some changes: « les points 1 et 3 »; with the verb that they are the subject of."""
    told = sentence_numbers(comparaison, numbers)
    count = len(told) or 2
    verb = f" {pluriel(count, un, plusieurs)}" if un else ""
    return f"{pluriel(count, 'le point', 'les points')} {intervalles(told)}{verb}"


def state_text(item: VisaDemande) -> str:
    """Say where a visa stands; what was done of it elsewhere is told, and acquires nothing."""
    return " ; ".join([_state(item), *(_elsewhere(found, item) for found in item.ailleurs)])


def _state(item: VisaDemande) -> str:
    match item.etat:
        case EtatVisa.ACQUIS:
            return _acquired(item)
        case EtatVisa.MANQUANT:
            return f"manque ({item.fait} sur {item.attendu})" if item.attendu > 1 else "manque"
        case EtatVisa.A_APPRECIER:
            return "à demander si ce cas se présente"
        case EtatVisa.SANS_OBJET:
            return "sans objet ici"
    assert_never(item.etat)


def acquired_day(item: VisaDemande) -> str:
    """Say the day of what is acquired, when it has one: that of the last act, of several days."""
    if item.acquis is None or item.acquis.date is None:
        return ""
    return f"{'dernier acte le ' if item.acquis.jours > 1 else ''}{jour(item.acquis.date)}"


def _acquired(item: VisaDemande) -> str:
    day = acquired_day(item)
    if item.acquis is None or not day:
        return "acquis"
    sens = f"{item.acquis.sens.bref}, " if item.acquis.sens is not None else ""
    number = f", n° {item.acquis.numero}" if item.acquis.numero is not None else ""
    # No seal there: the date stands in the proposal, beside what it decides.
    written = " (date écrite dans les données)" if item.visa.etape in PAR_POINT else ""
    return f"{sens}{day}{number}{written}"


def _elsewhere(found: Ailleurs, item: VisaDemande) -> str:
    """Say an opinion or an act on another version, or on nothing that can be proved."""
    opinion = item.visa.instance is not None
    done, acquis = ("donné" if opinion else "fait"), found.acquis
    if acquis is None:
        what = f"{compte(found.fait, 'acte')} sur {found.attendu}"
        done += "s" if found.fait > 1 else ""
    else:
        day = f" du {jour(acquis.date)}" if acquis.date is not None else ""
        number = f", n° {acquis.numero}" if acquis.numero is not None else ""
        what = f"avis {acquis.sens.bref}{day}" if acquis.sens is not None else f"acte{day}{number}"
    if found.empreinte is None:
        return f"{what}, {done} sans dire sur quelle empreinte : ne vaut pas ici"
    other = f"un autre texte ou d'autres montants (empreinte {short(found.empreinte)})"
    return f"{what}, {done} sur {other} : ne vaut pas ici"
