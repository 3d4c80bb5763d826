"""Gestures on prices: an amount of a component, the forfait (annexes 3 and 4).

Knows: `pricing/composants/<code>.yaml`, `pricing/forfait.yaml`. Must not know: formulas, who pays.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite, jour
from convention.base.money import CENTS, decimal_text, round_half_up
from convention.base.nodes import ScalarNode
from convention.edition.ecriture import accolades, montant, texte
from convention.edition.noms import composant_of, covered_year, open_year, variable_of
from convention.edition.refus import RefusError
from convention.edition.rewrite import EN_TETE
from convention.model.ecriture import Evolution
from convention.model.tarifs import phase_prices
from convention.model.vocabulaire import PHASES, Phase

if TYPE_CHECKING:
    from convention.base.nodes import Pointer
    from convention.edition.demandes import Fixer, FixerForfait
    from convention.edition.etat import Document, Etat, Modification
    from convention.model.depot import Depot
    from convention.model.tarifs import ParPhase

FORFAIT = "pricing/forfait.yaml"


def fixer(etat: Etat, demande: Fixer) -> tuple[Modification, ...]:
    """Set an amount of a component, for one phase, or for every phase that is not over (art. 8.3)."""
    depot = etat.depot
    item = composant_of(depot, demande.composant)
    variable_of(depot, item, demande.variable)
    annee = open_year(depot, demande.exercice)
    document = etat.document(item.reference().path)
    pointer: Pointer = ("composants", item.id, "montants", str(annee), demande.variable)
    known = item.composant.montants.get(annee, {}).get(demande.variable)
    asked = demande.montant
    if isinstance(asked, Evolution):
        return _evolve(depot, document, pointer, known, demande, asked).modifications
    if known is not None:
        return _replace(depot, document, pointer, known, demande, asked).modifications
    value, phase = montant(asked), demande.phase or _not_the_first(depot, annee)
    if phase is not None:
        value = accolades({str(phase): value})
    return insert_amount(document, pointer, value).modifications


def fixer_forfait(etat: Etat, demande: FixerForfait) -> tuple[Modification, ...]:
    """Add the forfait of a date, or correct the one that this date already has."""
    covered_year(etat.depot, demande.date.year)
    document = etat.document(FORFAIT)
    valeurs = etat.depot.forfait.valeurs
    cents = _forfait(etat.depot, demande)
    amount, reference = montant(Fraction(cents, CENTS)), texte(demande.reference)
    for rank, valeur in enumerate(valeurs):
        if valeur.date == demande.date:
            if (valeur.montant, valeur.reference) == (cents, demande.reference):
                return ()
            document = document.set(("valeurs", rank, "montant"), amount)
            document = document.set(("valeurs", rank, "reference"), reference)
            return document.set(("valeurs", rank, "verifie_le"), str(demande.verifie_le)).modifications
    champs = {"date": str(demande.date), "montant": amount}
    if demande.origine is not etat.depot.forfait.origine:
        champs["origine"] = str(demande.origine)
    champs |= {"reference": reference, "verifie_le": str(demande.verifie_le)}
    earlier = sum(1 for valeur in valeurs if valeur.date < demande.date)
    return document.add(("valeurs",), accolades(champs), earlier).modifications


def _forfait(depot: Depot, demande: FixerForfait) -> int:
    """Return the cents asked, or what the forfait in force on the day becomes."""
    if not isinstance(demande.montant, Evolution):
        return demande.montant
    earlier = [valeur for valeur in depot.forfait.valeurs if valeur.date <= demande.date]
    if not earlier:
        raise RefusError(f"aucun forfait n'est en vigueur au {jour(demande.date)}", "donner le montant lui-même")
    return _moved(Fraction(max(earlier, key=lambda valeur: valeur.date).montant, CENTS), demande.montant)


def _not_the_first(depot: Depot, annee: int) -> Phase | None:
    """Return the phase in force when others are over: what they announced stays (SCE012)."""
    phase = depot.exercices[annee].phase
    return phase if phase is not PHASES[0] else None


def _evolve(
    depot: Depot, document: Document, pointer: Pointer, known: ParPhase | None, demande: Fixer, evolution: Evolution
) -> Document:
    """Move what is written for the year: its single figure, the figure of each phase not over, or that of one phase."""
    own, phase = phase_prices(known) if known is not None else {}, demande.phase
    if phase is None and own and not isinstance(document.node(pointer), ScalarNode):
        current = depot.exercices[demande.exercice].phase
        for rank, item in enumerate(PHASES):
            inherits = item is current and any(earlier in own for earlier in PHASES[:rank])
            if inherits or (item in own and rank >= PHASES.index(current)):
                one = demande.model_copy(update={"phase": item})
                document = _evolve(depot, document, pointer, known, one, evolution)
        return document
    until = PHASES.index(phase) if phase is not None else 0
    earlier = [own[item] for item in PHASES[: until + 1] if item in own]
    if known is None or not earlier:
        what = f"{cite(demande.variable)} de {cite(demande.composant)}"
        raise RefusError(
            f"{what} n'a pas de montant en {demande.exercice} : {evolution.texte} ne change rien",
            "fixer d'abord un montant, en euros",
        )
    return _replace(depot, document, pointer, known, demande, Fraction(_moved(earlier[-1], evolution), CENTS))


def _moved(price: Fraction, evolution: Evolution) -> int:
    """Return the new price in cents: 4805.00 × (1 + 4 %) = 4997.20, rounded half up.

    Raises:
        RefusError: once rounded, the price does not move, or moves the other way: it has less than a cent.
    """
    exact = price * (1 + evolution.taux)
    cents = round_half_up(exact)
    if (Fraction(cents, CENTS) - price) * evolution.taux <= 0:
        before, after = (text.replace(".", ",") for text in (montant(price), decimal_text(cents)))
        message = f"{evolution.texte} de {before} € donne {after} €, une fois arrondi au centime"
        raise RefusError(message, f"fixer le montant lui-même, ici {montant(exact)}" if price else "fixer un montant")
    return cents


def _replace(
    depot: Depot, document: Document, pointer: Pointer, known: ParPhase, demande: Fixer, asked: Fraction
) -> Document:
    value, phase = montant(asked), demande.phase or _not_the_first(depot, demande.exercice)
    node = document.node(pointer)
    if isinstance(node, ScalarNode):
        single = Fraction(node.text)
        if phase is None:
            return document if single == asked else document.set(pointer, value)
        if single == asked:
            return document
        return document.set(pointer, accolades(_spread(node.text, phase, value)))
    if phase is None:
        raise RefusError(
            f"le montant {cite(demande.variable)} de {cite(demande.composant)} a un chiffre par phase en "
            f"{demande.exercice}",
            "dire laquelle : --phase",
        )
    own = phase_prices(known)
    if own.get(phase) == asked:
        return document
    earlier = [str(item) for item in PHASES if item in own and PHASES.index(item) < PHASES.index(phase)]
    return document.put((*pointer, str(phase)), value, earlier[-1] if earlier else EN_TETE)


def _spread(single: str, phase: Phase, value: str) -> dict[str, str]:
    """Give its own figure to one phase: those before keep the single one, and those after a forecast keep it too."""
    if phase is Phase.PREVISIONNEL:
        return {str(phase): value, str(Phase.REVISE): single}
    return {str(Phase.PREVISIONNEL): single, str(phase): value}


def insert_amount(document: Document, pointer: Pointer, value: str) -> Document:
    """Write an amount that is not there, with the year or the table that is to hold it."""
    *_, annee, variable = pointer
    table, year = pointer[:-2], pointer[:-1]
    if document.has(year):
        return document.put(pointer, value)
    written = accolades({str(variable): value})
    if not document.has(table):
        return document.put(table, f"\n  {annee}: {written}")
    earlier = [name for name in document.names(table) if name < str(annee)]
    return document.put(year, written, earlier[-1] if earlier else EN_TETE)
