"""`compare.decision.echeances`: the days before which a decision is to be taken, and the budgets that it meets."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.compare.decision.echeances import (
    DateBudget,
    Delais,
    Echeance,
    Terme,
    budget_dates,
    deadlines,
    last_day,
    standing,
)
from convention.model.documents.gouvernance import Procedure
from convention.reports.comparaison.decision import who_decides
from tests.compare.decision.petites_decisions import COMPOSANTS, MEMBRES, compared, decided, petit
from tests.espaces import espaces
from tests.essais import edited, lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre

EXERCICE = "pricing/exercices/2026.yaml"
FILES = petit(exercices=(2026, 2027))
JALONS = (
    "jalons: {avril: {date: 2026-04-15, objet: essai, volets: [{genre: acompte, exercice: 2026, taux: 0.5}]}, "
    "octobre: {date: 2026-10-15, objet: essai}}"
)
APPELE = {**FILES, EXERCICE: f"{FILES[EXERCICE]}{JALONS}\n"}
EFFET = date(2027, 1, 1)


def _procedure(avant: str | None = None, preavis: int | None = None, *, retroactive: bool = False) -> Procedure:
    return Procedure.model_construct(avant=avant, preavis_mois=preavis, retroactive=retroactive)


def test_an_annual_price_is_decided_before_the_call_of_october_of_the_year_before() -> None:
    assert deadlines(_procedure("octobre", 2), EFFET, lire(APPELE)) == (
        Echeance(Terme.APPEL, date(2026, 10, 15), 2026),
        Echeance(Terme.PREAVIS, date(2026, 11, 1), 2027),
        Echeance(Terme.EFFET, EFFET, 2027),
    )


def test_the_call_of_april_is_that_of_the_year_of_the_effect_and_comes_when_it_comes() -> None:
    assert deadlines(_procedure("avril", 1), date(2026, 3, 1), lire(APPELE)) == (
        Echeance(Terme.PREAVIS, date(2026, 2, 1), 2026),
        Echeance(Terme.EFFET, date(2026, 3, 1), 2026),
        Echeance(Terme.APPEL, date(2026, 4, 15), 2026),
    )


@pytest.mark.parametrize(("effet", "annee"), [(date(2027, 10, 14), 2026), (date(2027, 10, 15), 2027)])
def test_a_call_that_announces_nothing_is_the_last_of_its_name_before_the_effect(effet: date, annee: int) -> None:
    path = "pricing/exercices/2027.yaml"
    calls = lire({**APPELE, path: f"{FILES[path]}jalons: {{octobre: {{date: 2027-10-15, objet: essai}}}}\n"})
    assert Echeance(Terme.APPEL, date(annee, 10, 15), annee) in deadlines(_procedure("octobre"), effet, calls)


@pytest.mark.parametrize("effet", [date(2027, 1, 1), date(2030, 1, 1)])
def test_a_call_whose_day_is_not_known_comes_last(effet: date) -> None:
    # The exercice of 2026 has no calls here; that of 2029 does not exist.
    assert deadlines(_procedure("octobre"), effet, lire(FILES)) == (
        Echeance(Terme.EFFET, effet, effet.year),
        Echeance(Terme.APPEL, None, effet.year - 1),
    )


def test_what_may_be_recorded_afterwards_has_no_deadline() -> None:
    assert deadlines(_procedure(retroactive=True), EFFET, lire(FILES)) == ()


def test_without_a_day_of_effect_nothing_is_to_be_decided() -> None:
    assert deadlines(_procedure("octobre", 2), None, lire(FILES)) == ()


@pytest.mark.parametrize(("mois", "dates"), [(24_311, [date(1, 2, 1)]), (24_312, [])])
def test_a_notice_longer_than_the_calendar_is_not_dated(mois: int, dates: list[date]) -> None:
    # From January of the year 1 to January 2027: 12 × 2 026 = 24 312 months.
    found = deadlines(_procedure(None, mois, retroactive=True), EFFET, lire(FILES))
    assert [item.date for item in found] == dates


@pytest.mark.parametrize(
    ("au", "tardifs", "debuts"),
    [
        (None, (), ["à décider au plus tard le 1er novembre 2026", "prise d'effet le 1er janvier 2027"]),
        (date(2026, 9, 1), (), ["à décider au plus tard le 1er novembre 2026", "prise d'effet le 1er janvier 2027"]),
        (date(2026, 11, 27), (1,), ["trop tard pour le 1er janvier 2027, que les fichiers écrivent"]),
    ],
)
def test_a_day_is_told_of_the_points_that_it_is_for(
    au: date | None, tardifs: tuple[int, ...], debuts: list[str]
) -> None:
    costs = {
        nom: Cout(f"cout: {euros}", annuel="cout * part(postes)")
        for nom, euros in (("reseau", "1200.00"), ("serveur", "600.00"))
    }
    before = petit(couts=costs, exercices=(2026, 2027, 2028))
    # 1 the network, from 2027; 2 the server, from 2028.
    after = edited(before, COMPOSANTS, "2027: {cout: 1200.00}", "2027: {cout: 1260.00}")
    after = edited(after, COMPOSANTS, "2028: {cout: 600.00}", "2028: {cout: 660.00}")
    found = decided(before, after, au)
    assert [(voie.premiers, voie.tardifs(au)) for voie in found.voies] == [((1,), tardifs)]
    told = who_decides(found, compared(before, after)).delais
    dated = [espaces(text) for text in told if "la date n'est pas connue" not in espaces(text)]
    assert [text.partition(" :")[0] for text in dated] == [f"Pour le point 1, {debut}" for debut in debuts]


# --- budgets ---


def _budget(files: dict[str, str], **days: str) -> dict[str, str]:
    """Give some adherents their budget calendar of 2027."""
    for nom, day in days.items():
        path = f"adherents/{nom}/budget.yaml"
        files[path] = (
            f"{first_line(path)}{DEMO}budgets: {{principal: {{libelle: Principal, genre: principal}}}}\n"
            f"exercices: {{2027: {{calendrier: {{bp: {day}}}}}}}\n"
        )
    return files


def test_the_budgets_of_those_whose_amount_moves_are_dated_the_first_first() -> None:
    membres = {
        **MEMBRES,
        "dombasle": Membre("postes: 5"),
        "custines": Membre("postes: 5"),
        "bosserville": Membre("postes: 5", ""),
    }
    days = {"laxou": "2027-01-20", "dombasle": "2027-02-01", "custines": "2027-02-01", "bosserville": "2027-01-15"}
    base = _budget(petit(membres, exercices=(2026, 2027)), **days)
    after = edited(base, COMPOSANTS, "2027: {cout: 1200.00}", "2027: {cout: 1260.00}")
    moved = compared(base, after)
    # Bosserville takes nothing; Nancy and the managing body have no calendar; nothing moves in 2026.
    assert budget_dates(date(2027, 6, 1), moved) == (
        DateBudget("laxou", date(2027, 1, 20)),
        DateBudget("custines", date(2027, 2, 1)),
        DateBudget("dombasle", date(2027, 2, 1)),
    )
    assert budget_dates(date(2026, 6, 1), moved) == ()
    assert budget_dates(None, moved) == ()


def test_the_budget_of_another_year_and_of_who_leaves_are_not_dated() -> None:
    base = _budget(petit(exercices=(2026, 2027)), nancy="2027-03-01", laxou="2027-03-02")
    after = {path: text for path, text in base.items() if not path.startswith("adherents/laxou/")}
    assert budget_dates(date(2027, 1, 1), compared(base, after)) == (DateBudget("nancy", date(2027, 3, 1)),)
    assert budget_dates(date(2026, 1, 1), compared(base, after)) == ()


# --- on a day ---

AU = date(2026, 11, 27)
APPEL = Echeance(Terme.APPEL, date(2026, 10, 15), 2026)
PREAVIS = Echeance(Terme.PREAVIS, date(2026, 11, 1), 2027)
PRISE = Echeance(Terme.EFFET, EFFET, 2027)
INCONNU = Echeance(Terme.APPEL, None, 2026)
TOUTES = (APPEL, PREAVIS, PRISE, INCONNU)
VOTES = (DateBudget("laxou", date(2026, 11, 26)), DateBudget("nancy", AU))


def test_without_a_day_everything_is_to_come() -> None:
    assert standing(TOUTES, VOTES, EFFET, None, None) == Delais(TOUTES, (), (), VOTES)


def test_a_day_parts_what_is_missed_from_what_is_to_come_and_the_day_itself_is_to_come() -> None:
    found = standing((APPEL, INCONNU, PRISE), VOTES, EFFET, AU, None)
    assert found == Delais((INCONNU, PRISE), (APPEL,), VOTES[:1], VOTES[1:])
    assert standing((APPEL,), (), EFFET, date(2026, 10, 15), None) == Delais((APPEL,), (), (), ())


def test_without_its_notice_neither_the_effect_that_was_asked_nor_its_budgets_are_waited_for() -> None:
    assert standing(TOUTES, VOTES, EFFET, AU, None) == Delais((INCONNU,), (APPEL, PREAVIS), (), ())


@pytest.mark.parametrize(
    ("decidee", "missed"),
    [(date(2026, 10, 15), ()), (date(2026, 10, 16), (APPEL,)), (date(2026, 11, 2), (APPEL, PREAVIS))],
)
def test_a_deadline_that_the_decision_kept_is_not_missed(decidee: date, missed: tuple[Echeance, ...]) -> None:
    assert standing(TOUTES, (), EFFET, AU, decidee).manquees == missed


def test_of_an_effect_or_a_year_that_is_past_nothing_is_waited_for() -> None:
    assert standing(TOUTES, VOTES, EFFET, date(2027, 1, 2), None) == Delais((), (), VOTES, ())
    assert standing(TOUTES, VOTES, EFFET, date(2028, 1, 1), None) == Delais((), (), (), ())


@given(au=st.dates(date(2026, 1, 1), date(2028, 12, 31)), effet=st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_no_day_that_is_past_is_ever_to_come_nor_said_twice(au: date, effet: date) -> None:
    found = standing(TOUTES, VOTES, effet, au, None)
    assert all(item.date is None or item.date >= au for item in found.a_venir)
    assert all(item.date >= au for item in found.votes_a_venir)
    assert not set(found.a_venir) & set(found.manquees)
    assert not set(found.votes) & set(found.votes_a_venir)


@pytest.mark.parametrize(
    ("terme", "day", "last"),
    [
        (Terme.PREAVIS, date(2026, 11, 1), date(2026, 11, 1)),
        (Terme.APPEL, date(2026, 10, 15), date(2026, 10, 14)),
        (Terme.EFFET, EFFET, date(2026, 12, 31)),
        (Terme.APPEL, None, None),
    ],
)
def test_a_notice_counts_its_own_day_and_a_call_or_an_effect_comes_after_the_last(
    terme: Terme, day: date | None, last: date | None
) -> None:
    assert last_day(Echeance(terme, day, 2027)) == last
