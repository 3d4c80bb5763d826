"""What a reader may not see is not produced: neither on a page, nor in a download; nor on a server of all levels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import pytest

from convention.base.french import prix
from convention.base.money import decimal_digits
from convention.model.documents.composants import phase_prices
from convention.model.mots.vie import Niveau
from convention.site.acces import Acces, LecteurRefuseError, lire
from convention.site.annexes import forfait, tarifs
from convention.site.avenants import avenants
from convention.site.pages import commun
from convention.site.rendu.rendu import rendre
from tests.essais import nancy
from tests.site.construction import TOUS, construit
from tests.site.lecture import (
    CHEZ_ESSEY,
    ESSEY,
    JOUR,
    lire_html,
    ordinaire,
    page_reelle,
    pages_reelles,
    site_reel,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from convention.model.depot import Dossier

    Contenus: TypeAlias = Callable[[str], Mapping[str, str | bytes]]
    Textes: TypeAlias = Callable[[str], dict[str, str]]

CITES_PAR_LA_CONVENTION = {"Nancy", "Essey-lès-Nancy", "Métropole du Grand Nancy"}
PUBLICS = ["public", pytest.param("tous/public", marks=pytest.mark.long)]
DE_TOUS = [*PUBLICS, "adherents", pytest.param("tous/prive", marks=pytest.mark.long)]
"""What several readers read: built for one of them, and among all levels."""
LUS = (".md", ".csv", ".json", ".txt", ".xml")


@pytest.fixture(scope="module")
def contenus(tmp_path_factory: pytest.TempPathFactory) -> Contenus:
    """Give the pages and downloads of a level, by address: made for a reader, or served among all (« tous/prive »)."""

    def served(niveau: str) -> Mapping[str, str | bytes]:
        if not niveau.startswith(TOUS):
            return pages_reelles(niveau, JOUR)
        folder = construit(tmp_path_factory, TOUS) / "courant" / niveau.partition("/")[2]
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return {_uri(path.relative_to(folder).as_posix()): path.read_bytes() for path in paths}

    return served


def _uri(served: str) -> str:
    """Return the address of a page as `pages` gives it: « annexes/axes/index.html » is « annexes/axes.md »."""
    return f"{served.removesuffix('/index.html')}.md" if served.endswith(".html") else served


@pytest.fixture(scope="module")
def textes(contenus: Contenus) -> Textes:
    """Give every page and download of a level that several read, as a text, its tags apart."""

    def read(niveau: str) -> dict[str, str]:
        found = {}
        for uri, content in contenus(niveau).items():
            if uri.endswith(LUS):  # `test_etats` reads the statements
                text = content if isinstance(content, str) else content.decode()
                found[uri] = lire_html(text).texte if uri.endswith(".md") else ordinaire(text)
        return found

    return read


def propre(uri: str) -> str:
    """Return whose folder an address is in, on a server of all levels; nothing for what several read."""
    return uri.split("/")[1].removesuffix(".md") if uri.startswith("chez/") else ""


def noms_tus() -> set[str]:
    """Return the adherents that the convention does not name, each by its name and by its folder."""
    names = {dossier.identite.nom for dossier in nancy().dossiers.values()} - CITES_PAR_LA_CONVENTION
    return names | (set(nancy().dossiers) - {"nancy", "metropole-grand-nancy"})


@pytest.mark.parametrize("niveau", PUBLICS)
def test_the_public_site_names_no_adherent_but_those_of_the_convention(niveau: str, textes: Textes) -> None:
    names = noms_tus()
    assert len(names) > 30
    for uri, text in textes(niveau).items():
        if not uri.startswith("schemas/"):  # they give an identifier as an example
            assert not {nom for nom in names if nom in text}, uri


@pytest.mark.parametrize("niveau", PUBLICS)
def test_the_public_site_has_neither_dashboard_nor_contribution_of_anybody(niveau: str, contenus: Contenus) -> None:
    found = contenus(niveau).keys()
    assert "annexes/axes.md" in found
    assert not [uri for uri in found if uri.startswith(("adherents", "chez", "exercices/2", "donnees/contributions"))]


@pytest.mark.parametrize("niveau", PUBLICS)
def test_the_public_site_gives_no_price_of_a_component(niveau: str, textes: Textes) -> None:
    prices = {
        amount
        for item in nancy().composants.values()
        for year in item.composant.montants.values()
        for value in year.values()
        for amount in phase_prices(value).values()
        if decimal_digits(amount) or amount >= 1000
    }
    written = {ordinaire(prix(amount)).removesuffix(" €") for amount in prices}
    assert len(written) > 100
    for uri, text in textes(niveau).items():
        words = {found for found in written if f" {found} " in f" {text} ".replace("\n", " ")}
        assert not words, (uri, words)


@pytest.mark.parametrize("niveau", PUBLICS)
def test_the_public_site_has_no_restricted_indicator_nor_count_of_security(
    niveau: str, textes: Textes, contenus: Contenus
) -> None:
    every = "\n".join(textes(niveau).values())
    assert "17 incidents" not in every
    assert "Violations constatées" not in every
    content = contenus(niveau)["annexes/axes.md"]
    page = lire_html(content if isinstance(content, str) else content.decode())
    shown = {row[0] for row in page.rangees if row}
    for axe in nancy().vie.axes.values():
        for item in axe.indicateurs:
            assert (ordinaire(item.libelle) in shown) is (item.niveau is Niveau.PUBLIC), item.id


@pytest.mark.parametrize(("niveau", "en_ligne"), [("public", False), ("public", True), ("adherents", False)])
def test_a_page_names_a_file_to_who_may_read_it_only(niveau: str, *, en_ligne: bool) -> None:
    site = site_reel(niveau, JOUR)._replace(depot_en_ligne="https://forge.exemple/o/d/blob/main" if en_ligne else "")
    pages = {page.uri: page for genre in (forfait.pages, tarifs.pages, avenants.pages) for page in genre(site)}
    for uri in ("annexes/forfait.md", "annexes/tarifs.md", "avenants/1.md"):
        named = "/" in "".join(re.findall(r"(?:pricing|catalogue)/[\w./-]+\.yaml", rendre(pages[uri], commun(site))))
        assert named is (en_ligne or niveau != "public"), uri


@pytest.mark.long
def test_where_adherents_sign_in_no_page_names_a_file_that_they_could_not_open(textes: Textes) -> None:
    """But on the page of messages and in the glossary, which are also for who writes these files."""
    for uri, text in textes("tous/prive").items():
        if uri.endswith(".md") and uri not in {"diagnostics.md", "glossaire.md"}:
            assert re.findall(r"(?:[\w-]+/)+[\w-]+\.(?:yaml|csv)|\.yaml, ligne", text) == [], uri


@pytest.mark.parametrize("niveau", DE_TOUS)
def test_credits_payments_and_disputes_are_on_nobody_s_pages_but_their_own(niveau: str, textes: Textes) -> None:
    for uri, text in textes(niveau).items():
        if uri.startswith("schemas/") or propre(uri):
            continue
        assert "fictif-20" not in text, uri  # number of a titre
        assert "Huit consommables" not in text, uri  # a dispute
        assert "D-2026-1" not in text, uri  # an accepted estimate
        if uri.startswith("adherents/"):
            assert "Crédits ouverts" not in text
            assert "28500" not in text
            assert "28 500,00" not in text


@pytest.mark.long
def test_on_a_server_what_one_alone_may_read_is_in_its_folder_and_in_no_other(textes: Textes) -> None:
    found, own = textes("tous/prive"), {nom: set(_secrets(item)) for nom, item in nancy().dossiers.items()}
    told: set[str] = set()
    for nom, secrets in own.items():
        alone = secrets - set().union(*(other for name, other in own.items() if name != nom))
        for uri, text in found.items():
            if any(secret in text for secret in alone):
                assert propre(uri) == nom, uri
                told.add(nom)
    # The calendar of each one gives the numbers of what it was sent in the year.
    assert told == {nom for nom, item in nancy().dossiers.items() if JOUR.year in item.titres}


def _secrets(dossier: Dossier) -> Iterator[str]:
    """Give the numbers of what an adherent was sent, of the estimates that it accepted, and what it disputes."""
    yield from (ordinaire(titre.numero) for year in dossier.titres.values() for titre in year.titres)
    yield from (ordinaire(item.devis.reference) for year in dossier.depenses.values() for item in year.depenses)
    yield from (ordinaire(item.objet) for item in dossier.litiges.values())


def test_an_adherent_s_own_site_shows_its_credits_and_nobody_else_s(textes: Textes) -> None:
    found = textes(CHEZ_ESSEY)
    for uri, text in found.items():
        if uri.startswith("adherents/") and uri.endswith(".md") and uri != "adherents/index.md":
            assert ("Crédits ouverts" in text) is (uri == f"adherents/{ESSEY}.md"), uri
            assert ("Échéancier" in text) is (uri == f"adherents/{ESSEY}.md"), uri
    shared = nancy().vie.documents["circuits-de-signature"]
    assert shared.niveau is Niveau.ADHERENT_CONCERNE
    assert shared.titre not in found["rgpd-et-securite.md"]


@pytest.mark.parametrize("niveau", [*DE_TOUS, CHEZ_ESSEY])
def test_the_statements_of_an_adherent_s_calls_are_on_its_own_site_only(niveau: str, contenus: Contenus) -> None:
    documents = [uri for uri in contenus(niveau) if uri.endswith((".pdf", ".xlsx"))]
    statements = [uri for uri in documents if not uri.startswith("donnees/contributions-")]  # of all, for all of them
    assert not niveau.endswith("public") or not documents
    if niveau == "tous/prive":
        assert {propre(uri) for uri in statements} == {nom for nom in nancy().dossiers if _is_sent(nom, contenus)}
        return
    assert all(uri.startswith(f"adherents/{ESSEY}/") for uri in statements)
    assert bool(statements) is (niveau == CHEZ_ESSEY)


def _is_sent(nom: str, contenus: Contenus) -> bool:
    """Tell whether an adherent has a page of its own, and is called."""
    return nom != nancy().convention.gestionnaire and f"chez/{nom}.md" in contenus("tous/prive")


def test_levels_are_read_as_they_are_asked_for() -> None:
    assert lire("public") == Acces(Niveau.PUBLIC)
    assert lire("adherent:laxou") == Acces(Niveau.ADHERENT_CONCERNE, "laxou")
    for wrong in ("restreint", "adherent:", "", "Public"):
        with pytest.raises(LecteurRefuseError):
            lire(wrong)


def test_nothing_restricted_is_ever_shown() -> None:
    for niveau in ("public", "adherents", CHEZ_ESSEY):
        assert not lire(niveau).voit(Niveau.RESTREINT, ESSEY)


def test_a_meeting_of_a_project_names_it_to_the_adherents_and_not_to_the_public() -> None:
    told = "Groupes de travail / groupe Projet, double authentification des accès"
    assert told in page_reelle("adherents", JOUR, "gouvernance.md").texte
    public = page_reelle("public", JOUR, "gouvernance.md").texte
    assert ("Groupes de travail / groupe Projet" in public, "authentification" in public) == (True, False)
