"""Pages: nothing closes, adds up or announces alone on its page; every page knows its number."""

from __future__ import annotations

from functools import cache

import pytest

from convention.reports.rendus.document import Arrete, Bloc, Document, Liste, Paragraphe, Titre, paged
from convention.reports.rendus.pdf import Page
from convention.reports.rendus.table import Tableau
from tests.reports.etat.etats import EN_PDF, etats, pages_pdf, pdfs

Pages = tuple[tuple[str, ...], ...]
FERMETURES = ("Arrêté le présent état", "Pour le Président et par délégation")
HAUTEURS = range(20, 56, 3)
"""Lines above what is tested: it falls at every height of a page, and astride two."""


@cache
def imprimes(echeance: str) -> dict[str, Pages]:
    printed = zip(etats(echeance), pdfs(echeance), strict=True)
    return {item.numero: pages_pdf(content) for item, content in printed}


def corps(echeance: str) -> dict[str, Pages]:
    """Give what each page of the statements of a call holds, without its top and its foot."""
    return {
        numero: tuple(page[2 if rank else 0 : -2] for rank, page in enumerate(pages))
        for numero, pages in imprimes(echeance).items()
    }


def essai(*blocs: Bloc) -> Pages:
    page = Page(titre="Essai", auteur="Essai", description="", mots=(), en_tete=("haut", "haut"), pied="pied")
    return pages_pdf(paged((Titre("Essai", 1), *blocs), page))


def remplissage(lines: int) -> Document:
    return tuple(Paragraphe(f"Ligne {rank}.") for rank in range(lines))


def table(lines: int, *sums: str) -> Tableau:
    rows = tuple((f"rangée {rank}", f"{rank},00") for rank in range(1, lines + 1))
    return Tableau(("Nom", "Montant"), rows, tuple((name, "9,00") for name in (*sums, "Total")))


def ensemble(pages: Pages, *texts: str) -> bool:
    return any(set(texts) <= set(page) for page in pages)


@pytest.mark.parametrize("echeance", EN_PDF)
def test_no_page_holds_only_what_closes_a_statement(echeance: str) -> None:
    alone = [
        (numero, rank)
        for numero, pages in corps(echeance).items()
        for rank, page in enumerate(pages, 1)
        if page[0].startswith(FERMETURES) or FERMETURES[1] in page[0]
    ]
    assert alone == []


@pytest.mark.parametrize("echeance", EN_PDF)
def test_a_total_never_comes_first_on_its_page(echeance: str) -> None:
    repeated = {"N°", "Pièce", "Objet", "Métropole", "Adhérent", "Service", "Nature", "Ligne", "Calcul", "Motif"}
    repeated |= {"Montant (€)", "Révisé (€)", "Appelé (€)", "Acompte (€)", "Réalisé (€)", "Solde appelé (€)"}
    repeated |= {"Prévisionnel (€)", "À régulariser (€)"}
    volets = [volet for item in etats(echeance) for volet in item.volets]
    repeated |= {name for volet in volets for year in (None, volet.exercice) for name in volet.entetes(year)}
    first = [
        (numero, rank, next(run for run in page if run not in repeated))
        for numero, pages in corps(echeance).items()
        for rank, page in enumerate(pages, 1)
    ]
    assert [item for item in first if item[2].startswith("Total")] == []


@pytest.mark.parametrize("echeance", EN_PDF)
def test_every_page_says_its_number_and_how_many_there_are(echeance: str) -> None:
    for pages in imprimes(echeance).values():
        feet = [page[-1] for page in pages]
        assert feet == [f"page {rank} sur {len(feet)}" for rank in range(1, len(feet) + 1)]


@pytest.mark.parametrize("lines", HAUTEURS)
def test_a_long_table_keeps_its_heading_with_two_rows_and_its_total_with_two_others(lines: int) -> None:
    pages = essai(*remplissage(lines), Titre("A. Table"), table(40))
    assert ensemble(pages, "A. Table", "rangée 1", "rangée 2")
    assert ensemble(pages, "rangée 39", "rangée 40", "Total")


@pytest.mark.parametrize("rows", range(30, 42))
def test_several_totals_keep_the_two_rows_above_them(rows: int) -> None:
    pages = essai(*remplissage(20), table(rows, "Les autres", "Lui"))
    assert ensemble(pages, f"rangée {rows - 1}", f"rangée {rows}", "Les autres", "Lui", "Total")


@pytest.mark.parametrize("lines", HAUTEURS)
def test_a_short_table_is_never_cut(lines: int) -> None:
    pages = essai(*remplissage(lines), Titre("A. Table"), table(6))
    assert ensemble(pages, "A. Table", *(f"rangée {rank}" for rank in range(1, 7)), "Total")


@pytest.mark.parametrize("lines", HAUTEURS)
def test_what_closes_keeps_its_part_and_a_list_keeps_what_announces_it(lines: int) -> None:
    closing = (Titre("B. Contestation"), Paragraphe("Exigible."), Arrete("Arrêté.", "Signé."))
    pages = essai(*remplissage(lines), Paragraphe("Hypothèses :"), Liste(("une", "deux")), *closing)
    assert ensemble(pages, "Hypothèses :", "une")
    assert ensemble(pages, "B. Contestation", "Exigible.", "Arrêté.", "Signé.")


@pytest.mark.parametrize("lines", range(36, 48))
def test_an_article_all_in_bold_never_leaves_what_it_heads(lines: int) -> None:
    pages = essai(*remplissage(lines), Paragraphe("", debut="Article 2."), Liste(("mot " * 60,)))
    (page,) = [page for page in pages if "Article 2." in page]
    assert page[page.index("Article 2.") + 1] == "•"


def test_a_long_annex_begins_a_page_and_a_short_one_follows() -> None:
    assert [len(essai(Paragraphe("Ligne."), Titre("Annexe", page=new), table(5))) for new in (True, False)] == [
        2,
        1,
    ]


@pytest.mark.parametrize("lines", HAUTEURS)
def test_a_row_that_heads_others_is_never_last_on_its_page_and_a_total_never_comes_alone(lines: int) -> None:
    rows = [("Service A", "3,00"), ("a", "1,00"), ("b", "2,00"), ("Service B", "6,00"), *[("c", "1,00")] * 6]
    sums = Tableau(("Nom", "Montant"), tuple(rows), (("Total", "9,00"),), groupes=(0, 3))
    pages = [page[:-2] for page in essai(*remplissage(lines), sums)]
    assert [page[-2:] for page in pages if page[-2].startswith("Service")] == []
    assert [page for page in pages if page[-2] == "Total" and page[-4] != "c"] == []


def test_a_title_is_cut_before_its_subject_and_nowhere_else() -> None:
    pages = essai(Titre("ÉTAT LIQUIDATIF N° 2026-10-ETABLISSEMENT – échéance d'octobre 2026", 1))
    assert "échéance d'octobre 2026" in pages[0]


@pytest.mark.parametrize("lines", HAUTEURS)
def test_a_paragraph_never_leaves_the_table_that_it_announces(lines: int) -> None:
    pages = essai(*remplissage(lines), Paragraphe("Ce que chacun paierait"), table(12))
    assert ensemble(pages, "Ce que chacun paierait", "rangée 1")


@pytest.mark.parametrize("word", ["--debut", "ci-dessus"])
def test_an_option_is_never_cut_after_its_dashes_nor_a_word_after_its_own(word: str) -> None:
    told = [Paragraphe(f"{'mot ' * count}{word} {'fin ' * 9}") for count in range(10, 24)]
    assert sum(word in run for page in essai(*told) for run in page) == len(told)


def test_the_number_of_a_statement_is_never_cut_after_its_dashes() -> None:
    number = "2026-RATTACHEMENT-EHPAD-LES-LILAS"
    pages = essai(Titre(f"FICHE DE RATTACHEMENT N° {number} – exercice 2026", 1))
    assert any(number in run for run in pages[0])
