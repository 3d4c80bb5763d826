"""A document written as a document: a template in French, read from top to bottom, becomes blocks.

Knows: the marks of a template, the filters that write values. Must not know: any document, any medium.
`# ` to `### ` head, `> ` warns, `- ` lists, `| name | text` tells what a name is, unless the text is empty, `**…** `
begins in bold; a paragraph may take several lines. A block, or those that another module wrote, are a value alone on
its line; `@marges …` says in the margins what the title is too long for. A value is only ever text: whatever it holds,
it makes no mark.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from convention.base import french
from convention.reports.rendus.document import Bloc, Document, Fiche, Liste, Mention, Paragraphe, Titre

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2 import Environment


_VALEUR = re.compile("\ue000([0-9]+)\ue001")
_GRAS = re.compile(r"\*\*(?P<debut>.+?)\*\* ?(?P<texte>.*)", re.DOTALL)
_FILTRES: tuple[Callable[..., str], ...] = (
    *(french.au, french.cite, french.compte, french.du, french.ecart, french.enumere, french.euros, french.jour),
    *(
        french.majuscule,
        french.minuscule,
        french.montant,
        french.nombre,
        french.pluriel,
        french.pourcentage,
    ),
    french.son,
    french.sujet,
)


def ecrire(gabarit: str, **valeurs: object) -> Document:
    """Write a document by its template, from `reports` (« avenant/avenant.j2 »), of the values that it names.

    Raises:
        TypeError: the template writes what is no text, `None` first of all: it must say what stands for it; or bold
            amid a paragraph; or a title swallows what follows.
    """
    told = _Dits()
    return tuple(_blocks(_environment().get_template(gabarit).render(valeurs, dits=told), told))


class _Dits:
    """The values that a template wrote, set apart while its marks are read."""

    def __init__(self) -> None:
        self._valeurs: list[object] = []

    def keep(self, value: object) -> str:
        """Set a value apart; return what stands for it in the text."""
        if not isinstance(value, (str, int, tuple)) or isinstance(value, bool):
            message = f"{value!r} is no text, no table, no blocks"
            raise TypeError(message)
        self._valeurs.append(value)
        return f"\ue000{len(self._valeurs) - 1}\ue001"

    def text(self, part: str) -> str:
        """Put the values of a text back, as French is set."""
        return french.typeset(_VALEUR.sub(lambda found: self._written(self._valeurs[int(found[1])]), part))

    def alone(self, line: str) -> tuple[Bloc, ...] | None:
        """Return the blocks that a line is, when it is only a block or blocks; a text of nothing is none."""
        found = _VALEUR.fullmatch(line)
        value = self._valeurs[int(found[1])] if found is not None else None
        if isinstance(value, Bloc):
            return (value,)
        if value == "":
            return ()
        return value if isinstance(value, tuple) else None

    @staticmethod
    def _written(value: object) -> str:
        if isinstance(value, (str, int)):
            return str(value)
        message = "a table or blocks stand alone on their line"
        raise TypeError(message)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context  # noqa: PLC0415 (30 ms, for documents alone)

    environment = Environment(  # noqa: S701 (each medium escapes the texts of the blocks)
        loader=PackageLoader("convention", "reports"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=pass_context(lambda context, value: context["dits"].keep(value)),
    )
    environment.filters.update(
        {filtre.__name__: filtre for filtre in _FILTRES},
        ou_blanc=lambda value: value or french.BLANC,
        e_muet=lambda nom: "e" if french.feminin(nom) else "",
        habilite=lambda fonction: f"{french.son(fonction)}, habilité{'e' if french.au_feminin(fonction) else ''}",
        jour_ou_blanc=lambda day: french.BLANC if day is None else french.jour(day),
        siren=lambda number: french.grouped(number) if number else "",
    )
    environment.globals["blanc"] = french.BLANC
    return environment


def _blocks(text: str, told: _Dits) -> Iterator[Bloc]:
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        placed = told.alone(lines[0]) if len(lines) == 1 else None
        if placed is not None:
            yield from placed
        elif lines:
            yield _block(lines, told)


def _block(lines: Sequence[str], told: _Dits) -> Bloc:
    mark, _, head = lines[0].partition(" ")
    match mark:
        case "#" | "##" | "###":
            short = " ".join(lines[1:])
            if short and not short.startswith("@marges "):
                message = f"a title stands alone on its line (« {{% endif +%}} » keeps what ends it): {head} {short}"
                raise TypeError(message)
            short = short.removeprefix("@marges ")
            return Titre(told.text(head), len(mark), told.text(short))
        case ">":
            return Mention(told.text(" ".join(line.removeprefix("> ") for line in lines)))
        case "-":
            return Liste(tuple(map(told.text, _items(lines))))
        case "|":
            rows = ([told.text(part.strip()) for part in line.split("|")[1:]] for line in lines)
            return Fiche(tuple((name, text) for name, text in rows if text))
        case _:
            text = " ".join(lines)
            bold = _GRAS.fullmatch(text)
            debut, rest = (bold["debut"], bold["texte"]) if bold is not None else ("", text)
            if "**" in rest:
                message = f"only the beginning of a paragraph is bold, and two are parted by an empty line: {rest}"
                raise TypeError(message)
            return Paragraphe(told.text(rest), told.text(debut))


def _items(lines: Sequence[str]) -> list[str]:
    """Return the items of a list; a line without its mark goes on with the item before."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line.removeprefix("- "))
        else:
            items[-1] += f" {line}"
    return items
