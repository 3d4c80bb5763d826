"""Gesture on prices: an amount of a component; its command fixes the forfait too.

Knows: `pricing/composants/<code>.yaml`. Must not know: formulas, who pays.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from convention.base.french import cite
from convention.base.money import CENTS
from convention.base.nodes import ScalarNode
from convention.edition.demande import Demande, SaisieError, argument, choix, option
from convention.edition.etat import EN_TETE, editable
from convention.edition.gestes.fixer_forfait import FixerForfait, moved
from convention.edition.noms import composant_of, open_year, variable_of
from convention.edition.refus import RefusError
from convention.edition.texte.ecriture import accolades, montant
from convention.model.cadre.champs import textes
from convention.model.cadre.renvois import IdComposant, NomVariable
from convention.model.documents.composants import phase_prices
from convention.model.mots.communs import PHASES, Phase
from convention.model.valeurs.ecriture import Evolution
from convention.model.valeurs.scalaires import Annee, PrixOuEvolution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.base.nodes import Pointer
    from convention.edition.demande import Saisies
    from convention.edition.etat import Document, Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Depot
    from convention.model.documents.composants import ParPhase


class Fixer(Demande):
    """Fixer un montant d'un composant pour un exercice, ou le forfait à partir d'une date.

    Une évolution (+4%, -2,5%) part de ce qui est écrit pour chaque exercice nommé, phase par phase ; le résultat est
    arrondi au centime. D'une année à l'autre, elle ne se cumule pas.
    """

    resume = "Fixer un montant d'un composant"
    exemples = (
        "fixer serveur-impression cout_maintenance 5000.00 --exercice 2027 --phase revise --essai",
        "fixer serveur-impression cout_maintenance +4% --exercice 2027 --exercice 2028 --essai",
    )
    usage = "fixer COMPOSANT VARIABLE MONTANT"
    ecrit = (
        "Le montant d'un exercice ou de plusieurs, pour toutes les phases qui ne sont pas passées ou pour une seule"
        " (`--phase`)."
    )
    variante = FixerForfait

    composant: IdComposant = argument("Composant", "COMPOSANT|forfait")
    variable: NomVariable = textes("Variable de sa ligne de tarif")
    montant: PrixOuEvolution = argument(
        "Montant, en euros, ou son évolution : +4%", "[VARIABLE] MONTANT|±N%", est_suite=True
    )
    exercice: Annee = option("Exercice, ou plusieurs : répéter, ou 2027-2028", "ANNÉE", facultatif=True, plusieurs=True)
    phase: Phase | None = choix(
        "Phase qui a ce montant (composant) ; sans elle, il vaut pour celles qui ne sont pas passées", None
    )

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Set an amount of a component, for one phase, or for every phase that is not over (art. 8.3)."""
        depot = etat.depot
        item = composant_of(depot, self.composant)
        variable_of(depot, item, self.variable)
        annee = open_year(depot, self.exercice)
        document = editable(etat, item.reference().path)
        pointer: Pointer = ("composants", item.id, "montants", str(annee), self.variable)
        known = item.composant.montants.get(annee, {}).get(self.variable)
        asked = self.montant
        if isinstance(asked, Evolution):
            return _evolve(depot, document, pointer, known, self, asked).modifications
        if known is not None:
            return _replace(depot, document, pointer, known, self, asked).modifications
        value, phase = montant(asked), self.phase or _not_the_first(depot, annee)
        if phase is not None:
            value = accolades({str(phase): value})
        return insert_amount(document, pointer, value).modifications

    @classmethod
    def saisies(cls, valeurs: Mapping[str, Any]) -> Saisies:
        """Ask for an amount of each year, or for the forfait: the first word tells."""
        cible, mots, annees = valeurs["composant"], valeurs["montant"], valeurs["exercice"]
        own = ("phase",) if cible == FixerForfait.mot else ("forfait", "date", "reference", "verifie_le")
        for champ in own:
            if valeurs[champ] is not None:
                option = f"--{champ.replace('_', '-')}"
                raise SaisieError(f"{option} ne sert pas à fixer {cite(cible)}")
        if cible == FixerForfait.mot:
            yield from FixerForfait.saisies({**valeurs, "montant": mots, "exercice": annees})
            return
        if len(mots) != 2 or not annees:  # noqa: PLR2004 (a variable and an amount)
            raise SaisieError("écrire : convention fixer COMPOSANT VARIABLE MONTANT --exercice ANNÉE")
        for annee in annees:
            yield cls, {**valeurs, "variable": mots[0], "montant": mots[1], "exercice": annee}


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
    return _replace(depot, document, pointer, known, demande, Fraction(moved(earlier[-1], evolution), CENTS))


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
        return document.put(table, {annee: written})
    earlier = [name for name in document.names(table) if name < str(annee)]
    return document.put(year, written, earlier[-1] if earlier else EN_TETE)
