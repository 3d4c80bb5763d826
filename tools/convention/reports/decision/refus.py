"""What stops a change, in French sentences: a correction that costs, a past effect, a procedure that is not enough.

Knows: how it is said. Must not know: how it was found (`compare.decision.decision`), media, exit codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, jour, majuscule, pluriel, typeset
from convention.reports.amendement.phrases import phrase
from convention.reports.decision.visas import points_text, sentence_numbers, visa_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.model.documents.gouvernance import Procedure


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
            f"Refusé : {_point(comparaison, numero)} ({what}) est dit {cite(name)}, ce qui ne doit changer aucun "
            "montant, et des montants changent. Le retirer, ou suivre la procédure qui fixe ces montants."
        )
    yield from _late(decision, comparaison)
    if decision.anticipe is not None and decision.effet is not None:
        yield (
            f"Refusé : des montants changent dès l'exercice {decision.anticipe}, avant la prise d'effet du "
            f"{jour(decision.effet)}."
        )


def _late(decision: Decision, comparaison: Comparaison) -> Iterator[str]:
    late = decision.retroactifs
    if not late or decision.au is None:
        return
    first = min(point.effet for point in late if point.effet is not None)
    yield (
        f"Refusé : {points_text(sentence_numbers(comparaison, [point.numero for point in late]))} "
        f"{pluriel(len(late), 'compterait', 'compteraient')} à partir du {jour(first)}, avant le "
        f"{jour(decision.au)}, et la procédure ne vaut pas pour le passé."
    )


def demanded(decision: Decision, procedure: Procedure, comparaison: Comparaison) -> tuple[str, ...]:
    """Say what a procedure is not enough for: the points that need a stricter one, and what is missing for them."""
    points = decision.stricter_than(procedure.rang)
    told = [
        f"{_capital(_point(comparaison, point.numero))} demande la procédure {cite(point.requise.procedure.libelle)} : "
        f"{phrase(point.changement, comparaison.base, comparaison.head)}."
        for point in points
        if point.requise is not None
    ]
    asked = {nom for point in points if point.requise is not None for nom in point.requise.procedure.visas}
    missing = [visa_sentence(item, decision, comparaison) for item in decision.manquants if item.id in asked]
    return tuple(map(typeset, [*told, *missing]))


def _capital(text: str) -> str:
    return majuscule(text)


def _point(comparaison: Comparaison, numero: int) -> str:
    return points_text(sentence_numbers(comparaison, [numero]))
