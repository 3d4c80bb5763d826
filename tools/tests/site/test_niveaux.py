"""What a reader may not see is not produced: neither on a page, nor in a download."""

from __future__ import annotations

import re
from datetime import date

import pytest

from convention.base.french import prix
from convention.base.money import decimal_digits
from convention.model.documents.tarifs import phase_prices
from convention.model.mots.vie import Niveau
from convention.site.acces import Acces, NiveauInconnuError, lire
from convention.site.annexes import forfait, tarifs
from convention.site.avenants import avenants
from convention.site.rendu.rendu import rendre
from tests.site.lecture import CHEZ_ESSEY, ESSEY, depot_reel, lire_html, ordinaire, pages_reelles, site_reel

JOUR = date(2026, 11, 23)
CITES_PAR_LA_CONVENTION = {"Nancy", "Essey-lès-Nancy", "Métropole du Grand Nancy"}


def textes(niveau: str) -> dict[str, str]:
    """Return every page and download as a text, its tags apart."""
    found = {}
    for uri, content in pages_reelles(niveau, JOUR).items():
        if uri.endswith((".pdf", ".xlsx")):  # the statements, which `test_etats` reads
            continue
        text = content if isinstance(content, str) else content.decode()
        found[uri] = lire_html(text).texte if uri.endswith(".md") else ordinaire(text)
    return found


def test_the_public_site_names_no_adherent_but_those_of_the_convention() -> None:
    names = {dossier.identite.nom for dossier in depot_reel().dossiers.values()} - CITES_PAR_LA_CONVENTION
    names |= set(depot_reel().dossiers) - {"nancy", "metropole-grand-nancy"}
    assert len(names) > 30
    for uri, text in textes("public").items():
        if not uri.startswith("schemas/"):  # they give an identifier as an example
            assert not {nom for nom in names if nom in text}, uri


def test_the_public_site_has_neither_dashboard_nor_contribution_of_anybody() -> None:
    found = pages_reelles("public", JOUR).keys()
    assert not [uri for uri in found if uri.startswith(("adherents/", "exercices/2", "donnees/contributions"))]


def test_the_public_site_gives_no_price_of_a_component() -> None:
    prices = {
        amount
        for item in depot_reel().composants.values()
        for year in item.composant.montants.values()
        for value in year.values()
        for amount in phase_prices(value).values()
        if decimal_digits(amount) or amount >= 1000
    }
    written = {ordinaire(prix(amount)).removesuffix(" €") for amount in prices}
    assert len(written) > 100
    for uri, text in textes("public").items():
        words = {found for found in written if f" {found} " in f" {text} ".replace("\n", " ")}
        assert not words, (uri, words)


def test_the_public_site_has_no_restricted_indicator_nor_count_of_security() -> None:
    every = "\n".join(textes("public").values())
    assert "17 incidents" not in every
    assert "Violations constatées" not in every
    content = pages_reelles("public", JOUR)["annexes/axes.md"]
    assert isinstance(content, str)
    shown = {row[0] for row in lire_html(content).rangees if row}
    for axe in depot_reel().vie.axes.values():
        for item in axe.indicateurs:
            assert (ordinaire(item.libelle) in shown) is (item.niveau is Niveau.PUBLIC), item.id


@pytest.mark.parametrize(("niveau", "en_ligne"), [("public", False), ("public", True), ("adherents", False)])
def test_a_page_names_a_file_to_who_may_read_it_only(niveau: str, *, en_ligne: bool) -> None:
    site = site_reel(niveau, JOUR)._replace(depot_en_ligne="https://forge.exemple/o/d/blob/main" if en_ligne else "")
    pages = {page.uri: page for genre in (forfait.pages, tarifs.pages, avenants.pages) for page in genre(site)}
    common = {
        "site": site,
        "acces": site.acces,
        "depot": site.depot,
        "courant": site.exercice,
        "noms": site.depot.convention.noms,
        "clauses": site.depot.convention.clauses,
    }
    for uri in ("annexes/forfait.md", "annexes/tarifs.md", "avenants/1.md"):
        named = "/" in "".join(re.findall(r"(?:pricing|catalogue)/[\w./-]+\.yaml", rendre(pages[uri], common)))
        assert named is (en_ligne or niveau != "public"), uri


@pytest.mark.parametrize("niveau", ["public", "adherents"])
def test_credits_payments_and_disputes_are_on_nobody_s_pages_but_their_own(niveau: str) -> None:
    for uri, text in textes(niveau).items():
        if uri.startswith("schemas/"):
            continue
        assert "fictif-20" not in text, uri  # number of a titre
        assert "Huit consommables" not in text, uri  # a dispute
        assert "D-2026-1" not in text, uri  # an accepted estimate
        if uri.startswith("adherents/"):
            assert "Crédits ouverts" not in text
            assert "28500" not in text
            assert "28 500,00" not in text


def test_an_adherent_s_own_site_shows_its_credits_and_nobody_else_s() -> None:
    found = textes(CHEZ_ESSEY)
    for uri, text in found.items():
        if uri.startswith("adherents/") and uri.endswith(".md") and uri != "adherents/index.md":
            assert ("Crédits ouverts" in text) is (uri == f"adherents/{ESSEY}.md"), uri
            assert ("Échéancier" in text) is (uri == f"adherents/{ESSEY}.md"), uri
    shared = depot_reel().vie.documents["circuits-de-signature"]
    assert shared.niveau is Niveau.ADHERENT_CONCERNE
    assert shared.titre not in found["rgpd-et-securite.md"]


@pytest.mark.parametrize("niveau", ["public", "adherents", CHEZ_ESSEY])
def test_the_statements_of_an_adherent_s_calls_are_on_its_own_site_only(niveau: str) -> None:
    documents = [uri for uri in pages_reelles(niveau, JOUR) if uri.endswith((".pdf", ".xlsx"))]
    statements = [uri for uri in documents if not uri.startswith("donnees/contributions-")]  # of all, for all of them
    assert niveau != "public" or not documents
    assert all(uri.startswith(f"adherents/{ESSEY}/") for uri in statements)
    assert bool(statements) is (niveau == CHEZ_ESSEY)


def test_levels_are_read_as_they_are_asked_for() -> None:
    assert lire("public") == Acces(Niveau.PUBLIC)
    assert lire("adherent:laxou") == Acces(Niveau.ADHERENT_CONCERNE, "laxou")
    for wrong in ("restreint", "adherent:", "", "Public"):
        with pytest.raises(NiveauInconnuError):
            lire(wrong)


def test_nothing_restricted_is_ever_shown() -> None:
    for niveau in ("public", "adherents", CHEZ_ESSEY):
        assert not lire(niveau).voit(Niveau.RESTREINT, ESSEY)
