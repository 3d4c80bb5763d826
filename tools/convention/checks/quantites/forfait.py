"""QTE011: the forfait is counted once; no later phase of the exercice counts it again (art. 8.3, decision 0006).

Knows: counts, phases. Must not know: amounts, seals (an amount that was called otherwise is told by `sceaux.scelles`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nombre
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Constat, signal
from convention.model.depot import Reference
from convention.model.mots.communs import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from convention.model.depot import Depot, Dossier


class _Decompte(NamedTuple):
    """A count of the workstations of the forfait, as written."""

    phase: Phase
    quantite: Fraction
    suppose: bool
    """Whether it stands for the count at 31 December, still to come."""
    reference: Reference


@controle("QTE011")
def recounted(depot: Depot) -> Iterator[Constat]:
    """QTE011: a count of the forfait that is not the one it was called on."""
    first: dict[str, int] = {}
    for forfait in depot.forfaits.values():
        cle, since = depot.cles.get(forfait.cle), min((item.date.year for item in forfait.valeurs), default=0)
        for part in () if cle is None else cle.termes or (forfait.cle,):
            first[part] = min(since, first.get(part, since))
    for part, since in first.items():
        for dossier in depot.dossiers.values():
            for annee in sorted(year for year in dossier.quantites if year >= since):
                counts = _counts(dossier, annee, part)
                called = _called(counts)
                for count in counts[called + 1 :]:
                    if count.quantite != counts[called].quantite:
                        yield _told(depot, f"{dossier.identite.nom}, {annee}", part, counts[called], count)


def _counts(dossier: Dossier, annee: int, cle: str) -> list[_Decompte]:
    """Return the counts of a key in the order in which a phase reads them."""
    path = dossier.path(f"quantites/{annee}.yaml")
    ordered = sorted(enumerate(dossier.quantites[annee].comptages), key=lambda item: item[1].ordre)
    return [
        _Decompte(
            releve.phase,
            releve.valeurs[cle],
            bool(releve.hypothese) or releve.date < date(annee - 1, 12, 31),
            Reference(path, ("comptages", index, "valeurs", cle)),
        )
        for index, releve in ordered
        if cle in releve.valeurs
    ]


def _called(counts: Sequence[_Decompte]) -> int:
    """Return the rank of the count that the forfait is called on: the first known, else the last that stands for it.

    The calls read the revised phase: what only the actual one counts was called on nothing.
    """
    callable_counts = [rang for rang, count in enumerate(counts) if count.phase is not Phase.REALISE]
    return next((rang for rang in callable_counts if not counts[rang].suppose), max(callable_counts, default=0))


def _told(depot: Depot, who: str, cle: str, called: _Decompte, count: _Decompte) -> Constat:
    message = (
        f"{who} : le forfait est compté sur {nombre(count.quantite)} {cite(cle)} ({count.phase.libelle}), et il "
        f"est appelé sur {nombre(called.quantite)} : il n'est pas recompté{depot.convention.clauses.selon('appels')}"
    )
    hint = (
        f"écrire {nombre(called.quantite)} ; ce que l'année recompte pour les autres coûts se saisit par une autre "
        "clé (décision 0006) ; si c'est le décompte appelé qui est faux, le corriger à sa ligne"
    )
    return signal("QTE011", count.reference, message, hint, (called.reference, "le décompte appelé"))
