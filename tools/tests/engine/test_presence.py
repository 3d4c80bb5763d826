"""`engine.presence`: who benefits from a component, and for what part of the year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.engine.presence import Presence, Presences, tie
from convention.model.resolution import resolve
from tests.essais import contribution, lire, montants, presences
from tests.maquette import Cout, Membre, maquette

METROPOLE = Membre("postes: 10")
PARTAGE = Cout("cout: 1200.00", annuel="cout * part(postes)")


def _presence(
    membre: Membre, cout: Cout = PARTAGE, *, prorata: str = "mensuel", seuil: int = 15, exercice: int = 2026
) -> Fraction:
    """Return the presence of Laxou for a component; zero when it does not benefit from it."""
    files = maquette(
        {"metropole": METROPOLE, "laxou": membre},
        {"reseau": cout},
        prorata=prorata,
        seuil=seuil,
        exercices={exercice: "previsionnel"},
    )
    return presences(files, "reseau", exercice).get("laxou", Fraction(0))


def test_a_subscriber_of_the_whole_year_counts_for_one() -> None:
    assert _presence(Membre("postes: 1")) == 1


def test_a_presence_begins_with_the_latest_of_membership_subscription_and_component() -> None:
    membre = Membre("postes: 1", adhesion="debut: 2026-02-01", souscriptions="{service: S03, debut: 2026-04-01}")
    cout = PARTAGE._replace(suite="debut: 2026-07-01")
    assert Fraction(9, 12) == _presence(membre)
    assert Fraction(6, 12) == _presence(membre, cout)


def test_a_presence_ends_with_the_earliest_of_membership_subscription_and_component() -> None:
    membre = Membre(
        "postes: 1",
        adhesion="debut: 2024-01-01, fin: 2026-11-01",
        souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-09-01}",
    )
    cout = PARTAGE._replace(suite="fin: 2026-04-01")
    assert Fraction(8, 12) == _presence(membre)
    assert Fraction(3, 12) == _presence(membre, cout)


def test_a_membership_that_ends_ends_the_subscription() -> None:
    membre = Membre("postes: 1", adhesion="debut: 2024-01-01, fin: 2026-07-01")
    assert Fraction(6, 12) == _presence(membre)


@pytest.mark.parametrize("adhesion", ["debut: 2027-01-01", "debut: 2024-01-01, fin: 2026-01-01"])
def test_who_is_a_member_before_or_after_the_exercice_is_not_there(adhesion: str) -> None:
    assert _presence(Membre("postes: 1", adhesion=adhesion)) == 0


def test_without_a_subscription_nobody_benefits() -> None:
    assert _presence(Membre("postes: 1", souscriptions="")) == 0


def test_a_subscription_to_another_service_gives_nothing() -> None:
    assert _presence(Membre("postes: 1", souscriptions="{service: S04, debut: 2024-01-01}")) == 0


def test_a_subscription_that_is_not_activated_gives_nothing() -> None:
    waiting = "{service: S03, debut: 2024-01-01, statut: souscrite_non_activee}"
    assert _presence(Membre("postes: 1", souscriptions=waiting)) == 0


def test_a_mandatory_service_comes_with_the_membership() -> None:
    membre = Membre("postes: 1", adhesion="debut: 2026-10-01", souscriptions="")
    assert Fraction(3, 12) == _presence(membre, PARTAGE._replace(service="S01"))


def test_a_service_covers_its_sub_services() -> None:
    assert _presence(Membre("postes: 1"), PARTAGE._replace(suite="sous_service: S03.1")) == 1


def test_a_service_does_not_cover_a_sub_service_on_demand() -> None:
    assert _presence(Membre("postes: 1"), PARTAGE._replace(suite="sous_service: S03.2")) == 0


def test_a_sub_service_on_demand_is_taken_by_its_own_subscription() -> None:
    membre = Membre("postes: 1", souscriptions="{service: S03.2, debut: 2026-07-01}")
    assert Fraction(6, 12) == _presence(membre, PARTAGE._replace(suite="sous_service: S03.2"))


def test_a_sub_service_taken_alone_does_not_give_the_service() -> None:
    membre = Membre("postes: 1", souscriptions="{service: S03.1, debut: 2024-01-01}")
    assert _presence(membre, PARTAGE._replace(suite="sous_service: S03.1")) == 1
    assert _presence(membre) == 0


def test_a_mandatory_service_does_not_give_its_sub_services_on_demand() -> None:
    couts = {"reseau": PARTAGE._replace(service="S01", suite="sous_service: S01.1")}
    taken = Membre("postes: 20", souscriptions="{service: S01.1, debut: 2024-01-01}")
    files = maquette({"laxou": Membre("postes: 10"), "nancy": taken}, couts)
    demande = "{code: S01.1, libelle: Conseil, a_la_demande: oui}"
    files["catalogue/services/S01.yaml"] += f"sous_services: [{demande}]\n"
    assert montants(files, "reseau") == {"nancy": 120_000}


def test_a_component_by_subscription_is_for_those_who_list_it() -> None:
    cout = PARTAGE._replace(suite="beneficiaires: souscription")
    listed = Membre("postes: 1", composants="{composant: reseau, debut: 2026-09-01}")
    assert Fraction(4, 12) == _presence(listed, cout)
    assert _presence(Membre("postes: 1"), cout) == 0


def test_a_listed_component_still_needs_its_service() -> None:
    cout = PARTAGE._replace(suite="beneficiaires: souscription")
    membre = Membre("postes: 1", souscriptions="", composants="{composant: reseau}")
    assert _presence(membre, cout) == 0


def test_two_stays_in_a_year_add_up() -> None:
    stays = "{service: S03, debut: 2024-01-01, fin: 2026-04-01}, {service: S03, debut: 2026-10-01}"
    assert Fraction(6, 12) == _presence(Membre("postes: 1", souscriptions=stays))


def test_two_stays_that_touch_make_a_whole_year() -> None:
    stays = "{service: S03, debut: 2024-01-01, fin: 2026-04-20}, {service: S03, debut: 2026-04-20}"
    assert _presence(Membre("postes: 1", souscriptions=stays)) == 1


def test_a_service_and_its_sub_service_do_not_count_twice() -> None:
    stays = "{service: S03, debut: 2026-04-01, fin: 2026-10-01}, {service: S03.1, debut: 2026-07-01}"
    membre = Membre("postes: 1", souscriptions=stays)
    assert Fraction(9, 12) == _presence(membre, PARTAGE._replace(suite="sous_service: S03.1"))


@pytest.mark.parametrize(
    ("prorata", "seuil", "fraction"),
    [
        ("mensuel", 15, Fraction(5, 12)),
        ("mensuel", 20, Fraction(6, 12)),
        ("journalier", 15, Fraction(169, 365)),
        ("aucun", 15, Fraction(1)),
    ],
)
def test_an_entry_on_16_july_is_measured_as_the_policy_says(prorata: str, seuil: int, fraction: Fraction) -> None:
    membre = Membre("postes: 1", souscriptions="{service: S03, debut: 2026-07-16}")
    assert fraction == _presence(membre, prorata=prorata, seuil=seuil)


def test_a_leap_year_has_366_days() -> None:
    membre = Membre("postes: 1", souscriptions="{service: S03, debut: 2028-02-01, fin: 2028-03-01}")
    assert Fraction(29, 366) == _presence(membre, prorata="journalier", exercice=2028)


def test_a_stay_that_the_policy_counts_for_nothing_is_not_charged() -> None:
    files = maquette(
        {
            "metropole": METROPOLE,
            "laxou": Membre("postes: 30", souscriptions="{service: S03, debut: 2026-12-16}"),
        },
        {"reseau": PARTAGE},
    )
    assert montants(files, "reseau") == {"metropole": 120_000}


def test_a_full_year_counts_for_one_who_is_there_on_its_last_day_and_nobody_else() -> None:
    stays = {
        "laxou": "{service: S03, debut: 2026-07-01}",
        "nancy": "{service: S03, debut: 2024-01-01, fin: 2026-07-01}",
        # It comes back before the end.
        "pulnoy": "{service: S03, debut: 2024-01-01, fin: 2026-04-01}, {service: S03, debut: 2026-10-01}",
        "sud": "{service: S03, debut: 2026-01-01, fin: 2026-03-01}, {service: S03, debut: 2026-05-01, fin: 2026-07-01}",
    }
    membres = {nom: Membre("postes: 1", souscriptions=text) for nom, text in stays.items()}
    vue = resolve(lire(maquette(membres, {"reseau": PARTAGE})), 2026)
    found = Presences(vue, pleine=True).beneficiaries(vue.perimetre.composants["reseau"])
    assert [(item.adherent, item.fraction) for item in found] == [("laxou", Fraction(1)), ("pulnoy", Fraction(1))]


def test_who_bears_what_others_leave_is_asked_for_apart_and_has_no_days() -> None:
    membres = {"metropole": Membre("postes: 1", souscriptions=""), "laxou": Membre("postes: 1")}
    vue = resolve(lire(maquette(membres, {"reseau": PARTAGE})), 2026)
    presences, composant = Presences(vue), vue.perimetre.composants["reseau"]
    alone = presences.beneficiaries(composant)
    assert [item.adherent for item in alone] == ["laxou"]
    assert presences.beneficiaries(composant, with_manager=True) == (*alone, Presence("metropole", (), Fraction(0)))


@pytest.mark.parametrize("policy", ["repartie", "gestionnaire"])
def test_the_managing_body_bears_nothing_of_a_service_that_nobody_leaves(policy: str) -> None:
    membres = {"metropole": Membre("postes: 1", souscriptions=""), "laxou": Membre("postes: 1")}
    couts = {"reseau": PARTAGE, "fini": PARTAGE._replace(suite="fin: 2026-07-01")}
    vue = resolve(lire(maquette(membres, couts, part_liberee=policy)), 2026)
    for composant in vue.perimetre.composants.values():
        assert [item.adherent for item in Presences(vue).beneficiaries(composant)] == ["laxou"]


@pytest.mark.parametrize(
    ("policy", "bearers"),
    [("repartie", ["laxou"]), ("gelee", ["laxou"]), ("gestionnaire", ["laxou", "metropole"])],
)
def test_the_managing_body_bears_what_who_leaves_frees_when_the_policy_says_so_alone(
    policy: str, bearers: list[str]
) -> None:
    parti = Membre("postes: 1", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}")
    membres = {"metropole": Membre("postes: 1", souscriptions=""), "laxou": parti}
    vue = resolve(lire(maquette(membres, {"reseau": PARTAGE}, part_liberee=policy)), 2026)
    found = Presences(vue).beneficiaries(vue.perimetre.composants["reseau"])
    assert [item.adherent for item in found] == bearers


@pytest.mark.parametrize(("terme", "fraction"), [(date(2026, 9, 1), Fraction(8, 12)), (date(2029, 1, 1), Fraction(1))])
def test_a_stay_that_goes_on_ends_with_the_convention_at_the_latest(terme: date, fraction: Fraction) -> None:
    parti = Membre("postes: 1", souscriptions="{service: S03, debut: 2024-01-01, fin: 2026-07-01}")
    vue = resolve(lire(maquette({"laxou": parti}, {"reseau": PARTAGE})), 2026)
    vue = vue._replace(perimetre=vue.perimetre._replace(terme=terme))
    presences = Presences(vue)
    (stay,) = presences.beneficiaries(vue.perimetre.composants["reseau"])
    assert (stay.fraction, presences.until_end(stay, None)) == (Fraction(1, 2), fraction)


def test_who_has_no_siren_comes_first_in_the_order_of_its_id() -> None:
    vue = resolve(lire(maquette({"laxou": Membre("", siren="200000008")}, {})), 2026)
    assert [tie(vue.regles, nom) for nom in ("laxou", "inconnu")] == [("200000008", "laxou"), ("", "inconnu")]


RANG = Cout("prix: 1.00, cout: 4.00", annuel="cout * part(postes) + si(rang = 1; prix; 0)")


def _rangs(membres: dict[str, Membre], suite: str, *, prorata: str = "mensuel") -> dict[str, int]:
    """Return the rank of 2026 for each beneficiary."""
    (calcul,) = contribution(maquette(membres, {"reseau": RANG._replace(suite=suite)}, prorata=prorata)).calculs
    return dict(zip(calcul.beneficiaires, calcul.rangs, strict=True))


def test_a_component_on_demand_has_its_rank_since_it_is_taken_and_who_is_not_there_has_the_first() -> None:
    exempt = "exonerations: [{adherents: [nancy], reliquat: gestionnaire, motif: essai}]"
    membres = {
        "metropole": Membre("", souscriptions=""),
        "laxou": Membre("postes: 1", composants="{composant: reseau}"),
        "nancy": Membre("postes: 1", composants="{composant: reseau, debut: 2025-03-01}"),
    }
    assert _rangs(membres, f"beneficiaires: souscription, {exempt}") == {"laxou": 3, "metropole": 1, "nancy": 2}


def test_a_sub_service_on_demand_has_its_rank_since_its_own_subscription() -> None:
    both = "{service: S03, debut: 2024-01-01}, {service: S03.2, debut: 2025-07-01}"
    assert _rangs({"laxou": Membre("postes: 1", souscriptions=both)}, "sous_service: S03.2") == {"laxou": 2}


@pytest.mark.parametrize(("prorata", "rang"), [("mensuel", 1), ("journalier", 2), ("aucun", 2)])
def test_a_few_days_are_a_first_year_when_they_count(prorata: str, rang: int) -> None:
    membre = Membre("postes: 1", souscriptions="{service: S03, debut: 2025-12-20}")
    assert _rangs({"laxou": membre}, "", prorata=prorata) == {"laxou": rang}


def test_a_sub_service_on_demand_of_a_compulsory_service_has_its_own_rank() -> None:
    membres = {"laxou": Membre("postes: 1", souscriptions="{service: S01.1, debut: 2025-07-01}")}
    files = maquette(membres, {"reseau": RANG._replace(service="S01", suite="sous_service: S01.1")})
    files["catalogue/services/S01.yaml"] += "sous_services: [{code: S01.1, libelle: Option, a_la_demande: oui}]\n"
    (calcul,) = contribution(files).calculs
    assert calcul.rangs == (2,)


def test_two_stays_of_a_year_that_is_not_prorated_are_one_year() -> None:
    stays = "{service: S03, debut: 2024-01-01, fin: 2026-04-01}, {service: S03, debut: 2026-10-01}"
    assert _presence(Membre("postes: 1", souscriptions=stays), prorata="aucun") == 1
