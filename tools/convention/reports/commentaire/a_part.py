"""Another amendment that moves the same amounts: a proposal is costed alone, and says so.

Knows: kept avenants, an impact, what decides. Must not know: media, git.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, compte, ecart, enumere
from convention.base.money import read_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.impact import Impact
    from convention.model.ecrits.avenants_consignes import AvenantConsigne


def not_counted(comparaison: Comparaison, decision: Decision) -> Iterator[str]:
    """Name each other amendment drawn up that would move, from the same amounts, those whom the proposal moves."""
    decided = {item.ecrit.dossier for item in decision.avenants if item.decide}
    for dossier, kept in comparaison.head.avenants_consignes.items():
        moved = ((impact, _gaps(kept, impact)) for impact in comparaison.impacts if dossier not in decided)
        impact, gaps = next((item for item in moved if item[1]), (None, []))
        if impact is not None:
            sides = ([gap for gap in gaps if gap * sign > 0] for sign in (1, -1))
            told = [f"{ecart(sum(side))}{INSECABLE}€ pour {compte(len(side), 'adhérent')}" for side in sides if side]
            yield (
                f"L'avenant n° {kept.numero}, qui n'est pas compté ici, changerait aussi {impact.exercice} : "
                f"{enumere(told)}. Les deux ensemble ne font pas toujours la somme des deux."
            )


def _gaps(kept: AvenantConsigne, impact: Impact) -> list[int]:
    """Return what an avenant makes for each, in cents; nothing when it starts from other amounts, or moves others."""
    before, after = Counter[str](), Counter[str]()
    for row in kept.contenu.montants:
        if row["exercice"] == str(impact.exercice):
            for sums, side in ((before, "avant"), (after, "apres")):
                sums[row["adherent"]] += read_decimal(row[side])
    common = [item for item in impact.adherents if item.adherent in before]
    if not common or any(item.avant != before[item.adherent] for item in common):
        return []
    return [gap for nom in before if (gap := after[nom] - before[nom])]
