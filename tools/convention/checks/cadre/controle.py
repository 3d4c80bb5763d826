"""How a check declares itself: the codes that it may raise, what it is given, whether it only warns.

Knows: what is declared. Must not know: what a check says, what becomes of it (`registry`).
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Generic, NamedTuple, ParamSpec

from convention.base.diagnostic import Diagnostic
from convention.checks.cadre.lieux import told

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from convention.checks.cadre.contexte import Contexte
    from convention.checks.cadre.lieux import Constat
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

    def __init__(self, depot_de: Callable[_P, Depot]) -> None:
        """Declare what they are given, and where the documents are in it."""
        self.controles: list[Controle[_P]] = []
        self._depot_de = depot_de

    def __call__(
        self,
        *codes: str,
        avertit: bool = False,
        par_exercice: bool = False,
        par_adherent: bool = False,
        par_fichier: bool = False,
        entiers: Collection[str] = (),
    ) -> Callable[[Callable[_P, Iterator[Constat | Diagnostic]]], Callable[_P, Iterator[Diagnostic]]]:
        """Declare a check: its codes, whether all of them are warnings, what it may be told apart.

        Of what it finds, the places are looked up once it has run. It finds nothing when a document of one of the kinds
        that it reads whole (`entiers`) is lost: what seems to lack may stand there.
        """

        def declare(fonction: Callable[_P, Iterator[Constat | Diagnostic]]) -> Callable[_P, Iterator[Diagnostic]]:
            @wraps(fonction)
            def placed(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[Diagnostic]:
                depot = self._depot_de(*args, **kwargs)
                if depot.incomplets.isdisjoint(entiers):
                    for found in fonction(*args, **kwargs):
                        yield found if isinstance(found, Diagnostic) else told(depot, found)

            self.controles.append(Controle(placed, codes, avertit, par_exercice, par_adherent, par_fichier))
            return placed

        return declare

    def retenus(self, *, errors_only: bool = False) -> Iterator[Controle[_P]]:
        """Yield the checks, without those that only warn when only errors are sought."""
        return (item for item in self.controles if not (errors_only and item.avertit))


controle: Etape[[Depot]] = Etape(lambda depot: depot)
"""A check of what documents say to each other: always run."""
controle_du_calcul: Etape[[Contexte]] = Etape(lambda contexte: contexte.depot)
"""A check of what the engine makes of them: what other errors make doubtful is not said."""
controle_du_jour: Etape[[Depot, date]] = Etape(lambda depot, _: depot)
"""A check that is told the day: what it finds, it finds on no later one."""
