"""Effects in cents: what a cause does to an adherent and to each of its lines, rounded so that they add up.

Knows: exact effects and their rounding. Must not know: where they come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convention.engine.partage.repartition import apportion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from convention.compare.causes.recombinaison import Identite

Exacts: TypeAlias = "tuple[int, int, int, int, int, int]"
"""Numerators in cents, in the order of the fields of `Effets`."""


class Effets(NamedTuple):
    """Cents of each cause; those of an adherent add up to its écart."""

    perimetre_propre: int = 0
    """What exists, by the adherent's own documents: its membership, its subscriptions, its expenses."""
    perimetre_autres: int = 0
    """What exists, by all other documents."""
    volume_propre: int = 0
    """What is counted, by the adherent's own documents."""
    volume_autres: int = 0
    """What is counted, by all other documents."""
    prix: int = 0
    regles: int = 0

    @property
    def perimetre(self) -> int:
        """Cents of what exists."""
        return self.perimetre_propre + self.perimetre_autres

    @property
    def volume(self) -> int:
        """Cents of what is counted."""
        return self.volume_propre + self.volume_autres

    @property
    def ecart(self) -> int:
        """Cents of all causes together."""
        return sum(self)


class CauseLigne(NamedTuple):
    """One line that some cause moves."""

    service: str
    objet: str
    """Component or expense; empty for the forfait."""
    nature: str
    section: str
    effets: Effets
    """Cause by cause, the lines add up to the adherent's effect; a line adds up to its own écart within a few cents."""


class CauseAdherent(NamedTuple):
    """Why one adherent pays another amount."""

    adherent: str
    effets: Effets
    lignes: tuple[CauseLigne, ...]
    """In the order of services and components."""


def together(effets: Iterable[Effets]) -> Effets:
    """Add effects up, cause by cause."""
    return Effets(*map(sum, zip(*(Effets(), *effets), strict=True)))


def rounded(adherent: str, lignes: Mapping[Identite, Exacts], denominateur: int) -> CauseAdherent:
    """Round exact effects to cents: those of the adherent first, then those of its lines, cause by cause.

    They are over `denominateur`, in cents, and all together make whole ones.

    Example: three halves of a cent, +½, +½ and −1, make 0: rounded to +1, 0 and −1.
    """
    moved = sorted(identite for identite, exacts in lignes.items() if any(exacts))
    columns = [[lignes[identite][rang] for identite in moved] for rang in range(len(Effets._fields))]
    sums = [sum(column) for column in columns]
    effets = Effets(*largest_remainder(sum(sums) // denominateur, sums, denominateur))
    cents = [largest_remainder(effet, column, denominateur) for effet, column in zip(effets, columns, strict=True)]
    rows = zip(moved, zip(*cents, strict=True), strict=True)
    return CauseAdherent(adherent, effets, tuple(CauseLigne(*identite[1:], Effets(*row)) for identite, row in rows))


def largest_remainder(total: int, numerators: Sequence[int], denominator: int) -> tuple[int, ...]:
    """Round signed shares to integers that add up to `total`, so that opposite shares give opposite integers.

    The total is the sum of the shares, or one of the two integers around it. The sign is that of the total, else of the
    first share that is not zero; it is put back once all is rounded. A zero share stays zero.
    """
    first = next((number for number in (total, *numerators) if number), 0)
    sign = -1 if first < 0 else 1
    parts = apportion(sign * total, [sign * number for number in numerators], denominator).parts
    return tuple(sign * part for part in parts)
