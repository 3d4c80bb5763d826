"""The way from a document to what changes in it: each field, item or key, with the objects met on both sides.

Knows: the models and the identity of their items. Must not know: sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from convention.compare.changements.changements import Changement, Sorte
from convention.compare.changements.identites import identity
from convention.model.cadre.champs import Modele
from convention.model.cadre.formes import Forme, shape_of
from convention.model.genres import Chemin, read_path

if TYPE_CHECKING:
    from convention.model.depot import Depot, Reference

M = TypeVar("M", bound=Modele)


class Pas(NamedTuple):
    """One step: a field of a model, or an item of a list or of a table."""

    nom: str
    modele: type[Modele] | None
    """Model that has the field; None for an item."""
    forme: Forme
    cle: Forme
    """Shape of the key of a table; empty otherwise."""
    avant: object
    apres: object

    @property
    def valeur(self) -> object:
        """What stands there in the proposal, else what stood there."""
        return self.avant if self.apres is None else self.apres

    @property
    def connu(self) -> object:
        """What stood there, else what comes: an amendment names an object as the text in force does."""
        return self.apres if self.avant is None else self.avant


@dataclass(frozen=True)
class Cas:
    """A change, and what a sentence needs to say it: both Depots and the way to it."""

    changement: Changement
    base: Depot
    head: Depot

    @property
    def depot(self) -> Depot:
        """The side that has the object: the proposal, unless it is gone."""
        return self.base if self.changement.sorte is Sorte.RETRAIT else self.head

    @property
    def reference(self) -> Reference | None:
        """Where it is written: in the proposal when it is there."""
        return self.changement.source_apres or self.changement.source_avant

    @property
    def chemin(self) -> Chemin | None:
        """What the path of its file says; None for a seal."""
        return read_path(self.reference.path) if self.reference is not None else None

    @property
    def id(self) -> str:
        """Id of the object of the file: an adherent, a service."""
        return self.chemin.id if self.chemin is not None else ""

    @property
    def annee(self) -> int:
        """Year of the file; 0 when it has none."""
        return self.chemin.annee if self.chemin is not None else 0

    @property
    def valeur(self) -> object:
        """What comes, or what goes."""
        return self.changement.avant if self.changement.apres is None else self.changement.apres

    @cached_property
    def pas(self) -> tuple[Pas, ...]:
        """The steps from the document to the change."""
        chemin = self.chemin
        if chemin is None:
            return ()
        found: list[Pas] = []
        here = Pas("", None, Forme(modele=chemin.genre.modele), Forme(), *self._documents())
        for rank, name in enumerate(self.changement.chemin):
            here = self._step(here, name, rank)
            found.append(here)
        return tuple(found)

    def objet(self, modele: type[M]) -> M | None:
        """Return the last object of a kind on the way, the change itself included."""
        return next((step.valeur for step in reversed(self.pas) if isinstance(step.valeur, modele)), None)

    def own(self, modele: type[M]) -> M:
        """Return it where there is one: the family of its fields, or of what it holds, is asked of nothing else."""
        found = self.objet(modele)
        if found is None:
            raise LookupError(modele)
        return found

    def connu(self, modele: type[M]) -> M | None:
        """Return the last object of a kind on the way, as it was before the change when it was there."""
        return next((step.connu for step in reversed(self.pas) if isinstance(step.connu, modele)), None)

    @property
    def document(self) -> Modele | None:
        """The document that changes, as it was before when it was there."""
        before, after = self._documents()
        found = after if before is None else before
        return found if isinstance(found, Modele) else None

    @property
    def porteur(self) -> object:
        """The document on the side that has the object."""
        before, after = self._documents()
        return before if self.changement.sorte is Sorte.RETRAIT else after

    def _documents(self) -> tuple[object, object]:
        path = self.reference.path if self.reference is not None else ""
        before, after = self.base.fichiers.get(path), self.head.fichiers.get(path)
        return before.document if before else None, after.document if after else None

    def _step(self, here: Pas, name: str, rank: int) -> Pas:
        before = _inside(here.avant, name, _part(self.changement.source_avant, rank))
        after = _inside(here.apres, name, _part(self.changement.source_apres, rank))
        if here.forme.modele is not None:
            shape = shape_of(here.forme.modele, name)
            return Pas(name, here.forme.modele, shape, Forme(), before, after)
        return Pas(name, None, here.forme.element or Forme(), Forme(here.forme.cle), before, after)


def _part(reference: Reference | None, rank: int) -> str | int | None:
    return reference.pointer[rank] if reference is not None and rank < len(reference.pointer) else None


def _inside(value: object, name: str, part: str | int | None) -> object:
    """Return what a name leads to; a list is read by rank when it is known, else by identity."""
    match value:
        case Modele():
            return getattr(value, name, None)
        case Mapping():
            return next((item for key, item in value.items() if str(key) == name), None)
        case tuple() if isinstance(part, int) and 0 <= part < len(value):
            return value[part]
        case tuple():
            return next((item for item in value if isinstance(item, Modele) and identity(item) == name), None)
        case _:
            return None
