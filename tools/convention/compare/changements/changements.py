"""What changes between two Depots, object by object and field by field.

Knows: documents and the identity of their items. Must not know: euros, git, media.
A comment, a blank, the order of keys or items, a moved line change nothing: only values are compared. The order of what
is read in order (`is_ordered`) is one. A file that differs is told, or proved to hold the same document (`preuve`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from convention.base.mots import Mot, mot
from convention.compare.changements.ecrits import written
from convention.compare.changements.identites import is_moved, paired
from convention.compare.changements.preuve import FICHIER, differing, unexplained
from convention.compare.changements.renommages import with_new_names
from convention.model.cadre.champs import Modele, Partie, is_ordered, part_of
from convention.model.cadre.formes import parts_held
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.composants import ParPhase
from convention.model.ecrits.scelles import CheminEtat, EtatsEmis, dossier_etats, issued
from convention.model.ecrits.signatures import SIGNATURE, read_signature_path
from convention.model.genres import read_path
from convention.model.valeurs.chemins import adherent_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.model.depot import Depot, Fichier


class Sorte(Mot):
    """Kinds of changes."""

    fait: str
    """What was done to a value, an object, a document."""
    signature: str
    """What was done to a signature: the file that held it is what goes or stays."""

    AJOUT = mot("ajout", fait="ajouté", signature="ajoutée")
    RETRAIT = mot("retrait", fait="supprimé", signature="retirée")
    MODIFICATION = mot("modification", fait="remplacé", signature="remplacée")


@dataclass(frozen=True, slots=True)
class Changement:
    """One value, object or document that differs."""

    sorte: Sorte
    genre: str
    """Kind of the document."""
    chemin: tuple[str, ...]
    """Names that lead to it: fields and identities."""
    partie: Partie
    champ: str
    """Last field on the way."""
    avant: Any
    apres: Any
    source_avant: Reference | None
    source_apres: Reference | None

    @property
    def source(self) -> Reference:
        """Where it stands in the proposal, or in the base for what is removed."""
        found = self.source_apres or self.source_avant
        if found is None:
            raise AssertionError
        return found

    @property
    def parties(self) -> frozenset[Partie]:
        """What it bears on: a document that comes or goes whole, all that it may hold; only its name, nothing."""
        whole = self.apres or self.avant
        if isinstance(whole, Modele) and not self.chemin and self.sorte is not Sorte.MODIFICATION:
            return parts_held(type(whole))
        return frozenset({self.partie})


@dataclass(frozen=True, slots=True)
class _Lieu:
    """Where the walk stands, on both sides."""

    genre: str
    chemin: tuple[str, ...]
    avant: Reference
    apres: Reference
    partie: Partie = Partie.TEXTES
    champ: str = ""
    ordonne: bool = False
    """Whether it is a list whose order says something."""

    def down(self, name: str, before: str | int, after: str | int) -> _Lieu:
        return replace(
            self,
            chemin=(*self.chemin, name),
            avant=Reference(self.avant.path, (*self.avant.pointer, before)),
            apres=Reference(self.apres.path, (*self.apres.pointer, after)),
        )

    def field(self, modele: type[Modele], name: str) -> _Lieu:
        inside, field = self.down(name, name, name), modele.model_fields.get(name)
        if field is None:
            return inside
        return replace(inside, partie=part_of(field), champ=name, ordonne=is_ordered(modele, name))


def changements(base: Depot, head: Depot) -> tuple[Changement, ...]:
    """List what changes: the catalogue first, then tariffs, then adherents, then what the tool writes.

    A document read once for both sides is not walked. What the proposal declares renamed is the same object.
    """
    base = with_new_names(base, head)
    found: list[Changement] = []
    fichiers = {**base.fichiers, **head.fichiers}
    for path in sorted(fichiers, key=_rank):
        before, after = base.fichiers.get(path), head.fichiers.get(path)
        if before is not after:
            found += _document(fichiers[path], before, after)
    found = _renamed(found)
    found += _sealed(base, head)
    found += _written(base, head)
    told = told_paths(found)
    # Nothing above tells these files that differ, and nothing proves that they hold the same document.
    found += (_file(FICHIER, path, base, head) for path in unexplained(base, head, told))
    # An adherent that comes or goes is one change: its other documents come and go with it.
    whole = [_folder(item) for item in found if item.chemin == () and isinstance(item.avant or item.apres, Adherent)]
    return tuple(item for item in found if _folder(item) not in whole or item.genre == "adherent")


def _renamed(found: list[Changement]) -> list[Changement]:
    """Tell as one change an object that leaves its file, and comes word for word in another: only its id changes."""
    gone = [item for item in found if item.apres is None and _has_an_id(item)]
    for come in [item for item in found if item.avant is None]:
        old = next((item for item in gone if item.genre == come.genre and item.avant == come.apres), None)
        if old is not None:
            gone.remove(old)
            new = replace(come, sorte=Sorte.MODIFICATION, avant=old.avant, source_avant=old.source_avant)
            found = [new if item is come else item for item in found if item is not old]
    return found


def _has_an_id(changement: Changement) -> bool:
    """Tell whether a change is of a whole object that only its file names, and not by a code that people read."""
    path = changement.source.path
    chemin = read_path(path) if not changement.chemin and not adherent_of(path) else None
    return chemin is not None and chemin.genre.un_objet and chemin.id.islower()


def told_paths(found: Iterable[Changement]) -> frozenset[str]:
    """Return the files that changes tell."""
    places = [place.path for item in found for place in (item.source_avant, item.source_apres) if place is not None]
    etats = [side for item in found for side in (item.avant, item.apres) if isinstance(side, EtatsEmis)]
    issued_paths = [CheminEtat(side.echeance, nom).path for side in etats for nom in side.empreintes]
    return frozenset((*places, *issued_paths))


def _written(base: Depot, head: Depot) -> Iterator[Changement]:
    for item in written(base, head):
        before, after = (Reference(item.path, (line,)) for line in item.lignes)
        yield _change(_Lieu(item.genre, item.chemin, before, after), item.avant, item.apres)


def _sealed(base: Depot, head: Depot) -> Iterator[Changement]:
    """Yield the calls and closings that differ, then the statements issued with a call, then signatures: one each."""
    sceaux = {**base.sceaux, **head.sceaux}
    for nom, sceau in sorted(sceaux.items()):
        if base.sceaux.get(nom) != head.sceaux.get(nom):
            genre = "appel" if sceau.est_appel else "cloture"
            yield _whole(genre, nom, sceau.path, base.sceaux.get(nom), head.sceaux.get(nom))
    before, after = issued(base.scelles), issued(head.scelles)
    for echeance in sorted({**before, **after}):
        if before.get(echeance) != after.get(echeance):
            yield _whole("etats", echeance, dossier_etats(echeance), before.get(echeance), after.get(echeance))
    for path in differing(base, head):
        if read_signature_path(path) is not None:
            yield _file(SIGNATURE, path, base, head)


def _file(genre: str, path: str, base: Depot, head: Depot) -> Changement:
    return _whole(genre, path, path, base.contenus.get(path), head.contenus.get(path))


def _whole(genre: str, nom: str, path: str, old: object, new: object) -> Changement:
    """Tell a change of something that is told whole, wherever it stands."""
    return _change(_Lieu(genre, (nom,), Reference(path), Reference(path)), old, new)


def _folder(changement: Changement) -> list[str]:
    return changement.source.path.split("/")[:2]


def _rank(path: str) -> tuple[int, str]:
    """Put what is decided for all (catalogue, tariffs) before what one adherent does."""
    return ("catalogue", "pricing", "adherents").index(path.partition("/")[0]), path


def _document(fichier: Fichier, before: Fichier | None, after: Fichier | None) -> Iterator[Changement]:
    lieu = _Lieu(fichier.chemin.genre.nom, (), Reference(fichier.path), Reference(fichier.path))
    old, new = before.document if before else None, after.document if after else None
    if isinstance(old, Modele) and isinstance(new, Modele):
        yield from _models(lieu, old, new)
    elif old is not None or new is not None:
        yield _change(lieu, old, new)


def _models(lieu: _Lieu, old: Modele, new: Modele) -> Iterator[Changement]:
    names = [*type(new).model_fields, *sorted({*_extras(old), *_extras(new)})]
    for name in names:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if before != after:
            yield from _values(lieu.field(type(new), name), before, after)


def _values(lieu: _Lieu, old: Any, new: Any) -> Iterator[Changement]:  # noqa: ANN401 (values of any field)
    if isinstance(old, Modele) and isinstance(new, Modele) and not _is_one_price(old, new):
        yield from _models(lieu, old, new)
    elif _is_list_of_models(old) or _is_list_of_models(new):
        yield from _lists(lieu, old or (), new or ())
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            before, after = old.get(key), new.get(key)
            if before != after:
                yield from _values(lieu.down(str(key), str(key), str(key)), before, after)
    elif lieu.ordonne or not _is_reordered(old, new):
        yield _change(lieu, old, new)


def _lists(lieu: _Lieu, old: tuple[Modele, ...], new: tuple[Modele, ...]) -> Iterator[Changement]:
    for nom, first, second in paired(old, new):
        (old_rank, before), (new_rank, after) = first or (0, None), second or (0, None)
        there = lieu.down(nom, old_rank, new_rank)
        if before is not None and after is not None:
            yield from _models(there, before, after)
        else:
            yield _change(there, before, after)
    if lieu.ordonne and is_moved(old, new):
        yield _change(lieu, old, new)


def _change(lieu: _Lieu, old: Any, new: Any) -> Changement:  # noqa: ANN401
    sorte = Sorte.AJOUT if old is None else Sorte.RETRAIT if new is None else Sorte.MODIFICATION
    return Changement(
        sorte,
        lieu.genre,
        lieu.chemin,
        lieu.partie,
        lieu.champ,
        old,
        new,
        None if old is None else lieu.avant,
        None if new is None else lieu.apres,
    )


def _extras(model: Modele) -> tuple[str, ...]:
    return tuple(model.__pydantic_extra__ or ())


def _is_list_of_models(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Modele)


def _is_reordered(old: object, new: object) -> bool:
    """Tell whether two lists hold the same words: their order says nothing."""
    return isinstance(old, tuple) and isinstance(new, tuple) and sorted(map(str, old)) == sorted(map(str, new))


def _is_one_price(old: Modele, new: Modele) -> bool:
    """Tell whether a price is one figure for all phases, before or after: it is then told as one change."""
    return any(isinstance(item, ParPhase) and item.unique is not None for item in (old, new))
