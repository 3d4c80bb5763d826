"""The event of a label is hostile until it is read, and whoever put it must have the right to write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from convention.cli.main import run
from convention.forge.commentaire.publication import Etat, Marque, mark_line
from convention.forge.github.poste import Etiquetage
from convention.forge.recu import EvenementError, read_as
from tests.espaces import espaces
from tests.forge.api import DEPOT, JETON, NOUS
from tests.forge.projet import MINI

if TYPE_CHECKING:
    from pathlib import Path

    from tests.forge.api import Forge

HOSTILE = "valeur-hostile"


def _event(**change: object) -> dict[str, Any]:
    """Write an event; « issue_state » is a field of its request."""
    issue = {"number": 12, "state": "open", "updated_at": "2026-11-28T06:12:00Z", "body": "### Piège"}
    event: dict[str, Any] = {
        "action": "labeled",
        "issue": issue,
        "label": {"name": "à instruire"},
        "sender": {"login": "dsit"},
        "repository": {"full_name": DEPOT, "default_branch": "main"},
    }
    for name, value in change.items():
        place, _, field = name.partition("_")
        event[place] = {**event[place], field: value} if field else value
    return event


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("action", "opened"),
        ("issue_number", "12"),
        ("issue_number", -1),
        ("issue_state", HOSTILE),
        ("issue_body", ["x"]),
        ("issue_updated_at", f"2026-11-28T06:12:00Z{HOSTILE}"),
        ("sender_login", f"../../{HOSTILE}"),
        ("sender_login", f"{HOSTILE}[bot]x"),
        ("repository_default_branch", f"-{HOSTILE}"),
        ("label", None),
    ],
)
def test_a_field_of_another_form_is_refused_without_repeating_it(champ: str, valeur: object) -> None:
    content = json.dumps(_event(**{champ: valeur})).encode()
    with pytest.raises(EvenementError, match="la forme attendue") as caught:
        read_as(Etiquetage, content)
    assert HOSTILE not in str(caught.value)


@pytest.fixture
def forge_ouverte(forge: Forge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Forge:
    """Let the command find the forge, and an event that is written later."""
    forge.droits = {"dsit": "write", "administration": "admin", "accueil": "read"}
    forge.tickets = {12: "open"}
    values = {
        "GITHUB_API_URL": forge.adresse,
        "GITHUB_SERVER_URL": "https://forge.exemple",
        "GITHUB_TOKEN": JETON,
        "GITHUB_REPOSITORY": DEPOT,
        "GITHUB_EVENT_PATH": str(tmp_path / "evenement.json"),
        "GITHUB_RUN_NUMBER": "3",
        "GITHUB_RUN_ATTEMPT": "1",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return forge


def _instruire(tmp_path: Path, event: dict[str, Any]) -> int:
    (tmp_path / "evenement.json").write_text(json.dumps(event), encoding="utf-8")
    return run(["-C", str(MINI), "instruire"])


@pytest.mark.parametrize(
    ("change", "raison"),
    [
        ({"label_name": "à lire"}, "l'étiquette posée n'est pas « à instruire »"),
        ({"sender_login": "accueil"}, "qui a posé l'étiquette n'a pas le droit d'écrire dans ce dépôt"),
        ({"sender_login": "un-tiers"}, "qui a posé l'étiquette n'a pas le droit d'écrire dans ce dépôt"),
        ({"sender_login": "dependabot[bot]"}, "qui a posé l'étiquette n'a pas le droit d'écrire dans ce dépôt"),
    ],
)
def test_a_label_that_nobody_entitled_put_starts_nothing(
    forge_ouverte: Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], raison: str
) -> None:
    assert _instruire(tmp_path, _event(**change)) == 0
    assert capsys.readouterr().out == f"Rien à faire : {raison}.\n"
    assert forge_ouverte.ecritures == []


def test_a_request_that_was_closed_since_is_left_alone(
    forge_ouverte: Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge_ouverte.tickets[12] = "closed"
    assert _instruire(tmp_path, _event()) == 0
    assert capsys.readouterr().out == "Rien à faire : la demande est fermée.\n"
    assert forge_ouverte.ecritures == []


def test_only_our_own_later_answer_stops_a_run(
    forge_ouverte: Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = mark_line(Marque("2026-11-28T06:13:00Z", 4, 1, Etat.VALIDE))
    forge_ouverte.dire("un-tiers", later, 12)
    assert _instruire(tmp_path, _event(sender_login="administration")) == 0
    assert capsys.readouterr().out == "Demande n° 12 : commentaire publié.\n"
    assert [item.methode for item in forge_ouverte.ecritures] == ["POST"]
    forge_ouverte.dire(NOUS, later, 12)
    assert _instruire(tmp_path, _event()) == 0
    assert "une exécution plus récente a déjà répondu" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        (("GITHUB_REPOSITORY", "metropole/autre"), "celui d'un autre dépôt"),
        (("GITHUB_RUN_NUMBER", "1; id"), "GITHUB_RUN_NUMBER, que donne l'environnement, n'est pas un nombre entier"),
        (("GITHUB_RUN_ATTEMPT", ""), "il manque GITHUB_RUN_ATTEMPT ; docs/forge.md dit ces noms, sur chaque forge"),
        (("GITHUB_EVENT_PATH", "/dev/null"), "l'événement ne peut pas être lu"),
    ],
)
def test_an_environment_that_is_not_a_workflow_s_ends_the_command_before_any_request(
    forge_ouverte: Forge,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    phrase: str,
) -> None:
    monkeypatch.setenv(*change)
    assert _instruire(tmp_path, _event()) == 3
    assert phrase in espaces(capsys.readouterr().err)
    assert forge_ouverte.requetes == []


def test_an_event_too_long_to_be_one_is_not_read(
    forge_ouverte: Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _instruire(tmp_path, _event(issue_body="x" * 1_100_000)) == 3
    assert "ne peut pas être lu" in capsys.readouterr().err
    assert forge_ouverte.requetes == []
