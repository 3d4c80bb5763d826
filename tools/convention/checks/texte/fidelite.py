"""ART009: what the data says in the words of the convention is in the clause, word for word.

Knows: which fields recopy which clause. Must not know: quotations of readings (`lectures`), what a clause means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import (
    CONVENTION,
    ORGANIGRAMME,
    axis_at,
    conformite_at,
    requirements,
    rows,
    service_at,
)
from convention.checks.cadre.lieux import Constat, signal
from convention.checks.cadre.vie import GOUVERNANCE
from convention.checks.texte.clauses import clauses, named, words_of
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot

_EXTRAIT = 60


class Recopie(NamedTuple):
    """A text that recopies a clause, and where it is written."""

    clause: str | None
    texte: str
    reference: Reference


@controle("ART009")
def unfaithful(depot: Depot) -> Iterator[Constat]:
    """ART009: a text that its clause does not contain; nothing is said of a clause that is not written."""
    texts: dict[str, str] = {}
    for item in clauses(depot):
        texts[item.clause] = texts.get(item.clause, "") + "".join(words_of(passage.texte) for passage in item.passages)
    for copy in copies(depot):
        # A text whose clause the convention does not say is held to nothing.
        if copy.clause is not None and copy.clause in texts and words_of(copy.texte) not in texts[copy.clause]:
            shown = copy.texte if len(copy.texte) <= _EXTRAIT else f"{copy.texte[:_EXTRAIT].rstrip()}…"
            message = f"{cite(' '.join(shown.split()))} n'est pas dans {named(copy.clause)}"
            hint = "recopier mot pour mot la convention, ou changer aussi le texte de la clause, par avenant"
            yield signal("ART009", copy.reference, message, hint)


def copies(depot: Depot) -> Iterator[Recopie]:
    """Yield every text of the data that recopies a clause."""
    yield from _catalogue(depot)
    yield from _axes(depot)
    clauses = depot.convention.clauses
    for exigence in requirements(depot):
        yield Recopie(clauses.prerequis, exigence.prerequis.texte, exigence.at("texte"))
    for row in rows(depot):
        if not row.ligne.hors_extrait:
            yield from (Recopie(clauses.tarifs, written.mode.texte, written.at("texte")) for written in row.modes())
    yield from _bodies(depot)
    for annee, conformite in depot.vie.conformite.items():
        for rang, texte in enumerate(conformite.pssi.dispositions):
            yield Recopie(clauses.securite, texte, conformite_at(annee, "pssi", "dispositions", rang))


def _catalogue(depot: Depot) -> Iterator[Recopie]:
    said = depot.convention.clauses
    for champ, clause in (("objet", said.objet), ("cadre_juridique", said.fondement)):
        texte = getattr(depot.convention, champ)
        if texte is not None:
            yield Recopie(clause, texte, Reference(CONVENTION, (champ,)))
    for code, service in depot.services.items():
        yield Recopie(said.catalogue, service.texte, service_at(code, "texte"))
    for rang, pole in enumerate(depot.organigramme.poles if depot.organigramme is not None else ()):
        texte = f"{pole.libelle} (Ensemble de services {pole.service})"
        yield Recopie(said.organigramme, texte, Reference(ORGANIGRAMME, ("poles", rang, "libelle")))
        for place_in, poste in enumerate(pole.postes):
            if poste.texte is not None:
                where = Reference(ORGANIGRAMME, ("poles", rang, "postes", place_in, "texte"))
                yield Recopie(said.organigramme, poste.texte, where)


def _axes(depot: Depot) -> Iterator[Recopie]:
    for nom, axe in depot.vie.axes.items():
        for champ in ("libelle", "enjeu", "actions", "texte_indicateurs"):
            yield Recopie(depot.convention.clauses.axes, getattr(axe, champ), axis_at(nom, champ))


def _bodies(depot: Depot) -> Iterator[Recopie]:
    for nom, instance in depot.vie.instances.items():
        at = ("instances", nom)
        for rang, side in enumerate(instance.composition):
            for place_in, texte in enumerate(side.fonctions):
                where = (*at, "composition", rang, "fonctions", place_in)
                yield Recopie(instance.clause, texte, Reference(GOUVERNANCE, where))
        for rang, texte in enumerate(instance.role):
            yield Recopie(instance.clause, texte, Reference(GOUVERNANCE, (*at, "role", rang)))
        yield Recopie(instance.clause, instance.frequence.texte, Reference(GOUVERNANCE, (*at, "frequence", "texte")))
