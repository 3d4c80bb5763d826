"""A source with some files replaced, added or removed: what the data would be, before anything is written.

Knows: entries of a source. Must not know: why a file is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.files import TAILLE_MAX
from convention.loading.source import TROP_GROS, Entry, blob_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.loading.source import Source


class Superposition:
    """A source under some texts, by path."""

    def __init__(self, source: Source, textes: Mapping[str, str | None]) -> None:
        """Lay texts over a source; None: the file is not there."""
        self._source = source
        # What no UTF-8 says (half a surrogate, which an editor may hold) is refused as the same bytes on the disk.
        written = {path: texte for path, texte in textes.items() if texte is not None}
        self._contents = {path: texte.encode("utf-8", "surrogatepass") for path, texte in written.items()}
        self._covered = textes.keys()

    def entries(self, known: frozenset[tuple[str, str]]) -> tuple[Entry, ...]:
        """Return every file, those laid over in the place of the others, sorted by path."""
        over = [_entry(path, content) for path, content in self._contents.items()]
        under = [entry for entry in self._source.entries(known) if entry.path not in self._covered]
        return tuple(sorted((*under, *over), key=lambda entry: entry.path))


def _entry(path: str, content: bytes) -> Entry:
    if len(content) > TAILLE_MAX:
        return Entry(path, code="FIC006", problem=TROP_GROS)
    return Entry(path, blob_id(content), content)
