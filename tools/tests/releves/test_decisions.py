"""What waits for somebody: nothing is written until it is decided, and what is decided is written down."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ibis")

import pyarrow as pa
import pyarrow.parquet as pq

from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.documents.releves import MesureRelevee
from convention.model.ecrits.series import Grandeur
from convention.model.mots.communs import Origine
from convention.releves.baisses import Baisse
from convention.releves.fichiers import fingerprint, list_files
from convention.releves.refus import Journal
from tests.cli.commande import contenu, lancer
from tests.espaces import espaces
from tests.releves.atelier import AUJOURDHUI, FICHIERS, SOURCES, comptes, depot, relever, serie
from tests.releves.dommages import JOUR, VEILLE, debut, export, insere, ligne

if TYPE_CHECKING:
    from pathlib import Path

    from convention.model.documents.releves import SourceReleve
    from tests.cli.commande import Sortie

DOUBLE = "PC-001;Bruyère;En production;SN001;Ordinateur;Mairie"


@pytest.fixture
def racine(tmp_path: Path) -> Path:
    return depot(tmp_path / "depot", "inventaire")


def leave(tmp_path: Path, **exports: bytes) -> Path:
    """Leave exports in a folder, `veille` or `jour`."""
    folder = tmp_path / "exports"
    folder.mkdir(exist_ok=True)
    for nom, content in exports.items():
        (folder / {"veille": VEILLE, "jour": JOUR}[nom]).write_bytes(content)
    return folder


def source(racine: Path) -> SourceReleve:
    return load(Folder(racine)).depot.sources["inventaire"]


def told(run: Sortie) -> str:
    return run.dit + run.reproche


def postes(racine: Path) -> dict[str, str]:
    """Return the count of the workstations that is in force, by adherent."""
    found = {}
    for path in sorted((racine / "adherents").glob("*/quantites/2026.yaml")):
        counts = re.findall(r"postes: ([0-9]+)", path.read_text(encoding="utf-8"))
        found[path.parts[-3]] = counts[-1] if counts else ""
    return found


def test_a_machine_under_two_adherents_waits_until_somebody_says_whose_it_is(tmp_path: Path, racine: Path) -> None:
    folder = leave(tmp_path, jour=insere(export(), 32, DOUBLE))
    before = contenu(racine)
    # A sha256 does not say whose it is.
    mark = fingerprint(list_files((folder,), source(racine), Journal(), AUJOURDHUI))
    run = relever(racine, "inventaire", folder, "--confirmer", mark)
    assert (run.code, contenu(racine)) == (1, before)
    assert "« SN001 » (postes de travail, 31 mars 2026) est sous Aubépine (ligne 2) et Bruyère (ligne 32)" in told(run)
    assert "1 anomalie attend une décision ; rien n'a été écrit" in told(run)
    done = relever(racine, "inventaire", folder, "--attribuer", "SN001=bruyere")
    assert done.code == 0, told(done)
    assert {nom: postes(racine)[nom] for nom in ("aubepine", "bruyere")} == {"aubepine": "19", "bruyere": "11"}
    assert "61 lues = 55 gardées + 6 écartées (5 par le filtre « statut », 1 d'un autre adhérent" in told(done)
    assert "est sous Aubépine (ligne 2) et Bruyère (ligne 32) : attribuée à Bruyère, par décision" in told(done)


@pytest.mark.parametrize(
    ("attribution", "code", "sentence"),
    [
        ("SN001=ccas-aubepine", 1, "« SN001 » n'est pas sous CCAS d'Aubépine le 31 mars 2026"),
        ("SN001=aubepin", 2, "l'adhérent « aubepin » n'existe pas"),
        ("SN001", 2, "écrire SÉRIE=ADHÉRENT"),
        ("SN002=aubepine", 1, "« SN002 » n'est sous deux adhérents aucun jour : sans effet"),
    ],
)
def test_a_machine_is_given_to_who_has_it(
    tmp_path: Path, racine: Path, attribution: str, code: int, sentence: str
) -> None:
    folder = leave(tmp_path, jour=insere(export(), 32, DOUBLE))
    before = contenu(racine)
    run = relever(racine, "inventaire", folder, "--attribuer", attribution)
    assert (run.code, contenu(racine)) == (code, before)
    assert sentence in told(run)


def test_an_export_is_confirmed_by_its_own_sha256_and_the_count_says_so(tmp_path: Path, racine: Path) -> None:
    folder = leave(tmp_path, jour=ligne(export(), 5, "Ordinateur", 'Ordi"nateur'))
    before = contenu(racine)
    run = relever(racine, "inventaire", folder, "--confirmer", "0" * 12)
    (mark,) = re.findall("--confirmer ([0-9a-f]{12}),", told(run))
    assert (run.code, contenu(racine)) == (1, before)
    assert relever(racine, "inventaire", folder, "--confirmer", mark[:11]).code == 2
    assert relever(racine, "inventaire", folder, "--confirmer", mark).code == 0
    assert postes(racine)["aubepine"] == "19"
    written = (racine / "adherents/aubepine/quantites/2026.yaml").read_text(encoding="utf-8")
    assert f'sha256 {mark}, confirmé malgré 1 anomalie"' in written
    assert lancer(racine, "valider").code == 0


def test_a_count_has_the_origin_of_its_source(tmp_path: Path, racine: Path) -> None:
    path = racine / "pricing/releves/inventaire.yaml"
    path.write_text(path.read_text("utf-8").replace("origine: demonstration", "origine: public", 1), "utf-8")
    assert relever(racine, "inventaire", leave(tmp_path, jour=export())).code == 0
    written = load(Folder(racine)).depot.dossiers["aubepine"].quantites[2026].comptages[-1]
    assert (written.source.startswith("Inventaire de la nuit"), written.origine) == (True, Origine.PUBLIC)


def test_an_export_that_is_almost_empty_is_told_in_few_words(tmp_path: Path, racine: Path) -> None:
    folder = leave(tmp_path, veille=export())
    assert relever(racine, "inventaire", folder).code == 0
    (folder / VEILLE).unlink()
    run = relever(racine, "inventaire", leave(tmp_path, jour=debut(export(), 2)))
    odd = run.dit.partition("Anomalies\n")[2]
    assert odd.count("pour nommer ce qui manque, donner aussi l'export du 30 mars 2026") == 1
    assert re.findall(r"^  (\S.*)$", odd, re.MULTILINE) == [
        "parc-2026-03-31.csv:1 : avertissement REL013, attend une décision",
        "Aubépine : avertissement REL008",
        "Bruyère : avertissement REL008",
        "CCAS d'Aubépine et Métropole : avertissement REL008",
        "Aubépine : avertissement REL010",
    ]
    assert "(nombre d'imprimantes et nombre de postes) : rien n'est proposé ; s'il n'a plus rien, écrire 0" in odd


def test_an_amount_that_falls_is_told_in_euros_with_its_account() -> None:
    mesure, day = MesureRelevee.model_construct(libelle="mandats payés", seuil=None), date(2026, 5, 10)
    fall = Baisse(Grandeur("amont", "paye", "6216"), day, day, Fraction("6.82"), Fraction(0), attend=True)
    assert espaces(fall.phrase("Amont", mesure)) == (
        "« Amont », mandats payés, compte 6216 : 6,82 € le 10 mai 2026 au relevé précédent, 0,00 € à celui-ci"
    )


def test_a_day_before_the_export_is_not_counted_from_it(tmp_path: Path, racine: Path) -> None:
    assert relever(racine, "inventaire", leave(tmp_path, veille=export())).code == 0
    before, today = contenu(racine), leave(tmp_path, jour=export()) / JOUR
    run = relever(racine, "inventaire", today, "--date", "2026-03-30")
    assert (run.code, contenu(racine)) == (1, before)
    assert "le 30 mars 2026 vient avant cet export, qui commence le 31 mars 2026 ; rien n'a été écrit" in run.reproche


def test_machines_that_are_gone_are_named_where_both_exports_are_at_hand(tmp_path: Path, racine: Path) -> None:
    short = ligne(debut(export(), 33), 32, "Bruyère", "Aubépine")
    folder = leave(tmp_path, veille=export(), jour=short)
    run = relever(racine, "inventaire", folder)
    assert run.code == 1
    assert "« Bruyère », postes de travail : 10 le 30 mars 2026, 6 le 31 mars 2026" in told(run)
    gone = "« SN033 » manque, « SN034 » manque, « SN035 » manque"
    assert f"au-delà du seuil de 20 % ; « SN031 » passe à « Aubépine », {gone}" in told(run)


def test_an_export_of_a_day_to_come_holds_back_none_of_the_others(tmp_path: Path, racine: Path) -> None:
    folder = leave(tmp_path, veille=export(), jour=export())
    (folder / "parc-2099-12-31.csv").write_bytes(debut(export(), 31))
    run = relever(racine, "inventaire", folder)
    assert run.code == 0, told(run)
    assert "« parc-2099-12-31.csv » est daté du 31 décembre 2099, qui n'est pas venu : il n'est pas compté" in told(run)
    assert serie(racine, "inventaire").entete.dernier_jour == date(2026, 3, 31)


def test_an_export_counted_again_keeps_the_day_that_was_said_of_it(tmp_path: Path, racine: Path) -> None:
    shutil.copy(SOURCES / "finances.yaml", racine / "pricing" / "releves")
    payments = tmp_path / "mandats.csv"
    shutil.copy(FICHIERS / "finances-mandats.csv", payments)
    assert relever(racine, "finances", payments, "--extrait-le", "2026-10-15").code == 0
    before = contenu(racine)
    again = relever(racine, "finances", payments)
    assert (again.code, contenu(racine)) == (0, before), again.reproche


def test_a_source_that_waits_does_not_hold_back_the_others_and_a_day_is_counted_once(
    tmp_path: Path, racine: Path
) -> None:
    shutil.copy(SOURCES / "finances.yaml", racine / "pricing" / "releves")
    deposited = tmp_path / "exports"
    for nom in ("finances", "inventaire"):
        (deposited / nom).mkdir(parents=True)
    shutil.copy(FICHIERS / "finances-mandats.csv", deposited / "finances" / "mandats-2026-09-30.csv")
    (deposited / "finances" / "casse.csv").write_bytes(b"\xe9")
    (deposited / "inventaire" / JOUR).write_bytes(export())
    options = ("relever", "--depose", str(deposited), "--exercice", "2026")
    run = lancer(racine, *options)
    assert run.code == 1
    assert "Source « finances » :\nErreur" in run.reproche.replace(" :\nErreur :", " :\nErreur")
    assert serie(racine, "inventaire").entete.lignes_lues == 60
    (deposited / "finances" / "casse.csv").unlink()
    # What a day had and is no more so is for somebody to count again by hand: a night does not.
    (deposited / "inventaire" / JOUR).write_bytes(debut(export(), 31))
    again = lancer(racine, *options)
    assert again.code == 0, again.message
    assert "Source « inventaire » : rien de nouveau" in told(again)
    assert serie(racine, "inventaire").entete.lignes_lues == 60


def test_a_mailbox_of_two_sizes_or_of_two_adherents_waits(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "messagerie")
    table = pq.read_table(FICHIERS / "boites.parquet")
    first = table.slice(0, 1)
    heavier = first.set_column(3, "TotalItemSizeBytes", pa.array([1], table["TotalItemSizeBytes"].type))
    elsewhere = first.set_column(
        table.column_names.index("OrganizationalUnit"), "OrganizationalUnit", pa.array(["OU=Grandval"])
    )
    sound = comptes(racine, "messagerie", FICHIERS / "boites.parquet")
    assert (sound.a_confirmer, sound.a_attribuer) == (0, 0)
    for extra, sentence, waits in (
        (heavier, "a plusieurs valeurs, aubepine et aubepine : elles s'ajoutent", 0),
        # As a mailbox, and as what it takes.
        (elsewhere, "est sous aubepine et metropole-grandval : dire de qui, ou corriger l'inventaire", 2),
    ):
        pq.write_table(pa.concat_tables([table, extra.cast(table.schema)]), tmp_path / "x.parquet")
        found = comptes(racine, "messagerie", tmp_path / "x.parquet")
        assert found.a_attribuer == waits
        assert [item.attend for item in found.anomalies if item.message.endswith(sentence)] == [True] * max(waits, 1)


def test_the_json_says_the_same_sums_and_writes_nothing(tmp_path: Path, racine: Path) -> None:
    folder = leave(tmp_path, jour=ligne(insere(export(), 32, DOUBLE), 5, "Ordinateur", 'Ordi"nateur'))
    before = contenu(racine)
    run = relever(racine, "inventaire", folder, "--format", "json")
    assert (run.code, contenu(racine)) == (1, before)
    found = json.loads(run.sortie)
    lines = found["lignes"]
    aside = lines["ecartees"]
    assert (lines["lues"], lines["gardees"], aside["filtres"], lines["illisibles"]) == (61, 55, {"statut": 5}, 1)
    assert lines["lues"] == lines["gardees"] + aside["exercice"] + 5 + aside["decision"] + lines["illisibles"]
    assert lines["des_fichiers"] == lines["lues"] + lines["en_tetes"] + lines["vides"] + lines["suites"] == 62
    assert [(item["ligne"], item["code"], item["attend"]) for item in found["anomalies"]] == [
        (5, "REL011", True),
        (32, "REL012", True),
    ]
    assert found["attendent"] == {"confirmation": 1, "attribution": 1}
