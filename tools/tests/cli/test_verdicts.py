"""What the checks said is kept, and said again only of the same bytes, by the same tool, the same day."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import convention
from convention.cli.cadre.verdicts import run_known
from convention.loading.loader import load
from convention.loading.source import Folder
from tests.cli.commande import lancer
from tests.essais import remplacer
from tests.les_cas import poser

if TYPE_CHECKING:
    from tests.cli.commande import Sortie

SOUSCRIPTIONS = "adherents/aubepine/souscriptions.yaml"
VALIDER = ("valider", "--format", "json", "--date", "2026-11-28")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    return poser(tmp_path / "depot")


def _valider(depot: Path, *arguments: str, **env: str) -> Sortie:
    return lancer(depot, *(arguments or VALIDER), env={"XDG_CACHE_HOME": str(depot.parent / "cache"), **env})


def _gardes(depot: Path) -> list[Path]:
    return sorted((depot.parent / "cache" / "convention" / "verdicts").glob("*.json"))


def _rewrite(kept: Path, before: bytes, after: bytes) -> None:
    """Change what is kept, its sum included, as nobody but its owner can."""
    content = kept.read_bytes().split(b"\n", 1)[1].replace(before, after)
    kept.write_bytes(b"%b\n%b" % (sha256(content).hexdigest().encode(), content))


def test_nothing_of_a_message_is_lost(depot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(depot.parent / "cache"))
    remplacer(depot / SOUSCRIPTIONS, "service: S02", "service: S44")
    remplacer(depot / SOUSCRIPTIONS, "application-finances", "application-finance")
    chargement = load(Folder(depot))
    first = run_known(chargement, None)
    assert (len(_gardes(depot)), run_known(chargement, None)) == (1, first)
    assert any(item.related for item in first)
    assert any(item.a_ecrire for item in first)
    assert any(item.lignes for item in first)


def test_the_same_bytes_are_not_checked_again_and_what_is_said_again_is_what_was_said(depot: Path) -> None:
    remplacer(depot / SOUSCRIPTIONS, "service: S04", "service: S44")
    first = _valider(depot)
    assert first.code == 1
    (kept,) = _gardes(depot)
    _rewrite(kept, b"S44", b"S55")
    assert _valider(depot) == first._replace(sortie=first.sortie.replace(b"S44", b"S55"))


def test_a_changed_byte_is_checked(depot: Path) -> None:
    assert _valider(depot).code == 0
    remplacer(depot / SOUSCRIPTIONS, "service: S04", "service: S44")
    assert _valider(depot).code == 1


def test_another_day_is_checked(depot: Path) -> None:
    _valider(depot)
    _valider(depot, *VALIDER[:-1], "2027-01-01")
    assert len(_gardes(depot)) == 2


@pytest.mark.parametrize("faute", [b"", b"[]", b"\0" * 40, b"0" * 64 + b"\n[]"])
def test_what_is_kept_badly_is_checked_again(depot: Path, faute: bytes) -> None:
    remplacer(depot / SOUSCRIPTIONS, "service: S04", "service: S44")
    first = _valider(depot)
    (kept,) = _gardes(depot)
    whole = kept.read_bytes()
    kept.write_bytes(faute)
    assert (_valider(depot), kept.read_bytes()) == (first, whole)


def test_what_the_disk_refuses_to_keep_is_checked_each_time(depot: Path) -> None:
    first = _valider(depot)
    shutil.rmtree(depot.parent / "cache")
    (depot.parent / "cache").write_text("", "utf-8")
    assert _valider(depot) == first


def test_no_more_are_kept_than_one_goes_back_to(depot: Path) -> None:
    _valider(depot)
    (used,) = _gardes(depot)
    for rank in range(70):
        other = used.with_name(f"{rank}.json")
        other.write_text("", "utf-8")
        os.utime(other, (rank, rank))
    _valider(depot, *VALIDER[:-1], "2027-01-01")
    assert (len(_gardes(depot)), used in _gardes(depot)) == (64, True)


@pytest.mark.long
def test_another_tool_checks_again(depot: Path) -> None:
    def valider() -> bytes:
        return _valider(depot, PYTHONPATH=str(depot.parent)).sortie

    remplacer(depot / SOUSCRIPTIONS, "service: S04", "service: S44")
    copie = depot.parent / "convention"
    shutil.copytree(Path(convention.__file__).parent, copie, ignore=shutil.ignore_patterns("__pycache__"))
    before = valider()
    said = "n'existe pas"
    remplacer(copie / "checks" / "cadre" / "citations.py", said, "est inconnu")
    assert valider() == before.replace(said.encode(), b"est inconnu")


def test_what_is_known_is_said_before_any_document_is_read(depot: Path) -> None:
    def imported() -> bytes:
        run = _valider(depot, PYTHONPROFILEIMPORTTIME="1")
        assert run.code == 0
        return run.erreurs

    first, second = imported(), imported()
    assert [name in first for name in (b"convention.model.depot", b"ruamel")] == [True, True]
    assert [name in second for name in (b"convention.model.depot", b"ruamel")] == [False, False]


def test_amounts_are_said_again_of_the_same_bytes_and_of_the_same_request_only(depot: Path) -> None:
    first, other = _valider(depot, "calculer"), _valider(depot, "calculer", "--par", "service")
    assert (_valider(depot, "calculer"), _valider(depot, "calculer", "--par", "service")) == (first, other)
    assert first.sortie != other.sortie
    remplacer(depot / "adherents/aubepine/quantites/2026.yaml", "copieurs: 6", "copieurs: 60")
    assert _valider(depot, "calculer").sortie not in {first.sortie, other.sortie}


def test_a_refusal_is_never_kept(depot: Path) -> None:
    remplacer(depot / SOUSCRIPTIONS, "service: S04", "service: S44")
    first = _valider(depot, "calculer")
    assert (first.code, _valider(depot, "calculer")) == (1, first)
    assert _valider(depot, "calculer", "--adherent", "None").code == 1
