"""REF, GOU001: every name cited designates one object, that nobody takes for another, in the file of its service.

Knows: identifiers, the files that hold them, what the types of the fields say that they cite (`model.cadre.renvois`),
what a reader does not see of a name. Must not know: dates, amounts, which names exist (`cadre.citations`), letters of
other scripts, which no name has (FOR014).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.checks.cadre.citations import declared_services, has_registre, registre, unknown
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import (
    COMPTES,
    ORGANIGRAMME,
    censuses,
    choices,
    components,
    expenses,
    files_of,
    indicators,
    repeats,
    rows,
    service_at,
    subscriptions,
)
from convention.checks.cadre.lieux import Constat, LaCle, Ou, signal
from convention.checks.cadre.valeurs import fields_of, values_of
from convention.model.cadre.document import path_of
from convention.model.cadre.formes import sort_of
from convention.model.cadre.renvois import Sorte
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent, Souscriptions
from convention.model.documents.cles import CLES
from convention.model.documents.composants import Composants
from convention.model.documents.entrees_sorties import DemandeAdhesion
from convention.model.documents.quantites import Quantites
from convention.model.documents.suivi import Projet
from convention.model.documents.tarifs import Exemple
from convention.model.genres import GENRES
from convention.model.mots.vie import StatutProjet
from convention.model.schemas.libelles import libelles
from convention.model.valeurs.chemins import service_code

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from convention.checks.cadre.valeurs import Valeur
    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot, Fichier
    from convention.model.valeurs.scalaires import Scalaire


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
        documents: dict[str, Modele] = {dossier.path(Souscriptions): dossier.souscriptions}
        documents |= {dossier.path(Quantites, annee): document for annee, document in dossier.quantites.items()}
        for path, document in documents.items():
            for cited in values_of(document, _cites):
                sorte = sort_of(cited.scalaire)
                if sorte in registres:
                    yield from unknown(registres[sorte], cited.valeur, _where(path, cited))


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


class _Objet(NamedTuple):
    """An object as a sentence names it, among what its name tells it from, and where that name is written."""

    parmi: Hashable
    texte: str
    ou: Ou


@controle("REF002")
def duplicates(depot: Depot) -> Iterator[Constat]:
    """REF002: one name for two objects."""
    for first, item in repeats((*_rules(depot), *_facts(depot)), lambda item: (item.parmi, item.texte)):
        hint = "renommer ou retirer l'un des deux"
        yield signal("REF002", item.ou, f"{item.texte} existe déjà", hint, (first.ou, "le premier"))


def _rules(depot: Depot) -> Iterator[_Objet]:
    """Yield what the catalogue and the prices name."""
    for item in components(depot):
        yield _Objet("", f"le composant {cite(item.id)}", LaCle(item.reference))
    for row in rows(depot):
        yield _Objet("", f"la ligne de tarif {cite(row.ligne.id)}", row.at("id"))
        for champ, declared in (("variables", row.ligne.variables), ("parametres", row.ligne.parametres)):
            for nom in declared:
                yield _Objet(row.reference, f"le nom {cite(nom)}", LaCle(row.at(champ, nom)))
    for code, service in depot.services.items():
        for rang, sous in enumerate(service.sous_services):
            where = service_at(code, "sous_services", rang, "code")
            yield _Objet("", f"le sous-service {cite(sous.code)}", where)
    for rang, compte in enumerate(depot.comptes.comptes):
        texte = f"l'imputation {compte.nature}, {compte.section}, {compte.payeur}"
        yield _Objet("", texte, Reference(COMPTES, ("comptes", rang)))


def _facts(depot: Depot) -> Iterator[_Objet]:
    """Yield what is named year after year: expenses, indicators, needs."""
    for depense in expenses(depot):
        yield _Objet(depense.dossier.id, f"la dépense {cite(depense.depense.id)}", depense.at("id"))
    for indicateur in indicators(depot):
        yield _Objet("", f"l'indicateur {cite(indicateur.indicateur.id)}", indicateur.at("id"))
    for census in censuses(depot):
        for rang, besoin in enumerate(census.document.besoins):
            yield _Objet(
                (census.dossier.id, census.annee), f"le besoin {cite(besoin.id)}", census.at("besoins", rang, "id")
            )


@controle("REF003")
def misplaced(depot: Depot) -> Iterator[Constat]:
    """REF003: a component or a sub-service kept in the file of another service."""
    known = declared_services(depot)
    for item in components(depot):
        ligne = depot.lignes.get(item.composant.ligne)
        # A row of a service that does not exist has its own message (REF001).
        if ligne is not None and ligne.service != item.service and ligne.service in known:
            message = (
                f"le composant {cite(item.id)} est rangé avec {item.service}, et sa ligne {cite(ligne.id)} relève de "
                f"{ligne.service}"
            )
            hint = f"le déplacer dans {path_of(Composants, ligne.service)}, ou corriger « ligne »"
            yield signal("REF003", item.at("ligne"), message, hint)
        code = item.composant.sous_service
        if code is not None and service_code(code) != item.service:
            message = f"le composant {cite(item.id)} est rangé avec {item.service}, et {code} est d'un autre service"
            yield signal("REF003", item.at("sous_service"), message)
    for code, service in depot.services.items():
        for index, sous in enumerate(service.sous_services):
            if service_code(sous.code) != code:
                reference = service_at(code, "sous_services", index, "code")
                message = f"le sous-service {cite(sous.code)} est rangé dans le fichier de {code}"
                yield signal("REF003", reference, message, f"un sous-service de {code} s'écrit {code}.1")


@controle("REF004")
def not_subscribed_one_by_one(depot: Depot) -> Iterator[Constat]:
    """REF004: a component cited in subscriptions though it goes to all the subscribers of its service."""
    for pris in choices(depot):
        item = depot.composants.get(pris.objet.composant)
        if item is not None and not item.composant.souscrit:
            whom = f"va à tous les abonnés de {item.service}"
            message = f"le composant {cite(item.id)} {whom} : il ne se souscrit pas un par un"
            hint = "retirer la ligne, ou écrire « beneficiaires: souscription » au composant"
            yield signal("REF004", pris.at("composant"), message, hint, (LaCle(item.reference()), "le composant"))


@controle("REF005", avertit=True)
def comes_with_membership(depot: Depot) -> Iterator[Constat]:
    """REF005: a subscription to a service that every adherent has."""
    for item in subscriptions(depot):
        code = item.objet.service
        if code in depot.services and depot.services[code].obligatoire:
            message = f"{depot.libelle_service(code)} est compris dans l'adhésion : il ne se souscrit pas"
            related = (service_at(code, "obligatoire"), "le service")
            yield signal("REF005", item.at("service"), message, "retirer la ligne", related)


@controle("REF007")
def two_teams(depot: Depot) -> Iterator[Constat]:
    """REF007: two groups of annexe 2 for one service, which names them."""
    poles = enumerate(depot.poles)
    for (first, other), (rang, pole) in repeats(poles, lambda item: item[1].service):
        message = f"{cite(pole.libelle)} et {cite(other.libelle)} : deux pôles de l'organigramme pour {pole.service}"
        hint = "réunir leurs lignes, ou corriger « service »"
        related = (_pole_at(first), "le premier")
        yield signal("REF007", _pole_at(rang), message, hint, related)


def _pole_at(rang: int) -> Reference:
    return Reference(ORGANIGRAMME, ("poles", rang, "service"))


_SIGNES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "0": "o", "1": "l", "i": "l", "|": "l"})
_SEPARATEURS = re.compile(r"[\s\-‑–—_'’‘`.,]+")


_ADHERENTS = "adhérents"


class Nom(NamedTuple):
    """A name, what it names, and where it is written; a name is compared with those of its sort."""

    sorte: str
    nom: str
    objet: str
    reference: Reference


@controle("REF006")
def look_alikes(depot: Depot) -> Iterator[Constat]:
    """REF006: the second of two names that have one skeleton, with the place of the first."""
    for other, item in repeats(_names(depot), lambda item: (item.sorte, skeleton(item.nom))):
        if other.objet == item.objet or _comes_back(depot, other, item):
            continue
        same = "le même" if other.nom == item.nom else "presque le même"
        message = f"{cite(item.nom)} et {cite(other.nom)} : deux {item.sorte} ont {same} nom"
        related = (other.reference, "le premier")
        yield signal("REF006", item.reference, message, "distinguer les deux noms par un mot", related)


def skeleton(nom: str) -> str:
    """Return what a hurried reader keeps of a name (Unicode TR 39, section 4): equal for names taken for each other."""
    letters = unicodedata.normalize("NFKD", nom.casefold()).translate(_SIGNES)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SEPARATEURS.sub(" ", bare).strip()


def _comes_back(depot: Depot, other: Nom, item: Nom) -> bool:
    """Tell whether two folders name one body in full: who left and comes back has the name of its acts again."""
    if item.sorte != _ADHERENTS or {other.reference.pointer, item.reference.pointer} != {("denomination",)}:
        return False
    one, two = (depot.dossiers[nom.objet].identite for nom in (other, item))
    apart = one.adhesion.periode.intersect(two.adhesion.periode) is None
    return one.siren is not None and one.siren == two.siren and apart


def _names(depot: Depot) -> Iterator[Nom]:
    for nom, dossier in depot.dossiers.items():
        path, identite = dossier.path(Adherent), dossier.identite
        for champ in ("nom", "denomination"):
            yield Nom(_ADHERENTS, getattr(identite, champ), nom, Reference(path, (champ,)))
    for code, service in depot.services.items():
        for champ in ("libelle", "nom_court"):
            yield Nom("services", getattr(service, champ), code, service_at(code, champ))
        for rang, sous in enumerate(service.sous_services):
            where = service_at(code, "sous_services", rang, "libelle")
            yield Nom("sous-services", sous.libelle, sous.code, where)
    for item in components(depot):
        yield Nom("composants", item.composant.libelle, item.id, item.at("libelle"))
    for nom, cle in depot.cles.items():
        yield Nom("clés", cle.libelle, nom, Reference(CLES, ("cles", nom, "libelle")))
