"""What an adherent that leaves still owes until its last day: contributions, calls made, what follows (art. 13).

Knows: computations, sealed calls, issued documents. Must not know: why it leaves, how it is said.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.engine.appels.appels import deja_appele, parts_of
from convention.engine.appels.echeances import corrected_since, echeances, regularised_on, regularising, unsealed
from convention.engine.contribution import calculer
from convention.engine.presence import Presences
from convention.model.mots.appels import GenrePiece
from convention.model.mots.communs import Nature, Origine, weakest
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution, Hypothese
    from convention.model.depot import Depot
    from convention.model.documents.titres import Titre
    from convention.model.mots.communs import Phase


class Du(NamedTuple):
    """An open exercice, in its phase in force; cents."""

    exercice: int
    phase: Phase
    presence: Fraction
    """Fraction of the year, as the prorata policy measures the membership."""
    contribution: int
    directs: int
    """What of it is called at delivery, outside the calls (art. 8.1)."""
    appele: int
    """Called with a titre by the sealed calls."""
    origine: Origine
    """Weakest origin of these amounts."""
    hypotheses: tuple[Hypothese, ...]
    """What the exercice rests on that is not known."""

    @property
    def reste(self) -> int:
        """What the calls still have to call; negative, it is to be given back."""
        return self.contribution - self.directs - self.appele


class Regularisation(NamedTuple):
    """An exercice whose actual figures are not compared yet with what was called."""

    exercice: int
    jour: date | None
    """Day of the call that does it; none when no declared call does."""


def dus(depot: Depot, adherent: str, fin: date) -> tuple[Du, ...]:
    """Return what is due until the last day of a membership, the eve of its end, of each exercice not settled yet."""
    called = deja_appele(depot)
    # A closed one that no call called says nothing of what was paid.
    awaited = {year for (year, identite) in called if identite[0] == adherent} - _regularised(depot, adherent)
    found = []
    for annee in sorted(awaited.union(depot.ouverts) & depot.exercices.keys()):
        if annee <= _last_year(fin):
            vue = resolve(depot, annee)
            members = {item.adherent: item.fraction for item in Presences(vue).members()}
            cents = sum(
                amount for (year, identite), amount in called.items() if (year, identite[0]) == (annee, adherent)
            )
            found.append(_due(calculer(vue), adherent, members.get(adherent, Fraction(0)), cents))
    return tuple(found)


def _regularised(depot: Depot, adherent: str) -> set[int]:
    """Return the exercices whose regularisation is sealed, and of which nothing was corrected since for an adherent."""
    sealed = (annee for annee in depot.exercices if regularised_on(depot, annee))
    return {annee for annee in sealed if not corrected_since(depot, annee, adherent)}


def regularisations(depot: Depot, adherent: str, debut: date, fin: date) -> tuple[Regularisation, ...]:
    """Return the exercices of a membership whose regularisation is not sealed, with the call that does it."""
    done = _regularised(depot, adherent)
    years = [annee for annee in sorted(depot.exercices) if debut.year <= annee <= _last_year(fin) and annee not in done]
    calls = ((annee, regularising(depot, annee)) for annee in years)
    return tuple(Regularisation(annee, None if appel is None else appel.date) for annee, appel in calls)


def unpaid(depot: Depot, adherent: str) -> tuple[Titre, ...]:
    """Return the titres issued and not paid yet (art. 13: those of the period covered remain due)."""
    return tuple(titre for titre in depot.dossiers[adherent].pieces if titre.impaye)


def is_to_be_called(depot: Depot, adherent: str, jour: date) -> bool:
    """Tell whether a call to come, or late, is about an adherent: its last exercices, or one that was corrected."""
    membership = depot.dossiers[adherent].identite.adhesion.periode
    awaited = {item.jour for item in regularisations(depot, adherent, membership.debut, membership.fin or date.max)}
    late = unsealed(depot, jour)
    return any(
        appel.date in awaited or parts_of(depot, adherent, appel)
        for nom, appel in echeances(depot).items()
        if appel.date > jour or nom in late
    )


def is_to_be_settled(depot: Depot, adherent: str) -> bool:
    """Tell whether a document issued is still to be paid, by an adherent or to it; what is withheld is not."""
    pieces = depot.dossiers[adherent].pieces
    return any(piece.paiement is None and piece.genre is not GenrePiece.IMPUTATION for piece in pieces)


def _due(contribution: Contribution, adherent: str, presence: Fraction, called: int) -> Du:
    own = [ligne for ligne in contribution.lignes if ligne.adherent == adherent]
    directs = sum(ligne.montant for ligne in own if ligne.calcul.nature is Nature.DIRECT)
    whole = sum(ligne.montant for ligne in own)
    origine = weakest(*(ligne.origine for ligne in own))
    return Du(
        contribution.exercice, contribution.phase, presence, whole, directs, called, origine, contribution.hypotheses
    )


def _last_year(fin: date) -> int:
    return (fin - timedelta(days=1)).year
