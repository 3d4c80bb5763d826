"""A line's computation written as an operation in figures, and its exact amount before rounding.

Knows: formulas with their values. Must not know: where the values stand, how a whole explanation is laid out.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convention.base.french import MOINS, nombre, pluriel, prix, taux
from convention.formulas.functions import FONCTIONS, RANG
from convention.formulas.linear import linearise
from convention.formulas.nodes import Consultation, Expression, Operation, Part
from convention.formulas.reduction import Valeurs, reduce
from convention.formulas.regles.units import is_money
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import substitute
from convention.model.mots.communs import Nature
from convention.reports.calcul.consultation import followed, read_text, results, worth
from convention.reports.calcul.quantite import exact_quantity, noun, presence_in, quantity_text, shared
from convention.reports.prix_nommes import bare_name, row_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from convention.engine.lignes import Calcul, Decompte, Ligne, Terme
    from convention.model.depot import Depot
    from convention.model.vue import Valeur

FORFAIT = "forfait"
"""The amount of a flat fee, among the values of its formula."""
NOMBRE = "nombre"
"""The number of things of an expense: a quantity, among the values of its formula."""
_FACTEURS = {
    "taux_fctva": " de FCTVA",
    "subventions": " de subventions",
    "duree_amortissement": "",
    "annuite": " annuité",
}
"""What follows the factors of a right of use (`model.documents.composants.Actif`, art. 8.1)."""


def calculation(ligne: Ligne, depot: Depot) -> str:
    """Write the whole computation of a line: « 4 800,00 € × 14 ÷ 412 moyens d'impression »."""
    return written(ligne, depot, Complete())


def settlement(ligne: Ligne, depot: Depot) -> str:
    """Write the computation of a line as it applies to its adherent: the branch taken, factors by their names.

    « 1,26 € × 1 480 postes » where the formula chooses a price; « × 6 mois ÷ 12 » for a part of the year.
    """
    return written(ligne, depot, Abregee())


def flat_settlement(ligne: Ligne, depot: Depot) -> str:
    """Write « 112 postes × 710,60 € »: of the masse salariale, a finance officer reads the quantity first."""
    price, counted = _flat(ligne, depot, Abregee())
    return f"{counted} × {price}{_prorata(ligne, Abregee())}"


def choice_lines(ligne: Ligne, depot: Depot) -> Iterator[str]:
    """Say why each branch was taken: the condition in figures, or what was compared."""
    write = _writer(ligne, depot, Complete())
    for choice in followed(ligne)[1]:
        if FONCTIONS[choice.fonction].condition:
            held = "remplie" if worth(choice.arguments[0], ligne.calcul, ligne.rang) else "non remplie"
            yield f"condition {held} : {write(choice.arguments[0])}"
        else:
            yield f"retenu : {write(choice)}"


class Complete:
    """How a whole computation is written: the branch taken, every factor, quantities that can be typed again."""

    entre_parentheses = False
    """Whether what the presence multiplies is in brackets, were it no sum."""

    def expression(self, ligne: Ligne) -> Expression:
        """Return the formula to write."""
        return followed(ligne)[0]

    def value(self, depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
        """Write a value of the formula."""
        return value_text(depot, calcul, nom, valeur)

    def table(self, node: Consultation, text: str, ligne: Ligne, depot: Depot) -> str:  # noqa: ARG002 (the other way)
        """Write what a table gives."""
        return text

    def counted(self, decompte: Decompte, rang: int, depot: Depot) -> str:
        """Write what is counted of a beneficiary."""
        return quantity_text(decompte.quantite(rang), decompte.cle, depot)

    def share(self, ligne: Ligne, terme: Terme, depot: Depot) -> str:
        """Write a share of what all count."""
        own, total = self.quantities(terme, ligne.rang)
        return f"{own} ÷ {total}{noun(terme.total, ligne.calcul.decomptes[terme.nom].cle, depot)}"

    def quantities(self, terme: Terme, rang: int) -> tuple[str, str]:
        """Write a weighted quantity, and the total."""
        return exact_quantity(terme.quantite(rang)), exact_quantity(terme.total)

    def prorata(self, fraction: Fraction) -> str:
        """Write the presence as a factor."""
        return f" × {fraction.numerator}/{fraction.denominator}"


class Abregee(Complete):
    """How a statement writes it."""

    def expression(self, ligne: Ligne) -> Expression:
        """Keep the branch taken."""
        calcul, rang = ligne.calcul, ligne.rang
        known = Valeurs(lambda node: worth(node, calcul, rang), set(calcul.valeurs) - {NOMBRE})
        return reduce(parse(calcul.formule), known)

    def value(self, depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
        """Name the factors of a right of use, which the formula alone does not explain."""
        write = said_value if nom in _FACTEURS else value_text
        return write(depot, calcul, nom, valeur)

    def table(self, node: Consultation, text: str, ligne: Ligne, depot: Depot) -> str:
        """Say how a grid, or an index, gives an amount: « 7 078,33 € (prix révisé : 6 600,00 € × 315,2 ÷ 293,9) »."""
        return f"{text} ({read_text(node, ligne, depot)})"

    def quantities(self, terme: Terme, rang: int) -> tuple[str, str]:
        """Write them rounded."""
        return shared(terme, rang)

    def prorata(self, fraction: Fraction) -> str:
        """Write the presence in months, or in days."""
        counted = presence_in(fraction)
        return f" × {nombre(counted.part)} {counted.unite} ÷ {counted.tout}"


def written(ligne: Ligne, depot: Depot, style: Complete) -> str:
    """Write the computation of a line, each figure as a style does."""
    calcul = ligne.calcul
    prorata = _prorata(ligne, style)
    if calcul.nature is Nature.MASSE_SALARIALE:
        price, counted = _flat(ligne, depot, style)
        return f"{price} × {counted}{prorata}"
    write, expression = _writer(ligne, depot, style), style.expression(ligne)
    if not prorata:
        return write(expression)
    # Only the unshared part is multiplied by the presence: it stands apart, in brackets when it is a sum.
    forme = linearise(expression)
    pieces = [Operation("*", terme.coefficient, Part(terme.cle)) for terme in forme.parts]
    texts = [write(piece) for piece in pieces]
    if forme.reste is not None:
        own = write(forme.reste)
        is_sum = isinstance(forme.reste, Operation) and forme.reste.operateur in {"+", "-"}
        texts.append(f"({own}){prorata}" if is_sum or style.entre_parentheses else f"{own}{prorata}")
    return " + ".join(texts).replace(f"+ {MOINS}", f"{MOINS} ")


def _writer(ligne: Ligne, depot: Depot, style: Complete) -> Callable[[Expression], str]:
    """Return what writes an expression with the figures of a line."""
    calcul = ligne.calcul
    prices = {nom: style.value(depot, calcul, nom, valeur) for nom, valeur in calcul.valeurs.items()}
    counts = {nom: style.counted(decompte, ligne.rang, depot) for nom, decompte in calcul.decomptes.items()}
    shares = {terme.nom: style.share(ligne, terme, depot) for terme in calcul.termes}
    ranks = {RANG: str(calcul.rangs[ligne.rang])} if calcul.rangs else {}
    tables = {node: style.table(node, text, ligne, depot) for node, text in results(ligne).items()}
    return partial(substitute, rendu={**prices, **counts, **ranks}, parts=shares, tables=tables)


def _flat(ligne: Ligne, depot: Depot, style: Complete) -> tuple[str, str]:
    """Write the price of a workstation, and how many are counted."""
    calcul, decompte = ligne.calcul, next(iter(ligne.calcul.decomptes.values()))
    price = style.value(depot, calcul, FORFAIT, calcul.valeurs[FORFAIT])
    return price, style.counted(decompte, ligne.rang, depot)


def _prorata(ligne: Ligne, style: Complete) -> str:
    fraction = ligne.calcul.presences[ligne.rang]
    return "" if fraction == 1 or not ligne.calcul.proratise else style.prorata(fraction)


def value_text(depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
    """Write a value of the formula: a price in euros, or a number with its unit."""
    unit = value_unit(depot, calcul, nom)
    if is_money(unit):
        return prix(valeur.valeur)
    return f"{nombre(valeur.valeur)} {pluriel(valeur.valeur, unit)}" if nom == NOMBRE else nombre(valeur.valeur)


def read_value(depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
    """Write a value to be read, and not typed again: « 16,404 % », « 7 ans », and a price in euros."""
    if nom == "taux_fctva":
        return taux(valeur.valeur)
    if nom == "duree_amortissement":
        return f"{nombre(valeur.valeur)} {pluriel(valeur.valeur, 'an')}"
    if nom == "annuite" and valeur.valeur.denominator > 1:
        return f"{nombre(12 * valeur.valeur)}/12"
    return value_text(depot, calcul, nom, valeur)


def said_value(depot: Depot, calcul: Calcul, nom: str, valeur: Valeur) -> str:
    """Write a value without the name that formulas give it: « maintenance : 4 800,00 € », « 16,404 % de FCTVA »."""
    told = read_value(depot, calcul, nom, valeur)
    return f"{told}{_FACTEURS[nom]}" if nom in _FACTEURS else f"{value_name(depot, calcul, nom)} : {told}"


def value_name(depot: Depot, calcul: Calcul, nom: str) -> str:
    """Name a value of a formula, to be read: « maintenance », « coût annuel »."""
    ligne = depot.lignes.get(calcul.ligne_tarif or "")
    named = row_names(ligne, depot) if ligne is not None else {}
    return named.get(nom) or bare_name(nom, depot)


def value_unit(depot: Depot, calcul: Calcul, nom: str) -> str:
    """Return the unit of a value of a formula."""
    ligne = depot.lignes.get(calcul.ligne_tarif or "")
    return "€" if ligne is None else ligne.unites.get(nom, "€")
