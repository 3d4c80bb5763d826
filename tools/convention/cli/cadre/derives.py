"""Files that the tool draws from the data: a gesture brings them up to date, a comparison knows that they follow.

Knows: the page of clauses, the codes that editors propose, the forms of the forge. Must not know: gestures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.edition.etat import Modification
from convention.loading.histoire import blob_ids
from convention.loading.source import blob_id
from convention.model.cadre.document import path_of
from convention.model.documents.cles import Cles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from convention.model.depot import Depot

_SOURCES = ("catalogue/", path_of(Cles), "pricing/exercices/")
"""Where what they draw on is declared, apart from new documents: counts and prices change none of them."""
_TIRES = ("schemas/", "docs/", ".github/", ".gitlab/")
"""Where these files are: nothing is drawn when a proposal changes nothing there."""


def derived(root: Path, after: Depot, modifications: Sequence[Modification]) -> tuple[Modification, ...]:
    """Return how these files change, even one that was stale before the gesture; one that is missing stays so."""
    if not any(item.avant is None or item.path.startswith(_SOURCES) for item in modifications):
        return ()
    written = ((path, root / path, text) for path, text in drawn_texts(after))
    found = ((path, file.read_bytes(), text) for path, file, text in written if file.is_file())
    return tuple(
        Modification(path, old.decode(), text) for path, old, text in found if old != text.encode() and _is_text(old)
    )


def following(root: Path, head: str | None, paths: Sequence[str], depot: Depot) -> tuple[str, ...]:
    """Return which files that a proposal changes are what this version of the tool draws from its data, to the byte.

    They are those of a commit; without one, those of the working tree.
    """
    if not any(path.startswith(_TIRES) for path in paths):
        return ()
    expected = {path: blob_id(text.encode()) for path, text in drawn_texts(depot) if path in paths}
    found = blob_ids(root, head, tuple(expected))
    return tuple(path for path in paths if path in expected and found.get(path) == expected[path])


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def drawn_texts(depot: Depot) -> Iterator[tuple[str, str]]:
    """Yield each file that this version of the tool draws from the data: its path, its text."""
    from convention.forge.formulaires.definitions import formulaires
    from convention.forge.modeles import modeles
    from convention.model.cadre.renvois import CODES
    from convention.model.schemas.codes_schema import cited_lists, codes_schema
    from convention.model.schemas.schemas import schemas
    from convention.reports.depot.couverture import PAGE, page

    yield f"schemas/{CODES}", codes_schema(depot, cited_lists(schemas())).decode()
    if depot.vie.articles:
        yield PAGE, page(depot)
    for item in formulaires(depot):
        yield from modeles(item)
