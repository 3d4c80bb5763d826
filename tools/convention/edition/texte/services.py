"""What a new service is written as: its file, its row of annexe 4, its component.

Knows: the shape of the three. Must not know: who adds it, what the values are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.edition.texte.ecriture import accolades, bloc, texte

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.mots.communs import Categorie


def service(libelle: str, nom_court: str, categorie: Categorie, mots: str) -> dict[str, str]:
    """Write the fields of what a service is called, and of what the convention says of it."""
    return {"libelle": texte(libelle), "nom_court": texte(nom_court), "categorie": categorie, "texte": texte(mots)}


def ligne(champs: Mapping[str, str], colonne: str, formule: str, mots: str, exemple: str) -> str:
    """Write a row, its fields already written; its formula is in one column, with a worked example."""
    mode = {"formule": formule, "texte": texte(mots), "exemples": f"\n    - {exemple}"}
    return bloc({**champs, colonne: mode})


def composants(nom: str, libelle: str, montants: Mapping[int, Mapping[str, str]]) -> dict[str, str]:
    """Write the field of the one component of a service, called as its row is, and its prices by exercice."""
    rows = [f"\n      {annee}: {accolades(prix)}" for annee, prix in montants.items()]
    prices = f"\n    montants:{''.join(rows)}" if rows else ""
    return {"composants": f"\n  {nom}:\n    libelle: {texte(libelle)}\n    ligne: {nom}{prices}"}
