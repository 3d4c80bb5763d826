"""Whether what is being computed is still wanted: who has it computed says so, what takes long asks.

Knows: a question. Must not know: who wants it, what is computed. Where nobody says anything, all is wanted.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_VOULU: ContextVar[Callable[[], bool] | None] = ContextVar("voulu", default=None)


class AbandonError(Exception):
    """What was being computed is wanted no more."""


@contextmanager
def tant_que(voulu: Callable[[], bool]) -> Iterator[None]:
    """Have what is computed inside stop as soon as it is wanted no more."""
    token = _VOULU.set(voulu)
    try:
        yield
    finally:
        _VOULU.reset(token)


def poursuivre() -> None:
    """Go on, between two results that are kept, if the next one is still wanted.

    Raises:
        AbandonError: it is not.
    """
    voulu = _VOULU.get()
    if voulu is not None and not voulu():
        raise AbandonError
