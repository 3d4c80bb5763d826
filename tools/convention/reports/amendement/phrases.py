"""Each change said in one French sentence, for somebody who does not read YAML.

Knows: the public entries of an amendment in words. Must not know: how each family writes (`reports.amendement`), media.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE
from convention.reports.amendement.groupes import Endroit, Groupe, Phrase, amendment, numbered, place_of
from convention.reports.amendement.registre import sentence
from convention.reports.amendement.sujets import subject
from convention.reports.amendement.trajet import Cas

if TYPE_CHECKING:
    from convention.compare.changements.changements import Changement
    from convention.model.depot import Depot, Reference

__all__ = ["Endroit", "Groupe", "Phrase", "amendment", "heading", "numbered", "phrase", "place", "place_of"]


def phrase(changement: Changement, base: Depot, head: Depot) -> str:
    """Say one change: who or what it concerns, then what it was and what it becomes."""
    return f"{heading(changement, base, head)}{INSECABLE}: {sentence(Cas(changement, base, head))}"


def heading(changement: Changement, base: Depot, head: Depot) -> str:
    """Say who or what a change concerns, as its sentence begins."""
    return subject(Cas(changement, base, head)).titre


def place(reference: Reference | None, depot: Depot) -> str:
    """Return where a change stands: « pricing/forfait.yaml, ligne 9 »."""
    if reference is None:
        return ""
    span = depot.span(reference, key=True)
    return f"{span.path}, ligne {span.line}"
