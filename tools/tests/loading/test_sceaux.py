"""Sealed files: read as they were written, refused when anything changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.loading.ecrits.sceaux import read_seal
from convention.model.ecrits.sceaux import EMPREINTE, LigneScellee, Rectification, Sceau, close, sha256
from convention.model.ecrits.signatures import read_sealed_path

LIGNE = LigneScellee(
    *("laxou", 2026, "acompte", "S04", "copieurs", "indirect_annuel", "fonctionnement", "35/6"), 1_000, 0, -500
)
CLOSE = LIGNE._replace(exercice=2025, volet="cloture", montant=1_000)
SOLDE = LIGNE._replace(volet="solde", anterieur=400, montant=600)
CORRECTION = Rectification("2026-11-20", '« deux fois », \\ "', *LIGNE.identite, 100, -200)
SCEAUX = [
    Sceau("2026-04", "2026-04-15", "demonstration", (LIGNE, LIGNE._replace(adherent="nancy"))),
    Sceau("2025", "2026-04-10", "convention", (CLOSE,), (CORRECTION,)),
    Sceau("2024-04", "2024-04-15", "public", ()),
]


@pytest.mark.parametrize("sceau", SCEAUX)
def test_what_is_sealed_is_read_as_it_was(sceau: Sceau) -> None:
    assert read_seal(sceau.path, sceau.texte().encode()) == (sceau, ())


@pytest.mark.parametrize("sceau", SCEAUX)
def test_a_seal_is_the_one_that_its_file_says(sceau: Sceau) -> None:
    assert f'{EMPREINTE}{sceau.empreinte}"\n}}\n' in sceau.texte()


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


@given(st.sampled_from(SCEAUX), st.integers(0, 10**6), st.binary(max_size=2))
def test_any_byte_of_a_sealed_file_that_changes_is_seen(sceau: Sceau, place: int, bytes_written: bytes) -> None:
    content = sceau.texte().encode()
    place %= len(content)
    touched = content[:place] + bytes_written + content[place + 1 :]
    read, diagnostics = read_seal(sceau.path, touched)
    assert (touched == content) == (read == sceau)
    assert [item.code for item in diagnostics] == ([] if touched == content else ["SCE001"])


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


APPEL, CLOTURE = SCEAUX[0], SCEAUX[1]
NE_PEUT_PAS = "ne peut pas avoir été scellé ainsi : "


@pytest.mark.parametrize(
    ("sceau", "line", "said"),
    [
        (APPEL._replace(lignes=(LIGNE, LIGNE._replace(volet="cloture"))), 8, "« cloture » n'est pas un volet"),
        (APPEL._replace(lignes=(LIGNE._replace(volet="previsionnel"),)), 7, "« previsionnel » n'est pas un volet"),
        (APPEL._replace(lignes=(LIGNE._replace(nature="zzz"),)), 7, "« zzz » n'est pas une nature de coût"),
        (APPEL._replace(lignes=(LIGNE._replace(section="zzz"),)), 7, "« zzz » n'est pas une section"),
        (APPEL._replace(lignes=(LIGNE._replace(exercice=10**20),)), 7, "l'exercice 100000000000 n'est pas"),
        (APPEL._replace(lignes=(LIGNE._replace(quantite="9e999999999"),)), 7, "n'est pas une quantité"),
        (APPEL._replace(lignes=(LIGNE._replace(quantite="1/0"),)), 7, "n'est pas une quantité"),
        (APPEL._replace(lignes=(LIGNE._replace(adherent="a\x1b[31m"),)), 7, "U+001B ne peut pas être scellé"),
        (APPEL._replace(lignes=(LIGNE, LIGNE)), 8, "« laxou », « copieurs » est scellée deux fois"),
        (APPEL._replace(lignes=(LIGNE._replace(anterieur=1),)), 7, "rien n'est appelé avant : 0,01 €"),
        (APPEL._replace(lignes=(SOLDE._replace(montant=601),)), 7, "10,00 € moins 4,00 €, et non 6,01 €"),
        (APPEL._replace(date="2026-02-30"), 1, "« 2026-02-30 » n'est pas une date"),
        (APPEL._replace(origine="zzz"), 1, "« zzz » n'est pas une origine"),
        (APPEL._replace(rectifications=(CORRECTION,)), 1, "un appel n'a pas de rectification"),
        (CLOTURE._replace(lignes=(CLOSE._replace(exercice=2024),)), 7, "l'exercice 2024 n'est pas de ce fichier"),
        (CLOTURE._replace(lignes=(CLOSE._replace(montant=999),)), 7, "le montant clos est 10,00 €, et non 9,99 €"),
        (CLOTURE._replace(date="2025-12-31"), 1, "serait clos le 31 décembre 2025, avant sa fin"),
        (CLOTURE._replace(rectifications=(CORRECTION._replace(date="hier"),)), 1, "« hier » n'est pas une date"),
        (CLOTURE._replace(rectifications=(CORRECTION._replace(motif="a\u202e"),)), 1, "U+202E ne peut pas être scellé"),
    ],
)
def test_a_right_seal_does_not_make_sense_of_nonsense(sceau: Sceau, line: int, said: str) -> None:
    read, (diagnostic,) = read_seal(sceau.path, sceau.texte().encode())
    message = diagnostic.message.replace("\u00a0", " ").replace("\u202f", " ")
    assert (read, diagnostic.code, diagnostic.span.line) == (None, "SCE001", line)
    assert NE_PEUT_PAS in message
    assert said in message


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('"anterieur": "0.00", "montant": "-5.00"', '"anterieur": "0.00", "montant": "-9.99", "montant": "-5.00"', 7),
        ('"objet": "copieurs"', '"objet": "\\u0063opieurs"', 7),
        ('"objet": "copieurs", ', '"objet":"copieurs" ,', 7),
        ('"version": 1,', '"version": 1.0,', 2),
        ('"date": "2026-04-15"', '"date": 20260415', 4),
        ('"origine": "demonstration"', '"origine": "d\\u00e9monstration"', 5),
        ('"anterieur": "0.00"', '"anterieur": "-0.00"', 7),
        ('"base": "10.00"', '"base": "010.00"', 7),
        ('"exercice": 2026', '"exercice": 2026.0', 7),
        ('"exercice": 2026, "volet": "acompte"', '"volet": "acompte", "exercice": 2026', 7),
        ('"montant": "-5.00"},', '"montant": "-5.00"}', 8),
        ('"montant": "-5.00"}\n ]', '"montant": "-5.00"},\n ]', 9),
        ('"objet": "copieurs"', '"objet": "copieurs\\q"', 7),
        (' "rectifications": [\n', ' "rectifications": [\n\n', 11),
        (' ],\n "rect', ' ],\n "autre": 1,\n "rect', 10),
    ],
)
def test_a_seal_made_again_does_not_make_another_writing_right(before: str, after: str, line: int) -> None:
    body = APPEL.texte().partition(EMPREINTE)[0]
    assert before in body
    changed = body.replace(before, after, 1)
    content = close(changed).encode()
    sceau, (diagnostic,) = read_seal(APPEL.path, content)
    assert (sceau, diagnostic.code, diagnostic.span.line) == (None, "SCE001", line)


def test_a_byte_that_is_no_text_is_refused_at_its_line() -> None:
    body = APPEL.texte().partition(EMPREINTE)[0].encode().replace(b"copieurs", b"copieurs\xff", 1)
    content = body + EMPREINTE.encode() + sha256(body).encode() + b'"\n}\n'
    sceau, (diagnostic,) = read_seal(APPEL.path, content)
    assert (sceau, diagnostic.code, diagnostic.span.line) == (None, "SCE001", 7)


def test_a_motive_that_cannot_be_written_is_refused_and_nothing_stops() -> None:
    body = CLOTURE.texte().partition(EMPREINTE)[0].replace("« deux fois »", "\\ud800")
    content = close(body).encode()
    sceau, (diagnostic,) = read_seal(CLOTURE.path, content)
    assert (sceau, diagnostic.code) == (None, "SCE001")


def test_a_balance_is_what_was_not_called_before() -> None:
    sceau = APPEL._replace(lignes=(LIGNE, SOLDE))
    assert read_seal(sceau.path, sceau.texte().encode()) == (sceau, ())


@pytest.mark.parametrize(
    ("path", "nom"),
    [
        ("pricing/appels/2026-04.json", ("appels", "2026-04")),
        ("pricing/clotures/2025.json", ("clotures", "2025")),
        ("catalogue/avenants/1/avenant.json", ("avenants", "1")),
        ("pricing/appels/2026-13.json", None),
        ("pricing/appels/2026.json", None),
        ("pricing/appels/2026-04.yaml", None),
        ("pricing/clotures/2025-04.json", None),
        ("catalogue/appels/2026-04.json", None),
        ("catalogue/avenants/0/avenant.json", None),
        ("catalogue/avenants/1/autre.json", None),
        ("catalogue/avenants/1/avenant.yaml", None),
    ],
)
def test_a_seal_has_its_place(path: str, nom: tuple[str, str] | None) -> None:
    assert read_sealed_path(path) == nom
