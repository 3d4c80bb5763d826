"""The static rules of a row's formula: everything that is wrong with it before any figure is known.

Knows: what a row declares (names, units, keys). Must not know: models, files, amounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import inscrire, meant
from convention.base.french import compte
from convention.formulas.functions import RANG
from convention.formulas.linear import linearise, misplaced_parts
from convention.formulas.nodes import Consultation, Nom, Operation, Oppose, Part, names, tables, walk
from convention.formulas.problems import FormulaError, FormulaProblem, make_problem, quote, sort_problems
from convention.formulas.regles.divisions import constant_zero_divisions, individual_divisors
from convention.formulas.regles.recovery import over_recovery
from convention.formulas.regles.units import SANS_GRILLE, SANS_UNITE, Unite, parse_unit, unit_and_problems
from convention.formulas.texte.syntax import parse
from convention.formulas.wording import formula_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.formulas.nodes import Expression
    from convention.formulas.regles.units import GrilleDeclaree


class Declares(NamedTuple):
    """The names that a formula may use: variables and parameters, keys (and `abaque`), both name → text of the unit."""

    variables: Mapping[str, str]
    cles: Mapping[str, str]
    grilles: Mapping[str, GrilleDeclaree] = SANS_GRILLE
    revisions: frozenset[str] = frozenset()


def check(
    text: str, declares: Declares, *, attendu: str, part_fixe: bool, partagee: bool
) -> tuple[FormulaProblem, ...]:
    """Return all the problems of a formula, in the order of the text.

    `attendu`: the unit that the formula must give, €/an or €. `part_fixe`: the row bills a fixed part on purpose.
    `partagee`: an indirect cost (factuel, annuel), as opposed to a direct one.
    """
    variables = declares.variables
    # A rank differs from one beneficiary to another, as a quantity does; a direct cost has one beneficiary and no rank.
    cles = {**declares.cles, RANG: "1"} if partagee else declares.cles
    try:
        expression = parse(text)
    except FormulaError as error:
        return (error.problem,)
    problems = [
        *_undeclared(expression, declares, cles, attendu, partagee=partagee),
        *_unknown_tables(expression, declares, cles),
        *_wrong_units(expression, {**cles, **variables}, declares.grilles, attendu),
        *individual_divisors(expression, cles),
        *constant_zero_divisions(expression),
    ]
    misplaced = _misplaced(expression, partagee=partagee)
    problems += misplaced
    if partagee and not misplaced:
        forme = linearise(expression)
        problems += over_recovery(forme, cles)
        if forme.reste is not None and not part_fixe:
            problems += _fixed_terms(forme.reste, variables)
    return sort_problems(problems)


def _undeclared(
    expression: Expression, declares: Declares, cles: Mapping[str, str], attendu: str, *, partagee: bool
) -> Iterator[FormulaProblem]:
    variables = declares.variables
    for node in walk(expression):
        match node:
            case Nom(nom=nom) if nom not in variables and nom not in cles:
                message = f"le nom {quote(nom)} n'est déclaré ni comme variable, ni comme paramètre, ni comme clé"
                known = _fitting(nom, expression, {**cles, **variables}, declares.grilles, attendu)
                yield make_problem("TAR002", message, node.start, node.end, meant(nom, known))
            case Nom(nom=nom) if nom in variables and nom in cles:
                message = f"le nom {quote(nom)} désigne à la fois une variable de la ligne et une clé de répartition"
                yield make_problem("TAR002", message, node.start, node.end, "renommer la variable")
            # In a direct cost, a part has its own message (TAR006).
            case Part(cle=cle) if cle not in cles and partagee:
                kind = "est une variable ou un paramètre" if cle in variables else "n'est pas déclaré"
                message = f"« part » reçoit une clé de répartition : {quote(cle)} {kind}"
                yield make_problem("TAR002", message, node.start, node.end, meant(cle, cles))


def _fitting(
    nom: str, expression: Expression, units: Mapping[str, str], grilles: Mapping[str, GrilleDeclaree], attendu: str
) -> list[str]:
    """Return the names that may stand for an unknown one: their unit makes nothing else wrong."""
    now = len([*_wrong_units(expression, units, grilles, attendu)])
    tried = (
        (known, [*_wrong_units(expression, {**units, nom: unit}, grilles, attendu)]) for known, unit in units.items()
    )
    return [known for known, wrong in tried if len(wrong) <= now]


def _unknown_tables(expression: Expression, declares: Declares, cles: Mapping[str, str]) -> Iterator[FormulaProblem]:
    for node in tables(expression):
        if node.fonction == "bareme":
            yield from _misused_grid(node, declares.grilles)
        else:
            yield from _misused_revision(node, declares.revisions, cles)


def _misused_grid(node: Consultation, grilles: Mapping[str, GrilleDeclaree]) -> Iterator[FormulaProblem]:
    grille = grilles.get(node.table)
    if grille is None:
        message = f"le barème {quote(node.table)} n'existe pas dans pricing/baremes/"
        yield make_problem("TAR002", message, node.start, node.end, meant(node.table, grilles))
    elif len(node.arguments) != len(grille.mesures):
        measured = compte(len(grille.mesures), "quantité")
        message = f"le barème {quote(node.table)} se lit pour {measured}, et en reçoit {len(node.arguments)}"
        hint = "donner une quantité par mesure du barème, dans leur ordre"
        yield make_problem("TAR023", message, node.start, node.end, hint)


def _misused_revision(
    node: Consultation, revisions: frozenset[str], cles: Mapping[str, str]
) -> Iterator[FormulaProblem]:
    if node.table not in revisions:
        message = f"la révision {quote(node.table)} n'est pas déclarée sous « revisions » de la ligne"
        yield make_problem("TAR002", message, node.start, node.end, meant(node.table, revisions))
    for counted in (inner for inner in walk(node) if isinstance(inner, Nom) and inner.nom in cles):
        message = f"{quote(counted.nom)} est une quantité : un indice révise un prix, arrondi avant d'être multiplié"
        yield make_problem(
            "TAR023", message, counted.start, counted.end, "la multiplier après : indice(prix; …) * quantité"
        )


def _wrong_units(
    expression: Expression, units: Mapping[str, str], grilles: Mapping[str, GrilleDeclaree], attendu: str
) -> Iterator[FormulaProblem]:
    known: dict[str, Unite] = {}
    for nom in filter(units.__contains__, names(expression)):
        try:
            known[nom] = parse_unit(units[nom])
        except FormulaError as error:
            yield _unreadable(expression, nom, error.problem)
    unit, problems = unit_and_problems(expression, known, grilles)
    yield from problems
    expected = parse_unit(attendu)
    if unit is not None and unit != expected:
        yield _unexpected(expression, unit, expected)


def _unreadable(expression: Expression, nom: str, problem: FormulaProblem) -> FormulaProblem:
    place = next(node for node in walk(expression) if isinstance(node, Nom) and node.nom == nom)
    message = f"{problem.message}, pour {quote(nom)}"
    return make_problem("TAR003", message, place.start, place.end, problem.hint)


def _unexpected(expression: Expression, unit: Unite, expected: Unite) -> FormulaProblem:
    given = "une valeur sans unité" if unit == SANS_UNITE else f"des {quote(str(unit))}"
    message = f"la formule donne {given}, et non des {quote(str(expected))}"
    missing = expected / unit
    hint = ""
    signs = {exponent > 0 for _, exponent in missing.facteurs}
    if signs == {True}:
        hint = f"il manque un facteur en {quote(str(missing))}"
    elif unit / expected == parse_unit("an"):
        hint = "ajouter « /an » à l'unité d'un prix, ou d'un barème : ce que donne la formule est celui d'une année"
    elif signs == {False}:
        hint = f"il y a un facteur de trop, en {quote(str(unit / expected))}"
    return make_problem("TAR003", message, expression.start, expression.end, hint)


def _misplaced(expression: Expression, *, partagee: bool) -> tuple[FormulaProblem, ...]:
    if partagee:
        return misplaced_parts(expression)
    return tuple(
        make_problem(
            "TAR006",
            f"un coût direct n'est pas réparti : {quote(f'part({node.cle})')} n'y a pas sa place",
            node.start,
            node.end,
        )
        for node in walk(expression)
        if isinstance(node, Part)
    )


def _fixed_terms(rest: Expression, variables: Mapping[str, str]) -> Iterable[FormulaProblem]:
    return tuple(
        make_problem(
            "TAR007",
            f"le terme {quote(formula_text(term))} n'a ni part ni quantité : chaque bénéficiaire le paierait en entier",
            term.start,
            term.end,
            "le multiplier par part(clé) ou par une quantité ; si chacun doit le payer, " + inscrire("abonnement: oui"),
        )
        for term in _without_quantity(rest, variables)
    )


def _without_quantity(expression: Expression, variables: Mapping[str, str]) -> tuple[Expression, ...]:
    """Return the terms whose names are all variables: an undeclared name may be a quantity (it has its TAR002)."""
    if all(nom in variables or nom == RANG for nom in names(expression)) and not _is_sum(expression):
        return (expression,)
    match expression:
        case Oppose(operande=operande):
            return _without_quantity(operande, variables)
        case Operation(operateur="+" | "-", gauche=gauche, droite=droite):
            return _without_quantity(gauche, variables) + _without_quantity(droite, variables)
        case Operation(operateur="*", gauche=gauche, droite=droite):
            left, right = _without_quantity(gauche, variables), _without_quantity(droite, variables)
            # (a + b * n) * c has the term a * c: shown at a, on the side that also has a quantity.
            side = right if all(nom in variables or nom == RANG for nom in names(gauche)) else left
            return side if left and right else ()
        case Operation(gauche=gauche):
            return _without_quantity(gauche, variables)
        case _:
            return ()


def _is_sum(expression: Expression) -> bool:
    if isinstance(expression, Oppose):
        return _is_sum(expression.operande)
    return isinstance(expression, Operation) and expression.operateur in {"+", "-"}
