"""What LibreOffice computes of a workbook is what was written; what it saves is read, mistakes included."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from convention.edition.classeur.cadre import subject
from convention.edition.classeur.export import workbook_bytes
from convention.edition.classeur.genres import PRIX
from convention.edition.classeur.lecture import read_workbook
from tests.edition.classeur.classeurs import DEPOT, NOM, case, dites, gestes, remarques, retouche
from tests.edition.classeur.libreoffice import enregistrer
from tests.essais import fichiers_nancy, lire

if TYPE_CHECKING:
    from openpyxl import Workbook

pytestmark = pytest.mark.long
Q = "Quantités"
"""The sheet where members type the most."""


def saved(content: bytes, genre: str) -> bytes:
    """Open a workbook in LibreOffice, and save it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, NOM)
        path.write_bytes(content)
        return enregistrer([path], genre)[0].read_bytes()


DEPOTS = {"petit": (DEPOT, 3), "nancy": (fichiers_nancy(), 200)}
"""Texts, and formulas that their workbook has at least."""


@pytest.mark.parametrize("nom", ["petit", "nancy"])
def test_what_libreoffice_computes_is_what_was_written_to_the_cent(nom: str) -> None:
    files, least = DEPOTS[nom]
    content = workbook_bytes(subject(lire(files), 2026))
    book, without = load_workbook(io.BytesIO(content)), io.BytesIO()
    book.save(without)  # with the formulas, and none of their results
    ours, theirs = (read_workbook(NOM, item).grilles for item in (content, saved(without.getvalue(), "xlsx")))
    computed = [
        (sheet.title, rank, column)
        for sheet in book
        for rank, row in enumerate(sheet.iter_rows())
        for column, cell in enumerate(row)
        if cell.data_type == "f"
    ]
    assert len(computed) >= least
    for title, rank, column in computed:
        written, found = (grilles[title].read(rank, column, PRIX).texte for grilles in (ours, theirs))
        assert round(Fraction(written), 2) == round(Fraction(found), 2), (title, rank, column)


def fautif(book: Workbook) -> None:
    for membre in ("amont", "aval"):
        case(book, Q, (membre,), "postes").value = "=1/0"
    case(book, Q, ("amont",), "stockage").value = "n.c."
    case(book, Q, ("aval",), "stockage").value = date(2026, 5, 1)
    first = case(book, Q, ("amont",), "consommables")
    book[Q].merge_cells(f"{first.coordinate}:{first.offset(1, 0).coordinate}")
    case(book, "Prix", ("serveur", "cout"), "montant").value = '="cher"'


def juste(book: Workbook) -> None:
    cell = case(book, Q, ("amont",), "postes")
    cell.value, cell.comment = "=6*7", Comment("à vérifier", "agent")
    book[Q].row_dimensions[cell.row].hidden = True
    case(book, Q, ("aval",), "consommables").value = '=IF(1=1,"","")'
    case(book, Q, ("aval",), "stockage").value = " 1 200 "
    case(book, "Souscriptions", ("aval",), "S04").value = date(2027, 1, 1)
    book["Prix"].insert_cols(1, 2)
    book["Prix"].insert_rows(1)
    book.create_sheet("Mes notes").append(["à revoir"])


FAUTES = [
    "Quantités!M3 : des cellules sont fusionnées",
    "Quantités!E3 : la cellule montre une erreur de calcul",
    "Quantités!G3 : «\u00a0n.c.\u00a0» n'est pas une quantité",
    "Quantités!E4 : la cellule montre une erreur de calcul",
    "Quantités!G4 : la cellule contient une date ou une durée, et non une quantité",
    "Prix!H4 : «\u00a0cher\u00a0» n'est pas un prix",
]


@pytest.mark.parametrize("genre", ["xlsx", "ods"])
def test_what_is_wrong_in_what_libreoffice_saved_is_said_at_its_cell(genre: str) -> None:
    assert dites(saved(retouche(fautif), genre)) == FAUTES


@pytest.mark.parametrize("genre", ["xlsx", "ods"])
def test_what_libreoffice_saved_is_read_whatever_was_done_around_it(genre: str) -> None:
    content = saved(retouche(juste), genre)
    ((_, souscrit), (_, amont), (_, aval)) = gestes(content)
    assert (souscrit["objet"], str(souscrit["debut"])) == ("S04", "2027-01-01")
    assert (amont["valeurs"], aval["valeurs"]) == ({"postes": 42}, {"stockage": 1200})
    assert remarques(content) == [
        "Quantités!E3 : cette ligne est masquée : ce qui y est changé est lu quand même",
        "Quantités!G4 : «\u00a01 200\u00a0» est un texte, lu comme le nombre 1\u202f200",
    ]
