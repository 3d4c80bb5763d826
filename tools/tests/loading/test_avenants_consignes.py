"""What is kept of an avenant: read as it was written, refused when anything changed."""

from __future__ import annotations

import pytest

from convention.loading.ecrits.avenants_consignes import read_kept
from convention.model.ecrits.avenants_consignes import AvenantConsigne, Contenu, Provenance

MONTANT = {
    "exercice": "2027",
    "adherent": "laxou",
    "nature": "indirect_annuel",
    "section": "fonctionnement",
    "avant": "100.00",
    "apres": "-0.50",
}
CONTENU = Contenu(
    ("Annexe 4\u00a0: « la clé » change", 'Avenant n°\u00a01\u00a0: \\ "deux" mots'),
    (MONTANT, {**MONTANT, "exercice": "2028"}),
)
AVENANT = AvenantConsigne(1, CONTENU, ("public", "adherents"))
AVENANTS = [
    AVENANT,
    AVENANT._replace(provenance=Provenance("a" * 40, "b" * 40, "0.4.0")),
    AVENANT._replace(sujets=("Annexe 4", None)),  # version 2, before cases were kept
    AVENANT._replace(sujets=("Annexe 4", None), cas=("agents",)),
    AVENANT._replace(sujets=("Annexe 4", None), services=(("S04", "S08"), ()), cas=("agents",)),
    AvenantConsigne(12, Contenu(("Article 8 : un mot change",), ()), ("public",)),
]


@pytest.mark.parametrize("avenant", AVENANTS)
def test_what_is_kept_is_read_as_it_was(avenant: AvenantConsigne) -> None:
    assert read_kept(avenant.path, avenant.texte().encode()) == (avenant, ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"avant": "100.00"', '"avant": "100.01"'),
        ('"avant": "100.00"', '"avant": 100.00'),
        ('"avant": "100.00"', '"avant": "1e2"'),
        ('"adherent": "laxou"', '"adherent": "../laxou"'),
        ('"nature": "indirect_annuel"', '"nature": "autre"'),
        ("la clé", "la règle"),
        ("la clé", "la\\u0007clé"),
        ('"niveaux": ["public", ', '"niveaux": ['),
        ('"adherents"]', '"restreint"]'),
        ('"numero": 1', '"numero": 2'),
        ('"numero": 1', '"numero": true'),
        ('"version": 1', '"version": 2'),
        ('"empreinte": "', '"empreinte": "0'),
        (' "phrases"', '  "phrases"'),
        ("\n}\n", "\n}"),
    ],
)
def test_whatever_was_touched_is_refused(before: str, after: str) -> None:
    _assert_refused(AVENANT.texte(), before, after)


@pytest.mark.parametrize(
    "after",
    ['["Annexe", null]', '["Annexe 4"]', '["Annexe 4", 3]', "[[], null]", '"Annexe 4"', "null", "[null, null]"],
)
def test_a_subject_that_its_sentence_does_not_begin_by_saying_is_refused(after: str) -> None:
    _assert_refused(AVENANT._replace(sujets=("Annexe 4", None)).texte(), '["Annexe 4", null]', after)


@pytest.mark.parametrize("after", ['[["S08"]]', '["S08", []]', '[["S08"], [3]]', "null", '[["S08"],  []]'])
def test_services_that_are_not_told_sentence_by_sentence_are_refused(after: str) -> None:
    text = AVENANT._replace(sujets=("Annexe 4", None), services=(("S08",), ())).texte()
    _assert_refused(text, '[["S08"], []]', after)


@pytest.mark.parametrize("after", ['["autre"]', '["agents", 3]', '"agents"', "null", '["agents", "agents "]'])
def test_a_case_that_no_visa_has_is_refused(after: str) -> None:
    text = AVENANT._replace(sujets=("Annexe 4", None), cas=("agents",)).texte()
    _assert_refused(text, '["agents"]', after)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("la clé", "la règle", "l'empreinte n'est plus celle de ses phrases et de ses montants"),
        ('["Annexe 4", null]', "[null, null]", "il n'est plus écrit comme l'outil l'avait écrit"),
        (' "phrases"', '  "phrases"', "il n'est plus écrit comme l'outil l'avait écrit"),
    ],
)
def test_what_was_touched_is_said(before: str, after: str, told: str) -> None:
    text = AVENANT._replace(sujets=("Annexe 4", None)).texte()
    _, (diagnostic,) = read_kept(AVENANT.path, text.replace(before, after, 1).encode())
    assert diagnostic.message.endswith(f"a été modifié après avoir été consigné : {told}")


def _assert_refused(text: str, before: str, after: str) -> None:
    assert before in text
    found, (diagnostic,) = read_kept(AVENANT.path, text.replace(before, after, 1).encode())
    assert (found, diagnostic.code) == (None, "AVE008")


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b"null", b'{"version": 1}', b"[" * 100_000])
def test_what_is_no_avenant_is_refused(content: bytes) -> None:
    found, (diagnostic,) = read_kept(AVENANT.path, content)
    assert (found, diagnostic.code) == (None, "AVE008")
