"""What each code of a repository designates, in French, by sort of object.

Knows: the Depot. Must not know: which field cites what (`renvois`), what editors do with it (`codes_schema`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from convention.base.appellation import appellation
from convention.base.french import MOIS, RANG_DU_MOIS, enumere, jour
from convention.model.cadre.renvois import Sorte
from convention.model.genres import GENRES
from convention.model.mots.communs import Portee

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from convention.model.depot import Depot

Libelles = dict[str, str]
"""Names by code."""


def libelles(depot: Depot, sorte: Sorte) -> Libelles:
    """Return what each code of a sort designates: « S04 »: « Gestion de parcs »."""
    return _LISTES[sorte](depot)


class _Nomme(Protocol):
    """What has a name that people read."""

    @property
    def libelle(self) -> str: ...


def _named(objects: Mapping[str, _Nomme]) -> Libelles:
    return {nom: item.libelle for nom, item in objects.items()}


def _sous_services(depot: Depot) -> Libelles:
    return {sous.code: sous.libelle for service in depot.services.values() for sous in service.sous_services}


def _either(depot: Depot) -> Libelles:
    return _named(depot.services) | _sous_services(depot)


def _subscribable(depot: Depot) -> Libelles:
    """Leave out what comes with the membership."""
    common = {code: service for code, service in depot.services.items() if service.obligatoire}
    covered = {sous.code for service in common.values() for sous in service.sous_services if not sous.a_la_demande}
    return {code: libelle for code, libelle in _either(depot).items() if code not in covered | common.keys()}


def _keys(depot: Depot, portee: Portee) -> Libelles:
    return {nom: cle.libelle for nom, cle in depot.cles.items() if cle.comptee and cle.portee is portee}


def _subscribed_components(depot: Depot) -> Libelles:
    items = [(nom, item.composant) for nom, item in depot.composants.items()]
    return {nom: item.libelle for nom, item in items if item.souscrit}


def _accounts(depot: Depot) -> Libelles:
    """Name an account by the natures and the sections that are charged to it: « direct (fonctionnement) »."""
    rows = ((item.depense, str(item.nature).replace("_", " "), str(item.section)) for item in depot.comptes.comptes)
    return _gathered(rows)


def _budgets(depot: Depot) -> Libelles:
    """Name a budget; by each of its names, when adherents call theirs otherwise under one identifier."""
    found: dict[str, set[str]] = {}
    for document in (dossier.budget for dossier in depot.dossiers.values()):
        for nom, budget in document.budgets.items() if document is not None else ():
            found.setdefault(nom, set()).add(budget.libelle)
    return {nom: enumere(sorted(called), "ou") for nom, called in found.items()}


def _expenses(depot: Depot) -> Libelles:
    documents = [document for dossier in depot.dossiers.values() for document in dossier.depenses.values()]
    return {item.id: item.libelle for document in documents for item in document.depenses}


def _meetings(depot: Depot) -> Libelles:
    instances = _named(depot.vie.instances)
    meetings = (reunion for document in depot.vie.reunions.values() for reunion in document.reunions)
    return {item.id: f"{instances.get(item.instance, item.instance)}, {jour(item.date)}" for item in meetings}


def _clauses(depot: Depot) -> Libelles:
    articles = depot.vie.articles.values()
    sections = (section for article in articles for section in article.sections)
    return {item.clause: item.titre for item in articles} | {item.clause: item.titre for item in sections}


def _calls(depot: Depot) -> Libelles:
    names = [nom for item in depot.exercices.values() for nom, _ in item.appels]
    return {nom: MOIS[RANG_DU_MOIS[nom] - 1] if nom in RANG_DU_MOIS else nom.replace("-", " ") for nom in names}


def _signatories(depot: Depot) -> Libelles:
    document = depot.vie.signataires
    return {nom: item.fonction for nom, item in document.signataires.items()} if document is not None else {}


def _variables(depot: Depot) -> list[tuple[str, str, str]]:
    rows = depot.lignes.values()
    return [(nom, unite, ligne.libelle) for ligne in rows for nom, unite in ligne.variables.items()]


def _parameters(depot: Depot) -> list[tuple[str, str, str]]:
    rows = depot.lignes.values()
    return [(nom, item.unite, ligne.libelle) for ligne in rows for nom, item in ligne.parametres.items()]


def _amounts(depot: Depot) -> Libelles:
    """Name the variables whose value is an amount: a number delivered has a field of its own."""
    return _priced(depot, (item for item in _variables(depot) if "€" in item[1]))


def _measures(depot: Depot) -> Libelles:
    grids = depot.baremes.values()
    return _gathered((nom, unite, bareme.libelle) for bareme in grids for nom, unite in bareme.mesures.items())


def _columns(depot: Depot) -> Libelles:
    sources = depot.sources.values()
    every = ((nom, titles, source) for source in sources for nom, titles in source.colonnes.items())
    return _gathered((nom, title, source.libelle) for nom, titles, source in every for title in titles)


def _priced(depot: Depot, items: Iterable[tuple[str, str, str]]) -> Libelles:
    """Name a price as the convention does, then by its units: « maintenance, €/an (Copieur) »."""
    called = {nom: f"{appellation(text).nu}, " for nom, text in depot.noms_des_prix.items()}
    return {nom: f"{called.get(nom, '')}{told}" for nom, told in _gathered(items).items()}


def _gathered(items: Iterable[tuple[str, str, str]]) -> Libelles:
    """Name what several objects share, each in its own way: « €/an (Copieur, Traceur) », whatever their order."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for nom, first, second in items:
        firsts, seconds = found.setdefault(nom, (set(), set()))
        firsts.add("sans unité" if first == "1" else first)
        seconds.add(second)
    return {nom: f"{', '.join(sorted(one))} ({', '.join(sorted(two))})" for nom, (one, two) in found.items()}


_LISTES: Mapping[Sorte, Callable[[Depot], Libelles]] = MappingProxyType(
    {
        Sorte.ADHERENT: lambda depot: {nom: item.identite.nom for nom, item in depot.dossiers.items()},
        Sorte.APPEL: _calls,
        Sorte.BUDGET: _budgets,
        Sorte.CLAUSE: _clauses,
        Sorte.CLE: lambda depot: _named(depot.cles),
        Sorte.CLE_PAR_ADHERENT: lambda depot: _keys(depot, Portee.ADHERENT),
        Sorte.CLE_PAR_COMPOSANT: lambda depot: _keys(depot, Portee.COMPOSANT),
        Sorte.COLONNE: _columns,
        Sorte.COMMUNAUTE: lambda depot: _named(depot.vie.communautes),
        Sorte.COMPOSANT: lambda depot: {nom: item.composant.libelle for nom, item in depot.composants.items()},
        Sorte.COMPOSANT_SOUSCRIT: _subscribed_components,
        Sorte.COMPTE: _accounts,
        Sorte.DEPENSE: _expenses,
        Sorte.EQUIPE: lambda depot: _named(depot.vie.equipes),
        Sorte.GENRE: lambda _: {genre.nom: genre.libelle for genre in GENRES},
        Sorte.INDICE: lambda depot: _named(depot.indices),
        Sorte.INSTANCE: lambda depot: _named(depot.vie.instances),
        Sorte.LIGNE: lambda depot: _named(depot.lignes),
        Sorte.LIGNE_DIRECTE: lambda depot: {nom: item.libelle for nom, item in depot.lignes.items() if item.direct},
        Sorte.MESURE: _measures,
        Sorte.NOM_DE_FORMULE: lambda depot: _priced(depot, _variables(depot) + _parameters(depot)),
        Sorte.PARAMETRE: lambda depot: _priced(depot, _parameters(depot)),
        Sorte.PROCEDURE: lambda depot: _named(depot.vie.procedures_dites),
        Sorte.PROJET: lambda depot: _named(depot.vie.projets),
        Sorte.REFERENCE: lambda depot: _named(depot.references),
        Sorte.REUNION: _meetings,
        Sorte.SERVICE: lambda depot: _named(depot.services),
        Sorte.SERVICE_OU_SOUS_SERVICE: _either,
        Sorte.SOUSCRIPTION: _subscribable,
        Sorte.SIGNATAIRE: _signatories,
        Sorte.SOUS_SERVICE: _sous_services,
        Sorte.VARIABLE: _amounts,
        Sorte.VISA: lambda depot: _named(depot.vie.visas),
    }
)
