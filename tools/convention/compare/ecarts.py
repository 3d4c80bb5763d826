"""What is owed on two sides: of a line, of an adherent, of all of them; cents.

Knows: amounts. Must not know: what the two sides are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from convention.engine.lignes import Ligne


class EcartLigne(NamedTuple):
    """A line that differs; a side that has none counts for zero."""

    avant: Ligne | None
    apres: Ligne | None

    @property
    def ligne(self) -> Ligne:
        """The line of the proposal, or the one that disappears."""
        found = self.apres or self.avant
        if found is None:
            raise AssertionError
        return found

    @property
    def montant_avant(self) -> int:
        """Cents before."""
        return self.avant.montant if self.avant is not None else 0

    @property
    def montant_apres(self) -> int:
        """Cents after."""
        return self.apres.montant if self.apres is not None else 0

    @property
    def ecart(self) -> int:
        """Cents of difference."""
        return self.montant_apres - self.montant_avant


class EcartAdherent(NamedTuple):
    """One adherent, before and after."""

    adherent: str
    avant: int
    apres: int
    lignes: tuple[EcartLigne, ...] = ()
    """Lines that differ, largest difference first."""

    @property
    def ecart(self) -> int:
        """Cents of difference: exactly the sum of those of its lines."""
        return self.apres - self.avant


def gaps(before: Mapping[str, int], after: Mapping[str, int]) -> list[EcartAdherent]:
    """Put side by side what each adherent owes; who is on one side alone owes nothing on the other."""
    return [EcartAdherent(nom, before.get(nom, 0), after.get(nom, 0)) for nom in before.keys() | after.keys()]


def largest_gaps(adherents: Iterable[EcartAdherent]) -> tuple[EcartAdherent, ...]:
    """Put those that move most first."""
    return tuple(sorted(adherents, key=lambda item: (-abs(item.ecart), item.adherent)))


def together(items: Iterable[EcartAdherent]) -> EcartAdherent:
    """Add several up, under no name."""
    found = tuple(items)
    return EcartAdherent("", sum(item.avant for item in found), sum(item.apres for item in found))
