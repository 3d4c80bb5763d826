"""The hook of `manuel.yml`: what the pages of docs/ cite of the repository is in the manual too, so no link breaks.

Knows: MkDocs, relative links, the accessibility grid, that a page is made of. Must not know: what another page says.
A Markdown file that a page cites is a page of its own, under `depot/`; any other file is shown as text.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from convention.base.french import compte, jour
from convention.cli.cadre.lecteur import PLACE, lire_grille
from convention.site.grille import Constat, par_theme, taux

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from convention.site.grille import Grille

RACINE = Path(__file__).resolve().parents[1]
DOCS, DEPOT = "docs/", "depot/"
_LIEN = re.compile(r"\]\((?P<cible>[^)\s#:]+)(?P<ancre>#[^)\s]*)?\)")

_SUITE = re.compile(r"^(?P<quote>(?:> ?)+)(?!- |[0-9]+\. |\|)\S.*\n(?=(?P=quote)(?:- |[0-9]+\. |\|))", re.MULTILINE)
"""A line of a quotation before a list or a table: Python-Markdown wants a blank line between them."""


def on_config(config: MkDocsConfig) -> None:
    """Put the decisions, and what is cited of the repository, at the end of the navigation."""
    decisions = sorted(path.relative_to(RACINE / DOCS).as_posix() for path in (RACINE / DOCS).glob("decisions/*.md"))
    assert config.nav is not None  # noqa: S101 (it is in manuel.yml)
    pages = [_uri(path) for path in sorted(_cited()) if path.endswith(".md")]
    config.nav += [{"Décisions": decisions}, {"Le dépôt": pages}]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add what is cited of the repository, and the page that is made of the accessibility grid."""
    grille = lire_grille((RACINE / PLACE).read_bytes())
    files.append(File.generated(config, "accessibilite.md", content=accessibilite(grille)))
    for path in sorted(_cited()):
        files.append(File.generated(config, _uri(path), content=(RACINE / path).read_text("utf-8")))


def accessibilite(grille: Grille) -> str:
    """Write the accessibility grid, page by page, and what tries each criterion again."""
    applicables = len(grille.criteres) - grille.nombre(Constat.NON_APPLICABLE)
    lines = [
        "# L'accessibilité du site",
        "",
        f"{grille.referentiel}, au {jour(grille.date)} : {taux(grille)} des critères applicables sont conformes,",
        f"soit {grille.nombre(Constat.CONFORME)} sur {applicables} ;",
        f"{compte(grille.nombre(Constat.NON_DECIDE), 'critère')} sans décision.",
        f"Qui a évalué : {grille.par[:1].lower()}{grille.par[1:]}, avec {grille.navigateur}.",
        f"Référentiel : <{grille.source}>.",
        "",
        f"Cette page et la déclaration du site sont faites de `{PLACE}`.",
        "Un autre dépôt écrit sa grille au même endroit, quand son site a été évalué ; sans elle, sa déclaration dit",
        "qu'il ne l'a pas été.",
        "",
        "## Les essais",
        "",
        "| essai | ce qui est fait | où |",
        "| --- | --- | --- |",
    ]
    for nom, essai in grille.essais.items():
        place = f"`{essai.ou}`" if essai.ou else f"le {jour(essai.le)}" if essai.le else ""
        lines.append(f"| {nom} | {essai.quoi} | {place} |")
    lines += ["", "## L'échantillon", ""]
    lines += [f"{rank}. {page.nom} (`{page.adresse or 'accueil'}`)" for rank, page in enumerate(grille.echantillon, 1)]
    lines += ["", "## La grille", "", "C : conforme ; NC : non conforme ; NA : non applicable ; ? : non décidé."]
    numbers = [str(rank) for rank in range(1, len(grille.echantillon) + 1)]
    for theme, criteres in par_theme(grille):
        heads = ["critère", "", *numbers, "essais", "ce qui a été vu"]
        lines += ["", f"### {theme}", "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        for critere in criteres:
            cells = [critere.pour(page).signe for page in grille.echantillon]
            row = [critere.numero, critere.titre, *cells, ", ".join(critere.essais), critere.dit or ""]
            lines.append(f"| {' | '.join(row)} |")
    lines += ["", "## Le schéma pluriannuel", ""]
    lines += [f"- {item.annee} : {item.action}." for item in grille.plan]
    return "\n".join(lines) + "\n"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead the links that leave docs/ to what the manual has of it."""
    del config, files
    uri = page.file.src_uri
    origin = uri.removeprefix(DEPOT) if uri.startswith(DEPOT) else DOCS + uri

    def led(link: re.Match[str]) -> str:
        target = _target(origin, link["cible"])
        if target.startswith(DOCS) and not uri.startswith(DEPOT):
            return link[0]
        here = posixpath.relpath(_uri(target), posixpath.dirname(uri))
        return f"]({here}{link['ancre'] or ''})"

    return _SUITE.sub(r"\g<0>\g<quote>\n", _LIEN.sub(led, markdown))


def _cited() -> set[str]:
    """Return the files outside docs/ that its pages cite, and those that these cite."""
    known, waiting = set[str](), [path.relative_to(RACINE).as_posix() for path in (RACINE / DOCS).rglob("*.md")]
    while waiting:
        origin = waiting.pop()
        for target in _outside(origin):
            if target not in known:
                known.add(target)
                waiting += [target] if target.endswith(".md") else []
    return known


def _outside(origin: str) -> Iterator[str]:
    for link in _LIEN.finditer((RACINE / origin).read_text("utf-8")):
        target = _target(origin, link["cible"])
        if not target.startswith((DOCS, "..")) and (RACINE / target).is_file():
            yield target


def _target(origin: str, cible: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), cible))


def _uri(path: str) -> str:
    """Return where a file of the repository stands in the manual."""
    if path.startswith(DOCS):
        return path.removeprefix(DOCS)
    return DEPOT + (path if path.endswith(".md") else f"{path}.txt")
