"""The kinds of documents: which path holds which.

Knows: the models, each with its place (`document`). Must not know: contents.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from convention.model.cadre.document import genre_of
from convention.model.documents.adherents import Adherent, Budgets, Depenses, Fonctions, Souscriptions
from convention.model.documents.avenants import Avenant, Decisions
from convention.model.documents.catalogue import Convention, Organigramme, Service
from convention.model.documents.cles import Cles
from convention.model.documents.composants import Composants
from convention.model.documents.entrees_sorties import DemandeAdhesion, Resiliation
from convention.model.documents.exercices import Exercice
from convention.model.documents.gouvernance import Gouvernance, Procedures, Reunions, Signataires
from convention.model.documents.grilles import Bareme, Indice, ReferencePublique
from convention.model.documents.lectures import Lectures
from convention.model.documents.quantites import Quantites
from convention.model.documents.releves import Correspondance, SourceReleve
from convention.model.documents.suivi import Axe, Besoins, Conformite, Documents, Projet
from convention.model.documents.tarifs import Comptes, CoutsDePossession, Equilibre, Forfait
from convention.model.documents.titres import FormatFinances, Litiges, Titres
from convention.model.ecrits.journal import JournalSceaux
from convention.model.texte.articles import Article, Couverture, Nombres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.model.cadre.document import Genre

GENRES: tuple[Genre, ...] = tuple(
    genre_of(modele)
    for modele in (
        *(Convention, Service, Organigramme),
        *(Article, Nombres, Couverture, Lectures),
        *(Gouvernance, Procedures, Signataires),
        *(Reunions, Avenant, Decisions, Axe, Projet, Documents, Conformite),
        *(Adherent, Fonctions, Budgets, Besoins, Souscriptions, Quantites, Depenses, Titres, Litiges),
        *(DemandeAdhesion, Resiliation),
        *(Forfait, Cles, CoutsDePossession, Composants, Exercice, JournalSceaux, Bareme, Indice, ReferencePublique),
        *(Equilibre, SourceReleve, Comptes),
    )
)
CORRESPONDANCE, FORMAT_FINANCES = genre_of(Correspondance), genre_of(FormatFinances)
"""No data of the repository: they are read when an import, or an export, names them; editors know their schemas."""
A_PART = (CORRESPONDANCE, FORMAT_FINANCES)
"""What stands outside the folders of data, and has a schema all the same."""


class Chemin(NamedTuple):
    """What a path says: the kind of its document, the id of its object, its exercice."""

    genre: Genre
    id: str = ""
    annee: int = 0


@lru_cache(maxsize=100_000)  # a pure function of the path, asked for each file by many checks
def read_path(path: str) -> Chemin | None:
    """Tell what a path holds; None when no kind of document stands there."""
    for genre in GENRES:
        match = genre.chemin.fullmatch(path)
        if match is not None:
            groups = match.groupdict()
            return Chemin(genre, groups.get("id") or "", int(groups.get("annee") or 0))
    return None


def chemins(paths: Iterable[str], *genres: str) -> Iterator[Chemin]:
    """Yield what paths say, those of some kinds or of any; nothing of one where no kind stands."""
    read = map(read_path, paths)
    return (chemin for chemin in read if chemin is not None and (not genres or chemin.genre.nom in genres))


def schema_line(path: str, genre: Genre) -> str:
    """Return the first line that a document must carry, with the relative path of its schema."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}schemas/{genre.nom}.schema.json"
