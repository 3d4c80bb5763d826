"""Who has a service on the day of the site: a membership that ended ends what it had taken."""

from __future__ import annotations

from tests.essais import edited
from tests.maquette import Cout, Membre, maquette
from tests.site.lecture import page_dite, site_de

COUTS = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
CONVENTION = "catalogue/convention.yaml"
MEMBRES = {
    "metropole": Membre("postes: 1"),
    "nancy": Membre("postes: 3"),
    "laxou": Membre("postes: 2", adhesion="debut: 2024-01-01, fin: 2026-07-01"),
}


def _sans_forfait(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path != "pricing/forfait.yaml"}


def test_who_left_the_convention_has_no_service_any_more_though_its_subscription_says_no_end() -> None:
    site = site_de(_sans_forfait(maquette(MEMBRES, COUTS)))
    page, catalogue = page_dite(site, "services/s03.md"), page_dite(site, "annexes/catalogue.md")
    assert "laxou ne l'est plus 240,00" in page
    assert "nancy oui" in page
    assert "S03 Service S03 2 S04" in catalogue


def test_the_managing_body_that_shares_no_cost_had_no_service_and_ceased_none() -> None:
    limite = "cout * part(postes)\n      plafond: {formule: cout / 3, reliquat: gestionnaire, texte: essai}"
    files = maquette(MEMBRES, {"reseau": Cout("cout: 1200.00", annuel=limite, service="S01")})
    text = page_dite(
        site_de(
            edited(
                _sans_forfait(files),
                CONVENTION,
                "gestionnaire: metropole",
                "gestionnaire: metropole\ngestionnaire_contribue: non",
            )
        ),
        "services/s01.md",
    )
    assert "metropole non paie ce que" in text
    assert "metropole ne l'est plus" not in text


def test_an_exercice_of_running_costs_alone_says_each_amount_once() -> None:
    text = page_dite(site_de(_sans_forfait(maquette(MEMBRES, COUTS))), "exercices/2026.md")
    assert "Adhérent Fonctionnement (€) nancy" in text
    assert "Total refacturé 1 200,00 € prévisionnel, fonctionnement, 3 adhérents" in text
    assert "Total (€)" not in text


def test_what_a_service_costs_is_followed_from_the_first_year_in_which_it_has_a_cost() -> None:
    files = maquette(MEMBRES, COUTS, exercices=dict.fromkeys((2024, 2025, 2026), "previsionnel"))
    path, first = "pricing/composants/S03.yaml", "2024: {cout: 1200.00}, "
    whole, later = (
        page_dite(site_de(_sans_forfait(item)), "services/s03.md") for item in (files, edited(files, path, first, ""))
    )
    assert "2024 estimé : 1 200 €, 2025 estimé : 1 200 €, 2026 estimé : 1 200 €." in whole
    assert "Coût refacturé de S03 Domaine 03. 2025 estimé : 1 200 €, 2026 estimé : 1 200 €." in later
