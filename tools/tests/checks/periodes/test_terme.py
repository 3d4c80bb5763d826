"""A convention that begins and ends within a year: its last day is that of its last period (art. 14)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from convention.checks.avenants.etapes import signed_procedures
from convention.checks.registry import run
from convention.edition.duree import DERNIER, beyond_the_end, said_to_end
from tests.espaces import espaces
from tests.essais import FIGES, charger, edited, fichiers, lire, montants, presences
from tests.maquette import Cout, Membre, maquette

EFFET = "effet: 2024-09-01\nduree_annees: 2\nreconductions: 0\n"
"""Two years: until 31 August 2026."""
EN_SEPTEMBRE = {"souscriptions": "{service: S03, debut: 2024-09-01}", "adhesion": "debut: 2024-09-01"}
MEMBRES = {"metropole": Membre("postes: 10", **EN_SEPTEMBRE), "nancy": Membre("postes: 20", **EN_SEPTEMBRE)}
COUTS = {
    "reseau": Cout("cout: 1200.00", annuel="cout * part(postes)"),
    "poste": Cout("prix: 12.00", annuel="prix * postes"),
}


def _files(part_liberee: str = "repartie", forfait: str = "2024-01-01: 700.00") -> dict[str, str]:
    files = maquette(MEMBRES, COUTS, part_liberee=part_liberee, forfait=forfait)
    return edited(files, "catalogue/convention.yaml", "effet: 2024-01-01\nduree_annees: 1\nreconductions: 4\n", EFFET)


def _outside(files: dict[str, str]) -> list[str]:
    loaded = charger(files)
    found = (*loaded.diagnostics, *run(loaded.depot))
    return [item.message for item in found if item.code in {"PER004", "PER009", "TAR019"}]


def test_its_last_exercice_is_that_of_its_last_day() -> None:
    convention = lire(_files()).convention
    assert (convention.terme, convention.premiere_annee, convention.derniere_annee) == (date(2026, 9, 1), 2024, 2026)


@pytest.mark.parametrize("politique", ["repartie", "gelee", "gestionnaire"])
def test_everybody_is_there_until_its_last_day_and_nobody_is_said_to_leave(politique: str) -> None:
    files = _files(politique)
    assert presences(files, "poste") == {"metropole": Fraction(8, 12), "nancy": Fraction(8, 12)}
    assert montants(files, "poste") == {"metropole": 80_00, "nancy": 160_00}
    assert montants(files, "reseau") == {"metropole": 400_00, "nancy": 800_00}


def test_what_falls_before_its_end_is_inside_and_what_falls_after_is_said_with_that_day() -> None:
    files, path = _files(), "adherents/nancy/souscriptions.yaml"
    assert _outside(files) == []
    assert _outside(edited(files, path, "debut: 2024-09-01}", "debut: 2024-09-01, fin: 2026-09-01}")) == []
    (said,) = _outside(edited(files, path, "debut: 2024-09-01}", "debut: 2024-09-01, fin: 2026-10-01}"))
    assert said.endswith("la convention va du 1er\u00a0septembre 2024 au 31\u00a0août 2026")


def test_a_flat_fee_is_that_of_a_whole_exercice_the_first_included() -> None:
    assert _outside(_files(forfait="2024-01-01: 700.00")) == []
    (early,) = _outside(_files(forfait="2023-01-01: 700.00"))
    assert early.startswith("le forfait est daté du 1er\u00a0janvier 2023\u00a0: la convention va du")


DEUX_ANS_ET_DEMI = EFFET.replace("duree_annees: 2\n", "duree_annees: 2\nduree_mois: 6\n")


def _lasting(*lines: str) -> dict[str, str]:
    return edited(_files(), "catalogue/convention.yaml", EFFET, "".join(lines))


@pytest.mark.parametrize(
    ("lasts", "terme", "renewals", "needed"),
    [
        (DEUX_ANS_ET_DEMI, date(2027, 3, 1), [], 1),
        (DEUX_ANS_ET_DEMI.replace("reconductions: 0", "reconductions: 1"), date(2029, 9, 1), [2027], 1),
        (EFFET, date(2026, 9, 1), [], 1),
        (EFFET.replace("duree_annees: 2", "duree_annees: 0\nduree_mois: 8"), date(2025, 5, 1), [], 5),
        (EFFET.replace("reconductions: 0", "reconductions: 2"), date(2030, 9, 1), [2026, 2028], 1),
        (EFFET.replace("09-01", "01-01"), date(2026, 1, 1), [], 2),
        (EFFET.replace("09-01", "01-15"), date(2026, 1, 15), [], 1),
    ],
)
def test_its_periods_follow_one_another_whatever_their_months(
    lasts: str, terme: date, renewals: list[int], needed: int
) -> None:
    convention = lire(_lasting(lasts)).convention
    assert convention.terme == terme
    assert [annee for annee in range(2024, 2030) if convention.reconduite_en(annee)] == renewals
    # As many renewals as its year takes, no fewer.
    assert convention.periodes(date(2028, 1, 1)) == needed + 1
    assert convention.apres(needed) <= date(2028, 1, 1) < convention.apres(needed + 1)


@pytest.mark.parametrize(
    ("lasts", "end"),
    [
        (DEUX_ANS_ET_DEMI, "28 février 2027"),
        # Its periods were of another length.
        (EFFET.replace("duree_annees: 2", "duree_annees: 5"), "31 août 2027"),
        (EFFET.replace("duree_annees: 2", "duree_annees: 5").replace("09-01", "01-01"), "31 décembre 2027"),
    ],
)
def test_where_the_data_still_say_the_day_on_which_it_ended_is_told(lasts: str, end: str) -> None:
    files, path = _lasting(lasts.replace("reconductions: 0", "reconductions: 1")), "pricing/exercices/2027.yaml"
    files |= {
        path: files["pricing/exercices/2026.yaml"]
        + f'jalons: {{avril: {{date: 2027-04-15, objet: "{DERNIER}, le {end}"}}}}\n'
    }
    files["catalogue/services/S03.yaml"] = files["catalogue/services/S03.yaml"].replace(
        "Service S03", f"Finit le {end}", 1
    )
    assert [item.split(":")[0] for item in said_to_end(lire(files), 2028)] == ["catalogue/services/S03.yaml", path]


def test_one_that_lasts_no_month_is_refused_and_no_exercice_opens() -> None:
    depot = lire(_lasting(EFFET.replace("duree_annees: 2", "duree_annees: 0")))
    (said,) = [item for item in run(depot) if item.code in {"PER001", "PER004"}]
    assert espaces(said.message) == "la convention commence le 1er septembre 2024, et ne dure aucun mois"
    assert str(beyond_the_end(depot, 2025)) == "la convention ne dure aucun mois"


def test_a_year_after_its_last_one_asks_for_one_renewal_more() -> None:
    refused = beyond_the_end(lire(_files()), 2027)
    assert str(refused).startswith("la convention s'arrête le 31\u00a0août 2026")
    assert "« reconductions: 1 »" in refused.conseil


@pytest.mark.parametrize(("donnees", "told"), [("nancy", True), ("mini", False)])
def test_the_command_that_writes_an_avenant_is_told_where_a_procedure_is_signed_by_the_parties(
    donnees: str,
    told: bool,  # noqa: FBT001 (a parameter)
) -> None:
    depot = lire(fichiers(FIGES / donnees))
    assert bool(signed_procedures(depot)) is told
    assert ("convention avenant etablir" in beyond_the_end(depot, 2040).conseil) is told
