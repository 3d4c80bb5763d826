"""What the data says of an amendment, the same for all its signatories: its subject, its grounds, its articles.

Knows: the order of its articles, one for each annexe, article or adherent that changes touch. Must not know: media, how
a change is said (`phrases`), who reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import majuscule
from convention.compare.decision.points import signed
from convention.reports.amendement.phrases import amendment
from convention.reports.mots import opinion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.model.documents.avenants import SuiviPartie


class Projet(NamedTuple):
    """What the data says of an amendment, beside its changes."""

    numero: int
    objet: str
    """Empty when the data says nothing of it: it is then told from the changes."""
    effet: date | None
    vus: tuple[str, ...]
    """Opinions acquired: « l'avis favorable du comité de pilotage du 5 octobre 2026 »."""
    considerants: tuple[str, ...]
    suivi: Mapping[str, SuiviPartie]
    """What each party has done."""


class Partie(NamedTuple):
    """Changes of one annexe, or article: one article of the avenant."""

    titre: str
    phrases: tuple[str, ...]


def project(comparaison: Comparaison, decision: Decision, numero: int) -> Projet:
    """Gather what the data says of an amendment: its subject, its day, its grounds; what is acquired for it."""
    avenant = comparaison.head.vie.avenants.get(str(numero))
    known = next((item for item in decision.avenants if item.decide and item.ecrit.avenant.numero == numero), None)
    opinions = tuple(text for item in decision.visas if (text := opinion(comparaison.head, item.visa, item.acquis)))
    return Projet(
        numero,
        avenant.objet if avenant is not None else "",
        avenant.effet if avenant is not None else decision.effet,
        opinions,
        tuple(text.rstrip(" .;") for text in (avenant.motifs if avenant is not None else ())),
        known.actes.parties if known is not None else {},
    )


def parts(comparaison: Comparaison, decision: Decision) -> tuple[Partie, ...]:
    """Make an article of each annexe, or document, that binds.

    What binds nobody (a source, an example) is left out, and so is what an adherent comes with: no act decides what it
    counts, nor what is noted of its demand.
    """
    articles: dict[str, list[str]] = {}
    changes = [point.changement for point in signed(decision.points, comparaison)]
    for groupe in amendment(changes, comparaison.base, comparaison.head):
        # What changes inside the article of its annexe: « Ligne « S08 – Messagerie électronique » ».
        inside = "" if groupe.titre == groupe.rubrique else majuscule(groupe.dedans or groupe.titre)
        for item in groupe.phrases:
            if not item.accessoire:
                told = f"{inside} : {item.propre}." if inside else f"{majuscule(item.propre)}."
                articles.setdefault(groupe.rubrique, []).append(told)
    return tuple(Partie(title, tuple(told)) for title, told in articles.items())
