"""The gestures, one a file named by its verb: what it is asked, in words and types, what it writes, what comes next.

Knows: its folder. Must not know: what any gesture does. The command, the step of a scenario, the form and the page of
gestures are made from the requests; a file that is added here is a gesture of each.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from convention.base.french import typeset
from convention.edition.demande import Demande
from convention.edition.texte.plis import plier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot

__all__ = [
    "Demande",
    "activer",
    "appliquer",
    "contester",
    "corriger_adherent",
    "enchainer",
    "fixer",
    "geste",
    "gestes",
    "quantifier",
    "resilier",
    "souscrire",
    "suites",
    "valider_quantites",
]
"""The files are those whose request forms, workbooks and counts of an inventory write; any other comes by its verb."""

DECIDER = "« convention comparer HEAD » dit {quoi} ; proposer ensuite la modification."


def gestes() -> dict[str, type[Demande]]:
    """Return what each gesture is asked, by its verb."""
    return {module.name: geste(module.name) for module in iter_modules(__path__)}


def geste(verbe: str) -> type[Demande]:
    """Return what a gesture is asked, without importing the others."""
    module = import_module(f"{__name__}.{verbe}")
    demande: type[Demande] = getattr(module, "".join(map(str.capitalize, verbe.split("_"))))
    return demande


def appliquer(etat: Chargement, demande: Demande) -> tuple[Modification, ...]:
    """Make a gesture; nothing when what it asks is already so. A line that it writes too long is broken.

    Raises:
        RefusError: it makes no sense.
    """
    return tuple(
        item._replace(apres=plier(item.apres, frozenset((item.avant or "").split("\n"))))
        for item in demande.ecrire(etat)
    )


def enchainer(
    depart: Chargement, charge: Callable[[Mapping[str, str]], Chargement], demandes: Iterable[Demande]
) -> tuple[Modification, ...]:
    """Make gestures, each on what those before it give; return each file as it was before them all, and as it is after.

    Raises:
        RefusError: one makes no sense.
    """
    done: dict[str, Modification] = {}
    for rank, demande in enumerate(demandes):
        before = charge({path: item.apres for path, item in done.items()}) if rank else depart
        for item in appliquer(before, demande):
            done[item.path] = item._replace(avant=done.get(item.path, item).avant)
    return tuple(done.values())


def suites(
    depot: Depot, demande: Demande, au: date, *, avant: Depot | None = None, avec_git: bool = True
) -> tuple[str, ...]:
    """Say what a gesture means once made and what to do next.

    A deadline that is past on this day is told as past. `avant`: the data as they were, if they were others;
    `avec_git`: there is a commit that the data can be compared to.
    """
    decided = _decided(depot, demande) if avec_git else ()
    return tuple(map(typeset, (*demande.a_accorder(avant or depot, depot), *demande.ensuite(depot, au), *decided)))


def _decided(depot: Depot, demande: Demande) -> Iterator[str]:
    """Say what tells who decides, and by when, when the convention says so; else what changes."""
    if demande.a_decider:
        known = depot.vie.procedures is not None
        yield DECIDER.format(quoi="qui décide, et avant quand" if known else "ce qui change, et pour qui")
