"""The articles of an avenant, drawn from the changes: one for each annexe, or article, or adherent that they touch.

Knows: the changes and their sentences. Must not know: media, what they cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.reports.avenant import Partie, Projet
from convention.reports.phrases import phrase

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison


def project(comparaison: Comparaison, numero: int) -> Projet:
    """Gather what the data says of an amendment."""
    del comparaison
    return Projet(numero, "", None, (), ())


def parts(comparaison: Comparaison) -> tuple[Partie, ...]:
    """Group the sentences of the changes under their heading, in the order of a council."""
    groups: dict[str, list[str]] = {}
    for item in comparaison.changements:
        subject, _, rest = phrase(item, comparaison.base, comparaison.head).partition(" : ")
        groups.setdefault(subject, []).append(f"{rest[:1].upper()}{rest[1:]} ;")
    return tuple(Partie(title, tuple(told)) for title, told in groups.items())
