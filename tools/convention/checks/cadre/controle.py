"""How a check declares itself: the codes that it may raise, what it is given, whether it only warns.

Knows: what is declared. Must not know: what a check says, what becomes of it (`registry`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, ParamSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.contexte import Contexte
    from convention.model.depot import Depot

_P = ParamSpec("_P")


class Controle(NamedTuple, Generic[_P]):
    """A check, as it is declared."""

    fonction: Callable[_P, Iterator[Diagnostic]]
    codes: tuple[str, ...]
    avertit: bool
    """It never finds an error: a command that only needs to be sure of its figures does without it."""
    par_exercice: bool = False
    """It says of each exercice what it would say if it were alone."""
    par_adherent: bool = False
    """It says of each adherent what it would say if it were alone."""
    par_fichier: bool = False
    """It says of each file what it would say if it were alone."""


class Etape(Generic[_P]):
    """The checks that are given the same thing. Called with codes, it is the decorator that declares one of them."""

    def __init__(self) -> None:
        self.controles: list[Controle[_P]] = []

    def __call__(
        self,
        *codes: str,
        avertit: bool = False,
        par_exercice: bool = False,
        par_adherent: bool = False,
        par_fichier: bool = False,
    ) -> Callable[[Callable[_P, Iterator[Diagnostic]]], Callable[_P, Iterator[Diagnostic]]]:
        """Declare a check: its codes, whether all of them are warnings, what it may be told apart."""

        def declare(fonction: Callable[_P, Iterator[Diagnostic]]) -> Callable[_P, Iterator[Diagnostic]]:
            self.controles.append(Controle(fonction, codes, avertit, par_exercice, par_adherent, par_fichier))
            return fonction

        return declare

    def retenus(self, *, errors_only: bool = False) -> Iterator[Controle[_P]]:
        """Yield the checks, without those that only warn when only errors are sought."""
        return (item for item in self.controles if not (errors_only and item.avertit))


controle: Etape[[Depot]] = Etape()
"""A check of what documents say to each other: always run."""
controle_du_calcul: Etape[[Contexte]] = Etape()
"""A check of what the engine makes of them: what other errors make doubtful is not said."""
controle_du_jour: Etape[[Depot, date]] = Etape()
"""A check that is told the day: what it finds, it finds on no later one."""
