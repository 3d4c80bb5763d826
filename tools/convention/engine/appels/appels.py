"""What a call calls: advances, balances, regularisations, forecasts (art. 8.3; readings 49 to 52, 78).

Knows: computations of the exercices, what was already called. Must not know: how a statement is shown, who may seal.
Direct costs are called at delivery (art. 8.1): none of these parts holds any. The managing body bears its share without
a titre (art. 7): nothing is called from it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, enumere, l_appel
from convention.base.period import year_period
from convention.engine.appels.acomptes import advance, all_frozen, owes_advances
from convention.engine.appels.echeances import APRES_TOUTES, corrected, echeances
from convention.engine.appels.mouvements import known_on, movements, told_later
from convention.engine.contribution import Calculs
from convention.model.documents.exercices import Volet
from convention.model.mots.appels import DE_L_ANNEE, GenreVolet
from convention.model.mots.communs import Nature, Origine, Phase, weakest
from convention.model.resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from convention.engine.contribution import Calcule
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel
    from convention.model.ecrits.sceaux import Identite, Sceau
    from convention.model.vue import Vue


class Montant(NamedTuple):
    """What a line of a part is about, what was called of it before, what is called now; cents."""

    identite: Identite
    base: int
    anterieur: int
    montant: int
    ligne: Ligne | None
    """The computation behind, when the line still has one."""
    origine: Origine
    """That of the computation; without one, that of what was called."""


class VoletCalcule(NamedTuple):
    """One part of a call, for every adherent."""

    genre: GenreVolet
    exercice: int
    taux: Fraction | None
    contribution: Contribution
    """Where its base comes from."""
    montants: tuple[Montant, ...]
    """Sorted as the lines of a computation."""
    appele: Contribution | None = None
    """For a regularisation: what the calls were computed from."""
    aux_prix_realises: Contribution | None = None
    """For a regularisation: the quantities called, at the actual prices."""
    acomptes: Mapping[str, int] = MappingProxyType({})
    """For a balance: the number of advances that were called, by adherent."""

    @property
    def phase(self) -> Phase:
        """The state of its figures."""
        return self.contribution.phase

    def of(self, adherent: str) -> tuple[Montant, ...]:
        """Return the lines of one adherent."""
        return tuple(item for item in self.montants if item.identite[0] == adherent)


class AppelCalcule(NamedTuple):
    """A call: its milestone, its day, its parts."""

    echeance: str
    """Year and month of the call: « 2026-04 »."""
    jour: date
    arrete_le: date | None
    volets: tuple[VoletCalcule, ...]

    def adherents(self) -> tuple[str, ...]:
        """Return those whom it concerns, sorted."""
        return tuple(sorted({item.identite[0] for volet in self.volets for item in volet.montants}))


class AppelAbsentError(Exception):
    """A call that cannot be made; the message is a French sentence."""


def deja_appele(depot: Depot, avant: str = APRES_TOUTES) -> dict[tuple[int, Identite], int]:
    """Add up what the sealed calls before a milestone (or all) called with a titre, by exercice and line, in cents."""
    found: dict[tuple[int, Identite], int] = {}
    for sceau in depot.sceaux.values():
        if sceau.est_appel and sceau.nom < avant:
            add_called(found, sceau)
    return found


def add_called(found: dict[tuple[int, Identite], int], sceau: Sceau) -> None:
    """Add what a sealed call called; a forecast is never sealed: every line of a seal has a titre."""
    for ligne in sceau.lignes:
        key = (ligne.exercice, ligne.identite)
        found[key] = found.get(key, 0) + ligne.montant


def stated(depot: Depot, adherent: str, exercice: int, avant: str = APRES_TOUTES) -> dict[Identite, int]:
    """Return the revised amounts that the last sealed call before a milestone stated of an adherent, in cents."""
    for nom in sorted(depot.sceaux, reverse=True):
        part = {(adherent, exercice, volet) for volet in DE_L_ANNEE} if nom < avant else set()
        lignes = depot.sceaux[nom].lignes
        found = {item.identite: item.base for item in lignes if (item.adherent, item.exercice, item.volet) in part}
        if found:
            return found
    return {}


def appeler(depot: Depot, echeance: str, calcule: Calcule | None = None) -> AppelCalcule:
    """Compute a call (art. 8.3).

    Args:
        depot: the data, with the calls sealed before this one.
        echeance: year and month of a milestone: « 2026-04 ».
        calcule: what computes a Vue, for who keeps what it has already computed.

    Returns:
        Its parts, in the order that the milestone declares. Advance: `taux` of the revised amount as it is known that
        day, rounded on the total of each kind of cost and section, its cents given to the largest remainders (reading
        50), asked of the members of that day only (reading 78); of several, none calls more than what is left of it.
        Balance: revised − called. Regularisation: actual − called, line by line, for those who have left too (reading
        51); the forfait is not recounted, only its presence is. Forecast: the amount itself, without titre.

    Raises:
        AppelAbsentError: no such milestone, a milestone without parts, or an earlier call not sealed yet.
    """
    declared = echeances(depot)
    if echeance not in declared:
        known = enumere(list(map(cite, declared))) or "aucune"
        message = f"aucun appel n'a lieu en {cite(echeance)} (échéances du dépôt : {known})"
        raise AppelAbsentError(message)
    appel = declared[echeance]
    if not appel.volets:
        message = f"{l_appel(echeance)} ne dit pas ce qu'il contient : ajouter ses « volets » à l'exercice"
        raise AppelAbsentError(message)
    _refuse_unsealed(depot, echeance, appel)
    called, compute = deja_appele(depot, echeance), calcule or Calculs()
    declared_parts = (*appel.volets, *_rectified(depot, echeance, appel))
    volets = [_part(depot, appel, volet, called, compute) for volet in declared_parts]
    kept = [volet for rang, volet in enumerate(volets) if rang < len(appel.volets) or _moves(volet)]
    return AppelCalcule(echeance, appel.date, appel.arrete_le, tuple(kept))


def advances_to_come(depot: Depot, exercice: int) -> dict[str, tuple[Montant, ...]]:
    """Return what each advance of an exercice that is not sealed yet would ask, as it is known now (art. 8.3).

    Returns:
        Its lines, by milestone, in the order of time: each advance after those before it.
    """
    called, compute, found = deja_appele(depot), Calculs(), dict[str, tuple[Montant, ...]]()
    for echeance, appel in echeances(depot).items():
        for volet in appel.volets:
            if (volet.genre, volet.exercice) == (GenreVolet.ACOMPTE, exercice) and echeance not in depot.sceaux:
                found[echeance] = _part(depot, appel, volet, called, compute).montants
                for item in found[echeance]:
                    key = exercice, item.identite
                    called[key] = called.get(key, 0) + item.montant
    return found


def _refuse_unsealed(depot: Depot, echeance: str, appel: Appel) -> None:
    """Refuse to call what is left of an exercice before what was called of it is sealed."""
    rest = {item.exercice for item in appel.volets if item.genre.titre}
    for earlier, other in echeances(depot).items():
        concerned = sorted(rest & {item.exercice for item in other.volets if item.genre.titre})
        if earlier < echeance and concerned and earlier not in depot.sceaux:
            message = (
                f"{l_appel(earlier)} n'est pas scellé : ce qui reste dû de {concerned[0]} n'est pas connu ; "
                f"le sceller par « convention appels sceller {earlier} »"
            )
            raise AppelAbsentError(message)


def _rectified(depot: Depot, echeance: str, appel: Appel) -> list[Volet]:
    """Add the regularisation of the closed exercices that were corrected after their own (art. 8.3)."""
    told = [volet.exercice for volet in appel.volets if volet.genre is GenreVolet.REGULARISATION]
    if not told:
        return []
    return [
        Volet.model_construct(genre=GenreVolet.REGULARISATION, exercice=annee)
        for annee in corrected(depot, echeance)
        if annee < min(told)
    ]


def _moves(volet: VoletCalcule) -> bool:
    return any(item.montant for item in volet.montants)


def _part(
    depot: Depot, appel: Appel, volet: Volet, called: Mapping[tuple[int, Identite], int], calcule: Calcule
) -> VoletCalcule:
    phase, echeance = volet.genre.phase, appel.echeance
    vue = resolve(depot, volet.exercice, phase)
    contribution = calcule(vue)
    lines = {ligne.identite: ligne for ligne in callable_lines(depot, contribution.lignes)}
    before = between = None
    if volet.genre is GenreVolet.REGULARISATION:
        revised = resolve(depot, volet.exercice, Phase.REVISE)
        then = _as_called(depot, revised, max(_days(depot, volet.exercice), default=appel.date), called, calcule)
        before, between = calcule(then), calcule(then._replace(prix=vue.prix))
        # The forfait is not recounted (art. 8.3): the counts that were called, today's presence.
        lines = {key: ligne for key, ligne in lines.items() if key[3] != Nature.MASSE_SALARIALE}
        now_there = before if then == revised else calcule(revised)
        lines |= {item.identite: item for item in callable_lines(depot, now_there.lignes) if _is_forfait(item)}
    if volet.genre is GenreVolet.ACOMPTE:
        lines = {key: ligne for key, ligne in lines.items() if owes_advances(depot, key[0], appel.date)}
    bases = {identite: ligne.montant for identite, ligne in lines.items()}
    mine = {identite: cents for (annee, identite), cents in called.items() if annee == volet.exercice}
    if volet.genre is GenreVolet.ACOMPTE:
        figes = all_frozen(depot, volet.exercice, echeance)
        now, mine = advance(bases, volet.taux or Fraction(0), figes, mine), {}
    elif volet.genre is GenreVolet.PREVISIONNEL:
        now, mine = bases, {}
    else:
        now = {identite: bases.get(identite, 0) - mine.get(identite, 0) for identite in {**bases, **mine}}
    rows = [
        Montant(identite, bases.get(identite, 0), mine.get(identite, 0), cents, ligne, origine)
        for identite, cents in sorted(now.items(), key=lambda item: _rank(item[0]))
        if cents or bases.get(identite)
        for ligne, origine in [_line(depot, volet.exercice, identite, lines)]
    ]
    made = _advances_made(depot, volet.exercice) if volet.genre is GenreVolet.SOLDE else {}
    return VoletCalcule(volet.genre, volet.exercice, volet.taux, contribution, tuple(rows), before, between, made)


def _as_called(
    depot: Depot, revised: Vue, jour: date, called: Mapping[tuple[int, Identite], int], calcule: Calcule
) -> Vue:
    """Return an exercice as its calls knew it: who came or left since, or before and told later, was not known.

    It is as it was on the day of the last call, after one of the movements to come, when they were told ahead, or
    before one of those that came first, whichever has the fewest lines that are not what was called.
    """
    annee = revised.exercice
    mine = Counter({identite: cents for (year, identite), cents in called.items() if year == annee})
    found: dict[int, Vue] = {}
    perimetre = revised.perimetre
    for day in (jour, *movements(perimetre, annee, jour), *reversed(told_later(perimetre, annee, jour))):
        vue = known_on(revised, day)
        lines = Counter({item.identite: item.montant for item in callable_lines(depot, calcule(vue).lignes)})
        wrong = sum(mine[identite] != lines[identite] for identite in {*mine, *lines})
        found.setdefault(wrong, vue)
        if not wrong:
            break
    return found[min(found)]


def _line(
    depot: Depot, exercice: int, identite: Identite, lines: Mapping[Identite, Ligne]
) -> tuple[Ligne | None, Origine]:
    """Return the computation of a line, and its origin: of one that has none any more, that of the calls it was in."""
    ligne = lines.get(identite)
    if ligne is not None:
        return ligne, ligne.origine
    calls = (sceau for sceau in depot.sceaux.values() if sceau.est_appel)
    called = (
        sceau
        for sceau in calls
        if any(item.exercice == exercice and item.identite == identite for item in sceau.lignes)
    )
    return None, weakest(*(Origine(sceau.origine) for sceau in called))


def _days(depot: Depot, exercice: int) -> Iterator[date]:
    """Yield the days of the sealed calls that called the revised amounts of an exercice."""
    for sceau in depot.sceaux.values():
        if any(item.exercice == exercice and item.volet in DE_L_ANNEE for item in sceau.lignes):
            yield date.fromisoformat(sceau.date)


def _advances_made(depot: Depot, exercice: int) -> Counter[str]:
    """Count the advances that were called of an exercice, by adherent: they all come before its balance (SCE005)."""
    advances = (
        {
            ligne.adherent
            for ligne in sceau.lignes
            if ligne.volet == GenreVolet.ACOMPTE and ligne.exercice == exercice and ligne.montant
        }
        for sceau in depot.sceaux.values()
    )
    return Counter(chain.from_iterable(advances))


def concerns(depot: Depot, adherent: str, appel: Appel) -> bool:
    """Tell whether a call is about an adherent: it announces, or asks, something of an exercice that it is there in."""
    return not appel.volets or bool(parts_of(depot, adherent, appel))


def parts_of(depot: Depot, adherent: str, appel: Appel) -> tuple[Volet, ...]:
    """Return the parts of a call that are about an adherent."""
    adhesion = depot.dossiers[adherent].identite.adhesion.periode
    return tuple(
        volet
        for volet in appel.volets
        if (
            owes_advances(depot, adherent, appel.date)
            if volet.genre is GenreVolet.ACOMPTE
            else adhesion.intersect(year_period(volet.exercice)) is not None
        )
    )


def _is_forfait(ligne: Ligne) -> bool:
    return ligne.calcul.nature is Nature.MASSE_SALARIALE


def callable_lines(depot: Depot, lignes: Iterable[Ligne]) -> list[Ligne]:
    """Return the lines that a call may call: not those of the managing body, nor direct costs (art. 7, 8.1)."""
    manager = depot.convention.gestionnaire
    return [item for item in lignes if item.adherent != manager and item.calcul.nature is not Nature.DIRECT]


def _rank(identite: Identite) -> tuple[str, bool, str, str, int, str]:
    adherent, service, objet, nature, section = identite
    return (adherent, nature != Nature.MASSE_SALARIALE, service, objet, list(Nature).index(Nature(nature)), section)
