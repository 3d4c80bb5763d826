"""Functions: who signs, who answers, and the data protection officer that the DSIT is told of."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini
from tests.espaces import espaces

NOMS = ("aubepine", "bruyere", "ccas-aubepine", "metropole-grandval")
DPD = "dpd: {fonction: Délégué, designation: 2022-05-02, communication: 2024-01-15}\n"


def _path(nom: str) -> str:
    return f"adherents/{nom}/fonctions.yaml"


def _fonctions(acte: str = "numero: '2023-41', date: 2023-10-16", *, dpd: str = DPD) -> str:
    signataire = f"signataire: {{fonction: Maire, habilitation: {{organe: Conseil, objet: Signer, {acte}}}}}\n"
    return (
        "# yaml-language-server: $schema=../../schemas/fonctions.schema.json\n"
        "origine: demonstration\nsource: inventé pour les essais\n"
        + (signataire if acte else "")
        + "interlocuteurs: {strategique: Direction, financier: Finances, operationnel: Direction}\n"
        + dpd
    )


def _tous(**autres: str) -> dict[str, str]:
    files = {_path(nom): _fonctions() for nom in NOMS[:3]} | {_path(NOMS[3]): _fonctions("")}
    return files | {_path(nom.replace("_", "-")): text for nom, text in autres.items()}


def test_a_repository_without_any_functions_has_nothing_to_say() -> None:
    assert found(mini(), "ADH008") == []


def test_who_has_no_functions_when_another_has_some_is_named() -> None:
    messages = found(mini(files={_path("aubepine"): _fonctions()}), "ADH008")
    assert [item.span.path for item in messages] == [_path(nom) for nom in NOMS[1:]]


def test_an_unreadable_file_is_not_missing() -> None:
    assert found(mini(files=_tous(bruyere="dpd: [")), "ADH008") == []


@pytest.mark.parametrize(
    ("dpd", "codes"),
    [
        (DPD, []),
        ("", ["ADH006"]),
        (DPD.replace(", communication: 2024-01-15", ""), ["ADH006"]),
        (DPD.replace("2024-01-15", "2022-05-02"), []),
        (DPD.replace("2024-01-15", "2022-05-01"), ["ADH007"]),
    ],
)
def test_the_data_protection_officer_is_designated_then_made_known(dpd: str, codes: list[str]) -> None:
    depot = mini(files=_tous(aubepine=_fonctions(dpd=dpd)))
    assert [code for code in ("ADH006", "ADH007") if found(depot, code)] == codes


@pytest.mark.parametrize(("jour", "nombre"), [("2024-01-01", 0), ("2024-01-02", 1)])
def test_the_habilitation_does_not_come_after_the_start_of_the_membership(jour: str, nombre: int) -> None:
    depot = mini(files=_tous(aubepine=_fonctions(f"numero: '12', date: {jour}")))
    assert len(found(depot, "ADH009")) == nombre


def test_an_act_whose_date_is_unknown_is_not_late() -> None:
    assert found(mini(files=_tous(aubepine=_fonctions("numero: '12', a_completer: oui"))), "ADH009") == []


def test_everybody_signs_but_the_managing_body() -> None:
    assert found(mini(files=_tous()), "ADH010") == []
    without, too_many = found(mini(files=_tous(aubepine=_fonctions(""), metropole_grandval=_fonctions())), "ADH010")
    assert espaces(without.message) == "le signataire de la convention n'est pas connu pour Aubépine"
    assert "une convention ne se signe pas avec soi-même" in espaces(too_many.message)


def test_without_a_readable_convention_nobody_knows_who_the_managing_body_is() -> None:
    files = {**_tous(aubepine=_fonctions("")), "catalogue/convention.yaml": "gestionnaire: ["}
    assert found(mini(files=files), "ADH010") == []
