"""The advances of an exercice: which calls ask them, of whom, how much; who is asked its balance (art. 8.3).

Knows: the rates that milestones declare, what is frozen, what is sealed. Must not know: what is owed.
An advance is asked of the members of its day only (reading 78); a frozen amount stands for that of the running costs
(reading 58).
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from convention.base.french import ordinal
from convention.base.money import CENTS, round_half_up
from convention.engine.appels.echeances import call_of, echeances
from convention.engine.appels.pieces import frozen
from convention.engine.partage.repartition import apportion, share
from convention.model.mots.appels import Appele, GenreVolet
from convention.model.mots.communs import Nature, Section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel, Volet
    from convention.model.ecrits.sceaux import Identite


def is_member(depot: Depot, adherent: str, jour: date) -> bool:
    """Tell whether somebody is a member on a day; an avenant may take effect as the convention ends."""
    dossier = depot.dossiers.get(adherent)
    return dossier is not None and dossier.identite.adhesion.periode.holds(jour)


def owes_advances(depot: Depot, adherent: str, jour: date) -> bool:
    """Tell whether an advance is asked of somebody on a day: of nobody but a member, while the convention lasts.

    What it does not ask joins the balance: another advance is its own rate, as for everybody (reading 78).
    """
    return jour < depot.convention.terme and is_member(depot, adherent, jour)


def acomptes(depot: Depot, exercice: int, adherent: str | None = None) -> dict[str, Fraction]:
    """Return the rates of the advances that the calls declare of an exercice, by milestone, in the order of time.

    Those that are asked of an adherent, when it is named: what is sealed says of whom, whatever is found out since.
    """
    return {
        echeance: volet.taux or Fraction(0)
        for echeance, appel in echeances(depot).items()
        for volet in appel.volets
        if volet.genre is GenreVolet.ACOMPTE and volet.exercice == exercice
        if adherent is None or _is_asked(depot, appel, adherent, volet)
    }


def _is_asked(depot: Depot, appel: Appel, adherent: str, volet: Volet) -> bool:
    sealed = _asked(depot, appel, adherent, volet.genre, volet.exercice)
    return owes_advances(depot, adherent, appel.date) if sealed is None else sealed


def balance_of(depot: Depot, adherent: str, exercice: int) -> Appel | None:
    """Return the call whose balance asks an adherent the rest; None when no call does, or it was sealed without it."""
    solde = call_of(depot, GenreVolet.SOLDE, exercice)
    if solde is None or _asked(depot, solde, adherent, GenreVolet.SOLDE, exercice) is False:
        return None
    return solde


def _asked(depot: Depot, appel: Appel, adherent: str, genre: GenreVolet, exercice: int) -> bool | None:
    """Tell whether a sealed call asked a part of an adherent; None when it is not sealed."""
    sceau = depot.sceaux.get(appel.echeance)
    if sceau is None:
        return None
    part = (adherent, genre, exercice)
    return any((item.adherent, item.volet, item.exercice) == part for item in sceau.lignes)


def advance_name(depot: Depot, exercice: int, echeance: str) -> str:
    """Name the advance of a call: « acompte »; « deuxième acompte » when its exercice has several."""
    known = list(acomptes(depot, exercice))
    if len(known) == 1 or echeance not in known:
        return Appele.ACOMPTE.bref
    return f"{ordinal(known.index(echeance) + 1)} {Appele.ACOMPTE.bref}"


def all_frozen(depot: Depot, exercice: int, echeance: str) -> dict[str, int]:
    """Return what the advance of a call charges of the amounts frozen on the attribution de compensation (reading 58).

    Several advances share a frozen amount in proportion to their rates; together they charge all of it: those that
    are asked of its adherent.

    Returns:
        Cents, by adherent.
    """
    found = {}
    for nom in depot.dossiers:
        cents = frozen(depot, nom, exercice)
        if cents is not None and (rates := acomptes(depot, exercice, nom)).get(echeance):
            whole = sum(rates.values())
            before = sum(rate for other, rate in rates.items() if other < echeance)
            until = [
                round_half_up(Fraction(cents, CENTS) * done / whole) for done in (before, before + rates[echeance])
            ]
            found[nom] = until[1] - until[0]
    return found


def advance(
    bases: Mapping[Identite, int],
    taux: Fraction,
    figes: Mapping[str, int],
    called: Mapping[Identite, int] = MappingProxyType({}),
) -> dict[Identite, int]:
    """Round the advance on the total of each payer, kind of cost and section, then give its cents to the lines.

    An amount frozen on the attribution de compensation is the advance of the whole section (reading 58). What earlier
    advances called is not called again: if the base went down since, an advance stops at what is left of it, or at 0.

    Args:
        bases: cents of the revised amount of each line, in the order of the lines of a computation.
        taux: part of them that is called: 1/2.
        figes: cents of the frozen amounts that it charges, by adherent.
        called: cents that earlier advances called of each line.

    Returns:
        Cents called of each line. Example: ½ of 55,13 € and 13,44 €: 34,29 € in all (half a cent goes up), so 27,57 €
        and 6,72 €.
    """
    groups: dict[tuple[str, bool, str], list[Identite]] = defaultdict(list)
    before: dict[tuple[str, bool, str], int] = defaultdict(int)
    for identite in {**bases, **called}:
        adherent, _, _, nature, section = identite
        whole = section == Section.FONCTIONNEMENT and adherent in figes
        key = adherent, not whole and nature == Nature.MASSE_SALARIALE, section
        before[key] += called.get(identite, 0)
        if identite in bases:
            groups[key].append(identite)
    found: dict[Identite, int] = {}
    for key, group in groups.items():
        adherent, _, section = key
        weights = [bases[item] for item in group]
        total, left = round_half_up(taux * Fraction(sum(weights), CENTS)), sum(weights) - before[key]
        if section == Section.FONCTIONNEMENT and adherent in figes:
            parts = share(figes[adherent], weights).parts
        elif before[key] and total > left:
            parts = share(max(left, 0), weights).parts
        else:
            parts = apportion(total, [weight * taux.numerator for weight in weights], taux.denominator).parts
        found |= dict(zip(group, parts, strict=True))
    return found
