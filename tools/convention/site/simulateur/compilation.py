"""Formulas compiled for the simulator: the engine's own syntax tree, as arrays that a script turns into functions.

Knows: every kind of node. Must not know: figures, what the script does with them.
`["+", a, b]`, `["part", …]` never: a formula arrives in its form Σ Aᵢ·part(kᵢ) + B. What has no translation stops the
build: a simulator that would compute something else than the engine is not published.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, assert_never

from convention.base.money import exact_text
from convention.formulas.nodes import Appel, Comparaison, Consultation, Nom, Nombre, Operation, Oppose, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.formulas.nodes import Expression

Arbre: TypeAlias = "list[str | Arbre]"

FONCTIONS: Mapping[str, type[Appel | Consultation]] = MappingProxyType(
    {"min": Appel, "max": Appel, "si": Appel, "bareme": Consultation, "indice": Consultation}
)
"""Functions that the script has: one more in the language is refused until it is written there."""


class FormuleNonCompileeError(ValueError):
    """A formula that the simulator cannot compute as the engine does."""


def compiler(expression: Expression) -> Arbre:  # noqa: PLR0911 (one return a kind of node)
    """Write the tree of an expression without part.

    Example:
        ``cout * 2`` is ``["*", ["v", "cout"], ["n", "2"]]``.

    Raises:
        FormuleNonCompileeError: a part, or a function that the script does not have.
    """
    match expression:
        case Nombre(valeur=valeur):
            return ["n", exact_text(valeur)]
        case Nom(nom=nom):
            return ["v", nom]
        case Oppose(operande=operande):
            return ["oppose", compiler(operande)]
        case Operation(operateur=sign, gauche=gauche, droite=droite):
            return [sign, compiler(gauche), compiler(droite)]
        case Comparaison(operateur=sign, gauche=gauche, droite=droite):
            return [sign, compiler(gauche), compiler(droite)]
        case Appel(fonction=fonction, arguments=arguments):
            return [_known(fonction, Appel), *map(compiler, arguments)]
        case Consultation(fonction=fonction, table=table, arguments=arguments):
            return [_known(fonction, Consultation), table, *map(compiler, arguments)]
        case Part(cle=cle):
            raise FormuleNonCompileeError(f"part({cle}) se répartit : elle ne se compile pas seule")
    assert_never(expression)


def _known(fonction: str, kind: type[Appel | Consultation]) -> str:
    if FONCTIONS.get(fonction) is not kind:
        message = f"le simulateur ne sait pas calculer « {fonction} » : l'écrire dans formules.js, puis dans FONCTIONS"
        raise FormuleNonCompileeError(message)
    return fonction
