"""From an evaluated formula to cents: the shared part by largest remainder, the rest line by line.

Knows: terms and columns of integers. Must not know: rows, components, who the beneficiaries are.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from convention.base.money import CENTS, round_half_up
from convention.engine.partage.bornes import bound
from convention.engine.partage.repartition import Partage, apportion, apportion_at, share, share_at
from convention.formulas.evaluate import Colonne, evaluate
from convention.formulas.grilles import SANS_TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.engine.lignes import Bornage, Bornes, Terme
    from convention.engine.presence import Presence
    from convention.formulas.evaluate import Valeur
    from convention.formulas.grilles import Tables
    from convention.formulas.nodes import Expression


class Partages(NamedTuple):
    """What a formula shares: the cents of the cost, those that somebody has a weight for, and their sharing."""

    a_repartir: int
    recouvrable: int
    partage: Partage
    bornage: Bornage | None = None
    abandonne: int = 0
    """Cents of the difference that a cap or an exemption declares not recovered."""


def shared_cents(termes: Sequence[Terme], nombre: int, bornes: Bornes | None = None) -> Partages:
    """Share the terms of a formula among its beneficiaries, under caps, floors and exemptions.

    Coefficients are in euros. What nobody has a weight for is in `a_repartir` (ΣAᵢ, half-up) and not in `recouvrable`.
    """
    cost = _cost(termes)
    if cost.seule is not None and bornes is None:
        return Partages(cost.a_repartir, cost.recouvrable, share(cost.recouvrable, cost.seule.poids))
    exact = _exact(cost) if cost.actifs else Colonne((0,) * nombre)
    recovered = cost.recouvrable
    if bornes is None:
        return Partages(cost.a_repartir, recovered, apportion(recovered, exact.numerateurs, exact.denominateur))
    bornage = bound(exact, bornes)
    free, kept = (Fraction(sum(column.numerateurs), column.denominateur) for column in (exact, bornage.exactes))
    billed = recovered if kept == free else round_half_up(kept / CENTS)
    declared = bornage.abandonne
    # What the caps leave to nobody, without saying so, is no decision.
    given_up = recovered - billed if declared == free - kept else round_half_up(declared / CENTS)
    partage = apportion(billed, bornage.exactes.numerateurs, bornage.exactes.denominateur)
    return Partages(cost.a_repartir, billed, partage, bornage, given_up)


def shared_cents_at(termes: Sequence[Terme], bornes: Bornes | None, rang: int) -> int:
    """Return the cents of the beneficiary of a rank, as `shared_cents` gives them, without those of the others."""
    if bornes is not None:
        return shared_cents(termes, len(termes[0].poids), bornes).partage.parts[rang]
    cost = _cost(termes)
    if not cost.actifs:
        return 0
    if cost.seule is not None:
        return share_at(cost.recouvrable, cost.seule.poids, rang)
    exact = _exact(cost)
    return apportion_at(cost.recouvrable, exact.numerateurs, exact.denominateur, rang)


class _Cout(NamedTuple):
    """What the terms of a formula amount to, in cents, and those that somebody has a weight for."""

    a_repartir: int
    recouvrable: int
    actifs: Sequence[tuple[Terme, int]]
    """Each with its total weight."""

    @property
    def seule(self) -> Terme | None:
        """The term that shares the whole cost, when there is one alone and its cost is in whole cents."""
        alone = self.actifs[0][0] if len(self.actifs) == 1 else None
        return alone if alone is not None and alone.coefficient * CENTS == self.recouvrable else None


def _cost(termes: Sequence[Terme]) -> _Cout:
    total = sum((terme.coefficient for terme in termes), Fraction(0))
    a_repartir = round_half_up(total)
    weighed = [(terme, sum(terme.poids)) for terme in termes if terme.coefficient]
    active = [(terme, whole) for terme, whole in weighed if whole > 0]
    carried = sum((terme.coefficient for terme, _ in active), Fraction(0))
    return _Cout(a_repartir, a_repartir if carried == total else round_half_up(carried), active)


def _exact(cost: _Cout) -> Colonne:
    """Add up amount × weight ÷ total weight, exactly, over one denominator."""
    rates = [terme.coefficient * CENTS / whole for terme, whole in cost.actifs]
    common = lcm(*(rate.denominator for rate in rates))
    first, *others = (
        (rate.numerator * (common // rate.denominator), terme.poids)
        for rate, (terme, _) in zip(rates, cost.actifs, strict=True)
    )
    exact = [first[0] * poids for poids in first[1]]
    for scale, weights in others:
        exact = [number + scale * poids for number, poids in zip(exact, weights, strict=True)]
    return Colonne(tuple(exact), common)


def own_cents(
    reste: Expression,
    valeurs: Mapping[str, Valeur],
    presences: Sequence[Presence],
    tables: Tables = SANS_TABLE,
    *,
    proratise: bool,
) -> tuple[int, ...]:
    """Round the unshared terms (B, in euros) line by line, as a hand calculation does.

    `valeurs`: common values and columns of raw quantities; `proratise`: B is multiplied by the presence, once.
    """
    result = evaluate(reste, valeurs, tables)
    if not isinstance(result, Colonne):
        result = Colonne((result.numerator,) * len(presences), result.denominator)
    denominator = result.denominateur
    if not proratise or all(item.fraction == 1 for item in presences):
        # Without days (the managing body that only bears what others left), nothing is its own.
        pairs = zip(result.numerateurs, presences, strict=True)
        return tuple([_round(number, denominator) if item.jours else 0 for number, item in pairs])
    return tuple(
        _round(number * item.fraction.numerator, denominator * item.fraction.denominator)
        for number, item in zip(result.numerateurs, presences, strict=True)
    )


def _round(numerator: int, denominator: int) -> int:
    """Round euros half-up to cents, as `base.money.round_half_up`, without building a Fraction for each line."""
    cents = (2 * CENTS * abs(numerator) + denominator) // (2 * denominator)
    return -cents if numerator < 0 else cents
