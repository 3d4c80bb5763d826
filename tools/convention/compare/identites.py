"""What makes two items of two lists the same object: never their order.

Knows: the identity of the items of each list. Must not know: how differences are told.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.model.adherents import Depense, Releve, Souscription, SouscriptionComposant
from convention.model.catalogue import Pole, Poste, SousService
from convention.model.tarifs import Imputation, LigneTarif, ValeurForfait

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convention.model.champs import Modele


def keyed(items: Sequence[Modele]) -> dict[str, tuple[int, Modele]]:
    """Give each item of a list its identity and its rank; a second item of the same identity gets a number."""
    seen: Counter[str] = Counter()
    found = {}
    for rank, item in enumerate(items):
        name = identity(item)
        seen[name] += 1
        found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = (rank, item)
    return found


def identity(item: Modele) -> str:
    """Return what names an item among its siblings."""
    match item:
        case Souscription(service=service):
            return service
        case SouscriptionComposant(composant=composant):
            return composant
        case Releve(phase=phase, date=date):
            return f"{phase} {date.isoformat()}"
        case Depense(id=nom) | LigneTarif(id=nom):
            return nom
        case SousService(code=code):
            return code
        case ValeurForfait(date=date):
            return date.isoformat()
        case Imputation(nature=nature, section=section, payeur=payeur):
            return f"{nature} {section} {payeur}"
        case Pole(service=service):
            return service
        case Poste(fonction=fonction):
            return fonction
        case _:
            # Examples have no name of their own: their order is their identity.
            return "n° 1"
