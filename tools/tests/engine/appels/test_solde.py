"""What an adherent that leaves still owes: the year under its prorata, less what was called (art. 13)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from convention.engine.appels.budget import budget
from convention.engine.appels.cloture import actual, uncalled
from convention.engine.appels.sceller import rectify, seal_closing
from convention.engine.appels.solde import (
    Regularisation,
    dus,
    is_to_be_called,
    is_to_be_settled,
    regularisations,
    unpaid,
)
from convention.engine.contribution import calculer
from convention.model.mots.communs import Origine, Phase, StatutExercice
from convention.model.resolution import resolve
from tests.arrivees import leaves
from tests.engine.appels.petits_appels import MEMBRES, appelle, avec_appels, avec_sceaux
from tests.essais import FIGES, edited, fichiers, lire, nancy
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from convention.model.depot import Depot

JUILLET = date(2026, 7, 1)


def test_the_year_of_the_departure_is_due_for_its_months_less_the_advance() -> None:
    depot = lire(leaves())
    (item,) = dus(depot, "bruyere", JUILLET)
    assert item.hypotheses == calculer(resolve(depot, 2026)).hypotheses != ()
    # Half of 21 700.00 €, 2 300.00 € and 242.42 € was called in April, before the departure was known.
    assert item.contribution == 10_850_00 + 1_150_00 + 124_35
    assert item.appele == 10_850_00 + 1_150_00 + 121_21
    assert item.reste == 3_14
    assert (item.exercice, item.phase, item.presence) == (2026, Phase.PREVISIONNEL, Fraction(1, 2))
    assert (item.directs, item.origine) == (0, Origine.DEMONSTRATION)


def test_direct_costs_are_outside_the_calls() -> None:
    (item,) = dus(lire(leaves()), "aubepine", date(2027, 1, 1))
    assert item.directs == 9_465_60
    assert item.reste == item.contribution - 9_465_60 - item.appele


@pytest.mark.parametrize(("fin", "years"), [(date(2027, 1, 1), [2026]), (date(2027, 1, 2), [2026, 2027])])
def test_the_eve_of_the_end_is_the_last_day(fin: date, years: list[int]) -> None:
    assert [item.exercice for item in dus(nancy(), "ludres", fin)] == years


def test_what_is_called_of_another_adherent_does_not_count() -> None:
    depot = lire(leaves())
    (item,) = dus(depot, "aubepine", JUILLET)
    sealed = depot.sceaux["2026-04"].lignes
    assert item.appele == sum(ligne.montant for ligne in sealed if ligne.adherent == "aubepine")


def test_a_closed_exercice_is_due_until_its_regularisation_is_sealed() -> None:
    files = appelle(fichiers(FIGES / "ecoles"), "2026-03", "2026-10")
    path, year = "adherents/college-du-lac/adherent.yaml", "pricing/exercices/2026.yaml"
    files[path] = files[path].replace("debut: 2026-01-01", "debut: 2026-01-01, fin: 2026-11-01")
    opened = dus(lire(files), "college-du-lac", date(2026, 11, 1))
    files[year] = files[year].replace("statut: ouvert", "statut: clos").replace("phase: previsionnel", "phase: realise")
    closed = dus(lire(files), "college-du-lac", date(2026, 11, 1))
    assert [(item.exercice, item.reste) for item in closed] == [(item.exercice, item.reste) for item in opened]
    assert closed[0].reste < 0
    # Nothing was called of who was not there: its closed year asks nothing.
    assert dus(lire(files), "college-des-aulnes", date(2027, 1, 1)) == ()


def test_the_regularisations_to_come_have_the_day_of_their_call() -> None:
    depot = nancy()
    assert regularisations(depot, "nancy", date(2024, 1, 1), date(2029, 1, 1)) == (
        Regularisation(2026, date(2027, 4, 15)),
        Regularisation(2027, date(2028, 4, 14)),
        Regularisation(2028, None),
    )


def _corrected(volets: dict[str, str], le: date = date(2025, 6, 1), partis: tuple[str, ...] = ()) -> Depot:
    """Return 2024 closed, regularised on 15 April, then corrected on a day: ten workstations more, at 7 €."""
    asked = {"2024-10": "{genre: solde, exercice: 2024}", "2025-04": "{genre: regularisation, exercice: 2024}"}
    left = {nom: Membre("postes: 3", adhesion="debut: 2024-01-01, fin: 2025-01-01") for nom in partis}
    files = appelle(avec_appels({**MEMBRES, **left}, volets={**asked, **volets}), "2024-10", "2025-04")
    closing = seal_closing(actual(lire(files), 2024), date(2025, 3, 1))
    files = edited(files, "adherents/nancy/quantites/2024.yaml", "postes: ", "postes: 1")
    return lire(avec_sceaux(files, rectify(closing, actual(lire(files), 2024), le, "oubli")))


def test_a_correction_goes_with_the_next_call_that_regularises_a_later_exercice() -> None:
    depot = _corrected(
        {"2025-10": "{genre: solde, exercice: 2025}", "2026-04": "{genre: regularisation, exercice: 2025}"}
    )
    told = regularisations(depot, "nancy", date(2024, 1, 1), date(2025, 1, 1))
    assert told == (Regularisation(2024, date(2026, 4, 15)),)
    assert uncalled(depot, 2024) is None


def test_the_call_that_carries_a_correction_is_awaited_by_who_left_before_it_and_is_corrected_and_nobody_else() -> None:
    volets = {"2025-10": "{genre: solde, exercice: 2025}", "2026-04": "{genre: regularisation, exercice: 2025}"}
    depot = _corrected(volets, partis=("nancy", "laxou"))
    assert [is_to_be_called(depot, nom, date(2026, 1, 1)) for nom in ("nancy", "laxou")] == [True, False]


def test_the_budget_of_the_year_of_that_call_waits_for_a_correction_of_its_adherent_alone() -> None:
    depot = _corrected(
        {"2025-10": "{genre: solde, exercice: 2025}", "2026-04": "{genre: regularisation, exercice: 2025}"}
    )
    waited = {nom: budget(depot, nom, 2026, date(2026, 1, 1)).a_venir for nom in ("nancy", "metropole")}
    assert {nom: [item.exercice for item in found] for nom, found in waited.items()} == {
        "nancy": [2024, 2025],
        "metropole": [2025],
    }


def test_a_correction_that_no_call_carries_waits_for_one_and_is_still_due() -> None:
    depot = _corrected({"2025-10": "{genre: solde, exercice: 2025}"})
    assert regularisations(depot, "nancy", date(2024, 1, 1), date(2025, 1, 1)) == (Regularisation(2024, None),)
    assert [(item.exercice, item.reste) for item in dus(depot, "nancy", date(2025, 1, 1))] == [(2024, 70_00)]
    assert uncalled(depot, 2024) == 70_00


def test_a_correction_is_in_the_regularisation_of_its_day_not_in_that_of_the_eve() -> None:
    same, later = (
        regularisations(_corrected({}, date(2025, 4, day)), "nancy", date(2024, 1, 1), date(2025, 1, 1))
        for day in (15, 16)
    )
    assert (same, [item.exercice for item in later]) == ((), [2024])


def test_a_correction_of_another_leaves_who_is_not_concerned_nothing_to_be_called_for_the_year() -> None:
    depot = _corrected({"2025-10": "{genre: solde, exercice: 2025}"})
    closed = depot.exercices[2024].model_copy(update={"statut": StatutExercice.CLOS})
    depot = depot._replace(exercices={**depot.exercices, 2024: closed})
    assert [item.exercice for item in dus(depot, "nancy", date(2025, 1, 1))] == [2024]
    assert dus(depot, "metropole", date(2025, 1, 1)) == ()
    assert regularisations(depot, "metropole", date(2024, 1, 1), date(2025, 1, 1)) == ()


def test_what_was_corrected_then_put_back_is_not_to_be_regularised() -> None:
    depot = _corrected({})
    closing = depot.sceaux["2024"]
    back = (item._replace(avant=item.apres, apres=item.avant) for item in closing.rectifications)
    again = closing._replace(rectifications=(*closing.rectifications, *back))
    assert (
        regularisations(
            depot._replace(sceaux={**depot.sceaux, "2024": again}), "nancy", date(2024, 1, 1), date(2025, 1, 1)
        )
        == ()
    )


def test_no_regularisation_concerns_a_year_before_the_membership_or_after_it() -> None:
    depot = nancy()
    assert [item.exercice for item in regularisations(depot, "nancy", date(2027, 7, 1), date(2028, 1, 1))] == [2027]


def test_the_documents_that_remain_to_be_paid_are_titres() -> None:
    depot = nancy()
    found = unpaid(depot, "essey-les-nancy")
    assert [(titre.numero, titre.montant) for titre in found] == [
        ("fictif-2026-0117", 14_389_13),
        ("fictif-2026-0118", 39_793_60),
    ]


# The only call of Laxou asks an advance, on 15 April 2024; it leaves with the year, that April 2025 regularises.
ACOMPTE = {"2024-04": "{genre: acompte, exercice: 2024, taux: 1}"}
REGULARISE = {**ACOMPTE, "2025-04": "{genre: regularisation, exercice: 2024}"}


def _called(volets: dict[str, str], *sealed: str, fin: str = ", fin: 2025-01-01") -> Depot:
    laxou = Membre("postes: 2", adhesion=f"debut: 2024-01-01{fin}")
    return lire(appelle(avec_appels({**MEMBRES, "laxou": laxou}, volets=volets), *sealed))


@pytest.mark.parametrize(
    ("sealed", "jour", "attendu"),
    [
        ((), date(2024, 4, 14), True),
        ((), date(2024, 4, 15), True),  # late
        (("2024-04",), date(2024, 4, 14), True),
        (("2024-04",), date(2024, 4, 15), False),
    ],
)
def test_a_call_is_to_come_until_its_day_then_as_long_as_it_is_not_sealed(
    sealed: tuple[str, ...], jour: date, *, attendu: bool
) -> None:
    assert is_to_be_called(_called(ACOMPTE, *sealed), "laxou", jour) is attendu


@pytest.mark.parametrize(("sealed", "attendu"), [(("2024-04",), True), (("2024-04", "2025-04"), False)])
def test_who_has_left_awaits_the_regularisation_of_its_last_year(sealed: tuple[str, ...], *, attendu: bool) -> None:
    assert is_to_be_called(_called(REGULARISE, *sealed), "laxou", date(2025, 4, 15)) is attendu


def test_what_regularises_the_years_after_a_departure_is_not_awaited() -> None:
    later = {**ACOMPTE, "2026-04": "{genre: regularisation, exercice: 2025}"}
    said = [
        is_to_be_called(_called(later, "2024-04", fin=fin), "laxou", date(2025, 6, 1))
        for fin in (", fin: 2025-01-01", "")
    ]
    assert said == [False, True]


@pytest.mark.parametrize(
    ("genre", "paiement", "attendu"),
    [
        ("titre", "", True),
        ("reversement", "", True),
        ("titre", ", paiement: 2024-05-02", False),
        ("imputation", "", False),
    ],
)
def test_what_is_issued_and_not_paid_is_to_be_settled_but_what_is_withheld(
    genre: str, paiement: str, *, attendu: bool
) -> None:
    path = "adherents/laxou/titres/2024.yaml"
    what = f"numero: T-1, genre: {genre}, objet: acompte, exercice: 2024, nature: indirects, section: fonctionnement"
    when = f"echeance: 2024-04, montant: 14.00, emission: 2024-04-15{paiement}"
    membres = {**MEMBRES, "laxou": Membre("postes: 2")}
    files = avec_appels(membres) | {path: f"{first_line(path)}{DEMO}titres: [{{{what}, {when}}}]\n"}
    assert is_to_be_settled(lire(files), "laxou") is attendu
    assert is_to_be_settled(lire(files), "nancy") is False


def test_who_has_no_workstation_is_present_as_long_as_its_membership() -> None:
    membre = Membre("stockage: 1", "{service: S03, debut: 2026-06-01}", "debut: 2026-03-01")
    files = maquette(
        {"metropole": Membre("postes: 1, stockage: 1"), "laxou": membre},
        {"reseau": Cout("cout: 100.00", annuel="cout * part(stockage)")},
        forfait="2024-01-01: 700.00",
    )
    (item,) = dus(lire(files), "laxou", date(2027, 1, 1))
    assert (item.presence, item.contribution, item.origine) == (Fraction(10, 12), 50_00, Origine.DEMONSTRATION)


def test_a_year_before_the_membership_owes_nothing() -> None:
    files = maquette(
        {"metropole": Membre("postes: 1"), "laxou": Membre("postes: 1", "", "debut: 2026-07-01")},
        {},
        forfait="2024-01-01: 700.00",
        exercices={2025: "previsionnel", 2026: "previsionnel"},
    )
    assert [
        (item.exercice, item.presence, item.contribution) for item in dus(lire(files), "laxou", date(2027, 1, 1))
    ] == [
        (2025, 0, 0),
        (2026, Fraction(1, 2), 350_00),
    ]
