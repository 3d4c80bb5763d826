"""Places that the data cites: files of the repository (« * » stands for any name), and a field, or an item, in them.

Knows: paths, kinds of documents, the fields of their models. Must not know: who cites a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, get_args

from convention.base.diagnostic import meant
from convention.base.french import cite
from convention.model.cadre.champs import Modele, field_label
from convention.model.genres import GENRES, chemins, read_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convention.base.diagnostic import Conseil
    from convention.model.depot import Depot


class Lieu(NamedTuple):
    """What a place designates: the files that have its pattern, and the way to a field, or an item, in each."""

    motif: str
    champs: tuple[str, ...]


def designated(emplacement: str) -> Lieu:
    """Read a place: « adherents/*/adherent.yaml#adhesion.effet »; with no field, it is whole files."""
    motif, _, suite = emplacement.partition("#")
    return Lieu(motif, tuple(suite.split(".")) if suite else ())


class Faute(NamedTuple):
    """What is wrong with a place, and which of its characters say it."""

    message: str
    conseil: Conseil
    debut: int
    fin: int


def fault(depot: Depot, emplacement: str) -> Faute | None:
    """Say what is wrong with a place: no such file, no such field, or a field that no such file fills; else nothing."""
    motif, champs = designated(emplacement)
    paths = matching(depot, motif)
    if not paths:
        return Faute(f"aucun fichier du dépôt ne correspond à {cite(motif)}", _path_hint(depot, motif), 0, len(motif))
    genres = {chemin.genre for chemin in chemins(paths)}
    # Read one by one: most often, the first one fills the field, and what the others say does not matter.
    documents = _Documents(depot, paths)
    modeles, debut = frozenset(genre.modele for genre in genres), len(motif) + 1
    for rang, champ in enumerate(champs):
        known = fields(modeles)
        if champ in known:
            modeles = inside(modeles, champ)
        elif not any(True for _ in _reached(documents, champs[: rang + 1])) and not documents.lost:
            choices = f"champs possibles : {', '.join(sorted(known))}" if known else "ce champ n'en contient aucun"
            message = f"il n'y a pas de champ {cite(champ)} dans {motif}"
            held = _reached(documents, champs[:rang])
            items = {nom for value in held if isinstance(value, Mapping) for nom in value}
            return Faute(message, meant(champ, known | items) or choices, debut, debut + len(champ))
        debut += len(champ) + 1
    if champs and not any(_is_filled(value) for value in _reached(documents, champs)) and not documents.lost:
        which = f"le fichier {paths[0]}" if len(paths) == 1 else f"aucun des {len(paths)} fichiers {motif}"
        message = f"{which} ne remplit {'pas ' if len(paths) == 1 else ''}le champ {cite('.'.join(champs))}"
        return Faute(message, "remplir ce champ, ou retirer l'emplacement", len(motif) + 1, len(emplacement))
    return None


@dataclass(frozen=True, slots=True)
class _Documents:
    """What some files say."""

    depot: Depot
    paths: tuple[str, ...]

    def __iter__(self) -> Iterator[Modele]:
        """Yield the documents that can be read, one by one."""
        return (document for document in map(self._document, self.paths) if document is not None)

    @property
    def lost(self) -> bool:
        """Whether one cannot be read: it is given the benefit of the doubt."""
        return any(self._document(path) is None for path in self.paths)

    def _document(self, path: str) -> Modele | None:
        return self.depot.fichiers[path].document if path in self.depot.fichiers else None


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


def described(depot: Depot, lieu: Lieu) -> str:
    """Name the field of these files: the last of its parts that is no name or rank of an item."""
    return next((part.texte for part in reversed([*way(depot, lieu)]) if part.champ), ".".join(lieu.champs))


class Part(NamedTuple):
    """A part of the way to a field: another field, or the name or the rank of an item."""

    texte: str
    champ: bool


def way(depot: Depot, lieu: Lieu) -> Iterator[Part]:
    """Say each part of the way to a field of these files."""
    modeles = frozenset(chemin.genre.modele for chemin in chemins(matching(depot, lieu.motif)))
    for champ in lieu.champs:
        owners = [modele for modele in modeles if champ in modele.model_fields]
        yield Part(min((field_label(modele, champ) for modele in owners), default=champ), bool(owners))
        modeles = inside(modeles, champ) if owners else modeles


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


def _reached(values: Iterable[object], champs: Sequence[str]) -> Iterator[object]:
    """Yield what fields lead to, one value at a time: most often, the first one is enough."""
    for value in values:
        if champs:
            yield from _reached(_values(value, champs[0]), champs[1:])
        else:
            yield value


def _is_filled(value: object) -> bool:
    return bool(value) or not isinstance(value, (Mapping, tuple))


def _values(value: object, champ: str) -> Iterator[object]:
    """Yield what a document writes in a field, or under the name of an item; a value by default is not written."""
    if isinstance(value, Mapping) and champ in value:
        yield value[champ]
    elif isinstance(value, (Mapping, tuple)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _values(item, champ)
    elif isinstance(value, Modele) and champ in value.model_fields_set:
        yield getattr(value, champ)


def _path_hint(depot: Depot, motif: str) -> Conseil:
    """Propose the path that was meant, or the first document of a kind that has none."""
    absent = next((genre for genre in GENRES if _pattern(genre.exemple) == motif), None)
    if absent is not None:
        return (
            "aucun document de ce genre n'existe : le rétablir s'il vient d'être ôté, sinon retirer ce qui le cite"
            if "*" in motif
            else f"aucun document de ce genre n'existe encore : écrire {absent.exemple}"
        )
    paths = {*depot.fichiers, *depot.illisibles}
    known = paths | {_pattern(path) for path in paths} | {_pattern(genre.exemple) for genre in GENRES}
    return meant(motif, known) or "corriger le chemin, ou créer le fichier"


def _pattern(path: str) -> str:
    """Return the pattern of all the files of the same kind: what names one of them becomes « * »."""
    chemin = read_path(path)
    own = {chemin.id, str(chemin.annee)} if chemin is not None else set()
    return "/".join("*" if part in own else part for part in path.removesuffix(".yaml").split("/")) + ".yaml"
