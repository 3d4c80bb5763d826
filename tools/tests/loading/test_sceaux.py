"""Sealed files: read as they were written, refused when anything changed."""

from __future__ import annotations

import pytest

from convention.loading.sceaux import read_seal
from convention.model.sceaux import LigneScellee, Rectification, Sceau, read_seal_path

LIGNE = LigneScellee(
    *("laxou", 2026, "acompte", "S04", "copieurs", "indirect_annuel", "fonctionnement", "35/6"), 1_000, 0, -500
)
CORRECTION = Rectification("2026-11-20", '« deux fois », \\ "', *LIGNE.identite, 100, -200)
SCEAUX = [
    Sceau("2026-04", "2026-04-15", "demonstration", (LIGNE, LIGNE._replace(adherent="nancy"))),
    Sceau("2025", "2026-04-10", "convention", (LIGNE._replace(volet="cloture"),), (CORRECTION,)),
    Sceau("2024-04", "2024-04-15", "public", ()),
]


@pytest.mark.parametrize("sceau", SCEAUX)
def test_what_is_sealed_is_read_as_it_was(sceau: Sceau) -> None:
    assert read_seal(sceau.path, sceau.texte().encode()) == (sceau, ())


@pytest.mark.parametrize("sceau", SCEAUX[:2])
def test_a_sealed_line_stands_where_it_is_said_to(sceau: Sceau) -> None:
    lines = sceau.texte().split("\n")
    assert [lines[sceau.ligne(rang) - 1].split('"')[3] for rang in range(len(sceau.lignes))] == [
        item.adherent for item in sceau.lignes
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"montant": "-5.00"', '"montant": "-6.00"'),
        ('"adherent": "laxou"', '"adherent": "ludres"'),
        ('"date": "2026-04-15"', '"date": "2026-04-16"'),
        ('"empreinte": "', '"empreinte": "0'),
        ("\n}\n", "\n}"),
        ("\n}\n", "\n}\n\n"),
        (' "lignes"', '  "lignes"'),
    ],
)
def test_a_sealed_file_that_was_touched_is_refused(before: str, after: str) -> None:
    text = SCEAUX[0].texte()
    assert before in text
    sceau, (diagnostic,) = read_seal("pricing/appels/2026-04.json", text.replace(before, after, 1).encode())
    assert (sceau, diagnostic.code) == (None, "SCE001")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"null",
        b'{"version": 2}',
        b"[" * 100_000,
        SCEAUX[0].texte().replace('"appel"', '"cloture"').encode(),
        SCEAUX[0].texte().replace('"exercice": 2026', '"exercice": true').encode(),
        SCEAUX[0].texte().replace('"10.00"', '"10"').encode(),
        SCEAUX[0].texte().replace('"10.00"', "10.00").encode(),
        SCEAUX[0].texte().replace('"laxou"', "null").encode(),
        SCEAUX[0].texte().replace('"volet"', '"autre"').encode(),
    ],
)
def test_a_file_that_no_command_wrote_is_refused(content: bytes) -> None:
    sceau, (diagnostic,) = read_seal("pricing/appels/2026-04.json", content)
    assert (sceau, diagnostic.code) == (None, "SCE001")


@pytest.mark.parametrize(
    ("path", "nom"),
    [
        ("pricing/appels/2026-04.json", "2026-04"),
        ("pricing/clotures/2025.json", "2025"),
        ("pricing/appels/2026.json", None),
        ("pricing/appels/2026-04.yaml", None),
        ("pricing/clotures/2025-04.json", None),
        ("catalogue/appels/2026-04.json", None),
    ],
)
def test_a_seal_has_its_place(path: str, nom: str | None) -> None:
    assert read_seal_path(path) == nom
