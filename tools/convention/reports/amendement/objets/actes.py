"""What is consigned in an avenant, said in one French sentence: an act of a party, an opinion, a visa.

Knows: how these objects are named. Must not know: media, what the avenant changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour
from convention.checks.cadre.vie import meeting
from convention.compare.changements.changements import Sorte
from convention.model.documents.avenants import AvisRendu, SuiviPartie, VisaAcquis
from convention.model.ecrits.journal import Inscription
from convention.reports.amendement.mots.noms import agreed, own_name
from convention.reports.amendement.objets.contenu import content, named_by
from convention.reports.amendement.objets.famille import dit_objet

if TYPE_CHECKING:
    from convention.model.depot import Depot
    from convention.reports.amendement.trajet import Cas


@dit_objet(SuiviPartie)
def acts(cas: Cas, suivi: SuiviPartie) -> str:
    """Say what a party did."""
    nom = cas.pas[-1].nom
    return f"{cas.depot.nom_de(nom)}, {enumere(_acts(suivi, cas.depot.acte_de(nom).nu)) or 'aucun acte'} ({_done(cas)})"


@dit_objet(VisaAcquis)
def visa(cas: Cas, acquis: VisaAcquis) -> str:
    """Say a visa by its name, its day and its number."""
    nom = cas.pas[-1].nom
    known = cas.depot.vie.visas.get(nom)
    number = f", n° {acquis.numero}" if acquis.numero is not None else ""
    return f"visa {cite(known.libelle if known is not None else nom)}, {jour(acquis.date)}{number} ({_done(cas)})"


@dit_objet(AvisRendu)
def opinion(cas: Cas, avis: AvisRendu) -> str:
    """Say an opinion, by which body and when."""
    return f"avis {str(avis.sens).replace('_', ' ')}{_meeting(avis.reunion, cas.depot)} ({_done(cas)})"


@dit_objet(Inscription)
def inscription(cas: Cas, found: Inscription) -> str:
    """Say an act of the journal of seals: what is done is a sentence, which nothing follows."""
    named = own_name(found, cas.pas[-1].nom, cas.depot)
    inside = content(found, cas.depot, "", named_by(Inscription))
    return f"l'inscription est {agreed(found, cas.changement.sorte.fait)} : {named} ({inside})"


def _done(cas: Cas) -> str:
    return "retrait" if cas.changement.sorte is Sorte.RETRAIT else "ajout"


def _acts(suivi: SuiviPartie, acte: str) -> list[str]:
    dated = (
        (acte, suivi.delibere_le),
        ("transmission", suivi.transmis_le),
        ("publication", suivi.publie_le),
        ("signature", suivi.signe_le),
    )
    number = suivi.numero if suivi.numero is not None else "[à compléter]" if suivi.a_completer else ""
    told = [f"{what} du {jour(day)}" for what, day in dated if day is not None]
    return [f"{told[0]}, n° {number}", *told[1:]] if told and number else told


def _meeting(reunion: str, depot: Depot) -> str:
    """Name the body and the day of a meeting, when it is known."""
    found = meeting(depot, reunion)
    body = depot.vie.instances.get(found.reunion.instance) if found is not None else None
    if found is None or body is None:
        return f", réunion {cite(reunion)}"
    return f", {body.libelle}, {jour(found.reunion.date)}"
