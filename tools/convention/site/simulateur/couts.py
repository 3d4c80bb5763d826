"""A cost as the simulator computes it again: its compiled formulas, its values, where its quantities are counted.

Knows: what the engine made of a component, every kind of node of a formula. Must not know: presences, labels.
Values and grids are suppliers' prices: the public has neither (SECURITY.md), and types its own.
A formula is the engine's own syntax tree, as arrays that a script turns into functions: `["+", a, b]`, `["part", …]`
never, for it arrives in its form Σ Aᵢ·part(kᵢ) + B. What has no translation stops the build: a simulator that would
compute something else than the engine is not published.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from convention.base.money import exact_text
from convention.engine.calcul import Atelier, manager_bears
from convention.engine.compilation import compile_formula, fixed_terms, formulas_of
from convention.engine.cumuls import behind
from convention.engine.quantites import places
from convention.formulas.functions import RANG
from convention.formulas.nodes import (
    Appel,
    Comparaison,
    Consultation,
    Expression,
    Nom,
    Nombre,
    Operation,
    Oppose,
    Part,
    names,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convention.engine.lignes import Calcul
    from convention.engine.tables import TablesLues
    from convention.formulas.grilles import Grille
    from convention.model.documents.tarifs import Borne, LigneTarif, Mode
    from convention.model.vue import Vue


Arbre: TypeAlias = "list[str | Arbre]"

FONCTIONS: Mapping[str, type[Appel | Consultation]] = MappingProxyType(
    {"min": Appel, "max": Appel, "si": Appel, "bareme": Consultation, "indice": Consultation}
)
"""Functions that the script has: one more in the language is refused until it is written there."""


class FormuleNonCompileeError(ValueError):
    """A formula that the simulator cannot compute as the engine does."""


def cout(vue: Vue, calcul: Calcul, rangs_des: Mapping[str, int]) -> dict[str, Any]:
    """Write a shared or unit cost, as the script reads it; `rangs_des` is the place of each adherent in the columns."""
    ligne, mode = mode_of(vue, calcul)
    formule = compile_formula(mode.formule)
    assert formule is not None  # noqa: S101 (the engine has computed it)
    regle = vue.regles.composants[calcul.composant or ""]
    reste = formule.forme.reste
    return {
        "composant": calcul.composant,
        "nature": str(calcul.nature),
        "section": str(calcul.section),
        "service": calcul.service,
        "termes": [[compiler(terme.coefficient), terme.cle] for terme in formule.forme.parts],
        "reste": None if reste is None else compiler(reste),
        "cles_du_reste": [] if reste is None else [nom for nom in names(reste) if nom in calcul.decomptes],
        "fixes": [compiler(term) for term in fixed_terms(ligne, formule)],
        "valeurs": {nom: exact_text(valeur.valeur) for nom, valeur in calcul.valeurs.items()},
        "cles": {
            nom: {
                "places": place_names(vue, decompte.cle, calcul.composant or ""),
                "pese": decompte.pese,
            }
            | _made(vue, decompte.cle, rangs_des)
            for nom, decompte in calcul.decomptes.items()
        },
        "plafond": _limit(mode.plafond, calcul),
        "plancher": _limit(mode.plancher, calcul),
        "exoneres": {
            str(rangs_des[nom]): str(reliquat) for nom, reliquat in regle.exonerations.items() if nom in rangs_des
        },
        "borne": bool(mode.bornes or regle.exonerations),
        "porte": manager_bears(regle, mode),
        **_tables(calcul.tables),
    }


def _made(vue: Vue, nom: str, rangs_des: Mapping[str, int]) -> dict[str, Any]:
    """Say how a key is made of others: a product, amounts that the script computes, or those of the year before."""
    cle = vue.regles.cles[nom]
    if cle.cumul is None:
        return {"produit": True} if cle.produit else {}
    if not cle.cumul.precedent:
        return {"cumul": cle.cumul.composants}
    before = Atelier(vue).count(nom, "", list(rangs_des))
    return {"precedents": {rang: exact_text(before.quantite(place)) for place, rang in enumerate(rangs_des.values())}}


def in_order(vue: Vue, calculs: Sequence[Calcul]) -> list[Calcul]:
    """Put each cost after those whose amounts it reads: more stand behind it than behind any of them."""
    return sorted(calculs, key=lambda calcul: len(behind(vue.regles, [calcul.composant or ""])))


def mode_of(vue: Vue, calcul: Calcul) -> tuple[LigneTarif, Mode]:
    """Return the row of a cost, and its column."""
    ligne = vue.regles.lignes[calcul.ligne_tarif or ""]
    return ligne, ligne.indirects[calcul.nature.mode]


def reads_rank(vue: Vue, calcul: Calcul) -> bool:
    """Tell whether a formula depends on how long an adherent has been there."""
    return any(RANG in formule.noms for formule in formulas_of(mode_of(vue, calcul)[1]))


def place_names(vue: Vue, cle: str, composant: str) -> list[str]:
    """Name the columns where a key is counted: « postes », « comptes/parapheur »."""
    return [place_name(*place) for place in places(vue.regles.cles, cle, composant)]


def place_name(cle: str, composant: str) -> str:
    """Name a column of quantities."""
    return f"{cle}/{composant}" if composant else cle


def _limit(borne: Borne | None, calcul: Calcul) -> dict[str, Any] | None:
    if borne is None:
        return None
    formule = compile_formula(borne.formule)
    limit = formule.forme.reste if formule is not None else None
    return {
        "formule": None if limit is None else compiler(limit),
        "cles": [] if limit is None else [nom for nom in names(limit) if nom in calcul.decomptes],
        "reliquat": str(borne.reliquat),
    }


def _tables(lues: TablesLues | None) -> dict[str, Any]:
    if lues is None:
        return {"grilles": {}, "coefficients": {}}
    return {
        "grilles": {nom: _grid(grille) for nom, grille in lues.tables.grilles.items()},
        "coefficients": {nom: exact_text(value) for nom, value in lues.tables.coefficients.items()},
    }


def _grid(grille: Grille) -> dict[str, Any]:
    return {
        "seuils": [[exact_text(bound) for bound in bounds] for bounds in grille.seuils],
        "valeurs": [exact_text(value) for value in grille.valeurs],
        "par_tranche": grille.par_tranche,
        "plus_haute": grille.plus_haute,
    }


def compiler(expression: Expression) -> Arbre:
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
        case Operation() | Comparaison():
            return [expression.operateur, compiler(expression.gauche), compiler(expression.droite)]
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
