"""REF001, GOU001, GOU004: what governance cites exists, and a meeting is that of a body, a community or a project.

Knows: who cites whom among bodies, meetings, projects, procedures, shared documents. Must not know: dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter
from convention.base.french import cite
from convention.checks.cadre import citations
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import cut_list
from convention.checks.cadre.lieux import place, signal
from convention.checks.cadre.vie import meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.vie import ReunionEcrite
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Instance


@controle("GOU004")
def misattached(depot: Depot) -> Iterator[Diagnostic]:
    """GOU004: a users' committee without its community, a project group without its project, or the other way round."""
    for item in meetings(depot):
        instance = depot.vie.instances.get(item.reunion.instance)
        if instance is not None:
            yield from _attachment(depot, item, instance)


def _attachment(depot: Depot, item: ReunionEcrite, instance: Instance) -> Iterator[Diagnostic]:
    reunion, frequence = item.reunion, instance.frequence
    # What must name a project is what the clause of project groups institutes; what may, what has no yearly number.
    group = depot.convention.clauses.groupe_projet
    by_project = group is not None and instance.clause == group
    at_need = frequence.minimum_par_an is None and not frequence.par_communaute
    for champ, value, wanted, allowed, known in (
        ("communaute", reunion.communaute, frequence.par_communaute, False, citations.communautes(depot)),
        ("projet", reunion.projet, by_project, at_need, citations.projets(depot)),
    ):
        what, each = known.quoi, "chaque communauté" if champ == "communaute" else "chaque projet"
        if wanted and value is None:
            message = f"{item.texte} ne nomme pas {what} : {cite(instance.libelle)} se réunit pour {each}"
            hint = ajouter(f"{champ}: ⟦…⟧") + f", parmi : {cut_list(sorted(known.connus))}" if known.connus else ""
            yield signal("GOU004", place(depot, item.at("instance")), message, hint)
        if value is not None and not (wanted or allowed):
            message = f"{item.texte} cite {what} {cite(value)}, et {cite(instance.libelle)} ne se réunit pas ainsi"
            yield signal(
                "GOU004", place(depot, item.at(champ)), message, f"retirer « {champ} », ou corriger « instance »"
            )
