"""A formula, written for a reader: in words, and as mathematics.

Knows: the nodes of a formula, the names of its values. Must not know: adherents, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, majuscule, nombre
from convention.formulas.functions import RANG
from convention.formulas.nodes import Consultation, Expression, Nom, Nombre, Operation, Part, names, parts, tables
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import substitute
from convention.reports.mots import from_letters
from convention.site.graphiques import element, groupe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Mode

ABAQUE = "abaque"
_SIGNES = {"+": "+", "-": "−", "*": "×"}


def en_mots(depot: Depot, formule: str, abaque: str) -> str:
    """Write a formula in French words: « coût maintenance × part de l'adhérent dans « nombre de postes » »."""
    expression = parse(formule)
    texts = {nom: _name(depot, nom, abaque) for nom in names(expression)}
    shares = {cle: f"part de l'adhérent dans « {_name(depot, cle, abaque)} »" for cle in parts(expression)}
    read = {node: _read(depot, node, texts) for node in tables(expression)}
    return substitute(expression, texts, shares, read)


def _read(depot: Depot, node: Consultation, texts: Mapping[str, str]) -> str:
    """Say what a grid gives, or how a price is revised."""
    told = [substitute(argument, texts, {}) for argument in node.arguments]
    if node.fonction == "indice":
        return f"({enumere(told)} révisé par l'indice)"
    grid = depot.baremes.get(node.table)
    named = cite(node.table if grid is None else grid.libelle)
    return f"montant du barème {named} selon {enumere(list(map(cite, told)))}"


def en_maths(depot: Depot, formule: str, abaque: str) -> Markup | None:
    """Write a formula in MathML; None when it holds more than sums, products and quotients."""
    body = _math(parse(formule), depot, abaque)
    if body is None:
        return None
    cost = element("mi", "coût", mathvariant="normal")
    row = element("mrow", cost, element("mo", "="), body)
    return element("math", row, display="block", aria_label=f"coût égale {en_mots(depot, formule, abaque)}")


def limites(depot: Depot, mode: Mode, abaque: str) -> tuple[str, ...]:
    """Say the cap and the floor of a column, and who bears what a cap leaves; their own text may hold amounts."""
    return tuple(
        f"{majuscule(nom)} par bénéficiaire : {en_mots(depot, borne.formule, abaque)}"
        + (f" ; {borne.reliquat.reste}" if borne is mode.plafond else "")
        for nom, borne in mode.bornes.items()
    )


def _math(expression: Expression, depot: Depot, abaque: str) -> Markup | None:
    match expression:
        case Nombre(valeur=valeur):
            return element("mn", nombre(valeur))
        case Nom(nom=nom):
            return element("mi", _name(depot, nom, abaque), mathvariant="normal")
        case Part(cle=cle):
            name = _counted(depot, cle, abaque)
            return element("mfrac", _word(f"ses {name}"), _word(f"les {name} de tous"))
        case Operation():
            return _operation(expression, depot, abaque)
        case _:
            return None


def _operation(node: Operation, depot: Depot, abaque: str) -> Markup | None:
    left = _math(node.gauche, depot, abaque)
    right = _math(node.droite, depot, abaque)
    if left is None or right is None:
        return None
    if node.operateur == "/":
        return element("mfrac", element("mrow", left), element("mrow", right))
    if node.operateur == "*":
        left, right = _bracketed(node.gauche, left), _bracketed(node.droite, right)
    elif node.operateur == "-":
        right = _bracketed(node.droite, right)
    return groupe([left, element("mo", _SIGNES[node.operateur]), right])


def _bracketed(node: Expression, text: Markup) -> Markup:
    if isinstance(node, Operation) and node.operateur in {"+", "-"}:
        return element("mrow", element("mo", "("), text, element("mo", ")"))
    return text


def _word(text: str) -> Markup:
    return element("mrow", element("mi", text, mathvariant="normal"))


def _name(depot: Depot, nom: str, abaque: str) -> str:
    if nom == RANG:
        return "rang de l'année"
    if nom == ABAQUE and not abaque:
        return "clé du composant"
    cle = depot.cles.get(abaque if nom == ABAQUE else nom)
    return cle.libelle if cle is not None else from_letters(nom)


def _counted(depot: Depot, nom: str, abaque: str) -> str:
    """Return what a key counts, in the plural: « moyens d'impression »."""
    cle = depot.cles.get(abaque if nom == ABAQUE and abaque else nom)
    return cle.pluriel if cle is not None else "unités de la clé"
