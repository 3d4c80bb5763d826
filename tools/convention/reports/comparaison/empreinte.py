"""The seal of a comparison: what was voted, and nothing else.

Knows: the sentences and the amounts of a comparison. Must not know: git, media, who decides.
It covers the sentences of the changes and, for each adherent that an exercice moves, its amounts before and after by
nature and section. A comment, a moved line, another commit or another version of the tool leave it as it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from convention.base.money import decimal_text
from convention.checks.adhesions.etapes import ADHESION
from convention.checks.avenants.etapes import ACTES, without_acts
from convention.compare.changements.ecrits import CONSIGNE
from convention.compare.decision.points import AVENANT
from convention.model.documents.avenants import Avenant
from convention.model.ecrits.avenants_consignes import Contenu, chemin
from convention.model.ecrits.signatures import SIGNATURE
from convention.model.genres import GENRES
from convention.reports.amendement.phrases import heading, phrase, told_by_others
from convention.reports.amendement.sujets import services_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.compare.changements.changements import Changement
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact
    from convention.model.depot import Depot

_CONSIGNES = frozenset(genre.nom for genre in GENRES if genre.consigne) - {AVENANT}
"""Kinds of the documents that hold opinions and acts, and nothing else."""


def contents(comparaison: Comparaison) -> Contenu:
    """Gather what the seal of a comparison covers."""
    told = tuple(phrase(*case) for case in _told(comparaison))
    return Contenu(told, tuple(row for impact in comparaison.impacts for row in _amounts(impact)))


def subjects(comparaison: Comparaison, numero: int) -> tuple[str | None, ...]:
    """Return what each sentence of an avenant is about; None for those that are about the avenant itself."""
    own = PurePosixPath(chemin(numero)).parent
    return tuple(
        None if PurePosixPath(case[0].source.path).parent == own else heading(*case) for case in _told(comparaison)
    )


def services(comparaison: Comparaison) -> tuple[tuple[str, ...], ...]:
    """Return the services that each sentence changes."""
    return tuple(services_changed(*case) for case in _told(comparaison))


def _told(comparaison: Comparaison) -> Iterator[tuple[Changement, Depot, Depot]]:
    """Yield what each sentence tells: the change as it is voted, and both sides."""
    base, head = _without_demands(comparaison.base), _without_demands(comparaison.head)
    for item in voted(comparaison):
        # An avenant that comes whole comes with its acts.
        before, after = (without_acts(side) if isinstance(side, Avenant) else side for side in (item.avant, item.apres))
        yield replace(item, avant=before, apres=after), base, head


def voted(comparaison: Comparaison) -> tuple[Changement, ...]:
    """Return the changes that a seal covers, one a sentence: what another one tells is not said twice."""
    told = told_by_others(comparaison.changements, comparaison.base, comparaison.head)
    return tuple(
        item for rang, item in enumerate(comparaison.changements) if rang not in told and not _is_consigned(item)
    )


def _is_consigned(changement: Changement) -> bool:
    """Tell whether a change only consigns an act, of an avenant, of a meeting or of the managing body.

    To write that something was voted, or that an opinion was given on it, reopens neither the vote nor the opinion. The
    steps of a demand of membership are consigned so: its identity alone makes a newcomer enter (art. 3.1).
    """
    if changement.genre in _CONSIGNES | {ADHESION, CONSIGNE, SIGNATURE}:
        return True
    return changement.genre == AVENANT and not ACTES.isdisjoint(changement.chemin[:1])


def _without_demands(depot: Depot) -> Depot:
    """Return the documents without the demands of membership: a newcomer that comes whole comes with the steps."""
    kept = {path: item for path, item in depot.fichiers.items() if item.chemin.genre.nom != ADHESION}
    return depot._replace(fichiers=kept)


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
