"""`compare.sceaux.arretes`: no figure of a closed exercice, no forecast whose phase is over, changes without a word."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.compare.sceaux.arretes import Cle, figures, settled
from convention.compare.sceaux.scelles import refusals
from convention.edition.rewrite import set_scalar, set_value
from convention.loading.loader import load
from convention.loading.yaml.noeuds import read_nodes
from convention.model.ecrits.journal import ActeSceau, Inscription
from convention.model.mots.communs import PHASES, Phase, StatutExercice
from tests.essais import Textes, fichiers_reels, lectures
from tests.preuves import exemples

if TYPE_CHECKING:
    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Reference

NEUF = Fraction(987_654)
"""A value that no figure has."""
LAXOU_2026 = "adherents/laxou/quantites/2026.yaml"
PARAPHEUR = "pricing/composants/S02.yaml"


@cache
def base() -> Depot:
    return load(Textes(fichiers_reels()), lectures()).depot


@cache
def closed_figures() -> list[tuple[int, Cle]]:
    years = [annee for annee, item in base().exercices.items() if item.statut is StatutExercice.CLOS]
    return [(annee, cle) for annee in years for cle in sorted(figures(base(), annee))]


def changed(path: str, avant: str, apres: str) -> Depot:
    files = fichiers_reels()
    assert avant in files[path]
    return load(Textes({**files, path: files[path].replace(avant, apres, 1)}), lectures()).depot


def written(reference: Reference) -> Depot:
    """Write another value in the place of a figure."""
    files, value = fichiers_reels(), str(NEUF)
    text = files[reference.path]
    root = read_nodes(reference.path, text.encode()).root
    assert root is not None
    try:
        text = set_scalar(text, root, reference.pointer, value)
    except LookupError:
        # One price for every phase.
        text = set_value(text, root, reference.pointer[:-1], value)
    return load(Textes({**files, reference.path: text}), lectures()).depot


def test_a_price_that_begins_in_a_phase_has_no_figure_in_those_before() -> None:
    depot = changed(PARAPHEUR, "previsionnel: ", "revise: ")
    before, after = figures(base(), 2024), figures(depot, 2024)
    (gone,) = before.keys() - after.keys()
    assert gone.phase is Phase.PREVISIONNEL


def said(head: Depot) -> list[Diagnostic]:
    return [item for item in refusals(base(), head) if item.code == "SCE012"]


def phrases(head: Depot) -> list[str]:
    return [item.message.replace("\u00a0", " ") for item in said(head)]


def _each_is_told(annee: int, cle: Cle) -> None:
    found = figures(base(), annee)[cle]
    told = [item for item in said(written(found.reference)) if item.span.path == found.reference.path]
    assert told
    assert all("987\u202f654" in item.message for item in told)
    assert any(f"l'exercice {annee} est clos" in item.message and cle.nom in item.message for item in told)


@given(st.data())
@exemples(5)
def test_every_figure_of_a_closed_exercice_that_changes_is_refused_at_its_line(data: st.DataObject) -> None:
    _each_is_told(*data.draw(st.sampled_from(closed_figures())))


@pytest.mark.long
@given(st.data())
@exemples(300)
def test_every_figure_of_a_closed_exercice_that_changes_is_refused_at_its_line_many_times(data: st.DataObject) -> None:
    _each_is_told(*data.draw(st.sampled_from(closed_figures())))


def test_a_figure_that_is_removed_or_added_is_told_as_one_that_changes() -> None:
    path = "adherents/laxou/quantites/2025.yaml"
    assert phrases(changed(path, "      serveurs: 4\n", "")) == [
        "l'exercice 2025 est clos, et « serveurs » de Laxou (prévisionnel) change : 4 devient rien"
    ]
    more = "comptages:\n  - {phase: previsionnel, date: 2024-10-02, source: essai, valeurs: {postes: 4}}\n"
    assert phrases(changed(path, "comptages:\n", more)) == [
        "l'exercice 2025 est clos, et « postes » de Laxou (prévisionnel) change : rien devient 4"
    ]


def test_a_forecast_of_an_open_exercice_is_refused_once_its_phase_is_over() -> None:
    (phrase,) = phrases(changed(LAXOU_2026, "      postes: 211\n", "      postes: 999\n"))
    assert phrase.startswith("l'exercice 2026 en est au révisé, sa prévision est annoncée, et « postes » de Laxou")
    assert phrase.endswith("(prévisionnel) change : 211 devient 999")
    single = "2026: {maintenance: 14400.00}"
    assert len(phrases(changed(PARAPHEUR, single, "2026: {maintenance: {previsionnel: 1.00, revise: 14400.00}}"))) == 1


@cache
def past_figures() -> list[tuple[int, Cle]]:
    return [
        (annee, cle)
        for annee, item in base().exercices.items()
        if item.statut is StatutExercice.OUVERT
        for cle in sorted(figures(base(), annee))
        if cle.phase in PHASES[: PHASES.index(item.phase)]
    ]


@given(st.data())
@exemples(5)
def test_every_figure_of_a_phase_that_is_over_is_refused_though_the_one_in_force_may_read_it(
    data: st.DataObject,
) -> None:
    annee, cle = data.draw(st.sampled_from(past_figures()))
    told = said(written(figures(base(), annee)[cle].reference))
    assert any(cle.nom in item.message and f"({cle.phase.libelle}) change" in item.message for item in told)


def test_a_figure_that_comes_in_a_phase_that_is_over_is_refused() -> None:
    more = "comptages:\n  - {phase: previsionnel, date: 2026-02-02, source: essai, valeurs: {postes: 4}}\n"
    (phrase,) = phrases(changed(LAXOU_2026, "comptages:\n", more))
    assert phrase.endswith("« postes » de Laxou (prévisionnel) change : rien devient 4")


def test_what_the_phase_in_force_alone_has_changes_freely() -> None:
    single = "2026: {maintenance: 14400.00}"
    assert phrases(changed(PARAPHEUR, single, "2026: {maintenance: {previsionnel: 14400.00, revise: 1.00}}")) == []


def test_a_forecast_of_the_phase_in_force_changes_freely() -> None:
    path = "adherents/laxou/quantites/2027.yaml"
    assert phrases(changed(path, "      postes: 215\n", "      postes: 999\n")) == []


@pytest.mark.parametrize(
    ("acte", "phases"),
    [
        (ActeSceau.RECTIFICATION, [Phase.PREVISIONNEL, Phase.REVISE]),
        (ActeSceau.DESCELLEMENT, []),
    ],
)
def test_a_declared_act_on_the_closing_lets_its_own_figures_change(acte: ActeSceau, phases: list[Phase]) -> None:
    head = changed(
        PARAPHEUR, "2024: {maintenance: {previsionnel: 13800.00, realise: 13620.00}}", "2024: {maintenance: 1.00}"
    )
    inscription = Inscription.model_construct(
        fichier="pricing/clotures/2024.json", acte=acte, le=date(2026, 11, 3), sha256=None, remplace=None
    )
    told = [item.message for item in settled(base(), head, [inscription])]
    assert [any(f"({nom})" in message for message in told) for nom in ("prévisionnel", "révisé")] == [bool(phases)] * 2
    assert not any("(réalisé)" in message for message in told)


def test_a_comment_a_source_or_the_order_of_counts_is_no_figure() -> None:
    path = "adherents/laxou/quantites/2025.yaml"
    assert phrases(changed(path, "comptages:\n", "comptages: # relus\n")) == []
    assert phrases(changed(path, "    source: ", "    hypothese: reprise\n    source: ")) == []
