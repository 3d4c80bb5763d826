"""TAR016: distribution keys that are counted, or sums of counted keys; that of the forfait counts a stock.

Knows: how a key is declared. Must not know: counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere
from convention.checks.lecture import CLES, FORFAIT, NOMBRE
from convention.checks.lieux import place, signal
from convention.engine.compilation import ABAQUE
from convention.formulas.functions import NOMS_RESERVES
from convention.model.depot import Reference
from convention.model.vocabulaire import Comptage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot
    from convention.model.tarifs import Cle

_RESERVES = NOMS_RESERVES | {ABAQUE, NOMBRE, "total", "attendu"}


def definitions(depot: Depot) -> Iterator[Diagnostic]:
    """TAR016: a key neither counted nor a sum, or both; a sum of sums, or of keys that do not add up."""
    for nom, cle in depot.cles.items():
        for message, hint in (*_form(nom, cle), *_sum(depot, nom, cle)):
            yield signal("TAR016", place(depot, Reference(CLES, ("cles", nom)), key=True), message, hint)


def forfait(depot: Depot) -> Iterator[Diagnostic]:
    """TAR016: a forfait counted by a key that is no stock at a date (annexe 3: « au 31 décembre »)."""
    nom = depot.forfait.cle
    counted = countings(depot, nom)
    if counted and counted != {Comptage.A_DATE}:
        message = f"le forfait se compte par {cite(nom)}, qui n'est pas un stock compté à une date"
        hint = "citer une clé « comptage: a_date », ou une somme de telles clés"
        yield signal("TAR016", place(depot, Reference(FORFAIT, ("cle",))), message, hint)


def countings(depot: Depot, nom: str) -> set[Comptage]:
    """Return how a key is counted, a sum as its terms; nothing for a key that is not known or not counted."""
    cle = depot.cles.get(nom)
    terms = [depot.cles.get(part) for part in cle.somme or (nom,)] if cle is not None else []
    return {term.comptage for term in terms if term is not None and term.comptage is not None}


def _form(nom: str, cle: Cle) -> Iterator[tuple[str, str]]:
    if nom in _RESERVES:
        reserved = enumere([cite(mot) for mot in sorted(_RESERVES)])
        yield f"{cite(nom)} ne peut pas nommer une clé", f"noms réservés : {reserved}"
    if cle.comptage is None and not cle.somme:
        hint = "ajouter « comptage: a_date » (ou moyenne, ou sur_periode), ou « somme: [clé, clé] »"
        yield f"la clé {cite(nom)} n'est ni comptée, ni une somme d'autres clés", hint
    if cle.comptage is not None and cle.somme:
        yield f"la clé {cite(nom)} est à la fois comptée et une somme", "garder « comptage » ou « somme », pas les deux"
    repeated = sorted({part for part in cle.somme if cle.somme.count(part) > 1})
    if repeated:
        yield (
            f"la somme {cite(nom)} compte deux fois {enumere([cite(part) for part in repeated])}",
            "garder une seule fois",
        )


def _sum(depot: Depot, nom: str, cle: Cle) -> Iterator[tuple[str, str]]:
    parts = {part: depot.cles[part] for part in cle.somme if part in depot.cles}
    nested = [part for part, definition in parts.items() if definition.somme]
    if nested:
        hint = "citer les clés comptées, une par une"
        yield f"la somme {cite(nom)} cite une autre somme, {enumere([cite(part) for part in nested])}", hint
        return
    if any(definition.portee is not cle.portee for definition in parts.values()):
        yield f"la somme {cite(nom)} et les clés qu'elle ajoute n'ont pas la même portée", "donner la même « portee »"
    counted = {definition.comptage for definition in parts.values()}
    if None not in counted and len(counted) > 1:
        hint = "un stock se pèse par la présence, un flux jamais : ils ne s'ajoutent pas"
        yield f"la somme {cite(nom)} ajoute des clés qui ne se comptent pas de la même façon", hint
