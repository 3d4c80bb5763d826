"""Which calls the exercices declare, and which of them is still to carry what (art. 8.3).

Knows: milestones, what is sealed. Must not know: how amounts are computed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convention.model.mots.appels import GenreVolet

if TYPE_CHECKING:
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel
    from convention.model.ecrits.sceaux import Identite

APRES_TOUTES = "9999-99"
"""After any milestone."""


def echeances(depot: Depot) -> dict[str, Appel]:
    """Return the calls that the exercices declare, by milestone (« 2026-04 »), in the order of time."""
    appels = [appel for exercice in depot.exercices.values() for _, appel in exercice.appels]
    return {appel.echeance: appel for appel in sorted(appels, key=lambda item: item.date)}


def unsealed(depot: Depot, jour: date) -> dict[str, Appel]:
    """Return the calls whose day has come and that nothing seals, as long as an exercice that they ask is open.

    A forecast is announced, never sealed.
    """
    opened = set(depot.ouverts)
    return {
        nom: appel
        for nom, appel in echeances(depot).items()
        if appel.date <= jour
        and nom not in depot.sceaux
        and opened & {volet.exercice for volet in appel.volets if volet.genre.titre}
    }


def call_of(depot: Depot, genre: GenreVolet, exercice: int) -> Appel | None:
    """Return the first call that declares a part of an exercice; None when no call does."""
    parts = ((appel, volet) for appel in echeances(depot).values() for volet in appel.volets)
    return next((appel for appel, volet in parts if (volet.genre, volet.exercice) == (genre, exercice)), None)


def regularising(depot: Depot, exercice: int) -> Appel | None:
    """Return the next call that carries what an exercice was found to owe after its calls; None when no call does.

    The part is its own; of a closed exercice that was corrected since, it comes with that of a later one (`appeler`).
    """
    was_corrected = corrected_since(depot, exercice)
    for nom, appel in echeances(depot).items():
        told = [volet.exercice for volet in appel.volets if volet.genre is GenreVolet.REGULARISATION]
        if nom not in depot.sceaux and told and (exercice in told or (was_corrected and exercice < min(told))):
            return appel
    return None


def corrected(depot: Depot, echeance: str) -> list[int]:
    """Return the closed exercices that were corrected before a milestone, or at it."""
    return sorted(
        int(nom)
        for nom, sceau in depot.sceaux.items()
        if not sceau.est_appel and any(item.date[:7] <= echeance for item in sceau.rectifications)
    )


def corrected_since(depot: Depot, exercice: int, adherent: str = "") -> bool:
    """Tell whether a closed exercice was corrected, for an adherent or at all, and no sealed call has carried it yet.

    What was corrected, then put back, was not.
    """
    sceau = depot.sceaux.get(str(exercice))
    if sceau is None or not sceau.rectifications:
        return False
    day = regularised_on(depot, exercice)
    moved: Counter[Identite] = Counter()
    for item in sceau.rectifications:
        if item.date > day and adherent in {"", item.adherent}:
            moved[item.identite] += item.apres - item.avant
    return any(moved.values())


def regularised_on(depot: Depot, exercice: int, echeance: str = APRES_TOUTES) -> str:
    """Return the day of the last call sealed before a milestone that regularised an exercice; empty when none did.

    What is asked of it since corrects it.
    """
    days = (
        sceau.date
        for nom, sceau in depot.sceaux.items()
        if nom < echeance
        and any(item.exercice == exercice and item.volet == GenreVolet.REGULARISATION for item in sceau.lignes)
    )
    return max(days, default="")


def to_come(depot: Depot, exercice: int) -> tuple[Appel, ...]:
    """Return the calls that ask what is left of an exercice, not sealed yet: its balance, its regularisation."""
    last, balance = regularising(depot, exercice), call_of(depot, GenreVolet.SOLDE, exercice)
    return tuple(
        appel
        for nom, appel in echeances(depot).items()
        if appel is last or (appel is balance and nom not in depot.sceaux)
    )


def money_calls(depot: Depot, exercice: int) -> tuple[date, ...]:
    """Return the days of the calls that ask money for an exercice: its advances, its balance."""
    return tuple(
        appel.date
        for appel in echeances(depot).values()
        if any(volet.genre.de_l_annee and volet.exercice == exercice for volet in appel.volets)
    )
