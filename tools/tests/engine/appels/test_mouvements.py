"""Who comes and leaves after a day is not known on it: the exercice is what it was then."""

from __future__ import annotations

from datetime import date

import pytest

from convention.base.period import Periode
from convention.engine.appels.mouvements import known_on, movements, told_later
from convention.model.mots.communs import Phase
from convention.model.resolution import resolve
from tests.essais import edited, lire
from tests.maquette import Cout, Membre, maquette

JOUR, DEPART, ENTREE = date(2026, 10, 15), date(2026, 11, 1), date(2026, 12, 1)
COUTS = {
    nom: Cout("prix: 10.00", annuel="prix * postes", suite="beneficiaires: souscription") for nom in ("un", "deux")
}
VUE = resolve(
    lire(
        maquette(
            {
                "metropole": Membre("postes: 1"),
                "part": Membre("postes: 1", adhesion="debut: 2024-01-01, fin: 2026-11-01"),
                "entre": Membre("postes: 1", adhesion="debut: 2026-12-01"),
                "prend": Membre("postes: 2", composants="{composant: un}, {composant: deux, debut: 2026-11-01}"),
                "change": Membre(
                    "postes: 1",
                    "{service: S03, debut: 2024-01-01, fin: 2026-10-15}, {service: S04, debut: 2026-12-01}, "
                    "{service: S03.2, debut: 2024-01-01, fin: 2026-12-01}",
                ),
            },
            COUTS,
        )
    ),
    2026,
    Phase.REVISE,
)


def test_the_movements_after_a_day_are_those_of_its_year_in_order() -> None:
    assert movements(VUE.perimetre, 2026, JOUR) == [DEPART, ENTREE]
    assert movements(VUE.perimetre, 2026, DEPART) == [ENTREE]
    assert movements(VUE.perimetre, 2024, date(2023, 12, 31)) == [date(2024, 1, 1)]
    assert movements(VUE.perimetre, 2024, date(2024, 1, 1)) == []


def test_what_was_told_after_a_day_was_not_known_on_the_eve_of_each_movement_until_then() -> None:
    assert told_later(VUE.perimetre, 2026, DEPART) == [date(2026, 10, 14), date(2026, 10, 31)]


@pytest.mark.parametrize(
    ("jour", "fin", "entre"), [(JOUR, None, False), (DEPART, DEPART, False), (ENTREE, DEPART, True)]
)
def test_a_membership_is_known_from_its_first_day_and_its_end_from_that_day(
    jour: date, fin: date | None, *, entre: bool
) -> None:
    payeurs = known_on(VUE, jour).perimetre.payeurs
    assert payeurs["part"].adhesion == Periode(date(2024, 1, 1), fin)
    assert ("entre" in payeurs) == entre


def test_a_subscription_is_known_from_its_first_day_and_its_end_from_that_day() -> None:
    seen = {jour: known_on(VUE, jour).perimetre.abonnements for jour in (JOUR, ENTREE)}
    debut = date(2024, 1, 1)
    assert {jour: [item["change", code] for code in ("S03", "S03.2", "S04")] for jour, item in seen.items()} == {
        JOUR: [(Periode(debut, JOUR),), (Periode(debut, None),), ()],
        ENTREE: [(Periode(debut, JOUR),), (Periode(debut, ENTREE),), (Periode(ENTREE, None),)],
    }
    assert [nom for nom, _ in seen[JOUR] if nom == "entre"] == []


def test_a_component_taken_after_a_day_is_not_known_on_it_and_one_taken_the_whole_time_is() -> None:
    seen = [known_on(VUE, jour).perimetre.souscrits for jour in (JOUR, DEPART)]
    assert [(item["prend", "un"], item["prend", "deux"]) for item in seen] == [
        ((None,), ()),
        ((None,), (Periode(DEPART, None),)),
    ]


def test_nothing_else_of_the_exercice_changes() -> None:
    known = known_on(VUE, JOUR)
    assert known._replace(perimetre=VUE.perimetre) == VUE


def test_the_end_of_a_convention_within_a_year_was_known_to_its_calls_and_moves_nobody() -> None:
    taken = {"souscriptions": "{service: S03, debut: 2024-09-01}", "adhesion": "debut: 2024-09-01"}
    files = edited(
        maquette({"metropole": Membre("postes: 1", **taken), "nancy": Membre("postes: 3", **taken)}, {}),
        "catalogue/convention.yaml",
        "effet: 2024-01-01\nduree_annees: 1\nreconductions: 4\n",
        "effet: 2024-09-01\nduree_annees: 2\nreconductions: 0\n",
    )
    vue = resolve(lire(files), 2026)
    assert vue.perimetre.payeurs["nancy"].adhesion == Periode(date(2024, 9, 1), date(2026, 9, 1))
    assert known_on(vue, date(2026, 3, 1)) == vue
    assert movements(vue.perimetre, 2026, date(2026, 3, 1)) == []
