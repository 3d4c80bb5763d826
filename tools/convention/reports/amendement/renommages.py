"""The sentence of a declared rename: an object that changes its id is the same object (conception §5.1).

Knows: the objects that declare a rename. Must not know: how both sides were matched (`compare.changements.renommages`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.model.cadre.champs import Modele, is_feminine
from convention.model.documents.catalogue import SousService
from convention.reports.amendement.mots.noms import is_named, with_article
from convention.reports.amendement.objets.catalogue import numbers

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas

CHAMP = "renomme_de"
"""The field that declares a rename."""


def renaming(cas: Cas) -> str:
    """Say that an object is only renamed; a declaration withdrawn later says nothing of the object."""
    objet = next((step.valeur for step in reversed(cas.pas[:-1]) if isinstance(step.valeur, Modele)), None)
    if isinstance(objet, SousService):
        return numbers(cas)
    if objet is None or not is_named(type(objet)):
        named = "l'adhérent"
    else:
        named = with_article(objet, cas.pas[-2].nom, cas.depot)
    if cas.changement.apres is None:
        return f"{named} n'est plus {_agreed(objet)}"
    return f"{named} change d'identifiant dans les données, sans autre effet"


def _agreed(objet: Modele | None) -> str:
    feminine = objet is not None and is_named(type(objet)) and is_feminine(type(objet))
    return "déclarée comme renommée" if feminine else "déclaré comme renommé"
