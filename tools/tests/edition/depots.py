"""A gesture on texts: what it writes, what it refuses, and the documents read again.

Knows: the loader, gestures. Must not know: the command line, what is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.edition.gestes import appliquer
from convention.edition.refus import RefusError
from convention.loading.loader import Cache, Chargement, load
from tests.espaces import espaces
from tests.essais import LECTURES, REEL, Textes, lectures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.edition.etat import Modification
    from convention.edition.gestes import Demande


class Resultat(NamedTuple):
    """The texts after a gesture, and what changed."""

    files: dict[str, str]
    modifications: tuple[Modification, ...]

    @property
    def ajoutees(self) -> list[str]:
        """Lines that are there and were not."""
        return _only_in([(item.apres, item.avant or "") for item in self.modifications])

    @property
    def retirees(self) -> list[str]:
        """Lines that were there and are not."""
        return _only_in([(item.avant or "", item.apres) for item in self.modifications])


def faire(files: Mapping[str, str], demande: Demande, cache: Cache | None = None) -> Resultat:
    """Make a gesture."""
    modifications = appliquer(relire(files, cache), demande)
    return Resultat({**files, **{item.path: item.apres for item in modifications}}, modifications)


def refus(files: Mapping[str, str], demande: Demande) -> str:
    """Return why a gesture is refused, unbreakable spaces made plain; it says what to do instead."""
    with pytest.raises(RefusError) as refused:
        faire(files, demande)
    assert refused.value.conseil
    return espaces(refused.value.message)


def relire(files: Mapping[str, str], cache: Cache | None = None) -> Chargement:
    """Load texts, whatever is wrong with them; what was read already is not read again."""
    known = lectures() if REEL in files else LECTURES
    return load(Textes(files), known if cache is None else cache)


def _only_in(pairs: list[tuple[str, str]]) -> list[str]:
    found = []
    for text, other in pairs:
        rest = other.split("\n")
        for line in text.split("\n"):
            if line in rest:
                rest.remove(line)
            else:
                found.append(line)
    return found
