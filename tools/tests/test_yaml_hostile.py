"""Hostile and clumsy files: each is refused with one code at its place, none stops or slows the tool.

Knows: bytes, file names, kinds of files, git modes. Must not know: what documents say to each other.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import re
import socket
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.base.diagnostic import Severity
from convention.base.files import TAILLE_MAX
from convention.cli.cadre.diagnostics import diagnose_all, render
from convention.loading import git as lecture_git
from convention.loading import source
from convention.loading.bind import bind
from convention.loading.git import GitRevision
from convention.loading.loader import load
from convention.loading.source import EnvironmentProblemError, Folder
from convention.loading.yaml.noeuds import PROFONDEUR_MAX, Reading, read_nodes
from convention.model.genres import read_path
from tests.cli.commande import lancer
from tests.compare.depots_git import git
from tests.essais import fichiers, relire
from tests.les_cas import MINI, poser
from tests.preuves import exemples

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.base.diagnostic import Diagnostic

FICHIERS = {path: text.encode() for path, text in fichiers(MINI).items()}
EXERCICE = "pricing/exercices/2026.yaml"

# ---- What is written in the file ----

REFUSES: tuple[tuple[bytes, str, int, int], ...] = (
    # Nothing, or not a table.
    (b"", "SYN006", 1, 1),
    (b"# rien\n", "SYN006", 1, 1),
    (b"---\n", "SYN006", 1, 1),
    (b"--- # rien\n...\n", "SYN006", 1, 1),
    (b" " * 1000, "SYN006", 1, 1),
    (b"- a\n", "SYN007", 1, 1),
    (b"# un\n\ntexte seul\n", "SYN007", 3, 1),
    (b"a: 1\n---\nb: 2\n", "SYN008", 2, 1),
    (b"a: 1\n---\n", "SYN008", 2, 1),
    (b"a: 1\n...\n---\n", "SYN008", 3, 1),
    (b"a: 1\n...\nb: 2\n", "SYN005", 3, 1),
    # A key written twice.
    (b"a: 1\nb: 2\na: 3\n", "SYN010", 3, 1),
    (b"{a: 1, b: 2, a: 3}\n", "SYN010", 1, 14),
    (b'a: 1\n"a": 2\n', "SYN010", 2, 1),
    (b"x: {a: 1, 'a': 2}\n", "SYN010", 1, 11),
    (b"? a\n: 1\n? a\n: 2\n", "SYN010", 3, 3),
    # What hides from the reader where a value comes from.
    (b"a: {<<: {b: 1}}\n", "SYN009", 1, 5),
    (b"a: &b 1\n", "SYN009", 1, 4),
    (b"a: &b\n", "SYN009", 1, 4),
    (b"a: *b\n", "SYN009", 1, 4),
    (b"a: &a [*a]\n", "SYN009", 1, 4),
    (b"? &x a\n: 1\n", "SYN009", 1, 3),
    (b"a: &\n", "SYN009", 1, 4),
    (b"a: *important*\n", "SYN009", 1, 4),
    (b"a: !tag 1\n", "SYN009", 1, 4),
    (b"a: ! b\n", "SYN009", 1, 4),
    (b"a: !e!x 1\n", "SYN009", 1, 4),
    (b"a: !!int 1\n", "SYN009", 1, 4),
    (b"a: !!python/object/apply:os.system [id]\n", "SYN009", 1, 4),
    (b"%YAML 1.3\n---\na: 1\n", "SYN009", 1, 1),
    (b"%YAML 9.9\n---\na: 1\n", "SYN009", 1, 1),
    (b"%TAG ! tag:exemple,2026:\n---\na: 1\n", "SYN009", 1, 1),
    (b"%FOO bar\n---\na: 1\n", "SYN009", 1, 1),
    (b"%YAML 1.2", "SYN009", 1, 1),
    # Ordinary mistakes, shown where the hand must go.
    (b"a:\n\tb: 1\n", "SYN005", 2, 1),
    (b"\ta: 1\n", "SYN005", 1, 1),
    (b"libelle: Wi-Fi: bornes\n", "SYN005", 1, 15),
    (b"a: {b: 12:30}\n", "SYN005", 1, 10),
    (b"a: @b\n", "SYN005", 1, 4),
    (b"a: `b`\n", "SYN005", 1, 4),
    (b"a: %b\n", "SYN005", 1, 4),
    (b'a: 1\nb: "c\n\nd: 2\n', "SYN005", 2, 4),
    (b'a: "b\nc: "d"\n', "SYN005", 1, 4),
    (b"a: 'l'eau'\n", "SYN005", 1, 7),
    (b'a: "C:\\dsit"\n', "SYN005", 1, 7),
    (b"a: [b\nc: 1\n", "SYN005", 1, 4),
    (b"a: {b: 1\nc: 2\n", "SYN005", 1, 4),
    (b"a: {b: 1 c: 2}\n", "SYN005", 1, 11),
    (b"a: 1\n- b\n", "SYN005", 2, 1),
    (b"a:\n  - b\n c: 1\n", "SYN005", 3, 2),
    (b"a: 1\nb 2\nc: 3\n", "SYN005", 2, 1),
    (b"  a: 1\nb: 2\n", "SYN005", 2, 1),
    (b"a: |x\n  b\n", "SYN005", 1, 5),
    (b"a: {m: 12,50}\n", "FOR004", 1, 8),
    # Keys.
    (b"[a]: 1\n", "SYN012", 1, 1),
    (b"{a: 1}: 1\n", "SYN012", 1, 1),
    (b"~: 1\n", "SYN012", 1, 1),
    (b"null: 1\n", "SYN012", 1, 1),
    (b"? \n: 1\n", "SYN012", 1, 2),
    # Encodings and characters.
    (b"a: caf\xe9\n", "SYN001", 1, 7),
    (b"a: 1\nb: \xc3\xa9\xc3\n", "SYN001", 2, 5),
    (b"a: \xed\xa0\x80\n", "SYN001", 1, 4),
    (b"a: \xc0\xaf\n", "SYN001", 1, 4),
    ("a: é\n".encode("utf-16"), "SYN001", 1, 1),
    ("a: é\n".encode("utf-16-be"), "SYN001", 1, 1),
    ("a: é\n".encode("utf-16-le"), "SYN001", 1, 1),
    (b"\xef\xbb\xbfa: 1\n", "SYN002", 1, 1),
    (b"a: 1\n\xef\xbb\xbfb: 2\n", "SYN002", 2, 1),
    (b"a: b\rc: d\n", "SYN003", 1, 5),
    (b"a: b\0\n", "SYN003", 1, 5),
    (b"a: b\x1b[31m\n", "SYN003", 1, 5),
    (b"a: b\x7f\n", "SYN003", 1, 5),
    ("a: b\u0085c\n".encode(), "SYN003", 1, 5),
    ("a: b\u2028c\n".encode(), "SYN003", 1, 5),
    ("a: \u202eb\n".encode(), "SYN003", 1, 4),
    ("i\u200bd: 1\n".encode(), "SYN003", 1, 2),
    ("a: e\u0301\n".encode(), "SYN003", 1, 4),
    ("a: \ue000\n".encode(), "SYN003", 1, 4),
    (b'a: "\\x1b[31m\\0"\n', "SYN003", 1, 4),
    (b'a: "\\u202e"\n', "SYN003", 1, 4),
    (b'a: "\\ud800"\n', "SYN005", 1, 7),
    # A merge that was not finished.
    (b"a: 1\n<<<<<<< HEAD\nb: 1\n", "SYN004", 2, 1),
    (b"a:\n- b\n=======\n- c\n", "SYN004", 3, 1),
    (b"a: deux\n||||||| 1a2b3c4\n  lignes\n", "SYN004", 2, 1),
    (b"a: 1\n>>>>>>> autre\n", "SYN004", 2, 1),
    # Depth.
    (b"a: " + b"[" * PROFONDEUR_MAX + b"]" * PROFONDEUR_MAX, "SYN011", 1, 23),
    (b"[" * 100_000, "SYN011", 1, 21),
    (b"- " * 100_000, "SYN011", 1, 41),
    (b"a: " + b"{b: " * 100_000, "SYN011", 1, 80),
    # What git gives instead of a large file.
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n", "SYN007", 1, 1),
)


@pytest.mark.parametrize(("content", "code", "line", "column"), REFUSES, ids=lambda value: repr(value)[:50])
def test_it_is_refused_at_its_place(content: bytes, code: str, line: int, column: int) -> None:
    found = read_nodes("x.yaml", content).diagnostics
    assert (found[0].code, found[0].span.line, found[0].span.column) == (code, line, column)
    assert {item.code for item in found} == {code}


ACCEPTES: tuple[tuple[bytes, object], ...] = (
    (b"---\na: 1\n", {"a": "1"}),
    (b"a: 1\n...\n", {"a": "1"}),
    (b"a: 1", {"a": "1"}),
    (b"a:\tb\n", {"a": "b"}),
    (b"a: {'<<': 1}\n", {"a": {"<<": "1"}}),
    (b"a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n", {"a": "<<<<<<< HEAD\n=======\n>>>>>>> x\n"}),
    (b"a: =======\n", {"a": "======="}),
    ("a: é\u00a0€\u202f😀 œ\n".encode(), {"a": "é\u00a0€\u202f😀 œ"}),
    (b"a: [12,50]\n", {"a": ["12", "50"]}),
    (b"2026: no\n", {"2026": "no"}),
)


@pytest.mark.parametrize(("content", "expected"), ACCEPTES)
def test_it_is_read_as_it_is_written(content: bytes, expected: object) -> None:
    reading = read_nodes("x.yaml", content)
    assert reading.diagnostics == ()
    # Scalars print as their text does.
    assert repr(reading.root) == repr(expected)


def test_the_two_places_of_a_repeated_key_are_given() -> None:
    (found,) = read_nodes("x.yaml", b"a: 1\nb: 2\na: 3\n").diagnostics
    ((first, _),) = found.related
    assert (found.span.line, first.line) == (3, 1)


def test_windows_line_ends_are_read_with_a_warning() -> None:
    reading = read_nodes("x.yaml", b"a: 1\r\nb: |\r\n  deux\r\n  lignes\r\n")
    assert repr(reading.root) == repr({"a": "1", "b": "deux\nlignes\n"})
    assert [(item.code, item.severity) for item in reading.diagnostics] == [("SYN013", Severity.AVERTISSEMENT)]


INSECABLE = "\u00a0"
MALADRESSES: Mapping[str, tuple[str, str]] = {
    "une clé collée à sa valeur": (r"^(\s*(?:- )?[a-z_]+): (?=\S)", r"\1:"),
    "une clé collée à sa valeur, entre accolades": (r"([{,] ?[a-z_]+): (?=[^\s{\[])", r"\1:"),
    "une espace insécable après une clé": (r"^(\s*(?:- )?[a-z_]+): (?=\S)", rf"\1:{INSECABLE}"),
    "une espace insécable après une clé, entre accolades": (r"([{,] ?[a-z_]+): ", rf"\1:{INSECABLE}"),
    "une espace insécable en tête": (r"^ ", INSECABLE),
    "une espace insécable au bout de la marge": (r"^( *) (?=[^ ])", rf"\1{INSECABLE}"),
    "une espace insécable après un tiret": (r"^(\s*-) ", rf"\1{INSECABLE}"),
    "une espace de trop": ("^", " "),
    "une espace de moins": ("^ ", ""),
    "une accolade non fermée": (r"\}$", ""),
    "un crochet non fermé": (r"\]$", ""),
    "une virgule oubliée": (r", (?=[a-z_]+: )", " "),
}


@pytest.mark.parametrize("nom", MALADRESSES)
def test_a_slip_is_told_at_its_line_and_not_at_the_next_one(nom: str) -> None:
    motif, ecrit = MALADRESSES[nom]
    told = 0
    for path, content in FICHIERS.items():
        lines = content.decode().split("\n")
        for rank, line in enumerate(lines):
            wrong = re.sub(motif, ecrit, line, count=1)
            if wrong == line or not line.strip() or line.startswith("#"):
                continue
            reading = read_nodes(path, "\n".join([*lines[:rank], wrong, *lines[rank + 1 :]]).encode())
            if reading.root is None:
                told += 1
                assert [(item.span.line, wrong) for item in reading.diagnostics] == [(rank + 1, wrong)]
    assert told


# ---- What is written in a value ----


class Lieu(NamedTuple):
    """A place for a value: the start of a document, and what stands before and after the value."""

    path: str
    before: str
    after: str = ""


QUANTITE = Lieu(
    "adherents/x/quantites/2026.yaml",
    "origine: public\ncomptages:\n- phase: realise\n  date: 2026-01-31\n  source: s\n  valeurs:\n    postes: ",
)
MONTANT = Lieu("pricing/forfait.yaml", "origine: public\ncle: postes\nvaleurs:\n- montant: ")
JOUR = Lieu("adherents/x/souscriptions.yaml", "origine: public\nsouscriptions:\n- service: S02\n  debut: ")
TEXTE = Lieu(EXERCICE, "origine: public\nstatut: ouvert\nphase: revise\nsource: ")
INSEE = Lieu("adherents/x/adherent.yaml", "insee: ")
OUI_NON = Lieu("catalogue/services/S02.yaml", "obligatoire: ")
SERVICE = Lieu("adherents/x/souscriptions.yaml", "origine: public\nsouscriptions:\n- debut: 2026-01-01\n  service: ")

VALEURS: tuple[tuple[Lieu, str, str], ...] = (
    *((QUANTITE, text, "FOR004") for text in ("no", "oui", "on", "1_000", "1,50", "1 234.5", "1e3", ".inf", ".nan")),
    *(
        (QUANTITE, text, "FOR004")
        for text in ("0x1F", "010", "+5", "-0", "-0.00", "١٢", "１２", '"12"', "12.", "1e9999")
    ),
    *((QUANTITE, text, "FOR003") for text in ("", "~", "null")),
    *((QUANTITE, text, "FOR011") for text in ("9" * 5000, "0.1234567", "9999999999")),
    *((QUANTITE, text, "") for text in ("0", "12", "2.4", "-3", "0.000001", "999999999")),
    *((QUANTITE, text, "FOR009") for text in ("[12]", "{a: 12}")),
    *((MONTANT, text, "FOR011") for text in ("12.345", "9999999999999.99")),
    *((MONTANT, text, "") for text in ("12.34", "0.5", "700")),
    *((JOUR, text, "FOR006") for text in ("2026-02-30", "2026-13-01", "29/02/2026", "20260101", "2026-1-1", "hier")),
    *((JOUR, text, "FOR006") for text in ("2026-01-01T00:00:00", "2026-01-01 10:00", '"2026-01-01"', "２026-01-01")),
    *((JOUR, text, "FOR011") for text in ("0001-01-01", "9999-12-31")),
    *((JOUR, text, "") for text in ("2028-02-29", "2026-12-31")),
    *((TEXTE, text, "FOR005") for text in ("no", "on", "1_000", "1e3", ".inf", ".nan", "0x1F", "010", "+5", "-0")),
    *((TEXTE, text, "FOR005") for text in ("true", "2026-01-01", "12:30:45", "y", "=", "2026")),
    *((TEXTE, text, "FOR003") for text in ("", "~", '""', '" "')),
    *(
        (TEXTE, text, "")
        for text in ("oui", "1,50", "1 234.5", '"no"', "'2026'", "art. 8", "a|b", "<script>", "'{{ x }}'")
    ),
    *((TEXTE, text, "FOR011") for text in ("x" * 4001,)),
    *((INSEE, text, "FOR005") for text in ("01004", "54184")),
    *((INSEE, text, "FOR013") for text in ('"1004"', '"５4184"', "2A04", '"54184 "')),
    *((INSEE, text, "") for text in ('"01004"', '"2A004"', "2A004")),
    *((OUI_NON, text, "FOR007") for text in ("yes", "true", "no", "Oui", "1", '"oui"')),
    *((OUI_NON, text, "") for text in ("oui", "non")),
    *((SERVICE, text, "FOR010") for text in ("s02", "S2", "Ѕ02", '"S02 "', "S02.0", "../S02")),
    *((SERVICE, text, "") for text in ("S02", "S03.5", '"S02"')),
)


@pytest.mark.parametrize(("lieu", "text", "code"), VALEURS, ids=lambda value: str(value)[:40])
def test_a_value_is_refused_where_it_stands_or_kept(lieu: Lieu, text: str, code: str) -> None:
    chemin = read_path(lieu.path)
    content = f"{lieu.before}{text}\n".encode()
    reading = read_nodes(lieu.path, content)
    assert chemin is not None
    assert reading.root is not None
    assert reading.diagnostics == ()
    # The rest of the document is missing on purpose: its own messages are set aside.
    found = [item for item in bind(chemin.genre.modele, lieu.path, reading.root).diagnostics if item.code != "FOR002"]
    assert [item.code for item in found] == ([code] if code else [])
    line, start = lieu.before.count("\n") + 1, len(lieu.before.rpartition("\n")[2]) + 1
    for item in found:
        # An empty value is shown at its key.
        assert item.span.line == line
        assert item.span.column == start or not text


def test_an_unknown_field_names_the_nearest_one() -> None:
    chemin = read_path(EXERCICE)
    root = read_nodes(EXERCICE, "origine: public\nstatut: ouvert\nphasé: revise\n".encode()).root
    assert chemin is not None
    assert root is not None
    (found,) = bind(chemin.genre.modele, EXERCICE, root).diagnostics
    assert (found.code, found.span[1:3]) == ("FOR001", (3, 1))
    assert "«\u00a0phase\u00a0»" in found.hint


# ---- Anything at all ----


def assert_total(content: bytes) -> None:
    """Check what `read_nodes` promises for any bytes: it returns messages that point into the text."""
    reading = read_nodes("x.yaml", content)
    assert reading.root is not None or any(item.severity is Severity.ERREUR for item in reading.diagnostics)
    lines = content.decode("utf-8", "replace").split("\n")
    for item in reading.diagnostics:
        for span in (item.span, *(related for related, _ in item.related)):
            assert 1 <= span.line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1


@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_or_a_message(content: bytes) -> None:
    assert_total(content)


@given(st.text("ab01 \t\n:,-?[]{}&*!%@`'\"|>#~.\\é\u00a0", max_size=60))
def test_any_signs_of_yaml_give_a_tree_or_a_message(text: str) -> None:
    assert_total(text.encode())


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a document of the small repository with a few bytes replaced, removed, repeated or added."""
    path = draw(st.sampled_from(sorted(FICHIERS)))
    content = FICHIERS[path]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        added = draw(st.sampled_from((b"", content[start:end] * 2, b"\n", b": ", b'"', b"[", b"\t", b"- ", b"\xe9")))
        content = content[:start] + added + content[end:]
    return path, content


@given(mutants())
def test_a_document_with_a_slip_gives_a_tree_or_a_message(mutant: tuple[str, bytes]) -> None:
    assert_total(mutant[1])


@exemples(60)
@given(mutants())
def test_a_slip_never_stops_the_tool(mutant: tuple[str, bytes]) -> None:
    path, content = mutant
    chargement = relire({**FICHIERS, path: content})
    diagnostics = diagnose_all(chargement, None)
    lines = render(diagnostics, chargement, "github").split("\n")
    assert len(lines) == len(diagnostics) + 1
    assert len(json.loads(render(diagnostics, chargement, "json"))["diagnostics"]) == len(diagnostics)
    assert render(diagnostics, chargement, "terminal").isprintable() is False


MIO = TAILLE_MAX
GROS: Mapping[str, bytes] = {
    "keys": b"".join(b"k%06d: 1\n" % rank for rank in range(MIO // 11)),
    "repeated keys": b"a: 1\n" * (MIO // 5),
    "list": b"a: [" + b"1," * (MIO // 2) + b"]",
    "empty keys": b"a: {" + b"1," * (MIO // 2) + b"}",
    "long text": b"a: '" + b"x " * (MIO // 2) + b"'",
    "conflicts": b"=======\n" * (MIO // 8),
    "nul": bytes(MIO),
    "escapes": b"".join(b'k%06d: "\\e"\n' % rank for rank in range(MIO // 14)),
    "noise": random.Random(2).randbytes(MIO),  # noqa: S311 (no secret here)
    "brackets": b"[" * MIO,
    "colons": b":" * MIO,
}


def _spent(content: bytes) -> tuple[float, Reading]:
    # What the other tests keep in memory is no part of what a text costs.
    gc.collect()
    gc.freeze()
    start = time.process_time()
    reading = read_nodes("x.yaml", content)
    spent = time.process_time() - start
    gc.unfreeze()
    return spent, reading


@cache
def _ordinary() -> float:
    return min(_spent(GROS["keys"])[0] for _ in range(2))


@pytest.mark.long
@pytest.mark.parametrize("name", GROS)
def test_the_worst_text_of_the_greatest_size_costs_a_few_ordinary_ones(name: str) -> None:
    spent, reading = _spent(GROS[name])
    assert spent <= 10 * _ordinary()
    assert len(reading.diagnostics) <= 200


# ---- What is not an ordinary file, and names ----


def found_in(root: Path) -> list[tuple[str, str]]:
    return [(item.span.path, item.code) for item in load(Folder(root)).diagnostics]


def make_socket(path: Path) -> None:
    # The name of a socket is short: it is made in its folder.
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


def make_full_folder(path: Path) -> None:
    path.mkdir()
    (path / "a.yaml").write_text("a: 1\n", encoding="utf-8")


def make_sparse_file(path: Path) -> None:
    path.touch()
    os.truncate(path, 10**11)


SPECIAUX: Mapping[str, tuple[str, Callable[[Path], object]]] = {
    "a link to a file": ("FIC005", lambda path: path.symlink_to("/etc/passwd")),
    "a link to a data file": ("FIC005", lambda path: path.symlink_to("2026.yaml")),
    "a link to nothing": ("FIC005", lambda path: path.symlink_to("absent")),
    "a link to itself": ("FIC005", lambda path: path.symlink_to("2027.yaml")),
    "a link to a parent": ("FIC005", lambda path: path.symlink_to("..")),
    "a pipe": ("FIC005", os.mkfifo),
    "a socket": ("FIC005", make_socket),
    "a folder": ("FIC005", lambda path: path.mkdir()),
    "a folder with a file": ("FIC005", make_full_folder),
    "one byte too many": ("FIC006", lambda path: path.write_bytes(b"#" * (TAILLE_MAX + 1))),
    "a sparse file": ("FIC006", make_sparse_file),
}


@pytest.mark.parametrize("name", SPECIAUX)
def test_what_is_not_an_ordinary_file_is_refused_without_being_read(name: str, tmp_path: Path) -> None:
    code, make = SPECIAUX[name]
    make(poser(tmp_path) / "pricing/exercices/2027.yaml")
    assert found_in(tmp_path) == [("pricing/exercices/2027.yaml", code)]


def test_a_linked_folder_is_not_followed(tmp_path: Path) -> None:
    poser(tmp_path / "depot")
    (tmp_path / "depot/adherents/voisin").symlink_to(tmp_path / "depot/adherents/bruyere")
    (tmp_path / "depot/pricing").rename(tmp_path / "ailleurs")
    (tmp_path / "depot/pricing").symlink_to(tmp_path / "ailleurs")
    found = found_in(tmp_path / "depot")
    assert set(found) == {("pricing", "FIC005"), ("adherents/voisin", "FIC005")}


NOMS: tuple[tuple[str, str], ...] = (
    ("pricing/exercices/2027.yml", "FIC003"),
    ("pricing/exercices/2027.YAML", "FIC003"),
    ("pricing/exercices/27.yaml", "FIC003"),
    ("catalogue/services/s09.yaml", "FIC003"),
    ("adherents/Evreux/adherent.yaml", "FIC003"),
    ("adherents/évreux/adherent.yaml", "FIC003"),
    ("adherents/e\u0301vreux/adherent.yaml", "FIC003"),
    ("adherents/grande bruyère/adherent.yaml", "FIC003"),
    ("adherents/-evreux/adherent.yaml", "FIC003"),
    ("adherents/con/adherent.yaml", "FIC003"),
    ("adherents/lpt1/souscriptions.yaml", "FIC003"),
    ("adherents/evr\neux/adherent.yaml", "FIC003"),
    ("adherents/bruyere/adherent.yaml ", "FIC003"),
    ("-rf.yaml", ""),
    ("pricing/-rf.yaml", "FIC001"),
    ("pricing/a\u202eb.yaml", "FIC001"),
    ("pricing/::error::.yaml", "FIC001"),
    ("LISEZMOI.md", ""),
)


@pytest.mark.parametrize(
    "name", ["pricing/..yaml", "catalogue/.DS_Store", "pricing/.forfait.yaml.swp", "pricing/.#cles"]
)
def test_a_file_whose_name_begins_with_a_dot_is_no_data(name: str, tmp_path: Path) -> None:
    path = poser(tmp_path) / name
    if path.name.startswith(".#"):
        path.symlink_to("quelqu-un@ailleurs")
    else:
        path.write_text("a: 1\n", encoding="utf-8")
    assert found_in(tmp_path) == []


@pytest.mark.parametrize(("name", "code"), NOMS)
def test_a_name_that_is_none_of_ours_is_never_ignored(name: str, code: str, tmp_path: Path) -> None:
    path = poser(tmp_path) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: 1\n", encoding="utf-8")
    assert found_in(tmp_path) == ([(name, code)] if code else [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("adherents/evreux/adherent.yaml", "adherents/Evreux/adherent.yaml"),
        ("adherents/\u00e9vreux/adherent.yaml", "adherents/e\u0301vreux/adherent.yaml"),
        ("catalogue/services/S09.yaml", "catalogue/services/s09.yaml"),
    ],
)
def test_two_names_that_a_system_takes_for_one_are_refused(first: str, second: str) -> None:
    found = relire({**FICHIERS, first: b"a: 1\n", second: b"a: 1\n"}).diagnostics
    (collision,) = (item for item in found if item.code == "FIC004")
    assert {collision.span.path, collision.related[0][0].path} == {first, second}


def test_too_many_files_are_not_the_repository_of_a_convention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FICHIERS_MAX", 3)
    with pytest.raises(EnvironmentProblemError, match="plus de 3 fichiers"):
        load(Folder(poser(tmp_path)))


# ---- The same through git, and the whole command ----


def commit(root: Path) -> None:
    git(root, "commit", "--quiet", "--message=essai")


def seen_by_git(root: Path) -> tuple[Diagnostic, ...]:
    return load(GitRevision(root, "HEAD")).diagnostics


@pytest.fixture
def revision(tmp_path: Path) -> Path:
    """Give a git repository that holds the small repository, its files added."""
    git(poser(tmp_path), "init", "--quiet")
    git(tmp_path, "add", "--all")
    return tmp_path


def test_git_modes_of_links_and_submodules_are_refused(revision: Path) -> None:
    commit(revision)
    blob, head = git(revision, "rev-parse", f"HEAD:{EXERCICE}", "HEAD").split()
    for mode, sha, path in (
        ("120000", blob, "pricing/exercices/2027.yaml"),
        ("160000", head, "pricing/exercices/2028.yaml"),
    ):
        git(revision, "update-index", "--add", "--cacheinfo", f"{mode},{sha},{path}")
    commit(revision)
    found = [(item.span.path, item.code) for item in seen_by_git(revision)]
    assert found == [("pricing/exercices/2027.yaml", "FIC005"), ("pricing/exercices/2028.yaml", "FIC005")]


def test_a_folder_and_its_commit_say_the_same(revision: Path) -> None:
    for name in (
        "pricing/exercices/2027.yml",
        "adherents/é t é/adherent.yaml",
        "pricing/gros.yaml",
        "pricing/a\nb.yaml",
    ):
        (revision / name).parent.mkdir(exist_ok=True)
        (revision / name).write_text("a: 1\n", encoding="utf-8")
    (revision / EXERCICE).write_bytes(b"a: 1\r\nb: \xff\n")
    (revision / "pricing/forfait.yaml").write_bytes(b"#" * (TAILLE_MAX + 1))
    (revision / "pricing/comptes.yaml").unlink()
    (revision / "pricing/comptes.yaml").symlink_to("cles.yaml")
    (revision / "adherents/bruyere/adherent.yaml").unlink()
    git(revision, "add", "--all")
    commit(revision)
    found = load(Folder(revision)).diagnostics
    assert {item.code for item in found} == {"FIC001", "FIC003", "FIC005", "FIC006", "SYN001"}
    assert seen_by_git(revision) == found


def test_a_revision_skips_the_same_hidden_files(revision: Path) -> None:
    (revision / "catalogue/.DS_Store").write_bytes(b"\0")
    (revision / "pricing/.#cles").symlink_to("quelqu-un@ailleurs")
    git(revision, "add", "--all", "--force")
    commit(revision)
    assert seen_by_git(revision) == ()


def test_too_many_files_in_a_revision_are_refused(revision: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(revision)
    monkeypatch.setattr(lecture_git, "FICHIERS_MAX", 3)
    with pytest.raises(EnvironmentProblemError, match="plus de 3 fichiers"):
        load(GitRevision(revision, "HEAD"))


def test_too_much_data_in_a_revision_is_refused(revision: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(revision)
    monkeypatch.setattr(source, "OCTETS_MAX", sum(map(len, FICHIERS.values())))
    assert seen_by_git(revision) == ()
    monkeypatch.setattr(source, "OCTETS_MAX", source.OCTETS_MAX - 1)
    with pytest.raises(EnvironmentProblemError, match="de données : est-ce bien le dépôt de la convention"):
        load(GitRevision(revision, "HEAD"))


@pytest.mark.parametrize("forme", ["terminal", "json", "github"])
def test_names_that_no_encoding_reads_are_printed_all_the_same(forme: str, tmp_path: Path) -> None:
    poser(tmp_path)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/pricing/\xff\n\x1b[31m.yaml")).write_bytes(b"a: 1\n")
    # What is written is encoded in one place, whatever its form.
    run = lancer(tmp_path, "valider", "--format", forme, env={"LC_ALL": "C"} if forme == "terminal" else None)
    assert (run.code, run.erreurs) == (1, b"")
    assert b"\x1b" not in run.sortie.replace(b"\\u001b", b"")
    assert b"FIC001" in run.sortie


def test_nothing_to_check_is_never_green(tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    run = lancer(tmp_path, "valider")
    assert (run.code, run.sortie) == (3, b"")
    assert "rien à vérifier" in run.message
