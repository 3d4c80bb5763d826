"""REF001: every name that another reading cites designates an object of the repository.

Knows: which fields of an alternative name what. Must not know: what they replace (`alternatives`, `effets`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.checks.cadre import citations
from convention.checks.cadre.controle import controle
from convention.checks.texte.lectures import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.checks.texte.lectures import AlternativeEcrite
    from convention.model.depot import Depot, Reference


class _Citation(NamedTuple):
    """A name that another reading cites: of which kind, where."""

    genre: str
    nom: str
    reference: Reference


@controle("REF001")
def unknown_names(depot: Depot) -> Iterator[Diagnostic]:
    """REF001: another reading names a row, a key, a component or a service that does not exist."""
    registres = {
        "ligne": citations.lignes(depot),
        "cle": citations.cles(depot),
        "composant": citations.composants(depot),
        "service": citations.services(depot),
        "souscription": citations.souscriptibles(depot),
    }
    for written in alternatives(depot):
        for genre, nom, reference in _citations(written):
            yield from citations.unknown(depot, registres[genre], nom, reference)


def _citations(written: AlternativeEcrite) -> Iterator[_Citation]:
    other = written.alternative
    yield from _rows_and_components(written)
    for rang, somme in enumerate(other.sommes):
        yield _Citation("cle", somme.cle, written.at("sommes", rang, "cle"))
        for place_in, nom in enumerate(somme.somme):
            yield _Citation("cle", nom, written.at("sommes", rang, "somme", place_in))
    for rang, asked in enumerate(other.prerequis):
        yield _Citation("souscription", asked.service, written.at("prerequis", rang, "service"))
        for place_in, code in enumerate(asked.services):
            yield _Citation("souscription", code, written.at("prerequis", rang, "services", place_in))
    for rang, code in enumerate(other.obligatoires):
        yield _Citation("service", code, written.at("obligatoires", rang))
    if other.cle_forfait is not None:
        yield _Citation("cle", other.cle_forfait, written.at("cle_forfait"))


def _rows_and_components(written: AlternativeEcrite) -> Iterator[_Citation]:
    other = written.alternative
    for rang, formule in enumerate(other.formules):
        yield _Citation("ligne", formule.ligne, written.at("formules", rang, "ligne"))
    for rang, reliquat in enumerate(other.reliquats):
        yield _Citation("ligne", reliquat.ligne, written.at("reliquats", rang, "ligne"))
    for rang, parametre in enumerate(other.parametres):
        yield _Citation("ligne", parametre.ligne, written.at("parametres", rang, "ligne"))
    for rang, lus in enumerate(other.beneficiaires):
        yield _Citation("composant", lus.composant, written.at("beneficiaires", rang, "composant"))
    for rang, abaque in enumerate(other.abaques):
        yield _Citation("composant", abaque.composant, written.at("abaques", rang, "composant"))
        yield _Citation("cle", abaque.abaque, written.at("abaques", rang, "abaque"))
