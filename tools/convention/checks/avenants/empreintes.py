"""AVE009: an opinion or an act that does not say on what it was done, and counts for no proposal (art. 7, 12).

Knows: avenants, meetings, the seals that they name. Must not know: comparisons, what a seal covers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.checks.avenants.etapes import amendments, opinions, own_seal
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import place, signal
from convention.checks.cadre.vie import meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.avenants.etapes import AvenantEcrit
    from convention.model.depot import Depot


@controle("AVE009", avertit=True)
def unnamed(depot: Depot) -> Iterator[Diagnostic]:
    """AVE009: acts of an avenant without its seal; an opinion on a change, or cited by an avenant, without one."""
    for item in amendments(depot):
        avenant = item.avenant
        if avenant.empreinte is None and (avenant.parties or avenant.visas):
            lieu = place(depot, item.at("parties" if avenant.parties else "visas"), key=True)
            message = f"rien ne dit sur quelle empreinte furent faits les actes de {item.texte} : ils ne comptent pas"
            yield signal("AVE009", lieu, message, _hint(depot, item))
        for rang, meeting in opinions(depot, avenant).items():
            given = [avis for avis in meeting.reunion.avis if avis.sens is avenant.avis[rang].sens]
            if given and all(avis.empreinte is None for avis in given):
                related = ((place(depot, meeting.at("avis"), key=True), "l'avis rendu"),)
                message = f"{meeting.texte} ne dit pas sur quelle empreinte de {item.texte} : l'avis ne compte pas"
                yield signal("AVE009", place(depot, item.at("avis", rang)), message, _hint(depot, item), related)
    for meeting in meetings(depot):
        for rang, avis in enumerate(meeting.reunion.avis):
            if avis.empreinte is None and (avis.genres or avis.exercice is not None):
                message = f"un avis de {meeting.texte} ne dit pas sur quelle empreinte : il ne compte pas"
                yield signal("AVE009", place(depot, meeting.at("avis", rang, "objet")), message)


def _hint(depot: Depot, item: AvenantEcrit) -> str:
    """Give the seal that is kept, when there is one."""
    seal = own_seal(depot, item)
    return f'ajouter « empreinte: "{seal}" » si c\'est sur ce qui est consigné' if seal is not None else ""
