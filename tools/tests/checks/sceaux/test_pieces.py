"""Documents and disputes that agree with no call, no delivery, or with each other: refused where they are written."""

from __future__ import annotations

import pytest

from tests.checks.depots import dits
from tests.espaces import espaces
from tests.essais import edited, fichiers_nancy, lire

ESSEY = "adherents/essey-les-nancy/"
TITRES, LITIGES = f"{ESSEY}titres/2026.yaml", f"{ESSEY}litiges.yaml"
ACOMPTE = """echeance: 2026-04
    montant: 14389.13
    emission: 2026-04-15"""
LIVRAISON = """genre: titre
    objet: livraison
    exercice: 2026
    nature: direct
    section: investissement"""
SECONDE = f"""  - numero: "x-1"
    {LIVRAISON}
    depense: ordinateurs-mars
    montant: 9465.60
    emission: 2026-03-12
"""
CONSOMMABLES = """fictif-2026-0117
    objet: "Huit consommables d'impression appelés en trop"
    service: S04
    composant: consommables
    montant: 332.00"""
DESACCORD = """  2026-02:
    titre: fictif-2026-0117
    objet: "Tout le service"
    service: S04
    montant: 10.00
    contact: 2026-11-10
    etape: contact
"""


def _said(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(item.code, espaces(item.message)) for item in dits(lire(files))]


def _changed(path: str, before: str, after: str) -> list[tuple[str, str]]:
    files = fichiers_nancy()
    return _said(edited(files, path, before, after))


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        (ACOMPTE, ACOMPTE[:-2] + "14", "TIT003", "est émis le 14 avril 2026, avant l'appel du 15 avril 2026"),
        (
            ACOMPTE,
            f"depense: ordinateurs-mars\n    {ACOMPTE}",
            "TIT001",
            "n'appelle pas la livraison « ordinateurs-mars »",
        ),
        ("depense: ordi", "echeance: 2026-04\n    depense: ordi", "TIT001", "il ne suit pas l'appel d'avril 2026"),
        ("nature: direct", "nature: indirects", "TIT001", "appelle une livraison, qui est un coût direct"),
        (LIVRAISON, LIVRAISON.replace("genre: titre", "genre: imputation"), "TIT001", "est appelé par un titre"),
        (LIVRAISON, LIVRAISON.replace("genre: titre", "genre: reversement"), "TIT001", "est appelé par un titre"),
        (
            "section: investissement\n    dep",
            "section: fonctionnement\n    dep",
            "TIT001",
            "est en fonctionnement, et la dépense",
        ),
        ("titres:\n", f"titres:\n{SECONDE}", "TIT002", "appelle ce que le titre « x-1 » appelle déjà"),
        ('"fictif-2026-0014"', '"fi\u0441tif-2026-0013"', "TIT002", "n'est pas latine : « \u0441 »"),
        ('"fictif-2026-0014"', '"fictif-2026-0013 "', "TIT002", "a une espace de trop"),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(before: str, after: str, code: str, said: str) -> None:
    assert [found for found in _changed(TITRES, before, after) if found[0] == code and said in found[1]]


@pytest.mark.parametrize(
    ("montant", "said"), [("9483.60", []), ("9465.60", ["la livraison « ordinateurs-mars » de 9 483,60 €"])]
)
def test_a_delivery_is_called_for_what_it_costs_constants_of_its_row_included(montant: str, said: list[str]) -> None:
    files, lignes = fichiers_nancy(), "pricing/couts-de-possession.yaml"
    direct = "formule: (cout_achat + cout_configuration) * nombre"
    constant = f"parametres: {{port: {{unite: €/ordinateur, valeurs: {{2024: 1.50}}}}}}\n    direct:\n      {direct}"
    assert f"direct:\n      {direct}" in files[lignes]
    files[lignes] = files[lignes].replace(f"direct:\n      {direct}", constant.replace("ation)", "ation + port)"), 1)
    files[TITRES] = files[TITRES].replace("montant: 9465.60", f"montant: {montant}", 1)
    found = [espaces(item.message) for item in dits(lire(files)) if item.span.path == TITRES]
    assert [message.partition(", et ")[2] for message in found] == said


def test_documents_of_a_folder_that_is_no_adherent_are_not_ignored() -> None:
    files = fichiers_nancy()
    journal = {
        "adherents/ccas-fictif/titres/2026.yaml": files[TITRES],
        "adherents/ccas-fictif/litiges.yaml": files[LITIGES],
    }
    assert _said({**files, **journal}) == [
        ("ENT007", "la liste des désaccords de « ccas-fictif » suppose une identité, et son dossier n'en a pas"),
        ("ENT007", "la liste des pièces émises de « ccas-fictif » suppose une identité, et son dossier n'en a pas"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        (
            "etape: conteste",
            "etape: conteste\n    cloture: 2026-11-12",
            "LIT004",
            "est encore ouvert (en cours d'examen)",
        ),
        (
            "etape: conteste",
            "etape: admis\n    cloture: 2026-10-01",
            "LIT004",
            "la clôture du 1er octobre 2026 précède ",
        ),
        ("fictif-2026-0117", "fictif-2026-0002", "LIT001", "n'appelle rien pour S04 Parcs, « consommables »"),
        (
            CONSOMMABLES,
            'fictif-2026-0002\n    objet: "x"\n    service: S04\n    montant: 99999.00',
            "LIT002",
            "n'en porte que 9 465,60 €",
        ),
    ],
)
def test_a_dispute_is_measured_on_what_the_document_calls(before: str, after: str, code: str, said: str) -> None:
    assert [found for found in _changed(LITIGES, before, after) if found[0] == code and said in found[1]]


def test_a_dispute_is_offered_only_services_that_the_document_calls() -> None:
    files = fichiers_nancy()
    disputed = edited(files, LITIGES, "fictif-2026-0117", "fictif-2026-0014")
    found = dits(lire(disputed))
    (hint,) = [item.hint for item in found if item.code == "LIT001" and item.span.path == LITIGES]
    assert hint is not None
    assert "de la masse salariale, rien ne se suspend" in espaces(hint)


def test_a_dispute_on_a_whole_service_holds_the_one_on_its_line() -> None:
    files = fichiers_nancy()
    assert _said({**files, LITIGES: files[LITIGES] + DESACCORD}) == [
        ("LIT003", "« 2026-02 » conteste ce que « 2026-01 » conteste déjà")
    ]


def test_a_number_that_two_years_bear_designates_no_document() -> None:
    files = fichiers_nancy()
    earlier = f"{ESSEY}titres/2025.yaml"
    journal = files[earlier].replace("fictif-2025-0115", "fictif-2026-0117", 1)
    assert journal != files[earlier]
    said = "« fictif-2026-0117 » est le numéro d'une pièce de 2025 et 2026 : laquelle est contestée ?"
    assert ("LIT001", said) in _said({**files, earlier: journal})
