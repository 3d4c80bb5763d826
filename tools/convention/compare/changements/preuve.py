"""Why a file that differs changes nothing: it holds the same document. What proves nothing is told.

Knows: files and their documents. Must not know: how changes are found (`changements`), media.
The proof does not follow the walk that finds changes: a walk that forgets something would call neutral what it forgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from convention.model.cadre.champs import Modele, is_ordered
from convention.model.ecrits.series import read_series_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from convention.model.depot import Depot

FICHIER = "fichier"
"""Kind of a change that nothing explains."""


def differing(base: Depot, head: Depot) -> Iterator[str]:
    """Yield the paths whose content differs, whatever they hold."""
    for path in sorted({*base.contenus, *head.contenus}):
        if base.contenus.get(path) != head.contenus.get(path):
            yield path


def neutral(base: Depot, head: Depot, told: Collection[str]) -> tuple[str, ...]:
    """Return the files that differ and hold the same document: comments, order, layout; `told` are those of changes."""
    return tuple(path for path in differing(base, head) if path not in told and _is_proved(path, base, head))


def unexplained(base: Depot, head: Depot, told: Collection[str]) -> tuple[str, ...]:
    """Return the files that differ, that no change tells, and that are not proved to hold the same document."""
    return tuple(path for path in differing(base, head) if path not in told and not _is_proved(path, base, head))


def _is_proved(path: str, base: Depot, head: Depot) -> bool:
    chemin = read_series_path(path)
    if chemin is not None:  # equal series are equal files, unless an adherent is declared renamed
        return chemin in base.series and base.series[chemin] == head.series.get(chemin)
    files = base.fichiers.get(path), head.fichiers.get(path)
    before, after = (fichier.document if fichier is not None else None for fichier in files)
    return before is not None and _normal(before) == _normal(after)


def _normal(value: Any, *, ordered: bool = False) -> object:  # noqa: ANN401 (values of any field)
    """Write a value so that two are equal only when they say the same; both stand in the same field."""
    match value:
        case Modele():
            return {
                champ: _normal(getattr(value, champ), ordered=is_ordered(type(value), champ))
                for champ in sorted((*type(value).model_fields, *(value.__pydantic_extra__ or ())))
            }
        case tuple():
            items = [repr(_normal(item)) for item in value]
            return items if ordered else sorted(items)
        case Mapping():
            return sorted(repr((key, _normal(item))) for key, item in value.items())
        case _:
            return value
