"""What a new service is written as: its file, its row of annexe 4, its component.

Knows: the shape of the three. Must not know: who adds it, what the values are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.edition.texte.ecriture import accolades, identifiant, texte

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.mots.communs import Categorie

NOMS = {"cout_annuel": "le coût annuel", "prix_unitaire": "le prix unitaire"}
"""What sentences call the prices that a new row declares."""


def service(libelle: str, nom_court: str, categorie: Categorie, mots: str) -> dict[str, str]:
    """Return the fields of what a service is called, and of what the convention says of it."""
    return {"libelle": texte(libelle), "nom_court": texte(nom_court), "categorie": categorie, "texte": texte(mots)}


def ligne(champs: Mapping[str, object], colonne: str, formule: str, mots: str, exemple: object) -> Mapping[str, object]:
    """Return the fields of a row; its formula is in one column, with a worked example."""
    return {**champs, colonne: {"formule": formule, "texte": texte(mots), "exemples": [accolades(exemple)]}}


def composants(nom: str, libelle: str, montants: Mapping[int, Mapping[str, str]]) -> Mapping[str, object]:
    """Return the field of the one component of a service, called as its row is, and its prices by exercice."""
    prices = {annee: accolades(prix) for annee, prix in montants.items()}
    return {"composants": {nom: {"libelle": texte(libelle), "ligne": identifiant(nom), "montants": prices or None}}}
