"""LEC: the readings of the convention are numbered, quote its words, and leave no ambiguous text out.

Knows: readings, the texts of the convention that are data. Must not know: what another reading would change
(`alternatives`), where a reading is written (`clauses` looks for its places).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convention.base.diagnostic import ecrire
from convention.base.french import cite
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lecture import Ecrit, requirements, rows
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.checks.texte.clauses import LECTURES, clauses, named
from convention.model.depot import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convention.model.depot import Depot
    from convention.model.documents.tarifs import LigneTarif
    from convention.model.texte.lectures import Alternative, Lecture

_MOTS = re.compile(r"[^\W_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class AlternativeEcrite(Ecrit):
    """Another reading and where it stands."""

    lecture: Lecture
    id: str
    alternative: Alternative

    @property
    def nom(self) -> str:
        """How a sentence names it."""
        return f"autre lecture {cite(self.id)} de la lecture {self.lecture.numero}"


def alternatives(depot: Depot) -> Iterator[AlternativeEcrite]:
    """Yield the other readings of every ambiguity."""
    for nom, lecture in depot.vie.lectures.items():
        for autre, alternative in lecture.alternatives.items():
            where = Reference(LECTURES, ("lectures", nom, "alternatives", autre))
            yield AlternativeEcrite(where, lecture, autre, alternative)


@controle("LEC001", "LEC002")
def numbers(depot: Depot) -> Iterator[Constat]:
    """LEC001, LEC002: one number for two readings, a number that none has."""
    first: dict[int, str] = {}
    for nom, lecture in depot.vie.lectures.items():
        known = first.setdefault(lecture.numero, nom)
        if known != nom:
            message = f"la lecture {cite(nom)} porte le numéro {lecture.numero}, déjà celui de {cite(known)}"
            free = ecrire(str(_free(depot.vie.lectures)), "numero")
            yield signal("LEC001", _numero(nom), message, free, (_numero(known), "la première"))
    previous = 0
    for numero, nom in sorted(first.items()):
        if numero > previous + 1:
            span = (
                f"le numéro {previous + 1}" if numero == previous + 2 else f"les numéros {previous + 1} à {numero - 1}"
            )
            message = f"aucune lecture ne porte {span} : celle qui suit, {cite(nom)}, porte le {numero}"
            hint = f"rétablir la lecture {previous + 1}, ou renuméroter à partir de {cite(nom)}"
            yield signal("LEC002", _numero(nom), message, hint)
        previous = numero


@controle("LEC005", avertit=True, entiers=("lectures",))
def unread(depot: Depot) -> Iterator[Constat]:
    """LEC005: a row or a prerequisite says how its text is read, and no reading quotes or replaces it."""
    quoted = [_words(item.texte) for lecture in depot.vie.lectures.values() for item in lecture.extraits]
    replaced = _replaced(depot)
    for row in rows(depot):
        own = [_words(written.mode.texte) for written in row.modes()]
        said = row.ligne.lecture is not None and not row.ligne.hors_extrait
        if said and row.ligne.id not in replaced and not _quotes(quoted, own):
            message = f"la ligne {cite(row.ligne.id)} dit comment son texte est lu, et aucune lecture ne le cite"
            example = next((written.mode.texte for written in row.modes()), row.ligne.libelle)
            hint = _quote_hint(depot.convention.clauses.tarifs, example)
            yield signal("LEC005", LaCle(row.at("lecture")), message, hint)
    for item in requirements(depot):
        own = [_words(item.prerequis.texte)]
        if item.prerequis.lecture is not None and item.code not in replaced and not _quotes(quoted, own):
            message = f"le prérequis de {item.code} dit comment son texte est lu, et aucune lecture ne le cite"
            hint = _quote_hint(depot.convention.clauses.prerequis, item.prerequis.texte)
            yield signal("LEC005", LaCle(item.at("lecture")), message, hint)


@controle("LEC006")
def quotations(depot: Depot) -> Iterator[Constat]:
    """LEC006: a quotation that its clause does not contain; nothing is said of a clause that is not written."""
    texts = _texts(depot)
    for nom, lecture in depot.vie.lectures.items():
        for index, extrait in enumerate(lecture.extraits):
            words = _words(extrait.texte)
            if extrait.clause not in texts or words in texts[extrait.clause]:
                continue
            elsewhere = [clause for clause, text in texts.items() if words in text]
            hint = (
                f"ce texte est dans {named(elsewhere[0])} : corriger « clause »"
                if elsewhere
                else "recopier mot pour mot le texte de la convention, fautes comprises"
            )
            message = f"la lecture {lecture.numero} cite un texte qui n'est pas dans {named(extrait.clause)}"
            yield signal("LEC006", Reference(LECTURES, ("lectures", nom, "extraits", index, "texte")), message, hint)


def _numero(nom: str) -> Reference:
    return Reference(LECTURES, ("lectures", nom, "numero"))


def _free(lectures: Mapping[str, Lecture]) -> int:
    taken = {lecture.numero for lecture in lectures.values()}
    return next(numero for numero in range(1, len(taken) + 2) if numero not in taken)


def _replaced(depot: Depot) -> set[str]:
    """Name the rows and the services whose rule another reading replaces."""
    found: set[str] = set()
    for written in alternatives(depot):
        other = written.alternative
        found |= {item.ligne for item in other.formules} | {item.ligne for item in other.parametres}
        found |= {item.service for item in other.prerequis}
        known = (depot.composants.get(item.composant) for item in other.abaques)
        found |= {item.composant.ligne for item in known if item is not None}
    return found


def _quotes(quoted: list[str], own: list[str]) -> bool:
    return any(text in words for words in quoted for text in own)


def _quote_hint(clause: str | None, texte: str) -> str:
    return f'ajouter aux extraits d\'une lecture : « - {{clause: {clause or "…"}, texte: "{texte}"}} »'


def _texts(depot: Depot) -> dict[str, str]:
    """Return the words of each clause; the tables of annexes 1 to 4 are data: what is in their cells counts."""
    found: dict[str, str] = {}
    for item in clauses(depot):
        parts = (item.titre, *(passage.texte for passage in item.passages))
        found[item.clause] = found.get(item.clause, "") + "".join(_words(text) for text in parts)
    for clause, text in _cells(depot):
        if text is not None and clause is not None and clause in found:
            found[clause] += _words(text)
    return found


def _cells(depot: Depot) -> Iterator[tuple[str | None, str | None]]:
    said = depot.convention.clauses
    for service in depot.services.values():
        yield said.catalogue, service.texte
        for sous in service.sous_services:
            yield said.catalogue, sous.texte or sous.libelle
    for pole in depot.organigramme.poles if depot.organigramme is not None else ():
        for poste in pole.postes:
            yield said.organigramme, poste.texte or poste.fonction
    for exigence in requirements(depot):
        yield said.prerequis, exigence.prerequis.texte
    for row in rows(depot):
        if not row.ligne.hors_extrait:
            yield from ((said.tarifs, text) for text in _row_texts(row.ligne))
            yield from ((said.tarifs, written.mode.texte) for written in row.modes())


def _row_texts(ligne: LigneTarif) -> tuple[str | None, ...]:
    return ligne.categorie, ligne.famille, ligne.libelle, ligne.cle_texte


def _words(text: str) -> str:
    """Write the words and signs of a text one space apart, so that line breaks and typography do not count."""
    found = _MOTS.findall(text.replace("’", "'"))
    return f" {' '.join(found)} "
