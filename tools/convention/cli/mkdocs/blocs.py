"""What is HTML already is not given to Markdown, which would read it three times to leave it as it is.

Knows: that empty lines part the blocks of our pages, and that none has one in it. Must not know: what a page says.
"""

from __future__ import annotations

import re

_BLOC = re.compile(r"<!--bloc ([0-9]+)-->")
"""Stands for a block, while Markdown is read."""


def shortened(page: str) -> tuple[str, tuple[str, ...]]:
    """Return a page with a mark in the place of each block of HTML, and its parts, which the marks number."""
    parts = tuple(page.split("\n\n"))
    kept = (f"<!--bloc {rang}-->" if part.lstrip("\n").startswith("<") else part for rang, part in enumerate(parts))
    return "\n\n".join(kept), parts


def restored(html: str, parts: tuple[str, ...]) -> str:
    """Put the blocks back in the page that was made of the rest."""
    return _BLOC.sub(lambda found: parts[int(found[1])].strip("\n"), html) if parts else html
