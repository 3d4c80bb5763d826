"""A formula, written for a reader: in words, and as mathematics.

Knows: the nodes of a formula, the names of its values. Must not know: adherents, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, enumere, majuscule, nombre
from convention.engine.compilation import ABAQUE
from convention.formulas.nodes import Consultation, Expression, Nom, Nombre, Operation, Part, names, parts, tables
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import substitute
from convention.reports.prix_nommes import bare_name, row_names
from convention.site.graphiques import element, groupe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from convention.model.depot import Depot
    from convention.model.documents.cles import Cle
    from convention.model.documents.tarifs import Mode

_SIGNES = {"+": "+", "-": "−", "*": "×"}


class Lecteur(NamedTuple):
    """What it takes to name what a formula reads."""

    depot: Depot
    noms: Mapping[str, str]
    """The prices and the constants of its row."""
    abaque: str
    """The key of the component; empty when the formula is told of every component."""

    @classmethod
    def de(cls, depot: Depot, ligne: str, abaque: str = "") -> Lecteur:
        """Read the formulas of a row."""
        return cls(depot, row_names(depot.lignes[ligne], depot), abaque)

    def nom(self, nom: str) -> str:
        """Name what a formula reads."""
        cle = self.cle(nom)
        if cle is not None:
            return cle.libelle
        return "clé du composant" if nom == ABAQUE else self.noms.get(nom) or bare_name(nom, self.depot)

    def cle(self, nom: str) -> Cle | None:
        """Return the key that a name of the formula is; None for a price, or for the key of any component."""
        return None if nom in self.noms else self.depot.cles.get(self.abaque if nom == ABAQUE else nom)


def en_mots(lecteur: Lecteur, formule: str) -> str:
    """Write a formula in French words: « coût maintenance × part de l'adhérent dans « nombre de postes » »."""
    expression = parse(formule)
    texts = {nom: lecteur.nom(nom) for nom in names(expression)}
    shares = {cle: f"part de l'adhérent dans « {lecteur.nom(cle)} »" for cle in parts(expression)}
    read = {node: _read(lecteur.depot, node, texts) for node in tables(expression)}
    return substitute(expression, texts, shares, read)


def _read(depot: Depot, node: Consultation, texts: Mapping[str, str]) -> str:
    """Say what a grid gives, or how a price is revised."""
    told = [substitute(argument, texts, {}) for argument in node.arguments]
    if node.fonction == "indice":
        return f"({enumere(told)}, après révision par l'indice)"
    grid = depot.baremes.get(node.table)
    named = cite(node.table if grid is None else grid.libelle)
    return f"montant du barème {named} selon {enumere(list(map(cite, told)))}"


def en_maths(lecteur: Lecteur, formule: str) -> Markup | None:
    """Write a formula in MathML; None when it holds more than sums, products and quotients."""
    body = _math(parse(formule), lecteur)
    if body is None:
        return None
    cost = element("mi", "montant dû", mathvariant="normal")
    row = element("mrow", cost, element("mo", "="), body)
    return element("math", row, display="block", aria_label=f"montant dû égale {en_mots(lecteur, formule)}")


def limites(lecteur: Lecteur, mode: Mode) -> tuple[str, ...]:
    """Say the cap and the floor of a column, and who bears what a cap leaves; their own text may hold amounts."""
    return tuple(
        f"{majuscule(nom)} par bénéficiaire : {en_mots(lecteur, borne.formule)}"
        + (f" ; {borne.reliquat.reste}" if borne is mode.plafond else "")
        for nom, borne in mode.bornes.items()
    )


def _math(expression: Expression, lecteur: Lecteur) -> Markup | None:
    match expression:
        case Nombre(valeur=valeur):
            return element("mn", nombre(valeur))
        case Nom(nom=nom):
            return element("mi", lecteur.nom(nom), mathvariant="normal")
        case Part(cle=cle):
            name = _counted(lecteur.cle(cle))
            return element("mfrac", _word(f"ses {name}"), _word(f"les {name} de tous"))
        case Operation():
            return _operation(expression, lecteur)
        case _:
            return None


def _operation(node: Operation, lecteur: Lecteur) -> Markup | None:
    left = _math(node.gauche, lecteur)
    right = _math(node.droite, lecteur)
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


def _counted(cle: Cle | None) -> str:
    """Return what a key counts, in the plural: « moyens d'impression »."""
    return cle.pluriel if cle is not None else "unités de la clé"
