"""Any workbook, read by a mapping file: what it counts, for whom, and what the file or the workbook may have wrong."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from convention.edition.classeur.cadre import Apport, subject
from convention.edition.classeur.correspondance import read_mapped
from convention.edition.classeur.enveloppe import ClasseurRefuseError
from convention.edition.classeur.lecture import read_workbook
from convention.edition.refus import RefusError
from convention.loading.a_part import read_apart
from convention.model.documents.releves import Correspondance
from tests.edition.classeur.classeurs import DEPOT, JOUR
from tests.essais import charger

if TYPE_CHECKING:
    from convention.edition.classeur.importation import Bilan

PARC = """\
libelle: Inventaire du parc
feuille: Parc
entete: 2
adherent: {colonne: Commune, noms: {Amont-sur-Eau: amont}, ignorer: [Total]}
colonnes: {Nb PC: postes, "Stockage (To)": stockage}
"""
TITRES = ("Commune", "Remarques", "Nb PC", "Stockage (To)")


def lu(*lignes: tuple[object, ...], parc: str = PARC, titres: tuple[str, ...] = TITRES) -> Bilan:
    """Read a workbook of these rows, below a line that says nothing and titles."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Parc"
    for row in (("Inventaire",), titres, *lignes):
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    lue = read_apart(Correspondance, "imports/parc.yaml", parc.encode())
    assert lue.diagnostics == ()
    assert lue.document is not None
    etat = charger(DEPOT)
    apport = Apport(subject(etat.depot, 2026), JOUR, "essai")
    return read_mapped(etat, read_workbook("parc.xlsx", buffer.getvalue()), lue.document, apport)


def dites(*lignes: tuple[object, ...], titres: tuple[str, ...] = TITRES) -> list[str]:
    return [f"{item.lieu} : {item.message}" for item in lu(*lignes, titres=titres).fautes]


def test_only_what_is_not_written_is_counted_on_the_day() -> None:
    bilan = lu(("amont", "", 14, 1.5), ("aval", "", 8, 0))
    assert bilan.fautes == ()
    (asked,) = map(dict, bilan.demandes)
    assert (asked["adherent"], asked["date"], asked["valeurs"]) == ("amont", JOUR, {"postes": Fraction(14)})


@pytest.mark.parametrize("nom", ["amont", "Amont", "Amont-sur-Eau", "AMONT"])
def test_a_member_is_named_by_its_id_its_name_or_as_the_file_says(nom: str) -> None:
    assert [dict(item)["adherent"] for item in lu((nom, "", 14)).demandes] == ["amont"]


def test_an_empty_cell_says_nothing_and_some_rows_are_of_nobody() -> None:
    assert lu(("amont", "à revoir", None, ""), ("Total", "", 99), (None, None, None)) == ((), (), ())


def test_other_columns_may_stand_anywhere() -> None:
    bilan = lu((14, "x", "amont", 1.5), titres=("Nb PC", "Notes", "Commune", "Stockage (To)"))
    assert len(bilan.demandes) == 1


def test_what_is_wrong_is_said_at_its_cell() -> None:
    said = dites(("amont", "", "n.c.", "1.200"), ("amon", "", 3), ("amont", "", 4), ("Amont", "", 4))
    assert [item.partition(" : ")[0] for item in said] == [
        "parc.xlsx, Parc!C3",
        "parc.xlsx, Parc!D3",
        "parc.xlsx, Parc!A4",
        "parc.xlsx, Parc!A5",
        "parc.xlsx, Parc!A6",
    ]


def test_a_lost_title_is_said_with_the_nearest_one() -> None:
    (faute,) = lu(titres=("Commune", "Nb P.C.", "Stockage (To)")).fautes
    assert faute.message == "la colonne «\u00a0Nb PC\u00a0» manque"
    assert "Nb P.C." in faute.conseil


def test_a_title_twice_is_said() -> None:
    assert dites(titres=("Commune", "Nb PC", "Nb PC", "Stockage (To)")) == [
        "parc.xlsx, Parc!C2 : le titre «\u00a0Nb PC\u00a0» est sur deux colonnes"
    ]


def test_a_lost_sheet_is_said_with_those_that_are_there() -> None:
    with pytest.raises(ClasseurRefuseError, match="la feuille «\u00a0Inventaire\u00a0» manque"):
        lu(parc=PARC.replace("feuille: Parc", "feuille: Inventaire"))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Nb PC: postes", "Nb PC: postez", "la clé «\u00a0postez\u00a0» est inconnue"),
        ("Nb PC: postes", "Nb PC: comptes", "se compte composant par composant"),
        ("Amont-sur-Eau: amont", "Amont-sur-Eau: amon", "l'adhérent «\u00a0amon\u00a0» est inconnu"),
    ],
)
def test_what_the_file_names_is_to_be_there(before: str, after: str, told: str) -> None:
    with pytest.raises(RefusError, match=told):
        lu(parc=PARC.replace(before, after))


def test_a_file_that_is_not_as_it_is_to_be_is_said_at_its_line() -> None:
    lue = read_apart(Correspondance, "imports/parc.yaml", PARC.replace("entete: 2", "entêtes: deux").encode())
    assert lue.document is None
    assert str(lue.diagnostics[0].span).startswith("imports/parc.yaml:3:")


def test_a_column_whose_title_is_a_year_is_written_with_or_without_quotes() -> None:
    for title in ("2026", '"2026"'):
        bilan = lu(
            ("amont", 14),
            parc=f"libelle: Parc\nentete: 2\nadherent: {{colonne: A}}\ncolonnes: {{{title}: postes}}\n",
            titres=("A", "2026"),
        )
        assert [dict(item)["valeurs"] for item in bilan.demandes] == [{"postes": Fraction(14)}]
