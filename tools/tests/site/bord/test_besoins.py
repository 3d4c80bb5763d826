"""What an adherent asked for is on its own page, as its last census says: nobody else reads it there (art. 5)."""

from __future__ import annotations

from datetime import date

from convention.model.documents.suivi import Revoyure
from tests.essais import FIGES, fichiers, lire, nancy
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    Page,
    bord_essey,
    bord_seul,
    lire_html,
    ordinaire,
    pages_reelles,
    site_de,
    site_reel,
)


def avec(**champs: object) -> Page:
    """Read the page of an adherent of the small convention, whose census is that of Essey, changed."""
    depot = lire(fichiers(FIGES / "mini"))
    written = nancy().dossiers[ESSEY].besoins[2027].model_copy(update=champs)
    dossiers = {**depot.dossiers, "bruyere": depot.dossiers["bruyere"]._replace(besoins={2027: written})}
    depot = depot._replace(dossiers=dossiers, vie=depot.vie._replace(projets=nancy().vie.projets))
    return lire_html(bord_seul(site_de(depot, "adherent:bruyere"), "bruyere"))


def test_the_last_census_is_shown_with_its_costs_and_what_has_none() -> None:
    page = bord_essey()
    assert "Recensés le 8 septembre 2026, validés le 14 septembre 2026." in ordinaire(page.texte)
    rang = page.rangees.index(("Besoin", "Priorité", "Coût estimé"))
    assert page.rangees[rang + 1 : rang + 4] == (
        ("Étendre le Wi-Fi de la mairie", "normale", "2 280,00 €"),
        ("Mettre à jour le plan des réseaux", "normale", "1 600,00 €"),
        ("Ouvrir une boîte aux lettres à chaque élu", "forte", "[non chiffré]"),
    )


def test_the_costs_of_a_section_add_up_apart_from_those_of_the_other() -> None:
    rows = lire_html(bord_seul(site_reel("adherent:tomblaine", JOUR), "tomblaine")).rangees
    assert ("Total chiffré, fonctionnement", "", "5 480,00 €") in rows
    assert not any(row[0] == "Total chiffré, investissement" for row in rows if row)


def test_the_project_that_answers_a_need_is_named_with_where_it_stands() -> None:
    depot = nancy()
    nom, projet = next(iter(depot.vie.projets.items()))
    answered = depot.dossiers[ESSEY].besoins[2027].besoins[0].model_copy(update={"projet": nom})
    page = avec(besoins=(answered,))
    rang = page.rangees.index(("Besoin", "Priorité", "Coût estimé", "Projet qui y répond"))
    assert page.rangees[rang + 1][-1] == ordinaire(projet.libelle)
    assert f"{ordinaire(projet.libelle)} {projet.statut.bref}" in ordinaire(page.texte)


def test_a_census_that_is_not_validated_is_something_to_do() -> None:
    told = ordinaire(avec(validation=None).texte)
    assert "Recensés le 8 septembre 2026, à valider." in told
    assert "besoins 2027 à valider" in told
    assert "besoins 2027 à valider" not in bord_essey().texte


def test_the_yearly_review_is_told_as_held_as_planned_or_as_still_to_conclude() -> None:
    held, planned, passed = (
        ordinaire(avec(revoyure=revoyure).texte)
        for revoyure in (
            Revoyure.model_construct(date=date(2026, 10, 14), conclusion="Périmètre reconduit"),
            Revoyure.model_construct(date=date(2026, 12, 15), conclusion=None),
            Revoyure.model_construct(date=date(2026, 10, 14), conclusion=None),
        )
    )
    assert "Rendez-vous annuel sur les services souscrits, le 14 octobre 2026 : périmètre reconduit." in held
    assert "Rendez-vous annuel sur les services souscrits, prévu le 15 décembre 2026." in planned
    assert "Rendez-vous annuel sur les services souscrits, le 14 octobre 2026 : à conclure." in passed


def test_a_census_that_asks_for_nothing_has_no_table_and_a_name_keeps_its_capital() -> None:
    review = Revoyure.model_construct(date=date(2026, 10, 14), conclusion="Bruyère ne demande rien.")
    page = avec(besoins=(), revoyure=review)
    told = ordinaire(page.texte)
    assert "Aucun besoin n'est exprimé. Recensement fait le 8 septembre 2026, validé le 14 septembre 2026." in told
    assert "Rendez-vous annuel sur les services souscrits, le 14 octobre 2026 : Bruyère ne demande rien." in told
    assert ("Besoin", "Priorité", "Coût estimé") not in page.rangees


def test_nobody_else_reads_it_there() -> None:
    assert "Étendre le Wi-Fi" in bord_seul(site_reel(CHEZ_ESSEY, JOUR), ESSEY)
    laxou = site_reel("adherent:laxou", JOUR)
    read = {
        **{niveau: pages_reelles(niveau, JOUR) for niveau in ("public", "adherents")},
        "adherent:laxou": {nom: bord_seul(laxou, nom) for nom in (ESSEY, "laxou")},
    }
    for niveau, pages in read.items():
        assert [uri for uri, text in pages.items() if "Étendre le Wi-Fi" in str(text)] == [], niveau
