"""The main cause of each écart, in a few words beside its amount (exemples: a comment).

Knows: effects in cents, services. Must not know: tables, media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, du
from convention.compare.changements.sens import comes_from, departures
from convention.model.cadre.champs import Partie
from convention.model.cadre.genres import read_path
from convention.reports import mots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from convention.compare.causes.effets import CauseAdherent
    from convention.compare.comparaison import Comparaison
    from convention.compare.impact import Impact

COURTS = ("ses services", "services des autres", "ses quantités", "quantités des autres", "prix", "règle")
"""Groups of causes in the order of `Effets`, in the fewest words, for a table."""
VENANT = (
    "de ses services",
    "des services des autres",
    "de ses quantités",
    "des quantités des autres",
    "des prix",
    "des règles de calcul",
)
"""The same, after « vient », for who votes."""
EFFETS = ("périmètre", "périmètre", "volume", "volume", "prix", "règle")
"""What each is an effect of, whoever makes it."""
_PERIMETRE, _PERIMETRE_AUTRES = 0, 1


class Moteur(NamedTuple):
    """What moves most: a group of causes and a service; cents."""

    rang: int
    service: str
    effet: int


def drivers(causes: Iterable[CauseAdherent]) -> list[Moteur]:
    """Add effects up by group and service, the largest first."""
    sums: dict[tuple[int, str], int] = {}
    for cause in causes:
        for ligne in cause.lignes:
            for rang, cents in enumerate(ligne.effets):
                key = (rang, ligne.service)
                sums[key] = sums.get(key, 0) + cents
    found = (Moteur(rang, service, cents) for (rang, service), cents in sums.items() if cents)
    return sorted(found, key=lambda item: (-abs(item.effet), item.rang, item.service))


def main_cause(impact: Impact, comparaison: Comparaison, adherent: str) -> str:
    """Say in the fewest words what makes most of an adherent's écart; nothing when nothing of it is known."""
    ranked = drivers([item for item in impact.causes if item.adherent == adherent])
    if not ranked:
        return ""
    first = ranked[0]
    # Its own folder may change too, in what this effect may read: whose doing it is is not said then.
    vague = first.rang == _PERIMETRE_AUTRES and adherent in movers(comparaison, impact.exercice)
    groupe = EFFETS[first.rang] if vague else COURTS[first.rang]
    service = mots.compared_service(comparaison, first.service)
    return _membership(comparaison, adherent, first.rang) or f"{groupe}{INSECABLE}: {service}"


def _membership(comparaison: Comparaison, adherent: str, rang: int) -> str:
    """Name a coming or a leaving, when it is what changes in the périmètre; nothing when it is something else."""
    base, head = comparaison.base, comparaison.head
    moves = {nom: "arrivée" for nom in head.dossiers if nom not in base.dossiers}
    moves |= dict.fromkeys(departures(comparaison), "départ")
    if rang == _PERIMETRE and adherent in moves:
        return f"son {moves[adherent]}"
    if rang == _PERIMETRE_AUTRES and len(moves) == 1:
        ((who, move),) = moves.items()
        if comes_from(comparaison, who, {Partie.PERIMETRE}):
            return f"{move} {du(mots.adherent_name(head, who))}"
    return ""


_COMPTENT = frozenset({"adherent", "souscriptions", "quantites", "depenses"})
"""Documents of an adherent that its amounts are computed from."""


def movers(comparaison: Comparaison, exercice: int) -> frozenset[str]:
    """Return those of whom the proposal changes a document that counts in an exercice: they are not for nothing in it.

    A count that comes with a new component is no effect of its own (docs/causes.md), and yet it is written there.
    """
    paths = (read_path(item.source.path) for item in comparaison.changements if item.genre in _COMPTENT)
    return frozenset(path.id for path in paths if path is not None and path.annee in {0, exercice})


def relieved(impact: Impact, sauf: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Yield what changes of périmètre take from, then add to, those who did nothing: number of adherents, cents."""
    bystanders = [cause.effets.perimetre_autres for cause in impact.causes if cause.adherent not in sauf]
    for sense in (-1, 1):
        moved = [cents for cents in bystanders if cents * sense > 0]
        if moved:
            yield len(moved), sum(moved)
