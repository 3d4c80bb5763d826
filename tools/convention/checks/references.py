"""REF: every name cited designates an object, each object has a name of its own, in the file of its service.

Knows: who cites whom. Must not know: dates, amounts. A kind that has an unreadable file is not searched: what is cited
may stand in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, nearest
from convention.checks.lecture import (
    CLES,
    COMPTES,
    FORFAIT,
    ORGANIGRAMME,
    components,
    expenses,
    requirements,
    rows,
    service_path,
)
from convention.checks.lieux import place, signal
from convention.model.depot import Reference
from convention.model.vocabulaire import Beneficiaires

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator

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
    services, tous, sous = _services(depot)
    for exigence in requirements(depot):
        for index, code in enumerate(exigence.prerequis.services):
            yield from _unknown(depot, tous, code, exigence.at("services", index))
    for index, pole in enumerate(depot.organigramme.poles if depot.organigramme is not None else ()):
        yield from _unknown(depot, services, pole.service, Reference(ORGANIGRAMME, ("poles", index, "service")))
    for dossier in depot.dossiers.values():
        for index, souscription in enumerate(dossier.souscriptions.souscriptions):
            reference = Reference(dossier.path("souscriptions.yaml"), ("souscriptions", index, "service"))
            yield from _unknown(depot, tous, souscription.service, reference)
    for row in rows(depot):
        yield from _unknown(depot, services, row.ligne.service, row.at("service"))
    for fichier in depot.fichiers.values():
        if fichier.chemin.genre.nom == "composants":
            yield from _unknown(depot, services, fichier.chemin.id, Reference(fichier.path, ("composants",)), key=True)
    for item in components(depot):
        code = item.composant.sous_service
        if code is not None:
            yield from _unknown(depot, sous, code, _at(item.reference, "sous_service"))


def unknown_objects(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a row, a key, a component or an adherent that does not exist."""
    lignes = _Registre("couts-de-possession", "la ligne de tarif", "pricing/couts-de-possession.yaml", depot.lignes)
    cles = _cles(depot)
    for item in components(depot):
        yield from _unknown(depot, lignes, item.composant.ligne, _at(item.reference, "ligne"))
        if item.composant.abaque is not None:
            yield from _unknown(depot, cles, item.composant.abaque, _at(item.reference, "abaque"))
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


def duplicates(depot: Depot) -> Iterator[Diagnostic]:
    """REF002: one name for two objects."""
    composants = ((item.id, f"le composant {cite(item.id)}", item.reference) for item in components(depot))
    yield from _repeated(depot, composants, key=True)
    lignes = ((row.ligne.id, f"la ligne de tarif {cite(row.ligne.id)}", row.at("id")) for row in rows(depot))
    yield from _repeated(depot, lignes)
    yield from _repeated(
        depot,
        (
            (sous.code, f"le sous-service {cite(sous.code)}", Reference(service_path(code), ("sous_services", i, "code")))
            for code, service in depot.services.items()
            for i, sous in enumerate(service.sous_services)
        ),
    )
    depenses = (
        ((item.dossier.id, item.depense.id), f"la dépense {cite(item.depense.id)}", item.at("id"))
        for item in expenses(depot)
    )
    yield from _repeated(depot, depenses)
    yield from _repeated(
        depot,
        (
            (
                (item.nature, item.section, item.payeur),
                f"l'imputation {item.nature}, {item.section}, {item.payeur}",
                Reference(COMPTES, ("comptes", index)),
            )
            for index, item in enumerate(depot.comptes.comptes)
        ),
    )
    for row in rows(depot):
        declared = [(nom, f"le nom {cite(nom)}", row.at("variables", nom)) for nom in row.ligne.variables]
        declared += [(nom, f"le nom {cite(nom)}", row.at("parametres", nom)) for nom in row.ligne.parametres]
        yield from _repeated(depot, declared, key=True)


def misplaced(depot: Depot) -> Iterator[Diagnostic]:
    """REF003: a component or a sub-service kept in the file of another service."""
    for item in components(depot):
        ligne = depot.lignes.get(item.composant.ligne)
        if ligne is not None and ligne.service != item.service:
            message = (
                f"le composant {cite(item.id)} est rangé avec {item.service}, et sa ligne {cite(ligne.id)} relève de "
                f"{ligne.service}"
            )
            hint = f"le déplacer dans pricing/composants/{ligne.service}.yaml, ou corriger « ligne »"
            yield signal("REF003", place(depot, _at(item.reference, "ligne")), message, hint)
        code = item.composant.sous_service
        if code is not None and code.partition(".")[0] != item.service:
            message = f"le composant {cite(item.id)} est rangé avec {item.service}, et {code} est d'un autre service"
            yield signal("REF003", place(depot, _at(item.reference, "sous_service")), message)
    for code, service in depot.services.items():
        for index, sous in enumerate(service.sous_services):
            if sous.code.partition(".")[0] != code:
                reference = Reference(service_path(code), ("sous_services", index, "code"))
                message = f"le sous-service {cite(sous.code)} est rangé dans le fichier de {code}"
                yield signal("REF003", place(depot, reference), message, f"un sous-service de {code} s'écrit {code}.1")


def not_subscribed_one_by_one(depot: Depot) -> Iterator[Diagnostic]:
    """REF004: a component cited in subscriptions though it goes to all the subscribers of its service."""
    for dossier in depot.dossiers.values():
        for index, choix in enumerate(dossier.souscriptions.composants):
            item = depot.composants.get(choix.composant)
            if item is not None and item.composant.beneficiaires is not Beneficiaires.SOUSCRIPTION:
                reference = Reference(dossier.path("souscriptions.yaml"), ("composants", index, "composant"))
                message = (
                    f"le composant {cite(item.id)} va à tous les abonnés de {item.service} : il ne se souscrit pas un "
                    "par un"
                )
                hint = "retirer la ligne, ou écrire « beneficiaires: souscription » au composant"
                related = ((place(depot, item.reference(), key=True), "le composant"),)
                yield signal("REF004", place(depot, reference), message, hint, related)


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
                    yield from _unknown(depot, composants, nom, _at(reference, nom), key=True)


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


def _repeated(
    depot: Depot, items: Iterable[tuple[Hashable, str, Reference]], *, key: bool = False
) -> Iterator[Diagnostic]:
    first: dict[Hashable, Reference] = {}
    for identity, text, reference in items:
        if identity not in first:
            first[identity] = reference
            continue
        related = ((place(depot, first[identity], key=key), "le premier"),)
        message = f"{text} existe déjà"
        yield signal("REF002", place(depot, reference, key=key), message, "renommer ou retirer l'un des deux", related)


def _at(reference: Reference, *parts: str | int) -> Reference:
    return Reference(reference.path, (*reference.pointer, *parts))
