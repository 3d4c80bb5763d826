"""What is said of a seal that a decision lifts: what, who, when, why, by which decision, and for whom it changes what.

Knows: declared acts. Must not know: media (the caller escapes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, cite, jour
from convention.compare.sceaux.scelles import amounts_text

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison
    from convention.compare.sceaux.scelles import Levee


def lifted_texts(comparaison: Comparaison) -> list[str]:
    """Say each seal that the proposal lifts, in the order of the acts."""
    return [_text(levee, comparaison) for levee in comparaison.levees]


def _text(levee: Levee, comparaison: Comparaison) -> str:
    acte = levee.acte
    done = "retire" if levee.retire else "remplace"
    who, why, how = (cite(text or "") for text in (acte.par, acte.motif, acte.decision))
    head = (
        f"La proposition {done} ce qui était scellé{INSECABLE}: {levee.nom}. Sceau levé le {jour(acte.le)}, par {who}, "
        f"motif{INSECABLE}: {why}, décision{INSECABLE}: {how}."
    )
    told = " ; ".join(amounts_text(item, comparaison.base) for item in levee.montants)
    return f"{head} {told}." if told else head
