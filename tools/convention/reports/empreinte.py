"""The seal of a comparison: what was voted, and nothing else (conception §5.5).

Knows: the sentences and the amounts of a comparison. Must not know: git, media, who decides.
It covers the sentences of the changes and, for each adherent that an exercice moves, its amounts before and after by
nature and section. A comment, a moved line, another commit or another version of the tool leave it as it is.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.compare.ecrits import CONSIGNE
from convention.compare.points import AVENANT
from convention.model.avenants_consignes import Contenu
from convention.reports.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact

_ACTES = {("avis",), ("visas",), ("parties",), ("empreinte",)}
"""Fields of an avenant that hold its acts, and not what is voted."""
_COURTE = 8
"""Digits of a seal that a document prints."""


def contents(comparaison: Comparaison) -> Contenu:
    """Gather what the seal of a comparison covers."""
    told = tuple(phrase(item, comparaison.base, comparaison.head) for item in voted(comparaison))
    return Contenu(told, tuple(row for impact in comparaison.impacts for row in _amounts(impact)))


def voted(comparaison: Comparaison) -> tuple[Changement, ...]:
    """Return the changes that a seal covers, one a sentence."""
    return tuple(item for item in comparaison.changements if not _is_consigned(item))


def short(empreinte: str) -> str:
    """Write the beginning of a seal, to be read aloud: « 7c1e 52d0 »."""
    half = _COURTE // 2
    return f"{empreinte[:half]} {empreinte[half:_COURTE]}"


def _is_consigned(changement: Changement) -> bool:
    """Tell whether a change only consigns an act of an avenant: to write that it was voted does not reopen the vote."""
    return changement.genre == CONSIGNE or (changement.genre == AVENANT and changement.chemin[:1] in _ACTES)


def _amounts(impact: Impact) -> Iterator[dict[str, str]]:
    """Yield the sums of those that move, sorted; what does not move is equal on both sides."""
    moved = {item.adherent for item in impact.adherents}
    after: dict[tuple[str, str, str], int] = defaultdict(int)
    for ligne in impact.contribution.lignes if impact.contribution is not None else ():
        if ligne.adherent in moved:
            after[ligne.adherent, str(ligne.calcul.nature), str(ligne.calcul.section)] += ligne.montant
    gaps: dict[tuple[str, str, str], int] = defaultdict(int)
    for item in impact.adherents:
        for line in item.lignes:
            calcul = line.ligne.calcul
            gaps[item.adherent, str(calcul.nature), str(calcul.section)] += line.ecart
    for key in sorted(after.keys() | gaps.keys()):
        yield {
            "exercice": str(impact.exercice),
            "adherent": key[0],
            "nature": key[1],
            "section": key[2],
            "avant": decimal_text(after[key] - gaps[key]),
            "apres": decimal_text(after[key]),
        }
