"""The text that the forge makes of a form: a heading a field, then its answer.

Knows: the definitions of the forms, the small convention with the documents that one of its adherents received.
Must not know: what is tested.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from convention.forge.formulaires.definitions import COMMENCER, CORRIGER, EN_VIGUEUR, formulaires
from tests.essais import lire
from tests.forge.projet import DONNEES
from tests.les_cas import textes

if TYPE_CHECKING:
    from convention.forge.formulaires.corps import Formulaire
    from convention.model.depot import Depot

FICHIERS = {**DONNEES, **textes("LIT004", "valide")}
"""Aubépine contests 575.00 € of the copiers of its notice « T-2 »."""
REPONSES = {
    "1-service": {
        "adherent": "Bruyère",
        "demande": COMMENCER,
        "objet": "S02 Mise en œuvre des applications",
        "date": "01/04/2026",
    },
    "2-quantites": {
        "adherent": "Bruyère",
        "exercice": "2026",
        "phase": EN_VIGUEUR,
        "demande": CORRIGER,
        "date": "31/12/2025",
        "quantites": "imprimantes : 5\nNombre de copieurs = 4",
    },
    "3-contestation": {
        "adherent": "Aubépine",
        "titre": "T-2",
        "service": "S04 Gestion de parcs",
        "composant": "Serveur d'impression",
        "montant": "12,50 €",
        "motif": "Quatorze moyens d'impression\ncomptés au lieu de douze",
        "contact": "4 mai 2026",
        "contestation": "2026-05-20",
    },
}


@cache
def depot() -> Depot:
    return lire(FICHIERS)


def formulaire(identifiant: str) -> Formulaire:
    """Return a form."""
    return next(item for item in formulaires(depot()) if item.id == identifiant)


def corps(identifiant: str, fin: str = "", **change: str) -> str:
    """Write the text of a form: sound answers, those changed; an empty one was left empty."""
    answers = {**REPONSES[identifiant], **change}
    parts = [
        f"### {champ.nom}\n\n{answers.get(champ.id) or '_No response_'}\n\n" for champ in formulaire(identifiant).champs
    ]
    return "".join(parts).rstrip("\n") + fin
