"""Why a regularisation is what it is: which price, which quantity moved, and for how much (art. 8.3).

Knows: the computations of a line, as called and as it turned out. Must not know: media, documents to issue.
The effect of prices comes first, then that of quantities: what a hand calculation does, and the two add up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import cite, ecart, enumere, nombre, prix
from convention.engine.appels.echeances import call_of
from convention.model.mots.appels import DE_L_ANNEE, GenreVolet
from convention.reports.calcul.differences import counts, totals
from convention.reports.calcul.liquidation import limited_otherwise
from convention.reports.calcul.quantite import presence_in, quantity_text
from convention.reports.mots import line_name, sealed_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.engine.appels.appels import Montant, VoletCalcule
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.ecrits.sceaux import Identite


class Motif(NamedTuple):
    """Why one line moved."""

    libelle: str
    texte: str
    """« 5 copieurs au lieu de 6 (−1 150,00) »."""
    montant: int
    """Cents."""


def reasons(depot: Depot, volet: VoletCalcule, montants: Sequence[Montant]) -> tuple[Motif, ...]:
    """Say why each line moved, in their order; a line that did not move needs no reason."""
    return tuple(reason(depot, volet, item) for item in montants if item.montant)


def reason(depot: Depot, volet: VoletCalcule, item: Montant) -> Motif:
    """Say why a line moved: which price, which quantity, and for how much."""
    called = _found(volet.appele, item.identite)
    actual = item.ligne or (volet.contribution.a_zero(called) if called is not None else None)
    known = actual or called
    nom = line_name(depot, known.calcul, known.adherent) if known is not None else sealed_name(depot, item.identite)
    if actual is None:
        text = f"rien n'est dû, après régularisation de la présence ({ecart(item.montant)})"
    elif called is None or item.anterieur != called.montant:
        why = _corrected(depot, volet.exercice, item.identite, called) if item.anterieur else "ligne pas encore appelée"
        text = f"{why} ({ecart(item.montant)})"
    else:
        text = _effects(depot, volet, item, called, actual)
    return Motif(nom, text, item.montant)


def _corrected(depot: Depot, exercice: int, identite: Identite, called: Ligne | None) -> str:
    """Say why a line is not worth what was called of it: a declared correction, a balance to come, other data."""
    sceau = depot.sceaux.get(str(exercice))
    found = [item.motif for item in sceau.rectifications if item.identite == identite] if sceau is not None else []
    motives = enumere([cite(motif) for motif in dict.fromkeys(found)])
    if motives:
        return f"exercice clos rectifié : {motives}"
    balance = call_of(depot, GenreVolet.SOLDE, exercice)
    waits = balance is not None and balance.echeance not in depot.sceaux
    return "solde pas encore appelé" if waits else _since(depot, exercice, identite, called)


def _since(depot: Depot, exercice: int, identite: Identite, called: Ligne | None) -> str:
    """Say what changed since a line was called: its quantity, else all that may have, of which a seal has nothing."""
    counted = called.decompte if called is not None else None
    of_calls = (item for sceau in depot.sceaux.values() for item in sceau.lignes if item.volet in DE_L_ANNEE)
    sealed = [item.quantite for item in of_calls if (item.exercice, item.identite) == (exercice, identite)]
    if called is not None and counted is not None and sealed and sealed[-1]:
        quantity, before = counted.quantite(called.rang), Fraction(sealed[-1])
        if quantity != before:
            now = quantity_text(quantity, counted.cle, depot)
            return f"quantité de {nombre(before)} à l'appel, de {now} désormais"
    # Of a shared cost, the count of another moves the part of each.
    shared = called is None or any(called.calcul.partages)
    return f"prix, règle de calcul{', total partagé' if shared else ''} ou présence changés depuis l'appel"


def _effects(depot: Depot, volet: VoletCalcule, item: Montant, called: Ligne, actual: Ligne) -> str:
    between = _found(volet.aux_prix_realises, item.identite)
    of_prices = (between.montant if between is not None else 0) - called.montant
    effects = [
        (", ".join(_prices(called, actual)), of_prices),
        (", ".join(_quantities(depot, called, actual)), item.montant - of_prices),
    ]
    told = [f"{why or 'présence, ou règle du calcul'} ({ecart(cents)})" for why, cents in effects if cents]
    return " ; ".join(told)


def _prices(called: Ligne, actual: Ligne) -> Iterator[str]:
    for nom, valeur in actual.calcul.valeurs.items():
        before = called.calcul.valeurs.get(nom)
        if before is not None and before.valeur != valeur.valeur:
            yield f"{prix(valeur.valeur)} au lieu de {prix(before.valeur)}"


def _quantities(depot: Depot, called: Ligne, actual: Ligne) -> Iterator[str]:
    """Tell the adherent's own quantity, its presence, then the total: a share moves with each."""
    yield from counts(called, actual, depot)
    present, planned = (ligne.calcul.presences[ligne.rang] for ligne in (actual, called))
    weighs = actual.calcul.proratise or any(item.pese for item in actual.calcul.decomptes.values())
    if present != planned and (weighs or limited_otherwise(actual, planned)):
        yield f"{presence_in(present)} au lieu de {presence_in(planned)}"
    yield from totals(called, actual, depot)


def _found(contribution: Contribution | None, identite: Identite) -> Ligne | None:
    if contribution is None:
        return None
    lines, adherent = contribution.lignes, attrgetter("adherent")  # in the order of adherents
    own = lines[bisect_left(lines, identite[0], key=adherent) : bisect_right(lines, identite[0], key=adherent)]
    return next((ligne for ligne in own if ligne.identite == identite), None)
