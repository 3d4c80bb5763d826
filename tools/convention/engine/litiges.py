"""What is due at once, contested and suspended on a call (art. 11): three amounts, never confused.

Knows: disputes, documents, sealed lines. Must not know: how a statement tells them.
The contested amount is measured on the line, the suspended one is the whole service on that notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import months_later
from convention.engine.pieces import Cle, key_of
from convention.model.vocabulaire_appels import GenrePiece

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.titres import Litige, Titre

MOIS_DE_RECOURS = 2


class Desaccord(NamedTuple):
    """A dispute on a document, and what it suspends; cents."""

    nom: str
    litige: Litige
    titre: Titre
    suspendu: int

    @property
    def recours(self) -> date | None:
        """Last day of the two months for litigation, from the receipt: a mere contact does not extend it."""
        return months_later(self.titre.reception, MOIS_DE_RECOURS) if self.titre.reception is not None else None


class Situation(NamedTuple):
    """What an adherent may be asked to pay on the documents of a call."""

    desaccords: tuple[Desaccord, ...]
    conteste: int
    suspendu: int


def situation(depot: Depot, adherent: str, echeance: str) -> Situation:
    """Gather the disputes of an adherent on the documents of a call; settled ones are told and suspend nothing."""
    found = tuple(_disputes(depot, adherent, echeance))
    opened = [item for item in found if item.litige.etape.ouvert]
    # Two disputes on one service of one document suspend it once.
    services = {(item.titre.numero, item.litige.service): item.suspendu for item in opened if item.litige.etape.suspend}
    return Situation(found, sum(item.litige.montant for item in opened), sum(services.values()))


def _disputes(depot: Depot, adherent: str, echeance: str) -> Iterator[Desaccord]:
    dossier = depot.dossiers[adherent]
    titres = {item.numero: item for journal in dossier.titres.values() for item in journal.titres}
    for nom, litige in dossier.litiges.items():
        titre = titres.get(litige.titre)
        if titre is not None and titre.echeance == echeance:
            yield Desaccord(nom, litige, titre, _suspended(depot, adherent, titre, litige))


def _suspended(depot: Depot, adherent: str, titre: Titre, litige: Litige) -> int:
    sceau = depot.sceaux.get(titre.echeance or "")
    if sceau is None or titre.genre is GenrePiece.REVERSEMENT:
        return 0
    key = Cle(adherent, titre.objet, titre.exercice, titre.nature, titre.section)
    return sum(ligne.montant for ligne in sceau.lignes if ligne.service == litige.service and key_of(ligne) == key)
