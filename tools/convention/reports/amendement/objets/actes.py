"""What is consigned in an avenant, said in one French sentence: an act of a party, an opinion, a visa.

Knows: how these objects are named. Must not know: media, what the avenant changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour
from convention.compare.changements.changements import Sorte
from convention.model.documents.avenants import AvisRendu, SuiviPartie, VisaAcquis
from convention.reports.amendement.objets.famille import dit_objet

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.reports.amendement.trajet import Cas


@dit_objet(AvisRendu)
@dit_objet(SuiviPartie)
@dit_objet(VisaAcquis)
def consigned(cas: Cas) -> str | None:
    """Say what is written or taken away, and by which name its visa or its party goes."""
    value, depot, nom = cas.valeur, cas.depot, cas.pas[-1].nom
    sorte = "retrait" if cas.changement.sorte is Sorte.RETRAIT else "ajout"
    match value:
        case SuiviPartie():
            dossier = depot.dossiers.get(nom)
            who = dossier.identite.nom if dossier is not None else nom
            return f"{who}, {enumere(_acts(value, depot)) or 'aucun acte'} ({sorte})"
        case VisaAcquis():
            procedures = depot.vie.procedures
            visa = procedures.visas.get(nom) if procedures is not None else None
            number = f", n° {value.numero}" if value.numero is not None else ""
            return f"visa {cite(visa.libelle if visa is not None else nom)}, {jour(value.date)}{number} ({sorte})"
        case AvisRendu():
            return f"avis {str(value.sens).replace('_', ' ')}{_meeting(value.reunion, depot)} ({sorte})"
        case _:
            return None


def _acts(suivi: SuiviPartie, depot: Depot) -> list[str]:
    dated = (
        (depot.convention.noms.acte.nu, suivi.delibere_le),
        ("transmission", suivi.transmis_le),
        ("publication", suivi.publie_le),
        ("signature", suivi.signe_le),
    )
    number = suivi.numero if suivi.numero is not None else "[à compléter]" if suivi.a_completer else ""
    told = [f"{what} du {jour(day)}" for what, day in dated if day is not None]
    return [f"{told[0]}, n° {number}", *told[1:]] if told and number else told


def _meeting(reunion: str, depot: Depot) -> str:
    """Name the body and the day of a meeting, when it is known."""
    every = (item for document in depot.vie.reunions.values() for item in document.reunions)
    found = next((item for item in every if item.id == reunion), None)
    gouvernance = depot.vie.gouvernance
    body = gouvernance.instances.get(found.instance) if gouvernance is not None and found is not None else None
    if found is None or body is None:
        return f", réunion {cite(reunion)}"
    return f", {body.libelle}, {jour(found.date)}"
