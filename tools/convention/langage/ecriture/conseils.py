"""The lines that an advice says to add or to write (« fin: 2026-01-01 »), and a line that is no YAML, mended.

Knows: which table or list holds a field, what makes a text readable. Must not know:
what each code means, how an advice is said, the protocol. What a line leaves open is left to be typed: nothing is
invented.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pydantic_core import PydanticCustomError

from convention.base.codes import CODES
from convention.base.nodes import MappingNode, SequenceNode, follow
from convention.edition.etat import Document
from convention.langage.carte import endroit, forme_at
from convention.loading.yaml.noeuds import read_nodes
from convention.model.cadre.formes import sort_of
from convention.model.schemas.libelles import libelles
from convention.model.valeurs.corrections import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.base.diagnostic import Diagnostic
    from convention.base.nodes import Pointer
    from convention.langage.session import Etat
    from convention.model.cadre.formes import Forme
    from convention.model.depot import Fichier

_CLE = re.compile(r"(?P<avant>\s*(?:- )?[\w-]+)(?P<signe>:?)(?P<blanc>\s*)(?P<valeur>\S.*?)(?P<note>\s+#.*)?")
_GUILLEMETS = "'“”«»"
_DROIT = "[\"']"
_LISIBLES_MAX = 2
"""Ways that are proposed, of those in which nothing is wrong any more."""


class Ecrit(NamedTuple):
    """What an advice has written, and what it is called."""

    titre: str
    texte: str
    a_taper: bool = False
    """Whether something is left to be typed."""


def conseilles(etat: Etat, item: Diagnostic) -> Iterator[Ecrit]:
    """Write what the advice of a message says to add or to write, where its field or its list is."""
    fichier, text = etat.depot.fichiers.get(item.span.path), _text(etat, item.span.path)
    if fichier is None or text is None or item.a_ecrire:
        return
    here = endroit(fichier, item.span.line, item.span.column).pointer
    for ligne in item.lignes:
        put = _with(etat, fichier, here, ligne.ecrit, ligne.sous)
        if put is not None and put != text and read_nodes(item.span.path, put.encode()).root is not None:
            yield Ecrit(f"{'Ajouter' if ligne.ajout else 'Écrire'} {ligne.texte}", put, ligne.a_taper)


def _with(etat: Etat, fichier: Fichier, here: Pointer, written: str, sous: str) -> str | None:
    """Return the text with a field, or an item, in the innermost place around a message that may hold it."""
    text = _text(etat, fichier.path) or ""
    document, above = Document(fichier.path, text, text), [here[:depth] for depth in range(len(here), -1, -1)]
    if written.startswith("- "):
        lists = (item for at in above for item in _lists(fichier, at))
        inside = next((at for at, forme in lists if _holds(forme, written)), None)
        return document.add(inside, written.removeprefix("- ")).text if inside is not None else None
    if sous:
        above = [(*at, sous) for at in above if document.has((*at, sous))][:1]
    champ, _, value = written.partition(": ")
    tables = [(at, forme_at(fichier, at)) for at in above if isinstance(document.node(at), MappingNode)]
    own = (at for at, forme in tables if forme.modele is not None and champ in forme.modele.model_fields)
    # A table whose keys are data takes one only where the message is.
    named = (at for at, forme in tables[:1] if forme.modele is None and _may_be(etat, forme, champ))
    at = next(chain(own, named), None)
    return document.put((*at, champ), value).text if at is not None else None


def _may_be(etat: Etat, forme: Forme, cle: str) -> bool:
    """Tell whether a word may be a key of a table whose keys are data."""
    sorte = sort_of(forme.cle)
    if sorte is not None:
        return cle in libelles(etat.depot, sorte)
    try:
        return forme.cle is not None and bool(forme.cle.read(cle))
    except PydanticCustomError:
        return False


def _lists(fichier: Fichier, at: Pointer) -> Iterator[tuple[Pointer, Forme]]:
    """Yield a list, or those of a table that are written."""
    node = follow(fichier.root, at)
    names = node if isinstance(node, MappingNode) else ()
    for place in (at, *((*at, nom) for nom in names)):
        if isinstance(follow(fichier.root, place), SequenceNode):
            yield place, forme_at(fichier, place)


def _holds(liste: Forme, item: str) -> bool:
    """Tell whether the items of a list have the fields that one is written with."""
    modele = liste.element.modele if liste.element is not None else None
    fields = re.findall(r"[{,] ?(\w+):", re.sub(r"(?<=: )[{\[].*[}\]](?=[,}])", "", item))
    return modele is not None and bool(fields) and set(fields) <= modele.model_fields.keys()


def lisibles(etat: Etat, item: Diagnostic) -> Iterator[Ecrit]:
    """Write again a line that keeps a text from being read, in the ways by which the whole is read."""
    path, text = item.span.path, _text(etat, item.span.path)
    if text is None or not CODES[item.code].d_une_ligne:
        return
    lines = text.split("\n")
    sound = 0
    # The line that is shown, then the one above: the reader takes the first of two for the right one.
    for at in range(item.span.line - 1, max(item.span.line - 3, -1), -1):
        found: dict[str, tuple[str, str]] = {}
        for line in _otherwise(lines, at):
            whole = "\n".join([*lines[:at], line, *lines[at + 1 :]])
            if line != lines[at] and read_nodes(path, whole.encode()).root is not None:
                # With or without quotes, it is one way.
                found.setdefault(re.sub(_DROIT, "", line), (line, whole))
        for line, whole in found.values():
            if sound == _LISIBLES_MAX:
                return
            if all(other.span.path != path for other in etat.charge({path: whole}).diagnostics):
                sound += 1
                margin = len(line) - len(line.lstrip())
                moved = f" à {margin} espaces du bord" if line.strip() == lines[at].strip() else ""
                yield Ecrit(f"Écrire {line.strip()}{moved}", whole)


def _otherwise(lines: Sequence[str], at: int) -> Iterator[str]:
    """Yield other ways to write a line: another margin, plain spaces, quotes, what closes what is open."""
    line, bare = lines[at].rstrip("\r"), lines[at].strip()
    written = [other for other in (*lines[:at][::-1][:3], *lines[at + 1 :][:3]) if other.strip()]
    for margin in dict.fromkeys(len(other) - len(other.lstrip()) for other in written):
        yield from (f"{' ' * wide}{bare}" for wide in (margin, margin + 2))
    yield re.sub(r"[^\S\n]", " ", line)
    if (found := _CLE.fullmatch(line)) is not None:
        before, value, note = found["avant"], found["valeur"], found["note"] or ""
        yield f"{before}: {value}{note}"
        yield f"{before}: {quoted(re.sub(_DROIT, '', value).strip(_GUILLEMETS))}{note}"
    yield from (f"{line}{sign}" for sign in ('"', "'", "}", "]"))


def _text(etat: Etat, path: str) -> str | None:
    """Return a text as an edit takes it; None for what is no text."""
    try:
        return etat.chargement.contents[path].decode()
    except (KeyError, UnicodeDecodeError):
        return None
