"""Exports that are not what their source describes: a French sentence, bounded memory, nothing written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ibis")

import pyarrow as pa
import pyarrow.parquet as pq

from tests.cli.commande import contenu, mesurer
from tests.releves.atelier import FICHIERS, SECRETS, depot, relever

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GLPI = (FICHIERS / "glpi-ordinateurs.csv").read_text(encoding="utf-8-sig")
MANDATS = (FICHIERS / "finances-mandats.csv").read_bytes().decode("cp1252")
BOITES = FICHIERS / "boites.parquet"
MEMOIRE_MO = 400
"""Peak of the whole process; Ibis and DuckDB take some 200 MB to be there."""


def _glpi(old: str, new: str) -> bytes:
    assert old in GLPI
    return GLPI.replace(old, new).encode()


def _mandats(old: str, new: str) -> bytes:
    assert old in MANDATS
    return MANDATS.replace(old, new).encode("cp1252")


def _floats() -> bytes:
    table = pq.read_table(BOITES)
    octets = table["TotalItemSizeBytes"].cast(pa.float64())
    sink = pa.BufferOutputStream()
    pq.write_table(table.set_column(3, "TotalItemSizeBytes", octets), sink)
    return bytes(sink.getvalue())


LIGNE = '"PC-{n}";"Entité racine > Aubépine";"En production";"HP";"{serie}";"Ordinateur fixe";"X";"";"";"2026";"";\n'
CAS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "vide": ("parc", lambda: b"", "le fichier « x » est vide, ou commence"),
    "cp1252-lu-en-utf-8": ("parc", partial(GLPI.encode, "cp1252"), "ligne 1 : le texte n'est pas en utf-8"),
    "utf-8-lu-en-cp1252": ("finances", MANDATS.encode, "ligne 1 : le texte n'est pas en cp1252"),
    "utf-16": ("parc", partial(GLPI.encode, "utf-16"), "ligne 1 : "),
    "en-tete-renomme": (
        "parc",
        lambda: _glpi('"Numéro de série"', '"N° de série"'),
        "aucun en-tête n'est « Numéro de sé",
    ),
    "en-tete-en-double": ("parc", lambda: _glpi('"Modèle"', '"Entity"'), "désignent tous la colonne « entite »"),
    "autre-separateur": ("parc", lambda: GLPI.replace(";", ",").encode(), "ne se lisent pas avec le séparateur"),
    "sans-en-tete": ("parc", GLPI.split("\n", 1)[1].encode, "aucun en-tête n'est « Entité » ou « Entity »"),
    "dates-en-trois-formats": (
        "finances",
        lambda: _mandats("22/05/2026", "2026-05-22").replace(b"25/05/2026", b"05/25/2026"),
        "une date s'écrit autrement que « jj/mm/aaaa »",
    ),
    "formule": (
        "parc",
        lambda: _glpi('"5CG1230A02"', '"=HYPERLINK(""http://x"")"'),
        "ligne 3 : une cellule contient une",
    ),
    "formule-dans-un-montant": ("finances", lambda: _mandats("39 200,00", "=1+1"), "une cellule contient une formule"),
    "octet-nul": ("parc", lambda: _glpi("HP", "H\0P"), "ligne 4 : un octet nul"),
    "sans-fin-de-ligne": ("parc", lambda: b"a" * 3_000_000, "ligne 1 : plus de 1 Mio sans fin de ligne"),
    "trop-d-illisibles": (
        "parc",
        lambda: GLPI.encode() + "".join(LIGNE.format(n=n, serie="") for n in range(20)).encode(),
        "21 lignes illisibles sur 34",
    ),
    "entites-inconnues": (
        "parc",
        lambda: GLPI.replace("Entité racine", "Root entity").encode(),
        "12 lignes sur 12 sont d'entités que la source ne connaît pas",
    ),
    "parquet-tronque": ("messagerie", lambda: BOITES.read_bytes()[:-40], "est tronqué, ou n'est pas un Parquet"),
    "csv-nomme-parquet": ("messagerie", GLPI.encode, "est tronqué, ou n'est pas un Parquet"),
    "parquet-abime": (
        "messagerie",
        lambda: BOITES.read_bytes()[:4] + bytes(range(256)) + BOITES.read_bytes()[260:],
        "le moteur n'a pas pu lire l'export",
    ),
    "flottants": (
        "messagerie",
        _floats,
        "la colonne « TotalItemSizeBytes » n'est pas un nombre entier ou décimal exact",
    ),
    "autre-exercice": (
        "finances",
        lambda: MANDATS.replace("/2026;", "/2024;").encode("cp1252"),
        "n'est de l'exercice 2026",
    ),
}


SEMBLABLES = {"utf-16", "sans-en-tete", "formule-dans-un-montant", "csv-nomme-parquet", "autre-separateur"}
"""Refused as another case is: with what takes long."""


@pytest.mark.parametrize("nom", [pytest.param(nom, marks=pytest.mark.long if nom in SEMBLABLES else ()) for nom in CAS])
def test_a_bad_export_is_refused_in_french_and_nothing_is_written(tmp_path: Path, nom: str) -> None:
    source, content, sentence = CAS[nom]
    racine = depot(tmp_path / "depot", source)
    before = contenu(racine)
    export = tmp_path / "x"
    export.write_bytes(content())
    run = relever(racine, source, export, "--extrait-le", "2026-03-31")
    assert (run.code, run.sortie) == (1, b"")
    assert run.message.startswith("Erreur\u00a0: ")
    assert sentence in run.reproche
    assert "; rien n'a été écrit" in run.reproche
    assert [secret for secret in SECRETS if secret in run.message] == []
    assert contenu(racine) == before


def test_an_export_that_is_not_there_is_no_error_of_the_data(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "parc")
    run = relever(racine, "parc", tmp_path / "a.csv", tmp_path / "b.csv", "--extrait-le", "2026-03-31")
    assert (run.code, run.sortie) == (3, b"")
    assert f"export introuvable : « {tmp_path}/a.csv », « {tmp_path}/b.csv »" in run.reproche


@pytest.mark.long
def test_an_unclosed_quote_costs_its_rows_and_not_the_memory(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "parc")
    export = tmp_path / "x.csv"
    rows = "".join(LIGNE.format(n=n, serie=f"S{n}") for n in range(30_000))
    export.write_text(GLPI + '"PC-1";"Entité racine > Aubé\n' + rows, encoding="utf-8")
    code, message, memory = _measured(racine, export)
    assert code in (0, 1)
    assert "Traceback" not in message
    assert memory < MEMOIRE_MO


@pytest.mark.long
def test_a_csv_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "parc")
    before = contenu(racine)
    export = tmp_path / "gros.csv"
    with export.open("wb") as handle:
        handle.truncate(2 * 1024**3)
    code, message, memory = _measured(racine, export)
    assert (code, contenu(racine)) == (1, before)
    assert "le fichier « gros.csv » fait 2,0 Gio, et un CSV en fait 1 au plus" in message
    assert memory < MEMOIRE_MO


@pytest.mark.long
def test_a_million_unknown_entities_are_refused_in_bounded_memory(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "parc")
    before = contenu(racine)
    export = tmp_path / "entites.csv"
    with export.open("w", encoding="utf-8") as handle:
        handle.write('"Entité";"Numéro de série";"Type";"Statut"\n')
        for n in range(1_000_000):
            handle.write(f'"Racine > Entité {n}";"S{n}";"Ordinateur fixe";"En production"\n')
    code, message, memory = _measured(racine, export)
    assert (code, contenu(racine)) == (1, before)
    assert "sont d'entités que la source ne connaît pas" in message
    assert len(message) < 1_000
    assert memory < 2 * MEMOIRE_MO


def _measured(racine: Path, export: Path) -> tuple[int, str, float]:
    """Run the command; return its code, what it says, and its peak of memory in megabytes."""
    arguments = ("relever", "--source", "parc", "--exercice", "2026", "--extrait-le", "2026-03-31", str(export))
    mesure = mesurer(racine, *arguments)
    message = mesure.sortie.reproche
    return mesure.sortie.code, message, mesure.memoire_mo
