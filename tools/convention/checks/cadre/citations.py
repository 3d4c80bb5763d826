"""Names that documents cite, looked up among those that the repository declares, in its misshapen documents too.

Knows: raw nodes, where each kind keeps its names, whether a file that declares some of them is lost (it is not searched
then: what is cited may stand in it). Must not know: who cites whom (`noms.noms`).
"""

from __future__ import annotations

import re
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Ecrire, meant
from convention.base.french import cite, ranked
from convention.base.nodes import MappingNode, SequenceNode, text_at
from convention.checks.cadre.lecture import files_of
from convention.checks.cadre.lieux import Constat, Ou, of_file, signal
from convention.checks.cadre.vie import GOUVERNANCE, PROCEDURES, meetings
from convention.model.cadre.renvois import Sorte
from convention.model.documents.cles import CLES
from convention.model.documents.tarifs import LIGNES
from convention.model.genres import GENRES, chemins
from convention.model.valeurs.chemins import IDENTIFIANT, NOM, SOUS_SERVICE, service_code

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from convention.base.diagnostic import Conseil
    from convention.model.depot import Depot, Fichier

_TABLES = frozenset({"composants", "cles"})
"""Kinds whose names are the keys of the table of the same name."""
_LISTES = {"couts-de-possession": ("lignes", "id"), "service": ("sous_services", "code")}
"""Kinds whose names stand in the items of a list."""
_NOMMES = frozenset({"service", "adherent", "bareme", "indice", "reference", "projet", "axe"})
"""Kinds whose file bears the name of its object."""
_FORMES = {
    "composants": re.compile(IDENTIFIANT, re.ASCII),
    "couts-de-possession": re.compile(IDENTIFIANT, re.ASCII),
    "cles": re.compile(NOM, re.ASCII),
    "service": re.compile(SOUS_SERVICE, re.ASCII),
}


def is_lost(depot: Depot, genre: str) -> bool:
    """Tell whether the names of a kind are not all known: a file could not be read, or a name is misshapen."""
    if any(True for _ in chemins(depot.illisibles - depot.fichiers.keys(), genre)):
        return True
    return any(nom is None for fichier in _misshapen(depot, genre) for nom in _names(fichier))


def declared(depot: Depot, genre: str) -> frozenset[str]:
    """Return the names declared by the misshapen documents of a kind."""
    return frozenset(nom for fichier in _misshapen(depot, genre) for nom in _names(fichier) if nom is not None)


def declared_services(depot: Depot) -> frozenset[str]:
    """Return the codes of the services, as their files are named."""
    return frozenset(_of_kind(depot, "service"))


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
            yield from (_well_formed(genre.nom, text_at(item, champ) or "") for item in items)
        elif items is not None or genre.modele.model_fields[field].is_required() or _has_other_fields(fichier):
            yield None


def _well_formed(genre: str, nom: str) -> str | None:
    return nom if _FORMES[genre].fullmatch(nom) else None


def _has_other_fields(fichier: Fichier) -> bool:
    """Tell whether a field is misspelt: it may be the list."""
    return not fichier.root.keys() <= fichier.chemin.genre.modele.model_fields.keys()


DOSSIER = ("souscriptions", "quantites", "depenses")
"""Kinds of documents that make a folder of adherent, which is then to hold an identity (ADH004)."""


class Registre(NamedTuple):
    """The names of one kind of object: how a sentence calls it, where it is declared, if data declare it."""

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
    declare = f"corriger le nom, ou déclarer ce qu'il désigne dans {registre.ou}"
    hint = hint or (declare if registre.ou else f"noms possibles : {', '.join(sorted(registre.connus))}")
    yield signal(registre.code, ou, f"{registre.quoi} {cite(nom)} n'existe pas", hint)


def _none_at_all(registre: Registre) -> Constat:
    """Say that nothing of a kind is declared: the same words whoever cites it, so that a list holds them once."""
    message = f"{registre.aucun} dans {registre.ou}, et d'autres fichiers en citent"
    hint = f"créer ce qui manque, ou le rétablir par « git restore {registre.ou} »"
    return signal(registre.code, of_file(registre.ou), message, hint)


def _codes(nom: str, connus: Collection[str], sauf: Collection[str]) -> Conseil:
    """List the codes that may be meant: the sub-services of the service named, else the services."""

    def written(codes: list[str]) -> tuple[str, ...]:
        return ranked(nom, [code for code in codes if code not in sauf])

    service = service_code(nom)
    inside = sorted(code for code in connus if code.startswith(f"{service}."))
    if nom != service and inside:
        return Ecrire(f"sous-services de {service} : {', '.join(inside)}", written(inside))
    known = sorted(code for code in connus if "." not in code) or sorted(connus)
    return Ecrire(f"codes du catalogue : {', '.join(known)}", written(known)) if known else ""


def registre(depot: Depot, sorte: Sorte) -> Registre:
    """Return the names of a sort, and how a message tells one that is not among them."""
    noms = _NOMS.get(sorte) or _NOMS[Sorte(sorte.parmi[0])]
    connus, of_life = {*noms.connus(depot)}, noms.genre in _DE_LA_VIE
    if not of_life and noms.genre != "service":
        connus |= declared(depot, noms.genre)
    perdu = noms.genre in depot.incomplets if of_life else is_lost(depot, noms.genre)
    if sorte is Sorte.PROJET:
        # A project is known by the name of its file, be it unreadable.
        perdu = False
    elif sorte is Sorte.APPEL:
        # Nothing is said of the names of calls until one exercice declares its own.
        perdu = perdu or not connus
    # A service may have no sub-service, the governance no team: what is not declared at all is their documents.
    partial = noms.genre in {"gouvernance", "service"} and any(True for _ in files_of(depot, noms.genre))
    code = "GOU001" if of_life else "REF001"
    return Registre(code, noms.quoi, noms.ou, connus, perdu, noms.genre == "service", "" if partial else noms.aucun)


def has_registre(sorte: Sorte | None) -> bool:
    """Tell whether the names of a sort are looked up here; the others have checks of their own."""
    return sorte is not None and (sorte in _NOMS or sorte.parmi[0] in _NOMS)


def _of_kind(depot: Depot, genre: str) -> Iterator[str]:
    """Yield what names the files of a kind, those that cannot be read included."""
    return (chemin.id for chemin in chemins((*depot.fichiers, *depot.illisibles), genre))


def _adherents(depot: Depot) -> set[str]:
    """One whose folder lacks its identity has its own message (ADH004)."""
    return {item.id for item in chemins(depot.fichiers, *DOSSIER)} | depot.dossiers.keys()


def _sous_services(depot: Depot) -> set[str]:
    found = {item.code for service in depot.services.values() for item in service.sous_services}
    return found | {code for code in declared(depot, "service") if "." in code}


def _souscriptibles(depot: Depot) -> set[str]:
    return {*declared_services(depot), *_sous_services(depot)}


def _appels(depot: Depot) -> set[str]:
    return {nom for exercice in depot.exercices.values() for nom, _ in exercice.appels}


class _Noms(NamedTuple):
    """How a message calls an object of a sort, the kind of documents that declare it, where, its names."""

    quoi: str
    genre: str
    ou: str
    connus: Callable[[Depot], Iterable[str]]
    aucun: str = ""
    """How a sentence says that there is none at all."""


_DE_LA_VIE = frozenset({"exercice", "gouvernance", "procedures", "projet", "reunions"})
"""Kinds whose names are told by GOU001, and not at all when one of their documents is misshapen."""
_SERVICES = "catalogue/services/"
_AUCUN_SERVICE, _AUCUNE_INSTANCE = "aucun service n'est déclaré", "aucune instance n'est déclarée"
_EITHER = _Noms("le service ou sous-service", "service", _SERVICES, _souscriptibles, _AUCUN_SERVICE)
_NOMS: Mapping[str, _Noms] = MappingProxyType(
    {
        Sorte.ADHERENT: _Noms("l'adhérent", "adherent", "adherents/", _adherents, "aucun adhérent n'est déclaré"),
        Sorte.APPEL: _Noms("l'appel", "exercice", "les « jalons » d'un exercice (pricing/exercices/)", _appels),
        Sorte.CLE: _Noms(
            "la clé de répartition", "cles", CLES, attrgetter("cles"), "aucune clé de répartition n'est déclarée"
        ),
        Sorte.COMMUNAUTE: _Noms(
            "la communauté d'utilisateurs", "gouvernance", GOUVERNANCE, attrgetter("vie.communautes"), _AUCUNE_INSTANCE
        ),
        Sorte.COMPOSANT: _Noms(
            "le composant",
            "composants",
            "pricing/composants/",
            attrgetter("composants"),
            "aucun composant n'est déclaré",
        ),
        Sorte.EQUIPE: _Noms("l'équipe", "gouvernance", GOUVERNANCE, attrgetter("vie.equipes"), _AUCUNE_INSTANCE),
        Sorte.GENRE: _Noms("le genre de documents", "procedures", "", lambda _: (genre.nom for genre in GENRES)),
        Sorte.INDICE: _Noms("la série d'indice", "indice", "pricing/indices/", attrgetter("indices")),
        Sorte.INSTANCE: _Noms("l'instance", "gouvernance", GOUVERNANCE, attrgetter("vie.instances"), _AUCUNE_INSTANCE),
        Sorte.LIGNE: _Noms(
            "la ligne de tarif",
            "couts-de-possession",
            LIGNES,
            attrgetter("lignes"),
            "aucune ligne de tarif n'est déclarée",
        ),
        Sorte.PROCEDURE: _Noms("la procédure", "procedures", PROCEDURES, attrgetter("vie.procedures_dites")),
        Sorte.PROJET: _Noms("le projet", "projet", "catalogue/projets/", lambda depot: _of_kind(depot, "projet")),
        Sorte.REFERENCE: _Noms("la quantité publiée", "reference", "pricing/references/", attrgetter("references")),
        Sorte.REUNION: _Noms(
            "la réunion", "reunions", "catalogue/reunions/", lambda depot: (item.reunion.id for item in meetings(depot))
        ),
        Sorte.SERVICE: _Noms("le service", "service", _SERVICES, declared_services, _AUCUN_SERVICE),
        Sorte.SERVICE_OU_SOUS_SERVICE: _EITHER,
        Sorte.SOUSCRIPTION: _EITHER,
        Sorte.SOUS_SERVICE: _Noms("le sous-service", "service", _SERVICES, _sous_services, _AUCUN_SERVICE),
        Sorte.VISA: _Noms("le visa", "procedures", PROCEDURES, attrgetter("vie.visas")),
    }
)
"""By sort of names, those that are looked up here."""
