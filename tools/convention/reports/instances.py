"""Raw nodes as the JSON value that a YAML 1.2 reader makes of them: what a JSON Schema is applied to.

Knows: the core schema of YAML 1.2 (chapter 10.3). Must not know: models, which read the text itself.
"""

from __future__ import annotations

import re

from convention.base.nodes import MappingNode, Node, SequenceNode

_CONSTANTES: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_ENTIER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASES = ((re.compile(r"0o[0-7]+", re.ASCII), 8), (re.compile(r"0x[0-9a-fA-F]+", re.ASCII), 16))
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
# Beyond, Python refuses to read an integer or takes a long time; no number of the repository has more than 16 digits.
_CHIFFRES_MAX = 300


def instance(node: Node) -> object:
    """Return the JSON value of a node: keys and dates are text, a plain scalar may be a number, a boolean or null."""
    if isinstance(node, MappingNode):
        return {key: instance(value) for key, value in node.items()}
    if isinstance(node, SequenceNode):
        return [instance(item) for item in node]
    return _plain(node.text) if node.plain else node.text


def _plain(text: str) -> object:
    if text in _CONSTANTES:
        return _CONSTANTES[text]
    if _ENTIER.fullmatch(text) and len(text) <= _CHIFFRES_MAX:
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.lower().replace(".", ""))
    for pattern, base in _BASES:
        if pattern.fullmatch(text):
            return int(text, base)
    return text
