"""Which family says which change: by field of a model, or by kind of object that comes or goes.

Knows: the families. Must not know: how they write. A change that no family says has the general sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import INSECABLE
from convention.model.cadre.champs import Modele, is_feminine
from convention.model.documents import adherents
from convention.model.documents.catalogue import SousService
from convention.model.ecrits.sceaux import Sceau
from convention.model.ecrits.scelles import EtatsEmis
from convention.reports.amendement.mots.noms import is_named, with_article
from convention.reports.amendement.objets import (  # noqa: F401 (each declares what it says)
    actes,
    articles,
    catalogue,
    comptages,
    documents,
    ecrits,
    prix,
    souscriptions,
    tarifs,
)
from convention.reports.amendement.objets.catalogue import numbers
from convention.reports.amendement.objets.famille import BREFS, DITS, declared
from convention.reports.amendement.objets.generale import general

if TYPE_CHECKING:
    from convention.reports.amendement.trajet import Cas

RENOMME = "renomme_de"
"""The field that declares a rename: an object that changes its id is the same object."""


def sentence(cas: Cas) -> str:
    """Say a change, without its subject and without a full stop."""
    value, chemin = cas.valeur, cas.changement.chemin
    if isinstance(value, (Sceau, EtatsEmis)):
        return documents.sealed(cas)
    if cas.changement.genre in ecrits.ECRITS:
        return ecrits.written(cas)
    if chemin and chemin[-1] == RENOMME:
        return _renaming(cas)
    found = declared(cas, DITS)
    if found is not None and isinstance(value, adherents.Adherent):
        return f"{found}{INSECABLE}; {documents.companions(cas)}"
    if found is not None:
        return found
    return general(cas) if chemin else documents.document(cas)


def brief(cas: Cas) -> str | None:
    """Say what matters of a change in a few words, without its subject; None when its sentence is all there is."""
    return declared(cas, BREFS)


def _renaming(cas: Cas) -> str:
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
