"""The small repository of the tests, with some texts replaced: what a check sees of one mistake.

Knows: `tools/tests/depots/mini`. Must not know: what is checked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from convention.checks.registry import memoires, run
from convention.loading.loader import load
from tests.espaces import espaces
from tests.essais import Textes, fichiers, retouches
from tests.les_cas import MINI

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from convention.base.diagnostic import Diagnostic
    from convention.loading.loader import Cache
    from convention.model.depot import Depot

GARDES = memoires()
LECTURES: Cache = {}
"""What was read of the small repository: a test that changes one of its files reads that one only."""
S03 = "catalogue/services/S03.yaml"
S04 = "catalogue/services/S04.yaml"
COUTS = "pricing/couts-de-possession.yaml"
APPLICATIONS = "pricing/composants/S02.yaml"
AUBEPINE = "adherents/aubepine/souscriptions.yaml"
BRUYERE = "adherents/bruyere/souscriptions.yaml"

SOUSCRIPTIONS = """\
# yaml-language-server: $schema=../../schemas/souscriptions.schema.json
origine: demonstration
source: inventé pour les essais
souscriptions:
"""


def mini(
    *changes: tuple[str, str, str], files: Mapping[str, str] | None = None, without: Collection[str] = ()
) -> Depot:
    """Load the small repository; each change is a path, a text of this file, the text that replaces it."""
    texts = retouches({**_textes(), **(files or {})}, changes)
    return load(Textes({path: text for path, text in texts.items() if path not in without}), LECTURES).depot


@cache
def _textes() -> Mapping[str, str]:
    return fichiers(MINI)


def subscriptions(*lines: str) -> str:
    """Write a document of subscriptions from its lines: `service: S03, debut: 2024-01-01`."""
    return SOUSCRIPTIONS + "".join(f"  - {{{line}}}\n" for line in lines)


def dits(depot: Depot, au: date | None = None) -> tuple[Diagnostic, ...]:
    """Run all the checks; what each change of the frozen data leaves as it was is not checked again."""
    return run(depot, au, gardes=GARDES if "essey-les-nancy" in depot.dossiers else None)


def found(depot: Depot, code: str) -> list[Diagnostic]:
    """Run all the checks and keep the messages of a code."""
    return [diagnostic for diagnostic in dits(depot) if diagnostic.code == code]


def messages(code: str, *files: dict[str, str]) -> list[str]:
    """Lay documents over the small repository and return the messages of a code."""
    together = {path: text for group in files for path, text in group.items()}
    return [espaces(item.message) for item in found(mini(files=together), code)]
