"""The members of a convention, as a spreadsheet saves them: a CSV to the nodes that the answers would hold.

Knows: CSV, the fields of a member. Must not know: the other answers, what a value means; each keeps its place.
A row is a line: no name of a member holds a line break.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite, compte, enumere, nombre
from convention.edition.nouveau.noeuds import Marque, liste, mot, put, table
from convention.edition.nouveau.partages import proche
from convention.edition.nouveau.reponses import Membre, spelt
from convention.loading.yaml.texte import read_text
from convention.model.valeurs.corrections import as_written, to_name, two_readings
from convention.model.valeurs.ecriture import NOMBRE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.base.nodes import MappingNode, SequenceNode

_QUANTITES = ("postes", "habitants")
_CHAMPS = (*(nom for nom in Membre.model_fields if nom != "quantites"), *_QUANTITES)
_TITRES = {
    **{nom: nom for nom in _CHAMPS},
    **dict.fromkeys(("adherent", "commune", "libelle", "nom_de_la_commune"), "nom"),
    **dict.fromkeys(("code_insee", "code_commune", "codgeo"), "insee"),
    **dict.fromkeys(("numero_siren", "n_siren"), "siren"),
    **dict.fromkeys(("population", "population_municipale", "population_totale"), "habitants"),
}
"""How a column may be called: its field."""
_SEPARATEURS = ";\t,"
LIGNES_MAX = 10_000
_LIBRES = frozenset({"type"})
"""What a document writes without quotes, besides quantities."""


class Cellule(NamedTuple):
    """A cell: its text, where it starts and ends."""

    texte: str
    debut: Marque
    fin: Marque


class Tableau(NamedTuple):
    """What a CSV gives: one node a member, and what is wrong with its form."""

    membres: SequenceNode
    diagnostics: tuple[Diagnostic, ...]


def read_table(path: str, content: bytes, comptes: Sequence[str] = ()) -> Tableau:
    """Read the members of a CSV, in UTF-8 or as Windows saves it; its separator is the one of its header.

    `comptes`: what the services count of each member, besides computers and inhabitants.
    """
    text, found = read_text(path, to_utf_8(content))
    membres = liste()
    if text is None:
        return Tableau(membres, found)
    lines = text.replace("\r\n", "\n").split("\n")
    separateur = max(_SEPARATEURS, key=lines[0].count)
    if not text.strip():
        return Tableau(membres, (diagnose("SYN006", Span(path), "le tableau est vide"),))
    if len(lines) > LIGNES_MAX:
        message = f"le tableau a plus de {nombre(LIGNES_MAX)} lignes : ce ne sont pas les adhérents d'une convention"
        return Tableau(membres, (diagnose("FIC006", Span(path), message, "n'y garder que les adhérents"),))
    rows = [(rank, line, _cells(line, rank, separateur)) for rank, line in enumerate(lines[1:], 1)]
    known = tuple(dict.fromkeys((*_CHAMPS, *comptes)))
    champs, problems = _header(
        path, _cells(lines[0], 0, separateur) or [], [cells or [] for _, _, cells in rows], known
    )
    for rank, line, cells in rows if not problems else []:
        if cells is None or len(cells) > len(champs):
            problems.append(_misshapen(path, rank, line, len(champs) if cells else 0))
        elif any(cell.texte for cell in cells):
            membres.append(_member(champs, cells))
            problems += _two_ways(path, champs, cells)
    # A spreadsheet of Windows ends its lines its own way: nothing is said of it.
    return Tableau(membres, tuple(problems))


def _two_ways(path: str, champs: Sequence[str], cells: Sequence[Cellule]) -> Iterator[Diagnostic]:
    """Yield the quantities of a row that read two ways: « 1.200 » is 1200, or 1.2."""
    for champ, cell in zip(champs, cells, strict=False):
        readings = two_readings(cell.texte) if champ not in Membre.model_fields else None
        if readings is not None:
            message = f"{cite(cell.texte)} se lit de deux façons"
            yield diagnose("FOR004", _span(path, cell), message, f"écrire {enumere(readings, 'ou')}")


def to_utf_8(content: bytes) -> bytes:
    """Write a table as it is read: in UTF-8, without the mark that Windows begins it with."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    try:
        bare.decode("utf-8")
    except UnicodeDecodeError:
        return bare.decode("cp1252", "replace").encode()
    return bare


def _cells(line: str, rank: int, separateur: str) -> list[Cellule] | None:
    """Cut a line into its cells; None when a quotation mark is left open, or closes nothing."""
    cell = re.compile(rf' *+(?:"(?P<cite>(?:[^"]|"")*+)" *+|(?P<nu>[^"{separateur}]*+))(?P<suite>{separateur}|$)')
    cells, place = list[Cellule](), 0
    while (found := cell.match(line, place)) is not None:
        nom = "nu" if found["cite"] is None else "cite"
        texte = found[nom].rstrip()
        start = found.start(nom)
        cells.append(Cellule(texte.replace('""', '"'), Marque(rank, start), Marque(rank, start + len(texte))))
        place = found.end()
        if not found["suite"]:
            return cells
    return None


def _header(
    path: str, cells: Sequence[Cellule], rows: Sequence[Sequence[Cellule]], known: Sequence[str]
) -> tuple[list[str], list[Diagnostic]]:
    """Name the field of each column; a column of numbers that no field is called as counts something."""
    champs, problems = list[str](), list[Diagnostic]()
    for place, cell in enumerate(cells):
        nom, span = to_name(cell.texte), _span(path, cell)
        below = [row[place].texte for row in rows if place < len(row)]
        champ = _TITRES.get(nom) or (nom if all(NOMBRE.fullmatch(as_written(text)) for text in below if text) else "")
        if not cell.texte and not any(below):
            # A spreadsheet may write columns that hold nothing.
            pass
        elif not champ or (champ not in known and not any(below)):
            hint = proche(cell.texte, known) or f"retirer la colonne ; colonnes possibles : {', '.join(known)}"
            problems.append(diagnose("FOR001", span, f"la colonne {cite(cell.texte)} n'est pas connue", hint))
        elif champ in champs:
            problems.append(diagnose("SYN010", span, f"deux colonnes disent {cite(champ)}", "n'en garder qu'une"))
        champs.append(champ)
    if not problems and "nom" not in champs:
        hint = f"la première ligne nomme les colonnes : {enumere(known, 'ou')}"
        problems.append(diagnose("FOR002", Span(path), "aucune colonne ne s'appelle « nom »", hint))
    return champs, problems


def _misshapen(path: str, rank: int, line: str, width: int) -> Diagnostic:
    message = (
        f"la ligne a plus de cellules que le tableau n'a de colonnes ({compte(width, 'colonne')})"
        if width
        else "les guillemets de la ligne ne se ferment pas, ou ferment autre chose qu'une cellule"
    )
    return diagnose("SYN005", Span(path, rank + 1, 1, rank + 1, len(line) + 1), message, "corriger la ligne")


def _member(champs: Sequence[str], cells: Sequence[Cellule]) -> MappingNode:
    said = [(champ, cell) for champ, cell in zip(champs, cells, strict=False) if cell.texte]
    start, end = said[0][1].debut, said[-1][1].fin
    membre, counted = table(start, end), table(start, end)
    for champ, cell in said:
        quantity = champ not in Membre.model_fields
        texte = as_written(cell.texte) if quantity else spelt(champ, cell.texte)
        node = mot(texte, cell.debut, cell.fin, plain=quantity or champ in _LIBRES)
        put(counted if quantity else membre, champ, node)
    if counted:
        put(membre, "quantites", counted)
    return membre


def _span(path: str, cell: Cellule) -> Span:
    return Span(path, cell.debut.line + 1, cell.debut.column + 1, cell.fin.line + 1, cell.fin.column + 1)
