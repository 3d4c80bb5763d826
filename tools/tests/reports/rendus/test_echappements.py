"""What is written in a medium is what its own reader reads back: no text altered, none obeyed."""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from docx import Document as Lecture
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from convention.base.codes import CODES
from convention.base.diagnostic import Diagnostic, Span
from convention.loading.yaml.noeuds import read_nodes
from convention.loading.yaml.texte import forbidden_character
from convention.reports.depot.diagnostics import github_text
from convention.reports.etat.medias.csv import csv_text
from convention.reports.etat.medias.xlsx import xlsx_bytes
from convention.reports.rendus.document import Liste, Mention, Paragraphe, Titre, pdf_bytes
from convention.reports.rendus.docx import docx_bytes
from convention.reports.rendus.escape import in_comment, markdown, terminal
from convention.reports.rendus.table import Tableau
from tests.chaines import bruts, textes
from tests.reports.etat.etats import etat, tel_quel, texte_pdf

if TYPE_CHECKING:
    from convention.reports.etat.valeurs import Etat
    from convention.reports.rendus.document import Document

ORIGINES = ("notres", "corpus")
"""Our own texts, always; a public list, when `CONVENTION_CORPUS_CHAINES` gives one."""
COMMANDE = re.compile(
    r"::error file=(?P<file>[^:,]*),line=1,endLine=1,col=1,endColumn=1,title=[A-Z0-9]+::(?P<message>.*)"
)


@pytest.fixture(params=ORIGINES)
def origine(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


def test_a_text_of_yaml_is_read_as_it_is_or_refused_with_a_message(origine: str) -> None:
    for text in bruts(origine):
        written = "".join(f"\\U{ord(sign):08x}" for sign in text)
        reading = read_nodes("x.yaml", f'a: "{written}"\n'.encode())
        if forbidden_character(text) is None:
            assert (repr(reading.root), reading.diagnostics) == (repr({"a": text}), ())
        else:
            assert [item.code for item in reading.diagnostics] == ["SYN003"]


def test_a_terminal_shows_what_it_would_obey_and_nothing_else_changes(origine: str) -> None:
    for text in bruts(origine):
        shown = terminal(text)
        assert forbidden_character(re.sub("[\ue000-\uf8ff]", "", shown)) is None
        assert "\n" not in shown
        kept = [sign for sign in text if forbidden_character(sign) is None and sign not in "\n\t"]
        assert [sign for sign in kept if sign not in shown] == []


def test_a_workflow_command_is_one_line_that_the_runner_reads_back(origine: str) -> None:
    code = next(code.code for code in CODES.values() if str(code.severity) == "erreur")
    for text in bruts(origine):
        written = github_text([Diagnostic(Span(text, 1), code, text)])
        (line,) = re.split("[\r\n]+", written.removesuffix("\n"))
        found = COMMANDE.fullmatch(line)
        assert found is not None, text
        # The runner decodes a message so; a property has two signs more.
        message = found["message"].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        file = found["file"].replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",")
        # A control character is shown, not sent: a terminal that prints the log obeys none.
        shown = re.sub("[^\r\n]+", lambda part: terminal(part[0]), text)
        assert (file.replace("%25", "%"), message) == (shown, shown)


def test_a_comment_of_the_forge_shows_the_text_and_brings_no_markup(origine: str) -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for text in textes(origine):
        shown = in_comment(text)
        page = f"| a | b |\n| --- | --- |\n| {shown} | {shown} |\n\n- {shown}\n\n## {shown}\n\n> {shown}\n"
        found = _Html(reader.render(page))
        assert found.tags == {"blockquote", "h2", "li", "p", "table", "tbody", "td", "th", "thead", "tr", "ul"}
        assert found.texts.count(text.replace("\u200b", "")) == 5, text


def test_a_comment_holds_nothing_invisible_but_what_keeps_a_mention_from_being_one(origine: str) -> None:
    for text in bruts(origine):
        shown = in_comment(text)
        left = re.sub("(&#(?:64|35|33|36|37|38|126);)\u200b|[\ue000-\uf8ff]", "\\1", shown)
        assert forbidden_character(left) is None
        assert not re.search(r"[@#](?!\d)", left)


def test_a_spreadsheet_reads_a_cell_of_csv_as_a_text(origine: str) -> None:
    wanted = textes(origine)
    rows = list(csv.DictReader(io.StringIO(csv_text([_statement(wanted)]), newline="")))
    read = [row["libelle"] for row in rows[: len(wanted)]]
    assert read == [f"'{text}" if text[0] in "=+-@" else text for text in wanted]


def test_a_workbook_holds_a_text_as_a_text(origine: str) -> None:
    wanted = textes(origine)
    sheet = load_workbook(io.BytesIO(xlsx_bytes(_statement(wanted))))["Lignes"]
    cells = [sheet.cell(rank, 4) for rank in range(2, len(wanted) + 2)]
    assert [(cell.data_type, cell.hyperlink, cell.value) for cell in cells] == [("s", None, text) for text in wanted]


def test_a_word_processor_reads_the_text_wherever_it_stands(origine: str) -> None:
    wanted = [tel_quel(text) for text in textes(origine)]
    word = Lecture(io.BytesIO(docx_bytes(_document(*textes(origine)), "Métropole", date(2027, 1, 1))))
    assert [tel_quel(item.text) for item in word.paragraphs][1:-1] == [text for text in wanted for _ in range(3)]
    assert [tel_quel(row.cells[0].text) for row in word.tables[0].rows][1:] == wanted


def test_the_pages_of_a_document_print_the_text_and_the_number_of_a_sign_without_drawing(origine: str) -> None:
    wanted, at_once = textes(origine), 8 if origine == "notres" else 1
    for rank in range(0, len(wanted), at_once):
        texts = wanted[rank : rank + at_once]
        printed = _bare(texte_pdf(pdf_bytes(_document(*texts), "Métropole")))
        shown = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: _bare(chr(int(found[1], 16))), printed)
        assert [text for text in texts if shown.count(_bare(text)) < 4 and not _drawn(shown, text)] == []


def _statement(labels: tuple[str, ...]) -> Etat:
    """Write a statement with one line a label."""
    item = etat("2026-04")
    volet = item.volets[0]
    lines = tuple(volet.details[0]._replace(libelle=label) for label in labels)
    return item._replace(volets=(volet._replace(details=lines), *item.volets[1:]))


def _document(*texts: str) -> Document:
    table = Tableau(("Texte",), tuple((text,) for text in texts))
    blocks = ((Mention(text), Paragraphe(text), Liste((text,))) for text in texts)
    return (Titre("Essai", 1), *(block for group in blocks for block in group), table)


def _bare(text: str) -> str:
    """Write a text without blanks, where a line may end, nor separate accents: a page has them where they are drawn."""
    return "".join(sign for sign in tel_quel(text) if not sign.isspace() and unicodedata.category(sign)[0] != "M")


def _drawn(shown: str, text: str) -> bool:
    """Tell whether the signs are all there in another order: right to left, or letters under a pile of accents."""
    reordered = re.search("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\u0300-\u036f]{2}", text)
    one, other = (Counter(_bare(unicodedata.normalize("NFD", item))) for item in (text, shown))
    return reordered is not None and one <= other


class _Html(HTMLParser):
    """The tags of a page, and the text of each element, but for the spaces without width."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data.strip().replace("\u200b", "")


@pytest.mark.parametrize("texte", ["@all", "#12", "!7", "~nom", "%2", "$3", "&4", '~"à instruire"', "%é"])
def test_what_a_forge_would_take_for_a_reference_is_not_one(texte: str) -> None:
    """Entities are decoded before references are looked for: what follows the sign must not touch it."""
    sign = html.unescape(in_comment(texte))
    assert sign[1] == "\u200b"
    assert sign.replace("\u200b", "") == texte


def test_a_percentage_and_an_ampersand_are_left_as_they_are() -> None:
    assert "\u200b" not in in_comment("5 % de plus, R & D")


def test_the_full_stop_of_a_sentence_is_written_as_it_is() -> None:
    told = [f"Il reste {end}." for end in ("à payer", "12,00 €", "(voir plus haut)", "« ceci »")]
    assert [markdown(text) for text in told] == told
