"""Where a node begins and where its content ends in a text, whatever the style it is written in.

Knows: raw nodes and their marks, block and flow styles. Must not know: what is changed, documents.
The end that the parser gives to a block collection is the next token, comments and blank lines away: it serves no edit.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from convention.base.nodes import MappingNode, ScalarNode

if TYPE_CHECKING:
    from convention.base.nodes import Mark, Node, SequenceNode


class Lieux:
    """The offsets of one text: marks count lines and characters, edits count characters from the start."""

    __slots__ = ("_debuts", "text")

    def __init__(self, text: str) -> None:
        """Note where each line starts."""
        self.text = text
        self._debuts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    @property
    def fin_de_ligne(self) -> str:
        """How the lines of this text end; a text of one line takes « LF »."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    def offset(self, mark: Mark) -> int:
        """Return the offset of a mark."""
        return self._debuts[mark.line] + mark.column

    def start(self, node: Node) -> int:
        """Return where a node begins: at its first character, the dash of its first item, or its first key."""
        return self.offset(node.start)

    def end(self, node: Node) -> int:
        """Return where the content of a node ends: after its last character, before comments and blank lines."""
        if isinstance(node, ScalarNode):
            return self._end_of_scalar(node)
        if self.is_flow(node):
            return self.offset(node.end)
        last = next(reversed(node.values())) if isinstance(node, MappingNode) else node[-1]
        return self.end(last)

    def dash(self, node: SequenceNode, item: Node) -> int:
        """Return where the dash of an item of a block list stands: on its line, or above it."""
        line = self.line_start(self.start(item))
        while self.text[line + node.start.column] != "-":
            line = self.line_start(line - 1)
        return line + node.start.column

    def line_start(self, offset: int) -> int:
        """Return the start of the line that holds an offset."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return the end of the line that holds an offset, its terminator left out."""
        found = self.text.find("\n", offset)
        end = len(self.text) if found < 0 else found
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def next_line(self, offset: int) -> int:
        """Return the start of the line after the one that holds an offset."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1

    def is_flow(self, node: Node) -> bool:
        """Tell whether a collection is written in brackets."""
        return not isinstance(node, ScalarNode) and self.text[self.start(node)] in "[{"

    def is_block_scalar(self, node: Node) -> bool:
        """Tell whether a text is written below its key, after a bar or a chevron."""
        if not isinstance(node, ScalarNode) or node.plain:
            return False
        return self.text[self.start(node)] in "|>"

    def _end_of_scalar(self, node: ScalarNode) -> int:
        end = self.offset(node.end)
        if not self.is_block_scalar(node):
            return end
        written = self.text[self.start(node) : end]
        if "+" in written.split("\n", 1)[0].split("#")[0]:
            # Every blank line of the text is kept in its value: it ends where the next line begins.
            return end - (len(written) - len(written.removesuffix("\n").removesuffix("\r")))
        return end - (len(written) - len(written.rstrip()))
