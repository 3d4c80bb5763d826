"""From the places of the tool to those of an editor, and back.

Knows: lines and columns from 1 in characters, the units that an editor counts in (UTF-16 unless it asks otherwise), the
addresses of files. Must not know: what is said of a place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol.types import Position, Range
from pygls.uris import from_fs_path, to_fs_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pygls.workspace import PositionCodec

    from convention.base.diagnostic import Span
    from convention.base.nodes import Place


class Adresses:
    """The files of a folder as an editor calls them: those that it opened keep the address that it gave."""

    def __init__(self, racine: Path) -> None:
        """Name the files of a folder."""
        self._racine = racine
        self._ouverts: dict[str, str] = {}

    def path(self, uri: str) -> str | None:
        """Return the path of a file from the root; None for what is elsewhere."""
        found = to_fs_path(uri)
        if found is None:
            return None
        folder = Path(found).parent.resolve()
        if not folder.is_relative_to(self._racine):
            return None
        path = (folder / Path(found).name).relative_to(self._racine).as_posix()
        self._ouverts[path] = uri
        return path

    def uri(self, path: str) -> str:
        """Return the address of a file."""
        return self._ouverts.get(path) or from_fs_path(str(self._racine / path)) or ""


class Texte:
    """A text as an editor counts it: columns are units of its encoding."""

    def __init__(self, lignes: Sequence[str], codec: PositionCodec) -> None:
        """Keep the lines, their ends left out."""
        self._lignes = lignes
        self._codec = codec

    def etendue(self, span: Span | Place) -> Range:
        """Return the range of a stretch; a line that is not there is the last one."""
        return Range(self._position(span.line, span.column), self._position(span.end_line, span.end_column))

    def debut(self, span: Span | Place) -> Range:
        """Return the line where a stretch begins."""
        start = self._position(span.line, 1)
        return Range(start, start)

    def place(self, position: Position) -> tuple[int, int]:
        """Return the line and the column, from 1, of a position."""
        if position.line >= len(self._lignes):
            return len(self._lignes), len(self._lignes[-1]) + 1 if self._lignes else 1
        column, units = 1, 0
        for char in self._lignes[position.line]:
            units += self._codec.client_num_units(char)
            if units > position.character:
                break
            column += 1
        return position.line + 1, column

    def _position(self, line: int, column: int) -> Position:
        if line > len(self._lignes):
            line, column = len(self._lignes), len(self._lignes[-1]) + 1 if self._lignes else 1
        text = self._lignes[line - 1] if self._lignes else ""
        return Position(max(line - 1, 0), self._codec.client_num_units(text[: column - 1]))
