"""The flat fees of a convention: where each is written, what it is called, what it counts.

Knows: the fees of a Depot. Must not know: amounts, media. A fee without a name is the masse salariale of annexe 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convention.base.appellation import Appellation, appellation
from convention.model.mots.communs import GroupeNature

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import ValeurForfait

MASSE_SALARIALE: Final = appellation("la masse salariale")
_ENSEMBLE: Final = appellation("la part forfaitaire")


def fee_word(nom: str) -> str:
    """Return how a command designates a fee: by the name of its file."""
    return nom or "forfait"


def fee_name(depot: Depot, nom: str) -> Appellation:
    """Name a fee, in its own words; one that is gone, or that says nothing, by its id."""
    fee = depot.forfaits.get(nom)
    if fee is not None and fee.libelle is not None:
        return appellation(fee.libelle)
    return Appellation("le ", f"forfait {nom}") if nom else MASSE_SALARIALE


def fee_title(depot: Depot, nom: str) -> str:
    """Name a fee at the head of a label: that of annexe 3 is « Forfait »."""
    name = fee_name(depot, nom)
    return "Forfait" if name == MASSE_SALARIALE else name.titre


def fees_name(depot: Depot) -> Appellation:
    """Name what all the fees make together: the only one by its own name."""
    names = [fee_name(depot, nom) for nom in depot.forfaits] or [MASSE_SALARIALE]
    return names[0] if len(names) == 1 else _ENSEMBLE


def fees_noun(depot: Depot) -> str:
    """Say what the fees bring, after an amount: « 12,00 € de masse salariale », « de forfait »."""
    return MASSE_SALARIALE.nu if fees_name(depot) == MASSE_SALARIALE else "forfait"


def rubrique(depot: Depot, groupe: GroupeNature) -> str:
    """Name the costs that share a document: « Coûts indirects » where a clause calls them so, the flat fees' name."""
    if groupe is GroupeNature.MASSE_SALARIALE:
        return fees_name(depot).titre
    return groupe.rubrique if depot.convention.clauses.couts_indirects is not None else groupe.sans_clause


def fee_unit(depot: Depot, nom: str, usual: str) -> str:
    """Name what a fee is due for: the unit of its key, said as usual of a workstation in annexe 3."""
    cle = depot.cles.get(depot.forfaits[nom].cle)
    return usual if cle is None or _said_as_usual(depot, nom, cle.unite, usual) else cle.unite


def fee_units(depot: Depot, nom: str, usual: str) -> str:
    """Name several of what a fee is due for."""
    cle = depot.cles.get(depot.forfaits[nom].cle)
    return usual if cle is None or _said_as_usual(depot, nom, cle.pluriel, usual) else cle.pluriel


def _said_as_usual(depot: Depot, nom: str, unite: str, usual: str) -> bool:
    """Tell whether the usual words name the unit of the key: « poste de travail » does « poste », and no inhabitant."""
    return usual.startswith(unite) and fee_name(depot, nom) == MASSE_SALARIALE


def fee_value(depot: Depot, nom: str, exercice: int) -> ValeurForfait | None:
    """Return the value of a fee in force in a year, with its origin."""
    forfait = depot.forfaits[nom]
    known = [item for item in forfait.valeurs if item.date.year <= exercice]
    value = max(known, key=lambda item: item.date, default=None)
    return value and value.model_copy(update={"origine": value.origine or forfait.origine})
