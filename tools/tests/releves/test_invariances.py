"""Shuffling rows, splitting files, giving one twice: the counts do not move."""

from __future__ import annotations

import csv
import io
import random
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ibis")

from tests.releves.atelier import FICHIERS, comptes, depot, valeurs

if TYPE_CHECKING:
    from pathlib import Path

EXTRAIT = date(2026, 3, 31)
EXPORTS = {"parc": ("glpi-ordinateurs.csv", "utf-8-sig", ";"), "impression": ("itop-pc.csv", "utf-8", ","),
           "finances": ("finances-mandats.csv", "cp1252", ";")}  # fmt: skip


def _rows(source: str) -> tuple[list[str], list[list[str]]]:
    nom, encoding, separator = EXPORTS[source]
    with (FICHIERS / nom).open(encoding=encoding, newline="") as handle:
        header, *rows = csv.reader(handle, delimiter=separator)
    return header, rows


def _write(path: Path, source: str, header: list[str], rows: list[list[str]]) -> Path:
    _, encoding, separator = EXPORTS[source]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("graine", [0, *(pytest.param(graine, marks=pytest.mark.long) for graine in (1, 2))])
@pytest.mark.parametrize("source", EXPORTS)
def test_the_order_of_rows_and_columns_and_the_cut_of_files_change_nothing(
    tmp_path: Path, source: str, graine: int
) -> None:
    racine, alea = depot(tmp_path / "depot", source), random.Random(graine)  # noqa: S311 (the same draw at each run)
    reference = comptes(racine, source, FICHIERS / EXPORTS[source][0], extrait_le=EXTRAIT)
    header, rows = _rows(source)
    alea.shuffle(rows)
    order = list(range(len(header)))
    alea.shuffle(order)
    header, rows = [header[rank] for rank in order], [[row[rank] for rank in order] for row in rows]
    cut = alea.randrange(1, len(rows))
    one = _write(tmp_path / "b.csv", source, header, rows[:cut])
    other = _write(tmp_path / "a.csv", source, header, rows[cut:])
    found = comptes(racine, source, one, other, extrait_le=EXTRAIT)
    assert valeurs(found) == valeurs(reference)
    # One more file has one more header.
    assert found.lignes[2:] == reference.lignes[2:]
    assert found.par_mesure == reference.par_mesure


def test_the_same_file_under_two_names_is_counted_once_and_told(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "impression")
    export = FICHIERS / "itop-pc.csv"
    copy = shutil.copy(export, tmp_path / "copie.csv")
    found = comptes(racine, "impression", export, tmp_path / "copie.csv", extrait_le=EXTRAIT)
    assert copy
    assert valeurs(found) == valeurs(comptes(racine, "impression", export, extrait_le=EXTRAIT))
    assert [(item.fichier, item.code) for item in found.anomalies] == [("itop-pc.csv", "REL009")]


def test_rows_said_twice_in_a_day_count_once_and_are_told(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot", "instantanes")
    folder = tmp_path / "exports"
    shutil.copytree(FICHIERS / "instantanes", folder)
    again = (folder / "parc-2026-01-02.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([*again, *again[1:]]) + "\n"
    (folder / "parc-2026-01-02.csv").write_text(text, encoding="utf-8")
    found = comptes(racine, "instantanes", folder)
    assert valeurs(found) == valeurs(comptes(racine, "instantanes", FICHIERS / "instantanes"))
    assert [str(day) for day in found.jours_doubles] == ["2026-01-02"]
    assert found.lignes.redites == 4
