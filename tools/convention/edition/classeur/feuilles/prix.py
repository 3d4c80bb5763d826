"""The sheet of prices: one row for each variable of each component, last year's amount beside.

Knows: components and the variables of their rows. Must not know: formulas, who pays.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import cite
from convention.base.money import decimal_digits, exact_text
from convention.edition.classeur.cadre import Colonne, Feuille, Tableau
from convention.edition.classeur.genres import PRIX as GENRE
from convention.edition.gestes.fixer import Fixer
from convention.edition.gestes.souscrire import order
from convention.edition.refus import RefusError
from convention.engine.compilation import compile_formula
from convention.model.en_vigueur import VARIABLES_ACTIF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.edition.classeur.cadre import Apport, Changement, Sujet
    from convention.edition.demande import Demande
    from convention.model.depot import ComposantRange
    from convention.model.vue import Vue

DECIMALES = 2
"""An amount is typed to the cent, unless the one it replaces is finer: 0.0435 € a page."""


def _sheet(sujet: Sujet) -> Tableau:
    before = sujet.precedente
    columns = [
        Colonne("composant", "Composant", largeur=28),
        Colonne("variable", "Montant", largeur=24),
        Colonne("service", "Service", largeur=9),
        Colonne("libelle", "Nom du composant", largeur=52),
        Colonne("ligne", "Ligne de tarif", largeur=28),
        Colonne("unite", "Unité", largeur=18),
        *([Colonne("precedent", _year(before), GENRE, largeur=20)] if before is not None else []),
        Colonne(
            *("montant", _year(sujet.vue), GENRE), ouverte=not sujet.est_clos, largeur=20, aide="Montant en euros."
        ),
    ]
    rows = []
    for item in sorted(sujet.depot.composants.values(), key=lambda item: (order(item.service), item.id)):
        for nom, unite in _variables(sujet, item):
            figures = [_price(vue, item.id, nom) for vue in (before, sujet.vue) if vue is not None]
            rows.append((item.id, nom, item.service, item.composant.libelle, item.composant.ligne, unite, *figures))
    return Tableau(PRIX.nom, tuple(columns), tuple(rows), cles=2)


def _year(vue: Vue) -> str:
    return f"en {vue.exercice}, {vue.phase.libelle}"


def _variables(sujet: Sujet, item: ComposantRange) -> Iterator[tuple[str, str]]:
    """Yield the amounts of a component with their units: those of its shared costs, and those that it has."""
    ligne = sujet.vue.regles.lignes.get(item.composant.ligne)
    if ligne is None:
        return
    formulas = [compile_formula(mode.formule) for mode in ligne.indirects.values()]
    used = {nom for formula in formulas if formula is not None for nom in formula.noms}
    used |= {nom for amounts in item.composant.montants.values() for nom in amounts}
    asset = VARIABLES_ACTIF if item.composant.actif is not None else ()
    yield from ((nom, unite) for nom, unite in ligne.variables.items() if nom in used and nom not in asset)


def _price(vue: Vue, composant: str, variable: str) -> str:
    found = vue.prix.montants.get(composant, {}).get(variable)
    return exact_text(found.valeur) if found is not None else ""


def _write(apport: Apport, changement: Changement) -> Iterator[Demande]:
    composant, variable = changement.cles
    if not changement.apres:
        shown = changement.avant.replace(".", ",")
        raise RefusError("un montant ne s'efface pas", f"écrire 0 si rien n'est dû, ou remettre {shown}")
    asked, sujet = Fraction(changement.apres), apport.sujet
    finest = max(DECIMALES, decimal_digits(Fraction(changement.avant)) or 0 if changement.avant else 0)
    if (decimal_digits(asked) or 0) > finest:
        shown = changement.apres.replace(".", ",")
        raise RefusError(f"{cite(shown)} a plus de {finest} décimales : un prix se donne au centime", "l'arrondir")
    known = sujet.depot.composants[composant].composant.montants.get(sujet.exercice, {}).get(variable)
    phase = sujet.vue.phase if known is not None and known.unique is None else None
    yield Fixer.model_construct(
        composant=composant, variable=variable, montant=asked, exercice=sujet.exercice, phase=phase
    )


PRIX = Feuille(
    "Prix",
    "Les montants de chaque composant pour l'exercice, dans la phase en vigueur. Ce qui est passé reste : en révision "
    "ou en réalisé, la prévision annoncée ne change pas. Une formule ne se change pas ici.",
    _sheet,
    _write,
    "le montant",
    sans="pas de feuille, aucun composant n'a de montant à fixer.",
)
