"""What is due at once, contested and suspended on a call (art. 11): three amounts, never confused.

Knows: disputes, documents, sealed lines. Must not know: how a statement tells them.
The contested amount is measured on the line, the suspended one is the whole service on that notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.period import months_later
from convention.engine.appels.pieces import Cle, key_of
from convention.model.mots.appels import EtapeLitige, GenrePiece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.titres import Litige, Titre

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
        return limit(self.titre)


class Situation(NamedTuple):
    """What an adherent may be asked to pay on the documents of a call."""

    desaccords: tuple[Desaccord, ...]
    conteste: int
    suspendu: int


def situation(depot: Depot, adherent: str, echeance: str, au: date) -> Situation:
    """Gather the disputes of an adherent on the documents of a call, as they stood on a day.

    Settled ones are told and suspend nothing; one that begins later is not known yet.
    """
    return _situation(tuple(_disputes(depot, adherent, au, lambda titre: titre.echeance == echeance)))


def delivery_situation(depot: Depot, adherent: str, exercice: int, depense: str, au: date) -> Situation:
    """Gather the disputes of an adherent on the titre of a delivery, as they stood on a day."""

    def calls(titre: Titre) -> bool:
        return titre.depense == depense and titre.exercice == exercice

    return _situation(tuple(_disputes(depot, adherent, au, calls)))


def documents_situation(depot: Depot, adherent: str, titres: Iterable[Titre], au: date) -> Situation:
    """Gather the disputes of an adherent on these documents, as they stood on a day."""
    numbers = {titre.numero for titre in titres}
    return _situation(tuple(_disputes(depot, adherent, au, lambda titre: titre.numero in numbers)))


def _situation(found: tuple[Desaccord, ...]) -> Situation:
    opened = [item for item in found if item.litige.etape.ouvert]
    # Two disputes on one service of one document suspend it once.
    services = {(item.titre.numero, item.litige.service): item.suspendu for item in opened if item.litige.etape.suspend}
    return Situation(found, sum(item.litige.montant for item in opened), sum(services.values()))


def at(litige: Litige, au: date) -> Litige | None:
    """Return a dispute as it stood on a day; None before its first contact.

    Only its last step is kept: before its end, it is contested from the day that it was.
    """
    if litige.contact > au:
        return None
    contested = litige.contestation is not None and litige.contestation <= au
    ended = litige.cloture is not None and litige.cloture <= au
    if ended or (contested and litige.etape.suspend):
        return litige
    step = EtapeLitige.CONTESTE if contested else EtapeLitige.CONTACT
    return litige.model_copy(update={"etape": step, "cloture": None, "issue": None})


def limit(titre: Titre) -> date | None:
    """Return the last day of the two months for litigation; None when none run, or their start is unknown."""
    if titre.reception is None or not titre.genre.avec_recours:
        return None
    return months_later(titre.reception, MOIS_DE_RECOURS)


def _disputes(depot: Depot, adherent: str, au: date, concerned: Callable[[Titre], bool]) -> Iterator[Desaccord]:
    dossier = depot.dossiers[adherent]
    titres = {item.numero: item for item in dossier.pieces}
    for nom, declared in dossier.litiges.items():
        titre, litige = titres.get(declared.titre), at(declared, au)
        if litige is not None and titre is not None and concerned(titre):
            # What is paid is not suspended any more: it is only contested.
            paid = titre.paiement is not None and titre.paiement < au
            yield Desaccord(nom, litige, titre, 0 if paid else suspended(depot, adherent, titre, litige.service))


def suspended(depot: Depot, adherent: str, titre: Titre, service: str) -> int:
    """Return what a disagreement on a service suspends of a document: all that it calls for it; cents."""
    if titre.depense is not None:
        # A delivery is one service, on its own notice.
        return titre.montant
    sceau = depot.sceaux.get(titre.echeance or "")
    if sceau is None or titre.genre is GenrePiece.REVERSEMENT:
        return 0
    key = Cle(adherent, titre.objet, titre.exercice, titre.nature, titre.section)
    return sum(ligne.montant for ligne in sceau.lignes if ligne.service == service and key_of(ligne) == key)
