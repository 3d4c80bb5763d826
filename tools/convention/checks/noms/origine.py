"""ORI: a figure says where it comes from, and the convention is not made to say what it does not.

Knows: origins and sources. Must not know: figures. Counts carry their source themselves, the forfait its reference,
policies their text: only the documents and values whose model has a `source` are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter, inscrire, la_ligne
from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.emplacements import designated, matching
from convention.checks.cadre.lecture import components, releves, rows
from convention.checks.cadre.lieux import Constat, signal
from convention.model.cadre.document import genre_of
from convention.model.depot import Reference
from convention.model.documents.adherents import Adherent
from convention.model.documents.composants import Composants
from convention.model.documents.quantites import Quantites
from convention.model.mots.communs import Origine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.cadre.document import Genre
    from convention.model.depot import Depot

_ABSENTS = frozenset({"quantites", "souscriptions", "depenses", "equilibre"})
"""Kinds of documents that no text of a convention holds."""
_AUCUN_MONTANT = "le texte de la convention ne donne pas le montant de"
_CONSEIL = (
    inscrire("origine: demonstration")
    + " ou "
    + la_ligne("origine: public")
    + ", avec la source ; si le texte le donne, lier ce fichier à son nombre, dans catalogue/nombres.yaml"
)


class _Provenance(NamedTuple):
    """A value that may have an origin and a source of its own, inside a document that has one."""

    quoi: str
    origine: Origine | None
    source: str | None
    reference: Reference


@controle("ORI001", par_fichier=True)
def without_source(depot: Depot) -> Iterator[Constat]:
    """ORI001: a document without its source."""
    for path, fichier in depot.fichiers.items():
        document = fichier.document
        origine = depot.origine_dite(path)
        if document is None or origine in (None, Origine.CONVENTION) or "source" not in type(document).model_fields:
            continue
        if getattr(document, "source", None) is None:
            yield _unsourced(f"le fichier {path} est d'origine {cite(str(origine))}", Reference(path, ("origine",)))


@controle("ORI001")
def values_without_source(depot: Depot) -> Iterator[Constat]:
    """ORI001: a value of another origin than its document's, without its source."""
    for value in _values(depot):
        same = value.origine == depot.origine_dite(value.reference.path)
        if value.origine in (None, Origine.CONVENTION) or value.source is not None or same:
            continue
        reference = value.reference.at("origine")
        yield _unsourced(f"{value.quoi} est d'origine {cite(str(value.origine))}", reference)


@controle("ORI002", par_fichier=True)
def not_in_convention(depot: Depot) -> Iterator[Constat]:
    """ORI002: counts, subscriptions, expenses, costs borne and amounts of components said to come from the convention.

    A convention whose text is not here may give them: nothing tells what it says. One whose text is here gives what
    repeats one of its numbers.
    """
    given = _given(depot)
    for path, fichier in depot.fichiers.items() if depot.vie.articles else ():
        genre = fichier.chemin.genre
        reason = _not_given(genre) if genre.nom in _ABSENTS else None
        if isinstance(fichier.document, Composants) and any(
            item.montants and item.origine is None for item in fichier.document.composants.values()
        ):
            reason = f"{_AUCUN_MONTANT} ces composants"
        if reason is not None and path not in given and depot.origine_dite(path) is Origine.CONVENTION:
            yield signal("ORI002", Reference(path, ("origine",)), reason, _CONSEIL)


@controle("ORI002")
def amounts_not_in_convention(depot: Depot) -> Iterator[Constat]:
    """ORI002: the same of the amounts of one component."""
    given = _given(depot)
    for item in components(depot) if depot.vie.articles else ():
        told = item.reference.path in given
        if item.composant.montants and item.composant.origine is Origine.CONVENTION and not told:
            yield signal("ORI002", item.at("origine"), f"{_AUCUN_MONTANT} {cite(item.id)}", _CONSEIL)


@controle("ORI002", par_adherent=True)
def counts_not_in_convention(depot: Depot) -> Iterator[Constat]:
    """ORI002: the same of one counting."""
    given = _given(depot)
    for item in releves(depot) if depot.vie.articles else ():
        if item.releve.origine is Origine.CONVENTION and item.at("origine").path not in given:
            yield signal("ORI002", item.at("origine"), _not_given(genre_of(Quantites)), _CONSEIL)


def _not_given(genre: Genre) -> str:
    return f"le texte de la convention ne donne pas {genre.nomme}"


def _given(depot: Depot) -> frozenset[str]:
    """Return the files that repeat a number of the text."""
    motifs = {designated(donnee).motif for item in depot.vie.nombres for donnee in item.donnees}
    return frozenset(path for motif in motifs for path in matching(depot, motif))


def _values(depot: Depot) -> Iterator[_Provenance]:
    for dossier in depot.dossiers.values():
        adhesion = dossier.identite.adhesion
        reference = dossier.at(Adherent, "adhesion")
        yield _Provenance(f"l'adhésion {dossier.identite.du}", adhesion.origine, adhesion.source, reference)
    for row in rows(depot):
        quoi = f"la ligne {cite(row.ligne.id)}"
        yield _Provenance(quoi, row.ligne.origine, row.ligne.source, row.reference)
    for item in components(depot):
        composant = item.composant
        yield _Provenance(f"le composant {cite(item.id)}", composant.origine, composant.source, item.reference)


def _unsourced(what: str, reference: Reference) -> Constat:
    return signal("ORI001", reference, f"{what}, sans source", ajouter('source: ⟦"…"⟧'))
