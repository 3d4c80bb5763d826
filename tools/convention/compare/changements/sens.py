"""Who pays more and who pays less, all together; who leaves, and the payroll that nobody takes over.

Knows: the écarts of an impact, presences, memberships. Must not know: causes, words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.model.mots.communs import Nature

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.engine.lignes import Ligne
    from convention.model.cadre.champs import Partie


class Sens(NamedTuple):
    """How many pay more and less, and how much these differences make together: `plus - moins` is the écart."""

    montent: int
    plus: int
    """Cents."""
    descendent: int
    moins: int
    """Cents, positive."""
    adherents: int
    """All of them, those that do not move included."""

    @property
    def partages(self) -> bool:
        """Whether some pay more and some pay less: the total alone would hide it."""
        return bool(self.montent and self.descendent)


def senses(impact: Impact) -> Sens:
    """Count those that pay more, then those that pay less."""
    more = [item.ecart for item in impact.adherents if item.ecart > 0]
    less = [-item.ecart for item in impact.adherents if item.ecart < 0]
    everyone = len(impact.adherents) + impact.adherents_inchanges
    return Sens(len(more), sum(more), len(less), sum(less), everyone)


def payroll_left(impact: Impact) -> int:
    """Return the cents of payroll that those who leave no more pay, when nobody else counts more workstations.

    The forfait is due by workstation (annexe 3): what one no more owes is shared by nobody.
    """
    lines = [
        (line, _presence(line.avant), _presence(line.apres))
        for item in impact.adherents
        for line in item.lignes
        if line.ligne.calcul.nature is Nature.MASSE_SALARIALE
    ]
    left = sum(-line.ecart for line, before, after in lines if after < before and line.ecart < 0)
    taken_over = any(_counted(line.apres) > _counted(line.avant) for line, _, _ in lines)
    return 0 if taken_over else left


def departures(comparaison: Comparaison) -> dict[str, date]:
    """Return those whose membership the proposal ends, with the first day when they are no more there."""
    found = {}
    for nom, dossier in comparaison.head.dossiers.items():
        before, fin = comparaison.base.dossiers.get(nom), dossier.identite.adhesion.fin
        if before is not None and fin is not None and before.identite.adhesion.fin is None:
            found[nom] = fin
    return found


def comes_from(comparaison: Comparaison, adherent: str, parties: AbstractSet[Partie]) -> bool:
    """Tell whether all that changes in some parts of the data is written by one adherent's own documents."""
    folder = f"adherents/{adherent}/"
    return all(item.source.path.startswith(folder) for item in comparaison.changements if item.partie in parties)


def _presence(ligne: Ligne | None) -> Fraction:
    return ligne.calcul.presences[ligne.rang] if ligne is not None else Fraction(0)


def _counted(ligne: Ligne | None) -> Fraction:
    return ligne.quantite or Fraction(0) if ligne is not None else Fraction(0)
