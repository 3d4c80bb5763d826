"""Files that the tool draws from the data, which a gesture keeps up to date when they were.

Knows: the page of clauses, the codes that editors propose, the forms of the forge. Must not know: gestures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.edition.etat import Modification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from convention.model.depot import Depot

_SOURCES = ("catalogue/", "pricing/cles.yaml")
"""Where what they draw on is declared, apart from new documents: counts and prices change none of them."""


def derived(root: Path, before: Depot, after: Depot, modifications: Sequence[Modification]) -> tuple[Modification, ...]:
    """Return how these files change; one that is missing, or that was stale, is left as it is."""
    if not any(item.avant is None or item.path.startswith(_SOURCES) for item in modifications):
        return ()
    old, new = dict(_texts(before)), dict(_texts(after))
    return tuple(
        Modification(path, text, new[path])
        for path, text in old.items()
        if new.get(path, text) != text and (root / path).is_file() and (root / path).read_bytes() == text.encode()
    )


def _texts(depot: Depot) -> Iterator[tuple[str, str]]:
    from convention.cli.couverture import PAGE
    from convention.forge.formulaires.definitions import formulaires
    from convention.forge.formulaires.modele import modele_text, path_of
    from convention.model.codes_schema import cited_lists, codes_schema
    from convention.model.renvois import CODES
    from convention.model.schemas import schemas
    from convention.reports.couverture import page

    yield f"schemas/{CODES}", codes_schema(depot, cited_lists(schemas())).decode()
    if depot.vie.articles:
        yield PAGE, page(depot)
    for item in formulaires(depot):
        yield path_of(item), modele_text(item)
