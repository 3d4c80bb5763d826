"""The names that documents declare, those of a misshapen document included: what is cited may be one of them.

Knows: raw nodes, where each kind keeps its names. Must not know: who cites them (`noms.references`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.checks.cadre.lecture import files_of
from convention.model.cadre.genres import read_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot, Fichier

_TABLES = frozenset({"composants", "cles"})
"""Kinds whose names are the keys of the table of the same name."""
_LISTES = {"couts-de-possession": ("lignes", "id"), "service": ("sous_services", "code")}
"""Kinds whose names stand in the items of a list."""
_NOMMES = frozenset({"service", "adherent", "bareme", "indice", "reference", "projet", "axe"})
"""Kinds whose file bears the name of its object."""
_FORMES = {
    "composants": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII),
    "couts-de-possession": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII),
    "cles": re.compile(r"[a-z][a-z0-9_]*", re.ASCII),
    "service": re.compile(r"[A-Z]{1,3}[0-9]{2}\.[1-9][0-9]?", re.ASCII),
}


def is_lost(depot: Depot, genre: str) -> bool:
    """Tell whether the names of a kind are not all known: a file could not be read, or a name is misshapen."""
    lost = (read_path(path) for path in depot.illisibles if path not in depot.fichiers)
    if any(chemin is not None and chemin.genre.nom == genre for chemin in lost):
        return True
    return any(nom is None for fichier in _misshapen(depot, genre) for nom in _names(fichier))


def declared(depot: Depot, genre: str) -> frozenset[str]:
    """Return the names declared by the misshapen documents of a kind."""
    return frozenset(nom for fichier in _misshapen(depot, genre) for nom in _names(fichier) if nom is not None)


def declared_services(depot: Depot) -> frozenset[str]:
    """Return the codes of the services, as their files are named."""
    places = (read_path(path) for path in (*depot.fichiers, *depot.illisibles))
    return frozenset(chemin.id for chemin in places if chemin is not None and chemin.genre.nom == "service")


def _misshapen(depot: Depot, genre: str) -> Iterator[Fichier]:
    # Most often there is none: what is written in the files is not read then.
    return (item for item in files_of(depot, genre) if item.document is None) if genre in depot.incomplets else iter(())


def _names(fichier: Fichier) -> Iterator[str | None]:
    """Yield the names of a document; None for each that is to be written otherwise, or that cannot be found."""
    genre = fichier.chemin.genre
    if genre.nom in _NOMMES:
        yield fichier.chemin.id
    if genre.nom in _TABLES:
        table = fichier.root.get(genre.nom)
        keys = table if isinstance(table, MappingNode) else ("",)
        yield from (_well_formed(genre.nom, nom) for nom in keys)
    if genre.nom in _LISTES:
        field, champ = _LISTES[genre.nom]
        items = fichier.root.get(field)
        if isinstance(items, SequenceNode):
            yield from (_well_formed(genre.nom, _text(item, champ)) for item in items)
        elif items is not None or genre.modele.model_fields[field].is_required() or _has_other_fields(fichier):
            yield None


def _text(item: object, champ: str) -> str:
    nom = item.get(champ) if isinstance(item, MappingNode) else None
    return nom.text if isinstance(nom, ScalarNode) else ""


def _well_formed(genre: str, nom: str) -> str | None:
    return nom if _FORMES[genre].fullmatch(nom) else None


def _has_other_fields(fichier: Fichier) -> bool:
    """Tell whether a field is misspelt: it may be the list."""
    return not fichier.root.keys() <= fichier.chemin.genre.modele.model_fields.keys()
