"""YAML text to raw nodes, by the events of ruamel.yaml's C parser.

Knows: the strict subset of YAML that the repository accepts, and where each scalar stands. Must not know: any document.
`read_nodes` is total: any bytes give a tree or diagnostics, never an exception.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined] # (its stubs do not say so)
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from convention.base.diagnostic import Diagnostic, Span, diagnose
from convention.base.french import cite
from convention.base.nodes import MappingNode, Place, ScalarNode, SequenceNode
from convention.loading.yaml_errors import explain

if TYPE_CHECKING:
    from convention.base.nodes import Node

PROFONDEUR_MAX = 20
MONTRES_MAX = 20
"""Forbidden characters shown in one file: a binary file has thousands."""
_FINS = (MappingEndEvent, SequenceEndEvent)
_INTERDITS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]|\r(?!\n)"
)
_CONFLIT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*|\|{7}(?: .*)?)\r?$", re.MULTILINE)


class Reading(NamedTuple):
    """What a text gives: its tree when it has one, and what is wrong with it."""

    root: MappingNode | None
    diagnostics: tuple[Diagnostic, ...]


class _RefusedError(Exception):
    """A diagnostic that ends the reading of this file."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def read_nodes(path: str, content: bytes) -> Reading:
    """Read one YAML document.

    Args:
        path: the name that diagnostics carry.
        content: the bytes of the file.

    Returns:
        The tree, or None with at least one error; a tree may come with warnings and with errors that do not hide the
        rest of the file (a key written twice).
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Reading(None, (_bad_encoding(path, content, error),))
    found = _scan(path, text)
    if any(item.code != "SYN013" for item in found):
        return Reading(None, tuple(found))
    builder = _Builder(path)
    try:
        root = builder.build(text)
    except _RefusedError as refusal:
        return Reading(None, (*found, *builder.diagnostics, refusal.diagnostic))
    except MarkedYAMLError as error:
        return Reading(None, (*found, *builder.diagnostics, explain(path, text, error)))
    except YAMLError:
        span = Span(path)
        return Reading(None, (*found, diagnose("SYN005", span, "le fichier n'est pas du YAML lisible")))
    return Reading(root, (*found, *builder.diagnostics))


def _bad_encoding(path: str, content: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "le fichier est en UTF-16"
    else:
        message = f"l'octet {content[error.start]:02X} (hexadécimal) n'est pas de l'UTF-8"
    return diagnose("SYN001", Span(path, line, column, line, column + 1), message, "enregistrer le fichier en UTF-8")


def _scan(path: str, text: str) -> list[Diagnostic]:
    found = []
    bom = text.find("\ufeff")
    if bom >= 0:
        found.append(diagnose("SYN002", _span(path, text, bom), "marque d'ordre des octets (BOM) dans le fichier"))
    found += [
        diagnose("SYN004", _span(path, text, match.start(), 7), "marqueur de conflit git")
        for match in _CONFLIT.finditer(text)
    ]
    forbidden = _INTERDITS.finditer(text.replace("\ufeff", " "))
    found += [_forbidden(_span(path, text, match.start()), match.group()) for match in islice(forbidden, MONTRES_MAX)]
    if not found and not text.isascii() and not unicodedata.is_normalized("NFC", text):
        found.append(_decomposed(path, text))
    if "\r\n" in text:
        found.append(diagnose("SYN013", _span(path, text, text.index("\r\n")), "fins de ligne de Windows (CRLF)"))
    return found


def _forbidden(span: Span, character: str) -> Diagnostic:
    name = "retour chariot seul" if character == "\r" else f"caractère invisible ou de contrôle U+{ord(character):04X}"
    return diagnose("SYN003", span, name, "effacer ce caractère et retaper le texte")


def _decomposed(path: str, text: str) -> Diagnostic:
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text, composed, strict=False)
    index = next((place for place, (old, new) in enumerate(pairs) if old != new), 0)
    span = _span(path, text, index)
    return diagnose("SYN003", span, "accent écrit en deux caractères (forme décomposée)", "retaper la lettre accentuée")


def _span(path: str, text: str, start: int, length: int = 1) -> Span:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(path, line, column, line, column + length)


class _Builder:
    """Turn the events of one document into nodes; local state only, one instance a file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self._root: Node | None = None
        # Each open collection waits with the key under which its next value goes.
        self._open: list[MappingNode | SequenceNode] = []
        self._keys: list[tuple[str, Place] | None] = []
        self._documents = 0

    def build(self, text: str) -> MappingNode:
        get_event = CParser(text).get_event
        while True:
            event = get_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._put(self._scalar(event))
            elif kind is MappingStartEvent:
                self._start(event, MappingNode(_place(event)))
            elif kind is SequenceStartEvent:
                self._start(event, SequenceNode(_place(event)))
            elif kind in _FINS:
                self._close(event)
            elif kind is StreamEndEvent:
                return self._top(self._root)
            else:
                self._other(event)

    def _start(self, event: Any, node: MappingNode | SequenceNode) -> None:  # noqa: ANN401 (ruamel.yaml is untyped)
        self._refuse_decoration(event)
        if len(self._open) >= PROFONDEUR_MAX:
            self._refuse("SYN011", event, f"plus de {PROFONDEUR_MAX} niveaux d'imbrication")
        self._put(node)
        self._open.append(node)
        self._keys.append(None)

    def _put(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent, SequenceNode):
            parent.append(node)
            return
        waiting = self._keys[-1]
        if waiting is None:
            self._keys[-1] = self._key(parent, node)
            return
        self._keys[-1] = None
        key, place = waiting
        if key not in parent:
            parent[key] = node
            parent.key_places[key] = place

    def _close(self, event: Any) -> None:  # noqa: ANN401
        closed = self._open.pop()
        self._keys.pop()
        closed.place = Place(closed.place.line, closed.place.column, *_end(event))

    def _other(self, event: Any) -> None:  # noqa: ANN401
        if isinstance(event, AliasEvent):
            self._refuse("SYN009", event, "renvoi à une ancre (*)", "écrire la valeur en toutes lettres")
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            self._refuse_directives(event, self._documents)

    def _top(self, root: Node | None) -> MappingNode:
        if root is None or (isinstance(root, ScalarNode) and root.plain and root.text == ""):
            self._raise("SYN006", Place(1, 1, 1, 1), "le fichier ne contient aucune donnée")
        if not isinstance(root, MappingNode):
            forme = "un texte" if isinstance(root, ScalarNode) else "une liste"
            self._raise(
                "SYN007", root.place, f"le fichier commence par {forme}, une table « clé: valeur » est attendue"
            )
        return root

    def _scalar(self, event: Any) -> ScalarNode:  # noqa: ANN401 (ruamel.yaml is untyped)
        if event.anchor is not None or event.tag is not None:
            self._refuse_decoration(event)
        style = event.style
        text = event.value
        if style == '"':
            bad = _INTERDITS.search(text)
            if bad is not None:
                self.diagnostics.append(_forbidden(Span(self.path, *_place(event)), bad.group()))
        start, end = event.start_mark, event.end_mark
        place = Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return ScalarNode(text, place, plain=not style)

    def _key(self, parent: MappingNode, node: Node) -> tuple[str, Place]:
        if not isinstance(node, ScalarNode) or (node.plain and node.text in ("", "~", "null")):
            self._raise("SYN012", node.place, "une clé est un mot ou un nombre")
        if node.text == "<<" and node.plain:
            self._raise("SYN009", node.place, "clé de fusion (<<)", "écrire les valeurs en toutes lettres")
        if node.text in parent:
            first = Span(self.path, *parent.key_places[node.text])
            message = f"la clé {cite(node.text)} est déjà écrite à la ligne {first.line}"
            related = ((first, "première fois"),)
            self.diagnostics.append(diagnose("SYN010", Span(self.path, *node.place), message, related=related))
        return node.text, node.place

    def _refuse_decoration(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor is not None:
            self._refuse("SYN009", event, f"ancre (&{event.anchor})", "écrire la valeur en toutes lettres")
        if event.tag is not None:
            self._refuse("SYN009", event, f"étiquette ({event.tag})", "retirer l'étiquette, ou mettre entre guillemets")

    def _refuse_directives(self, event: Any, documents: int) -> None:  # noqa: ANN401
        if event.version is not None or event.tags:
            self._refuse("SYN009", event, "directive (%)", "retirer la ligne qui commence par %")
        if documents > 1:
            self._refuse("SYN008", event, "un second document commence ici (---)")

    def _refuse(self, code: str, event: Any, message: str, hint: str = "") -> NoReturn:  # noqa: ANN401
        self._raise(code, _place(event), message, hint)

    def _raise(self, code: str, place: Place, message: str, hint: str = "") -> NoReturn:
        raise _RefusedError(diagnose(code, Span(self.path, *place), message, hint))


def _place(event: Any) -> Place:  # noqa: ANN401
    return Place(event.start_mark.line + 1, event.start_mark.column + 1, *_end(event))


def _end(event: Any) -> tuple[int, int]:  # noqa: ANN401
    return event.end_mark.line + 1, event.end_mark.column + 1
