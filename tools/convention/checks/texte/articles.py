"""ART001, ART003, ART008: every clause of the convention has a home in the data; what it cites is there.

Knows: passages and what they cite; readings cite places too. Must not know: what a clause means, how a place is looked
for (`cadre.emplacements`), whether the text is whole (`clauses`), how the coverage is printed
(`reports.depot.couverture`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.codes import CODES
from convention.base.diagnostic import ajouter, la_ligne, meant
from convention.base.french import cite, compte
from convention.checks.cadre.controle import controle
from convention.checks.cadre.emplacements import fault
from convention.checks.cadre.lieux import Constat, Morceau, signal
from convention.checks.texte.clauses import DOSSIER, LECTURES, clauses
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.emplacements import Faute
    from convention.checks.texte.clauses import Clause
    from convention.model.depot import Depot

AUTRES_MONTRES_MAX = 3
"""Other citations of a place that is not there, shown with the first one."""


@controle("ART001")
def without_home(depot: Depot) -> Iterator[Constat]:
    """ART001: a clause that no file of the data holds, the text itself apart."""
    for item in _speaking(depot):
        if not _is_held(item):
            hint = "ajouter à l'un de ses passages « donnees: [catalogue/….yaml] », avec le fichier qui le porte"
            yield signal("ART001", item.at("clause"), f"aucun fichier ne porte ce que dit {item.nom}", hint)


@controle("ART003")
def unknown_places(depot: Depot) -> Iterator[Constat]:
    """ART003: a file or a field that a passage or a reading cites, and that is not there: told once, where it is first.

    A file that is missing is cited with many of its fields: the message that they share is one message.
    """
    faults: dict[str, Faute | None] = {}
    cited: dict[str, list[tuple[Reference, Faute]]] = {}
    for reference, emplacement in _places(depot):
        if emplacement not in faults:
            faults[emplacement] = fault(depot, emplacement)
        found = faults[emplacement]
        if found is not None:
            cited.setdefault(found.message, []).append((reference, found))
    yield from (_unknown_place(message, found) for message, found in cited.items())


@controle("ART003")
def unknown_messages(depot: Depot) -> Iterator[Constat]:
    """ART003: a message that a passage says it is watched by, and that the tool does not have."""
    for item in clauses(depot):
        for rang, passage in enumerate(item.passages):
            for number, code in enumerate(passage.messages):
                if code not in CODES:
                    lieu = item.at("passages", rang, "messages", number)
                    message = f"aucun message n'a pour code {cite(code)}"
                    yield signal("ART003", lieu, message, meant(code, CODES) or "convention expliquer-code les donne")


@controle("ART008", avertit=True)
def unexplained(depot: Depot) -> Iterator[Constat]:
    """ART008: a passage that nothing holds, and that does not say why, in a clause that something holds."""
    for item in filter(_is_held, clauses(depot)):
        for rang, passage in enumerate(item.passages):
            if not passage.donnees and passage.note is None:
                message = f"un passage de {item.nom} n'a ni donnée, ni note qui dise pourquoi"
                hint = ajouter("donnees: [⟦catalogue/….yaml⟧]") + ", ou " + la_ligne("note: ⟦…⟧")
                yield signal("ART008", item.at("passages", rang, "texte"), message, hint)


def _speaking(depot: Depot) -> Iterator[Clause]:
    """Yield the clauses that say something, or should: not an article whose numbered parts say everything."""
    return (item for item in clauses(depot) if item.passages or not item.parties)


def _is_held(item: Clause) -> bool:
    """Tell whether a file of the data, the text itself apart, holds something of a clause."""
    places = (place for passage in item.passages for place in passage.donnees)
    return any(not place.startswith(DOSSIER) for place in places)


def _places(depot: Depot) -> Iterator[tuple[Reference, str]]:
    for item in clauses(depot):
        for rang, passage in enumerate(item.passages):
            for index, emplacement in enumerate(passage.donnees):
                yield item.at("passages", rang, "donnees", index), emplacement
    for nom, lecture in depot.vie.lectures.items():
        for index, emplacement in enumerate(lecture.donnees):
            yield Reference(LECTURES, ("lectures", nom, "donnees", index)), emplacement


def _unknown_place(message: str, cited: list[tuple[Reference, Faute]]) -> Constat:
    (where, conseil), *others = (
        (Morceau(reference, found.debut, found.fin), found.conseil) for reference, found in cited
    )
    related = tuple((lieu, "cité aussi ici") for lieu, _ in others[:AUTRES_MONTRES_MAX])
    number = f" ({compte(len(cited), 'citation')})" if others else ""
    return signal("ART003", where, f"{message}{number}", conseil, *related)
