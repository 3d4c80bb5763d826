"""TAR016: amounts already computed that would be read before they are.

Knows: which keys the formulas of a component read. Must not know: amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import CLES, components, rows
from convention.checks.cadre.lieux import place, signal
from convention.engine.compilation import ABAQUE, compile_formula, keys_of
from convention.engine.cumuls import summed, sums_behind
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot


@controle("TAR016")
def circular(depot: Depot) -> Iterator[Diagnostic]:
    """TAR016: a key that adds up the amounts of a component whose own formula reads it, at once or through others."""
    sums = summed(depot.cles)
    read = _read(depot) if sums else {}
    for nom, composants in sums.items():
        turning = [item for item in composants if nom in sums_behind(depot.cles, [item], lambda one: read.get(one, ()))]
        if turning:
            others = enumere([cite(item) for item in turning])
            message = f"la clé {cite(nom)} additionne {others}, qui se calcule d'après elle"
            hint = "retirer le composant de « composants », ou lire « precedent: oui » : l'exercice d'avant"
            yield signal("TAR016", place(depot, Reference(CLES, ("cles", nom)), key=True), message, hint)


def _read(depot: Depot) -> dict[str, set[str]]:
    """Return the keys that the formulas of each component read."""
    by_row: dict[str, set[str]] = {}
    for row in rows(depot):
        formulas = [compile_formula(text) for written in row.modes() for text in written.formulas()]
        by_row[row.ligne.id] = {nom for item in formulas if item is not None for nom in keys_of(row.ligne, item)}
    found = {}
    for item in components(depot):
        names = by_row.get(item.composant.ligne, set())
        found[item.id] = {item.composant.abaque or nom if nom == ABAQUE else nom for nom in names}
    return found
