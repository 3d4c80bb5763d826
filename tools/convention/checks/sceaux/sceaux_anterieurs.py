"""SCE007: what a seal restates is what the earlier seals state, an advance is its rate × its base (art. 8.3).

Knows: seals, the rates that milestones declare. Must not know: what the data gives today (`scelles`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from convention.base.diagnostic import Span
from convention.base.french import cite, compte, euros
from convention.checks.cadre.controle import controle
from convention.checks.cadre.lieux import Lieu, signal
from convention.engine.appels import advance, all_frozen, deja_appele, echeances
from convention.model.vocabulaire import Nature, Section
from convention.model.vocabulaire_appels import GenreVolet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot
    from convention.model.sceaux import Identite, Sceau

_CONSEIL = "rétablir le fichier scellé (git restore)"
_SUITES = frozenset({str(GenreVolet.SOLDE), str(GenreVolet.REGULARISATION)})


@controle("SCE007")
def restated_otherwise(depot: Depot) -> Iterator[Diagnostic]:
    """SCE007: what was called before is the sum of the earlier seals; what is regularised is what was closed."""
    for sceau in depot.sceaux.values():
        if not sceau.est_appel:
            continue
        called = deja_appele(depot, sceau.nom)
        closed_by = {annee: _closed(depot, sceau, annee) for annee in {ligne.exercice for ligne in sceau.lignes}}
        calls, closings = [], []
        for rang, ligne in enumerate(sceau.lignes):
            if ligne.volet not in _SUITES:
                continue
            before = called.get((ligne.exercice, ligne.identite), 0)
            if ligne.anterieur != before:
                what = f"aurait déjà appelé {euros(ligne.anterieur)}, et les sceaux antérieurs {euros(before)}"
                calls.append((rang, what))
            amounts = closed_by[ligne.exercice]
            # The forfait is not recounted (art. 8.3): its closing says nothing of its regularisation.
            if amounts is None or ligne.volet != GenreVolet.REGULARISATION or ligne.nature == Nature.MASSE_SALARIALE:
                continue
            closed = amounts.get(ligne.identite, 0)
            if closed != ligne.base:
                what = f"régularise d'après {euros(ligne.base)}, et la clôture a scellé {euros(closed)}"
                closings.append((rang, what))
        yield from _first(depot, sceau, calls)
        yield from _first(depot, sceau, closings)
        yield from _forgotten(sceau, called)


@controle("SCE007")
def advances(depot: Depot) -> Iterator[Diagnostic]:
    """SCE007: the advance of each kind of cost is its rate × its base, its cents given to the largest remainders."""
    declared = echeances(depot)
    for sceau in depot.sceaux.values():
        for volet in declared[sceau.nom].volets if sceau.nom in declared else ():
            if volet.genre is not GenreVolet.ACOMPTE or volet.taux is None:
                continue
            ranks = {
                ligne.identite: rang
                for rang, ligne in enumerate(sceau.lignes)
                if ligne.volet == GenreVolet.ACOMPTE and ligne.exercice == volet.exercice
            }
            bases = {identite: sceau.lignes[rang].base for identite, rang in ranks.items()}
            figes = all_frozen(depot, volet.exercice)
            expected = advance(bases, volet.taux, figes)
            wrong = []
            for identite, rang in ranks.items():
                # What is frozen otherwise than it was sealed has its own message (SCE004).
                known = identite[0] in figes and identite[4] == Section.FONCTIONNEMENT
                if sceau.lignes[rang].montant != expected[identite] and not known:
                    asked = f"appelle {euros(sceau.lignes[rang].montant)} d'acompte"
                    what = f"{asked}, et le taux en donne {euros(expected[identite])} sur {euros(bases[identite])}"
                    wrong.append((rang, what))
            yield from _first(depot, sceau, wrong)


def _closed(depot: Depot, sceau: Sceau, exercice: int) -> dict[Identite, int] | None:
    """Return what an exercice's closing gave each line when a call was sealed; None when nothing closed it."""
    closing = depot.sceaux.get(str(exercice))
    if closing is None:
        return None
    amounts = {item.identite: item.montant for item in closing.lignes}
    # Corrections that came after the call are undone, the last first.
    for item in reversed(closing.rectifications):
        if item.date > sceau.date:
            amounts[item.identite] = item.avant
    return amounts


def _forgotten(sceau: Sceau, called: dict[tuple[int, Identite], int]) -> Iterator[Diagnostic]:
    """Refuse a balance, or a regularisation, that leaves out lines already called."""
    told: dict[int, set[Identite]] = defaultdict(set)
    for ligne in sceau.lignes:
        if ligne.volet in _SUITES:
            told[ligne.exercice].add(ligne.identite)
    left = [
        (identite, cents)
        for (annee, identite), cents in called.items()
        if annee in told and cents and identite not in told[annee]
    ]
    if left:
        named = ", ".join(filter(None, left[0][0][:3]))
        rest = f" et {compte(len(left) - 1, 'autre ligne', 'autres lignes')}" if left[1:] else ""
        total = euros(sum(cents for _, cents in left))
        message = f"{cite(sceau.nom)} oublie {total} déjà appelés : {named}{rest}"
        yield signal("SCE007", Lieu(Span(sceau.path, 1, 1, 1, 2), ""), message, _CONSEIL)


def _first(depot: Depot, sceau: Sceau, wrong: list[tuple[int, str]]) -> Iterator[Diagnostic]:
    """Tell the first line that is wrong, and how many others are: one cause often moves them all."""
    if not wrong:
        return
    rang, what = wrong[0]
    ligne = sceau.lignes[rang]
    dossier = depot.dossiers.get(ligne.adherent)
    who = dossier.identite.nom if dossier is not None else ligne.adherent
    line = sceau.ligne(rang)
    rest = f" ; {compte(len(wrong) - 1, 'autre ligne', 'autres lignes')} de même" if wrong[1:] else ""
    message = f"{cite(sceau.nom)}, {who}, {cite(ligne.objet) if ligne.objet else 'masse salariale'} : il {what}{rest}"
    yield signal("SCE007", Lieu(Span(sceau.path, line, 1, line, 2), ""), message, _CONSEIL)
