"""Make the pictures of README.md: a dashboard, and the comment of a proposal as a forge shows it.

Knows: the built site, the comment in Markdown, the system's Chromium. Must not know: what they say. They are made by
`make images`, when what they show has changed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from playwright.sync_api import sync_playwright

RACINE = Path(__file__).resolve().parent.parent
IMAGES = RACINE / "docs" / "images"
AVENANT = RACINE / "docs" / "exemples" / "forfait-2027.patch"
LARGEUR, HAUTEUR = 1000, 760
STYLE = """
body { font: 15px/1.5 "Liberation Sans", sans-serif; color: #1f2328; margin: 24px; max-width: 950px }
h2 { border-bottom: 1px solid #d1d9e0; font-size: 21px; padding-bottom: 6px }
table { border-collapse: collapse; font-size: 13px } td, th { border: 1px solid #d1d9e0; padding: 4px 9px }
blockquote { border-left: 4px solid #d1d9e0; color: #59636e; margin: 0; padding: 0 14px } summary { color: #59636e }
"""


def main() -> None:
    """Build the site, write the comment, photograph both."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="convention-images-") as folder, sync_playwright() as program:
        site, clone, page = Path(folder, "site"), Path(folder, "clone"), Path(folder, "commentaire.html")
        _run(RACINE, sys.executable, "-m", "convention.cli.main", "site", "--niveau", "adherents", "--vers", str(site))
        _run(RACINE, "git", "clone", "--quiet", str(RACINE), str(clone))
        _run(clone, "git", "apply", str(AVENANT))
        text = _run(clone, sys.executable, "-m", "convention.cli.main", "comparer", "HEAD", "--format", "markdown")
        body = MarkdownIt("commonmark").enable("table").render(text)
        page.write_text(f"<meta charset='utf-8'><style>{STYLE}</style>{body}", encoding="utf-8")
        browser = program.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": LARGEUR, "height": HAUTEUR})
        for name, where in (
            ("tableau-de-bord", site / "adherents" / "essey-les-nancy" / "index.html"),
            ("commentaire", page),
        ):
            view.goto(where.as_uri())
            view.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def _run(where: Path, *command: str) -> str:
    return subprocess.run(command, cwd=where, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    main()
