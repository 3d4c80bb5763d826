"""One visa of a decision in one French sentence, with its box and its state in words.

Knows: how a visa and the numbers of points are said. Must not know: media, the other parts of the section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from convention.base.french import compte, enumere, jour, minuscule
from convention.compare.decision.actes import PAR_POINT
from convention.compare.decision.visas import EtatVisa
from convention.reports.amendement.phrases import amendment, numbered
from convention.reports.comparaison.empreinte import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.decision.visas import Ailleurs, VisaDemande


def visa_sentence(item: VisaDemande, decision: Decision, comparaison: Comparaison) -> str:
    """Say one visa; one that only lighter points ask for names them."""
    lighter = decision.requise is not None and item.procedure != decision.requise.id
    points = sentence_numbers(comparaison, decision.of_procedure(item.procedure)) if lighter else []
    whose = f", pour {points_text(points)}" if points else ""
    when = f" ({lowered(item.visa.quand)})" if item.visa.quand is not None else ""
    told = [state_text(item), *late_meeting(item, decision)]
    return f"{item.etat.case} {item.visa.libelle}{when} : {' ; '.join(told)}{whose}"


def late_meeting(item: VisaDemande, decision: Decision) -> list[str]:
    """Say that no meeting planned gives a missing opinion in time, and what to do; nothing when one does."""
    planned, counts = decision.reunion_tardive(item), decision.counts_from(item)
    if planned is None or counts is None:
        return []
    then = f"prochaine réunion le {jour(planned)}, pour un effet au {jour(counts)}"
    return [f"{then} : réunir plus tôt, ou reporter l'effet"]


def sentence_numbers(comparaison: Comparaison, numbers: Iterable[int]) -> list[int]:
    """Return the numbers of the sentences that tell some changes: those that every report prints."""
    told = numbered(amendment(comparaison.changements, comparaison.base, comparaison.head))
    ranks = {rank: number for number, (_, item) in enumerate(told, 1) for rank in item.rangs}
    return sorted({ranks[number] for number in numbers if number in ranks})


def points_text(numbers: Sequence[int]) -> str:
    """Name points by their numbers: « les points 1 et 3 »."""
    noun = "le point" if len(numbers) == 1 else "les points"
    return f"{noun} {enumere([str(number) for number in numbers])}"


def lowered(text: str) -> str:
    """Write a title inside a sentence."""
    return minuscule(text)


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


def _acquired(item: VisaDemande) -> str:
    if item.acquis is None or item.acquis.date is None:
        return "acquis"
    sens = f"{item.acquis.sens.bref}, " if item.acquis.sens is not None else ""
    number = f", n° {item.acquis.numero}" if item.acquis.numero is not None else ""
    # No seal there: the date stands in the proposal, beside what it decides.
    written = " (date que la proposition écrit)" if item.visa.etape in PAR_POINT else ""
    return f"{sens}{jour(item.acquis.date)}{number}{written}"


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
