"""Sums, controls and assumptions of a computation.

Knows: lines and computations. Must not know: how they were made.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from convention.engine.lignes import Calcul, Controle, Hypothese, Ligne, NonReparti, Totaux
from convention.engine.quantites import values
from convention.model.cadre.document import path_of
from convention.model.documents.quantites import Quantites

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from convention.model.vue import Valeur


def totals(lignes: Iterable[Ligne]) -> Totaux:
    """Add the lines up, by adherent, service, nature and section, and as a whole."""
    general = 0
    adherents: dict[str, int] = defaultdict(int)
    services: dict[str, int] = defaultdict(int)
    natures: dict[str, int] = defaultdict(int)
    sections: dict[str, int] = defaultdict(int)
    for ligne in lignes:
        general += ligne.montant
        adherents[ligne.adherent] += ligne.montant
        services[ligne.calcul.service] += ligne.montant
        natures[str(ligne.calcul.nature)] += ligne.montant
        sections[str(ligne.calcul.section)] += ligne.montant
    return Totaux(general, _sorted(adherents), _sorted(services), _sorted(natures), _sorted(sections))


def controls(calculs: Sequence[Calcul], lignes: Sequence[Ligne], sums: Totaux) -> Controle:
    """Compare every sum with the total, and what is billed of each cost with what was to be recovered.

    What was to be recovered comes from the coefficients of the formula, what is billed from the lines.
    """
    billed: dict[int, int] = defaultdict(int)
    for ligne in lignes:
        billed[id(ligne.calcul)] += ligne.montant
    gaps = (calcul.recouvrable + sum(calcul.propres) - billed[id(calcul)] for calcul in calculs)
    return Controle(
        ecart_adherents=sum(sums.par_adherent.values()) - sums.general,
        ecart_services=sum(sums.par_service.values()) - sums.general,
        ecart_natures=sum(sums.par_nature.values()) - sums.general,
        ecart_sections=sum(sums.par_section.values()) - sums.general,
        ecart_recouvrement=sum(abs(gap) for gap in gaps),
        non_repartis=tuple(
            NonReparti(calcul.composant or "", calcul.nature, cents, decide)
            for calcul in calculs
            for cents, decide in ((calcul.non_reparti, False), (calcul.abandonne, True))
            if cents
        ),
    )


def unpaid_more(before: Controle, after: Controle) -> tuple[NonReparti, ...]:
    """Return what nobody would pay beyond what nobody paid before, cost by cost, whether a decision says it or not."""
    known = {(item.composant, item.nature): item.montant for item in before.non_repartis}
    more = ((item, item.montant - known.get((item.composant, item.nature), 0)) for item in after.non_repartis)
    return tuple(item._replace(montant=cents) for item, cents in more if cents > 0)


def hypotheses(calculs: Sequence[Calcul], exercice: int) -> tuple[Hypothese, ...]:
    """List by file the figures that stand for others: an earlier phase's, one that the data declares, a missing one."""
    seen: dict[tuple[str, str, str], set[tuple[object, ...]]] = defaultdict(set)
    for valeur in _used(calculs):
        if valeur.phase is not None:
            seen["HYP001", valeur.phase.reprise, valeur.source.path].add(valeur.source.pointer)
        if valeur.hypothese:
            seen["HYP002", valeur.hypothese, valeur.source.path].add(valeur.source.pointer)
        if valeur.a_valider:
            seen["HYP004", "quantité que l'adhérent n'a pas encore validée", valeur.source.path].add(
                valeur.source.pointer
            )
    for calcul, rang, nom in _missing(calculs):
        path = path_of(Quantites, calcul.beneficiaires[rang], exercice)
        message = "quantité absente, comptée pour zéro"
        seen["HYP003", message, path].add((calcul.decomptes[nom].cle, calcul.composant))
    return tuple(sorted(Hypothese(code, message, path, len(places)) for (code, message, path), places in seen.items()))


def is_counted(calculs: Sequence[Calcul]) -> bool:
    """Tell whether anything that is neither published nor computed is counted."""
    counts = (item for calcul in calculs for item in calcul.decomptes.values() if not item.cumul)
    return any(not valeur.publiee for item in counts for valeur in values(item))


def is_projection(calculs: Sequence[Calcul]) -> bool:
    """Tell whether no figure belongs to the phase itself: everything is carried over from an earlier one.

    The first phase has none before it: it is never a projection.
    """
    carried = {
        valeur.phase is not None
        for calcul in calculs
        for decompte in calcul.decomptes.values()
        for valeur in values(decompte)
        if not valeur.publiee
    }
    return carried == {True}


def _missing(calculs: Iterable[Calcul]) -> Iterator[tuple[Calcul, int, str]]:
    """Yield the keys that a beneficiary has no count for (who only bears what others left has none to give)."""
    for calcul in calculs:
        for nom, decompte in calcul.decomptes.items():
            for rang, sources in enumerate(decompte.sources):
                if not sources and calcul.presences[rang] and not decompte.cumul:
                    yield calcul, rang, nom


def _used(calculs: Iterable[Calcul]) -> Iterator[Valeur]:
    for calcul in calculs:
        yield from calcul.valeurs.values()
        for decompte in calcul.decomptes.values():
            yield from values(decompte)


def _sorted(sums: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(sums.items()))
