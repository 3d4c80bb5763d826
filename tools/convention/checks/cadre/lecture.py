"""The documents as the checks walk them: each object with the place where it is written.

Knows: which file and which pointer hold each object. Must not know: what is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from convention.base.french import SUSPENSION, cite, enumere
from convention.model.cadre.document import genre_of, path_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Depenses, Souscriptions
from convention.model.documents.catalogue import Organigramme, Service
from convention.model.documents.composants import Composants
from convention.model.documents.exercices import Exercice
from convention.model.documents.lectures import Lectures
from convention.model.documents.quantites import Quantites
from convention.model.documents.suivi import Axe, Besoins, Conformite
from convention.model.documents.tarifs import LIGNES, Comptes, CoutsDePossession, Forfait
from convention.model.genres import read_path
from convention.model.mots.communs import Nature

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from datetime import date
    from fractions import Fraction

    from convention.model.cadre.champs import Modele
    from convention.model.depot import Depot, Dossier, Fichier
    from convention.model.documents.adherents import Depense, Souscription, SouscriptionComposant
    from convention.model.documents.catalogue import Prerequis
    from convention.model.documents.composants import Composant
    from convention.model.documents.quantites import Place, Releve
    from convention.model.documents.suivi import Indicateur
    from convention.model.documents.tarifs import LigneTarif, Mode, ValeurForfait

T = TypeVar("T")

LECTURES = path_of(Lectures)
ORGANIGRAMME = path_of(Organigramme)
COMPTES = path_of(Comptes)

NOMBRE = "nombre"
"""Name of the number delivered, in a direct formula."""

MODES = {nature.mode: nature for nature in (Nature.DIRECT, Nature.INDIRECT_FACTUEL, Nature.INDIRECT_ANNUEL)}
NOMS_CITES_MAX = 4


def files_of(depot: Depot, *genres: str) -> Iterator[Fichier]:
    """Yield the files of some kinds, as their paths say: what another kind of file says is not read."""
    for path in depot.fichiers:
        chemin = read_path(path)
        if chemin is not None and chemin.genre.nom in genres:
            yield depot.fichiers[path]


@dataclass(frozen=True, slots=True)
class Ecrit:
    """An object as it is written: where it stands."""

    reference: Reference

    def at(self, *parts: str | int) -> Reference:
        """Point at one of its values."""
        return self.reference.at(*parts)


@dataclass(frozen=True, slots=True)
class ForfaitEcrit(Ecrit):
    """A flat fee and where it stands."""

    nom: str
    forfait: Forfait

    @property
    def texte(self) -> str:
        """How a message names it: « le forfait », « le forfait « adhesion » »."""
        return f"le forfait {cite(self.nom)}" if self.nom else "le forfait"


def fees(depot: Depot) -> Iterator[ForfaitEcrit]:
    """Yield every flat fee."""
    return (ForfaitEcrit(Reference(path_of(Forfait, nom)), nom, forfait) for nom, forfait in depot.forfaits.items())


def fee_values(depot: Depot) -> Iterator[tuple[ForfaitEcrit, int, ValeurForfait]]:
    """Yield every value of every flat fee, with its rank."""
    return ((fee, rang, valeur) for fee in fees(depot) for rang, valeur in enumerate(fee.forfait.valeurs))


@dataclass(frozen=True, slots=True)
class LigneEcrite(Ecrit):
    """A row of annexe 4 and where it stands."""

    ligne: LigneTarif

    def modes(self) -> Iterator[ModeEcrit]:
        """Yield the columns of the row that are filled, then those of its redactions to come."""
        ligne = self.ligne
        for nom, mode in ligne.modes.items():
            yield ModeEcrit(self.at(nom), ligne, nom, mode)
        for annee, redaction in ligne.redactions.items():
            for nom, mode in redaction.indirects.items():
                yield ModeEcrit(self.at("redactions", str(annee), nom), ligne, nom, mode)


@dataclass(frozen=True, slots=True)
class ModeEcrit(Ecrit):
    """A column of a row: its formula and where it stands."""

    ligne: LigneTarif
    nom: str
    mode: Mode

    @property
    def nature(self) -> Nature:
        """The nature of the cost."""
        return MODES[self.nom]

    @property
    def texte(self) -> str:
        """How a sentence names it."""
        return self.nature.court


@dataclass(frozen=True, slots=True)
class ComposantEcrit(Ecrit):
    """A component, where it stands, whether or not another one has its name."""

    id: str
    service: str
    composant: Composant


@dataclass(frozen=True, slots=True)
class DepenseEcrite(Ecrit):
    """An expense and where it stands."""

    dossier: Dossier
    annee: int
    depense: Depense


@dataclass(frozen=True, slots=True)
class Pris(Ecrit, Generic[T]):
    """What an adherent takes, service or component, and where it stands."""

    dossier: Dossier
    objet: T


@dataclass(frozen=True, slots=True)
class ReleveEcrit(Ecrit):
    """A count, its year, and where it stands."""

    dossier: Dossier
    annee: int
    releve: Releve

    @property
    def texte(self) -> str:
        """How a sentence names it: « le comptage réalisé 2025 d'Aubépine »."""
        return f"le comptage {self.releve.phase.libelle} {self.annee} {self.dossier.identite.du}"


class Compte(NamedTuple):
    """A count as written."""

    dossier: Dossier
    annee: int
    place: Place
    quantite: Fraction
    releve: Releve
    rang: int
    """Of the counting, in its file."""

    @property
    def reference(self) -> Reference:
        """Where it is written; made when it is told, for thousands are right."""
        return self.dossier.at_year(Quantites, self.annee, "comptages", self.rang, *self.place.pointer)


@dataclass(frozen=True, slots=True)
class Exigence(Ecrit):
    """What annexe 3 asks before a service or sub-service is activated."""

    code: str
    prerequis: Prerequis


def rows(depot: Depot) -> Iterator[LigneEcrite]:
    """Yield every row of annexe 4, even those whose id is already taken."""
    fichier = depot.fichiers.get(LIGNES)
    if fichier is not None and isinstance(fichier.document, CoutsDePossession):
        for index, ligne in enumerate(fichier.document.lignes):
            yield LigneEcrite(Reference(LIGNES, ("lignes", index)), ligne)


def components(depot: Depot) -> Iterator[ComposantEcrit]:
    """Yield every component, even those whose id is already taken."""
    for fichier in files_of(depot, "composants"):
        if isinstance(fichier.document, Composants):
            for nom, composant in fichier.document.composants.items():
                yield ComposantEcrit(Reference(fichier.path, ("composants", nom)), nom, fichier.chemin.id, composant)


def expenses(depot: Depot) -> Iterator[DepenseEcrite]:
    """Yield every expense, delivered or not."""
    for dossier in depot.dossiers.values():
        for annee, document in sorted(dossier.depenses.items()):
            for index, depense in enumerate(document.depenses):
                where = dossier.at_year(Depenses, annee, "depenses", index)
                yield DepenseEcrite(where, dossier, annee, depense)


def subscriptions(depot: Depot) -> Iterator[Pris[Souscription]]:
    """Yield the services that each adherent takes."""
    for dossier in depot.dossiers.values():
        for index, item in enumerate(dossier.souscriptions.souscriptions):
            yield Pris(dossier.at(Souscriptions, "souscriptions", index), dossier, item)


def choices(depot: Depot) -> Iterator[Pris[SouscriptionComposant]]:
    """Yield the components that each adherent takes one by one."""
    for dossier in depot.dossiers.values():
        for index, item in enumerate(dossier.souscriptions.composants):
            yield Pris(dossier.at(Souscriptions, "composants", index), dossier, item)


def releves(depot: Depot) -> Iterator[ReleveEcrit]:
    """Yield every count, year by year."""
    for dossier in depot.dossiers.values():
        for annee, document in sorted(dossier.quantites.items()):
            for index, releve in enumerate(document.comptages):
                where = dossier.at_year(Quantites, annee, "comptages", index)
                yield ReleveEcrit(where, dossier, annee, releve)


def counts_of_year(dossier: Dossier, annee: int) -> Iterator[Compte]:
    """Yield the counts of an adherent in a year, as its file writes them."""
    document = dossier.quantites.get(annee)
    for rang, releve in enumerate(document.comptages if document is not None else ()):
        for place, quantite in releve.quantites.items():
            yield Compte(dossier, annee, place, quantite, releve, rang)


def requirements(depot: Depot) -> Iterator[Exigence]:
    """Yield the prerequisites of services and sub-services."""
    for code, service in depot.services.items():
        if service.prerequis is not None:
            yield Exigence(service_at(code, "prerequis"), code, service.prerequis)
        for index, sous in enumerate(service.sous_services):
            if sous.prerequis is not None:
                yield Exigence(service_at(code, "sous_services", index, "prerequis"), sous.code, sous.prerequis)


@dataclass(frozen=True, slots=True)
class IndicateurEcrit(Ecrit):
    """An indicator of annexe 5 and where it stands."""

    indicateur: Indicateur


def indicators(depot: Depot) -> Iterator[IndicateurEcrit]:
    """Yield every indicator, axis by axis."""
    for nom, axe in depot.vie.axes.items():
        for index, indicateur in enumerate(axe.indicateurs):
            yield IndicateurEcrit(axis_at(nom, "indicateurs", index), indicateur)


@dataclass(frozen=True, slots=True)
class Recensement(Ecrit):
    """The needs of an adherent for a year, and where they stand."""

    dossier: Dossier
    annee: int
    document: Besoins


def censuses(depot: Depot) -> Iterator[Recensement]:
    """Yield the needs of every adherent, year by year."""
    for dossier in depot.dossiers.values():
        for annee, document in sorted(dossier.besoins.items()):
            yield Recensement(dossier.at_year(Besoins, annee), dossier, annee, document)


def repeats(items: Iterable[T], key: Callable[[T], Hashable]) -> Iterator[tuple[T, T]]:
    """Yield each item that has the key of an earlier one, after the first that has it."""
    first: dict[Hashable, T] = {}
    for item in items:
        known = first.setdefault(key(item), item)
        if known is not item:
            yield known, item


def one_at(modele: type[Modele], which: str | int, *parts: str | int) -> Reference:
    """Point at a value of a document of a kind, by what names it: its name, or its year."""
    return Reference(genre_of(modele).place.format(nom=which, annee=which), parts)


exercice_at = partial(one_at, Exercice)
axis_at = partial(one_at, Axe)
conformite_at = partial(one_at, Conformite)
service_at = partial(one_at, Service)


def subscription_line(code: str, debut: date, fin: date | None) -> str:
    """Write the line of a subscription, as it is to be typed."""
    end = f", fin: {fin}" if fin is not None else ""
    return f"- {{service: {code}, debut: {debut}{end}}}"


def cut_list(noms: Sequence[str]) -> str:
    """Enumerate names, the first ones only when they are many: « Aubépine, Fontazur, Pierrelune, Valcendre… »."""
    if len(noms) <= NOMS_CITES_MAX:
        return enumere(noms)
    return ", ".join(noms[:NOMS_CITES_MAX]) + SUSPENSION
