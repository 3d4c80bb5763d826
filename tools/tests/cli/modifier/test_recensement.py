"""The census of quantities by mail: a workbook goes out to each member, comes back filled; all are read at once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.resolution import resolve
from tests.cli.commande import contenu, lancer
from tests.edition.classeur.classeurs import exporte
from tests.edition.classeur.libreoffice import enregistrer
from tests.espaces import espaces
from tests.essais import FIGES, fichiers, fichiers_nancy, remplacer
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

CLE, AVANT, REPONSE = 1, 3, 4
PETIT = depot_fictif(3, 4, 1, (2025, 2026))
QUANTITES = "adherents/adherent-1/quantites/2026.yaml"


def recenser(depot: Path, annee: str) -> Path:
    """Send the workbooks out."""
    dossier = depot.parent / "recensement"
    run = lancer(depot, "exporter", "--quantites", annee, "--vers", str(dossier))
    assert (run.code, run.message) == (0, "")
    return dossier


def remplir(path: Path, **reponses: object) -> None:
    """Fill a workbook as the year before, but for some answers; None leaves one blank."""
    book = load_workbook(path)
    sheet: Worksheet = book["Quantités"]
    for row in range(3, sheet.max_row + 1):
        before = sheet.cell(row, AVANT).value
        answer = reponses.get(str(sheet.cell(row, CLE).value), before)
        sheet.cell(row, REPONSE).value = answer  # type: ignore[assignment] # (any value)
    book.save(path)


@pytest.fixture
def petit(tmp_path: Path) -> Path:
    """Send out a census of the small repository, and fill it."""
    depot = write(tmp_path / "depot", PETIT)
    for path in recenser(depot, "2026").iterdir():
        remplir(path)
    return depot


def reponse(depot: Path, adherent: str) -> Path:
    return depot.parent / "recensement" / f"quantites-2026-{adherent}.xlsx"


def importer(depot: Path, *options: str) -> tuple[int, str, str]:
    run = lancer(depot, "importer", str(depot.parent / "recensement"), "--date", "2026-03-01", *options)
    return run.code, run.sortie.decode(), run.message


@pytest.mark.long
def test_twenty_two_workbooks_come_back_and_each_answer_is_to_be_validated(tmp_path: Path) -> None:
    depot = write(tmp_path / "depot", fichiers_nancy())
    paths = sorted(recenser(depot, "2027").iterdir())
    assert len(paths) == 22
    for path in paths:
        remplir(path, **({"postes": 120} if "essey" in path.name else {}))
    before = contenu(depot)
    run = lancer(depot, "importer", str(paths[0].parent), "--date", "2026-11-20")
    said = run.sortie.decode()
    assert (run.code, run.message) == (0, "")
    assert said.startswith("Recensement 2027 : 22\u00a0classeurs revenus sur 22\n")
    assert "Essey-lès-Nancy : Nombre de postes de travail : 120 au lieu de 112 (+7,1\u00a0%)" in said
    assert "L'ensemble des adhérents paierait" in said
    added = {}
    for name, content in contenu(depot).items():
        if content != before[name]:
            assert content.startswith(before[name])
            added[name] = content.removeprefix(before[name]).decode()
    assert all("date: 2026-11-20" in text and "validation" not in text for text in added.values())
    assert "      postes: 120\n" in added["adherents/essey-les-nancy/quantites/2027.yaml"]
    assert "valider-quantites essey-les-nancy --exercice 2027" in said


def test_a_census_that_is_read_twice_is_written_once(petit: Path) -> None:
    assert importer(petit)[0] == 0
    before = contenu(petit)
    code, said, _ = importer(petit)
    assert (code, said.rpartition("\n\n")[2]) == (0, "Rien à changer : les fichiers le disent déjà.\n")
    assert contenu(petit) == before


def test_what_is_the_same_as_the_year_before_is_not_told(petit: Path) -> None:
    remplir(reponse(petit, "adherent-1"), mobiles=999)
    told = [line for line in importer(petit)[1].splitlines() if " au lieu de " in line and line.startswith("  Adh")]
    assert len(told) == 1
    assert told[0].startswith("  Adhérent 1 : Mobiles : 999 au lieu de ")


@pytest.mark.long
def test_answers_that_libreoffice_saved_as_ods_are_those_of_their_members(petit: Path) -> None:
    remplir(reponse(petit, "adherent-1"), mobiles=999)
    saved = enregistrer(sorted((petit.parent / "recensement").iterdir()), "ods")
    run = lancer(petit, "importer", str(saved[0].parent), "--date", "2026-03-01")
    assert (run.code, run.message) == (0, "")
    assert run.sortie.decode().startswith("Recensement 2026 : 3\u00a0classeurs revenus sur 3\n")
    assert "mobiles: 999" in contenu(petit)[QUANTITES].decode()


def test_the_workbook_says_how_a_whole_year_is_counted_and_to_whom_it_comes_back(tmp_path: Path) -> None:
    cles = PETIT["pricing/cles.yaml"].replace("mobiles, comptage: a_date", "mobiles, comptage: sur_periode")
    depot = write(tmp_path / "depot", {**PETIT, "pricing/cles.yaml": cles})
    recenser(depot, "2026")
    sheet = load_workbook(reponse(depot, "adherent-2")).worksheets[0]
    words = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "Ce qui se compte sur l'année (mobiles) s'écrit pour toute l'année" in espaces(words)
    assert "Puis renvoyer ce classeur à Adhérent 0, avant le jour que dit son envoi." in espaces(words)


@pytest.mark.parametrize("suppose_le", ["2026-01-01", "2026-03-01", "2026-06-01"])
def test_an_answer_takes_the_place_of_what_was_assumed_even_when_it_is_the_same(petit: Path, suppose_le: str) -> None:
    path = petit / QUANTITES
    remplacer(path, "mobiles: 247", "mobiles: 197")
    assumed = f"phase: revise\n    date: {suppose_le}\n    hypothese: reprise"
    remplacer(path, "phase: previsionnel\n    date: 2026-01-01", assumed)
    code, said, _ = importer(petit)
    assert (code, "Sans effet" in said) == (0, False)
    held = resolve(load(Folder(petit)).depot, 2026).volumes.comptages["mobiles", ""]["adherent-1"]
    assert (held.valeur, held.hypothese) == (Fraction(197), "")


def test_who_is_missing_is_said_and_the_others_are_taken(petit: Path) -> None:
    reponse(petit, "adherent-2").unlink()
    remplir(reponse(petit, "adherent-1"), mobiles=999)
    code, said, _ = importer(petit)
    assert code == 0
    assert said.startswith("Recensement 2026 : 2\u00a0classeurs revenus sur 3\nManque : Adhérent 2\n")
    assert "mobiles: 999" in contenu(petit)[QUANTITES].decode()


def test_a_newcomer_is_told_that_nothing_was_counted_and_its_answer_is_taken(tmp_path: Path) -> None:
    depot = write(tmp_path / "depot", fichiers(FIGES / "hopitaux"))
    recenser(depot, "2026")
    book = load_workbook(reponse(depot, "fontanelle"))
    sheet: Worksheet = book["Quantités"]
    # Fontanelle enters on 1 July 2026.
    assert [cell.value for cell in sheet[1]] == ["Nom dans la convention", "Ce qui est compté", "en 2026, à remplir"]
    told = " ".join(str(cell.value) for row in book["Lisez-moi"] for cell in row)
    assert "Rien n'était compté en 2025 : il n'y a rien à rappeler. Puis" in espaces(told)
    for row, answer in ((3, 7), (4, 30)):
        sheet.cell(row, AVANT).value = answer
    book.save(reponse(depot, "fontanelle"))
    other = " ".join(str(cell.value) for row in load_workbook(reponse(depot, "aubrelac"))["Lisez-moi"] for cell in row)
    assert "À côté est rappelé ce qui était compté l'année d'avant" in other
    code, said, _ = importer(depot)
    assert (code, ": 7, rien n'était compté\n" in said) == (0, True)
    path = "adherents/fontanelle/quantites/2026.yaml"
    assert "lignes: 7" in contenu(depot)[path].decode().rpartition("2026-03-01")[2]


def test_what_is_left_blank_is_said_and_erases_nothing(petit: Path) -> None:
    remplir(reponse(petit, "adherent-1"), mobiles=None)
    code, said, _ = importer(petit)
    assert (code, "Ce qui est resté vide\n  Adhérent 1 : Mobiles\n" in said) == (0, True)
    assert contenu(petit)[QUANTITES].decode().startswith(PETIT[QUANTITES])


def test_an_answer_that_is_no_number_is_said_at_its_cell_with_its_file(petit: Path) -> None:
    before = contenu(petit)
    remplir(reponse(petit, "adherent-1"), mobiles="n.c.")
    remplir(reponse(petit, "adherent-2"), mobiles="huit")
    code, said, refused = importer(petit)
    assert (code, said, contenu(petit)) == (1, "", before)
    places = [line for line in refused.splitlines() if line.endswith(" : erreur")]
    assert places == [
        "quantites-2026-adherent-1.xlsx, Quantités!D3 : erreur",
        "quantites-2026-adherent-2.xlsx, Quantités!D4 : erreur",
    ]


def test_two_workbooks_of_a_member_are_refused(petit: Path) -> None:
    reponse(petit, "adherent-1-bis").write_bytes(reponse(petit, "adherent-1").read_bytes())
    code, _, refused = importer(petit)
    assert code == 1
    assert refused.startswith(
        "quantites-2026-adherent-1.xlsx : erreur\n  c'est un second classeur de «\u00a0adherent-1\u00a0»"
    )


def test_a_workbook_that_is_of_no_census_is_refused(petit: Path) -> None:
    (petit.parent / "recensement" / "zone.xlsx").write_bytes(exporte())
    code, _, refused = importer(petit)
    assert (code, "zone.xlsx : erreur\n  ce classeur n'est pas du recensement 2026\n" in refused) == (1, True)


def test_a_file_that_cannot_be_read_hides_no_other(petit: Path) -> None:
    for nom in ("adherent-1", "adherent-2"):
        reponse(petit, nom).write_bytes(b"illisible")
    _, _, refused = importer(petit)
    assert refused.count("n'est pas un classeur") == 2


def test_what_a_spreadsheet_leaves_beside_an_open_file_is_left_alone(petit: Path) -> None:
    (petit.parent / "recensement" / "~$quantites-2026-adherent-1.xlsx").write_bytes(b"verrou")
    assert importer(petit)[0] == 0
