"""The event of a workflow is hostile until it is read: exact forms, no value repeated, names that git accepts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from convention.cli.main import run
from convention.forge.commentaire.publication import Etat, Marque, folded, mark_line, read_mark
from convention.forge.github.poste import FinDeControle
from convention.forge.recu import EvenementError, branch_name, read_as

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "valeur-hostile"


def _event(**change: object) -> dict[str, Any]:
    run = {
        "id": 1,
        "run_number": 2,
        "run_attempt": 1,
        "created_at": "2026-11-28T06:12:00Z",
        "updated_at": "2026-11-28T06:13:20Z",
        "event": "pull_request",
        "head_sha": "a" * 40,
        **change,
    }
    return {"action": "completed", "workflow_run": run, "repository": {"full_name": "metropole/convention"}}


def _read(document: object) -> object:
    return read_as(FinDeControle, json.dumps(document).encode()).workflow_run


@pytest.mark.parametrize("nom", ["main", "avenant/2027", "été-2026", "a.b_c#1", "dependabot/pip/x-1.2"])
def test_a_name_that_git_accepts_is_kept(nom: str) -> None:
    assert branch_name(nom) == nom


@pytest.mark.parametrize("end", ["..", "~1", "^{}", ":x", " x", "\n", "\u202e", "@{1}", ".lock", "/", "*"])
def test_a_name_that_git_refuses_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="nom de branche refusé"):
        branch_name(f"{HOSTILE}{end}")


@pytest.mark.parametrize(
    "change",
    [
        {"head_branch": f"-{HOSTILE}\u202e"},
        {"head_branch": ["x"]},
        {"head_repository": None},
        {"head_repository": {"owner": {"login": f"{HOSTILE}&state=closed"}}},
        {"display_title": "\ud800", "conclusion": 1e999, "pull_requests": [{"number": -1}]},
    ],
)
def test_what_the_author_of_a_proposal_names_is_not_read(change: dict[str, object]) -> None:
    assert _read(_event(**change)) == _read(_event())


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("id", "1"),
        ("id", True),
        ("id", 1.0),
        ("id", 0),
        ("id", 2**70),
        ("run_number", None),
        ("created_at", "hier"),
        ("created_at", "2026-11-28T06:12:00Z\n"),
        ("updated_at", None),
        ("updated_at", "2026-02-30T06:12:00Z"),
        ("updated_at", "2026-11-28T25:12:00Z"),
        ("updated_at", "1970-01-01T00:00:00Z"),
        ("updated_at", "9999-12-31T23:59:59Z"),
        ("updated_at", "10000-01-01T00:00:00Z"),
        ("updated_at", "２０２６-11-28T06:12:00Z"),
        ("head_sha", "A" * 40),
        ("head_sha", "a" * 39),
        ("head_sha", f"{'a' * 40}\n"),
        ("head_sha", "--upload-pack=touch x"),
        ("head_sha", HOSTILE),
        ("created_at", f"{HOSTILE}T06:12:00Z"),
        ("run_number", 10**4000),
        ("run_number", float("nan")),
    ],
)
def test_a_field_of_another_form_is_refused_without_repeating_it(champ: str, valeur: object) -> None:
    with pytest.raises(EvenementError, match=f"workflow_run.{champ}") as caught:
        _read(_event(**{champ: valeur}))
    assert HOSTILE not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b"[]", b'{"action": "requested"}'])
def test_what_is_no_event_is_refused(content: bytes) -> None:
    with pytest.raises(EvenementError):
        read_as(FinDeControle, content)


@pytest.mark.parametrize("etat", Etat)
def test_a_mark_is_read_back_whatever_ends_its_line(etat: Etat) -> None:
    marque = Marque("2026-11-28T06:12:00Z", 12, 3, etat)
    for end in ("\n", "\r\n"):
        assert read_mark(f"{mark_line(marque)}{end}## Titre{end}") == marque


@pytest.mark.parametrize("first", ["", "## Titre", " <!-- convention-commentaire x -->", "> {marque}", "{marque} x"])
def test_a_mark_is_the_whole_first_line_or_nothing(first: str) -> None:
    marque = mark_line(Marque("2026-11-28T06:12:00Z", 12, 3, Etat.VALIDE))
    assert read_mark(f"{first.format(marque=marque)}\n{marque}\n") is None


def test_a_folded_comment_has_no_mark_and_keeps_its_text() -> None:
    body = f"{mark_line(Marque('2026-11-28T06:12:00Z', 12, 3, Etat.VALIDE))}\r\n## Titre\r\n\r\ntexte\r\n"
    assert read_mark(folded(body)) is None
    assert "\n\n## Titre\n\ntexte\n\n</details>\n" in folded(body)


def test_a_later_run_comes_after_were_its_number_smaller() -> None:
    """A workflow that is renamed counts its runs from 1 again."""
    old = Marque("2026-11-28T06:12:00Z", 900, 1, Etat.VALIDE)
    assert old.rang < Marque("2026-11-28T06:12:01Z", 1, 1, Etat.VALIDE).rang
    assert old.rang < Marque("2026-11-28T06:12:00Z", 900, 2, Etat.VALIDE).rang


VARIABLES = (
    "GITHUB_API_URL",
    "GITHUB_SERVER_URL",
    "GITHUB_TOKEN",
    "GITHUB_REPOSITORY",
    "GITHUB_EVENT_PATH",
    "GITHUB_RUN_ID",
)


def test_the_command_outside_a_workflow_says_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_TOKEN", "jeton")
    assert run(["commenter"]) == 3
    lacking = "GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH"
    place = "docs/forge.md dit ces noms, sur chaque forge"
    asked = "cette commande reçoit de l'environnement ce qu'il lui faut"
    assert capsys.readouterr() == ("", f"Erreur\u00a0: {asked}\u00a0: il manque {lacking}\u202f; {place}\n")


@pytest.mark.parametrize(
    ("change", "depot", "phrase"),
    [
        ({}, "metropole/autre", "celui d'un autre dépôt"),
        ({"event": "push"}, "metropole/convention", "ne suit pas le contrôle d'une demande"),
        ({"head_sha": HOSTILE}, "metropole/convention", "la forme attendue (workflow_run.head_sha)"),
    ],
)
def test_an_event_that_is_not_ours_ends_the_command_before_any_request(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, str],
    depot: str,
    phrase: str,
) -> None:
    path = tmp_path / "evenement.json"
    path.write_text(json.dumps(_event(**change)), encoding="utf-8")
    values = ("https://api.exemple", "https://forge.exemple", "jeton", depot, str(path), "1")
    for name, value in zip(VARIABLES, values, strict=True):
        monkeypatch.setenv(name, value)
    assert run(["commenter"]) == 3
    assert phrase in capsys.readouterr().err
