"""What an editor sends that is no message, or a folder that is refused: told in a sentence, never by a traceback."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from pygls.exceptions import FeatureRequestError, JsonRpcInternalError

from convention.langage.serveur import HORS_PROTOCOLE, Serveur, reglages
from tests.cli import commande
from tests.espaces import espaces
from tests.les_cas import MINI

JOUR = date(2026, 11, 28)
FIN: tuple[dict[str, Any], ...] = ({"id": 99, "method": "shutdown"}, {"method": "exit"})


def lancer(racine: Path, *messages: bytes) -> tuple[list[dict[str, Any]], str]:
    """Open a folder, send texts, leave; return what the server said, and what it wrote on its error stream."""
    opened = {"id": 1, "method": "initialize", "params": {"rootUri": racine.as_uri(), "capabilities": {}}}
    sent = [_written(opened), *messages, *map(_written, FIN)]
    given = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(text), text) for text in sent)
    with NamedTemporaryFile() as file:
        Path(file.name).write_bytes(given)
        done = commande.lancer(MINI, "serveur-langage", entree=file.name)
    assert done.code == 0
    told = [part.partition(b"\r\n\r\n")[2] for part in done.sortie.split(b"Content-Length: ")[1:]]
    return list(map(json.loads, told)), done.message


def _written(message: dict[str, Any]) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **message}).encode()


@pytest.mark.parametrize(
    "message",
    [b"{", b"[]", b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {}}'],
    ids=["pas du JSON", "une liste", "un texte sans document"],
)
def test_what_is_no_message_is_left_aside_in_a_sentence_and_the_rest_is_answered(message: bytes) -> None:
    said, errors = lancer(MINI, message, message)
    shown = [item["params"]["message"] for item in said if item.get("method") == "window/showMessage"]
    assert shown == [HORS_PROTOCOLE]  # once
    assert errors == ""
    assert {"id": 99, "result": None, "jsonrpc": "2.0"} in said


def test_a_refusal_leaves_no_traceback(tmp_path: Path) -> None:
    unknown = _written({"id": 2, "method": "rien", "params": {}})
    said, errors = lancer(MINI, unknown)
    assert [item["error"]["code"] for item in said if item.get("id") == 2] == [-32601]
    said, refused = lancer(tmp_path / "absent")
    assert [espaces(item["error"]["message"]) for item in said if item.get("id") == 1] == [
        f"« {tmp_path / 'absent'} » n'existe pas"
    ]
    assert errors == refused == ""


def test_a_defect_is_named_by_its_kind_and_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    serveur = Serveur(lambda dossier: dossier, lambda: JOUR)
    try:
        reglages(vars(serveur)["rien"])
    except KeyError:
        serveur.report_server_error(JsonRpcInternalError("KeyError"), FeatureRequestError)
    told = re.sub("[0-9]+", "N", capsys.readouterr().err)
    place = "KeyError, test_hors_protocole.py:N"
    assert told == f"Défaut de l'outil ({place}) : le signaler, avec ce qui était tapé.\n"
