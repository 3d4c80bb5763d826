"""TAR038: a flat fee that a component bills again: the same price, by the same count.

Knows: the fees, the prices of components, their formulas. Must not know: quantities.
A fee and a price by the same count are two decisions, and nothing is said of them; of one amount, they are a doubt.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, euros
from convention.base.money import CENTS
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import components, fees
from convention.checks.cadre.lieux import Constat, signal
from convention.formulas.nodes import Nom, Operation
from convention.formulas.regles.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.model.forfaits import fee_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Mode


@controle("TAR038", avertit=True)
def billed_twice(depot: Depot) -> Iterator[Constat]:
    """TAR038: a component at the price of a flat fee, multiplied by what the fee counts."""
    for item in components(depot):
        ligne = depot.lignes.get(item.composant.ligne)
        for annee, montants in item.composant.montants.items() if ligne is not None else ():
            counts = {} if ligne is None else _counts(ligne.at(annee).annuel)
            for nom, cle in counts.items():
                for fee in fees(depot):
                    value = fee_value(depot, fee.nom, annee)
                    price = montants[nom].unique if nom in montants else None
                    if fee.forfait.cle == cle and value is not None and price == Fraction(value.montant, CENTS):
                        lieu = item.at("montants", str(annee), nom)
                        message = (
                            f"le composant {cite(item.id)} coûte en {annee} {euros(value.montant)} par unité de la clé "
                            f"{cite(cle)}, autant que {fee.texte}, qui compte la même"
                        )
                        yield signal("TAR038", lieu, message, "si c'est le même prix, écrit deux fois, en retirer un")


def _counts(mode: Mode | None) -> dict[str, str]:
    """Give what multiplies what, in a formula that is one product: a price, by a key, or the reverse."""
    read = None
    if mode is not None:
        with suppress(FormulaError):
            read = parse(mode.formule)
    match read:
        case Operation("*", Nom(left), Nom(right)):
            return {left: right, right: left}
        case _:
            return {}
