"""A formula of the data in words: `cout_annuel * part(postes)` reads « coût annuel × nombre de postes … ÷ … ».

Knows: names of prices and keys, the functions of formulas. Must not know: how a formula is computed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.formulas.nodes import names, parts
from convention.formulas.nodes import tables as tables_read
from convention.formulas.regles.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text, substitute
from convention.reports.amendement.mots.prix_nommes import PRIX_NOMMES
from convention.reports.mots import from_letters

if TYPE_CHECKING:
    from convention.formulas.nodes import Consultation
    from convention.model.depot import Depot

_MOTS = {
    "rang": "rang de l'exercice",
    "abaque": "quantité de la clé du composant",
    "nombre": "nombre livré",
}


def formula_words(formule: str, depot: Depot) -> str:
    """Write a formula with the names that its readers know, between quotation marks; one that is wrong, as it is."""
    try:
        expression = parse(formule)
    except FormulaError:
        return cite(formule)
    texts = {nom: _name(nom, depot) for nom in names(expression)}
    shares = {cle: _part(cle, depot) for cle in parts(expression)}
    tables = {node: _table(node, depot) for node in tables_read(expression)}
    return cite(substitute(expression, texts, shares, tables))


def _table(node: Consultation, depot: Depot) -> str:
    """Name a grid by its label; the price that an index moves keeps its own name."""
    if node.fonction == "indice":
        return f"{_name(formula_text(node.arguments[0]), depot)} révisé par l'indice"
    known = depot.baremes.get(node.table)
    return f"valeur du barème {known.libelle if known is not None else from_letters(node.table)}"


def _part(cle: str, depot: Depot) -> str:
    known = depot.cles.get(cle)
    name = known.libelle if known is not None else _name(cle, depot)
    total = re.sub(r"^nombre (de |d')", r"nombre total \1", name)
    return f"{name} de l'adhérent ÷ {total if total != name else f'{name}, total'} des bénéficiaires"


def _name(nom: str, depot: Depot) -> str:
    if nom in _MOTS:
        return _MOTS[nom]
    if nom in PRIX_NOMMES:
        return PRIX_NOMMES[nom].nu
    known = depot.cles.get(nom)
    return known.libelle if known is not None else from_letters(nom)
