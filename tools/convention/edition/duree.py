"""An exercice after the end of the convention: what says how long it lasts, and the act that changes it (art. 12, 14).

Knows: the duration, the words of the text that repeat it. Must not know: who asks for the exercice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour
from convention.checks.lieux import place
from convention.checks.nombres import bindings
from convention.edition.refus import RefusError
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.nombres import Liaison
    from convention.model.depot import Depot

_CONVENTION, _CHAMP = "catalogue/convention.yaml", "reconductions"
_LECTURES = "catalogue/lectures.yaml"


def beyond_the_end(depot: Depot, annee: int) -> RefusError:
    """Say that the convention ends before a year: the field, the words that go with it, the act, the gesture after."""
    convention = depot.convention
    effet = convention.effet
    last = date(convention.derniere_annee + 1, effet.month, effet.day) - timedelta(days=1)
    periods = -(-(annee - effet.year + 1) // convention.duree_annees)
    field = place(depot, Reference(_CONVENTION, (_CHAMP,))).span
    words = [item for item in bindings(depot) if f"{_CONVENTION}#{_CHAMP}" in item.item.donnees]
    clause = f" ({words[0].item.clause} : {cite(words[0].item.mots)})" if words else ""
    together = enumere([str(place(depot, at).span) for liaison in words for at in _repeated(depot, liaison)])
    said = f" ; y accorder les mots {cite(words[0].item.mots)} partout où ils sont : {together}" if words else ""
    return RefusError(
        f"la convention s'arrête le {jour(last)}{clause} : elle n'a pas d'exercice {annee}",
        f"par avenant, écrire « {_CHAMP}: {periods - 1} » à {field}{said} ; puis « convention ouvrir-exercice "
        f"{annee} », et « convention avenant etablir » pour l'acte que signent les parties. Sans avenant, une nouvelle "
        "convention prend la suite",
    )


def _repeated(depot: Depot, liaison: Liaison) -> Iterator[Reference]:
    """Yield where the words stand: in their clause, in the row that binds them, in the readings that quote them."""
    if liaison.passage is not None:
        yield liaison.passage.reference
    yield Reference(liaison.reference.path, (*liaison.reference.pointer, "mots"))
    for nom, lecture in depot.vie.lectures.items():
        for rang, extrait in enumerate(lecture.extraits):
            if extrait.clause == liaison.item.clause and liaison.item.mots in " ".join(extrait.texte.split()):
                yield Reference(_LECTURES, ("lectures", nom, "extraits", rang, "texte"))
