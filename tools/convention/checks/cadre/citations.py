"""Names that documents cite, looked up among those that the repository declares, in its misshapen documents too.

Knows: raw nodes, where each kind keeps its names, whether a file that declares some of them is lost (it is not searched
then: what is cited may stand in it). Must not know: who cites whom (`noms.references`).
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Ecrire, meant
from convention.base.french import cite, ranked
from convention.base.nodes import MappingNode, ScalarNode, SequenceNode
from convention.checks.cadre.lecture import CLES, COUTS, files_of
from convention.checks.cadre.lieux import Constat, Ou, of_file, signal
from convention.checks.cadre.vie import GOUVERNANCE, PROCEDURES, meetings
from convention.model.cadre.genres import read_path
from convention.model.cadre.renvois import Sorte

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from convention.base.diagnostic import Conseil
    from convention.model.depot import Depot, Fichier

_TABLES = frozenset({"composants", "cles"})
"""Kinds whose names are the keys of the table of the same name."""
_LISTES = {"couts-de-possession": ("lignes", "id"), "service": ("sous_services", "code")}
"""Kinds whose names stand in the items of a list."""
_NOMMES = frozenset({"service", "adherent", "bareme", "indice", "reference", "projet", "axe"})
"""Kinds whose file bears the name of its object."""
_FORMES = {
    "composants": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII),
    "couts-de-possession": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII),
    "cles": re.compile(r"[a-z][a-z0-9_]*", re.ASCII),
    "service": re.compile(r"[A-Z]{1,3}[0-9]{2}\.[1-9][0-9]?", re.ASCII),
}


def is_lost(depot: Depot, genre: str) -> bool:
    """Tell whether the names of a kind are not all known: a file could not be read, or a name is misshapen."""
    lost = (read_path(path) for path in depot.illisibles if path not in depot.fichiers)
    if any(chemin is not None and chemin.genre.nom == genre for chemin in lost):
        return True
    return any(nom is None for fichier in _misshapen(depot, genre) for nom in _names(fichier))


def declared(depot: Depot, genre: str) -> frozenset[str]:
    """Return the names declared by the misshapen documents of a kind."""
    return frozenset(nom for fichier in _misshapen(depot, genre) for nom in _names(fichier) if nom is not None)


def declared_services(depot: Depot) -> frozenset[str]:
    """Return the codes of the services, as their files are named."""
    places = (read_path(path) for path in (*depot.fichiers, *depot.illisibles))
    return frozenset(chemin.id for chemin in places if chemin is not None and chemin.genre.nom == "service")


def _misshapen(depot: Depot, genre: str) -> Iterator[Fichier]:
    # Most often there is none: what is written in the files is not read then.
    return (item for item in files_of(depot, genre) if item.document is None) if genre in depot.incomplets else iter(())


def _names(fichier: Fichier) -> Iterator[str | None]:
    """Yield the names of a document; None for each that is to be written otherwise, or that cannot be found."""
    genre = fichier.chemin.genre
    if genre.nom in _NOMMES:
        yield fichier.chemin.id
    if genre.nom in _TABLES:
        table = fichier.root.get(genre.nom)
        keys = table if isinstance(table, MappingNode) else ("",)
        yield from (_well_formed(genre.nom, nom) for nom in keys)
    if genre.nom in _LISTES:
        field, champ = _LISTES[genre.nom]
        items = fichier.root.get(field)
        if isinstance(items, SequenceNode):
            yield from (_well_formed(genre.nom, _text(item, champ)) for item in items)
        elif items is not None or genre.modele.model_fields[field].is_required() or _has_other_fields(fichier):
            yield None


def _text(item: object, champ: str) -> str:
    nom = item.get(champ) if isinstance(item, MappingNode) else None
    return nom.text if isinstance(nom, ScalarNode) else ""


def _well_formed(genre: str, nom: str) -> str | None:
    return nom if _FORMES[genre].fullmatch(nom) else None


def _has_other_fields(fichier: Fichier) -> bool:
    """Tell whether a field is misspelt: it may be the list."""
    return not fichier.root.keys() <= fichier.chemin.genre.modele.model_fields.keys()


_DOSSIER = frozenset({"souscriptions", "quantites", "depenses"})
"""Kinds of documents that make a folder of adherent, which is then to hold an identity (ADH004)."""


class Registre(NamedTuple):
    """The names of one kind of object: how a sentence calls it, where it is declared."""

    code: str
    quoi: str
    ou: str
    connus: Collection[str]
    perdu: bool = False
    """Whether a file of this kind is lost, and its names with it: nothing is said then."""
    codes: bool = False
    """Whether the names are codes, near each other without meaning so: a hint lists them."""
    aucun: str = ""
    """How a sentence says that there is none at all, for the names that most documents cite."""


def unknown(registre: Registre, nom: str, ou: Ou, *, sauf: Collection[str] = ()) -> Iterator[Constat]:
    """Say that a name designates nothing, and which one was perhaps meant: those that would be refused there apart."""
    if registre.perdu or nom in registre.connus:
        return
    if registre.aucun and not registre.connus:
        yield _none_at_all(registre)
        return
    hint = _codes(nom, registre.connus, sauf) if registre.codes else meant(nom, registre.connus)
    hint = hint or f"corriger le nom, ou déclarer ce qu'il désigne dans {registre.ou}"
    yield signal(registre.code, ou, f"{registre.quoi} {cite(nom)} n'existe pas", hint)


def services(depot: Depot) -> Registre:
    """Return the services of the catalogue."""
    return _services(depot, "le service", declared_services(depot))


def sous_services(depot: Depot) -> Registre:
    """Return the sub-services of the catalogue."""
    return _services(depot, "le sous-service", _sous_services(depot))


def souscriptibles(depot: Depot) -> Registre:
    """Return what can be subscribed to: services and sub-services."""
    return _services(depot, "le service ou sous-service", declared_services(depot) | _sous_services(depot))


def lignes(depot: Depot) -> Registre:
    """Return the rows of annexe 4."""
    found = _registre(depot, "couts-de-possession", "la ligne de tarif", COUTS, depot.lignes)
    return found._replace(aucun="aucune ligne de tarif n'est déclarée")


def cles(depot: Depot) -> Registre:
    """Return the distribution keys."""
    found = _registre(depot, "cles", "la clé de répartition", CLES, depot.cles)
    return found._replace(aucun="aucune clé de répartition n'est déclarée")


def composants(depot: Depot) -> Registre:
    """Return the components."""
    found = _registre(depot, "composants", "le composant", "pricing/composants/", depot.composants)
    return found._replace(aucun="aucun composant n'est déclaré")


def adherents(depot: Depot) -> Registre:
    """Return the adherents; one whose folder lacks its identity has its own message (ADH004)."""
    found = _registre(depot, "adherent", "l'adhérent", "adherents/", {*depot.dossiers, *_folders(depot)})
    return found._replace(aucun="aucun adhérent n'est déclaré")


def indices(depot: Depot) -> Registre:
    """Return the series of indices."""
    return _registre(depot, "indice", "la série d'indice", "pricing/indices/", depot.indices)


def published(depot: Depot) -> Registre:
    """Return the quantities that others publish."""
    return _registre(depot, "reference", "la quantité publiée", "pricing/references/", depot.references)


def projets(depot: Depot) -> Registre:
    """Return the projects, as their files are named."""
    places = (read_path(path) for path in (*depot.fichiers, *depot.illisibles))
    connus = {chemin.id for chemin in places if chemin is not None and chemin.genre.nom == "projet"}
    return Registre("GOU001", "le projet", "catalogue/projets/", connus)


def instances(depot: Depot) -> Registre:
    """Return the bodies of article 7."""
    return _governance(depot, "l'instance", depot.vie.instances)


def communautes(depot: Depot) -> Registre:
    """Return the users' communities."""
    return _governance(depot, "la communauté d'utilisateurs", depot.vie.communautes)


def equipes(depot: Depot) -> Registre:
    """Return the teams of the common service."""
    return _governance(depot, "l'équipe", depot.vie.equipes)


def appels(depot: Depot) -> Registre:
    """Return the calls of every exercice; nothing is said of their names until one exercice declares its own."""
    connus = {nom for exercice in depot.exercices.values() for nom, _ in exercice.appels}
    perdu = not connus or "exercice" in depot.incomplets
    return Registre("GOU001", "l'appel", "les « jalons » d'un exercice (pricing/exercices/)", connus, perdu)


def reunions(depot: Depot) -> Registre:
    """Return the meetings of every year."""
    connus = {item.reunion.id for item in meetings(depot)}
    return Registre("GOU001", "la réunion", "catalogue/reunions/", connus, "reunions" in depot.incomplets)


def visas(depot: Depot) -> Registre:
    """Return the visas."""
    connus = depot.vie.procedures.visas if depot.vie.procedures is not None else ()
    return Registre("GOU001", "le visa", PROCEDURES, tuple(connus), "procedures" in depot.incomplets)


def procedures(depot: Depot) -> Registre:
    """Return the procedures."""
    connus = depot.vie.procedures.procedures if depot.vie.procedures is not None else ()
    return Registre("GOU001", "la procédure", PROCEDURES, tuple(connus), "procedures" in depot.incomplets)


def _none_at_all(registre: Registre) -> Constat:
    """Say that nothing of a kind is declared: the same words whoever cites it, so that a list holds them once."""
    message = f"{registre.aucun} dans {registre.ou}, et d'autres fichiers en citent"
    hint = f"créer ce qui manque, ou le rétablir par « git restore {registre.ou} »"
    return signal(registre.code, of_file(registre.ou), message, hint)


def _registre(depot: Depot, genre: str, quoi: str, ou: str, connus: Collection[str]) -> Registre:
    return Registre("REF001", quoi, ou, {*connus, *declared(depot, genre)}, is_lost(depot, genre))


def _governance(depot: Depot, quoi: str, connus: Collection[str]) -> Registre:
    aucun = "" if GOUVERNANCE in depot.fichiers else "aucune instance n'est déclarée"
    return Registre("GOU001", quoi, GOUVERNANCE, connus, "gouvernance" in depot.incomplets, aucun=aucun)


def _services(depot: Depot, quoi: str, connus: frozenset[str]) -> Registre:
    # A service may have no sub-service: what is not declared at all is services.
    aucun = "" if declared_services(depot) else "aucun service n'est déclaré"
    return Registre("REF001", quoi, "catalogue/services/", connus, is_lost(depot, "service"), codes=True, aucun=aucun)


def _folders(depot: Depot) -> frozenset[str]:
    """Name the folders of adherents that hold more than an identity."""
    places = map(read_path, depot.fichiers)
    return frozenset(item.id for item in places if item is not None and item.genre.nom in _DOSSIER)


def _sous_services(depot: Depot) -> frozenset[str]:
    found = {item.code for service in depot.services.values() for item in service.sous_services}
    return frozenset(found | {code for code in declared(depot, "service") if "." in code})


def _codes(nom: str, connus: Collection[str], sauf: Collection[str]) -> Conseil:
    """List the codes that may be meant: the sub-services of the service named, else the services."""

    def written(codes: list[str]) -> tuple[str, ...]:
        return ranked(nom, [code for code in codes if code not in sauf])

    service = nom.partition(".")[0]
    inside = sorted(code for code in connus if code.startswith(f"{service}."))
    if nom != service and inside:
        return Ecrire(f"sous-services de {service} : {', '.join(inside)}", written(inside))
    known = sorted(code for code in connus if "." not in code) or sorted(connus)
    return Ecrire(f"codes du catalogue : {', '.join(known)}", written(known)) if known else ""


REGISTRES: Mapping[Sorte, Callable[[Depot], Registre]] = MappingProxyType(
    {
        Sorte.ADHERENT: adherents,
        Sorte.APPEL: appels,
        Sorte.CLE: cles,
        Sorte.CLE_PAR_ADHERENT: cles,
        Sorte.CLE_PAR_COMPOSANT: cles,
        Sorte.COMMUNAUTE: communautes,
        Sorte.COMPOSANT: composants,
        Sorte.COMPOSANT_SOUSCRIT: composants,
        Sorte.EQUIPE: equipes,
        Sorte.INDICE: indices,
        Sorte.INSTANCE: instances,
        Sorte.LIGNE: lignes,
        Sorte.LIGNE_DIRECTE: lignes,
        Sorte.PROCEDURE: procedures,
        Sorte.PROJET: projets,
        Sorte.REFERENCE: published,
        Sorte.REUNION: reunions,
        Sorte.SERVICE: services,
        Sorte.SERVICE_OU_SOUS_SERVICE: souscriptibles,
        Sorte.SOUSCRIPTION: souscriptibles,
        Sorte.SOUS_SERVICE: sous_services,
        Sorte.VISA: visas,
    }
)
"""What is looked up for each sort of names; the others have checks of their own."""
