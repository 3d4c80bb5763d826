"""Gestures on prices: an amount of a component, the forfait (annexes 3 and 4).

Knows: `pricing/composants/<code>.yaml`, `pricing/forfait.yaml`. Must not know: formulas, who pays.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.base.money import CENTS
from convention.base.nodes import ScalarNode
from convention.edition.ecriture import accolades, montant, texte
from convention.edition.noms import composant_of, covered_year, open_year, variable_of
from convention.edition.refus import RefusError
from convention.edition.rewrite import EN_TETE
from convention.model.tarifs import phase_prices
from convention.model.vocabulaire import PHASES, Phase

if TYPE_CHECKING:
    from convention.base.nodes import Pointer
    from convention.edition.demandes import Fixer, FixerForfait
    from convention.edition.etat import Document, Etat, Modification
    from convention.model.tarifs import ParPhase

FORFAIT = "pricing/forfait.yaml"


def fixer(etat: Etat, demande: Fixer) -> tuple[Modification, ...]:
    """Set an amount of a component, for every phase or for one of them."""
    depot = etat.depot
    item = composant_of(depot, demande.composant)
    variable_of(depot, item, demande.variable)
    annee = open_year(depot, demande.exercice)
    document = etat.document(item.reference().path)
    pointer: Pointer = ("composants", item.id, "montants", str(annee), demande.variable)
    known = item.composant.montants.get(annee, {}).get(demande.variable)
    if known is not None:
        return _replace(document, pointer, known, demande).modifications
    value = montant(demande.montant)
    if demande.phase is not None:
        value = accolades({str(demande.phase): value})
    return insert_amount(document, pointer, value).modifications


def fixer_forfait(etat: Etat, demande: FixerForfait) -> tuple[Modification, ...]:
    """Add the forfait of a date, or correct the one that this date already has."""
    covered_year(etat.depot, demande.date.year)
    document = etat.document(FORFAIT)
    valeurs = etat.depot.forfait.valeurs
    amount, reference = montant(Fraction(demande.montant, CENTS)), texte(demande.reference)
    for rank, valeur in enumerate(valeurs):
        if valeur.date == demande.date:
            if (valeur.montant, valeur.reference) == (demande.montant, demande.reference):
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


def _replace(document: Document, pointer: Pointer, known: ParPhase, demande: Fixer) -> Document:
    value, phase = montant(demande.montant), demande.phase
    node = document.node(pointer)
    if isinstance(node, ScalarNode):
        single = Fraction(node.text)
        if phase is None:
            return document if single == demande.montant else document.set(pointer, value)
        if single == demande.montant:
            return document
        return document.set(pointer, accolades(_spread(node.text, phase, value)))
    if phase is None:
        raise RefusError(
            f"le montant {cite(demande.variable)} de {cite(demande.composant)} a un chiffre par phase en "
            f"{demande.exercice}",
            "dire laquelle : --phase",
        )
    own = phase_prices(known)
    if own.get(phase) == demande.montant:
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
