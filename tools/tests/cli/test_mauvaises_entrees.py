"""Every bad input at once, through the real command: each is told at its place, none hides another or costs much.

The same inputs are read one by one, in memory, by `test_yaml_hostile` and `test_cas`, whose lists are used again here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.base.files import TAILLE_MAX
from convention.loading.bind import ERREURS_MAX
from convention.loading.source import OCTETS_MAX
from tests.cli.commande import Mesure, contenu, lancer, mesurer, travail
from tests.espaces import espaces
from tests.les_cas import attendu, changements, poser
from tests.test_yaml_hostile import FICHIERS, MONTANT, NOMS, REFUSES, SPECIAUX, VALEURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MEMOIRE_MO = 200
"""Measured: 82 for an ordinary repository, 148 with 20 000 subscriptions."""
MEMOIRE_D_UN_MEBIOCTET_DE_FAUTES = 250
"""Measured: 175 and 206: the reading keeps each mistake until it has counted them all."""
TOTAUX = (r"fichiers vérifiés : ([0-9]+) erreurs", r"… et ([0-9]+) autres messages")


class Lieu(NamedTuple):
    """Where a message stands, and which one it is."""

    fichier: str
    ligne: int
    colonne: int
    code: str


# --- what a file holds, what a value is, what a file is named, what is no file ---


def _contents() -> Iterator[tuple[str, bytes, Lieu]]:
    for rank, (content, code, line, column) in enumerate(REFUSES):
        path = f"pricing/baremes/refus-{rank}.yaml"
        yield path, content, Lieu(path, line, column, code)


def _values() -> Iterator[tuple[str, bytes, Lieu]]:
    refused = [item for item in VALEURS if item[1] and item[2] and item[0] is not MONTANT]
    for rank, (lieu, text, code) in enumerate(refused):
        path = lieu.path.replace("adherents/x/", f"adherents/v{rank}/")
        path = path.replace("exercices/2026", f"exercices/{2099 - rank}").replace("S02.yaml", f"S{99 - rank % 50}.yaml")
        before = lieu.before.rpartition("\n")[2]
        place = Lieu(path, lieu.before.count("\n") + 1, len(before) + 1, code)
        yield path, f"{lieu.before}{text}\n".encode(), place


SERIE, SCEAU, AVENANT = (
    "pricing/releves/2026/parc.csv",
    "pricing/appels/2026-04.json",
    "catalogue/avenants/7/avenant.json",
)
ECRITS_PAR_L_OUTIL = (
    (SERIE, b"# extrait_le: hier\n", Lieu(SERIE, 1, 1, "REL005")),
    (SCEAU, b"[" * 100_000, Lieu(SCEAU, 1, 1, "SCE001")),
    (AVENANT, b'{"version": ' + b"9" * 100_000 + b"}", Lieu(AVENANT, 1, 1, "AVE008")),
)


@pytest.fixture(scope="module")
def mauvais(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[Lieu]]:
    """Write every bad file beside the small repository."""
    root, expected = poser(tmp_path_factory.mktemp("mauvais")), set()
    for path, content, lieu in (*_contents(), *_values(), *ECRITS_PAR_L_OUTIL):
        assert not (root / path).exists()
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        expected.add(lieu)
    for name, code in NOMS:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a: 1\n", "utf-8")
        expected |= {Lieu(name, 1, 1, code)} if code else set()
    for rank, (code, make) in enumerate(SPECIAUX.values()):
        path = f"pricing/indices/special-{rank}.yaml"
        (root / path).parent.mkdir(exist_ok=True)
        make(root / path)
        expected.add(Lieu(path, 1, 1, code))
    expected.add(Lieu("adherents/\u00e9vreux/adherent.yaml", 1, 1, "FIC004"))
    return root, expected


@pytest.fixture(scope="module")
def dits(mauvais: tuple[Path, set[Lieu]]) -> Mesure:
    return mesurer(mauvais[0], "valider", "--format", "json")


def _places(run: bytes) -> set[Lieu]:
    items = json.loads(run)["diagnostics"]
    return {Lieu(item["fichier"], item["ligne"], item["colonne"], item["code"]) for item in items}


def test_every_bad_file_is_told_at_its_place_in_one_run(mauvais: tuple[Path, set[Lieu]], dits: Mesure) -> None:
    _, expected = mauvais
    assert (dits.sortie.code, dits.sortie.erreurs) == (1, b"")
    assert expected - _places(dits.sortie.sortie) == set()
    assert len(expected) > 150


def test_every_message_about_a_bad_file_says_what_to_do(dits: Mesure) -> None:
    items = json.loads(dits.sortie.sortie)["diagnostics"]
    assert [item for item in items if not item["message"] or not item["conseil"]] == []


def test_all_the_bad_files_together_cost_little(dits: Mesure) -> None:
    assert dits.memoire_mo < MEMOIRE_MO


def test_nothing_is_written_nor_computed_beside_bad_files(mauvais: tuple[Path, set[Lieu]]) -> None:
    before = _listed(mauvais[0])
    run = lancer(mauvais[0], "pages", "--vers", "build/pages")
    shown = espaces((run.sortie + run.erreurs).decode("utf-8"))
    assert run.code == 1
    assert "Traceback" not in shown
    told, left = (int(found[1]) for found in (re.search(text, shown) for text in TOTAUX) if found)
    alike = sum(map(int, re.findall("De même, ([0-9]+) autre", shown)))
    assert shown.count("\n  Conseil : ") + alike + left == told
    assert _listed(mauvais[0]) == before


def _listed(root: Path) -> list[tuple[str, int]]:
    """Return every name and its date; sockets and pipes are not read."""
    return sorted((path.as_posix(), path.lstat().st_mtime_ns) for path in root.rglob("*"))


# --- what documents say to each other ---

SENS = (
    "PER001 PER008 PER011 PRE002 PRE003 TAR002 TAR016 SCE001",
    "PER002 TAR001 REF003",
    "REF001",
    "TAR003 QTE002 PER004",
)
_TETE = re.compile(r"^(\S.*):(\d+):(\d+) : \w+ ([A-Z]{3}[0-9]{3})$", re.MULTILINE)


@pytest.mark.long
@pytest.mark.parametrize("codes", SENS)
def test_contradictions_between_files_are_told_together(codes: str, tmp_path: Path) -> None:
    sides = [(code, "invalide") for code in codes.split()]
    paths = [path for side in sides for path in changements(*side)]
    assert len(paths) == len(set(paths)), "two cases change the same file"
    root = poser(tmp_path, *sides)
    before = contenu(root)
    run = lancer(root, "valider", "--format", "json")
    expected = {
        Lieu(found[1], int(found[2]), int(found[3]), found[4])
        for code in codes.split()
        for found in _TETE.finditer(attendu(code))
        if found[4] == code
    }
    assert (run.code, run.erreurs, contenu(root) == before) == (1, b"", True)
    assert expected - _places(run.sortie) == set()


# --- the greatest sizes ---


def _champs(taille: int) -> bytes:
    head = FICHIERS["pricing/exercices/2026.yaml"]
    return head + b"".join(b"k%06d: 1\n" % rank for rank in range((taille - len(head)) // 11))


def _lignes(taille: int) -> bytes:
    head = b"# yaml-language-server: $schema=../../schemas/souscriptions.schema.json\norigine: public\nsouscriptions:\n"
    row = b"- {service: zz, debut: hier}\n"
    return head + row * ((taille - len(head)) // len(row))


def _semblables(taille: int) -> bytes:
    """The same days, said again and again: each row is right alone."""
    head = b"# yaml-language-server: $schema=../../schemas/souscriptions.schema.json\norigine: public\nsouscriptions:\n"
    rows = (b"- {service: S02, debut: 2026-%02d-01}\n" % (rank % 12 + 1) for rank in range((taille - len(head)) // 38))
    return head + b"".join(rows)


ENORMES = {
    "pricing/exercices/2026.yaml": _champs,
    "adherents/bruyere/souscriptions.yaml": _lignes,
}
GRANDS = [*ENORMES.items(), ("adherents/bruyere/souscriptions.yaml", _semblables)]


@pytest.mark.long
@pytest.mark.parametrize("path", ENORMES)
def test_a_file_of_a_hundred_thousand_mistakes_is_told_by_the_first_ones_and_their_number(
    path: str, tmp_path: Path
) -> None:
    (poser(tmp_path) / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_bytes(ENORMES[path](TAILLE_MAX))
    mesure = mesurer(tmp_path, "valider", "--format", "json")
    found = [item for item in json.loads(mesure.sortie.sortie)["diagnostics"] if item["fichier"] == path]
    assert (mesure.sortie.code, mesure.sortie.erreurs) == (1, b"")
    assert 1 < len(found) <= ERREURS_MAX + 1
    assert mesure.memoire_mo < MEMOIRE_D_UN_MEBIOCTET_DE_FAUTES


@pytest.mark.long
def test_twenty_thousand_subscriptions_are_checked_in_bounded_memory(tmp_path: Path) -> None:
    (poser(tmp_path) / "adherents" / "bruyere" / "souscriptions.yaml").write_bytes(_semblables(20_000 * 38))
    mesure = mesurer(tmp_path, "valider", "--format", "json")
    assert (mesure.sortie.code, mesure.memoire_mo < MEMOIRE_MO) == (1, True)


@pytest.mark.long
@pytest.mark.parametrize(("path", "content"), GRANDS)
def test_twice_the_lines_take_at_most_twice_the_work(
    path: str, content: Callable[[int], bytes], tmp_path: Path
) -> None:
    (poser(tmp_path) / path).parent.mkdir(exist_ok=True)
    half, whole = (_work(tmp_path, path, content(taille)) for taille in (TAILLE_MAX // 8, TAILLE_MAX // 4))
    assert whole < 2 * half


def _work(root: Path, path: str, content: bytes) -> int:
    (root / path).write_bytes(content)
    return travail(root, "valider", "--format", "json")


def test_too_much_data_is_refused_before_memory_runs_out(tmp_path: Path) -> None:
    folder = poser(tmp_path) / "pricing" / "baremes"
    folder.mkdir(exist_ok=True)
    (folder / "b0.yaml").write_bytes(b"#" * TAILLE_MAX)
    # The same mebibyte under other names: nothing more is written to the disk.
    for rank in range(1, OCTETS_MAX // TAILLE_MAX + 1):
        (folder / f"b{rank}.yaml").hardlink_to(folder / "b0.yaml")
    mesure = mesurer(tmp_path, "valider")
    assert (mesure.sortie.code, mesure.sortie.sortie) == (3, b"")
    assert "plus de 32 Mio de données : est-ce bien le dépôt de la convention ?" in espaces(mesure.sortie.message)
    assert mesure.memoire_mo < MEMOIRE_MO
