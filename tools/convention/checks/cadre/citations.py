"""Names that documents cite, looked up among those that the repository declares.

Knows: which names exist, and whether a file that declares some of them is lost (it is not searched then: what is cited
may stand in it). Must not know: who cites whom (`noms.references`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Ecrire, meant
from convention.base.french import cite, ranked
from convention.checks.cadre.declares import declared, declared_services, is_lost
from convention.checks.cadre.lecture import CLES, COUTS
from convention.checks.cadre.lieux import Constat, Ou, of_file, signal
from convention.checks.cadre.vie import GOUVERNANCE, PROCEDURES, meetings
from convention.model.cadre.genres import read_path
from convention.model.cadre.renvois import Sorte

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from convention.base.diagnostic import Conseil
    from convention.model.depot import Depot


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
