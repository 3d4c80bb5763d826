"""What a workbook that comes back changes, and everything that may be wrong with it, each at its cell."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from convention.edition.classeur.cadre import subject
from convention.edition.classeur.enveloppe import OUVERT_MAX, ClasseurRefuseError
from convention.edition.classeur.export import workbook_bytes
from convention.edition.classeur.genres import QUANTITE, CelluleRefuseeError
from convention.edition.classeur.importation import read_changes
from convention.edition.classeur.lecture import read_workbook
from convention.edition.gestes import appliquer
from tests.edition.classeur.classeurs import (
    DEPOT,
    NOM,
    avec,
    case,
    dites,
    exporte,
    gestes,
    lu,
    membres,
    ods,
    remarques,
    retouche,
)
from tests.essais import FIGES, charger, edited, fichiers
from tests.generateur import depot_fictif
from tests.preuves import exemples

if TYPE_CHECKING:
    from openpyxl import Workbook

QUANTITES = "adherents/amont/quantites/2026.yaml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refus(content: bytes) -> str:
    with pytest.raises(ClasseurRefuseError) as found:
        lu(content)
    assert found.value.conseil
    return found.value.message


# What is read


def test_a_workbook_that_nobody_touched_asks_for_nothing() -> None:
    assert lu(exporte()) == ((), (), ())


def test_one_that_a_spreadsheet_only_saved_asks_for_nothing() -> None:
    assert lu(retouche(lambda book: book)) == ((), (), ())


def test_a_quantity_is_corrected_on_its_line() -> None:
    etat = charger(DEPOT)
    (demande,) = lu(avec(14)).demandes
    (changed,) = appliquer(etat, demande)
    assert changed == (QUANTITES, DEPOT[QUANTITES], DEPOT[QUANTITES].replace("postes: 12", "postes: 14"))


def test_a_quantity_that_nobody_had_is_counted_on_the_day() -> None:
    ((_, asked),) = gestes(avec(3, colonne="consommables"))
    assert (str(asked["date"]), asked["source"], asked["valeurs"]) == ("2026-03-01", "essai", {"consommables": 3})


def test_all_that_an_adherent_counts_on_a_day_is_one_gesture() -> None:
    def change(book: Workbook) -> None:
        case(book, "Quantités", ("amont",), "postes").value = 13
        case(book, "Quantités", ("amont",), "stockage").value = 2

    ((nom, asked),) = gestes(retouche(change))
    assert (nom, asked["valeurs"]) == ("Quantifier", {"postes": 13, "stockage": 2})


def test_a_price_is_fixed() -> None:
    ((nom, asked),) = gestes(avec(1250.5, "Prix", "serveur / cout", "montant"))
    assert (nom, asked["composant"], asked["variable"], asked["montant"]) == (
        *("Fixer", "serveur", "cout"),
        Fraction("1250.5"),
    )


def test_an_identity_is_corrected_field_by_field() -> None:
    def change(book: Workbook) -> None:
        case(book, "Adhérents", ("amont",), "siren").value = 215401845
        case(book, "Adhérents", ("amont",), "type").value = "Établissement public"

    (sort, number) = gestes(retouche(change))
    assert (sort[0], sort[1]["adherent"], str(sort[1]["type"])) == ("CorrigerAdherent", "amont", "etablissement_public")
    assert (number[1]["siren"], number[1]["type"]) == ("215401845", None)


def test_a_price_finer_than_a_cent_may_stay_so() -> None:
    ((_, asked),) = gestes(avec(0.0512, "Prix", "page / prix", "montant"))
    assert asked["montant"] == Fraction("0.0512")


def test_a_float_is_the_number_that_is_shown() -> None:
    ((_, asked),) = gestes(avec(0.1 + 0.2 - 0.3 + 1.1, colonne="stockage"))
    assert asked["valeurs"] == {"stockage": Fraction("1.1")}


SOUSCRIPTIONS = {
    date(2027, 1, 1): ("Souscrire", {"debut": date(2027, 1, 1), "non_activee": False}),
    "01/01/2027 (non activé)": ("Souscrire", {"debut": date(2027, 1, 1), "non_activee": True}),
}


@pytest.mark.parametrize("typed", SOUSCRIPTIONS)
def test_a_date_in_an_empty_cell_subscribes(typed: object) -> None:
    nom, expected = SOUSCRIPTIONS[typed]
    ((found, asked),) = gestes(avec(typed, "Souscriptions", "amont", "S04"))
    assert (found, asked["objet"], {**asked, **expected}) == (nom, "S04", asked)


@pytest.mark.parametrize("typed", ["01/01/2027, non activé", "01/01/2027 non activé", "01/01/2027 (non activée)"])
def test_a_use_that_waits_may_be_typed_as_it_comes(typed: str) -> None:
    ((_, asked),) = gestes(avec(typed, "Souscriptions", "amont", "S04"))
    assert asked["non_activee"] is True


def test_a_last_day_ends_a_subscription_the_day_after() -> None:
    ((nom, asked),) = gestes(avec("du 01/01/2024 au 30/06/2026", "Souscriptions", "amont", "S03"))
    assert (nom, asked["objet"], str(asked["fin"])) == ("Resilier", "S03", "2026-07-01")


def test_columns_and_rows_may_move() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Quantités"]
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1, 1)
        assert sheet.cell(4, 7).value == 12
        sheet.cell(4, 7).value = 15

    ((_, asked),) = gestes(retouche(change))
    assert asked["valeurs"] == {"postes": Fraction(15)}


def test_other_sheets_are_left_alone() -> None:
    assert lu(retouche(lambda book: book.create_sheet("Mes notes").append(["à revoir"]))) == ((), (), ())


# What is understood, and said


LUS = {"1 200": "1\u202f200", "1\u202f200": "1\u202f200", "2,5": "2,5", "+3": "3"}


@pytest.mark.parametrize("typed", LUS)
def test_a_number_typed_as_a_text_is_read_and_told(typed: str) -> None:
    content, number = avec(typed, colonne="stockage"), LUS[typed]
    assert gestes(content)[0][1]["valeurs"] == {"stockage": Fraction(number.replace(",", ".").replace("\u202f", ""))}
    (said,) = remarques(content)
    assert said.endswith(f" : «\u00a0{typed}\u00a0» est un texte, lu comme le nombre {number}")


def test_a_date_typed_as_a_text_is_read_and_told() -> None:
    content = avec("01/02/2027", "Souscriptions", "amont", "S04")
    assert str(gestes(content)[0][1]["debut"]) == "2027-02-01"


def test_a_change_in_a_hidden_row_is_read_and_told() -> None:
    def change(book: Workbook) -> None:
        cell = case(book, "Quantités", ("amont",), "postes")
        cell.value = 14
        book["Quantités"].row_dimensions[cell.row].hidden = True

    content = retouche(change)
    assert gestes(content)
    assert remarques(content) == ["Quantités!E3 : cette ligne est masquée : ce qui y est changé est lu quand même"]


# What is wrong at a cell


FAUTES: dict[str, tuple[Any, str]] = {
    "une formule sans valeur": ("=6*7", "une formule dont le résultat n'est pas enregistré"),
    "n.c.": ("n.c.", "n'est pas une quantité"),
    "deux lectures": ("1.200", "se lit de deux façons"),
    "un nombre coupé": ("1 2", "n'est pas une quantité"),
    "une date": (date(2026, 5, 1), "une date ou une durée"),
    "un booléen": (True, "vrai ou faux"),
    "rien": (None, "une quantité ne s'efface pas"),
    "trop grand": (1e21, "dépasse neuf chiffres"),
    "trop fin": (1 / 3, "six après"),
    "une erreur": ("#DIV/0!", "une erreur de calcul"),
    "un signe que personne ne voit": ("12\u200b", "contient un"),
}


@pytest.mark.parametrize("nom", FAUTES)
def test_what_is_no_quantity_is_said_at_its_cell(nom: str) -> None:
    typed, told = FAUTES[nom]
    (said,) = dites(avec(typed))
    assert said.startswith("Quantités!E3 : ")
    assert told in said


AILLEURS = {
    "un prix trop fin": (("Prix", "serveur / cout", "montant", 1200.125), "Prix!H", "plus de 2 décimales"),
    "un prix effacé": (("Prix", "serveur / cout", "montant", None), "Prix!H", "ne s'efface pas"),
    "une unité": (("Prix", "serveur / cout", "unite", "k€"), "Prix!F", "ne se change pas ici"),
    "l'an dernier": (("Quantités", "amont", "postes (2025)", 99), "Quantités!F", "ne se change pas ici"),
    "un premier jour": (("Adhérents", "amont", "debut", date(2025, 1, 1)), "Adhérents!H", "ne se change pas ici"),
    "un nom effacé": (("Adhérents", "amont", "nom", None), "Adhérents!B", "ne s'efface pas ici"),
    "un SIREN trop court": (("Adhérents", "amont", "siren", 12345), "Adhérents!E", "n'est pas un SIREN"),
    "un genre inconnu": (("Adhérents", "amont", "type", "comune"), "Adhérents!D", "n'est pas une valeur permise"),
    "un rattachement inconnu": (("Adhérents", "amont", "rattachement", "nulle-part"), "Adhérents!G", "inconnu"),
    "une souscription effacée": (("Souscriptions", "amont", "S03", None), "Souscriptions!", "ne s'efface pas"),
    "un autre début": (
        ("Souscriptions", "amont", "S03", date(2025, 1, 1)),
        "Souscriptions!",
        "ne peut pas devenir",
    ),
    "ni date ni période": (("Souscriptions", "amont", "S04", "bientôt"), "Souscriptions!", "n'est pas une période"),
    "le 31 février": (("Souscriptions", "amont", "S04", "31/02/2027"), "Souscriptions!", "le 31/02/2027 n'existe pas"),
}


@pytest.mark.parametrize("nom", AILLEURS)
def test_what_makes_no_sense_elsewhere_is_said_at_its_cell(nom: str) -> None:
    (feuille, ligne, colonne, typed), place, told = AILLEURS[nom]
    (said,) = dites(avec(typed, feuille, ligne, colonne))
    assert said.startswith(place)
    assert told in said


def test_of_a_day_that_no_calendar_has_the_last_of_its_month_is_proposed() -> None:
    for typed, told in (("31/02/2027", "28/02/2027"), ("du 01/01/2027 au 31/06/2027", "30/06/2027")):
        (found,) = lu(avec(typed, "Souscriptions", "amont", "S04")).fautes
        assert found.conseil == f"écrire {told}, dernier jour de ce mois"


def test_every_error_is_said_at_once() -> None:
    def change(book: Workbook) -> None:
        case(book, "Quantités", ("amont",), "postes").value = "n.c."
        case(book, "Prix", ("serveur", "cout"), "montant").value = "cher"
        case(book, "Souscriptions", ("aval",), "S04").value = "un jour"

    places = [said.partition("!")[0] for said in dites(retouche(change))]
    assert places == ["Souscriptions", "Quantités", "Prix"]


SANS_VALEUR = ods(
    '<table:table table:name="Prix"><table:table-row><table:table-cell table:formula="of:=6*7"/>'
    "</table:table-row></table:table>"
)


def test_a_formula_of_an_ods_whose_result_was_not_kept_is_refused() -> None:
    with pytest.raises(CelluleRefuseeError, match="une formule dont le résultat n'est pas enregistré"):
        read_workbook(NOM, SANS_VALEUR).grilles["Prix"].read(0, 0, QUANTITE)


# What is wrong with a sheet


def test_merged_cells_are_refused_where_they_are() -> None:
    said = dites(retouche(lambda book: book["Quantités"].merge_cells("E3:E4")))
    assert said[0] == "Quantités!E3 : des cellules sont fusionnées"


def test_a_renamed_sheet_is_asked_for_by_its_name() -> None:
    def change(book: Workbook) -> None:
        book["Quantités"].title = "Quantité"

    bilan = lu(retouche(change))
    (faute,) = bilan.fautes
    assert faute.message == "la feuille «\u00a0Quantités\u00a0» manque"
    assert "Quantité\u00a0»" in faute.conseil


def test_a_lost_column_is_asked_for_by_its_name() -> None:
    (said,) = dites(retouche(lambda book: book["Quantités"].delete_cols(5)))
    assert re.fullmatch(r"Quantités : la colonne «\xa0postes\xa0» \(.*\) manque", said)


def test_an_unknown_column_is_proposed_the_nearest_name() -> None:
    def change(book: Workbook) -> None:
        book["Quantités"].cell(2, 5).value = "poste"

    bilan = lu(retouche(change))
    assert "vouliez-vous dire «\u00a0postes\u00a0»" in bilan.fautes[0].conseil


def test_a_column_twice_is_refused() -> None:
    def change(book: Workbook) -> None:
        book["Quantités"].cell(2, 40).value = "postes"

    assert dites(retouche(change)) == ["Quantités!AN2 : la colonne «\u00a0postes\u00a0» est deux fois dans la feuille"]


def test_a_member_twice_is_refused() -> None:
    def change(book: Workbook) -> None:
        book["Quantités"].cell(4, 1).value = "amont"

    said = dites(retouche(change))
    assert "Quantités!A4 : l'adhérent «\u00a0amont\u00a0» est deux fois dans la feuille, d'abord ligne 3" in said


def test_an_unknown_member_is_proposed_the_nearest_name() -> None:
    def change(book: Workbook) -> None:
        book["Quantités"].cell(3, 1).value = "amond"

    faute = lu(retouche(change)).fautes[0]
    assert (str(faute.lieu), faute.message) == (
        "classeur.xlsx, Quantités!A3",
        "l'adhérent «\u00a0amond\u00a0» est inconnu",
    )
    assert "amont" in faute.conseil


def test_a_lost_row_erases_nothing_and_is_asked_for() -> None:
    (said,) = dites(retouche(lambda book: book["Quantités"].delete_rows(3)))
    assert said == "Quantités : l'adhérent «\u00a0amont\u00a0» n'est pas dans la feuille"


# Workbooks of another day


def test_what_nobody_touched_does_not_write_back_what_changed_since() -> None:
    since = edited(DEPOT, QUANTITES, "postes: 12", "postes: 20")
    assert lu(exporte(), since) == ((), (), ())


def test_what_was_touched_and_changed_since_is_refused() -> None:
    since = edited(DEPOT, QUANTITES, "postes: 12", "postes: 20")
    (said,) = dites(avec(14), since)
    assert said.startswith("Quantités!E3 : la donnée a changé depuis l'export : ")


def test_what_was_touched_as_it_was_changed_since_is_done() -> None:
    since = edited(DEPOT, QUANTITES, "postes: 12", "postes: 14")
    assert lu(avec(14), since) == ((), (), ())


def test_a_workbook_of_another_phase_is_refused() -> None:
    path = "pricing/exercices/2026.yaml"
    since = edited(DEPOT, path, "previsionnel", "revise")
    with pytest.raises(ClasseurRefuseError, match="a changé de phase"):
        lu(exporte(), since)


def test_a_hidden_sheet_that_was_cut_is_said() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Origine"]
        first = [cell.value for cell in sheet["A"]].index("Prix") + 1
        sheet.delete_rows(first, sheet.max_row)

    told = "classeur.xlsx : la feuille cachée «\u00a0Origine\u00a0» a été modifiée"
    assert dites(retouche(change)) == [told]


@pytest.mark.parametrize("typed", ["9" * 5000, "bientôt", "２０２６"])
def test_a_hidden_sheet_of_which_the_year_was_changed_is_refused(typed: str) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Origine"]
        sheet.cell([cell.value for cell in sheet["C"]].index("exercice") + 1, 4).value = typed

    assert "a été modifiée" in refus(retouche(change))


def test_a_closed_year_is_to_be_read() -> None:
    path = "pricing/exercices/2025.yaml"
    closed = edited(DEPOT, path, "ouvert", "clos")
    content = workbook_bytes(subject(charger(closed).depot, 2025))
    sheet = load_workbook(io.BytesIO(content))["Quantités"]
    assert all(cell.protection.locked for cell in sheet[3])


def test_a_workbook_that_was_not_exported_is_refused() -> None:
    def change(book: Workbook) -> None:
        del book["Origine"]

    assert "feuille cachée" in refus(retouche(change))


# Files


FICHIERS = {
    "rien": (b"", "n'est pas un classeur"),
    "un texte": (b"adherent;postes\n", "n'est pas un classeur"),
    "un classeur coupé": (exporte()[:2000], "n'est pas un classeur"),
    "un ancien format": (OLE + bytes(2000), "un ancien format"),
    "un mot de passe": (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "un ODS chiffré": (
        membres(ods(), {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "mot de passe",
    ),
    "des macros": (membres(exporte(), {"xl/vbaProject.bin": b"\0"}), "des macros"),
    "des macros d'ODS": (membres(ods(), {"Basic/Standard/a.xml": b"<a/>"}), "des macros"),
    "une bombe": (membres(exporte(), {"xl/media/a.bin": bytes(OUVERT_MAX)}), "Mio une fois ouvert"),
    "une entité": (
        membres(exporte(), {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "n'est pas un classeur",
    ),
    "deux genres à la fois": (membres(exporte(), {"content.xml": b"<a/>"}), "n'est pas un classeur"),
    "deux membres d'un nom": (membres(exporte(), {"XL/workbook.xml": b"<a/>"}), "n'est pas un classeur"),
    "une feuille qui manque": (
        membres(exporte(), {"xl/_rels/workbook.xml.rels": b"<Relationships/>"}),
        "n'est pas un classeur",
    ),
    "un zip d'autre chose": (membres(exporte(), {}) and b"PK\x05\x06" + bytes(18), "n'est pas un classeur"),
}


@pytest.mark.parametrize("nom", FICHIERS)
def test_a_file_that_is_no_workbook_to_read_is_refused_for_what_it_is(nom: str) -> None:
    content, told = FICHIERS[nom]
    assert told in refus(content)


LOIN = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
REPETE = (
    '<table:table table:name="Prix"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'office:value-type="float" office:value="1" table:number-columns-repeated="1024"/></table:table-row></table:table>'
)


def test_a_cell_at_the_end_of_a_sheet_asks_for_no_memory() -> None:
    assert "s'étend sur 1\u202f048\u202f576 lignes" in refus(membres(exporte(), {"xl/worksheets/sheet3.xml": LOIN}))
    assert "s'étend sur" in refus(ods(REPETE))


PLEINES = (
    b'<c r="XFD1048576" t="inlineStr"><is/></c>',
    b'<c r="xfd1048576"><v>1</v></c>',
    b'<c r="XFD1048576" t="str"><v></v></c>',
    b'<c r="XFD1048576"><f>1</f></c>',
)


@pytest.mark.parametrize("cell", PLEINES)
def test_however_it_is_written_a_far_cell_asks_for_no_memory(cell: bytes) -> None:
    far = b"<worksheet><sheetData><row>" + cell + b"</row></sheetData></worksheet>"
    assert "s'étend sur" in refus(membres(exporte(), {"xl/worksheets/sheet3.xml": far}))


def test_a_million_empty_rows_are_nothing() -> None:
    with zipfile.ZipFile(io.BytesIO(exporte())) as archive:
        sheet = archive.read("xl/worksheets/sheet4.xml")
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (rank, rank) for rank in range(50, 100_000))
    assert lu(membres(exporte(), {"xl/worksheets/sheet4.xml": sheet.replace(b"</sheetData>", rows + b"</sheetData>")}))


@given(st.binary(max_size=300), st.integers(0, 3000))
def test_whatever_the_bytes_a_workbook_is_read_or_refused(noise: bytes, place: int) -> None:
    whole = exporte()
    for content in (noise, whole[:place] + noise + whole[place + len(noise) :]):
        with suppress(ClasseurRefuseError):
            read_workbook("x.xlsx", content)


@exemples(20)
@given(st.integers(0, 10_000))
def test_whatever_the_repository_what_goes_out_comes_back_unchanged(graine: int) -> None:
    files = depot_fictif(3, 4, graine)
    depot = charger(files).depot
    for exercice in depot.exercices:
        assert lu(workbook_bytes(subject(depot, exercice)), files) == ((), (), ())


@pytest.mark.long
@exemples(30)
@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12).filter(lambda text: not text.startswith("="))
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.from_regex(r"[-+]?[0-9]{1,3}[ .,][0-9]{1,3}([.,][0-9]{1,3})?", fullmatch=True)
    | st.dates(date(1901, 1, 1))
)
def test_whatever_is_typed_is_a_change_or_an_error_at_its_cell(typed: object) -> None:
    bilan = lu(avec(typed))
    for faute in bilan.fautes:
        assert str(faute.lieu) == "classeur.xlsx, Quantités!E3"
        assert faute.conseil
    for demande in bilan.demandes:
        (value,) = dict(demande)["valeurs"].values()
        assert isinstance(value, Fraction)
        assert (10**6 * value).denominator == 1


@pytest.mark.parametrize(
    ("nom", "feuilles"),
    [
        ("villages", ["Adhérents", "Prix"]),
        ("ecoles", ["Adhérents", "Quantités", "Prix"]),
        ("nancy", ["Adhérents", "Souscriptions", "Quantités", "Prix", "Budgets"]),
    ],
)
def test_a_workbook_has_no_sheet_with_nothing_in_it_says_why_and_comes_back_so(nom: str, feuilles: list[str]) -> None:
    etat = charger(fichiers(FIGES / nom))
    content = workbook_bytes(subject(etat.depot, 2026))
    book = load_workbook(io.BytesIO(content), read_only=True)
    assert [sheet for sheet in book.sheetnames if sheet not in {"Lisez-moi", "Origine"}] == feuilles
    told = [str(row[0]) for row in book["Lisez-moi"].iter_rows(values_only=True)]
    left_out = {text.partition("\u00a0")[0] for text in told if "pas de feuille" in text}
    assert left_out == {"Adhérents", "Souscriptions", "Quantités", "Prix", "Budgets"} - set(feuilles)
    found = read_changes(etat, read_workbook("classeur.xlsx", content), date(2026, 11, 29), "essai")
    assert (found.fautes, found.groupes) == ((), ())
