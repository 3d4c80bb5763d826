"""What may be written at a place: the codes with their names, the words of a closed list, the fields of a table.

Knows: what fields declare of themselves, the codes of the repository. Must not know: editors. What is being typed is
often no YAML yet: a word stands for it, then what may close it, until the reader of documents reads the whole.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from convention.langage.carte import Endroit, endroit
from convention.loading.yaml.noeuds import read_nodes
from convention.model.cadre.formes import sort_of
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Fichier
from convention.model.genres import read_path
from convention.model.schemas.libelles import libelles
from convention.model.valeurs.ecriture import quoted_if_needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot
    from convention.model.valeurs.scalaires import Scalaire

_MOT = re.compile(r"[^\s{}\[\],:\"']*")
_ICI = "ici"
_SUITES = ("", ": ici", "}", ": ici}", "]", "]}", '"', '"}')
"""What may close what is being typed."""


class Proposition(NamedTuple):
    """A text that may be written, and what it is."""

    texte: str
    detail: str
    cle: bool = False
    """Whether it is a key, that a colon follows."""


def completer(depot: Depot, path: str, lignes: Sequence[str], line: int, column: int) -> tuple[Proposition, ...]:
    """List what may be written at a line and a column, from 1, in the place of the word that stands there."""
    here = _here(path, lignes, line, column)
    if here is None:
        return ()
    if not here.cle and here.forme.modele is None:
        return tuple(_values(depot, here.forme.scalaire))
    if here.cle and here.forme_cles.element is not None:
        keys = _values(depot, here.forme_cles.cle)
    else:
        modele = here.modele if here.cle else here.forme.modele
        keys = _fields(modele) if modele is not None else iter(())
    return tuple(item._replace(cle=True) for item in keys)


def _here(path: str, lignes: Sequence[str], line: int, column: int) -> Endroit | None:
    """Read the document with a word at the place, closed in one way or another."""
    chemin = read_path(path)
    if chemin is None or not 1 <= line <= len(lignes):
        return None
    text = lignes[line - 1].rstrip("\r")
    start = re.sub(f"{_MOT.pattern}$", "", text[: column - 1])
    end = _MOT.sub("", text[column - 1 :], count=1)
    for suite in _SUITES:
        typed = f"{start}{_ICI}{suite}{end}"
        root = read_nodes(path, "\n".join([*lignes[: line - 1], typed, *lignes[line:]]).encode()).root
        if root is not None:
            return endroit(Fichier(path, chemin, "", root, None), line, len(start) + 1)
    return None


def _fields(modele: type[Modele]) -> Iterator[Proposition]:
    # What cannot be left out is proposed first.
    for nom, field in sorted(modele.model_fields.items(), key=lambda item: not item[1].is_required()):
        needed = " (obligatoire)" if field.is_required() else ""
        yield Proposition(nom, f"{field.description or nom}{needed}")


def _values(depot: Depot, scalaire: Scalaire | None) -> Iterator[Proposition]:
    sorte = sort_of(scalaire)
    if sorte is not None:
        for code, libelle in libelles(depot, sorte).items():
            cle = depot.cles.get(code) if Sorte.CLE in sorte.parmi else None
            unit = cle.en_unite if cle is not None else ""
            yield Proposition(quoted_if_needed(code), f"{libelle}{unit}")
    elif scalaire is not None:
        words, helps = scalaire.schema.get("enum", ()), scalaire.schema.get("enumDescriptions", ())
        yield from (Proposition(word, told) for word, told in zip_longest(words, helps, fillvalue=""))
