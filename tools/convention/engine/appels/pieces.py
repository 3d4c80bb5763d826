"""The documents that a sealed call asks for: one a payer, kind of cost and section; nothing is ever netted (art. 8.3).

Knows: sealed lines, how each payer settles (by titre, or by an amount frozen on its attribution de compensation,
reading 58). Must not know: numbers and dates of documents (`model.documents.titres`).
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from convention.model.mots.appels import Appele, GenrePiece
from convention.model.mots.communs import GroupeNature, Nature, Section
from convention.model.mots.vie import ModeReglement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.ecrits.sceaux import LigneScellee, Sceau


def frozen(depot: Depot, adherent: str, exercice: int) -> int | None:
    """Return the running costs that a payer has charged on its attribution de compensation, in cents; None: none is."""
    dossier = depot.dossiers.get(adherent)
    reglement = dossier.budget.reglement if dossier is not None and dossier.budget is not None else None
    if reglement is None or reglement.fonctionnement is not ModeReglement.ATTRIBUTION:
        return None
    return reglement.montants_figes.get(exercice)


class Cle(NamedTuple):
    """What makes one document: a payer, what is called, of which exercice, which kind of cost, which section."""

    adherent: str
    objet: Appele
    exercice: int
    nature: GroupeNature
    section: Section


def key_of(ligne: LigneScellee) -> Cle:
    """Return the document that carries a sealed line."""
    return _key(ligne.adherent, ligne.volet, ligne.exercice, ligne.nature, ligne.section)


@lru_cache(maxsize=4096)  # thousands of lines are in some hundred documents
def _key(adherent: str, volet: str, exercice: int, nature: str, section: str) -> Cle:
    return Cle(adherent, Appele(volet), exercice, Nature(nature).groupe, Section(section))


def called(sceau: Sceau) -> dict[Cle, int]:
    """Add up the documents of a sealed call, in signed cents: below zero, the amount is given back."""
    found: dict[Cle, int] = defaultdict(int)
    for ligne in sceau.lignes:
        found[key_of(ligne)] += ligne.montant
    return {key: cents for key, cents in found.items() if cents}


def kind(depot: Depot, key: Cle, cents: int) -> GenrePiece:
    """Return the kind of a document: given back, a reversement; a frozen advance, an imputation (reading 58)."""
    if cents < 0:
        return GenrePiece.REVERSEMENT
    advance = key.objet is Appele.ACOMPTE and key.section is Section.FONCTIONNEMENT
    on_ac = advance and frozen(depot, key.adherent, key.exercice) is not None
    return GenrePiece.IMPUTATION if on_ac else claim(depot)


def withheld_lines(depot: Depot, sceau: Sceau, adherent: str, exercice: int) -> Iterator[LigneScellee]:
    """Yield the sealed lines of an exercice that are withheld from the attribution de compensation of a payer."""
    if sceau.est_appel and frozen(depot, adherent, exercice) is not None:
        documents = withheld(depot, sceau, adherent)
        yield from (ligne for ligne in sceau.lignes if ligne.exercice == exercice and key_of(ligne) in documents)


def withheld(depot: Depot, sceau: Sceau, adherent: str) -> dict[Cle, int]:
    """Return the documents of a sealed call that are withheld from the attribution de compensation of a payer."""
    return {
        key: cents
        for key, cents in called(sceau.de(adherent)).items()
        if kind(depot, key, cents) is GenrePiece.IMPUTATION
    }


def claim(depot: Depot) -> GenrePiece:
    """Return what asks for money: a titre de recettes; an association, which keeps no public accounts, issues none."""
    return GenrePiece.TITRE if is_public(depot) else GenrePiece.APPEL


def given_back(depot: Depot, adherent: str) -> tuple[str, str]:
    """Return the accounts of what is given back of a year that is over: an association has none of a public plan."""
    found = depot.comptes.reversement
    return ("", "") if found is None else (found.depense, "" if depot.seul_prive(adherent) else found.recette)


def is_public(depot: Depot) -> bool:
    """Tell whether a public body manages the convention."""
    gestionnaire = depot.dossiers.get(depot.convention.gestionnaire)
    return gestionnaire is None or gestionnaire.identite.type.publique
