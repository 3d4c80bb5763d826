"""Documents that stand for those that could not be read: nothing follows from them.

Knows: the fields without which a check could not look at the others. Must not know: which document is missing.
"""

from __future__ import annotations

from datetime import date

from convention.base.period import Prorata
from convention.model.documents.adherents import Adherent, Adhesion, Souscriptions
from convention.model.documents.catalogue import (
    Convention,
    PolitiquePartage,
    PolitiquePartLiberee,
    PolitiqueProrata,
    Politiques,
)
from convention.model.documents.tarifs import Comptes
from convention.model.mots.communs import Origine, PartLiberee, TypeAdherent

ADHERENT_VIDE = Adherent.model_construct(
    origine=Origine.DEMONSTRATION,
    source=None,
    nom="",
    denomination="",
    type=TypeAdherent.COMMUNE,
    adhesion=Adhesion.model_construct(debut=date(2000, 1, 1), origine=Origine.DEMONSTRATION),
)
SOUSCRIPTIONS_VIDES = Souscriptions.model_construct(
    origine=Origine.DEMONSTRATION, source=None, souscriptions=(), composants=()
)
COMPTES_VIDES = Comptes.model_construct(
    origine=Origine.DEMONSTRATION, source=None, comptes=(), reversement=None, attribution=None
)
PARTAGE_VIDE = PolitiquePartage.model_construct(
    couts_exacts=None, factuels_entiers=None, origine=Origine.DEMONSTRATION, texte=""
)
CONVENTION_VIDE = Convention.model_construct(
    format=1,
    origine=Origine.DEMONSTRATION,
    source=None,
    intitule="",
    gestionnaire="",
    effet=date(2000, 1, 1),
    duree_annees=1,
    reconductions=99,
    preavis_mois=0,
    politiques=Politiques.model_construct(
        prorata=PolitiqueProrata.model_construct(
            mode=Prorata.MENSUEL, seuil=15, origine=Origine.DEMONSTRATION, texte=""
        ),
        part_liberee=PolitiquePartLiberee.model_construct(
            mode=PartLiberee.REPARTIE, origine=Origine.DEMONSTRATION, texte=""
        ),
        partage=None,
    ),
)
