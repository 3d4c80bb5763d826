"""A formula of the data in words: `cout_annuel * part(postes)` reads « coût annuel × nombre de postes … ÷ … ».

Knows: names of prices and keys, the functions of formulas. Must not know: how a formula is computed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.reports.amendement.mots.prix_nommes import PRIX_NOMMES, from_letters

if TYPE_CHECKING:
    from convention.model.depot import Depot

_PART = re.compile(r"\bpart\(\s*([a-z][a-z0-9_]*)\s*\)")
_GRILLE = re.compile(r"\b(bareme|indice)\(\s*([^;)]+?)\s*;\s*([^)]+?)\s*\)")
_MOTS = {
    "min": "le plus petit de",
    "max": "le plus grand de",
    "si": "si",
    "rang": "rang de l'exercice",
    "abaque": "quantité de la clé du composant",
    "nombre": "nombre livré",
}
_SIGNES = {"*": "×", "/": "÷", "-": "−", ">=": "≥", "<=": "≤", "<>": "≠", "!=": "≠"}


def formula_words(formule: str, depot: Depot) -> str:
    """Write a formula with the names that its readers know, between quotation marks."""
    text = _GRILLE.sub(lambda found: _grid(found, depot), formule)
    text = _PART.sub(lambda found: f"\u0001{found[1]}\u0002", text)
    words = "".join(
        _token(token, depot) for token in re.split(r"(\u0001[^\u0002]*\u0002|“[^”]*”|[a-z][a-z0-9_]*)", text)
    )
    return f"«\u00a0{' '.join(words.split())}\u00a0»"


def _grid(found: re.Match[str], depot: Depot) -> str:
    """Name a grid by its label; the price that an index moves keeps its own name."""
    if found[1] == "indice":
        return f"{found[2]} “révisé par l'indice”"
    known = depot.baremes.get(found[2])
    return f"“valeur du barème {known.libelle if known is not None else from_letters(found[2])}”"


def _token(token: str, depot: Depot) -> str:
    if token.startswith("\u0001"):
        return _part(token[1:-1], depot)
    if token.startswith("“"):
        return token[1:-1]
    if re.fullmatch(r"[a-z][a-z0-9_]*", token):
        return _name(token, depot)
    return re.sub(r">=|<=|<>|!=|[*/-]", lambda found: _SIGNES[found.group()], token).replace(".", ",")


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
