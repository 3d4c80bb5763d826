"""What a procedure asks for, piece by piece: written and when, or missing.

Knows: procedures and their visas. Must not know: which document holds a piece (the caller says what is written).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from convention.base.french import majuscule
from convention.model.mots.avenants import EtapeVisa

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.depot import Depot

MANQUE = "manque"
NON_SUIVI = "à vérifier : les données n'en disent rien"


class VisaEcrit(NamedTuple):
    """A visa: what is written of it, its name, in which case it is asked."""

    etat: str
    libelle: str
    quand: str | None = None


_AUCUN: Mapping[Acquis, str] = MappingProxyType({})
AVIS: Literal["avis"] = "avis"
"""What an instance gives, beside the steps of a visa."""
Acquis: TypeAlias = "EtapeVisa | Literal['avis'] | None"
"""What acquires a visa: a step, an opinion, or a date of its own."""


def written_visas(
    depot: Depot, procedure: str, ecrits: Mapping[Acquis, str], noms: Mapping[Acquis, str] = _AUCUN
) -> Iterator[VisaEcrit]:
    """Yield the visas of a procedure.

    Args:
        depot: the data.
        procedure: id of the procedure.
        ecrits: what is known of what acquires each: when it was done, or nothing when it is missing.
        noms: what acquires some, by name, where the procedure says it of several cases and only one is here.
    """
    document = depot.vie.procedures
    known = document.procedures.get(procedure) if document is not None else None
    if document is None or known is None:
        # Nobody says who decides, nor what is missing: what is known is told by its step.
        yield from (VisaEcrit(text, noms.get(acquis) or _step(acquis)) for acquis, text in ecrits.items() if text)
        return
    for nom in known.visas:
        visa = document.visas.get(nom)
        if visa is None:
            yield VisaEcrit(NON_SUIVI, nom)
            continue
        acquis: Acquis = AVIS if visa.instance is not None else visa.etape
        state = (ecrits[acquis] or MANQUE) if acquis in ecrits else NON_SUIVI
        yield VisaEcrit(state, noms.get(acquis, visa.libelle), visa.quand)


def _step(acquis: Acquis) -> str:
    if isinstance(acquis, EtapeVisa):
        return majuscule(acquis.nom)
    return "Avis" if acquis is not None else "Signature"
