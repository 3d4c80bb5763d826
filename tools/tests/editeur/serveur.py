"""The language server that editors run, driven as an editor does: messages over standard input and output.

Knows: the protocol (LSP 3.17), how the server is started. Must not know: documents, schemas.
Each wait has an end; what the server asks is answered while an answer is awaited.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from contextlib import contextmanager
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import IO

Message = dict[str, Any]
DELAI = 30.0
"""Seconds after which a silent server is a failure; an answer takes some milliseconds."""


class Proposition(NamedTuple):
    """What completion proposes: a word, what it means, what it writes, and whether it is a key."""

    mot: str
    explication: str
    ecrit: str
    est_cle: bool


class Constat(NamedTuple):
    """What is reported: where it begins, and a message."""

    ligne: int
    colonne: int
    message: str


@contextmanager
def servir(commande: tuple[str, ...], racine: Path, reglages: Mapping[str, Any]) -> Iterator[Serveur]:
    """Start a server whose workspace is a folder, under these settings by section, and end it."""
    with subprocess.Popen(commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=racine) as process:
        serveur = Serveur(process, racine, reglages)
        try:
            serveur.initialize()
            yield serveur
        finally:
            process.kill()
            serveur.reader.join(DELAI)


class Serveur:
    """A running server; lines and columns are counted from 1."""

    def __init__(self, process: subprocess.Popen[bytes], racine: Path, reglages: Mapping[str, Any]) -> None:
        """Listen to the server."""
        assert process.stdin is not None
        assert process.stdout is not None
        self._input, self._output = process.stdin, process.stdout
        self._racine, self._reglages = racine, reglages
        self._received: Queue[Message | None] = Queue()
        self._count = 0
        self._opened: set[str] = set()
        self._constats: dict[str, tuple[Constat, ...]] = {}
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()

    def initialize(self) -> None:
        """Say what an editor in French can do, and wait until the settings have been asked for."""
        root = self._racine.as_uri()
        presentation = {
            "processId": os.getpid(),
            "locale": "fr",
            "rootUri": root,
            "workspaceFolders": [{"uri": root, "name": self._racine.name}],
            "capabilities": _CAPACITES,
        }
        self._request("initialize", presentation)
        self._send({"method": "initialized", "params": {}})
        self._wait(lambda message: message.get("method") == "workspace/configuration")

    def open(self, path: str, text: str) -> None:
        """Open a document, or type another text in it; it is checked a moment later."""
        uri = self._uri(path)
        self._count += 1
        self._constats.pop(uri, None)
        if uri in self._opened:
            change = {"textDocument": {"uri": uri, "version": self._count}, "contentChanges": [{"text": text}]}
            self._send({"method": "textDocument/didChange", "params": change})
        else:
            self._opened.add(uri)
            document = {"uri": uri, "languageId": "yaml", "version": self._count, "text": text}
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def constats(self, path: str) -> tuple[Constat, ...]:
        """Wait for what is reported on a document."""
        uri = self._uri(path)
        if uri not in self._constats:
            self._wait(lambda _: uri in self._constats)
        return self._constats[uri]

    def completion(self, path: str, line: int, column: int) -> tuple[Proposition, ...]:
        """Ask what may be written at a place."""
        answer = self._request("textDocument/completion", self._place(path, line, column))
        return tuple(_proposition(item) for item in answer["items"])

    def hover(self, path: str, line: int, column: int) -> str:
        """Ask what is shown of a place, in Markdown; empty if nothing is."""
        answer = self._request("textDocument/hover", self._place(path, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def _uri(self, path: str) -> str:
        return (self._racine / path).as_uri()

    def _place(self, path: str, line: int, column: int) -> Message:
        return {"textDocument": {"uri": self._uri(path)}, "position": {"line": line - 1, "character": column - 1}}

    def _request(self, method: str, params: Message) -> Any:  # noqa: ANN401 (each method has its own)
        self._count += 1
        number = self._count
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._input.flush()

    def _wait(self, awaited: Callable[[Message], bool]) -> Message:
        """Take messages one by one until the one that is awaited."""
        end = time.monotonic() + DELAI
        while True:
            try:
                message = self._received.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"no answer in {DELAI} s") from None
            assert message is not None, "the server stopped"
            self._take(message)
            if awaited(message):
                return message

    def _take(self, message: Message) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self._constats[params["uri"]] = tuple(_constat(item) for item in params["diagnostics"])
        elif message.get("method") == "workspace/configuration":
            asked = [item["section"] for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": [self._reglages.get(section) for section in asked]})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def _listen(self) -> None:
        while (length := _length(self._output)) is not None:
            self._received.put(json.loads(self._output.read(length)))
        self._received.put(None)


def _length(pipe: IO[bytes]) -> int | None:
    """Read the headers of a message."""
    length = None
    while (line := pipe.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return length


def _proposition(item: Message) -> Proposition:
    documentation = item.get("documentation") or ""
    text = documentation["value"] if isinstance(documentation, dict) else documentation
    return Proposition(item["label"], text, str(item.get("insertText")), item.get("kind") == _PROPERTY)


def _constat(item: Message) -> Constat:
    start = item["range"]["start"]
    return Constat(start["line"] + 1, start["character"] + 1, item["message"])


_CAPACITES: Message = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
}
_PROPERTY = 10
"""`CompletionItemKind.Property`."""
