"""`convention exporter` as its readers find it: what a spreadsheet shows, what it lets them change."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.commande import lancer
from tests.essais import GRAND_NANCY

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

VISIBLES = ["Lisez-moi", "Adhérents", "Souscriptions", "Quantités", "Prix", "Budgets"]


def exporte() -> bytes:
    """Export the frozen data for 2026."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.xlsx"
        run = lancer(GRAND_NANCY, "exporter", "--classeur", str(path), "--exercice", "2026")
        assert (run.code, run.message) == (0, "")
        return path.read_bytes()


une_fois = cache(exporte)


@cache
def classeur(*, valeurs: bool = False) -> Workbook:
    """Read what is written: formulas, or the values beside them."""
    return load_workbook(BytesIO(une_fois()), data_only=valeurs)


def colonne(feuille: Worksheet, cle: str) -> int:
    return [cell.value for cell in feuille[2]].index(cle) + 1


def cellule(book: Workbook, feuille: str, ligne: tuple[str, ...], cle: str) -> object:
    sheet = book[feuille]
    (rank,) = [
        row[0].row
        for row in sheet.iter_rows()
        if tuple(cell.value for cell in row[: len(ligne)]) == ligne and row[0].row
    ]
    return sheet.cell(rank, colonne(sheet, cle)).value


def test_it_has_a_sheet_for_each_subject_and_one_that_says_what_they_are() -> None:
    book = classeur()
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == VISIBLES
    told = " ".join(str(row[0].value) for row in book["Lisez-moi"].iter_rows())
    assert all(f"{nom}\u00a0: " in told for nom in VISIBLES[1:])


def test_a_quantity_stands_beside_that_of_the_year_before() -> None:
    book, nom = classeur(), ("essey-les-nancy",)
    found = [cellule(book, "Quantités", nom, cle) for cle in ("postes", "postes (2025)", "stockage")]
    assert found == [112, 108, 2.6]


def test_a_price_is_that_of_the_phase_in_force() -> None:
    found = cellule(classeur(), "Prix", ("serveur-impression", "cout_maintenance"), "montant")
    assert found == 4800


def test_a_subscription_says_since_when_and_until_when() -> None:
    sheet = classeur()["Souscriptions"]
    said = {str(cell.value) for row in sheet.iter_rows(min_row=3, min_col=3) for cell in row if cell.value is not None}
    assert "2024-01-01 00:00:00" in said
    assert any(text.startswith("du ") for text in said)


def test_what_is_computed_is_a_formula_with_its_value_and_is_locked() -> None:
    nom = ("essey-les-nancy", "principal", "62876", "fonctionnement")
    assert cellule(classeur(), "Budgets", nom, "total") == "=F10+G10"
    assert cellule(classeur(valeurs=True), "Budgets", nom, "total") == 28800
    sheet = classeur()["Quantités"]
    last = sheet.max_row
    assert (sheet.cell(last, 1).value, sheet.cell(last, 3).value) == ("Total", f"=SUM(C3:C{last - 1})")
    assert sheet.cell(last, 3).protection.locked


@pytest.mark.parametrize("nom", VISIBLES[2:])
def test_only_what_may_be_changed_can_be_typed_in(nom: str) -> None:
    sheet = classeur()[nom]
    assert sheet.protection.sheet
    opened = {colonne for colonne in range(1, sheet.max_column + 1) if not sheet.cell(3, colonne).protection.locked}
    assert opened
    assert 1 not in opened
    assert all("(2025)" not in str(sheet.cell(2, rank).value) for rank in opened)


@pytest.mark.parametrize("nom", VISIBLES[1:])
def test_the_titles_and_the_names_stay_on_the_screen(nom: str) -> None:
    assert str(classeur()[nom].freeze_panes)[1:] == "3"


def test_a_number_is_asked_for_where_one_is_expected_and_a_list_proposes_days() -> None:
    kinds = {nom: {item.type for item in classeur()[nom].data_validations.dataValidation} for nom in VISIBLES[2:]}
    assert kinds == {"Souscriptions": {"list"}, "Quantités": {"decimal"}, "Prix": {"decimal"}, "Budgets": {"decimal"}}


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    run = lancer(GRAND_NANCY, "exporter", "--classeur", str(tmp_path / "c.ods"))
    assert (run.code, "finit par .xlsx" in run.message) == (2, True)


@pytest.mark.parametrize(
    ("autre", "phrase"),
    [
        (
            ("--exercice", "2026", "--quantites", "2027", "--vers", "recensement"),
            "--exercice va avec --classeur : un recensement est de l'année que dit --quantites",
        ),
        (
            ("--journal", "2026", "--format-finances", "titres", "--fichier", "f.csv", "--classeur", "c.xlsx"),
            "--journal ne va ni avec un classeur, ni avec un recensement : les écrire à part",
        ),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(autre: tuple[str, ...], phrase: str, tmp_path: Path) -> None:
    run = lancer(tmp_path, "exporter", *autre)
    assert (run.code, run.reproche.splitlines()[-1]) == (2, f"Erreur : {phrase}")


def test_a_list_parts_its_words_by_commas_so_that_none_holds_one() -> None:
    (validation, *_) = classeur()["Souscriptions"].data_validations.dataValidation
    assert str(validation.formula1).strip('"').split(",") == ["01/01/2027", "01/01/2027 (non activé)"]


def _with_format(folder: Path, text: str) -> Path:
    data = folder / "donnees"
    copytree(GRAND_NANCY, data)
    (data / "exports").mkdir()
    (data / "exports" / "titres.yaml").write_text(text, encoding="utf-8")
    return data


def test_the_journal_of_a_year_is_written_in_the_columns_of_a_finance_program(tmp_path: Path) -> None:
    data = _with_format(tmp_path, "libelle: Logiciel des finances\ncolonnes: {N°: numero, Montant: montant}\n")
    asked = ("exporter", "--journal", "2026", "--format-finances", "titres", "--fichier", str(tmp_path / "t.csv"))
    run = lancer(data, *asked)
    assert (run.code, run.message) == (0, "")
    rows = (tmp_path / "t.csv").read_bytes().decode().split("\r\n")
    assert rows[0] == "N°;Montant"
    assert "fictif-2026-0014;39793,60" in rows


@pytest.mark.parametrize(
    ("colonnes", "nom", "annee", "code", "message"),
    [
        ("{N°: numeros}", "titres", "2026", 1, "exports/titres.yaml:2:16"),
        ("{N°: numero}", "titre", "2026", 2, "vouliez-vous dire"),
        ("{N°: numero}", "titres", "2019", 2, "aucune pièce n'est au journal de 2019"),
        ('{"→": numero}\nencodage: cp1252', "titres", "2026", 2, "l'encodage cp1252 n'a pas le signe"),
    ],
)
def test_a_journal_that_cannot_be_written_is_refused_in_words(
    tmp_path: Path, colonnes: str, nom: str, annee: str, code: int, message: str
) -> None:
    data = _with_format(tmp_path, f"libelle: essai\ncolonnes: {colonnes}\n")
    asked = ("exporter", "--journal", annee, "--format-finances", nom, "--fichier", str(tmp_path / "t.csv"))
    run = lancer(data, *asked)
    assert run.code == code
    assert message in run.message
    assert not (tmp_path / "t.csv").exists()


def test_a_journal_asks_for_its_format_and_its_file() -> None:
    run = lancer(GRAND_NANCY, "exporter", "--journal", "2026")
    assert run.code == 2
    assert "--format-finances NOM et --fichier" in run.message
