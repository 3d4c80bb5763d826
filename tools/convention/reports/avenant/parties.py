"""The articles of an avenant, drawn from the changes: one for each annexe, or article, or adherent that they touch.

Knows: the changes and their sentences. Must not know: media, what they cost.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from convention.base.french import INSECABLE, jour, majuscule
from convention.compare.decision.points import year_of
from convention.reports.amendement.phrases import amendment
from convention.reports.avenant.avenant import Partie, Projet
from convention.reports.avenant.refus import decided_points

if TYPE_CHECKING:
    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision
    from convention.compare.decision.visas import VisaDemande
    from convention.model.depot import Depot
    from convention.reports.amendement.phrases import Groupe


def project(comparaison: Comparaison, decision: Decision, numero: int) -> Projet:
    """Gather what the data says of an amendment: its subject, its day, its grounds; opinions and acts are its record's.

    Args:
        comparaison: what changes.
        decision: the record of what is acquired for it, that its comment reads too.
        numero: number of the amendment.
    """
    avenant = comparaison.head.vie.avenants.get(str(numero))
    known = next((item for item in decision.avenants if item.decide and item.ecrit.avenant.numero == numero), None)
    opinions = tuple(text for item in decision.visas if (text := _opinion(comparaison.head, item)))
    effet = avenant.effet if avenant is not None else decision.effet
    years = {year_of(point.changement) for point in decided_points(decision, comparaison)}
    return Projet(
        numero,
        avenant.objet if avenant is not None else "",
        effet,
        opinions,
        tuple(text.rstrip(" .;") for text in (avenant.motifs if avenant is not None else ())),
        known.actes.parties if known is not None else {},
        tuple(sorted(year for year in years if year and effet is not None and date(year, 1, 1) < effet)),
    )


def _opinion(depot: Depot, item: VisaDemande) -> str:
    """Cite an opinion as a visa: « l'avis favorable du comité de suivi stratégique du 5 octobre 2026 »."""
    acquis, gouvernance = item.acquis, depot.vie.gouvernance
    if acquis is None or acquis.sens is None or acquis.date is None:
        return ""
    instance = gouvernance.instances.get(item.visa.instance or "") if gouvernance is not None else None
    who = f" du {instance.libelle.lower()}" if instance is not None else ""
    return f"l'avis {acquis.sens.bref}{who} du {jour(acquis.date)}"


def parts(comparaison: Comparaison, decision: Decision) -> tuple[Partie, ...]:
    """Make an article of each annexe, or document, that binds; what binds nobody (a source, an example) is left out."""
    articles: dict[str, list[str]] = {}
    changes = [point.changement for point in decided_points(decision, comparaison)]
    for groupe in amendment(changes, comparaison.base, comparaison.head):
        for item in groupe.phrases:
            if not item.accessoire:
                inside = _inside(groupe)
                told = f"{inside}{INSECABLE}: {item.texte}." if inside else item.alinea
                articles.setdefault(groupe.rubrique, []).append(told)
    return tuple(Partie(title, tuple(told)) for title, told in articles.items())


def _inside(groupe: Groupe) -> str:
    """Name what changes inside the article of its annexe: « Ligne « S08 – Messagerie électronique » »."""
    if groupe.titre == groupe.rubrique:
        return ""
    inside = groupe.dedans or groupe.titre
    return majuscule(inside)
