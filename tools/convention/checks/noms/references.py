"""REF001, GOU001: every name cited designates an object of the repository.

Knows: what the types of the fields say that they cite (`model.cadre.renvois`). Must not know: dates, amounts, whether
names are unique (`identifiants`), which names exist (`cadre.citations`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.checks.cadre.citations import has_registre, registre, unknown
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import components, files_of
from convention.checks.cadre.lieux import LaCle
from convention.checks.cadre.valeurs import fields_of, values_of
from convention.model.cadre.formes import sort_of
from convention.model.cadre.genres import GENRES
from convention.model.cadre.libelles import libelles
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.documents.adherents import Souscriptions
from convention.model.documents.entrees_sorties import DemandeAdhesion
from convention.model.documents.suivi import Projet
from convention.model.documents.tarifs import Exemple
from convention.model.mots.vie import StatutProjet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.lieux import Constat, Ou
    from convention.checks.cadre.valeurs import Valeur
    from convention.model.cadre.champs import Modele
    from convention.model.cadre.scalaires import Scalaire
    from convention.model.depot import Depot, Fichier


def _cites(scalaire: Scalaire) -> bool:
    return has_registre(sort_of(scalaire))


_AILLEURS = frozenset({"convention", "litiges", "quantites"})
"""Kinds of documents whose unknown names have messages of their own (ADH005, LIT001), or are told folder by folder."""
_CITENT = tuple(genre.nom for genre in GENRES if fields_of(genre.modele, _cites) and genre.nom not in _AILLEURS)


@controle("REF001", "GOU001")
def unknown_names(depot: Depot) -> Iterator[Constat]:
    """REF001, GOU001: a name that designates no service, row, key, component, adherent, body, meeting or project."""
    registres = {sorte: registre(depot, sorte) for sorte in Sorte if has_registre(sorte)}
    common = frozenset(registres[Sorte.SOUSCRIPTION].connus) - libelles(depot, Sorte.SOUSCRIPTION).keys()
    for fichier in files_of(depot, *_CITENT):
        document, taken = fichier.document, frozenset[str]()
        if isinstance(document, Souscriptions):
            taken = common | {item.service for item in document.souscriptions if item.fin is None}
        for cited in values_of(document, _cites) if document is not None and _is_somebody_s(depot, fichier) else ():
            sorte = sort_of(cited.scalaire)
            if sorte is not None and sorte is not Sorte.COMPOSANT_SOUSCRIT and not _is_told_elsewhere(document, cited):
                yield from unknown(registres[sorte], cited.valeur, _where(fichier.path, cited), sauf=taken)


@controle("REF001")
def unknown_services(depot: Depot) -> Iterator[Constat]:
    """REF001: components in the file of a service that does not exist."""
    services = registre(depot, Sorte.SERVICE)
    for item in components(depot):
        yield from unknown(services, item.service, LaCle(Reference(item.reference.path, ("composants",))))


@controle("REF001", par_adherent=True)
def unknown_of_folders(depot: Depot) -> Iterator[Constat]:
    """REF001: a key or a component, subscribed to or counted, that does not exist."""
    named = (Sorte.CLE_PAR_ADHERENT, Sorte.CLE_PAR_COMPOSANT, Sorte.COMPOSANT, Sorte.COMPOSANT_SOUSCRIT)
    registres = {sorte: registre(depot, sorte) for sorte in named}
    for dossier in depot.dossiers.values():
        documents: dict[str, Modele] = {"souscriptions.yaml": dossier.souscriptions}
        documents |= {f"quantites/{annee}.yaml": document for annee, document in dossier.quantites.items()}
        for nom, document in documents.items():
            for cited in values_of(document, _cites):
                sorte = sort_of(cited.scalaire)
                if sorte in registres:
                    yield from unknown(registres[sorte], cited.valeur, _where(dossier.path(nom), cited))


def _where(path: str, cited: Valeur) -> Ou:
    reference = Reference(path, cited.pointer)
    return LaCle(reference) if cited.cle else reference


def _is_somebody_s(depot: Depot, fichier: Fichier) -> bool:
    """Tell whether a document is in no folder without an identity, which is told (ADH004); a demand may be alone."""
    alone = fichier.path.startswith("adherents/") and fichier.chemin.id not in depot.dossiers
    return not alone or isinstance(fichier.document, DemandeAdhesion)


def _is_told_elsewhere(document: Modele | None, cited: Valeur) -> bool:
    """Leave out the totals of an example (TAR004), and the component that a project is to create, until it is over."""
    if cited.modele is Exemple:
        return True
    return isinstance(document, Projet) and cited.champ == "composant" and document.statut is not StatutProjet.TERMINE
