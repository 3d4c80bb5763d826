"""In every printed table of every sample amendment, the printed figures add up: nobody has to trust ours."""

from __future__ import annotations

import html
import io
import json
import os
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from docx import Document as Lecture

from convention.cli.publier.schemas import validator
from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from convention.loading.ecrits.avenants_consignes import read_kept
from convention.reports.amendement.phrases import sentences
from convention.reports.avenant.avenant import avenant, report
from convention.reports.avenant.json import SortieAvenant, consigned
from convention.reports.avenant.projet import parts, project
from convention.reports.commentaire.commentaire import markdown_text
from convention.reports.comparaison.comparaison import terminal_text
from convention.reports.comparaison.decision import who_decides
from convention.reports.comparaison.empreinte import contents
from convention.reports.rendus.document import pdf_bytes
from convention.reports.rendus.docx import docx_bytes
from tests.compare.depots_git import avec_exemple
from tests.essais import CALCULS, GRAND_NANCY, RACINE, lire, nancy
from tests.reports.etat.etats import ESSEY, tel_quel, texte_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as Lu

    from convention.compare.comparaison import Comparaison


EXEMPLES = sorted((RACINE / "docs" / "exemples").glob("*.patch"))
COURANTS = {"avenant-1", "sortie-pulnoy"}
"""Those that are read back at each change of the tool: a method, a member that leaves."""
MONTANT = re.compile(r"^[+−-]?\d{1,3}(?: \d{3})*,\d{2}$")
JOUR = date(2027, 1, 1)
Rangee = tuple[str, ...]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=path.stem, marks=() if path.stem in COURANTS else pytest.mark.long) for path in EXEMPLES
    ],
)
def exemple(request: pytest.FixtureRequest) -> Comparaison:
    """Apply a sample to the data; one is kept at a time."""
    return comparer(nancy(), lire(avec_exemple(request.param.stem)), calcule=CALCULS)


AVENANT = RACINE / "docs" / "exemples" / "avenant-1.patch"


def test_what_is_kept_of_a_sample_is_read_back_each_sentence_beginning_by_its_subject(exemple: Comparaison) -> None:
    kept = consigned(1, exemple)
    assert read_kept(kept.path, kept.texte().encode()) == (kept, ())


@pytest.mark.parametrize("exemple", [AVENANT], ids=["avenant-1"], indirect=True)
def test_what_is_kept_of_the_avenant_is_what_its_sample_gives(exemple: Comparaison) -> None:
    kept = consigned(1, exemple)
    path = GRAND_NANCY / kept.path
    if os.environ.get("REGENERER"):
        path.write_text(kept.texte(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == kept.texte()
    validator(json.loads(SortieAvenant.texte_du_schema())).validate(json.loads(kept.texte()))


def _cents(text: str) -> int:
    sign = -1 if text[0] in "−-" else 1
    return sign * int(text.lstrip("+−-").replace(" ", "").replace(",", ""))


def _plain(cell: str) -> str:
    return tel_quel(cell).replace("&#43;", "+").strip("* ").replace("−", "−")


def _faults(table: list[Rangee], totals: int) -> Iterator[str]:
    """Add up each column of amounts; a difference is that of the figures before it, the causes make the écart."""
    rows, sums = table[1 : len(table) - totals], table[len(table) - totals :]
    compared = any(cell.startswith("Avant") for cell in table[0])
    for row in (*rows, *sums):
        amounts = [_cents(cell) for cell in row if MONTANT.match(cell)]
        expected = amounts[1] - amounts[0] if compared else sum(amounts[:-1])
        if expected != (amounts[2] if compared else amounts[-1]):
            yield f"écart : {row}"
    if totals == 1:
        for column, cell in enumerate(sums[0]):
            if MONTANT.match(cell) and sum(_cents(row[column]) for row in rows) != _cents(cell):
                yield f"total : {sums[0]}"


class Imprime(NamedTuple):
    """What is read back of a document."""

    word: Lu
    pages: str


@pytest.fixture(scope="module")
def imprimes(exemple: Comparaison) -> list[Imprime]:
    """Print the avenant and the report of a sample, and read them back."""
    decision = decide(exemple)
    projet, parties = project(exemple, decision, 9), parts(exemple, decision)
    return [
        Imprime(Lecture(io.BytesIO(docx_bytes(item, "Métropole", JOUR))), texte_pdf(pdf_bytes(item, "Métropole")))
        for item in (
            avenant(exemple, projet, parties, ESSEY, "0" * 64),
            report(exemple, projet, parties, ESSEY),
        )
    ]


def test_the_tables_of_the_avenant_and_of_the_report_add_up_in_word(imprimes: list[Imprime]) -> None:
    for word, _ in imprimes:
        tables = [[tuple(_plain(cell.text) for cell in row.cells) for row in table.rows] for table in word.tables]
        money = [table for table in tables if any(MONTANT.match(cell) for row in table for cell in row)]
        for table in money:
            # The totals, one a section that has something to pay, are together all the rows.
            totals = [row for row in table[1:] if row[0].startswith("Total")]
            assert list(_faults(table, len(totals))) == []
            rows = table[1 : -len(totals)]
            assert [sum(_cents(row[column]) for row in rows) for column in range(1, 4)] == [
                sum(_cents(row[column]) for row in totals) for column in range(1, 4)
            ]


def test_the_pages_print_the_rows_of_the_word_file(imprimes: list[Imprime]) -> None:
    for word, printed in imprimes:
        rows = [" ".join(_plain(cell.text) for cell in row.cells) for table in word.tables for row in table.rows[1:]]
        assert [row for row in rows if re.sub(r"\s+", " ", row) not in printed] == []


def _read(text: str) -> str:
    """Read a text as a reader does: no markup, one space for all blanks, one apostrophe."""
    return re.sub(r"\s+", " ", html.unescape(tel_quel(text)).replace("\u2019", "'").replace("**", ""))


def test_every_medium_says_the_same_of_who_decides_and_of_each_change(
    exemple: Comparaison, imprimes: list[Imprime]
) -> None:
    decision = decide(exemple, JOUR, contents(exemple).empreinte)
    decided = [_read(line) for line in who_decides(decision, exemple).lignes]
    # Alone, a sentence begins with a capital; after its subject, it does not.
    phrases = (item for _, item in sentences(exemple))
    changes = [_read(text[1:]) for item in phrases for text in (item.propre, *item.avec)]
    screens = [
        terminal_text(exemple, "base", "proposition", decision),
        markdown_text(exemple, "base", "proposition", decision=decision),
    ]
    word, printed = imprimes[0]
    papers = ["\n".join(item.text for item in word.paragraphs), printed]
    assert decided
    assert changes
    assert [line for text in map(_read, screens) for line in decided if line not in text] == []
    assert [line for text in map(_read, screens) for line in changes if line not in text] == []
    carried = [_read(line[1:].rstrip(".")) for item in parts(exemple, decision) for line in item.phrases]
    assert [line for text in map(_read, (*screens, *papers)) for line in carried if line not in text] == []
