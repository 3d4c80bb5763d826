"""REF001: every name cited designates an object of the repository.

Knows: who cites whom. Must not know: dates, amounts, whether names are unique (`identifiants`). A kind that has an
unreadable file is not searched: what is cited may stand in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.checks.lecture import CLES, FORFAIT, ORGANIGRAMME, components, expenses, requirements, rows, within
from convention.checks.lieux import place, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Dossier


class _Registre(NamedTuple):
    """The names of one kind of object: how a sentence calls it, where it is declared."""

    genre: str
    quoi: str
    ou: str
    connus: Collection[str]


def unknown_services(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a service or sub-service that no document of the catalogue describes."""
    services, either, sous = _services(depot)
    for exigence in requirements(depot):
        for index, code in enumerate(exigence.prerequis.services):
            yield from _unknown(depot, either, code, exigence.at("services", index))
    for index, pole in enumerate(depot.organigramme.poles if depot.organigramme is not None else ()):
        yield from _unknown(depot, services, pole.service, Reference(ORGANIGRAMME, ("poles", index, "service")))
    for dossier in depot.dossiers.values():
        for index, souscription in enumerate(dossier.souscriptions.souscriptions):
            reference = Reference(dossier.path("souscriptions.yaml"), ("souscriptions", index, "service"))
            yield from _unknown(depot, either, souscription.service, reference)
    for row in rows(depot):
        yield from _unknown(depot, services, row.ligne.service, row.at("service"))
    for item in components(depot):
        yield from _unknown(depot, services, item.service, Reference(item.reference.path, ("composants",)), key=True)
        if item.composant.sous_service is not None:
            yield from _unknown(depot, sous, item.composant.sous_service, item.at("sous_service"))


def unknown_objects(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a row, a key, a component or an adherent that does not exist."""
    lignes = _Registre("couts-de-possession", "la ligne de tarif", "pricing/couts-de-possession.yaml", depot.lignes)
    cles = _cles(depot)
    for item in components(depot):
        yield from _unknown(depot, lignes, item.composant.ligne, item.at("ligne"))
        if item.composant.abaque is not None:
            yield from _unknown(depot, cles, item.composant.abaque, item.at("abaque"))
    for written in expenses(depot):
        yield from _unknown(depot, lignes, written.depense.ligne, written.at("ligne"))
    if "forfait" not in depot.incomplets:
        yield from _unknown(depot, cles, depot.forfait.cle, Reference(FORFAIT, ("cle",)))
    for nom, cle in depot.cles.items():
        for index, part in enumerate(cle.somme):
            yield from _unknown(depot, cles, part, Reference(CLES, ("cles", nom, "somme", index)))
    adherents = _Registre("adherent", "l'adhérent", "adherents/", depot.dossiers)
    for dossier in depot.dossiers.values():
        if dossier.identite.rattachement is not None:
            reference = Reference(dossier.path("adherent.yaml"), ("rattachement",))
            yield from _unknown(depot, adherents, dossier.identite.rattachement, reference)
        yield from _folder(depot, dossier, cles)


def _folder(depot: Depot, dossier: Dossier, cles: _Registre) -> Iterator[Diagnostic]:
    composants = _Registre("composants", "le composant", "pricing/composants/", depot.composants)
    for index, choix in enumerate(dossier.souscriptions.composants):
        reference = Reference(dossier.path("souscriptions.yaml"), ("composants", index, "composant"))
        yield from _unknown(depot, composants, choix.composant, reference)
    for annee, document in sorted(dossier.quantites.items()):
        path = dossier.path(f"quantites/{annee}.yaml")
        for index, releve in enumerate(document.comptages):
            for cle in releve.valeurs:
                reference = Reference(path, ("comptages", index, "valeurs", cle))
                yield from _unknown(depot, cles, cle, reference, key=True)
            for cle, counts in releve.par_composant.items():
                reference = Reference(path, ("comptages", index, "par_composant", cle))
                yield from _unknown(depot, cles, cle, reference, key=True)
                for nom in counts:
                    yield from _unknown(depot, composants, nom, within(reference, nom), key=True)


def _services(depot: Depot) -> tuple[_Registre, _Registre, _Registre]:
    sous = {item.code for service in depot.services.values() for item in service.sous_services}
    ou = "catalogue/services/"
    return (
        _Registre("service", "le service", ou, depot.services),
        _Registre("service", "le service ou sous-service", ou, {*depot.services, *sous}),
        _Registre("service", "le sous-service", ou, sous),
    )


def _cles(depot: Depot) -> _Registre:
    return _Registre("cles", "la clé de répartition", "pricing/cles.yaml", depot.cles)


def _unknown(
    depot: Depot, registre: _Registre, nom: str, reference: Reference, *, key: bool = False
) -> Iterator[Diagnostic]:
    if nom in registre.connus or registre.genre in depot.incomplets:
        return
    message = f"{registre.quoi} {cite(nom)} n'existe pas"
    hint = nearest(nom, registre.connus) or f"corriger le nom, ou déclarer ce qu'il désigne dans {registre.ou}"
    yield signal("REF001", place(depot, reference, key=key), message, hint)
