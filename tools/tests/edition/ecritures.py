"""Documents written in every way that YAML allows here: block and flow, comments, blank lines, ends of lines.

Knows: styles. Must not know: the package. A value is a text, a table or a list; the same value has many writings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

if TYPE_CHECKING:
    from random import Random

Valeur: TypeAlias = "str | dict[str, Valeur] | list[Valeur]"

MOTS = st.sampled_from(["oui", "non", "S04", "un texte", "2026-01-01", "12", "4800.00", '"cité : #"', "'l''autre'"])
CLES = st.sampled_from([*"abcdefgh", "2026", "cout_maintenance"])
VALEURS: st.SearchStrategy[Valeur] = st.recursive(
    MOTS,
    lambda inside: st.dictionaries(CLES, inside, max_size=4) | st.lists(inside, max_size=4),
    max_leaves=12,
)
TABLES: st.SearchStrategy[dict[str, Valeur]] = st.dictionaries(CLES, VALEURS, min_size=1, max_size=5)
FINS = st.sampled_from(["\n", "\r\n"])


def written(table: dict[str, Valeur], alea: Random, fin: str) -> str:
    """Write a document: a first comment, the table in block style, perhaps no end at the last line."""
    lines = ["# entête", *_block(table, 0, alea)]
    lines += alea.choice([[], [], ["", "# fin"]])
    return fin.join(lines) + alea.choice(["", fin])


def _block(value: dict[str, Valeur] | list[Valeur], indent: int, alea: Random) -> list[str]:
    lines: list[str] = []
    between = alea.choice([[], [], [""], [f"{' ' * indent}# entre deux"]])
    items = value.items() if isinstance(value, dict) else [("-", item) for item in value]
    for rank, (key, item) in enumerate(items):
        lines += between if rank else []
        if isinstance(value, dict):
            lines += _entry(key, item, indent, alea)
        else:
            lines += _item(item, indent, alea)
    return lines


def _entry(key: str, value: Valeur, indent: int, alea: Random) -> list[str]:
    head = f"{' ' * indent}{key}:"
    if not value or isinstance(value, str) or alea.random() < 0.4:
        return _flow_lines(f"{head} ", value, alea)
    # A list may stand at the column of its key.
    below = indent if isinstance(value, list) and alea.random() < 0.3 else indent + alea.choice([1, 2, 4])
    return [head + alea.choice(["", "  # à part"]), *_block(value, below, alea)]


def _item(value: Valeur, indent: int, alea: Random) -> list[str]:
    dash = f"{' ' * indent}-{' ' * alea.choice([1, 1, 3])}"
    if not value or isinstance(value, str) or alea.random() < 0.4:
        return _flow_lines(dash, value, alea)
    first, *others = _block(value, len(dash), alea)
    return [dash + first.lstrip(" "), *others]


def _flow_lines(head: str, value: Valeur, alea: Random) -> list[str]:
    comment = alea.choice(["", "", "  # à part"])
    if value and not isinstance(value, str) and alea.random() < 0.2:
        # Brackets over several lines, with a comment inside.
        inside = ",\n".join(f"{' ' * (len(head) + 2)}{part}" for part in _parts(value, alea))
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        return f"{head}{opening}  # dedans\n{inside}\n{' ' * len(head)}{closing}{comment}".split("\n")
    return [head + _flow(value, alea) + comment]


def _flow(value: Valeur, alea: Random) -> str:
    if isinstance(value, str):
        return value
    space, comma = alea.choice(["", " "]), alea.choice(["", ", "]) if value else ""
    inside = ", ".join(_parts(value, alea))
    return f"{{{space}{inside}{comma}}}" if isinstance(value, dict) else f"[{space}{inside}{comma}]"


def _parts(value: dict[str, Valeur] | list[Valeur], alea: Random) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {_flow(item, alea)}" for key, item in value.items()]
    return [_flow(item, alea) for item in value]
