"""TAR: the formulas of annexe 4, their units, their variables, their examples' existence.

Knows: what a row declares and what its formulas say. Must not know: figures (`exemples`,
`couts`), the form of keys (`cles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.checks.declares import declared as declared_names
from convention.checks.lecture import CLES, rows
from convention.checks.lieux import place, place_inside, signal
from convention.engine.compilation import ABAQUE, compile_formula
from convention.formulas.problems import FormulaError
from convention.formulas.rules import check
from convention.formulas.units import parse_unit
from convention.model.depot import Reference
from convention.model.vocabulaire import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.base.diagnostic import Diagnostic
    from convention.checks.lecture import LigneEcrite, ModeEcrit
    from convention.formulas.problems import FormulaProblem
    from convention.model.depot import Depot
    from convention.model.tarifs import LigneTarif

UNITE_NEUTRE = "1"
"""Unit of `abaque`: the key that stands for it changes with the component."""

_ATTENDU = {Nature.DIRECT: "€", Nature.INDIRECT_FACTUEL: "€", Nature.INDIRECT_ANNUEL: "€/an"}
_UNITE_ILLISIBLE = "TAR003"


def formulas(depot: Depot) -> Iterator[Diagnostic]:
    """TAR001 to TAR009: what is wrong with a formula before any figure is known, under the word concerned."""
    cles = {nom: cle.unite for nom, cle in depot.cles.items()} | {ABAQUE: UNITE_NEUTRE}
    unreadable = {nom for nom, unite in cles.items() if _unit_problem(unite) is not None}
    for row in rows(depot):
        units = _units(row.ligne)
        silent = any(_unit_problem(unite) is not None for unite in units.values()) or bool(unreadable)
        for written in row.modes():
            for problem in formula_problems(written, units, cles):
                # An unreadable unit has its own message (TAR020), at the unit.
                if not (silent and problem.code == _UNITE_ILLISIBLE) and not _unknown_keys(depot, problem):
                    yield _formula(depot, written, problem)


def formula_problems(
    written: ModeEcrit, units: Mapping[str, str], cles: Mapping[str, str]
) -> tuple[FormulaProblem, ...]:
    """Return the problems of one formula; a direct cost is not shared and reads no key."""
    shared = written.nature is not Nature.DIRECT
    return check(
        written.mode.formule,
        variables=units,
        cles=cles if shared else {},
        attendu=_ATTENDU[written.nature],
        part_fixe=written.ligne.part_fixe,
        partagee=shared,
    )


def units(depot: Depot) -> Iterator[Diagnostic]:
    """TAR020: a unit that cannot be read."""
    for row in rows(depot):
        declared = [(unite, row.at("variables", nom)) for nom, unite in row.ligne.variables.items()]
        declared += [(item.unite, row.at("parametres", nom, "unite")) for nom, item in row.ligne.parametres.items()]
        for unite, reference in declared:
            yield from _unit(depot, unite, reference)
    for nom, cle in depot.cles.items():
        yield from _unit(depot, cle.unite, Reference(CLES, ("cles", nom, "unite")))


def without_example(depot: Depot) -> Iterator[Diagnostic]:
    """TAR015: a formula that no worked example illustrates."""
    for row in rows(depot):
        for written in row.modes():
            if not written.mode.exemples:
                message = f"le {written.texte} de {cite(row.ligne.id)} n'a pas d'exemple"
                yield signal("TAR015", place(depot, written.at("formule")), message, _example_hint(written))


def unused_names(depot: Depot) -> Iterator[Diagnostic]:
    """TAR017: a variable or a parameter that no formula of the row uses."""
    keys = {*depot.cles, *declared_names(depot, "cles")}
    for row in rows(depot):
        read = [compile_formula(written.mode.formule) for written in row.modes()]
        if None in read:
            continue
        used = {nom for formule in read if formule is not None for nom in formule.noms}
        if not used <= {*row.ligne.variables, *row.ligne.parametres, *keys, ABAQUE}:
            # A name that is not declared (TAR002) may be the misspelt one of this variable.
            continue
        declared = [(nom, row.at("variables", nom), "la variable") for nom in row.ligne.variables]
        declared += [(nom, row.at("parametres", nom), "le paramètre") for nom in row.ligne.parametres]
        for nom, reference, kind in declared:
            if nom not in used:
                message = f"{kind} {cite(nom)} de {cite(row.ligne.id)} n'est dans aucune de ses formules"
                yield signal("TAR017", place(depot, reference, key=True), message)


def without_variable(depot: Depot) -> Iterator[Diagnostic]:
    """TAR010: a shared formula that no component can concern, for want of a variable to give an amount to."""
    for row in rows(depot):
        for written in row.modes():
            formule = compile_formula(written.mode.formule)
            if formule is None or written.nature is Nature.DIRECT:
                continue
            if not any(nom in row.ligne.variables for nom in formule.noms) and _is_declared(depot, row, formule.noms):
                message = (
                    f"le {written.texte} de {cite(row.ligne.id)} n'emploie aucune variable : aucun composant ne peut "
                    "en donner le montant, il ne serait jamais facturé"
                )
                hint = "déclarer le prix comme variable, et en donner le montant au composant"
                yield signal("TAR010", place(depot, written.at("formule")), message, hint)


def _is_declared(depot: Depot, row: LigneEcrite, noms: tuple[str, ...]) -> bool:
    known = {*row.ligne.parametres, *depot.cles, ABAQUE}
    return all(nom in known for nom in noms)


def _unknown_keys(depot: Depot, problem: FormulaProblem) -> bool:
    """A name may be a key of an unreadable file: nothing is said then."""
    return problem.code == "TAR002" and "cles" in depot.incomplets


def _formula(depot: Depot, written: ModeEcrit, problem: FormulaProblem) -> Diagnostic:
    lieu = place_inside(depot, written.at("formule"), problem.start, problem.end)
    message = f"{problem.message} ({written.texte} de {cite(written.ligne.id)})"
    return signal(problem.code, lieu, message, problem.hint)


def _unit(depot: Depot, unite: str, reference: Reference) -> Iterator[Diagnostic]:
    problem = _unit_problem(unite)
    if problem is not None:
        yield signal(
            "TAR020", place_inside(depot, reference, problem.start, problem.end), problem.message, problem.hint
        )


def _unit_problem(unite: str) -> FormulaProblem | None:
    try:
        parse_unit(unite)
    except FormulaError as error:
        return error.problem
    return None


def _units(ligne: LigneTarif) -> dict[str, str]:
    return {**ligne.variables, **{nom: parametre.unite for nom, parametre in ligne.parametres.items()}}


def _example_hint(written: ModeEcrit) -> str:
    formule = compile_formula(written.mode.formule)
    if formule is None:
        return ""
    figures = [f"{nom}: …" for nom in formule.noms]
    shared = [f"{terme.cle}: …" for terme in formule.forme.parts]
    total = [f"total: {{{', '.join(dict.fromkeys(shared))}}}"] if shared else []
    line = ", ".join([*figures, *total, "attendu: …"])
    return f"ajouter sous « exemples: » la ligne {cite(f'- {{{line}}}')}"
