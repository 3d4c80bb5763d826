"""`convention importer` as agents run it: a workbook goes out, is changed, comes back; what is written and said."""

from __future__ import annotations

from datetime import date
from difflib import ndiff
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.resolution import resolve
from tests.cli.commande import contenu, lancer
from tests.compare.depots_git import git
from tests.edition.classeur.classeurs import DEPOT, avec, case, retouche
from tests.edition.classeur.libreoffice import enregistrer
from tests.essais import GRAND_NANCY, fichiers_nancy, remplacer
from tests.generateur import depot_fictif, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from tests.cli.commande import Sortie

ESSEY = "essey-les-nancy"


@pytest.fixture
def nancy(tmp_path: Path) -> Path:
    return write(tmp_path / "depot", fichiers_nancy())


@pytest.fixture
def petit(tmp_path: Path) -> Path:
    return write(tmp_path / "depot", DEPOT)


def exporter(depot: Path, classeur: Path, *options: str) -> bytes:
    run = lancer(depot, "exporter", "--classeur", str(classeur), *options)
    assert (run.code, run.message) == (0, "")
    return classeur.read_bytes()


def lignes_changees(depot: Path) -> list[str]:
    """Return the lines that are not those of the frozen data."""
    found = []
    for path, content in contenu(depot).items():
        before, after = fichiers_nancy()[path].splitlines(), content.decode().splitlines()
        if before != after:
            found += [line for line in ndiff(before, after) if line.startswith("+ ")]
    return found


@pytest.fixture(scope="module")
def enregistre(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The whole workbook of 2026, opened and saved by LibreOffice, which computes every formula anew."""
    classeur = tmp_path_factory.mktemp("classeurs") / "c.xlsx"
    exporter(GRAND_NANCY, classeur, "--exercice", "2026")
    return {genre: enregistrer([classeur], genre)[0] for genre in ("xlsx", "ods")}


@pytest.mark.long
@pytest.mark.parametrize("genre", ["xlsx", "ods"])
def test_one_that_libreoffice_saved_comes_back_without_a_byte_changed(
    nancy: Path, enregistre: dict[str, Path], genre: str
) -> None:
    rien_ne_change(nancy, enregistre[genre])


def rien_ne_change(depot: Path, classeur: Path) -> None:
    before = contenu(depot)
    run = lancer(depot, "importer", str(classeur))
    assert (run.code, run.sortie.decode()) == (0, "Rien à changer : les fichiers le disent déjà.\n")
    assert contenu(depot) == before


@pytest.mark.long
@pytest.mark.parametrize("genre", ["xlsx", "ods"])
def test_ten_cells_changed_in_what_libreoffice_saved_are_ten_lines_and_no_more(
    nancy: Path, enregistre: dict[str, Path], genre: str
) -> None:
    classeur = nancy.parent / "c.xlsx"
    classeur.write_bytes(retouche(dix_cellules, enregistre["xlsx"].read_bytes()))
    dix_lignes_changent(nancy, classeur if genre == "xlsx" else enregistrer([classeur], genre)[0])


def dix_cellules(book: Workbook) -> None:
    # What is counted is corrected where it is written; what is assumed would be counted, on its own lines.
    case(book, "Quantités", ("ludres",), "imprimantes").value = 9
    case(book, "Quantités", ("ludres",), "traceurs").value = 1
    case(book, "Quantités", ("art-sur-meurthe",), "lignes_telephoniques").value = 6
    case(book, "Quantités", ("dommartemont",), "boites_aux_lettres").value = 10
    case(book, "Prix", ("serveur-impression", "cout_maintenance"), "montant").value = 5000.5
    case(book, "Prix", ("mdm", "cout_licence"), "montant").value = 28
    case(book, "Prix", ("sig", "cout_annuel"), "montant").value = 24100
    case(book, "Budgets", (ESSEY, "principal", "62876", "fonctionnement"), "bp").value = 29000
    case(book, "Budgets", (ESSEY, "principal", "6216", "fonctionnement"), "dm").value = -250.25
    case(book, "Souscriptions", ("pulnoy",), "S08").value = "du 01/01/2024 au 31/12/2026"


def dix_lignes_changent(depot: Path, classeur: Path) -> None:
    run = lancer(depot, "importer", str(classeur))
    assert (run.code, run.message) == (0, "")
    assert sorted(map(str.strip, lignes_changees(depot))) == sorted(
        [
            "+       imprimantes: 9",
            "+       traceurs: 1",
            "+       lignes_telephoniques: 6",
            "+       boites_aux_lettres: 10",
            "+       2026: {cout_maintenance: {previsionnel: 4800.00, revise: 5000.50}}",
            "+       2026: {cout_licence: {previsionnel: 27.60, revise: 28.00}}",
            "+       2026: {cout_annuel: {previsionnel: 24000.00, revise: 24100.00}}",
            '+       - {compte: "62876", section: fonctionnement, budget: principal, bp: 29000.00, dm: 300.00}',
            '+       - {compte: "6216", section: fonctionnement, budget: principal, bp: 80000.00, dm: -250.25}',
            "+   - {service: S08, debut: 2024-01-01, fin: 2027-01-01}",
        ]
    )


IDENTITE = f"adherents/{ESSEY}/adherent.yaml"


def identite(depot: Path, change: Callable[[Workbook], object]) -> Sortie:
    """Import the sheet of members, once changed."""
    classeur = depot.parent / "c.xlsx"
    classeur.write_bytes(retouche(change, exporter(depot, classeur)))
    return lancer(depot, "importer", str(classeur))


@pytest.mark.long
def test_an_identity_that_is_corrected_changes_its_lines_and_no_more(nancy: Path) -> None:
    def change(book: Workbook) -> None:
        case(book, "Adhérents", (ESSEY,), "nom").value = "Essey"
        case(book, "Adhérents", ("etablissement-rattache",), "siren").value = "200040715"

    run = identite(nancy, change)
    assert (run.code, run.message) == (0, "")
    assert lignes_changees(nancy) == ['+ nom: "Essey"', '+ siren: "200040715"']


@pytest.mark.long
def test_what_a_check_says_of_an_identity_is_said_at_its_cell(nancy: Path) -> None:
    def change(book: Workbook) -> None:
        case(book, "Adhérents", (ESSEY,), "siren").value = "215401846"
        case(book, "Adhérents", ("laxou",), "insee").value = "54395"

    before, run = contenu(nancy), identite(nancy, change)
    assert (run.code, run.sortie, contenu(nancy)) == (1, b"", before)
    assert [line for line in run.message.splitlines() if " : erreur" in line] == [
        "c.xlsx, Adhérents!E5 : erreur ADH001",
        "c.xlsx, Adhérents!F12 : erreur ADH002",
    ]


def test_what_it_would_change_is_shown_with_its_cost_and_not_written(petit: Path) -> None:
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "avant")):
        git(petit, *arguments)
    before, classeur = contenu(petit), petit.parent / "c.xlsx"
    both = retouche(lambda book: setattr(case(book, "Quantités", ("aval",), "postes"), "value", 7), avec(24))
    classeur.write_bytes(both)
    run = lancer(petit, "importer", str(classeur), "--essai")
    said = run.sortie.decode()
    assert run.code == 0
    # What both counts lead to comes after what each asks for.
    assert said.count("valider-quantites") == 2
    assert said.rindex("valider-quantites") < said.index("comparer HEAD")
    assert "+    - {phase" not in said
    assert "postes: 24" in said
    assert "Essai : rien n'a été écrit." in said
    assert contenu(petit) == before


def test_a_cell_changed_of_what_was_assumed_is_a_count_of_the_workbook_and_no_more_an_assumption(
    tmp_path: Path,
) -> None:
    depot, classeur = write(tmp_path / "depot", depot_fictif(3, 4, 1, (2025, 2026))), tmp_path / "c.xlsx"
    path = depot / "adherents/adherent-1/quantites/2026.yaml"
    assumed = "phase: revise\n    date: 2026-03-01\n    hypothese: reprise"
    remplacer(path, "phase: previsionnel\n    date: 2026-01-01", assumed)
    exporter(depot, classeur, "--exercice", "2026")
    book = load_workbook(classeur)
    case(book, "Quantités", ("adherent-1",), "mobiles").value = 250
    book.save(classeur)
    done = lancer(depot, "importer", str(classeur), "--date", "2026-03-01")
    assert (done.code, done.message) == (0, "")
    held = resolve(load(Folder(depot)).depot, 2026).volumes.comptages["mobiles", ""]["adherent-1"]
    assert (held.valeur, held.hypothese) == (Fraction(250), "")
    assert 'source: "Classeur c.xlsx"' in path.read_text("utf-8")


def test_nothing_is_written_when_an_error_is_left(petit: Path) -> None:
    before, classeur = contenu(petit), petit.parent / "c.xlsx"

    def change(book: Workbook) -> None:
        case(book, "Quantités", ("amont",), "postes").value = 24
        case(book, "Quantités", ("aval",), "postes").value = "n.c."

    classeur.write_bytes(retouche(change))
    run = lancer(petit, "importer", str(classeur))
    assert (run.code, run.sortie) == (1, b"")
    assert run.message.startswith(
        "c.xlsx, Quantités!E4 : erreur\n  «\u00a0n.c.\u00a0» n'est pas une quantité\n  Conseil : "
    )
    assert run.message.endswith("1\u00a0erreur ; rien n'a été écrit.\n")
    assert contenu(petit) == before


@pytest.mark.long
@pytest.mark.parametrize(("autre", "lieu"), [(False, "c.xlsx, Souscriptions!"), (True, "adherents/pulnoy/quantites/")])
def test_a_count_that_a_new_service_lacks_is_not_said_at_the_cell_of_another_count(
    nancy: Path,
    autre: bool,  # noqa: FBT001 (a parameter)
    lieu: str,
) -> None:
    def change(book: Workbook) -> None:
        if autre:
            case(book, "Quantités", ("pulnoy",), "imprimantes").value = 4
        case(book, "Souscriptions", ("pulnoy",), "S05").value = date(2026, 12, 1)

    run = identite(nancy, change)
    said = [line for line in run.message.splitlines() if line.endswith("erreur QTE001")]
    assert {line[: len(lieu)] for line in said} == {lieu}


def test_data_that_cannot_be_read_are_said_before_the_workbook(petit: Path) -> None:
    classeur = petit.parent / "c.xlsx"
    classeur.write_bytes(avec(24))
    (petit / "pricing" / "cles.yaml").write_text("{", encoding="utf-8")
    run = lancer(petit, "importer", str(classeur))
    assert (run.code, "pricing/cles.yaml:" in run.message, "c.xlsx" in run.message) == (1, True, False)


def test_a_file_that_is_not_there_is_said(petit: Path) -> None:
    run = lancer(petit, "importer", "absent.xlsx")
    assert (run.code, run.message.partition(" (")[0]) == (
        3,
        "Erreur\u00a0: le classeur absent.xlsx ne peut pas être lu",
    )


PARC = """libelle: Inventaire
adherent: {colonne: adherent}
feuille: Quantités
entete: 2
colonnes: {postes: postes}
"""


def test_a_workbook_from_elsewhere_is_read_by_what_describes_it(petit: Path) -> None:
    classeur, parc = petit.parent / "c.xlsx", petit.parent / "parc.yaml"
    classeur.write_bytes(retouche(lambda book: book["Quantités"].delete_rows(6), avec(24)))
    parc.write_text(PARC, encoding="utf-8")
    options = ("--selon", str(parc), "--exercice", "2026", "--date", "2026-03-01")
    run = lancer(petit, "importer", str(classeur), *options)
    assert (run.code, run.message) == (0, "")
    text = contenu(petit)["adherents/amont/quantites/2026.yaml"].decode()
    assert 'source: "Inventaire (c.xlsx)"' in text
    assert "postes: 24" in text


def test_what_describes_a_workbook_is_read_strictly(petit: Path) -> None:
    classeur, parc = petit.parent / "c.xlsx", petit.parent / "parc.yaml"
    classeur.write_bytes(avec(24))
    parc.write_text(PARC.replace("colonnes", "colones"), encoding="utf-8")
    run = lancer(petit, "importer", str(classeur), "--selon", str(parc))
    assert (run.code, "parc.yaml:5:1 : erreur" in run.message) == (1, True)


def test_a_correspondence_that_is_not_there_is_said_in_agreement(petit: Path) -> None:
    classeur = petit.parent / "c.xlsx"
    classeur.write_bytes(avec(24))
    run = lancer(petit, "importer", str(classeur), "--selon", "absente.yaml")
    told = "le fichier de correspondance absente.yaml ne peut pas être lu (fichier introuvable)"
    assert (run.code, told in run.reproche) == (3, True)
