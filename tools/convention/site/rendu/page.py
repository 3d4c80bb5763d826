"""What a page is before it is written: its address, its template, the values that fill it.

Knows: addresses. Must not know: HTML, the data.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from convention.model.valeurs.chemins import service_code
from convention.reports.depot.apache import PROPRES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.texte.clauses import Clauses

ACCUEIL = "index.md"
AGENDA = "calendrier.ics"
"""The calendar that diaries read, at the root of a site; an adherent's own has the same name in its folder."""


class Porte(NamedTuple):
    """A rule that a page carries out, and what the clause that it comes from calls this page."""

    regle: str
    libelle: str
    ancre: str = ""
    """« #cles »: the part of the page."""


class Page(NamedTuple):
    """A page to be written."""

    uri: str
    """« services/s04.md »."""
    titre: str
    gabarit: str
    """Template of its kind: « service »."""
    valeurs: Mapping[str, object]
    forme: str = "texte"
    """`accueil`, `marge` or `texte`: where its text stands."""
    cacher: tuple[str, ...] = ()
    """`navigation`, `toc`: what stands beside other pages and not here."""
    niveau: str = ""
    """Level shown at the bottom, when it is not that of the site."""
    adherent: str = ""
    """Whose own segment is gold in the strip of shares."""
    poids: float = 1
    """How much sooner than others a search gives it: one's own dashboard first, what is technical last."""
    portes: tuple[Porte, ...] = ()


def page_propre(adherent: str) -> str:
    """Return the page that an adherent alone may read, on a site of all levels."""
    return f"{PROPRES}/{adherent}.md"


def adresse(uri: str) -> str:
    """Return the address that a page is served at: « services/s04/ »; a download keeps its name."""
    if not uri.endswith(".md"):
        return uri
    folder, name = posixpath.split(uri.removesuffix(".md"))
    kept = folder if name == "index" else posixpath.join(folder, name)
    return f"{kept}/" if kept else ""


def lien(depuis: str, vers: str) -> str:
    """Return the relative link from a page to another: « annexes/organigramme.md » is « ../../annexes/organigramme/ ».

    « #ancre » alone stays on the page; what starts from the root of the server is as it is.
    """
    uri, sharp, anchor = vers.partition("#")
    if not uri or uri.startswith("/"):
        return vers
    target = adresse(uri)
    path = posixpath.relpath(target or ".", adresse(depuis) or ".")
    slash = "/" if uri.endswith(".md") else ""
    return f"{path}{slash}{sharp}{anchor}"


def service(code: str) -> str:
    """Return the page of a service; a sub-service is told on the page of its service."""
    return f"services/{service_code(code).lower()}.md"


def tableau_de_bord(adherent: str) -> str:
    """Return the dashboard of an adherent."""
    return f"adherents/{adherent}.md"


def exercice(annee: int) -> str:
    """Return the page of an exercice."""
    return f"exercices/{annee}.md"


def avenant(numero: int) -> str:
    """Return the page of an avenant."""
    return f"avenants/{numero}.md"


_ANNEXES = ("catalogue", "organigramme", "forfait", "tarifs", "axes")
"""What the convention says in its annexes, each its own page."""


def annexe(clauses: Clauses, texte: str) -> str | None:
    """Return the page of an annexe; None for what the page of the convention tells."""
    known = _ANNEXES if texte.startswith("annexe") else ()
    return next((f"annexes/{nom}.md" for nom in known if texte in clauses.de(nom)), None)


def clause(clauses: Clauses, texte: str) -> str:
    """Return where a clause of the convention is read: « convention.md#article-8-3 »."""
    return annexe(clauses, texte) or f"convention.md#{ancre(texte)}"


def passage(clauses: Clauses, regle: str) -> str:
    """Return where what a rule comes from is read: its clause, else the whole text."""
    return next((clause(clauses, texte) for texte in clauses.de(regle)), "convention.md")


def ancre(texte: str) -> str:
    """Return the anchor of a clause: « article 8.3 » is « article-8-3 »."""
    plain = texte.lower().replace("é", "e").replace("ê", "e").replace(" ", "-").replace(".", "-")
    return "".join(letter for letter in plain if letter.isalnum() or letter == "-")
