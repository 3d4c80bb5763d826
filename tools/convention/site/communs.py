"""What the pages of several readers have in common: what is computed once for all, who makes what of whom.

Knows: what was asked already. Must not know: pages, the disk, processes.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from convention.model.depot import Depot

T = TypeVar("T")


class Repartir(Protocol):
    """Begins to make something of each adherent; gives what was made, in their order."""

    def __call__(self, faire: Callable[[str], T], noms: Sequence[str], /) -> AbstractContextManager[Iterable[T]]:
        """Give what was made, as long as the context lasts."""
        ...


def in_turn(faire: Callable[[str], T], noms: Sequence[str]) -> AbstractContextManager[Iterable[T]]:
    """Make it of each adherent in turn, when it is asked for."""
    return nullcontext(map(faire, noms))


class Communs:
    """What the pages of several readers ask alike, computed when it is first asked."""

    def __init__(
        self,
        document: Callable[[str, Callable[[], bytes]], bytes] = lambda _valeurs, faire: faire(),
        repartir: Repartir = in_turn,
    ) -> None:
        """Start with nothing computed.

        `document` returns what some values alone give, which an earlier site may have made.
        """
        self.document, self.repartir = document, repartir
        self._faits: dict[str, tuple[Depot, str, Any]] = {}

    def une_fois(self, nom: str, depot: Depot, adherent: str, faire: Callable[[], T]) -> T:
        """Return what is known of these data under a name, computed if it is not; of adherents, the last one's only."""
        known = self._faits.get(nom)
        if known is None or known[0] is not depot or known[1] != adherent:
            known = self._faits[nom] = (depot, adherent, faire())
        found: T = known[2]
        return found
