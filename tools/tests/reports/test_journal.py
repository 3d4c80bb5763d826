"""`reports.finances.journal`: the documents issued, in the columns of a finance program, as a file says them."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from convention.loading.a_part import read_apart
from convention.model.documents.titres import FormatFinances
from convention.model.genres import FORMAT_FINANCES, schema_line
from convention.model.mots.finances import DonneePiece
from convention.reports.finances.journal import EcritureRefuseeError, journal_bytes
from tests.essais import nancy

DEPOT = nancy()
EXEMPLES = sorted((Path(__file__).parents[3] / "exports").glob("*.yaml"))
BASE = "libelle: essai\n"


def lu(text: str) -> FormatFinances:
    found = read_apart(FormatFinances, "exports/essai.yaml", f"{BASE}{text}".encode())
    assert found.diagnostics == ()
    assert found.document is not None
    return found.document


def ecrit(text: str, annee: int = 2026) -> list[str]:
    return journal_bytes(DEPOT, annee, lu(text)).decode("utf-8").split("\r\n")[:-1]


def of_essey(rows: list[str]) -> list[str]:
    return [row for row in rows if "essey-les-nancy" in row]


def test_columns_come_in_their_order_with_the_decimal_sign_the_dates_and_the_separator_asked() -> None:
    rows = ecrit("colonnes: {Date: emission, N°: numero, Qui: adherent, Montant: montant}\n")
    assert rows[0] == "Date;N°;Qui;Montant"
    assert of_essey(rows) == [
        "12/03/2026;fictif-2026-0002;essey-les-nancy;9465,60",
        "15/04/2026;fictif-2026-0013;essey-les-nancy;14389,13",
        "15/04/2026;fictif-2026-0014;essey-les-nancy;39793,60",
        "15/04/2026;fictif-2026-0015;essey-les-nancy;1240,28",
        "15/10/2026;fictif-2026-0117;essey-les-nancy;14389,13",
        "15/10/2026;fictif-2026-0118;essey-les-nancy;39793,60",
    ]


def test_a_program_without_titles_with_tabs_points_and_bare_dates_is_served_too() -> None:
    rows = ecrit(
        "separateur: tabulation\ndecimale: point\ndates: aaaammjj\nentete: non\n"
        "colonnes: {a: adherent, b: montant_signe, c: paiement, d: vide, e: compte_gestionnaire}\n"
    )
    assert of_essey(rows)[2:5] == [
        "essey-les-nancy\t39793.60\t20260520\t\t70845",
        "essey-les-nancy\t-1240.28\t20260520\t\t673",
        "essey-les-nancy\t14389.13\t\t\t70875",
    ]


def test_every_word_of_a_column_says_something_of_some_document() -> None:
    columns = ", ".join(f"{item}: {item}" for item in DonneePiece)
    rows = list(csv.DictReader(ecrit(f"colonnes: {{{columns}}}\n"), delimiter=";"))
    one = next(row for row in rows if row["numero"] == "fictif-2026-0014")
    assert one["objet"] == "Masse salariale, acompte 2026"
    assert (one["compte_adherent"], one["chapitre_adherent"], one["siren"]) == ("6216", "012", "215401845")
    delivered = next(row for row in rows if row["numero"] == "fictif-2026-0002")
    assert delivered["objet"].endswith(" : 12 ordinateurs neufs")
    unknown = {"limite", "siret", "code_service", "engagement", "vide"}
    assert {nom for nom in one if not any(row[nom] for row in rows)} == unknown


def test_what_is_written_adds_up_to_the_journal() -> None:
    rows = ecrit("entete: non\ndecimale: point\ncolonnes: {m: montant_signe}\n")
    journals = (dossier.titres[2026].titres for dossier in DEPOT.dossiers.values() if 2026 in dossier.titres)
    expected = sum(-one.montant if one.genre == "reversement" else one.montant for titres in journals for one in titres)
    assert 100 * sum(map(Fraction, rows)) == expected


@pytest.mark.parametrize(("encodage", "codec"), [("utf-8-bom", "utf-8-sig"), ("cp1252", "cp1252")])
def test_letters_are_kept_as_the_program_reads_them(encodage: str, codec: str) -> None:
    content = journal_bytes(DEPOT, 2026, lu(f"encodage: {encodage}\ncolonnes: {{Tiers: denomination}}\n"))
    assert "Commune d'Essey-lès-Nancy" in content.decode(codec)


def test_a_letter_that_the_encoding_does_not_have_is_refused() -> None:
    with pytest.raises(EcritureRefuseeError, match=r"l'encodage cp1252 n'a pas le signe «.→.» : en choisir un autre"):
        journal_bytes(DEPOT, 2026, lu('encodage: cp1252\ncolonnes: {"→": numero}\n'))


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    assert ecrit('colonnes: {"=A1": numero}\n')[0] == "'=A1"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("colonnes: {Montant: montan}\n", 2, 21),
        ("colonnes: {Montant: montant}\nseparateur: point-virgule\n", 3, 13),
        ("colonnes: {Montant: montant}\nordre: 1\n", 3, 1),
        ("colonnes: {Montant: montant, Montant: numero}\n", 2, 30),
        ("separateur: virgule\n", 1, 1),
    ],
)
def test_a_bad_format_is_refused_at_its_line_and_column(text: str, line: int, column: int) -> None:
    found = read_apart(FormatFinances, "exports/essai.yaml", f"{BASE}{text}".encode())
    spans = [(item.span.path, item.span.line, item.span.column) for item in found.diagnostics]
    assert spans == [("exports/essai.yaml", line, column)]


@pytest.mark.parametrize("path", EXEMPLES, ids=lambda path: path.stem)
def test_each_example_of_the_repository_is_read_and_names_its_schema(path: Path) -> None:
    content = path.read_bytes()
    found = read_apart(FormatFinances, f"exports/{path.name}", content)
    assert found.diagnostics == ()
    assert found.document is not None
    assert content.decode().startswith(f"{schema_line(f'exports/{path.name}', FORMAT_FINANCES)}\n")
    assert journal_bytes(DEPOT, 2026, found.document)


def test_the_two_examples_that_the_page_names_are_there() -> None:
    assert {"rapprochement", "titres"} <= {path.stem for path in EXEMPLES}
