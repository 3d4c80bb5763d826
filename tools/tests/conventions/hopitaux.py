"""What the commands say of the group of hospitals.

Knows: `depots/hopitaux`, the commands. Must not know: what is tested.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from convention.base.french import FINE, INSECABLE
from tests.cli.commande import lancer
from tests.essais import FIGES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commande import Sortie

HOPITAUX = FIGES / "hopitaux"


def plain(text: str) -> str:
    """Return a text with ordinary spaces and apostrophes."""
    return text.replace(FINE, " ").replace(INSECABLE, " ").replace("’", "'")


def done(root: Path, *arguments: str) -> Sortie:
    """Run a command that must succeed."""
    run = lancer(root, *arguments)
    assert run.code == 0, run.message
    return run


def read_json(root: Path, *arguments: str) -> Any:  # noqa: ANN401 (a JSON document)
    return json.loads(done(root, *arguments).sortie)
