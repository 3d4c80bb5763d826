"""Places that the data cites: files of the repository (« * » stands for any name), and a field in them.

Knows: paths, kinds of documents, the fields of their models. Must not know: who cites a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, get_args

from convention.base.french import cite, minuscule, nearest
from convention.model.cadre.champs import Modele
from convention.model.cadre.genres import GENRES, read_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.model.depot import Depot


class Faute(NamedTuple):
    """What is wrong with a place, and which of its characters say it."""

    message: str
    conseil: str
    debut: int
    fin: int


def fault(depot: Depot, emplacement: str) -> Faute | None:
    """Say what is wrong with a place: no such file, no such field, or a field that no such file fills; else nothing."""
    motif, _, suite = emplacement.partition("#")
    paths = matching(depot, motif)
    if not paths:
        return Faute(f"aucun fichier du dépôt ne correspond à {cite(motif)}", _path_hint(depot, motif), 0, len(motif))
    champs = suite.split(".") if suite else []
    genres = {chemin.genre for chemin in map(read_path, paths) if chemin is not None}
    found = _unknown_field(frozenset(genre.modele for genre in genres), champs, len(motif) + 1)
    if found is not None:
        return found._replace(message=f"{found.message} dans {motif}")
    if champs and not _is_filled(depot, paths, champs):
        which = f"le fichier {paths[0]}" if len(paths) == 1 else f"aucun des {len(paths)} fichiers {motif}"
        message = f"{which} ne remplit {'pas ' if len(paths) == 1 else ''}le champ {cite(suite)}"
        return Faute(message, "remplir ce champ, ou retirer l'emplacement", len(motif) + 1, len(emplacement))
    return None


def matching(depot: Depot, motif: str) -> tuple[str, ...]:
    """List the files that a pattern designates, those that cannot be read included."""
    lost = depot.illisibles - depot.fichiers.keys()
    # The files of a Depot are sorted already.
    return _matching(tuple(sorted({*depot.fichiers, *lost})) if lost else tuple(depot.fichiers), motif)


@lru_cache(maxsize=1024)  # many passages cite the same files
def _matching(paths: tuple[str, ...], motif: str) -> tuple[str, ...]:
    if "*" not in motif:
        return (motif,) if motif in paths else ()
    pattern = re.compile("[^/]*".join(map(re.escape, motif.split("*"))))
    return tuple(path for path in paths if pattern.fullmatch(path))


def described(depot: Depot, motif: str, suite: str) -> str:
    """Say in French what a field of these files holds: its description, without what it specifies.

    A part that is no field is the name or the rank of an item: its last field is described.
    """
    modeles = frozenset(chemin.genre.modele for chemin in map(read_path, matching(depot, motif)) if chemin is not None)
    told = {suite}
    for champ in suite.split("."):
        if champ in fields(modeles):
            owners = [modele.model_fields[champ] for modele in modeles if champ in modele.model_fields]
            told, modeles = {field.description or champ for field in owners}, inside(modeles, champ)
    text = re.split(r" \((?:article|annexe)| ;| :", min(told))[0]
    return minuscule(text)


@lru_cache(maxsize=1024)  # a pure function of the classes, as the next one
def fields(modeles: frozenset[type[Modele]]) -> frozenset[str]:
    """Name the fields that one at least of these models has."""
    return frozenset(nom for modele in modeles for nom in modele.model_fields)


@lru_cache(maxsize=1024)
def inside(modeles: frozenset[type[Modele]], champ: str) -> frozenset[type[Modele]]:
    """Return the models that a field holds: itself, the items of its list, the values of its table."""
    held = (modele.model_fields[champ].annotation for modele in modeles if champ in modele.model_fields)
    return frozenset(found for hint in held for found in _models(hint))


def _models(hint: object) -> Iterator[type[Modele]]:
    if isinstance(hint, type) and issubclass(hint, Modele):
        yield hint
    for argument in get_args(hint):
        yield from _models(argument)


def _unknown_field(modeles: frozenset[type[Modele]], champs: list[str], debut: int) -> Faute | None:
    for champ in champs:
        known = fields(modeles)
        if champ not in known:
            choices = f"champs possibles : {', '.join(sorted(known))}" if known else "ce champ n'en contient aucun"
            message = f"il n'y a pas de champ {cite(champ)}"
            return Faute(message, nearest(champ, known) or choices, debut, debut + len(champ))
        modeles = inside(modeles, champ)
        debut += len(champ) + 1
    return None


def _is_filled(depot: Depot, paths: Iterable[str], champs: list[str]) -> bool:
    """Tell whether a file at least fills a field; one that cannot be read is given the benefit of the doubt."""
    for path in paths:
        fichier = depot.fichiers.get(path)
        values: list[object] = [fichier.document if fichier is not None else None]
        if values == [None]:
            return True
        for champ in champs:
            values = [inner for value in values for inner in _values(value, champ)]
        if values:
            return True
    return False


def _values(value: object, champ: str) -> Iterator[object]:
    """Yield what a document writes in a field, item by item; a value by default is not written."""
    if not isinstance(value, Modele) or champ not in value.model_fields_set:
        return
    held = getattr(value, champ)
    if isinstance(held, Mapping):
        yield from held.values()
    elif isinstance(held, tuple):
        yield from held
    else:
        yield held


def _path_hint(depot: Depot, motif: str) -> str:
    """Propose the path that was meant, or the first document of a kind that has none."""
    absent = next((genre for genre in GENRES if _pattern(genre.exemple) == motif), None)
    if absent is not None:
        return f"aucun document de ce genre n'existe encore : écrire par exemple {absent.exemple}"
    paths = {*depot.fichiers, *depot.illisibles}
    known = paths | {_pattern(path) for path in paths} | {_pattern(genre.exemple) for genre in GENRES}
    return nearest(motif, known) or "corriger le chemin, ou créer le fichier"


def _pattern(path: str) -> str:
    """Return the pattern of all the files of the same kind: what names one of them becomes « * »."""
    chemin = read_path(path)
    own = {chemin.id, str(chemin.annee)} if chemin is not None else set()
    return "/".join("*" if part in own else part for part in path.removesuffix(".yaml").split("/")) + ".yaml"
