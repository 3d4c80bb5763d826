"""REF006: two objects of one sort whose names are taken for each other.

Knows: what a reader does not see of a name. Must not know: letters of other scripts, which no name has (FOR014).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import CLES, components, service_path
from convention.checks.cadre.lieux import place, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot

_SIGNES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "0": "o", "1": "l", "i": "l", "|": "l"})
_SEPARATEURS = re.compile(r"[\s\-‑–—_'’‘`.,]+")


class Nom(NamedTuple):
    """A name, what it names, and where it is written; a name is compared with those of its sort."""

    sorte: str
    nom: str
    objet: str
    reference: Reference
    key: bool = False


@controle("REF006")
def look_alikes(depot: Depot) -> Iterator[Diagnostic]:
    """REF006: the second of two names that have one skeleton, with the place of the first."""
    first: dict[tuple[str, str], Nom] = {}
    for item in _names(depot):
        other = first.setdefault((item.sorte, skeleton(item.nom)), item)
        if other.objet == item.objet:
            continue
        same = "le même" if other.nom == item.nom else "presque le même"
        message = f"{cite(item.nom)} et {cite(other.nom)} : deux {item.sorte} ont {same} nom"
        related = ((place(depot, other.reference, key=other.key), "le premier"),)
        where = place(depot, item.reference, key=item.key)
        yield signal("REF006", where, message, "distinguer les deux noms par un mot", related)


def skeleton(nom: str) -> str:
    """Return what a hurried reader keeps of a name (Unicode TR 39, section 4): equal for names taken for each other."""
    letters = unicodedata.normalize("NFKD", nom.casefold()).translate(_SIGNES)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SEPARATEURS.sub(" ", bare).strip()


def _names(depot: Depot) -> Iterator[Nom]:
    for nom, dossier in depot.dossiers.items():
        path, identite = dossier.path("adherent.yaml"), dossier.identite
        for champ in ("nom", "denomination"):
            yield Nom("adhérents", getattr(identite, champ), nom, Reference(path, (champ,)))
    for code, service in depot.services.items():
        for champ in ("libelle", "nom_court"):
            yield Nom("services", getattr(service, champ), code, Reference(service_path(code), (champ,)))
        for rang, sous in enumerate(service.sous_services):
            where = Reference(service_path(code), ("sous_services", rang, "libelle"))
            yield Nom("sous-services", sous.libelle, sous.code, where)
    for item in components(depot):
        yield Nom("composants", item.composant.libelle, item.id, item.at("libelle"))
    for nom, cle in depot.cles.items():
        yield Nom("clés", cle.libelle, nom, Reference(CLES, ("cles", nom, "libelle")))
