"""A signature is that of one key, on these bytes, at this path: anything else is refused, and nothing is believed."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convention.loading.ecrits import signatures
from convention.loading.ecrits.signatures import signer_of, verify
from convention.loading.loader import load
from convention.loading.source import EnvironmentProblemError, Folder
from tests.cles_ssh import cle, signature
from tests.preuves import exemples

if TYPE_CHECKING:
    from pathlib import Path

FICHIER = "pricing/appels/2027-04.json"
CONTENU = b'{\n "appel": "2027-04",\n "empreinte": "7c1e52d0"\n}\n'
CHANGE = "elle n'est pas celle de ce fichier, à cette place ; l'un ou l'autre a changé depuis"
AUTRE_ECRITURE = "ce n'est pas une signature telle que ssh-keygen l'écrit"


def _signee() -> bytes:
    return signature(cle("finances").prive, FICHIER, CONTENU)


def _flipped(content: bytes, place: int, mask: int) -> bytes:
    place %= len(content)
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


def _armoured(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return b"\n".join((b"-----BEGIN SSH SIGNATURE-----", *lines, b"-----END SSH SIGNATURE-----", b""))


@pytest.mark.parametrize("sorte", ["ed25519", "ecdsa"])
def test_a_signature_made_by_hand_names_the_key_that_made_it(sorte: str) -> None:
    key = cle("finances", sorte)
    assert signer_of(FICHIER, CONTENU, signature(key.prive, FICHIER, CONTENU)) == (key.empreinte, "")


@exemples(40)
@given(place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_any_byte_changed_in_the_file_is_refused(place: int, mask: int) -> None:
    assert signer_of(FICHIER, _flipped(CONTENU, place, mask), _signee()) == ("", CHANGE)


@exemples(40)
@given(place=st.integers(0, 10_000), mask=st.integers(1, 255))
def test_any_byte_changed_in_the_signature_is_refused(place: int, mask: int) -> None:
    empreinte, probleme = signer_of(FICHIER, CONTENU, _flipped(_signee(), place, mask))
    assert empreinte == ""
    assert probleme in {CHANGE, AUTRE_ECRITURE}


@exemples(60)
@given(content=st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(_armoured)))
def test_any_bytes_are_refused_without_an_exception(content: bytes) -> None:
    assert signer_of(FICHIER, CONTENU, content)[0] == ""


@pytest.mark.parametrize(
    "place",
    ["pricing/appels/2027-10.json", "pricing/clotures/2027.json", "pricing/appels/2027-04.json.json", "autre", ""],
)
def test_a_signature_passes_for_no_other_place(place: str) -> None:
    assert signer_of(place, CONTENU, _signee()) == ("", CHANGE)


def test_a_signature_has_only_one_writing() -> None:
    text = _signee()
    others = [
        *(text * 2, text + b"\n", b"\n" + text, text.rstrip(), text + b"A" * 20_000, b""),
        text.replace(b"\n", b"\r\n"),
        text.replace(b"-----END", b"=\n-----END"),
        text.replace(b"U1NIU0lH", b"U1NI\nU0lH"),
    ]
    assert [signer_of(FICHIER, CONTENU, other) for other in others] == [("", AUTRE_ECRITURE)] * len(others)


def test_a_key_of_another_sort_is_refused() -> None:
    made = signature(cle("finances", "rsa").prive, FICHIER, CONTENU)
    assert signer_of(FICHIER, CONTENU, made) == ("", "une clé RSA n'est pas admise : seules le sont ed25519 et ecdsa")


def test_a_certificate_is_refused_whoever_issued_it(tmp_path: Path) -> None:
    key, authority = tmp_path / "cle", cle("autorite").prive
    key.write_bytes(cle("finances").prive.read_bytes())
    key.chmod(0o600)
    (tmp_path / "cle.pub").write_text(cle("finances").publique)
    subprocess.run(
        ["ssh-keygen", "-q", "-s", str(authority), "-I", "x", "-n", "finances", str(tmp_path / "cle.pub")], check=True
    )
    made = signature(tmp_path / "cle-cert.pub", FICHIER, CONTENU)
    empreinte, probleme = signer_of(FICHIER, CONTENU, made)
    assert (empreinte, probleme) == ("", "une clé ED25519-CERT n'est pas admise : seules le sont ed25519 et ecdsa")


# --- what verifies ---


def _program(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program in the place of ssh-keygen."""
    path = folder / "ssh-keygen"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_ssh_keygen_nothing_is_said_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _signee()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentProblemError, match=r"ssh-keygen est introuvable.*openssh-client"):
        signer_of(FICHIER, CONTENU, made)


def test_without_ssh_keygen_what_is_not_signed_is_read_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verify({FICHIER: CONTENU, "catalogue/convention.yaml": b""}).signatures == ()


def test_an_ssh_keygen_that_knows_no_signature_is_said_to_be_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _signee()
    _program(tmp_path, "echo 'unknown option -- Y' >&2; echo 'usage: ssh-keygen [-q]' >&2; exit 1", monkeypatch)
    with pytest.raises(EnvironmentProblemError, match="ne sait pas vérifier"):
        signer_of(FICHIER, CONTENU, made)


@pytest.mark.parametrize("said", ["exit 0", "kill -SEGV $$", "echo 'Good' ; exit 0", "cat; exit 0"])
def test_what_says_no_key_says_nothing(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _signee()
    _program(tmp_path, said, monkeypatch)
    assert signer_of(FICHIER, CONTENU, made) == ("", CHANGE)


def test_an_ssh_keygen_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _signee()
    _program(tmp_path, "exec sleep 30", monkeypatch)
    monkeypatch.setattr(signatures, "DELAI", 1)
    with pytest.raises(EnvironmentProblemError, match="n'a pas répondu"):
        signer_of(FICHIER, CONTENU, made)


def test_nothing_of_the_surroundings_reaches_what_verifies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _signee()
    _program(tmp_path, f"env > {tmp_path}/env; exit 255", monkeypatch)
    monkeypatch.setenv("SSH_AUTH_SOCK", "agent")
    monkeypatch.setenv("LD_PRELOAD", "")
    signer_of(FICHIER, CONTENU, made)
    names = {line.partition("=")[0] for line in (tmp_path / "env").read_text().splitlines()}
    assert names - {"PWD", "_", "SHLVL", "OLDPWD"} == {"PATH", "LC_ALL"}


# --- the files of a revision ---


def test_a_signature_whose_file_is_not_there_holds_nothing() -> None:
    (found,) = verify({f"{FICHIER}.finances.sig": b"x"}).signatures
    assert (found.cle, found.probleme) == ("", f"le fichier qu'elle signe, {FICHIER}, n'est pas là")


def test_too_many_signatures_are_refused_before_any_is_verified() -> None:
    paths = [f"pricing/appels/2027-04.json.f{number}.sig" for number in range(1_001)]
    with pytest.raises(EnvironmentProblemError, match=r"plus de 1.000 signatures"):
        verify(dict.fromkeys(paths, b""))


@pytest.mark.parametrize(
    "name",
    [
        "pricing/appels/2027-04.json.sig",
        "pricing/appels/2027-04.json..sig",
        "pricing/appels/2027-04.json.Finances.sig",
        "pricing/appels/2027-04.json.a b.sig",
        "pricing/appels/2027-04.json.*.sig",
        "pricing/appels/2027-04.json.finances\n.sig",
        "pricing/appels/2027-13.json.finances.sig",
        "pricing/forfait.json.finances.sig",
        "catalogue/convention.yaml.finances.sig",
        "catalogue/avenants/1/avenant.yaml.finances.sig",
    ],
)
def test_a_name_that_is_no_signature_is_a_file_out_of_place(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    assert "FIC001" in {item.code for item in load(Folder(tmp_path)).diagnostics}


def test_a_link_in_the_place_of_a_signature_is_never_followed(tmp_path: Path) -> None:
    path = tmp_path / f"{FICHIER}.finances.sig"
    path.parent.mkdir(parents=True)
    (tmp_path / "ailleurs").write_bytes(_signee())
    path.symlink_to(tmp_path / "ailleurs")
    chargement = load(Folder(tmp_path))
    assert "FIC005" in {item.code for item in chargement.diagnostics}
    assert [item.cle for item in chargement.depot.signes.signatures] == [""]
