"""Who comes or leaves once the balance is called keeps no exercice open: its regularisation carries the difference."""

from __future__ import annotations

from datetime import date

import pytest

from convention.checks.registry import memoires, run
from convention.checks.sceaux.scelles import REGLE
from convention.engine.appels.cloture import actual
from convention.engine.appels.sceller import rectify, seal_closing
from tests.engine.appels.petits_appels import appelle, avec_sceaux
from tests.espaces import espaces
from tests.essais import FIGES, fichiers, lire
from tests.les_cas import MINI, textes

GARDES = memoires()
APPELE = appelle(fichiers(FIGES / "ecoles"), "2026-03", "2026-10")
EXERCICE = "pricing/exercices/2026.yaml"
CLOS = {**APPELE, EXERCICE: APPELE[EXERCICE].replace("statut: ouvert", "statut: clos")}
LAC, AULNES = "adherents/college-du-lac/adherent.yaml", "adherents/college-des-aulnes/adherent.yaml"


def _of(code: str, files: dict[str, str]) -> list[str]:
    return [item.message for item in run(lire(files), gardes=GARDES) if item.code == code]


def _leaves(files: dict[str, str], fin: str) -> dict[str, str]:
    return {**files, LAC: files[LAC].replace("debut: 2026-01-01", f"debut: 2026-01-01, fin: {fin}")}


def _enters(files: dict[str, str], debut: str) -> dict[str, str]:
    return {**files, AULNES: files[AULNES].replace("debut: 2027-09-01", f"debut: {debut}")}


def test_a_departure_or_an_arrival_after_the_balance_is_no_fault_of_a_closed_exercice() -> None:
    assert _of("SCE009", CLOS) == []
    assert _of("SCE009", _leaves(CLOS, "2026-11-01")) == []
    assert _of("SCE009", _enters(CLOS, "2026-12-01")) == []
    assert _of("SCE009", _enters(_leaves(CLOS, "2026-11-01"), "2026-12-01")) == []


def test_of_an_open_exercice_the_difference_is_still_told() -> None:
    assert _of("SCE008", _leaves(APPELE, "2026-11-01"))


@pytest.mark.parametrize("fin", ["2026-10-15", "2026-07-01"])
def test_a_departure_before_the_balance_is_a_fault(fin: str) -> None:
    assert _of("SCE009", _leaves(CLOS, fin))


@pytest.mark.parametrize("fin", ["2026-10-15", "2026-07-01"])
def test_once_the_closing_says_who_was_there_a_departure_that_was_told_late_is_none(fin: str) -> None:
    files = _leaves(CLOS, fin)
    closed = avec_sceaux(files, seal_closing(actual(lire(files), 2026), date(2027, 4, 1)))
    assert _of("SCE009", closed) == []
    (prices,) = [path for path, text in CLOS.items() if "2026: {cout_annuel: 30080.00}" in text]
    dearer = {
        **closed,
        prices: closed[prices].replace("2026: {cout_annuel: 30080.00}", "2026: {cout_annuel: 31080.00}"),
    }
    assert len(_of("SCE009", dearer)) == 1
    # Who is said, once it is closed, to have left on another day is told by what was closed.
    later = {**closed, LAC: files[LAC].replace(f"fin: {fin}", "fin: 2026-06-01")}
    assert _of("SCE003", later)


def _rectified(files: dict[str, str]) -> dict[str, str]:
    depot = lire(files)
    return avec_sceaux(files, rectify(depot.sceaux["2026"], actual(depot, 2026), date(2027, 5, 1), "essai"))


@pytest.mark.parametrize("fin", ["2026-06-01", "2026-11-01"])
def test_a_departure_that_the_call_knew_is_moved_by_a_declared_correction_and_a_count_is_not(fin: str) -> None:
    files = appelle(_leaves(fichiers(FIGES / "ecoles"), "2026-07-01"), "2026-03", "2026-10")
    files[EXERCICE] = CLOS[EXERCICE].replace("phase: previsionnel", "phase: realise")
    closed = avec_sceaux(files, seal_closing(actual(lire(files), 2026), date(2027, 4, 1)))
    moved = {**closed, LAC: closed[LAC].replace("fin: 2026-07-01", f"fin: {fin}")}
    assert (len(_of("SCE003", moved)), len(_of("SCE009", moved))) == (2, 2)
    assert _of("SCE003", _rectified(moved)) == _of("SCE009", _rectified(moved)) == []
    counts = "adherents/college-du-lac/quantites/2026.yaml"
    recounted = {**moved, counts: moved[counts].replace("eleves: 320", "eleves: 310")}
    assert len(_of("SCE009", _rectified(recounted))) == 2


@pytest.mark.parametrize(
    ("formule", "lieu"),
    [
        ("cout_annuel * part(eleves)", "pricing/appels/2026-10.json"),
        ("2 * cout_annuel * part(eleves_ponderes)", "pricing/composants/S01.yaml"),
    ],
)
def test_another_key_or_formula_points_at_no_count_and_shows_the_formula_and_where_a_new_one_is_written(
    formule: str, lieu: str
) -> None:
    path = "pricing/couts-de-possession.yaml"
    files = {**CLOS, path: CLOS[path].replace("cout_annuel * part(eleves_ponderes)", formule)}
    (said,) = [item for item in run(lire(files), gardes=GARDES) if item.code == "SCE009"]
    assert said.span.path == lieu
    assert (path, "sa formule") in [(span.path, text) for span, text in said.related]
    assert espaces(said.hint).endswith(REGLE)


@pytest.mark.parametrize("somme", ["[imprimantes]", "[imprimantes, copieurs, postes]"])
def test_a_sum_that_lost_or_gained_a_term_points_at_no_count_of_the_others(somme: str) -> None:
    files, cles = {**fichiers(MINI), **textes("SCE009", "valide")}, "pricing/cles.yaml"
    files[cles] = files[cles].replace("[imprimantes, copieurs]", somme)
    (said,) = [item for item in run(lire(files)) if item.code == "SCE009"]
    assert said.span.path == "pricing/appels/2025-04.json"


def test_a_price_that_changes_is_a_fault_whoever_leaves() -> None:
    (prices,) = [path for path, text in CLOS.items() if "2026: {cout_annuel: 30080.00}" in text]
    files = {**CLOS, prices: CLOS[prices].replace("2026: {cout_annuel: 30080.00}", "2026: {cout_annuel: 31080.00}")}
    cost = " ne redonnent plus le coût annuel de « espace-numerique-de-travail »"
    for changed in (files, _leaves(files, "2026-11-01")):
        (said,) = _of("SCE009", changed)
        assert cost in espaces(said)


def _counted(files: dict[str, str]) -> dict[str, str]:
    """Write what is counted of who comes: it has lines."""
    references, counts = "pricing/references/potentiel-fiscal.yaml", "adherents/college-des-aulnes/quantites/2026.yaml"
    known = "college-emeraude: 1200"
    text = (
        "# yaml-language-server: $schema=../../../schemas/quantites.schema.json\norigine: demonstration\n"
        "comptages:\n  - {phase: previsionnel, date: 2025-09-22, source: essai, valeurs: {eleves: 390}}\n"
    )
    return {
        **files,
        references: files[references].replace(f"{known}}}", f"{known}, college-des-aulnes: 1000}}", 1),
        counts: text,
    }


def test_who_comes_hides_no_other_price() -> None:
    """His share takes just what the price adds: the others would pay what was called."""
    files = _counted(_enters(CLOS, "2026-12-01"))
    assert _of("SCE009", files) == []
    (prices,) = [path for path, text in CLOS.items() if "2026: {cout_annuel: 30080.00}" in text]
    files[prices] = files[prices].replace("2026: {cout_annuel: 30080.00}", "2026: {cout_annuel: 30730.00}")
    (said,) = _of("SCE009", files)
    assert " ne redonnent plus le coût annuel de « espace-numerique-de-travail »" in espaces(said)


def test_each_line_of_a_price_by_unit_is_explained_alone() -> None:
    """The call knew who would leave, and not who would come before: no day had both as they were known."""
    called, path = appelle(_leaves(fichiers(FIGES / "ecoles"), "2026-12-01"), "2026-03", "2026-10"), EXERCICE
    closed = {**called, path: called[path].replace("statut: ouvert", "statut: clos")}
    assert _of("SCE009", closed) == []
    told = _of("SCE009", _counted(_enters(closed, "2026-11-01")))
    assert [item for item in told if "acces-a-internet" in item] == []
