"""The list of all checks, and how they are run.

Knows: the order of the two stages. Must not know: what a check says. To add one: a function in the file of its family,
its name here, its code in `base.codes`, its case in `tools/tests/cas/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from convention.base.diagnostic import Diagnostic, Severity, sort_diagnostics
from convention.checks import (
    adherents,
    cles,
    continuite,
    couts,
    dates,
    exemples,
    identifiants,
    imputations,
    livraisons,
    montants,
    origine,
    periodes,
    prerequis,
    quantites,
    references,
    tarifs,
)
from convention.checks.contexte import Contexte, build
from convention.model.depot import Depot, salvaged

if TYPE_CHECKING:
    from collections.abc import Iterable

Check: TypeAlias = Callable[[Depot], Iterator[Diagnostic]]
"""A check of what documents say to each other: always run."""
ComputedCheck: TypeAlias = Callable[[Contexte], Iterator[Diagnostic]]
"""A check of what the engine makes of them: what other errors make doubtful is not said."""

CHECKS: tuple[Check, ...] = (
    references.unknown_services,
    references.unknown_objects,
    identifiants.duplicates,
    identifiants.misplaced,
    identifiants.not_subscribed_one_by_one,
    identifiants.comes_with_membership,
    prerequis.self_required,
    prerequis.cycles,
    prerequis.unmet,
    prerequis.components_without_service,
    livraisons.without_subscription,
    periodes.reversed_periods,
    periodes.overlaps,
    periodes.month_ends,
    periodes.outside_convention,
    periodes.outside_membership,
    dates.undeclared_years,
    dates.deliveries,
    dates.counted_twice,
    dates.forfait_dates,
    dates.closed_before_actual,
    cles.definitions,
    cles.forfait,
    cles.mixed_countings,
    tarifs.formulas,
    tarifs.units,
    tarifs.without_example,
    tarifs.unused_names,
    tarifs.without_variable,
    exemples.examples,
    montants.component_amounts,
    montants.expense_amounts,
    montants.abaques,
    quantites.misplaced_counts,
    quantites.negative_counts,
    quantites.staff_total,
    adherents.wrong_siren,
    adherents.shared_codes,
    adherents.incomplete_identity,
    adherents.incomplete_folders,
    adherents.managing_body,
    origine.without_source,
    origine.not_in_convention,
)

COMPUTED_CHECKS: tuple[ComputedCheck, ...] = (
    couts.parameters,
    couts.divided_by_zero,
    couts.expenses_divided_by_zero,
    couts.unpaid,
    couts.vacancies,
    couts.recovered_twice,
    continuite.interrupted,
    continuite.without_amount,
    quantites.missing_counts,
    quantites.missing_in_phases,
    quantites.unbilled_counts,
    imputations.accounts,
    imputations.forfait,
)


def run(depot: Depot) -> tuple[Diagnostic, ...]:
    """Check a Depot.

    A wrong file only silences what is computed from it; any error silences the warnings that follow from sums.
    """
    found = [*_all(check(depot) for check in CHECKS), *_rest_of_misshapen(depot)]
    # Without its keys, no formula can be read: everything computed would be doubtful.
    if "cles" not in depot.incomplets:
        wrong = depot.illisibles | {item.span.path for item in found if item.severity is Severity.ERREUR}
        contexte = build(depot)
        computed = _all(check(contexte) for check in COMPUTED_CHECKS)
        found += [item for item in computed if not wrong or _is_sure(item, wrong)]
    return sort_diagnostics(found)


def _rest_of_misshapen(depot: Depot) -> Iterator[Diagnostic]:
    """Check, in a misshapen document, the values that are right: what is said of one value holds without the others."""
    partial = salvaged(depot)
    if partial is None:
        return
    paths = {path for path, fichier in depot.fichiers.items() if fichier.reste is not None}
    # A name may be unknown only because its declaration is what is wrong: references wait for the files that name.
    known = D_UNE_VALEUR | ({"REF001"} if depot.incomplets <= GENRES_D_UN_ADHERENT else set())
    for item in _all(check(partial) for check in CHECKS):
        if item.span.path in paths and item.code in known:
            yield item


GENRES_D_UN_ADHERENT = frozenset({"adherent", "souscriptions", "quantites", "depenses"})
"""Kinds whose documents name nothing that others refer to, but an adherent (by its folder)."""
D_UNE_VALEUR = frozenset(
    {"ADH001", "ORI002", "PER001", "PER003", "PER004", "PER009", "QTE002", "QTE004", "TAR001", "TAR006", "TAR020"}
)
"""Codes that depend on one value and nothing else in its file."""


def _is_sure(diagnostic: Diagnostic, wrong: frozenset[str]) -> bool:
    """Tell whether a computed message holds whatever the wrong files should say."""
    if diagnostic.severity is not Severity.ERREUR or any(
        path in wrong for path in _DEPENDENCES.get(diagnostic.code, ())
    ):
        return False
    folders = {path.split("/")[1] for path in wrong if path.startswith("adherents/")}
    # A component's beneficiaries follow from its service: which sub-services are on demand, what comes with membership.
    causes = [span.path for span, _ in diagnostic.related if "/composants/" in span.path]
    services = {f"catalogue/services/{path.rpartition('/')[2]}" for path in causes}
    parts = diagnostic.span.path.split("/")
    if parts[0] == "adherents" and (parts[1] in folders or f"pricing/exercices/{parts[-1]}" in wrong):
        return False
    return not services & wrong


_DEPENDENCES = {
    # The managing body has no account: without it, nobody is known to need one.
    "TAR018": ("catalogue/convention.yaml", "pricing/comptes.yaml"),
    "TAR019": ("pricing/forfait.yaml",),
}
"""Files without which a computed message means nothing."""


def _all(groups: Iterable[Iterator[Diagnostic]]) -> Iterator[Diagnostic]:
    return (diagnostic for group in groups for diagnostic in group)
