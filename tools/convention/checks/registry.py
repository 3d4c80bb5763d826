"""The list of all checks, and how they are run.

Knows: the order of the two stages. Must not know: what a check says. To add one: a function in the file of its family,
its name here, its words in `base/codes`, its case in `tools/tests/cas/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from convention.base.diagnostic import Diagnostic, Severity, sort_diagnostics
from convention.checks import (
    a_venir,
    actes,
    actes_avenant,
    adherents,
    adhesions,
    alternatives,
    alternatives_noms,
    annees,
    articles,
    avenants,
    axes,
    besoins,
    bornes,
    budgets,
    calendriers,
    clauses,
    cles,
    conformite,
    continuite,
    contrats,
    couts,
    credits_votes,
    dates,
    derogations,
    echeances,
    effets,
    empreintes,
    equilibre,
    exemples,
    fidelite,
    fonctions,
    forfait,
    frequences,
    gouvernance,
    grilles,
    homonymes,
    identifiants,
    imputations,
    indices,
    infrastructures,
    journal,
    lectures,
    litiges,
    livraisons,
    montants,
    negatifs,
    nombres,
    origine,
    partage,
    periodes,
    poles,
    prerequis,
    procedures,
    projets,
    quantites,
    redactions,
    references,
    releves,
    resiliations,
    reunions,
    revoyures,
    sceaux_anterieurs,
    scelles,
    series,
    signatures,
    tarifs,
    titres,
    titres_formes,
    validations,
    volets,
)
from convention.checks.contexte import Contexte, build
from convention.model.depot import Depot, adherents_sans_identite, salvaged
from convention.model.genres import read_path

if TYPE_CHECKING:
    from collections.abc import Iterable

DatedCheck: TypeAlias = Callable[[Depot, date], Iterator[Diagnostic]]
"""A check that is told the day."""
Check: TypeAlias = Callable[[Depot], Iterator[Diagnostic]]
"""A check of what documents say to each other: always run."""
ComputedCheck: TypeAlias = Callable[[Contexte], Iterator[Diagnostic]]
"""A check of what the engine makes of them: what other errors make doubtful is not said."""

CHECKS: tuple[Check, ...] = (
    references.unknown_services,
    references.unknown_objects,
    references.unknown_tables,
    references.unknown_payers,
    identifiants.duplicates,
    homonymes.look_alikes,
    identifiants.misplaced,
    identifiants.not_subscribed_one_by_one,
    prerequis.self_required,
    prerequis.cycles,
    prerequis.unmet,
    prerequis.components_without_service,
    livraisons.without_subscription,
    periodes.reversed_periods,
    periodes.overlaps,
    periodes.outside_convention,
    periodes.outside_membership,
    dates.undeclared_years,
    dates.deliveries,
    dates.counted_twice,
    dates.forfait_dates,
    dates.closed_before_actual,
    annees.outside_convention,
    cles.definitions,
    cles.missing_vintages,
    cles.forfait,
    cles.mixed_countings,
    tarifs.formulas,
    tarifs.units,
    redactions.redactions,
    tarifs.without_example,
    tarifs.without_variable,
    exemples.examples,
    grilles.malformed_grids,
    indices.unknown_months,
    bornes.limits,
    bornes.exemptions,
    infrastructures.direct_costs,
    fidelite.unfaithful,
    dates.reopened,
    scelles.closings,
    scelles.undeclared,
    journal.broken_chain,
    journal.otherwise_than_listed,
    sceaux_anterieurs.restated_otherwise,
    sceaux_anterieurs.advances,
    signatures.signed,
    signatures.missing,
    signatures.contradictory,
    volets.contradictory,
    volets.closed_after,
    volets.otherwise_sealed,
    volets.frozen_otherwise,
    titres.amounts,
    titres.repeated,
    titres.dates,
    titres_formes.contradictory,
    titres_formes.numbers,
    litiges.unknown_notices,
    litiges.too_much,
    litiges.repeated,
    litiges.dates,
    adhesions.unknown_names,
    adhesions.incomplete,
    adhesions.dates,
    adhesions.opinions,
    adhesions.too_early,
    adhesions.of_nobody,
    resiliations.incomplete,
    resiliations.notices,
    resiliations.contradictory_ends,
    resiliations.late_plans,
    resiliations.dates,
    montants.component_amounts,
    montants.expense_amounts,
    montants.abaques,
    quantites.misplaced_counts,
    quantites.negative_counts,
    quantites.halves,
    forfait.recounted,
    quantites.staff_total,
    validations.not_validated,
    validations.validated_before,
    adherents.wrong_siren,
    adherents.shared_codes,
    adherents.incomplete_identity,
    adherents.incomplete_folders,
    adherents.managing_body,
    fonctions.data_protection,
    budgets.wrong_siret,
    budgets.settlements,
    budgets.unknown_budgets,
    budgets.voted_twice,
    budgets.main_budgets,
    besoins.validated_before,
    besoins.cited,
    besoins.repeated,
    axes.same_rank,
    axes.repeated,
    axes.public_security,
    origine.without_source,
    origine.not_in_convention,
    poles.lines,
    equilibre.unknown_names,
    equilibre.without_figure,
    equilibre.not_in_convention,
    articles.without_home,
    articles.unknown_places,
    clauses.repeated,
    clauses.missing,
    clauses.misplaced,
    nombres.unlike,
    nombres.unbound,
    nombres.misbound,
    gouvernance.unknown_objects,
    gouvernance.unknown_governance,
    gouvernance.misattached,
    reunions.duplicates,
    reunions.misfiled,
    reunions.contradictory,
    echeances.renewals,
    echeances.misdated_calls,
    projets.incomplete,
    projets.reversed_dates,
    projets.decisions,
    partage.without_consent,
    partage.contradictory,
    avenants.unknown_names,
    avenants.numbers,
    avenants.not_given,
    avenants.not_members,
    avenants.too_early,
    avenants.written_twice,
    avenants.kept_otherwise,
    actes_avenant.dates,
    actes_avenant.missing_acts,
    procedures.without_procedure,
    procedures.twice,
    procedures.unknown_fields,
    procedures.same_rank,
    conformite.contradictory,
    lectures.numbers,
    lectures.quotations,
    alternatives_noms.unknown_names,
    alternatives.unknown_fields,
    alternatives.repeated,
    alternatives.formulas,
    alternatives.rules,
    releves.unknown_names,
    releves.undeclared_columns,
    releves.contradictory,
    releves.uncountable_keys,
    releves.attached_twice,
    series.without_object,
)
WARNINGS: tuple[Check, ...] = (
    journal.without_journal,
    identifiants.comes_with_membership,
    derogations.needless,
    contrats.contracts,
    titres.missing,
    litiges.too_late,
    adhesions.late_states,
    adhesions.not_signed,
    resiliations.without_termination,
    resiliations.late_returns,
    montants.idle_assets,
    periodes.month_ends,
    tarifs.unused_names,
    grilles.holes_and_overlaps,
    grilles.cliffs,
    validations.unlikely_dates,
    dates.asked_after_start,
    fonctions.without_functions,
    fonctions.late_habilitations,
    fonctions.signatories,
    budgets.unused_accounts,
    calendriers.calendars,
    besoins.late_censuses,
    besoins.without_section,
    axes.early_measures,
    equilibre.without_estimate,
    equilibre.without_object,
    equilibre.without_document,
    articles.unexplained,
    nombres.without_bindings,
    reunions.late_documents,
    reunions.incomplete,
    reunions.overdue,
    empreintes.unnamed,
    frequences.too_few,
    frequences.without_report,
    frequences.before_calls,
    revoyures.reviews,
    echeances.without_renewal,
    echeances.without_calls,
    projets.without_group,
    partage.without_information,
    actes.incomplete_acts,
    actes.stale,
    conformite.missing_years,
    lectures.unread,
    effets.without_effect,
    series.unattached_rows,
    series.unreadable_rows,
    series.odd_days,
    series.moves,
)
"""Checks that never find an error: a command that only needs to be sure of its figures does without them."""

COMPUTED_CHECKS: tuple[ComputedCheck, ...] = (
    couts.parameters,
    couts.divided_by_zero,
    couts.expenses_divided_by_zero,
    couts.recovered_twice,
    negatifs.amounts,
    scelles.altered,
    scelles.called_otherwise,
    indices.not_yet_in_force,
    quantites.missing_counts,
    imputations.accounts,
    imputations.forfait,
)
COMPUTED_WARNINGS: tuple[ComputedCheck, ...] = (
    couts.unpaid,
    couts.vacancies,
    bornes.idle_exemptions,
    bornes.unreachable,
    continuite.interrupted,
    continuite.without_amount,
    quantites.missing_in_phases,
    quantites.unbilled_counts,
    quantites.unlikely_counts,
    credits_votes.insufficient,
    releves.unbilled_keys,
    series.without_data,
)
"""Checks of what the engine makes of the documents that never find an error."""


DATED_CHECKS: tuple[DatedCheck, ...] = (
    a_venir.facts,
    a_venir.states,
    a_venir.seals,
    series.extracted_later,
)
"""Checks that are told the day: what they find, they find on no later one."""


def run(depot: Depot, au: date | None = None, *, errors_only: bool = False) -> tuple[Diagnostic, ...]:
    """Check a Depot.

    A wrong file only silences what is computed from it; any error silences the warnings that follow from sums; one
    that prevents computing silences what compares a seal with what is computed.

    Args:
        depot: the documents.
        au: the day on which they are read; None: nothing is said of what is still to come.
        errors_only: leave out the checks that never find an error.
    """
    checks = CHECKS if errors_only else (*CHECKS, *WARNINGS)
    found = [*_all(check(depot) for check in checks), *_dated(depot, au), *_rest_of_misshapen(depot, au)]
    # Without its keys, no formula can be read: everything computed would be doubtful.
    if "cles" not in depot.incomplets:
        wrong = depot.illisibles | {item.span.path for item in found if item.severity is Severity.ERREUR}
        contexte = build(depot)
        computed_checks = COMPUTED_CHECKS if errors_only else (*COMPUTED_CHECKS, *COMPUTED_WARNINGS)
        computed = _all(check(contexte) for check in computed_checks)
        sure = [item for item in computed if not wrong or _is_sure(item, wrong)]
        doubtful = any(_prevents_computing(item) for item in (*found, *sure))
        found += [item for item in sure if not (doubtful and item.code in SUR_UN_SCEAU)]
    return sort_diagnostics(found)


def _prevents_computing(diagnostic: Diagnostic) -> bool:
    known = read_path(diagnostic.span.path)
    return diagnostic.code in INCALCULABLES and known is not None and known.genre.nom in scelles.CALCULES


def _dated(depot: Depot, au: date | None) -> Iterator[Diagnostic]:
    return _all(check(depot, au) for check in DATED_CHECKS) if au is not None else iter(())


def _rest_of_misshapen(depot: Depot, au: date | None) -> Iterator[Diagnostic]:
    """Check what misshapen documents would hide: the rest of each, and the folders without their identity.

    Only what is said of one value, or inside one folder, holds without what was set aside.
    """
    partial = salvaged(depot)
    if partial is None:
        return
    restes = {path: fichier.reste.root for path, fichier in depot.fichiers.items() if fichier.reste is not None}
    folders = tuple(f"adherents/{nom}/" for nom in adherents_sans_identite(depot))
    # A name may be unknown only because its declaration is what is wrong: what cites it waits for the files that name.
    named = depot.incomplets <= GENRES_D_UN_ADHERENT
    for item in (*_all(check(partial) for check in (*CHECKS, *WARNINGS)), *_dated(partial, au)):
        path, code = item.span.path, item.code
        if path in restes:
            field = item.pointer.partition("/")[2].partition("/")[0]
            holds, others = field in restes[path], code == "REF001"
        else:
            holds, others = path.startswith(folders) and path not in depot.illisibles, code not in DE_L_IDENTITE
        if holds and (code in D_UNE_VALEUR or (named and others)):
            yield item


GENRES_D_UN_ADHERENT = frozenset(
    {"adherent", "fonctions", "budget", "souscriptions", "quantites", "depenses", "besoins", "adhesion", "resiliation"}
)
"""Kinds whose documents name nothing that others refer to, but an adherent (by its folder)."""
D_UNE_VALEUR = frozenset(
    {"ADH001", "ORI002", "PER001", "PER003", "PER004", "PER009", "PER012"}
    | {"QTE002", "QTE004", "TAR001", "TAR006", "TAR020"}
)
"""Codes that depend on one value and nothing else in its file."""
DE_L_IDENTITE = frozenset({"ADH009", "ADH016", "SOR003"})
"""Codes that compare a folder with what is set aside of its identity: the type of the adherent, its membership."""


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


SUR_UN_SCEAU = frozenset({"SCE003", "SCE008", "SCE009"})
"""Codes that compare a seal with what is computed today."""
INCALCULABLES = frozenset(
    {"PER001", "REF001", "REF002", "REF003", "REF004"}
    | {f"TAR0{rang:02}" for rang in (1, 2, 3, 6, 9, 10, 11, 12, 16, 19, 23, 26, 27, 28, 29, 32)}
)
"""Errors for which a line is not computed, or not as meant: what then differs from a seal only follows from them."""

_DEPENDENCES = {
    # The managing body has no account: without it, nobody is known to need one.
    "TAR018": ("catalogue/convention.yaml", "pricing/comptes.yaml"),
    "TAR019": ("pricing/forfait.yaml",),
}
"""Files without which a computed message means nothing."""


def _all(groups: Iterable[Iterator[Diagnostic]]) -> Iterator[Diagnostic]:
    return (diagnostic for group in groups for diagnostic in group)
