"""Functions: who signs, who answers, and the data protection officer that the DSIT is told of."""

from __future__ import annotations

import pytest

from tests.checks.depots import found, mini, plain

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


def test_un_depot_sans_aucune_fonction_n_a_rien_a_dire() -> None:
    assert found(mini(), "ADH008") == []


def test_celui_qui_n_en_a_pas_quand_un_autre_en_a_est_nomme() -> None:
    messages = found(mini(files={_path("aubepine"): _fonctions()}), "ADH008")
    assert [item.span.path for item in messages] == [_path(nom) for nom in NOMS[1:]]


def test_un_fichier_illisible_n_est_pas_manquant() -> None:
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
def test_le_delegue_est_designe_puis_communique(dpd: str, codes: list[str]) -> None:
    depot = mini(files=_tous(aubepine=_fonctions(dpd=dpd)))
    assert [code for code in ("ADH006", "ADH007") if found(depot, code)] == codes


@pytest.mark.parametrize(("jour", "nombre"), [("2024-01-01", 0), ("2024-01-02", 1)])
def test_l_habilitation_ne_suit_pas_le_debut_de_l_adhesion(jour: str, nombre: int) -> None:
    depot = mini(files=_tous(aubepine=_fonctions(f"numero: '12', date: {jour}")))
    assert len(found(depot, "ADH009")) == nombre


def test_un_acte_dont_la_date_est_inconnue_n_est_pas_tardif() -> None:
    assert found(mini(files=_tous(aubepine=_fonctions("numero: '12', a_completer: oui"))), "ADH009") == []


def test_chacun_signe_sauf_le_gestionnaire() -> None:
    assert found(mini(files=_tous()), "ADH010") == []
    without, too_many = found(mini(files=_tous(aubepine=_fonctions(""), metropole_grandval=_fonctions())), "ADH010")
    assert plain(without.message) == "le signataire de la convention n'est pas connu pour Aubépine"
    assert "une convention ne se signe pas avec soi-même" in plain(too_many.message)


def test_sans_convention_lisible_nul_ne_sait_qui_est_le_gestionnaire() -> None:
    files = {**_tous(aubepine=_fonctions("")), "catalogue/convention.yaml": "gestionnaire: ["}
    assert found(mini(files=files), "ADH010") == []
