"""What makes a line cost another amount: a count, a price, what all count together, each beside what it was.

Knows: two states of a line. Must not know: who compares them, effects in euros.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, ordinal
from convention.formulas.functions import RANG
from convention.formulas.nodes import names
from convention.reports.calcul.consultation import followed, grid_read, results
from convention.reports.calcul.liquidation import presence_weighs, weighing, weightless
from convention.reports.calcul.operation import value_name, value_text
from convention.reports.calcul.quantite import moved_text, noun, presence_in, quantity_text, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot


def differences(old: Ligne | None, new: Ligne | None, depot: Depot) -> str:
    """Say every value of a line that is no longer the same: « 6 copieurs au lieu de 5 »; none: its formula moved.

    `old` and `new` are one line in two states, or in two exercices; None where it does not exist.
    """
    if old is None or new is None:
        return "nouveau" if old is None else "terminé"
    found = (part(old, new, depot) for part in (_rekeyed, counts, _prices, totals, _ranks, _durations))
    # What two counts of a line share is told once.
    told = ", ".join(dict.fromkeys(text for told in found for text in told))
    return told or ", ".join(_tables(old, new)) or "autre règle de calcul"


def _rekeyed(old: Ligne, new: Ligne, depot: Depot) -> Iterator[str]:
    """Tell a share by another key: « 118 boîtes sur 5 640, au lieu de 112 postes sur 4 801 »."""
    before, after = (tuple(ligne.calcul.termes) for ligne in (old, new))
    if len(before) == len(after) == 1 and before[0].nom != after[0].nom:
        yield f"{_share(new, depot)}, au lieu de {_share(old, depot)}"


def _share(ligne: Ligne, depot: Depot) -> str:
    (terme,) = ligne.calcul.termes
    counted = ligne.calcul.decomptes[terme.nom]
    weighed, _ = weighing(ligne, terme.nom, depot)
    own = f"{weighed}," if weighed else quantity_text(counted.quantite(ligne.rang), counted.cle, depot)
    return f"{own} sur {rounded(terme.total)}"


def counts(old: Ligne, new: Ligne, depot: Depot) -> Iterator[str]:
    """Say each quantity of its own that moved; none of those that make no amount."""
    ignored = weightless(old) & weightless(new)
    for key, item in new.calcul.decomptes.items():
        known = old.calcul.decomptes.get(key)
        if known is not None and key not in ignored and known.quantite(old.rang) != item.quantite(new.rang):
            yield moved_text(known.quantite(old.rang), item.quantite(new.rang), item.cle, depot)


def totals(old: Ligne, new: Ligne, depot: Depot) -> Iterator[str]:
    """Say each total that moved, of what all count together; none of those that make no amount."""
    ignored, before = weightless(old) & weightless(new), {terme.nom: terme.total for terme in old.calcul.termes}
    for terme in new.calcul.termes:
        known = before.get(terme.nom, terme.total)
        if known != terme.total and terme.nom not in ignored:
            unit = noun(terme.total, new.calcul.decomptes[terme.nom].cle, depot)
            yield f"{rounded(terme.total)}{unit} au total au lieu de {rounded(known)}"


def _prices(old: Ligne, new: Ligne, depot: Depot) -> Iterator[str]:
    for key, item in new.calcul.valeurs.items():
        known = old.calcul.valeurs.get(key)
        if known is not None and known.valeur != item.valeur:
            before = value_text(depot, old.calcul, key, known)
            name = value_name(depot, new.calcul, key)
            yield f"{name} : {value_text(depot, new.calcul, key, item)} au lieu de {before}"


def _tables(old: Ligne, new: Ligne) -> Iterator[str]:
    """Tell what a grid gives: « barème « Adhésion » : 155,00 € au lieu de 150,00 € »."""
    before = results(old)
    for node, worth in results(new).items():
        grid = grid_read(node, new.calcul)
        if grid is not None and before.get(node, worth) != worth:
            yield f"barème {cite(grid.bareme.libelle)} : {worth} au lieu de {before[node]}"


def _ranks(old: Ligne, new: Ligne, _depot: Depot) -> Iterator[str]:
    """Say the exercice of presence, where it changes what is computed: « 2e exercice de présence au lieu du 1er »."""
    before, after = (ligne.calcul.rangs[ligne.rang] if ligne.calcul.rangs else 0 for ligne in (old, new))
    taken, now = followed(old)[0], followed(new)[0]
    if before and after and before != after and (taken != now or RANG in names(now)):
        yield f"{ordinal(after)} exercice de présence au lieu du {ordinal(before)}"


def _durations(old: Ligne, new: Ligne, _depot: Depot) -> Iterator[str]:
    before, after = (ligne.calcul.presences[ligne.rang] for ligne in (old, new))
    if before != after and (presence_weighs(old) or presence_weighs(new)):
        yield f"{_lasting(after)} au lieu de {_lasting(before)}"


def _lasting(part: Fraction) -> str:
    return "toute l'année" if part == 1 else str(presence_in(part))
