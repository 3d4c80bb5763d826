"""An editor that nobody here wrote (pytest-lsp), and the frozen data of the repository in a folder with its history.

Knows: the protocol. Must not know: what the server says.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.compare.depots_git import commit
from tests.espaces import espaces
from tests.essais import GRAND_NANCY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convention.langage.ecriture.modifications import Action
    from convention.langage.session import Etat

SERVEUR = [sys.executable, "-m", "convention.cli.main", "serveur-langage"]
CONFIGURATION = ClientServerConfig(server_command=SERVEUR)


def depot(racine: Path) -> Path:
    """Lay the frozen data in a folder, committed on main."""
    shutil.copytree(GRAND_NANCY, racine, dirs_exist_ok=True)
    return commit(racine)


class Editeur:
    """A user before an editor: opens a file, types, looks."""

    def __init__(self, client: LanguageClient, racine: Path) -> None:
        self.client = client
        self.racine = racine
        self._versions: dict[str, int] = {}

    @classmethod
    async def lancer(cls, client: LanguageClient, racine: Path, **reglages: object) -> Editeur:
        # This client says that it can, and does nothing of it.
        client.feature(types.WORKSPACE_CODE_LENS_REFRESH)(lambda _params: None)
        await client.initialize_session(
            types.InitializeParams(
                capabilities=pytest_lsp.client_capabilities("visual_studio_code"),
                root_uri=racine.as_uri(),
                initialization_options=reglages,
            )
        )
        return cls(client, racine)

    @property
    def serveur(self) -> int:
        """The number of the process that answers."""
        number: int = vars(self.client)["_server"].pid
        return number

    def uri(self, path: str) -> str:
        return (self.racine / path).as_uri()

    def document(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def ouvrir(self, path: str, texte: str | None = None) -> str:
        text = (self.racine / path).read_bytes().decode() if texte is None else texte
        item = types.TextDocumentItem(self.uri(path), "yaml", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        self._versions[path] = 1
        return text

    def taper(self, path: str, texte: str) -> None:
        self._versions[path] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[path], self.uri(path))
        whole = types.TextDocumentContentChangeWholeDocument(texte)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def fermer(self, path: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document(path)))

    async def au_dessus(self, path: str) -> dict[int, list[str]]:
        """Return what is told above each line, from 1, with plain spaces."""
        found: dict[int, list[str]] = {}
        for item in await self.client.text_document_code_lens_async(types.CodeLensParams(self.document(path))) or ():
            assert item.command is not None
            found.setdefault(item.range.start.line + 1, []).append(espaces(item.command.title))
        return found

    async def messages(self, path: str) -> list[tuple[str, str, str]]:
        """Return the code, the place and the words of each message of a file, once the server has nothing to do."""
        await self.au_dessus(path)  # answered after what was asked before
        found = self.client.diagnostics.get(self.uri(path), ())
        return [(str(item.code), place(item.range), espaces(item.message)) for item in found]


def faits(etat: Etat, action: Action) -> Iterator[tuple[str, str]]:
    """Return the texts that an action makes."""
    for path, span, texte in action.remplacements:
        assert span is not None
        lines = etat.chargement.contents[path].decode().split("\n")
        head = "\n".join([*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]])
        tail = "\n".join([lines[span.end_line - 1][span.end_column - 1 :], *lines[span.end_line :]])
        yield path, f"{head}{texte}{tail}"


def place(etendue: types.Range) -> str:
    """Write a range from 1, as the tool does."""
    start, end = etendue.start, etendue.end
    return f"{start.line + 1}:{start.character + 1}-{end.line + 1}:{end.character + 1}"


def ligne(texte: str, contenu: str) -> int:
    """Number the line where something is written, from 1."""
    return texte[: texte.index(contenu)].count("\n") + 1


def position(texte: str, contenu: str, apres: int = 0) -> types.Position:
    """Place what is written, as the protocol does."""
    at = texte.index(contenu) + apres
    return types.Position(texte[:at].count("\n"), at - texte.rfind("\n", 0, at) - 1)
