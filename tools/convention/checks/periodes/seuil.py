"""The day until which a month begun counts whole: asked where twelfths are counted, and told by their rule.

Knows: the policy of presence, the components that are assets. Must not know: amounts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import cite
from convention.base.period import Prorata
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import LECTURES
from convention.checks.cadre.lieux import signal
from convention.model.depot import Reference
from convention.model.documents.catalogue import CONVENTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.lieux import Constat
    from convention.model.depot import Depot


@controle("PER015", entiers=("convention",))
def missing_threshold(depot: Depot) -> Iterator[Constat]:
    """PER015: twelfths are counted, of a presence or an asset, and no day says which month counts whole."""
    rule, mode = depot.convention.politiques.prorata, ("politiques", "prorata", "mode")
    if rule.seuil is not None:
        return
    asset = next((item for item in depot.composants.values() if item.composant.actif is not None), None)
    if rule.mode is Prorata.MENSUEL:
        yield _no_threshold(Reference(CONVENTION, mode), "une présence partielle")
    elif asset is not None:
        used = f"le droit d'usage du bien de {cite(asset.composant.libelle)}"
        yield _no_threshold(Reference(CONVENTION, mode), used)
    for nom, lecture in depot.vie.lectures.items():
        for autre, item in lecture.alternatives.items():
            if item.prorata is not None and item.prorata.mode is Prorata.MENSUEL and item.prorata.seuil is None:
                where = Reference(LECTURES, ("lectures", nom, "alternatives", autre, "prorata", "mode"))
                yield _no_threshold(where, "selon cette lecture, une présence partielle")


@controle("PER016", avertit=True, entiers=("convention",))
def other_day_told(depot: Depot) -> Iterator[Constat]:
    """PER016: the rule of twelfths, which the sheets print, names a day that is not the one that is computed with."""
    rule = depot.convention.politiques.prorata
    told = _LE_JOUR.findall(rule.texte)
    if rule.mode is Prorata.MENSUEL and rule.seuil is not None and told and str(rule.seuil) not in told:
        message = f"la règle dit {cite(f'le {told[0]}')}, et le calcul compte entier un mois commencé le {rule.seuil}"
        where = Reference(CONVENTION, ("politiques", "prorata", "texte"))
        yield signal("PER016", where, message, f"récrire la règle, ou rétablir {cite(f'seuil: {told[0]}')}")


_LE_JOUR = re.compile(r"\ble (\d{1,2})\b")


def _no_threshold(lieu: Reference, quoi: str) -> Constat:
    message = f"{quoi} se compte en douzièmes, et rien ne dit jusqu'à quel jour un mois commencé compte entier"
    return signal("PER015", lieu, message, ajouter("seuil: ⟦15⟧"))
