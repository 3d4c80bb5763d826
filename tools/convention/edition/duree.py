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
from convention.model.documents.gouvernance import Reunions
from convention.model.mots.vie import StatutReunion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.nodes import Pointer
    from convention.model.depot import Depot, Fichier

_CONVENTION, _CHAMP = path_of(Convention), "reconductions"
DERNIER = "dernier exercice de la convention"
_SOURCES = frozenset({"source", "hypothese"})


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
    mots = [flat(item.item.mots) for item in words]
    said_so = (*mots, *(re.sub(r" \([^)]*\)", "", item) for item in mots))
    together = enumere([str(place(depot, at).span) for at in _saying(depot, last, *said_so)])
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


def flat(text: str) -> str:
    """Return a text on one line, its spaces plain."""
    return " ".join(text.split())


def was_the_last(depot: Depot, annee: int) -> bool:
    """Tell whether an exercice says that the convention ended with it."""
    fichier = depot.fichiers.get(path_of(Exercice, annee=annee))
    return fichier is not None and any(DERNIER in flat(node.text) for _, node in scalars(fichier.root))


def said_to_end(depot: Depot, annee: int) -> tuple[str, ...]:
    """Return where texts say that the convention ended before a year, which is rightly said to be the last if it is."""
    own = path_of(Exercice, annee=annee) if annee >= depot.convention.derniere_annee else ""
    found = _saying(depot, _last_day(depot, annee - 1))
    return tuple(str(place(depot, item).span) for item in found if item.path != own)


def _last_day(depot: Depot, annee: int) -> date:
    """Return the last day of the period that ends in a year, else that of a year of the convention: periods changed."""
    convention = depot.convention
    period = convention.apres(convention.periodes(date(annee + 1, 1, 1)) - 1)
    year = months_later(convention.effet, 12 * (annee - convention.effet.year))
    ends = [first - timedelta(days=1) for first in (period, year, months_later(year, 12))]
    return next(end for end in ends if end.year == annee)


def _saying(depot: Depot, end: date, *words: str) -> Iterator[Reference]:
    """Yield each text, in the order of files, that says one of these words, or the day on which the convention ends.

    What took place stands as it was told; the day that a source says is that of its figure.
    """
    always, dated = (DERNIER, *words), (DERNIER, *words, flat(jour(end)))
    for path, fichier in sorted(depot.fichiers.items()):
        for pointer, node in scalars(fichier.root):
            said, sought = flat(node.text), always if pointer[-1] in _SOURCES else dated
            if any(word in said for word in sought) and not _is_over(depot, fichier, pointer):
                yield Reference(path, pointer)


def _is_over(depot: Depot, fichier: Fichier, pointer: Pointer) -> bool:
    """Tell whether a text is of what took place: a record, unless it is of a meeting to come; a sealed call."""
    document, names = fichier.document, [str(part) for part in pointer]
    if isinstance(document, Reunions) and names[0] == "reunions":
        return document.reunions[int(names[1])].statut is not StatutReunion.PREVUE
    if isinstance(document, Exercice) and names[0] == "jalons":
        return document.jalons[names[1]].echeance in depot.sceaux
    return fichier.chemin.genre.consigne
