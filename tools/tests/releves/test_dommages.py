"""Whatever spoils an export, each line is found again, and nothing is proposed in silence."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.espaces import espaces

pytest.importorskip("ibis")

from convention.loading.loader import load
from convention.loading.source import Folder
from convention.model.ecrits.series import Chemin
from convention.releves.comptage import Demande, compter
from convention.releves.entrepot import roles_of
from convention.releves.fichiers import list_files
from convention.releves.lecture_csv import read_csv
from convention.releves.refus import Journal, ReleveRefuseError
from tests.releves.atelier import AUJOURDHUI, depot, relever
from tests.releves.dommages import DOMMAGES, JOUR, VEILLE, Dommage, debut, export, nuit

if TYPE_CHECKING:
    from pathlib import Path

    from convention.model.depot import Depot
    from convention.releves.comptage import Comptes
    from tests.releves.dommages import Fichiers


DANS_UNE_LETTRE = 0x80


class Constat(NamedTuple):
    """What a count of a folder gives: counts, or a refusal."""

    comptes: Comptes | None
    dit: str

    @property
    def propose(self) -> bool:
        """Whether nothing waits for anybody."""
        return self.comptes is not None and not self.comptes.a_confirmer + self.comptes.a_attribuer


@pytest.fixture(scope="module")
def racine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small repository that has counted the day before."""
    folder = tmp_path_factory.mktemp("dommages")
    found = depot(folder / "depot", "inventaire")
    (folder / VEILLE).write_bytes(export())
    run = relever(found, "inventaire", folder / VEILLE)
    assert run.code == 0, run.message
    return found


@pytest.fixture(scope="module")
def sain(tmp_path_factory: pytest.TempPathFactory, racine: Path) -> Comptes:
    """Count the sound export."""
    found = constat(racine, tmp_path_factory.mktemp("sain") / "exports", nuit(export())).comptes
    assert found is not None
    return found


def constat(racine: Path, folder: Path, fichiers: Fichiers) -> Constat:
    """Count what a folder holds, after the day before."""
    folder.mkdir()
    for nom, content in fichiers.items():
        (folder / nom).write_bytes(content)
    data = _depot(racine)
    noms = {id_: dossier.identite.nom for id_, dossier in data.dossiers.items()}
    before = data.series.get(Chemin(2026, "inventaire"))
    try:
        found = compter(Demande(data.sources["inventaire"], (folder,), 2026, None, "duckdb", AUJOURDHUI, before, noms))
    except ReleveRefuseError as refus:
        return Constat(None, espaces(refus.message))
    told = [f"{item.fichier}, ligne {item.ligne} : {item.message}" for item in found.anomalies]
    return Constat(found, espaces("\n".join([*found.lignes.phrases(), *told])))


def lines_of(fichiers: Fichiers) -> int:
    """Count the lines that an editor shows."""
    return sum(content.count(b"\n") + (not content.endswith(b"\n")) for content in fichiers.values())


@pytest.mark.parametrize("dommage", DOMMAGES, ids=[item.nom for item in DOMMAGES])
def test_a_damaged_export_is_told_for_what_it_is(tmp_path: Path, racine: Path, dommage: Dommage) -> None:
    found = constat(racine, tmp_path / "exports", dommage.fichiers(export()))
    rows = found.comptes.lignes if found.comptes is not None else None
    counted = f"{rows.lues} = {rows.gardees} + {rows.hors_filtre} + {rows.illisibles}" if rows is not None else ""
    assert (counted, found.propose) == (dommage.lignes, dommage.propose), found.dit
    assert dommage.dit in found.dit


@pytest.mark.parametrize("guillemets", [False, True], ids=["sans guillemets", "entre guillemets"])
@pytest.mark.parametrize("part", [1, 9])
def test_an_export_that_is_cut_is_never_proposed_in_silence(
    tmp_path: Path,
    racine: Path,
    sain: Comptes,
    part: int,
    guillemets: bool,  # noqa: FBT001 (a parameter of pytest)
) -> None:
    text = export(guillemets=guillemets)
    fichiers = nuit(text[: len(text) * part // 10])
    assert_nothing_is_silent(constat(racine, tmp_path / "exports", fichiers), fichiers, sain)


@pytest.mark.parametrize(
    "graine", [0, 1, 2, *(pytest.param(graine, marks=pytest.mark.long) for graine in range(3, 40))]
)
def test_two_damages_at_once_are_not_silent_either(tmp_path: Path, racine: Path, sain: Comptes, graine: int) -> None:
    alea = random.Random(graine)  # noqa: S311 (the same draw at each run)
    text = export(guillemets=bool(graine % 2))
    for _ in range(2):
        text = alea.choice(ABIMER)(text, alea.randrange(len(text) // 4, len(text)), alea)
    fichiers = nuit(text)
    assert_nothing_is_silent(constat(racine, tmp_path / "exports", fichiers), fichiers, sain)


def assert_nothing_is_silent(found: Constat, fichiers: Fichiers, sound: Comptes) -> None:
    """Find every line again; find what the sound export gives, or an anomaly, or a refusal."""
    if found.comptes is None:
        assert found.dit
        return
    lignes = found.comptes.lignes
    assert lignes.lues == lignes.gardees + lignes.hors_filtre + lignes.illisibles
    assert lines_of(fichiers) == lignes.en_tetes + lignes.vides + lignes.suites + lignes.lues
    assert found.comptes.valeurs == sound.valeurs or found.comptes.anomalies, found.dit


def _quote(text: bytes, place: int, alea: random.Random) -> bytes:
    del alea
    return text[:place] + b'"' + text[place:]


def _cut(text: bytes, place: int, alea: random.Random) -> bytes:
    del alea
    return text[:place]


def _cut_at_a_line(text: bytes, place: int, alea: random.Random) -> bytes:
    del alea
    return text[: text.rindex(b"\n", 0, max(place, 80)) + 1]


def _lose_lines(text: bytes, place: int, alea: random.Random) -> bytes:
    del place
    lines = text.split(b"\n")
    first = 1 + alea.randrange(max(len(lines) - 6, 1))
    return b"\n".join([*lines[:first], *lines[first + alea.randrange(1, 6) :]])


def _move(text: bytes, place: int, alea: random.Random) -> bytes:
    del place
    lines = text.split(b"\n")
    rank = alea.randrange(len(lines))
    lines[rank] = lines[rank].replace("Bruyère".encode(), "Aubépine".encode(), 1)
    return b"\n".join(lines)


def _give_twice(text: bytes, place: int, alea: random.Random) -> bytes:
    del place
    lines = text.split(b"\n")
    again = alea.choice(lines).replace("Aubépine".encode(), b"Grandval", 1)
    return b"\n".join([*lines[:1], again, *lines[1:]])


ABIMER = (_quote, _cut, _cut_at_a_line, _lose_lines, _move, _give_twice)


@pytest.mark.parametrize("guillemets", [False, True], ids=["sans guillemets", "entre guillemets"])
def test_a_stray_quote_anywhere_costs_its_own_line_and_no_other(
    tmp_path: Path,
    racine: Path,
    guillemets: bool,  # noqa: FBT001 (a parameter of pytest)
) -> None:
    text = debut(export(guillemets=guillemets), 12)
    sound, _ = read(tmp_path, racine, text)
    header = text.index(b"\n") + 1
    for place in (place for place in range(header, len(text)) if text[place] & 0xC0 != DANS_UNE_LETTRE):
        rows, journal = read(tmp_path, racine, text[:place] + b'"' + text[place:])
        hurt = text.count(b"\n", 0, place) + 1
        # Before a line, the quote is that line's; after the last one, it is a line by itself.
        assert [item.ligne for item in journal.montrees] == [hurt], place
        assert rows == {number: cells for number, cells in sound.items() if number != hurt}


@pytest.mark.parametrize("guillemets", [False, True], ids=["sans guillemets", "entre guillemets"])
def test_an_export_cut_at_any_byte_says_so_or_ends_with_a_whole_line(
    tmp_path: Path,
    racine: Path,
    guillemets: bool,  # noqa: FBT001 (a parameter of pytest)
) -> None:
    text = debut(export(guillemets=guillemets), 8)
    sound, _ = read(tmp_path, racine, text)
    refused: list[str] = []
    for place in range(text.index(b"\n") + 1, len(text)):
        try:
            rows, journal = read(tmp_path, racine, text[:place])
        except ReleveRefuseError as refus:
            refused.append(refus.message.partition(" : ")[2])
            continue
        assert (journal.count("REL015") == 0) is text[:place].endswith(b"\n"), place
        last = text.count(b"\n", 0, place)
        assert [(number, rows.get(number)) for number in range(2, last + 1)] == list(sound.items())[: last - 1]
    assert set(refused) == {"l'export est coupé au milieu d'un caractère"}


def read(tmp_path: Path, racine: Path, content: bytes) -> tuple[dict[int, tuple[object, ...]], Journal]:
    """Read the rows of a text, without any engine."""
    path = tmp_path / JOUR
    path.write_bytes(content)
    source = _depot(racine).sources["inventaire"]
    journal = Journal()
    (fichier,) = list_files((path,), source, journal, AUJOURDHUI)
    return {row.numero: row.cellules for row in read_csv(fichier, source, roles_of(source), journal)}, journal


@cache
def _depot(racine: Path) -> Depot:
    return load(Folder(racine)).depot
