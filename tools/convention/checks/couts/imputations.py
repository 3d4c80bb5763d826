"""TAR018, TAR019, TAR038: each contribution has its accounts, each exercice its forfait, which is billed once.

Knows: who pays what nature of cost, the fees, the prices of components. Must not know: quantities. The managing body
bears its share without accounts (art. 7); a convention may propose no account at all.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import ajouter_ligne
from convention.base.french import cite, euros
from convention.base.money import CENTS
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import COMPTES, components, expenses, fees
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.formulas.nodes import Nom, Operation
from convention.formulas.problems import FormulaError
from convention.formulas.texte.syntax import parse
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.tarifs import Forfait
from convention.model.forfaits import fee_value, fees_name
from convention.model.mots.communs import Nature, Section, TypeAdherent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from convention.checks.cadre.contexte import Contexte
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import Mode


class _Cas(NamedTuple):
    """What accounts depend on."""

    nature: Nature
    section: Section
    payeur: TypeAdherent


@controle_du_calcul("TAR018")
def accounts(contexte: Contexte) -> Iterator[Constat]:
    """TAR018: a nature, a section and a kind of payer without accounts, where others are proposed some."""
    depot = contexte.depot
    known = {_Cas(item.nature, item.section, item.payeur) for item in depot.comptes.comptes}
    lieu = LaCle(Reference(COMPTES, ("comptes",)))
    for cas, reference in sorted(_without(contexte, known).items()) if known else ():
        message = f"aucun compte pour le {cas.nature.court} en {cas.section}, payeur {cite(str(cas.payeur))}"
        if cas.nature is Nature.MASSE_SALARIALE:
            message = f"aucun compte pour {fees_name(depot).le}, payeur {cite(str(cas.payeur))}"
        line = (
            f'- {{nature: {cas.nature}, section: {cas.section}, payeur: {cas.payeur}, recette: ⟦"…"⟧, depense: ⟦"…"⟧}}'
        )
        yield signal("TAR018", lieu, message, ajouter_ligne(line), (LaCle(reference), "un montant à imputer"))


@controle_du_calcul("TAR019")
def forfait(contexte: Contexte) -> Iterator[Constat]:
    """TAR019: an exercice with members and without a forfait in force on its 1 January (annexe 3).

    A convention without that file has no flat fee; of several, one may begin later than the others.
    """
    nom = next(iter(contexte.depot.forfaits), None)
    for exercice in contexte.exercices if nom is not None and "forfait" not in contexte.depot.incomplets else ():
        if not exercice.vue.prix.forfaits and exercice.presences.members():
            message = f"aucune valeur du forfait n'est en vigueur au 1er janvier {exercice.annee}"
            line = f'- {{date: {exercice.annee}-01-01, montant: ⟦…⟧, reference: ⟦"…"⟧, verifie_le: ⟦…⟧}}'
            yield signal(
                "TAR019", LaCle(Reference(path_of(Forfait, nom or ""), ("valeurs",))), message, ajouter_ligne(line)
            )


def _without(contexte: Contexte, known: Collection[_Cas]) -> Mapping[_Cas, Reference]:
    """Return what has no accounts, and its first amount to be accounted for; what is to be delivered comes last."""
    depot, found = contexte.depot, dict[_Cas, Reference]()
    payers = {nom: dossier.identite.type for nom, dossier in depot.dossiers.items()}
    payers.pop(depot.convention.gestionnaire, None)
    for exercice in contexte.exercices:
        for ligne in contexte.calculs.lignes(exercice, exercice.vue.phase):
            calcul = ligne.calcul
            if not ligne.montant or calcul.depense is not None or ligne.adherent not in payers:
                continue
            cas = _Cas(calcul.nature, calcul.section, payers[ligne.adherent])
            if cas not in known and cas not in found:
                item = depot.composants.get(calcul.composant or "")
                fee = Reference(path_of(Forfait, calcul.forfait), ("cle",))
                found[cas] = fee if item is None else item.reference("montants", str(exercice.annee))
    for expense in expenses(depot):
        if expense.dossier.id in payers:
            cas = _Cas(Nature.DIRECT, expense.depense.section, payers[expense.dossier.id])
            if cas not in known:
                found.setdefault(cas, expense.at("section"))
    return found


@controle("TAR038", avertit=True)
def billed_twice(depot: Depot) -> Iterator[Constat]:
    """TAR038: a component at the price of a flat fee, multiplied by what the fee counts."""
    for item in components(depot):
        ligne = depot.lignes.get(item.composant.ligne)
        for annee, montants in item.composant.montants.items() if ligne is not None else ():
            counts = {} if ligne is None else _counts(ligne.at(annee).annuel)
            for nom, cle in counts.items():
                for fee in fees(depot):
                    value = fee_value(depot, fee.nom, annee)
                    price = montants[nom].unique if nom in montants else None
                    if fee.forfait.cle == cle and value is not None and price == Fraction(value.montant, CENTS):
                        lieu = item.at("montants", str(annee), nom)
                        message = (
                            f"le composant {cite(item.id)} coûte en {annee} {euros(value.montant)} par unité de la clé "
                            f"{cite(cle)}, autant que {fee.texte}, qui compte la même"
                        )
                        yield signal("TAR038", lieu, message, "si c'est le même prix, écrit deux fois, en retirer un")


def _counts(mode: Mode | None) -> dict[str, str]:
    """Give what multiplies what, in a formula that is one product: a price, by a key, or the reverse."""
    read = None
    if mode is not None:
        with suppress(FormulaError):
            read = parse(mode.formule)
    match read:
        case Operation("*", Nom(left), Nom(right)):
            return {left: right, right: left}
        case _:
            return {}
