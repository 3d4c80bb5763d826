"""The PDFs of the site and the avenants are what PDF/UA asks, says a validator that nobody here wrote."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from convention.compare.comparaison import comparer
from convention.reports.avenant.avenant import avenant
from convention.reports.avenant.projet import Projet
from convention.reports.etat.medias.fichiers import pdf_bytes
from convention.reports.rendus.document import pdf_bytes as document_bytes
from tests.essais import FIGES, edited, fichiers, lire
from tests.reports.etat.etats import etat
from tests.reports.rendus.test_document import EMETTEUR, NOMS, documents

if TYPE_CHECKING:
    from collections.abc import Iterator

ETATS = (("2026-04", "essey-les-nancy"), ("2026-04", "nancy"), ("2025-10", "essey-les-nancy"))
AVENANT = "avenant"
TOUS = (*(f"état {appel} {nom}" for appel, nom in ETATS), AVENANT, *NOMS)
MARQUES = frozenset({"BDC", "BMC"})
ECRITURES = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"})


@cache
def _pdf(nom: str) -> bytes:
    if nom == AVENANT:
        files = fichiers(FIGES / "villages")
        after = edited(files, "pricing/composants/S01.yaml", "28350.00", "28360.00")
        projet = Projet(1, "", date(2027, 1, 1), (), (), {})
        document = avenant(comparer(lire(files), lire(after)), projet, (), "ormeval", "0" * 64)
        return document_bytes(document, EMETTEUR)
    if nom in NOMS:
        return document_bytes(documents()[nom], EMETTEUR)
    _, appel, adherent = nom.split()
    return pdf_bytes(etat(appel, adherent))


@pytest.mark.long
@pytest.mark.parametrize("nom", TOUS)
def test_each_pdf_is_judged_conform_to_pdf_ua(nom: str) -> None:
    report = validate_pdf_bytes(_pdf(nom), profile=ValidationProfile.PDF_UA_1)
    assert [(item.rule_id, item.message) for item in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("nom", TOUS)
def test_each_pdf_has_its_title_its_language_and_no_table_without_headers(nom: str) -> None:
    with pikepdf.open(io.BytesIO(_pdf(nom))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.docinfo["/Title"])) == ("fr-FR", True)
        tables = [node for node in _nodes(pdf.Root.StructTreeRoot.K) if node.S == "/Table"]
        assert [table for table in tables if "/TH" not in {str(node.S) for node in _nodes(table)}] == []


@pytest.mark.parametrize("nom", TOUS)
def test_nothing_is_written_on_a_page_that_no_tag_holds(nom: str) -> None:
    with pikepdf.open(io.BytesIO(_pdf(nom))) as pdf:
        for page in pdf.pages:
            depth, outside = 0, []
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in MARQUES) - (operator == "EMC")
                if operator in ECRITURES and not depth:
                    outside.append(operator)
            assert outside == []


def _nodes(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _nodes(node.K)
