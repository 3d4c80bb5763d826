"""Decisions on a small repository whose table of procedures a test can read at once.

Knows: the small repository of the tests. Must not know: what is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.compare.comparaison import comparer
from convention.compare.decision.decision import decide
from tests.essais import lire
from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.compare.comparaison import Comparaison
    from convention.compare.decision.decision import Decision

CLES, COMPOSANTS = "pricing/cles.yaml", "pricing/composants/S03.yaml"
LAXOU, NANCY = "adherents/laxou", "adherents/nancy"
PROCEDURES, REUNIONS = "catalogue/procedures.yaml", "catalogue/reunions/2026.yaml"

TABLE = f"""{DEMO}visas:
  sans-effet: {{libelle: Sans effet, etape: comparaison}}
  validation: {{libelle: Validation, etape: validation}}
  demande: {{libelle: Demande, etape: demande}}
  avis: {{libelle: Avis, instance: comite}}
  agents: {{libelle: Fiche, quand: Quand les agents sont concernés, cas: agents}}
  jugement: {{libelle: Selon l'effet, quand: Quand l'effet est significatif}}
  metropole: {{libelle: Délibération de la Métropole, etape: deliberation_gestionnaire}}
  adherents: {{libelle: Délibération des autres, etape: deliberation_adherents}}
  transmission: {{libelle: Transmission, etape: transmission}}
  publication: {{libelle: Publication, etape: publication}}
  signature: {{libelle: Signature, etape: signature}}
  lettre: {{libelle: Lettre}}
procedures:
  correction: {{libelle: Correction, rang: 1, description: essai, visas: [sans-effet], retroactive: oui}}
  gestion: {{libelle: Gestion, rang: 2, description: essai, visas: [validation], retroactive: oui}}
  souscription: {{libelle: Souscription, rang: 3, description: essai, visas: [demande]}}
  prix:
    {{libelle: Prix, rang: 4, description: essai, visas: [avis, jugement, lettre], avant: octobre, preavis_mois: 2}}
  avenant:
    libelle: Avenant
    rang: 5
    description: essai
    visas: [avis, agents, metropole, adherents, transmission, publication, signature, lettre]
changements:
  - {{genre: composants, procedure: prix, motif: un prix}}
  - {{genre: composants, champ: composants.libelle, procedure: correction, motif: un nom}}
  - {{genre: quantites, procedure: gestion, motif: un comptage}}
  - {{genre: depenses, procedure: gestion, motif: un achat}}
  - {{genre: reunions, procedure: gestion, motif: une réunion}}
  - {{genre: avenant, procedure: gestion, motif: un acte}}
  - {{genre: decisions, procedure: gestion, motif: un acte}}
  - {{genre: souscriptions, procedure: souscription, motif: un abonnement}}
  - {{genre: adherent, procedure: avenant, motif: une adhésion}}
  - {{genre: service, procedure: avenant, motif: le catalogue}}
  - {{genre: cles, procedure: avenant, motif: une clé}}
"""
RESEAU = {"reseau": Cout("cout: 1200.00", annuel="cout * part(postes)")}
MEMBRES = {"metropole": Membre("postes: 10"), "laxou": Membre("postes: 30"), "nancy": Membre("postes: 20")}


def petit(
    membres: Mapping[str, Membre] = MEMBRES, couts: Mapping[str, Cout] = RESEAU, *, exercices: tuple[int, ...] = (2026,)
) -> dict[str, str]:
    """Return the texts of the small repository, with its procedures."""
    files = maquette(membres, couts, exercices=dict.fromkeys(exercices, "previsionnel"))
    return {**files, PROCEDURES: f"{first_line(PROCEDURES)}{TABLE}"}


def avenant(files: Mapping[str, str], rest: str = "", numero: int = 1, effet: str = "2027-01-01") -> dict[str, str]:
    """Add an avenant, with what was done of it."""
    path = f"catalogue/avenants/{numero}/avenant.yaml"
    return {**files, path: f"{first_line(path)}{DEMO}numero: {numero}\nobjet: Essai\neffet: {effet}\n{rest}"}


def decision_prise(files: Mapping[str, str], acts: str) -> dict[str, str]:
    """Add what the managing body decided alone."""
    line = "# yaml-language-server: $schema=../schemas/decisions.schema.json\n"
    return {**files, "catalogue/decisions.yaml": f"{line}{DEMO}decisions:\n  essai: {{objet: Essai, {acts}}}\n"}


def reunions(files: Mapping[str, str], *meetings: tuple[str, str, str]) -> dict[str, str]:
    """Add meetings: who meets, the day, the opinions that are given."""
    rows = [
        f"  - {{id: reunion-{number}, instance: {instance}, date: {day}, statut: tenue, ordre_du_jour: [essai], "
        f"avis: [{avis}]}}\n"
        for number, (instance, day, avis) in enumerate(meetings, 1)
    ]
    return {**files, REUNIONS: f"{first_line(REUNIONS)}{DEMO}reunions:\n{''.join(rows)}"}


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> Comparaison:
    """Compare two states of the small repository."""
    return comparer(lire(before), lire(after), pourquoi=False)


def decided(
    before: Mapping[str, str], after: Mapping[str, str], au: date | None = None, sceau: str | None = None
) -> Decision:
    """Decide between them, as if the comparison had a seal."""
    return decide(compared(before, after), au, sceau.strip('"') if sceau is not None else None)
