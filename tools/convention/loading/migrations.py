"""Old shapes of data read by today's tool: one pure function a step, raw nodes to raw nodes.

Knows: the `format` number of `catalogue/convention.yaml`. Must not know: models.
Format 1 is the first: there is no step yet. A step for format N goes in `STEPS[N]` and gives the shape N + 1.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.nodes import ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convention.base.nodes import MappingNode

FORMAT = 1
STEPS: Mapping[int, Callable[[str, MappingNode], MappingNode]] = MappingProxyType({})


def read_format(root: MappingNode) -> int | None:
    """Return the format that `catalogue/convention.yaml` announces; None when it says nothing readable."""
    node = root.get("format")
    if isinstance(node, ScalarNode) and re.fullmatch("0|[1-9][0-9]{0,6}", node.text, re.ASCII):
        return int(node.text)
    return None


def migrate(path: str, root: MappingNode, version: int) -> MappingNode:
    """Bring one document from the shape `version` to today's."""
    for step in range(version, FORMAT):
        root = STEPS[step](path, root)
    return root
