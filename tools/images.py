"""Make the pictures of README.md: a dashboard, and the comment of a proposal as a forge shows it.

Knows: the built site, the comment in Markdown, the system's Chromium. Must not know: what they say. They are made by
`make images`, which keeps the words that they show and their day: a test holds that the tool still says these.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from datetime import date
from html import unescape
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

RACINE = Path(__file__).resolve().parent.parent
IMAGES = RACINE / "docs" / "images"
MOTS = RACINE / "tools" / "images.json"
AVENANT = RACINE / "docs" / "exemples" / "forfait-2027.patch"
LARGEUR, HAUTEUR = 1000, 760
STYLE = """
body { font: 15px/1.5 "Liberation Sans", sans-serif; color: #1f2328; margin: 24px; max-width: 950px }
h2 { border-bottom: 1px solid #d1d9e0; font-size: 21px; padding-bottom: 6px }
table { border-collapse: collapse; font-size: 13px } td, th { border: 1px solid #d1d9e0; padding: 4px 9px }
blockquote { border-left: 4px solid #d1d9e0; color: #59636e; margin: 0; padding: 0 14px } summary { color: #59636e }
"""


class Montree(NamedTuple):
    """A page to photograph, and the words of its picture."""

    page: Path
    mots: str


def shown(depot: Path, folder: Path, jour: str) -> dict[str, Montree]:
    """Build the site of a repository, write the comment, as they are on a day (ISO)."""
    site, clone, page = folder / "site", folder / "clone", folder / "commentaire.html"
    _tool(depot, "site", "--niveau", "adherents", "--date", jour, "--vers", str(site))
    _run(depot, "git", "clone", "--quiet", str(depot), str(clone))
    _run(clone, "git", "apply", str(AVENANT))
    text = _tool(clone, "comparer", "HEAD", "--format", "markdown", "--date", jour)
    body = MarkdownIt("commonmark").enable("table").render(text)
    page.write_text(f"<meta charset='utf-8'><style>{STYLE}</style>{body}", encoding="utf-8")
    board = site / "adherents" / "essey-les-nancy" / "index.html"
    return {
        "commentaire": Montree(page, _words(body.partition("<table>")[0])),
        "tableau-de-bord": Montree(board, _words(re.split("<h1|<h2", board.read_text("utf-8"))[1].partition(">")[2])),
    }


def main() -> None:
    """Photograph both pages, and keep their words."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (the test of their words asks for no browser)

    IMAGES.mkdir(exist_ok=True)
    jour = str(date.today())  # noqa: DTZ011 (the day of whoever makes them)
    with tempfile.TemporaryDirectory(prefix="convention-images-") as folder, sync_playwright() as program:
        pages = shown(RACINE, Path(folder), jour)
        browser = program.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": LARGEUR, "height": HAUTEUR})
        for name, item in pages.items():
            view.goto(item.page.as_uri())
            view.screenshot(path=IMAGES / f"{name}.png")
        browser.close()
    kept = {"jour": jour, **{name: item.mots for name, item in pages.items()}}
    MOTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def _tool(where: Path, *command: str) -> str:
    return _run(where, sys.executable, "-m", "convention.cli.main", *command)


def _run(where: Path, *command: str) -> str:
    return subprocess.run(command, cwd=where, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    main()
