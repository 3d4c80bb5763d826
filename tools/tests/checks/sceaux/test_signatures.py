"""Who must sign a seal, from which one on, and with which key: what one revision says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convention.checks.sceaux.signatures import SIGNATAIRES, contradictory, missing, signed
from convention.model.ecrits.signatures import Signature, Signes, signature_path
from tests.checks.depots import mini
from tests.cles_ssh import ENTETE
from tests.espaces import espaces

if TYPE_CHECKING:
    from convention.model.depot import Depot

FINANCES = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL4bqzgDcB/HvGh5iCixD3XhESuzXeCAZuLUdrO2SdOZ"
EMPREINTE = "SHA256:AudPeGbzYRyqnI/PiAP2dHflqotM/3fyI9e5CESGo2Q"
"""As `ssh-keygen -l` prints it."""
EXIGENCES = """\
  - {sceaux: appels, depuis: 2027-04, signataires: [dsit, finances]}
  - {sceaux: appels, depuis: 2029-04, signataires: [finances]}
  - {sceaux: clotures, depuis: "2026", signataires: [finances]}
  - {sceaux: avenants, depuis: "9", signataires: [dsit]}
  - {sceaux: avenants, depuis: "12", signataires: []}
"""
DSIT, FINANCE = "« Direction des systèmes d'information »", "« Direction des finances »"
DOCUMENT = f"""{ENTETE}signataires:
  dsit: {{fonction: Direction des systèmes d'information, cles: []}}
  finances: {{fonction: Direction des finances, cles: [{{cle: {FINANCES}, fin: 2028-10-02}}]}}
exigences:
{EXIGENCES}"""


def _depot(*signatures: Signature, scelles: tuple[str, ...] = (), document: str | None = DOCUMENT) -> Depot:
    """Make a revision of sealed files and of their signatures, verified."""
    depot = mini(files={"catalogue/signataires.yaml": document} if document is not None else {})
    return depot._replace(signes=Signes(dict.fromkeys(scelles, "0"), signatures))


def _signature(fichier: str, fonction: str = "finances", cle: str = EMPREINTE) -> Signature:
    return Signature(signature_path(fichier, fonction), fichier, fonction, "1", "0", cle, "" if cle else "pourquoi")


def _said(*signatures: Signature, document: str | None = DOCUMENT) -> list[str]:
    return [f"{item.code} {espaces(item.message)}" for item in signed(_depot(*signatures, document=document))]


def _asked(fichier: str) -> set[str]:
    return {espaces(item.message).split(" doit")[0] for item in missing(_depot(scelles=(fichier,)))}


@pytest.mark.parametrize(
    ("fichier", "asked"),
    [
        ("pricing/appels/2026-10.json", set()),
        ("pricing/appels/2027-04.json", {DSIT, FINANCE}),
        ("pricing/appels/2028-10.json", {DSIT, FINANCE}),
        ("pricing/appels/2029-04.json", {FINANCE}),
        ("pricing/clotures/2025.json", set()),
        ("pricing/clotures/2026.json", {FINANCE}),
        ("catalogue/avenants/8/avenant.json", set()),
        ("catalogue/avenants/9/avenant.json", {DSIT}),
        ("catalogue/avenants/10/avenant.json", {DSIT}),
        ("catalogue/avenants/12/avenant.json", set()),
    ],
)
def test_a_seal_is_signed_by_those_whom_the_last_demand_before_it_names(fichier: str, asked: set[str]) -> None:
    assert _asked(fichier) == asked


def test_a_seal_signed_by_all_lacks_nothing() -> None:
    path = "pricing/clotures/2026.json"
    assert list(missing(_depot(_signature(path), scelles=(path,)))) == []


def test_a_signature_of_an_admitted_function_with_its_key_counts() -> None:
    assert _said(_signature("pricing/appels/2027-04.json"), _signature("pricing/appels/2026-04.json")) == []


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        (
            _signature("pricing/appels/2027-04.json", cle="SHA256:autre"),
            f"SIG002 cette signature est faite par une clé (SHA256:autre) qui n'est pas de {FINANCE} ({SIGNATAIRES})",
        ),
        (
            _signature("pricing/appels/2027-04.json", "dsit"),
            f"SIG002 cette signature est faite par une clé ({EMPREINTE}) qui n'est pas de {DSIT} ({SIGNATAIRES})",
        ),
        (
            _signature("catalogue/avenants/9/avenant.json"),
            "SIG002 « finances » n'est pas de ceux qui signent les avenants (catalogue/signataires.yaml)",
        ),
        (
            _signature("pricing/clotures/2026.json", "dsit"),
            "SIG002 « dsit » n'est pas de ceux qui signent les clôtures (catalogue/signataires.yaml)",
        ),
        (_signature("pricing/appels/2027-04.json", cle=""), "SIG001 cette signature ne tient pas : pourquoi"),
    ],
)
def test_a_signature_that_counts_for_nothing_says_why(signature: Signature, said: str) -> None:
    assert _said(signature) == [said]


@pytest.mark.parametrize("fichier", ["pricing/appels/2028-10.json", "pricing/clotures/2027.json"])
def test_a_key_counts_for_what_could_be_sealed_before_its_end(fichier: str) -> None:
    assert _said(_signature(fichier)) == []


@pytest.mark.parametrize(
    "fichier", ["pricing/appels/2028-11.json", "pricing/appels/2029-04.json", "pricing/clotures/2028.json"]
)
def test_a_key_retired_before_what_it_signs_could_exist_counts_for_nothing(fichier: str) -> None:
    assert _said(_signature(fichier)) == [
        f"SIG002 cette clé de {FINANCE} ne signe plus depuis le 2 octobre 2028 : elle n'a pas pu signer ce sceau"
    ]


def test_a_signature_that_no_file_allows_is_that_of_nobody() -> None:
    (said,) = _said(_signature("pricing/appels/2027-04.json"), document=None)
    assert said == "SIG002 cette signature n'est celle de personne : catalogue/signataires.yaml n'existe pas"


def test_without_the_file_nothing_is_asked() -> None:
    assert list(missing(_depot(scelles=("pricing/appels/2030-04.json",), document=None))) == []


def test_a_file_that_cannot_be_read_is_not_taken_for_an_absent_one() -> None:
    depot = _depot(_signature("pricing/appels/2027-04.json"), document=f"{ENTETE}signataires: non\n")
    assert list(signed(depot)) == []
    assert "catalogue/signataires.yaml" in depot.illisibles


@pytest.mark.parametrize(
    "cle",
    [
        f"{FINANCES} prenom.nom@poste",
        f"cert-authority {FINANCES}",
        f'namespaces="*" {FINANCES}',
        FINANCES.replace("ssh-ed25519 ", "ssh-rsa "),
        FINANCES.replace("ssh-ed25519 ", "ssh-ed25519-cert-v01@openssh.com "),
        f'"{FINANCES}\\n* {FINANCES}"',
        "*",
        "ssh-ed25519",
    ],
)
def test_a_key_is_a_sort_and_a_text_and_nothing_else(cle: str) -> None:
    depot = _depot(document=DOCUMENT.replace(FINANCES, cle))
    assert "catalogue/signataires.yaml" in depot.illisibles


def test_a_key_whose_text_is_of_another_sort_is_refused() -> None:
    document = DOCUMENT.replace("ssh-ed25519 ", "sk-ssh-ed25519@openssh.com ")
    assert [espaces(item.message) for item in contradictory(_depot(document=document))] == [
        "cette clé n'est pas de la sorte que dit son premier mot"
    ]


def test_the_name_of_an_avenant_tells_no_day_that_could_be_after_the_end_of_a_key() -> None:
    document = f'{DOCUMENT}  - {{sceaux: avenants, depuis: "13", signataires: [finances]}}\n'
    assert _said(_signature("catalogue/avenants/13/avenant.json"), document=document) == []
