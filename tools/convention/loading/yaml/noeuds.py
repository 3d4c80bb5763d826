"""YAML text to raw nodes, by the events of ruamel.yaml's C parser.

Knows: the strict subset of YAML that the repository accepts, and where each scalar stands. Must not know: any document.
`read_nodes` is total: any bytes give a tree or diagnostics, never an exception.
"""

from __future__ import annotations

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
from convention.loading.yaml.erreurs import explain, odd_key
from convention.loading.yaml.texte import character_name, forbidden_character, read_text
from convention.model.valeurs.corrections import as_written, number_hint
from convention.model.valeurs.ecriture import NOMBRE

if TYPE_CHECKING:
    from convention.base.nodes import Node

PROFONDEUR_MAX = 20
PROBLEMES_MAX = 100
_EN_TOUTES_LETTRES = "écrire la valeur en toutes lettres"
_FINS = (MappingEndEvent, SequenceEndEvent)
_PAS_DES_CLES = frozenset({"", "~", "null", "<<"})


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
    """Read one YAML document: its tree, or None with at least one error.

    A tree may come with warnings and with errors that do not hide the rest of the file (a key written twice).
    """
    text, found = read_text(path, content)
    if text is None:
        return Reading(None, found)
    builder = _Builder(path)
    try:
        root = builder.build(text)
    except _RefusedError as refusal:
        return Reading(None, (*found, *builder.diagnostics, refusal.diagnostic))
    except MarkedYAMLError as error:
        return Reading(None, (*found, *builder.diagnostics, explain(path, text, error, builder.quoted)))
    except YAMLError:
        span = Span(path)
        return Reading(None, (*found, diagnose("SYN005", span, "le fichier n'est pas du YAML lisible")))
    return Reading(root, (*found, *builder.diagnostics))


class _Builder:
    """Turn the events of one document into nodes; local state only, one instance a file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self._quoted: ScalarNode | None = None
        self._documents = 0

    @property
    def quoted(self) -> Place | None:
        """Where the last quoted scalar stands: when what follows makes no sense, its closing quote is the culprit."""
        return None if self._quoted is None else self._quoted.place

    def build(self, text: str) -> MappingNode:  # noqa: C901, PLR0912 (one loop: reading is the cost of the tool)
        """Read the events in one loop, without a call for what is ordinary."""
        get_event = CParser(text).get_event
        root: Node | None = None
        # The open collection, and the key under which its next value goes; the collections around it wait.
        parent: MappingNode | SequenceNode | None = None
        key: ScalarNode | None = None
        around: list[MappingNode | SequenceNode | None] = []
        while True:
            event = get_event()
            kind = type(event)
            node: Node
            opened: MappingNode | SequenceNode | None = None
            if kind is ScalarEvent:
                node = ScalarNode(event.value, event.start_mark, event.end_mark, plain=not event.style)
                if event.style:
                    self._quote(node, event.style)
            elif kind is MappingStartEvent:
                node = opened = MappingNode(event.start_mark, event.end_mark)
            elif kind is SequenceStartEvent:
                node = opened = SequenceNode(event.start_mark, event.end_mark)
            elif parent is not None and kind in _FINS:
                parent.end = event.end_mark
                parent = around.pop()
                continue
            elif kind is StreamEndEvent:
                return self._top(root)
            else:
                self._other(event)
                continue
            if event.anchor is not None or event.tag is not None:
                self._refuse_decoration(event)
            if opened is not None and len(around) >= PROFONDEUR_MAX:
                self._refuse("SYN011", event, f"plus de {PROFONDEUR_MAX} niveaux d'imbrication")
            if isinstance(parent, MappingNode):
                if key is None:
                    key = self._key(parent, node)
                    continue
                name = key.text
                cut = kind is ScalarEvent and not event.value and self._is_cut_number(parent, key, node)
                if name not in parent and not cut:
                    parent[name] = node
                    parent.key_nodes[name] = key
            elif parent is None:
                root = node
            else:
                parent.append(node)
            key = None
            if opened is not None:
                around.append(parent)
                parent = opened

    def _other(self, event: Any) -> None:  # noqa: ANN401
        if isinstance(event, AliasEvent):
            self._refuse_sign(event, f"le renvoi {cite(f'*{event.anchor}')}", "est refusé")
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            self._refuse_directives(event, self._documents)

    def _top(self, root: Node | None) -> MappingNode:
        if root is None or (isinstance(root, ScalarNode) and root.plain and root.text == ""):
            message = "le fichier ne contient aucune donnée"
            self._raise("SYN006", Place(1, 1, 1, 1), message, "le remplir, ou le supprimer")
        if not isinstance(root, MappingNode):
            forme, le = ("un texte", "le texte") if isinstance(root, ScalarNode) else ("une liste", "la liste")
            message = f"le fichier commence par {forme}, une table « clé: valeur » est attendue"
            self._raise("SYN007", root.place, message, f"mettre une clé devant {le}")
        return root

    def _quote(self, node: ScalarNode, style: str) -> None:
        self._quoted = node
        bad = forbidden_character(node.text) if style == '"' else None
        if bad is not None:
            hint = "retirer la séquence qui commence par « \\ »"
            self._note(diagnose("SYN003", Span(self.path, *node.place), character_name(bad), hint))

    def _key(self, parent: MappingNode, node: Node) -> ScalarNode:
        if isinstance(node, ScalarNode) and node.text not in _PAS_DES_CLES and node.text not in parent:
            wrong = odd_key(node.text) if node.plain and not node.text.isidentifier() else None
            if wrong is not None:
                self._raise("SYN005", node.place, *wrong)
            return node
        if not isinstance(node, ScalarNode):
            forme = "une table" if isinstance(node, MappingNode) else "une liste"
            self._raise("SYN012", node.place, f"la clé est {forme}", "une clé est un mot ou un nombre")
        if node.plain and node.text in ("", "~", "null"):
            self._raise("SYN012", node.place, "la clé est vide", "une clé est un mot ou un nombre")
        if node.text == "<<" and node.plain:
            self._raise("SYN009", node.place, f"la clé de fusion {cite('<<')} est refusée", _EN_TOUTES_LETTRES)
        if node.text in parent and len(self.diagnostics) < PROBLEMES_MAX:
            first = Span(self.path, *parent.key_nodes[node.text].place)
            message = f"la clé {cite(node.text)} est déjà écrite à la ligne {first.line}"
            related = ((first, "première fois"),)
            hint = "garder une seule des deux lignes"
            self._note(diagnose("SYN010", Span(self.path, *node.place), message, hint, related=related))
        return node

    def _is_cut_number(self, parent: MappingNode, waiting: ScalarNode, node: Node) -> bool:
        """Tell whether a key is the end of a number with a comma: ``{montant: 12,50}`` holds « montant » and « 50 »."""
        key, place = waiting.text, waiting.place
        before = next(reversed(parent.values()), None)
        if not isinstance(before, ScalarNode) or not before.text[-1:].isdecimal() or not key[:1].isdecimal():
            return False
        last = before.place
        if node.place[:2] != place[2:] or place[:2] != (last.end_line, last.end_column + 1):
            return False
        message = f"la virgule coupe en deux le nombre {cite(f'{before.text},{key}')}"
        hint = number_hint(f"{before.text},{key}", NOMBRE, "1234.56")
        span = Span(self.path, last.line, last.column, place.end_line, place.end_column)
        self._note(diagnose("FOR004", span, message, hint))
        # The whole number is what is read on: its first half would be told wrong too.
        before.text = as_written(f"{before.text},{key}")
        return True

    def _refuse_decoration(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor is not None:
            self._refuse_sign(event, f"l'ancre {cite(f'&{event.anchor}')}", "est refusée")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse_sign(event, f"l'étiquette {cite(tag)}", "est refusée")

    def _refuse_sign(self, event: Any, what: str, refused: str) -> NoReturn:  # noqa: ANN401
        hint = f"{_EN_TOUTES_LETTRES} ; si c'est un texte, le mettre entre guillemets"
        self._refuse("SYN009", event, f"{what} {refused}", hint)

    def _refuse_directives(self, event: Any, documents: int) -> None:  # noqa: ANN401
        if event.version is not None or event.tags:
            self._refuse("SYN009", event, "les directives (%) sont refusées", "retirer la ligne qui commence par %")
        if documents > 1:
            self._refuse("SYN008", event, "un second document commence ici", f"retirer la ligne {cite('---')}")

    def _note(self, diagnostic: Diagnostic) -> None:
        # A file that repeats one mistake a hundred thousand times says it a hundred times.
        if len(self.diagnostics) < PROBLEMES_MAX:
            self.diagnostics.append(diagnostic)

    def _refuse(self, code: str, event: Any, message: str, hint: str = "") -> NoReturn:  # noqa: ANN401
        self._raise(code, _place(event), message, hint)

    def _raise(self, code: str, place: Place, message: str, hint: str = "") -> NoReturn:
        raise _RefusedError(diagnose(code, Span(self.path, *place), message, hint))


def _place(event: Any) -> Place:  # noqa: ANN401
    start, end = event.start_mark, event.end_mark
    return Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
