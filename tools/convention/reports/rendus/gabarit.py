"""A document written as a document: a template in French, read from top to bottom, becomes blocks.

Knows: the marks of a template, the filters that write values. Must not know: any document, any medium.
`# ` to `### ` head, `> ` warns, `- ` lists, `**…** ` begins in bold; a paragraph may take several lines. `@table nom`
puts a table there, `@blocs nom` what others wrote, `@marges …` says in the margins what the title is too long for.
A value is only ever text: whatever it holds, it makes no mark.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from convention.base.french import (
    BLANC,
    cite,
    compte,
    du,
    ecart,
    enumere,
    euros,
    grouped,
    jour,
    minuscule,
    montant,
    nombre,
    pourcentage,
)
from convention.reports.rendus.document import Liste, Mention, Paragraphe, Table, Titre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Environment

    from convention.reports.rendus.document import Bloc, Document

_VALEUR = re.compile("\ue000([0-9]+)\ue001")
_GRAS = re.compile(r"\*\*(?P<debut>.+?)\*\* ?(?P<texte>.*)", re.DOTALL)
_FILTRES: dict[str, Callable[..., str]] = {
    fonction.__name__: fonction
    for fonction in (cite, compte, du, ecart, enumere, euros, jour, minuscule, montant, nombre, pourcentage)
}


def ecrire(gabarit: str, **valeurs: object) -> Document:
    """Write a document.

    Args:
        gabarit: its template, from `reports`: « avenant/avenant.j2 ».
        valeurs: what it names: records, texts; tables and blocks for `@table` and `@blocs`.
    """
    told: list[str] = []

    def keep(value: object) -> str:
        # None is a value that nobody gave: the template says what it becomes (`ou_blanc`).
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            message = f"{gabarit}: {value!r} is no text"
            raise TypeError(message)
        told.append(str(value))
        return f"\ue000{len(told) - 1}\ue001"

    environment = _environment().overlay(finalize=keep)
    text = environment.get_template(gabarit).render(valeurs)

    def filled(part: str) -> str:
        return _VALEUR.sub(lambda found: told[int(found[1])], part)

    return tuple(_blocks(text, filled, valeurs))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (30 ms, for documents alone)

    environment = Environment(  # noqa: S701 (each medium escapes the texts of the blocks)
        loader=PackageLoader("convention", "reports"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        _FILTRES,
        ou_blanc=lambda value: value or BLANC,
        jour_ou_blanc=lambda day: BLANC if day is None else jour(day),
        siren=lambda number: grouped(number) if number else "",
    )
    environment.globals["blanc"] = BLANC
    return environment


def _blocks(text: str, filled: Callable[[str], str], valeurs: dict[str, object]) -> Iterator[Bloc]:
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        head = lines[0] if lines else ""
        if head.startswith("@"):
            yield from _put(head, valeurs)
        elif head.startswith("#"):
            marks, _, title = head.partition(" ")
            short = next((line.removeprefix("@marges ") for line in lines[1:]), "")
            yield Titre(filled(title), len(marks), filled(short))
        elif head.startswith("- "):
            yield Liste(tuple(map(filled, _items(lines))))
        elif head.startswith("> "):
            yield Mention(filled(_joined(line.removeprefix("> ") for line in lines)))
        elif head:
            bold = _GRAS.fullmatch(_joined(lines))
            yield (
                Paragraphe(filled(bold["texte"]), filled(bold["debut"])) if bold else Paragraphe(filled(_joined(lines)))
            )


def _put(line: str, valeurs: dict[str, object]) -> Iterable[Bloc]:
    mark, _, nom = line.partition(" ")
    value = valeurs[nom]
    return (Table(value),) if mark == "@table" else value  # type: ignore[return-value,arg-type]  # as the template says


def _items(lines: Iterable[str]) -> Iterator[str]:
    """Yield the items of a list; what is indented goes on with the item before."""
    held: list[str] = []
    for line in lines:
        if line.startswith("- ") and held:
            yield _joined(held)
            held = []
        held.append(line.removeprefix("- "))
    yield _joined(held)


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines)
