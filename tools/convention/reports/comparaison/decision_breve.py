"""Who decides and by when, for a reader who has one minute: a line for each group of points.

Knows: the ways of a decision, their delays and visas. Must not know: amounts, media; how all of it is said at length
(`reports.comparaison.decision`), of which this is a shorter form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, enumere, intervalles, jour, minuscule, pluriel
from convention.compare.decision.echeances import Terme
from convention.compare.decision.visas import EtatVisa, VisaDemande
from convention.model.mots.vie import SensAvis
from convention.reports.amendement.phrases import sentences
from convention.reports.comparaison.decision import (
    acquired_day,
    named,
    own_points,
    refusals,
    sentence_numbers,
    undecided,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from convention.base.appellation import Appellation
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.decision.voies import Voie


def decides(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    """Say who decides each group of points, by when, what is acquired, what is missing."""
    yield from refusals(decision, comparaison)
    named_for = own_points(decision, comparaison)
    # What binds nobody has no line above, unless nothing else changes.
    every = sentences(comparaison)
    lines = {number for number, (_, item) in enumerate(every, 1) if not item.accessoire} or {*range(1, len(every) + 1)}
    for voie in decision.voies:
        own = sentence_numbers(comparaison, voie.numeros)
        shown = [number for number in sentence_numbers(comparaison, named_for[voie.requise.id]) if number in lines]
        if own and not shown and not voie.manquants:
            continue
        numbers = shown or own
        which = f"{intervalles(numbers)} : " if len(decision.voies) > 1 and numbers else ""
        told = procedure_line(voie, decision.au, dit=bool(voie.tardifs(decision.au)))
        yield f"{which}{minuscule(told) if which else told}."
        acquired = [_acquired(item) for item in voie.visas if item.etat is EtatVisa.ACQUIS]
        if acquired:
            yield f"Acquis : {enumere(acquired)}."
        if voie.manquants:
            yield f"Il manque : {enumere(_missing(voie.manquants, comparaison.head.acte))}."
    yield from undecided(decision.points, comparaison)


def _acquired(item: VisaDemande) -> str:
    """Say what is acquired, when, and in which sense an opinion is given when it is not merely favourable."""
    sens = item.acquis.sens if item.acquis is not None else None
    mixed = sens.bref if sens is not None and sens is not SensAvis.FAVORABLE else ""
    told = ", ".join(filter(None, (mixed, acquired_day(item))))
    return f"{item.visa.bref} ({told})" if told else item.visa.bref


def procedure_line(voie: Voie, au: date | None, *, dit: bool = False) -> str:
    """Name a procedure, its clause, the day that is to be kept."""
    return ", ".join(filter(None, (named(voie.requise.procedure), _by_when(voie, au, dit=dit))))


def too_late(decision: Decision | None, comparaison: Comparaison) -> str:
    """Say what can count only later than the files write: all of it, or which points."""
    if decision is None:
        return ""
    late = [voie for voie in decision.voies if voie.tardifs(decision.au)]
    numbers = sentence_numbers(comparaison, [number for voie in late for number in voie.tardifs(decision.au)])
    if len(late) == len(decision.voies) == 1 and numbers == sentence_numbers(comparaison, late[0].numeros):
        return f" ; {_by_when(late[0], decision.au)}"
    if not numbers:
        return ""
    days = enumere(list(dict.fromkeys(jour(voie.effet) for voie in late if voie.effet is not None)), "ou")
    which = pluriel(len(numbers), "le point", "les points")
    return f" ; trop tard pour {which} {intervalles(numbers)} au {days}"


def _by_when(voie: Voie, au: date | None, *, dit: bool = False) -> str:
    """Say the first day that is to be kept; from when it may count, once it is too late: that may be told (`dit`)."""
    late, delais = voie.possible(au), voie.delais(au)
    if late is not None and voie.effet is not None:
        return f"{'' if dit else f'trop tard pour le {jour(voie.effet)}, '}possible au {jour(late)}"
    item = next((item for item in delais.a_venir if item.date is not None), None)
    if item is None or item.date is None or not voie.manquants:
        return ""
    days = f" ({compte((item.date - au).days, 'jour')})" if au is not None else ""
    return f"{'au plus tard' if item.terme is Terme.PREAVIS else 'avant'} le {jour(item.date)}{days}"


def _missing(visas: Sequence[VisaDemande], acte: Appellation) -> list[str]:
    """Name what is missing: what is asked of each party is counted, what only follows an act is not told here."""
    return [
        compte(item.attendu - item.fait, one, several)
        if item.attendu > 1 and (one, several) != ("", "")
        else item.visa.bref
        for item in visas
        if (etape := item.visa.etape) is None or not etape.formalite
        for one, several in [etape.comptes(acte) if etape is not None else ("", "")]
    ]
