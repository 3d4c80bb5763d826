"""A document to read: titles, paragraphs, lists, tables, as values that a medium lays out.

Knows: blocks, and how Markdown, a terminal and the pages of a PDF write them. Must not know: what a document says, the
typesetter (`pdf`), Word files (`docx`). Texts are the data's own, escaped for each medium.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from convention.reports.rendus.escape import markdown, terminal
from convention.reports.rendus.pdf import Page, compose
from convention.reports.rendus.table import Tableau, escaped, markdown_table, terminal_table
from convention.reports.rendus.typographie import intitule, titre, typographie

if TYPE_CHECKING:
    from collections.abc import Sequence


class Titre(NamedTuple):
    """A heading."""

    texte: str
    niveau: int = 2
    court: str = ""
    """What the margins of the pages say instead, when it is long."""
    page: bool | None = None
    """Of an annex, whether it begins a page; None of what heads none."""


class Paragraphe(NamedTuple):
    """A paragraph; its beginning in bold, when it has one: « Article 2 – Annexe 1. », or its end."""

    texte: str
    debut: str = ""
    fin: str = ""


class Mention(NamedTuple):
    """What the figures are worth, before any of them."""

    texte: str


class Liste(NamedTuple):
    """A list."""

    lignes: tuple[str, ...]


class Fiche(NamedTuple):
    """Names and what they are, that pages set side by side."""

    rangees: tuple[tuple[str, str], ...]


class Cadre(NamedTuple):
    """What is read first, that pages frame and never cut."""

    titre: str
    blocs: Document


class Arrete(NamedTuple):
    """What closes a document: what stops its amount, the place of the signature; never alone on a page."""

    phrase: str
    signature: str


ENSEMBLE = 2
"""Blocks that stay on the page of the signatures that follow them: nobody signs a page that says nothing."""
_LONG = 24
"""A column of longer texts takes its share of the width that is left; the others take what they need."""


Bloc: TypeAlias = Titre | Mention | Paragraphe | Liste | Tableau | Fiche | Cadre | Arrete
"""Of a table, the cells are plain texts."""
Document: TypeAlias = tuple[Bloc, ...]


def simpler(bloc: Fiche | Cadre | Arrete) -> Document:
    """Write in other blocks what only pages lay out by itself."""
    match bloc:
        case Fiche():
            return (Liste(tuple(f"{nom} : {texte}" for nom, texte in bloc.rangees)),)
        case Cadre():
            return (Titre(bloc.titre), *bloc.blocs)
        case Arrete():
            return tuple(Paragraphe(text) for text in bloc if text)


def markdown_text(document: Document) -> str:
    """Write a document in Markdown; nothing of the data's texts is markup."""
    return "\n".join(map(_markdown, document))


def terminal_text(document: Document) -> str:
    """Write a document for a terminal: titles underlined, tables aligned."""
    return "\n".join(map(_plain, document))


def _plain(bloc: Bloc) -> str:
    match bloc:
        case Titre():
            texte = terminal(bloc.texte)
            rule = {1: "═", 2: "─"}.get(bloc.niveau, "") * len(texte)
            return "".join(f"{line}\n" for line in (texte, rule) if line)
        case Mention():
            return f"{terminal(bloc.texte)}\n"
        case Paragraphe():
            return f"{terminal(' '.join(filter(None, (bloc.debut, bloc.texte, bloc.fin))))}\n"
        case Liste():
            return "".join(f"- {terminal(ligne)}\n" for ligne in bloc.lignes)
        case Tableau():
            figures, words = bloc.parted()
            return terminal_table(escaped(figures, terminal)) + (f"\n{_plain(Liste(words))}" if words else "")
        case _:
            return terminal_text(simpler(bloc))


def _markdown(bloc: Bloc) -> str:
    match bloc:
        case Titre():
            return f"{'#' * bloc.niveau} {markdown(bloc.texte)}\n"
        case Mention():
            return f"> {markdown(bloc.texte)}\n"
        case Paragraphe():
            begun, ended = (f"**{markdown(text)}**" if text else "" for text in (bloc.debut, bloc.fin))
            return f"{' '.join(filter(None, (begun, markdown(bloc.texte), ended)))}\n"
        case Liste():
            return "".join(f"- {markdown(ligne)}\n" for ligne in bloc.lignes)
        case Tableau():
            return markdown_table(escaped(bloc, markdown))
        case _:
            return markdown_text(simpler(bloc))


def pdf_bytes(document: Document, emetteur: str) -> bytes:
    """Write a document as a PDF; its first heading is its name."""
    name = next(bloc.texte for bloc in document if isinstance(bloc, Titre))
    page = Page(titre=name, auteur=emetteur, description=name, mots=(), en_tete=margins(document), pied=emetteur)
    return paged(document, page)


def paged(document: Document, page: Page) -> bytes:
    """Write a document as a PDF that says of itself what it is given."""
    return compose(page, map(_laid_out, document))


def margins(document: Document) -> tuple[str, str]:
    """Return what the top of its pages says, from the second on: what its figures are worth, and what it is."""
    heading = next(bloc for bloc in document if isinstance(bloc, Titre))
    warning = next((bloc.texte for bloc in document if isinstance(bloc, Mention)), "")
    return warning, heading.court or heading.texte


def _laid_out(bloc: Bloc) -> dict[str, object]:
    """Write what `pdf.typ` lays out."""
    told: dict[str, object]
    match bloc:
        case Titre():
            told = _heading(bloc)
        case Mention():
            told = {"genre": "mention", "texte": typographie(bloc.texte)}
        case Paragraphe():
            told = {"genre": "paragraphe", "fragments": _fragments(bloc)}
        case Liste():
            told = {"genre": "liste", "elements": [typographie(ligne) for ligne in bloc.lignes]}
        case Tableau():
            told = _table(bloc)
        case Fiche():
            told = {"genre": "fiche", "rangees": [[*map(typographie, row)] for row in bloc.rangees]}
        case Cadre():
            told = {"genre": "encadre", "texte": intitule(bloc.titre), "blocs": [*map(_laid_out, bloc.blocs)]}
        case Arrete():
            told = {"genre": "arrete", "phrase": typographie(bloc.phrase), "signature": typographie(bloc.signature)}
        case _:
            assert_never(bloc)
    return told


def _heading(bloc: Titre) -> dict[str, object]:
    if bloc.page is not None:
        return {"genre": "annexe", "texte": intitule(bloc.texte), "page": bloc.page}
    kind = {1: "titre", 2: "partie"}.get(bloc.niveau, "sous-partie")
    return {"genre": kind, "texte": titre(bloc.texte) if bloc.niveau == 1 else intitule(bloc.texte)}


def _fragments(bloc: Paragraphe) -> list[dict[str, object]]:
    told = [(text, bold) for text, bold in ((bloc.debut, True), (bloc.texte, False), (bloc.fin, True)) if text]
    spaces = (*(" " for _ in told[1:]), "")
    return [
        {"texte": typographie(text + space), "gras": bold} for (text, bold), space in zip(told, spaces, strict=True)
    ]


def _table(tableau: Tableau) -> dict[str, object]:
    rows = (*tableau.lignes, *tableau.totaux)
    widths = tableau.largeurs or _widths(tableau, rows)
    return {
        "genre": "tableau",
        "colonnes": [
            {"titre": typographie(title), "largeur": width, "chiffres": not tableau.holds_words(rank)}
            for rank, (title, width) in enumerate(zip_longest(tableau.entetes, widths, fillvalue="auto"))
        ],
        "rangees": [[*map(typographie, row)] for row in rows],
        "totaux": [*range(len(tableau.lignes), len(rows) - tableau.hors_total)],
        "groupes": list(tableau.groupes),
        "avec": ENSEMBLE if tableau.a_signer else 0,
    }


def _widths(tableau: Tableau, rows: Sequence[tuple[str, ...]]) -> list[str]:
    if tableau.a_signer:
        return ["1"] * tableau.a_gauche
    words = [_width([row[rank] for row in rows]) for rank in range(tableau.a_gauche)]
    return ["1", *words[1:]] if set(words) == {"auto"} else words


def _width(texts: list[str]) -> str:
    longest = max(map(len, texts), default=0)
    return str(min(longest, 3 * _LONG)) if longest > _LONG else "auto"
