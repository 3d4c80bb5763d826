"""From a page to its text: templates, links, typography, front matter.

Knows: Jinja. Must not know: the data, which template says what.
A page is Markdown whose headings are Markdown and whose blocks are HTML: any generator makes its contents of it.
Data texts are escaped by the templates, all of them; control characters are shown, never sent.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from convention.base.french import (
    au,
    compte,
    ecart,
    enumere,
    euros,
    grouped,
    jour,
    majuscule,
    minuscule,
    nombre,
    pluriel,
    sujet,
    typeset,
)
from convention.reports.depot.apache import DECONNEXION
from convention.reports.rendus.escape import markdown, terminal
from convention.site.rendu import page as adresses
from convention.site.rendu.passages import mot_a_mot, paragraphes
from convention.site.rendu.typographie import texte, typographier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.texte.clauses import Clauses
    from convention.site.rendu.page import Page

TITRE = "\x1e"
"""Stands around a heading: no data text can hold it, `terminal` shows it."""
_PREMIERS = ("phrase", "chapeau", "sous-titre")
_BALISE = re.compile(r"<[^>]*>")
_COLLES = re.compile(
    r"(</(?:td|th|li|dt|dd|section|h3|h4|caption|summary|small|b|tr|p|figcaption)>)(?!\n)|(</span>)(?=<small)"
)


def rendre(page: Page, communs: Mapping[str, Any]) -> str:
    """Write a page: what fills its template, and what every template may use."""
    template = _environment().get_template(f"{page.gabarit}.html")
    lien = Liens(page.uri, communs["clauses"], texte=communs.get("texte", True))
    body = template.render(**communs, **page.valeurs, lien=lien)
    return f"{_front_matter(page, _description(body))}{_body(body)}"


class Liens:
    """How a page links to others; and whether the text of the convention is there to be linked to."""

    def __init__(self, uri: str, clauses: Clauses, *, texte: bool) -> None:
        """Link from a page."""
        self.uri = uri
        self._clauses = clauses
        self.texte = texte

    def __call__(self, vers: str) -> str:
        """Return the relative link to an address."""
        return adresses.lien(self.uri, vers)

    def clause(self, texte: str) -> str:
        """Return the relative link to a clause of the convention."""
        return self(adresses.clause(self._clauses, texte))


def html_environment(paquet: str, dossier: str) -> Environment:
    """Return the templates of a folder: each text of the data is escaped, and what would hide in it is shown."""
    return Environment(
        loader=PackageLoader(paquet, dossier),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


@cache
def _environment() -> Environment:
    env = html_environment("convention.site", "gabarits")
    env.filters |= {
        "au": au,
        "capitale": majuscule,
        "compte": compte,
        "ecart": ecart,
        "enumere": enumere,
        "euros": euros,
        "jour": jour,
        "md": _heading,
        "nombre": nombre,
        "minuscule": minuscule,
        "mot_a_mot": mot_a_mot,
        "par_trois": grouped,
        "paragraphes": paragraphes,
        "pluriel": pluriel,
        "sujet": sujet,
    }
    env.globals |= {"adresses": adresses, "DECONNEXION": DECONNEXION}
    env.globals["TITRE"] = Markup(TITRE)  # noqa: S704 (a constant)
    return env


def _heading(text: str) -> Markup:
    return Markup(markdown(typeset(text)))  # noqa: S704 (escaped for Markdown, by entities that are HTML too)


def _shown(value: object) -> object:
    return terminal(value) if type(value) is str else value


def _description(html: str) -> str:
    """Return the first sentences of a page, as a search engine shows them: what stands largest, under the title."""
    found = next(
        filter(None, (re.search(rf'<p class="{name}">(.*?)</p>', html, re.DOTALL) for name in _PREMIERS)), None
    )
    return " ".join(texte(_BALISE.sub("", found[1])).split()) if found is not None else ""


def _front_matter(page: Page, description: str) -> str:
    """Write what the theme reads; the theme escapes no title, so it is done here."""
    meta: dict[str, object] = {"title": texte(escape(terminal(page.titre))), "gabarit": page.forme}
    meta |= {"description": description} if description else {}
    meta |= {"rubrique": True} if page.uri.endswith("/index.md") else {}
    meta |= {"hide": list(page.cacher)} if page.cacher else {}
    meta |= {"niveau": page.niveau} if page.niveau else {}
    meta |= {"search": {"boost": page.poids}} if page.poids != 1 else {}
    meta |= {"adherent": page.adherent} if page.adherent else {}
    rows = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    return f"---\n{rows}---\n"


def entete(text: str) -> dict[str, Any]:
    """Read again what stands at the head of a page."""
    rows = (row.split(": ", 1) for row in text.split("---\n", 2)[1].splitlines())
    return {key: json.loads(value) for key, value in rows}


def _body(html: str) -> str:
    """Set headings apart, put the rest on short lines: two cells side by side are two words for a search engine."""
    parts = []
    for rang, part in enumerate(html.split(TITRE)):
        if rang % 2:
            parts.append(f"\n{' '.join(typographier(part).split())}\n")
        else:
            lines = (line.strip() for line in typographier(part).splitlines())
            parts.append(_COLLES.sub(r"\g<0>\n", "\n".join(line for line in lines if line)))
    return "\n".join(part for part in parts if part.strip()) + "\n"
