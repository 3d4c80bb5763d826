"""An exercice after the end of the convention: what says how long it lasts, and the act that changes it (art. 12, 14).

Knows: the duration, the words of the text that repeat it. Must not know: who asks for the exercice.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour
from convention.base.nodes import scalars
from convention.base.period import months_later
from convention.checks.avenants.etapes import signed_procedures
from convention.checks.cadre.lieux import place
from convention.checks.texte.nombres import bindings
from convention.edition.refus import RefusError
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.catalogue import Convention
from convention.model.documents.exercices import Exercice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from convention.model.depot import Depot

_CONVENTION, _CHAMP = path_of(Convention), "reconductions"
DERNIER = "dernier exercice de la convention"


def beyond_the_end(depot: Depot, annee: int) -> RefusError:
    """Say that the convention ends before a year: the field, the words that go with it, the act, the gesture after."""
    convention = depot.convention
    if not convention.mois:
        return RefusError(
            "la convention ne dure aucun mois", "écrire d'abord combien dure une période : « duree_annees »"
        )
    last, renewals = convention.dernier_jour, convention.periodes(date(annee, 1, 1)) - 1
    field = place(depot, Reference(_CONVENTION, (_CHAMP,))).span
    words = [item for item in bindings(depot) if f"{_CONVENTION}#{_CHAMP}" in item.item.donnees]
    clause = f" ({words[0].item.clause} : {cite(words[0].item.mots)})" if words else ""
    mots = [" ".join(item.item.mots.split()) for item in words]
    said_so = {*mots, *(re.sub(r" \([^)]*\)", "", item) for item in mots), " ".join(jour(last).split()), DERNIER}
    together = enumere([str(place(depot, at).span) for at in _saying(depot, said_so)])
    said = f" ; y accorder ce qui dit cette durée ou cette fin : {together}" if together else ""
    # Without a procedure that the parties sign, no avenant is written here.
    act = " ; « convention avenant etablir » rédige l'acte que signent les parties" if signed_procedures(depot) else ""
    return RefusError(
        f"la convention s'arrête le {jour(last)}{clause} : elle n'a pas d'exercice {annee}",
        f"par avenant, écrire « {_CHAMP}: {renewals} » à {field}{said}{act} ; puis {openings(depot, annee)}. "
        "Sans avenant, une nouvelle convention prend la suite",
    )


def openings(depot: Depot, annee: int) -> str:
    """Say what to type to open a year: an exercice opens after the one before, which may not be open either."""
    first = 1 + max((year for year in depot.exercices if year < annee), default=annee - 1)
    command = f"« convention ouvrir-exercice {first} »"
    return command if first == annee else f"{command}, et ainsi jusqu'à {annee}"


def said_to_end(depot: Depot, annee: int) -> tuple[str, ...]:
    """Return where texts still say that the convention ended with the year before one, which it does not any more."""
    end = " ".join(jour(_last_day(depot, annee - 1)).split())
    if not any(item.path == path_of(Exercice, annee=annee - 1) for item in _saying(depot, {DERNIER})):
        return ()
    found = _saying(depot, {DERNIER, end})
    return tuple(str(place(depot, item).span) for item in found if item.path != path_of(Exercice, annee=annee))


def _last_day(depot: Depot, annee: int) -> date:
    """Return the last day of the period that ends in a year, else that of a year of the convention: periods changed."""
    convention = depot.convention
    period = convention.apres(convention.periodes(date(annee + 1, 1, 1)) - 1)
    year = months_later(convention.effet, 12 * (annee - convention.effet.year))
    ends = [first - timedelta(days=1) for first in (period, year, months_later(year, 12))]
    return next(end for end in ends if end.year == annee)


def _saying(depot: Depot, words: Collection[str]) -> Iterator[Reference]:
    """Yield each text of the data that holds one of these words, in the order of files."""
    for path, fichier in sorted(depot.fichiers.items()):
        if not fichier.chemin.genre.consigne:
            for pointer, node in scalars(fichier.root):
                flat = " ".join(node.text.split())
                if any(word in flat for word in words):
                    yield Reference(path, pointer)
