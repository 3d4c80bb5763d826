"""How many examples a property tries: few in `make test`, many in `make preuves`.

Knows: one environment variable. Must not know: what is proved.
"""

from __future__ import annotations

import os

from hypothesis import settings

FOIS = int(os.environ.get("PREUVES", "1"))
"""How many times as many examples as in `make test`."""


def exemples(nombre: int) -> settings:
    """Ask for a number of examples, chance and delays being those of the profile in force."""
    return settings(max_examples=nombre * FOIS)
