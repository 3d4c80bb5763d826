"""What a gesture names is looked up here, and refused with the nearest name when it does not exist.

Knows: names of adherents, services, components, keys, exercices. Must not know: edits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from convention.base.french import cite, enumere, jour, nearest
from convention.edition.duree import beyond_the_end, openings
from convention.edition.refus import RefusError
from convention.model.cadre.document import path_of
from convention.model.documents.grilles import Bareme
from convention.model.valeurs.corrections import to_id, to_service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.depot import ComposantRange, Depot, Dossier
    from convention.model.documents.catalogue import Service, SousService
    from convention.model.documents.cles import Cle
    from convention.model.documents.tarifs import LigneTarif
    from convention.model.mots.communs import Phase

_BAREME = re.compile(r"bareme\(\s*([a-z0-9_]+)")
_CODE = re.compile(r"S[0-9]{2}(\.[0-9]+)?", re.ASCII)


def dossier_of(depot: Depot, nom: str) -> Dossier:
    """Return the folder of an adherent."""
    found = depot.dossiers.get(nom)
    if found is None:
        known = f"adhérents : {', '.join(sorted(depot.dossiers))}"
        raise RefusError(f"l'adhérent {cite(nom)} est inconnu", nearest(nom, depot.dossiers) or known)
    return found


def service_of(depot: Depot, code: str) -> Service | SousService | None:
    """Return a service or a sub-service; None when the code is not one."""
    return depot.services.get(code) or depot.sous_service(code)


def refuse_compulsory(
    depot: Depot,
    code: str,
    jamais: str,
    conseil: str = "rien à faire : tout adhérent l'a, et le paie depuis son adhésion",
) -> None:
    """Refuse what is never done of a service that comes with the membership (« il ne se souscrit pas »)."""
    service = depot.services.get(code)
    if service is not None and service.obligatoire:
        raise RefusError(f"{named(depot, code)} vient avec l'adhésion : il ne {jamais}", conseil)


def unknown_object(depot: Depot, objet: str) -> RefusError:
    """Say that nothing of this name can be subscribed."""
    codes = [*depot.services, *(sous.code for service in depot.services.values() for sous in service.sous_services)]
    message = f"{cite(objet)} n'est ni un service, ni un sous-service, ni un composant"
    named = {to_id(service.libelle): code for code, service in depot.services.items()}
    meant = named.get(to_id(objet), to_service(objet))
    objet = meant if meant in codes else objet
    # Another number is another service, not a slip: S99 is not S09.
    near = "" if _CODE.fullmatch(objet) and objet not in codes else nearest(objet, [*codes, *depot.composants])
    return RefusError(message, near or f"services : {', '.join(depot.services)}")


def composant_of(depot: Depot, nom: str) -> ComposantRange:
    """Return a component."""
    found = depot.composants.get(nom)
    if found is None:
        known = nearest(nom, depot.composants) or "les composants sont dans pricing/composants/"
        raise RefusError(f"le composant {cite(nom)} est inconnu", known)
    return found


def cle_of(depot: Depot, nom: str, parmi: Mapping[str, Cle] | None = None) -> Cle:
    """Return a key; an unknown one is met with the nearest, or all, of those that are wanted."""
    found = depot.cles.get(nom)
    if found is None:
        known = depot.cles if parmi is None else parmi
        listed = f"clés : {', '.join(known)} ; une autre se déclare dans pricing/cles.yaml"
        hint = listed if known else "aucune clé ne se compte dans ce dépôt"
        raise RefusError(f"la clé {cite(nom)} est inconnue", nearest(nom, known) or hint)
    return found


def countable(depot: Depot) -> dict[str, Cle]:
    """Return the keys that are counted for an adherent: neither sums, nor published or fixed figures."""
    return {nom: cle for nom, cle in depot.cles.items() if cle.comptee}


def variable_of(depot: Depot, composant: ComposantRange, nom: str) -> str:
    """Return a variable of the row of a component."""
    ligne = depot.lignes.get(composant.composant.ligne)
    known = tuple(ligne.variables) if ligne is not None else ()
    if nom not in known:
        if ligne is not None and nom in ligne.parametres:
            message = f"{cite(nom)} est une constante de la ligne {cite(ligne.id)}, et non un montant de ses composants"
            raise RefusError(message, "lui donner sa valeur, par exercice, dans pricing/couts-de-possession.yaml")
        message = f"la variable {cite(nom)} n'est pas de la ligne {cite(composant.composant.ligne)}"
        raise RefusError(message, nearest(nom, known) or _variables(ligne, known))
    return nom


def _variables(ligne: LigneTarif | None, known: tuple[str, ...]) -> str:
    """List the variables of a row; when it has none, say where its price is."""
    written = [mode.formule for mode in ligne.modes.values()] if ligne and not known else []
    grids = [path_of(Bareme, nom) for text in written for nom in _BAREME.findall(text)]
    where = f" ; son prix est dans {', '.join(grids)}" if grids else ""
    return f"variables : {', '.join(known) or 'aucune'}{where}"


def covered_year(depot: Depot, annee: int) -> int:
    """Refuse a year that the convention does not cover (art. 14)."""
    convention = depot.convention
    if annee > convention.derniere_annee:
        raise beyond_the_end(depot, annee)
    if annee < convention.premiere_annee:
        message = f"la convention prend effet le {jour(convention.effet)} : elle n'a pas d'exercice {annee}"
        raise RefusError(message, f"donner une année à partir de {convention.premiere_annee}")
    return annee


def declared_year(depot: Depot, annee: int) -> int:
    """Refuse a year that has no exercice."""
    covered_year(depot, annee)
    if annee not in depot.exercices:
        known = ", ".join(map(str, sorted(depot.exercices))) or "aucun"
        remedy = f"{openings(depot, annee)} (exercices déclarés : {known})"
        raise RefusError(f"l'exercice {annee} n'est pas ouvert", remedy)
    return annee


def open_year(depot: Depot, annee: int) -> int:
    """Refuse a year whose amounts are settled (art. 8.3)."""
    declared_year(depot, annee)
    if depot.est_clos(annee):
        opened = list(map(str, depot.ouverts))
        raise RefusError(
            f"l'exercice {annee} est clos : ses quantités et ses montants sont arrêtés",
            f"un exercice ouvert se modifie ainsi ({enumere(opened) or 'aucun'}) ; le réalisé d'un exercice clos se "
            f"corrige dans son fichier, puis se déclare : « convention rectifier {annee} --motif … »",
        )
    return annee


def phase_of(depot: Depot, annee: int, phase: Phase | None) -> Phase:
    """Return the phase asked for, or the one in force."""
    return phase or depot.exercices[annee].phase


def named(depot: Depot, objet: str) -> str:
    """Name what is subscribed: « S04 Parcs », « le composant « parapheur » »."""
    return depot.libelle_service(objet) if service_of(depot, objet) is not None else f"le composant {cite(objet)}"
