"""Who pays a cost is told as it is: whoever is exempt does not pay, a credit is received, why a non-subscriber pays."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from convention.site.annexes.prix import prix_du_service
from tests.essais import edited, fichiers_nancy
from tests.maquette import Membre, maquette
from tests.site.lecture import ordinaire, page_dite, site_de, site_reel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.site.ensemble import Site


JOUR = date(2026, 11, 29)


@cache
def syndicat() -> Site:
    return site_de("syndicat", "adherents", JOUR)


def qui(site: Site, service: str, *montants: tuple[str, int]) -> dict[str, str]:
    """Say who pays each cost of a service; of its lines, some amounts are changed, by adherent."""
    contribution = site.chiffres.contributions[2026]
    changed = dict(montants)
    lignes = tuple(
        ligne._replace(montant=changed.get(ligne.adherent, 0)) if montants else ligne for ligne in contribution.lignes
    )
    unfolded = prix_du_service(site, contribution._replace(lignes=lignes), service)
    return {
        ordinaire(line.nom): ordinaire(" ; ".join(f"{jeton.texte} {jeton.legende}" for jeton in line.formule))
        for line in unfolded.lignes
    }


def test_whoever_is_exempt_is_not_among_those_who_pay() -> None:
    found = qui(site_reel("adherents", JOUR), "S07")
    assert found["Espace numérique de travail des écoles"] == "9 adhérents le paient"
    assert found["Ateliers numériques pour les écoles"] == "9 adhérents le paient"
    assert qui(syndicat(), "N01")["Alerte par SMS"] == "6 adhérents le paient"


def test_a_credit_is_received() -> None:
    found = qui(syndicat(), "N03")
    assert found["Avoir de l'hébergeur"] == "6 adhérents le reçoivent"
    assert found["Archivage"] == "6 adhérents le paient"


@pytest.mark.parametrize(
    ("montants", "told"),
    [
        ([("valcendre", 100)], "1 adhérent le paie"),
        ([("valcendre", -100)], "1 adhérent le reçoit"),
        ([("valcendre", -100), ("fontazur", 1)], "1 adhérent le paie ; 1 adhérent le reçoit"),
        ([("valcendre", 0)], "aucun adhérent ne le paie"),
    ],
)
def test_one_or_none_pays_or_receives(montants: list[tuple[str, int]], told: str) -> None:
    assert qui(syndicat(), "N03", *montants)["Hébergement"] == told


def test_of_a_service_that_nobody_takes_yet_no_table_of_subscribers_is_drawn() -> None:
    members = {"metropole": Membre("postes: 1"), "nancy": Membre("postes: 3")}
    site = site_de(maquette(members, {}, forfait="2024-01-01: 700.00"), "adherents", JOUR)
    headed = ["Qui l'utilise" in page_dite(site, f"services/{code}.md") for code in ("s03", "s04")]
    assert headed == [True, False]


def page_du_service(files: Mapping[str, str]) -> str:
    site = site_de(files, "adherents", JOUR)
    return page_dite(site, "services/s07.md")


@pytest.mark.parametrize(
    ("fichier", "avant", "apres", "told"),
    [
        ("pricing/composants/S07.yaml", "", "", "les plafonds laissent"),
        (
            "pricing/composants/S07.yaml",
            "reliquat: reparti\n",
            "reliquat: gestionnaire\n",
            "les exonérations et les plafonds laissent",
        ),
        (
            "adherents/heillecourt/souscriptions.yaml",
            "{service: S07, debut: 2024-01-01, fin: 2027-07-01}",
            "{service: S07, debut: 2024-01-01, fin: 2026-07-01}",
            "les départs en cours d'année et les plafonds laissent",
        ),
    ],
)
def test_the_managing_body_that_bears_what_others_leave_is_no_subscriber_to_come(
    fichier: str, avant: str, apres: str, told: str
) -> None:
    files, convention = fichiers_nancy(), "catalogue/convention.yaml"
    assert avant in files[fichier]
    if "départs" in told:
        files[convention] = files[convention].replace("mode: repartie", "mode: gestionnaire")
    text = page_du_service(edited(files, fichier, avant, apres) if avant else files)
    assert f"Métropole du Grand Nancy non paie ce que {told} à sa charge" in text
    assert "Métropole du Grand Nancy pas encore" not in text


def test_a_cap_that_has_a_text_of_its_own_is_told_by_its_formula_and_not_its_amounts() -> None:
    text = page_dite(site_de(fichiers_nancy(), "public", JOUR), "annexes/tarifs.md")
    assert "Plafond par bénéficiaire : contribution maximale ; " in text
    assert "1 000 € par an au plus" not in text
