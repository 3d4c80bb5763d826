"""REF001: every name cited designates an object of the repository.

Knows: who cites whom. Must not know: dates, amounts, whether names are unique (`identifiants`). A kind that has a
file without readable YAML is not searched: what is cited may stand in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.checks.declares import declared, declared_services, is_lost
from convention.checks.lecture import CLES, FORFAIT, ORGANIGRAMME, components, expenses, requirements, rows, within
from convention.checks.lieux import place, signal
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot, Dossier


class _Registre(NamedTuple):
    """The names of one kind of object: how a sentence calls it, where it is declared."""

    quoi: str
    ou: str
    connus: Collection[str]
    perdu: bool
    """Whether a file of this kind is lost, and its names with it."""
    codes: bool = False
    """Whether the names are codes, near each other without meaning so: a hint lists them."""


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
    lignes = _registre(
        depot, "couts-de-possession", "la ligne de tarif", "pricing/couts-de-possession.yaml", depot.lignes
    )
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
    adherents = _registre(depot, "adherent", "l'adhérent", "adherents/", depot.dossiers)
    composants = _registre(depot, "composants", "le composant", "pricing/composants/", depot.composants)
    for dossier in depot.dossiers.values():
        if dossier.identite.rattachement is not None:
            reference = Reference(dossier.path("adherent.yaml"), ("rattachement",))
            yield from _unknown(depot, adherents, dossier.identite.rattachement, reference)
        yield from _folder(depot, dossier, cles, composants)


def _folder(depot: Depot, dossier: Dossier, cles: _Registre, composants: _Registre) -> Iterator[Diagnostic]:
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
    sous |= {code for code in declared(depot, "service") if "." in code}
    services = declared_services(depot)
    lost, ou = is_lost(depot, "service"), "catalogue/services/"
    return (
        _Registre("le service", ou, services, lost, codes=True),
        _Registre("le service ou sous-service", ou, services | sous, lost, codes=True),
        _Registre("le sous-service", ou, sous, lost, codes=True),
    )


def _cles(depot: Depot) -> _Registre:
    return _registre(depot, "cles", "la clé de répartition", "pricing/cles.yaml", depot.cles)


def _registre(depot: Depot, genre: str, quoi: str, ou: str, connus: Collection[str]) -> _Registre:
    return _Registre(quoi, ou, {*connus, *declared(depot, genre)}, is_lost(depot, genre))


def _unknown(
    depot: Depot, registre: _Registre, nom: str, reference: Reference, *, key: bool = False
) -> Iterator[Diagnostic]:
    if nom in registre.connus or registre.perdu:
        return
    message = f"{registre.quoi} {cite(nom)} n'existe pas"
    hint = _codes(nom, registre.connus) if registre.codes else nearest(nom, registre.connus)
    hint = hint or f"corriger le nom, ou déclarer ce qu'il désigne dans {registre.ou}"
    yield signal("REF001", place(depot, reference, key=key), message, hint)


def _codes(nom: str, connus: Collection[str]) -> str:
    """List the codes that may be meant: the sub-services of the service named, else the services."""
    service = nom.partition(".")[0]
    inside = sorted(code for code in connus if code.startswith(f"{service}."))
    if nom != service and inside:
        return f"sous-services de {service} : {', '.join(inside)}"
    known = sorted(code for code in connus if "." not in code) or sorted(connus)
    return f"codes du catalogue : {', '.join(known)}" if known else ""
