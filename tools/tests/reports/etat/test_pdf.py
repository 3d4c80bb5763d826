"""The PDF of a statement can be read by everybody, says nothing by accident, and is the same each time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from convention.reports.etat.document import counted
from convention.reports.etat.medias.fichiers import pdf_bytes
from convention.reports.rendus.typographie import typographie
from tests.reports.etat.etats import etat, pages_pdf, tailles_pdf, tel_quel, texte_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

PIEGES = (
    "#panic() #import *gras* _penché_ `code` $x^2$ @ref <label>",
    "= Titre - liste + numéro / terme : définition",
    "[+ 1 392,00 €] \\ // commentaire /* fin */ ~ -- ---",
    "<script>alert(1)</script> & « »",
)

LISIBLE = 7.5


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_bytes(etat("2026-04"))))


def _tagged(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for item in node:
            yield from _tagged(item)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _tagged(node.K)


def _tags(node: pikepdf.Object) -> list[str]:
    return [str(item.S) for item in _tagged(node)]


@pytest.mark.parametrize(("sources", "told"), [(1, "La quantité"), (2, "L'autre quantité")])
def test_a_quantity_alone_is_not_told_in_the_plural(sources: int, told: str) -> None:
    item = etat("2026-04").quantites[0]
    rows = tuple(item._replace(source=f"essai {rank}") for rank in range(sources))
    blocks = counted(etat("2026-04")._replace(quantites=rows), item.exercice, "ci-dessus")
    (brief,) = [text for text in map(tel_quel, map(str, blocks)) if "ci-dessus" in text]
    assert f"{told} que citent les calculs ci-dessus." in brief


def test_a_screen_reader_knows_its_title_its_language_and_its_author(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/Title"]) == typographie("État liquidatif n° 2026-04-ESSEY, Commune d'Essey-lès-Nancy")
    assert str(pdf.docinfo["/Author"]) == "Métropole du Grand Nancy"
    assert str(pdf.Root.Lang) == "fr-FR"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_it_claims_the_accessibility_profile_and_bears_no_date(pdf: pikepdf.Pdf) -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
    assert bool(pdf.Root.MarkInfo.Marked)
    assert {"/CreationDate", "/ModDate"} & set(pdf.docinfo) == set()


def test_every_table_and_heading_is_tagged_as_such(pdf: pikepdf.Pdf) -> None:
    tags = _tags(pdf.Root.StructTreeRoot.K)
    tables = [item for item in _tagged(pdf.Root.StructTreeRoot.K) if item.S == "/Table"]
    # The box, A, B, and the two tables of the annex, where the row that heads those of a service is of headers too.
    assert [_tags(table).count("/TH") for table in tables] == [6, 4, 5, 3 + 5 * 3, 5 + 4 * 5]
    # What the statement is about is a list of names and values.
    assert tags.count("/L") > 0
    assert (tags.count("/H1"), tags.count("/H2"), tags.count("/H3")) == (1, 7, 3)


def test_headers_are_repeated_and_pages_numbered() -> None:
    text = texte_pdf(pdf_bytes(etat("2026-04", "nancy")))
    assert text.count("Ligne Calcul Appelé (€) Réalisé (€) À régulariser (€)") > 1
    last = int(text.rpartition(" sur ")[2].split()[0])
    assert [page for page in range(1, last + 1) if f"page {page} sur {last}" not in text] == []


@pytest.mark.parametrize("piege", PIEGES)
def test_a_text_of_the_data_is_printed_and_never_obeyed(piege: str) -> None:
    item = etat("2026-04")
    hostile = item._replace(debiteur=item.debiteur._replace(denomination=piege), hypotheses=(piege,))
    assert " ".join(piege.split()) in texte_pdf(pdf_bytes(hostile))


def test_the_warning_of_invented_figures_stands_on_every_page() -> None:
    text = texte_pdf(pdf_bytes(etat("2026-04")))
    assert text.count("Données de démonstration, sans valeur comptable.") == 3


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Total : 12 % ; n° 3 « x » ?", "Total\u00a0: 12\u00a0%\u202f; n°\u00a03 «\u00a0x\u00a0»\u202f?"),
        ("9 comptes sur 320 en avril 2026", "9\u00a0comptes sur 320 en avril\u00a02026"),
        ("les titres 1 et 2 (€), article 8.1", "les titres\u00a01 et 2\u00a0(€), article\u00a08.1"),
        ("2,6 To au lieu de 3 (+32,14)", "2,6\u00a0To au lieu de 3\u00a0(+32,14)"),
        ("l'adhérent d'Essey", "l\u2019adhérent d\u2019Essey"),
        ("12:30, 'seul'", "12:30, 'seul'"),
        ("a\u001bb", "a\\x1bb"),
        ("le [à compléter], [adresse à compléter]", "le [à\u00a0compléter], [adresse à\u00a0compléter]"),
        ("Campagne de l'année (factuel) *", "Campagne de l\u2019année (factuel)\u00a0*"),
        ("* Ligne hors de l'extrait * et a * b", "* Ligne hors de l\u2019extrait * et a * b"),
    ],
)
def test_print_has_the_spaces_and_apostrophes_of_french(text: str, printed: str) -> None:
    assert typographie(text) == printed


@pytest.mark.parametrize(("adherent", "itself", "annex"), [("essey-les-nancy", 2, 1), ("laxou", 2, 5)])
def test_a_statement_takes_two_pages_and_its_annex_begins_another(adherent: str, itself: int, annex: int) -> None:
    pages = pages_pdf(pdf_bytes(etat("2026-04", adherent)))
    begins = [rank for rank, page in enumerate(pages) if any(run.startswith("Annexe à l'état") for run in page)]
    assert (begins, len(pages)) == ([itself], itself + annex)


@pytest.mark.parametrize("adherent", ["essey-les-nancy", "laxou"])
def test_no_letter_of_a_statement_is_smaller_than_seven_points_and_a_half(adherent: str) -> None:
    sizes = tailles_pdf(pdf_bytes(etat("2026-04", adherent)))
    assert min(size for text, size in sizes if text != "er") >= LISIBLE
