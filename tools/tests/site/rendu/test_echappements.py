"""What the data says is what a page shows, read by a parser and by a real browser: nothing altered, nothing obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markdown import Markdown
from mkdocs.config import load_config

from convention.cli.mkdocs.ecrits import ICI
from convention.model.cadre.hors_donnees import CONFIGURATION
from convention.site.rendu import rendu
from tests.chaines import textes
from tests.site.lecture import lire_html, ordinaire

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

MODELE = """{{ TITRE }}## {{ texte | md }}{{ TITRE }}
<table><tr><td>{{ texte }}</td><td title="{{ texte }}"></td></tr></table>"""


@pytest.fixture(params=["notres", "corpus"])
def pages(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> dict[str, str]:
    """Write each text on a page of its own, as the site does: a heading, a cell, an attribute."""
    settings = load_config(str(ICI / CONFIGURATION), docs_dir=str(ICI / "habillage"), site_name="essai")
    reader = Markdown(extensions=settings.markdown_extensions, extension_configs=settings.mdx_configs)
    template = rendu._environment().from_string(MODELE)
    record_property("lus", len(textes(request.param)))
    found = {text: rendu._body(template.render(texte=text)) for text in textes(request.param)}
    return {text: reader.reset().convert(body) for text, body in found.items()}


def test_a_parser_reads_each_text_in_a_heading_and_in_a_cell(pages: dict[str, str]) -> None:
    for text, page in pages.items():
        assert lire_html(page).texte == " ".join([_shown(text)] * 2), text


@pytest.mark.long
@pytest.mark.navigateur
def test_a_browser_shows_each_text_and_runs_none(pages: dict[str, str], page: Page) -> None:
    called: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    page.on("dialog", lambda dialog: _refuse(dialog, called))
    page.set_content("<!DOCTYPE html>" + "".join(f"<section>{content}</section>" for content in pages.values()))
    shown = page.evaluate(
        "[...document.querySelectorAll('section')].map(s => [s.querySelector('h2').textContent,"
        " ...[...s.querySelectorAll('td')].map(c => c.textContent || c.title), s.querySelectorAll('*').length])"
    )
    wanted = [[_shown(text)] * 3 for text in pages]
    assert [[_shown(text) for text in texts] for *texts, _ in shown] == wanted
    # A heading, then a table, its body, its row and its two cells: no other element.
    assert {count for *_, count in shown} == {6}
    assert called == []


def _refuse(dialog: Dialog, called: list[str]) -> None:
    called.append(dialog.message)
    dialog.dismiss()


def _shown(text: str) -> str:
    return " ".join(ordinaire(text).split())
