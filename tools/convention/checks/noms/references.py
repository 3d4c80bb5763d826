"""REF001: every name cited designates an object of the repository.

Knows: who cites whom. Must not know: dates, amounts, whether names are unique (`identifiants`), which names exist
(`cadre.citations`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.checks.cadre import citations
from convention.checks.cadre.citations import unknown
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import (
    CLES,
    ORGANIGRAMME,
    components,
    expenses,
    fees,
    requirements,
    rows,
)
from convention.model.cadre.libelles import libelles
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.cadre.citations import Registre
    from convention.model.depot import Depot, Dossier


@controle("REF001")
def unknown_services(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a service or sub-service that no document of the catalogue describes."""
    services, either, sous = citations.services(depot), citations.souscriptibles(depot), citations.sous_services(depot)
    for exigence in requirements(depot):
        for index, code in enumerate(exigence.prerequis.services):
            yield from unknown(depot, either, code, exigence.at("services", index))
    for index, pole in enumerate(depot.organigramme.poles if depot.organigramme is not None else ()):
        yield from unknown(depot, services, pole.service, Reference(ORGANIGRAMME, ("poles", index, "service")))
    common = frozenset(either.connus) - libelles(depot, Sorte.SOUSCRIPTION).keys()
    for dossier in depot.dossiers.values():
        taken = {item.service for item in dossier.souscriptions.souscriptions if item.fin is None}
        for index, souscription in enumerate(dossier.souscriptions.souscriptions):
            reference = Reference(dossier.path("souscriptions.yaml"), ("souscriptions", index, "service"))
            yield from unknown(depot, either, souscription.service, reference, sauf=common | taken)
    for row in rows(depot):
        yield from unknown(depot, services, row.ligne.service, row.at("service"))
    for item in components(depot):
        yield from unknown(depot, services, item.service, Reference(item.reference.path, ("composants",)), key=True)
        if item.composant.sous_service is not None:
            yield from unknown(depot, sous, item.composant.sous_service, item.at("sous_service"))


@controle("REF001")
def unknown_objects(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a row, a key, or the adherent that another is attached to, that does not exist."""
    lignes, cles = citations.lignes(depot), citations.cles(depot)
    for item in components(depot):
        yield from unknown(depot, lignes, item.composant.ligne, item.at("ligne"))
        if item.composant.abaque is not None:
            yield from unknown(depot, cles, item.composant.abaque, item.at("abaque"))
    for written in expenses(depot):
        yield from unknown(depot, lignes, written.depense.ligne, written.at("ligne"))
    for fee in fees(depot):
        yield from unknown(depot, cles, fee.forfait.cle, fee.at("cle"))
    adherents = citations.adherents(depot)
    for dossier in depot.dossiers.values():
        if dossier.identite.rattachement is not None:
            reference = Reference(dossier.path("adherent.yaml"), ("rattachement",))
            yield from unknown(depot, adherents, dossier.identite.rattachement, reference)


@controle("REF001", par_adherent=True)
def unknown_of_folders(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a key or a component, subscribed to or counted, that does not exist."""
    cles, composants = citations.cles(depot), citations.composants(depot)
    for dossier in depot.dossiers.values():
        yield from _folder(depot, dossier, cles, composants)


@controle("REF001")
def unknown_terms(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: what a key is made of, that does not exist."""
    cles, composants = citations.cles(depot), citations.composants(depot)
    for nom, cle in depot.cles.items():
        made = Reference(CLES, ("cles", nom))
        for index, part in enumerate(cle.termes):
            yield from unknown(depot, cles, part, made.at("somme" if cle.somme else "produit", index))
        if cle.rapport is not None:
            yield from unknown(depot, cles, cle.rapport.cle, made.at("rapport", "cle"))
        for index, composant in enumerate(cle.cumul.composants if cle.cumul is not None else ()):
            yield from unknown(depot, composants, composant, made.at("cumul", "composants", index))


@controle("REF001")
def unknown_tables(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: a series of index, a published quantity, or the adherent of a fixed share, that does not exist."""
    indices, published, adherents = citations.indices(depot), citations.published(depot), citations.adherents(depot)
    for row in rows(depot):
        for nom, revision in row.ligne.revisions.items():
            yield from unknown(depot, indices, revision.serie, row.at("revisions", nom, "serie"))
    for nom, cle in depot.cles.items():
        if cle.reference is not None:
            yield from unknown(depot, published, cle.reference, Reference(CLES, ("cles", nom, "reference")))
        for adherent in cle.quotes_parts:
            reference = Reference(CLES, ("cles", nom, "quotes_parts", adherent))
            yield from unknown(depot, adherents, adherent, reference, key=True)


@controle("REF001")
def unknown_payers(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: an adherent, exempted or of a published quantity, that does not exist."""
    adherents = citations.adherents(depot)
    for item in components(depot):
        for index, exoneration in enumerate(item.composant.exonerations):
            for rang, adherent in enumerate(exoneration.adherents):
                yield from unknown(depot, adherents, adherent, item.at("exonerations", index, "adherents", rang))
    for nom, source in depot.references.items():
        for annee, millesime in source.millesimes.items():
            for adherent in millesime.valeurs:
                pointer = ("millesimes", str(annee), "valeurs", adherent)
                reference = Reference(f"pricing/references/{nom}.yaml", pointer)
                yield from unknown(depot, adherents, adherent, reference, key=True)


def _folder(depot: Depot, dossier: Dossier, cles: Registre, composants: Registre) -> Iterator[Diagnostic]:
    for index, choix in enumerate(dossier.souscriptions.composants):
        reference = Reference(dossier.path("souscriptions.yaml"), ("composants", index, "composant"))
        yield from unknown(depot, composants, choix.composant, reference)
    for annee, document in sorted(dossier.quantites.items()):
        path = dossier.path(f"quantites/{annee}.yaml")
        for index, releve in enumerate(document.comptages):
            for cle in releve.valeurs:
                reference = Reference(path, ("comptages", index, "valeurs", cle))
                yield from unknown(depot, cles, cle, reference, key=True)
            for cle, counts in releve.par_composant.items():
                reference = Reference(path, ("comptages", index, "par_composant", cle))
                yield from unknown(depot, cles, cle, reference, key=True)
                for nom in counts:
                    yield from unknown(depot, composants, nom, reference.at(nom), key=True)
