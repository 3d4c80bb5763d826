"""Declared renames: an object whose id changes is the same object (`renomme_de`).

Knows: which objects declare a rename, where their ids are cited. Must not know: how a rename is told.
The base is read with the names of the proposal: nothing else then differs. Sealed calls and closings keep the names
that they were sealed with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from convention.base.nodes import MappingNode, SequenceNode
from convention.model.assemblage import build_depot
from convention.model.cadre.champs import Modele
from convention.model.cadre.formes import Forme, shape_of, sort_of
from convention.model.cadre.renvois import Sorte
from convention.model.documents.tarifs import Exemple
from convention.model.genres import read_path

if TYPE_CHECKING:
    from convention.base.nodes import Node
    from convention.model.depot import Depot, Fichier
    from convention.model.ecrits.series import Grandeur, Serie

M = TypeVar("M", bound=Modele)

_RENOMMABLES = (Sorte.ADHERENT, Sorte.CLE, Sorte.COMPOSANT, Sorte.LIGNE, Sorte.SOUS_SERVICE)
_IDENTIFIANTS = {"LigneTarif": ("id", Sorte.LIGNE), "SousService": ("code", Sorte.SOUS_SERVICE)}
"""Models whose own id is a field."""
_TABLES = {"Composants": ("composants", Sorte.COMPOSANT), "Cles": ("cles", Sorte.CLE)}
"""Models that hold objects by their ids."""

Noms = Mapping[Sorte, Mapping[str, str]]
"""New name by old name, by sort."""


def with_new_names(base: Depot, head: Depot) -> Depot:
    """Return the base with what the proposal renames under its new name; the base itself when nothing is renamed."""
    noms = renames(base, head)
    if not any(noms.values()):
        return base
    return build_depot(
        [_file(fichier, noms) for fichier in base.fichiers.values()],
        base.illisibles,
        base.sceaux.values(),
        base.avenants_consignes.values(),
        [_series(item, noms[Sorte.ADHERENT]) for item in base.series.values()],
    )._replace(
        scelles=base.scelles,
        contenus=MappingProxyType({_path(path, noms): sha for path, sha in base.contenus.items()}),
    )


def renames(base: Depot, head: Depot) -> Noms:
    """Return the names that change; a comparison the other way round finds the same objects.

    A declaration that both sides have is an old one: it renames nothing any more.
    """
    found: dict[Sorte, dict[str, str]] = {}
    for sorte in _RENOMMABLES:
        old, new = _declared(base, sorte), _declared(head, sorte)
        forward = {was: name for name, was in new.items() if was in old and old.get(name) != was}
        back = {name: was for name, was in old.items() if was in new and new.get(name) != was}
        both = back | forward
        # A new name that another object keeps would make two objects one.
        found[sorte] = {was: name for was, name in both.items() if name not in old or name in both}
    return found


def _declared(depot: Depot, sorte: Sorte) -> dict[str, str | None]:
    """Return every object of a sort, with the former name that it declares, if it does."""
    subs = (item for service in depot.services.values() for item in service.sous_services)
    match sorte:
        case Sorte.ADHERENT:
            return {nom: item.identite.renomme_de for nom, item in depot.dossiers.items()}
        case Sorte.CLE:
            return {nom: item.renomme_de for nom, item in depot.cles.items()}
        case Sorte.COMPOSANT:
            return {nom: item.composant.renomme_de for nom, item in depot.composants.items()}
        case Sorte.LIGNE:
            return {nom: item.renomme_de for nom, item in depot.lignes.items()}
        case _:
            return {item.code: item.renomme_de for item in subs}


def _file(fichier: Fichier, noms: Noms) -> Fichier:
    """Rewrite a document, its raw keys (so that its lines are still found), and the path of an adherent's folder."""
    path = _path(fichier.path, noms)
    document = fichier.document and _model(fichier.document, noms)
    if document is fichier.document and path == fichier.path:
        return fichier
    every = {was: name for each in noms.values() for was, name in each.items()}
    root = _mapping(fichier.root, every)
    return fichier._replace(path=path, chemin=read_path(path) or fichier.chemin, document=document, root=root)


def _path(path: str, noms: Noms) -> str:
    """Return where a file of the base stands in the proposal: in the folder of the adherent, renamed."""
    folder, *rest = path.split("/")
    if folder != "adherents" or not rest:
        return path
    return "/".join([folder, noms[Sorte.ADHERENT].get(rest[0], rest[0]), *rest[1:]])


def _series(serie: Serie, noms: Mapping[str, str]) -> Serie:
    """Rename the adherents that a series counts."""
    points = (item._replace(grandeur=_counted(item.grandeur, noms)) for item in serie.points)
    return serie._replace(points=tuple(sorted(points)))


def _counted(grandeur: Grandeur, noms: Mapping[str, str]) -> Grandeur:
    return grandeur._replace(adherent=noms.get(grandeur.adherent, grandeur.adherent))


def _model(model: M, noms: Noms) -> M:
    """Rewrite a model; the same object when it cites nothing that is renamed."""
    modele, changed = type(model), {}
    for champ in modele.model_fields:
        before = getattr(model, champ)
        after = _value(shape_of(modele, champ), before, noms)
        if champ == "formule":
            after = _formula(before, noms[Sorte.CLE])
        if after is not before:
            changed[champ] = after
    if modele.__name__ in _IDENTIFIANTS:
        champ, sorte = _IDENTIFIANTS[modele.__name__]
        changed |= _if_new(champ, getattr(model, champ), noms[sorte])
    if modele.__name__ in _TABLES:
        champ, sorte = _TABLES[modele.__name__]
        changed |= _keys(champ, changed.get(champ, getattr(model, champ)), noms[sorte])
    return _with_values(model.model_copy(update=changed) if changed else model, noms[Sorte.CLE])


def _with_values(model: M, noms: Mapping[str, str]) -> M:
    """Rename the keys that give their value in a worked example: they are no declared fields."""
    if not isinstance(model, Exemple) or not noms.keys() & model.valeurs.keys():
        return model
    copy = model.model_copy()
    object.__setattr__(copy, "__pydantic_extra__", {noms.get(nom, nom): item for nom, item in model.valeurs.items()})
    return copy


def _if_new(champ: str, value: str, noms: Mapping[str, str]) -> dict[str, Any]:
    return {champ: noms[value]} if value in noms else {}


def _keys(champ: str, table: Mapping[str, Any], noms: Mapping[str, str]) -> dict[str, Any]:
    if not noms.keys() & table.keys():
        return {}
    return {champ: MappingProxyType({noms.get(nom, nom): item for nom, item in table.items()})}


def _value(forme: Forme, value: Any, noms: Noms) -> Any:  # noqa: ANN401 (values of any field)
    """Rewrite a value as its shape says what it cites; the same object when nothing changes."""
    match value:
        case Modele():
            return _model(value, noms)
        case str():
            return _code(forme, value, noms)
        case tuple():
            items = tuple(_value(forme.element or Forme(), item, noms) for item in value)
            return value if all(map(is_, value, items)) else items
        case Mapping():
            return _table(forme, value, noms)
        case _:
            return value


def _table(forme: Forme, table: Mapping[Any, Any], noms: Noms) -> Mapping[Any, Any]:
    key, element = Forme(forme.cle), forme.element or Forme()
    found = {_value(key, nom, noms): _value(element, item, noms) for nom, item in table.items()}
    same = all(map(is_, found, table)) and all(map(is_, found.values(), table.values()))
    return table if same else MappingProxyType(found)


def _code(forme: Forme, value: str, noms: Noms) -> str:
    sorte = sort_of(forme.scalaire)
    if sorte is None:
        return value
    return next((noms[renamed].get(value, value) for renamed in noms if renamed in sorte.parmi), value)


def _formula(text: str, noms: Mapping[str, str]) -> str:
    """Rename the keys that a formula reads."""
    if not noms.keys() & set(_WORD.findall(text)):
        return text
    return _WORD.sub(lambda found: noms.get(found[0], found[0]), text)


_WORD = re.compile(r"[a-z][a-z0-9_]*")


def _node(node: Node, noms: Mapping[str, str]) -> Node:
    """Copy raw nodes with the keys that are renamed."""
    if isinstance(node, MappingNode):
        return _mapping(node, noms)
    if isinstance(node, SequenceNode):
        items = SequenceNode(node.start, node.end)
        items.extend(_node(item, noms) for item in node)
        return items
    return node


def _mapping(node: MappingNode, noms: Mapping[str, str]) -> MappingNode:
    copy = MappingNode(node.start, node.end)
    for key, item in node.items():
        name = noms.get(key, key)
        copy[name] = _node(item, noms)
        copy.key_nodes[name] = node.key_nodes[key]
    return copy
