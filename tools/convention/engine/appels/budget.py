"""What an adherent enters in its budget: what it owes, account by account, beside the credits opened (art. 8.3).

Knows: contributions, accounts proposed, credits. Must not know: how they are shown.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from convention.engine.appels.appels import acomptes
from convention.engine.appels.pieces import frozen
from convention.engine.contribution import calculer
from convention.model.mots.communs import Nature, Origine, Section, weakest
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.mots.communs import Phase


class Inscription(NamedTuple):
    """What goes to one account of one section; cents."""

    section: Section
    compte: str
    """Empty when none is proposed."""
    chapitre: str
    """Empty when none is proposed."""
    natures: tuple[Nature, ...]
    montant: int
    ouverts: int | None
    """Credits opened on it on the day asked, or planned as long as `Budget.vote` is to come; none when the year has
    none at all."""
    a_voter: int
    """Credits of a decision modificative that is still to come."""
    origine: Origine


class Budget(NamedTuple):
    """What an adherent enters for an exercice, sections in order."""

    adherent: str
    contribution: Contribution
    inscriptions: tuple[Inscription, ...]
    vote: date | None
    """Day on which this budget is to be voted, when it is still to come: its credits are a project until then."""
    fige: int
    """Cents of the running costs charged on its attribution de compensation: no credits are needed for them."""

    @property
    def proposes(self) -> bool:
        """Whether an account is proposed for some of it."""
        return any(item.compte for item in self.inscriptions)

    def total(self, section: Section) -> int:
        """Add a section up."""
        return sum(item.montant for item in self.inscriptions if item.section is section)


def budget(depot: Depot, adherent: str, exercice: int, au: date, phase: Phase | None = None) -> Budget:
    """Compute what an adherent enters for an exercice, in the phase asked for or in force.

    Args:
        depot: the data.
        adherent: its id.
        exercice: the year.
        au: day on which its credits are read: a decision modificative opens nothing before its vote.
        phase: state of the figures.
    """
    return inscrire(depot, adherent, calculer(resolve(depot, exercice, phase)), au)


def inscrire(depot: Depot, adherent: str, contribution: Contribution, au: date) -> Budget:
    """Return what an adherent enters for an exercice already computed."""
    exercice = contribution.exercice
    groups: dict[tuple[Section, str], list[Ligne]] = defaultdict(list)
    for ligne in contribution.lignes:
        if ligne.adherent == adherent != depot.convention.gestionnaire:
            groups[ligne.calcul.section, ligne.compte_depense or ""].append(ligne)
    opened = _opened(depot, adherent, exercice, au)
    keys = sorted({*groups, *(opened or {})})
    rows = tuple(_row(depot, adherent, key, groups.get(key, ()), opened) for key in keys)
    return Budget(
        adherent, contribution, rows, _vote(depot, adherent, exercice, au), charged(depot, adherent, exercice)
    )


def charged(depot: Depot, adherent: str, exercice: int) -> int:
    """Return the running costs that an exercice charges on the attribution de compensation of an adherent, in cents.

    Advances charge what is frozen: none does, where none that is declared is asked of this adherent.
    """
    by_advances = not acomptes(depot, exercice) or acomptes(depot, exercice, adherent)
    return (frozen(depot, adherent, exercice) or 0) if by_advances else 0


def _vote(depot: Depot, adherent: str, exercice: int, au: date) -> date | None:
    document = depot.dossiers[adherent].budget
    year = document.exercices.get(exercice) if document is not None else None
    return year.calendrier.bp if year is not None and year.calendrier.bp > au else None


def _row(
    depot: Depot,
    adherent: str,
    key: tuple[Section, str],
    lignes: Iterable[Ligne],
    opened: dict[tuple[Section, str], tuple[int, int]] | None,
) -> Inscription:
    section, compte = key
    payeur = depot.dossiers[adherent].identite.type
    chapters = [
        item.chapitre_depense or ""
        for item in depot.comptes.comptes
        if item.depense == compte and item.section is section and item.payeur is payeur
    ]
    kept = list(lignes)
    ouverts, a_voter = (None, 0) if opened is None else opened.get(key, (0, 0))
    return Inscription(
        section=section,
        compte=compte,
        chapitre=chapters[0] if chapters else "",
        natures=tuple(nature for nature in Nature if any(ligne.calcul.nature is nature for ligne in kept)),
        montant=sum(ligne.montant for ligne in kept),
        ouverts=ouverts,
        a_voter=a_voter,
        origine=weakest(*(ligne.origine for ligne in kept)),
    )


def _opened(depot: Depot, adherent: str, exercice: int, au: date) -> dict[tuple[Section, str], tuple[int, int]] | None:
    """Add up the credits of each account: those opened on the day, those still to be voted."""
    document = depot.dossiers[adherent].budget
    year = document.exercices.get(exercice) if document is not None else None
    if year is None or not year.credits:
        return None
    voted = year.calendrier.dm is None or year.calendrier.dm <= au
    found: dict[tuple[Section, str], tuple[int, int]] = {}
    for credit in year.credits:
        opened, waiting = found.get((credit.section, credit.compte), (0, 0))
        more = credit.dm or 0
        found[credit.section, credit.compte] = (
            opened + credit.bp + (more if voted else 0),
            waiting + (0 if voted else more),
        )
    return found
