"""A small repository with its costs borne: every figure of the tests on `equilibre` comes from here.

Knows: `maquette`, the shape of `pricing/equilibre/`. Must not know: the engine.
Three adherents; `sud` comes in the middle of 2026. The forfait is 700,00 €, the network 1 000,00 €; nobody takes the
laboratory, 300,00 €; `nord` bought for 300,00 €.
"""

from __future__ import annotations

from tests.generateur.textes import DEMO, first_line
from tests.maquette import Cout, Membre, maquette

ACHAT = "{id: ecrans, libelle: Écrans, ligne: achat, section: fonctionnement, nombre: 2, montants: {prix: 150.00}, "
ACHAT += "devis: {reference: D-1, accepte_le: 2026-01-05}, livraison: 2026-02-01}"
MEMBRES = {
    "metropole": Membre("postes: 20"),
    "nord": Membre("postes: 12", depenses=ACHAT),
    "sud": Membre("postes: 8", "{service: S03, debut: 2026-07-01}", "debut: 2026-07-01"),
}
COUTS = {
    "reseau": Cout("cout: 1000.00", annuel="cout * part(postes)"),
    "laboratoire": Cout("cout: 300.00", factuel="cout * part(postes)", suite="beneficiaires: souscription"),
}
POLES = """  - {service: S03, libelle: Réseaux, montants: {previsionnel: 24000.00, realise: 24100.00}}
  - {service: S04, libelle: Parcs, montants: {previsionnel: 4000.10}}
  - {service: S04, libelle: Livraison, regie: oui, montants: 2500.00}
"""
LOCAUX = "non_refactures: [{libelle: Locaux, montants: {previsionnel: 800.00}, motif: Frais généraux}]\n"
SEUL = "seul:\n  methode: Au prix d'un prestataire.\n"
SEUL += "  valeurs: {metropole: 30000.00, nord: 20000.00, sud: 12000.00}\n"


def equilibre(poles: str = POLES, locaux: str = LOCAUX, seul: str = SEUL) -> dict[str, str]:
    """Return the texts of the repository, by path."""
    path = "pricing/equilibre/2026.yaml"
    document = f"{first_line(path)}{DEMO}masse_salariale:\n{poles}{locaux}{seul}"
    return {**maquette(MEMBRES, COUTS, forfait="2024-01-01: 700.00"), path: document}
