"""A line's computation written as an operation in figures, and its exact amount before rounding.

Knows: formulas with their values. Must not know: where the values stand, how a whole explanation is laid out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import MOINS, nombre, pluriel, prix
from convention.base.money import CENTS, decimal_digits
from convention.formulas.functions import FONCTIONS, RANG
from convention.formulas.linear import linearise
from convention.formulas.nodes import Appel, Operation, Part
from convention.formulas.syntax import parse
from convention.formulas.wording import substitute
from convention.model.vocabulaire import Nature
from convention.reports.consultation import results, worth
from convention.reports.escape import terminal

if TYPE_CHECKING:
    from convention.engine.lignes import Calcul, Decompte, Ligne, Terme
    from convention.formulas.nodes import Expression
    from convention.model.depot import Depot
    from convention.model.vue import Valeur


def calculation(ligne: Ligne, depot: Depot) -> str:
    """Write the computation of a line: « 4 800,00 € × 14 ÷ 412 moyens d'impression »."""
    calcul = ligne.calcul
    if calcul.nature is Nature.MASSE_SALARIALE:
        counted = _counted(next(iter(calcul.decomptes.values())), ligne.rang, depot)
        return f"{prix(calcul.valeurs['forfait'].valeur)} × {counted}{_prorata(ligne)}"
    prices = {nom: value_text(depot, calcul, nom, valeur) for nom, valeur in calcul.valeurs.items()}
    counts = {nom: _counted(decompte, ligne.rang, depot) for nom, decompte in calcul.decomptes.items()}
    shares = {terme.nom: _share(terme, calcul, ligne.rang, depot) for terme in calcul.termes}
    ranks = {RANG: str(calcul.rangs[ligne.rang])} if calcul.rangs else {}
    names, tables = {**prices, **counts, **ranks}, results(ligne)
    expression = parse(calcul.formule)
    if not _prorata(ligne):
        return substitute(expression, names, shares, tables)
    # Only the unshared part is multiplied by the presence: it stands apart, in brackets when it is a sum.
    forme = linearise(expression)
    pieces = [Operation("*", terme.coefficient, Part(terme.cle)) for terme in forme.parts]
    texts = [substitute(piece, names, shares, tables) for piece in pieces]
    if forme.reste is not None:
        own = substitute(forme.reste, names, shares, tables)
        whole = _needs_brackets(forme.reste)
        texts.append(f"({own}){_prorata(ligne)}" if whole else f"{own}{_prorata(ligne)}")
    return " + ".join(texts).replace(f"+ {MOINS}", f"{MOINS} ")


def _needs_brackets(expression: Expression) -> bool:
    """Tell whether a factor after the text of an expression would not multiply the whole of it: a sum, a choice."""
    match expression:
        case Operation(operateur="+" | "-"):
            return True
        case Appel(fonction=fonction):
            return FONCTIONS[fonction].condition
        case _:
            return False


def value_text(depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
    """Write a value of the formula: a price in euros, or a number with its unit."""
    unit = _unit(depot, calcul, nom)
    if unit.startswith("€"):
        return prix(valeur.valeur)
    return f"{nombre(valeur.valeur)} {pluriel(valeur.valeur, unit)}" if nom == "nombre" else nombre(valeur.valeur)


def _unit(depot: Depot, calcul: Calcul, nom: str) -> str:
    ligne = depot.lignes.get(calcul.ligne_tarif or "")
    if ligne is None:
        return "€"
    if nom in ligne.parametres:
        return ligne.parametres[nom].unite
    return ligne.variables.get(nom, "€")


def _counted(decompte: Decompte, rang: int, depot: Depot) -> str:
    return quantity_text(decompte.quantite(rang), decompte.cle, depot)


def quantity_text(quantity: Fraction, cle: str, depot: Depot) -> str:
    """Write a quantity with the unit of its key: « 14 moyens d'impression »."""
    definition = depot.cles.get(cle)
    if definition is None:
        return nombre(quantity)
    return f"{nombre(quantity)} {terminal(pluriel(quantity, definition.unite, definition.pluriel))}"


def _share(terme: Terme, calcul: Calcul, rang: int, depot: Depot) -> str:
    cle = calcul.decomptes[terme.nom].cle
    own = Fraction(terme.poids[rang], terme.denominateur)
    return f"{exact_quantity(own)} ÷ {total_text(terme.total, cle, depot)}"


def total_text(total: Fraction, cle: str, depot: Depot) -> str:
    """Write a weighted total with the unit of its key, so that it can be typed again."""
    definition = depot.cles.get(cle)
    noun = "" if definition is None else f" {terminal(pluriel(total, definition.unite, definition.pluriel))}"
    return f"{exact_quantity(total)}{noun}"


def exact_quantity(value: Fraction) -> str:
    """Write a weighted quantity so that it can be typed again: a decimal, or « 35/6 » in brackets."""
    if decimal_digits(value) is not None:
        return nombre(value)
    return f"({nombre(value.numerator)}/{nombre(value.denominator)})"


def _prorata(ligne: Ligne) -> str:
    fraction = ligne.calcul.presences[ligne.rang]
    if fraction == 1 or not ligne.calcul.proratise:
        return ""
    return f" × {fraction.numerator}/{fraction.denominator}"


def shared_exact(ligne: Ligne) -> Fraction:
    """Return a line's share in euros before its cents were cut: of the cost in whole cents when one key shares it.

    With a cap, a floor or an exemption: the share once limited.
    """
    calcul = ligne.calcul
    if calcul.bornage is not None:
        return calcul.bornage.exactes[ligne.rang] / CENTS
    active = [terme for terme in calcul.termes if terme.coefficient and any(terme.poids)]
    shares = [Fraction(terme.poids[ligne.rang], sum(terme.poids)) for terme in active]
    if len(active) == 1:
        return Fraction(calcul.recouvrable, CENTS) * shares[0]
    exact = (terme.coefficient * part for terme, part in zip(active, shares, strict=True))
    return sum(exact, Fraction(0))


def own_exact(ligne: Ligne) -> Fraction:
    """Recompute a line's unshared part in euros, before it was rounded."""
    calcul = ligne.calcul
    presence = calcul.presences[ligne.rang] if calcul.proratise else Fraction(1)
    reste = linearise(parse(calcul.formule)).reste
    if reste is None:
        return Fraction(0)
    return worth(reste, calcul, ligne.rang) * presence
