"""The contributions of an exercice as a table to read, with its controls.

Knows: how a Contribution is shown. Must not know: how it was computed.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from convention.base.french import enumere, euros, montant, nombre
from convention.engine.lignes import Contribution, Hypothese, Ligne
from convention.engine.quantites import values
from convention.model.mots.communs import Nature, Section
from convention.model.valeurs.chemins import ADHERENTS
from convention.reports import mots
from convention.reports.rendus.document import Liste, Mention, Titre, terminal_text
from convention.reports.rendus.table import Tableau
from convention.reports.valeurs import mentions, phase_dite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from convention.model.depot import Depot


class Axe(StrEnum):
    """What the columns of the table are: a field of a computation, and a total by its values."""

    NATURE = "nature"
    SERVICE = "service"
    SECTION = "section"

    def totaux(self, contribution: Contribution) -> Mapping[str, int]:
        """Return the total of each of its values, in cents."""
        found: Mapping[str, int] = getattr(contribution.totaux, f"par_{self}")
        return found


def by_adherent(contribution: Contribution, axe: Axe) -> dict[str, dict[str, int]]:
    """Return what each adherent owes for each value of an axis, in cents; who owes most comes first."""
    totals = contribution.totaux.par_adherent
    sums: dict[str, dict[str, int]] = {nom: {} for nom in sorted(totals, key=lambda nom: (-totals[nom], nom))}
    for ligne in contribution.lignes:
        own, column = sums[ligne.adherent], str(getattr(ligne.calcul, axe))
        own[column] = own.get(column, 0) + ligne.montant
    return sums


def table_text(contribution: Contribution, depot: Depot, axe: Axe, adherent: str | None = None) -> str:
    """Write the contributions as a table with its controls, for all adherents or line by line for one of them."""
    lignes = mots.lines_of(contribution, adherent)
    who = "" if adherent is None else f", {depot.nom_de(adherent)}"
    phase = phase_dite(depot.convention, contribution.exercice, contribution.phase)
    return terminal_text(
        (
            Titre(f"Contributions {contribution.exercice}, {phase}{who} (en euros)", 1),
            *map(Mention, mentions((ligne.origine for ligne in lignes), projection=contribution.projection)),
            _by_axis(contribution, depot, axe) if adherent is None else _detail(lignes, depot),
            Liste((*_controls(contribution, depot), *_assumptions(contribution, depot, adherent))),
        )
    )


def _by_axis(contribution: Contribution, depot: Depot, axe: Axe) -> Tableau:
    """One row an adherent, largest first; one column a value of the axis; totals of both."""
    columns, totaux = _columns(contribution, axe), contribution.totaux
    sums, by_column = by_adherent(contribution, axe), axe.totaux(contribution)
    rows = [
        (depot.nom_de(nom), *(montant(own.get(column, 0)) for column in columns), montant(sum(own.values())))
        for nom, own in sums.items()
    ]
    total = ("Total", *(montant(by_column.get(column, 0)) for column in columns), montant(totaux.general))
    headers = ("Adhérent", *(_header(depot, axe, column) for column in columns), "Total")
    return Tableau(headers, tuple(rows), (total,))


def _columns(contribution: Contribution, axe: Axe) -> list[str]:
    """Return the values of an axis that something is billed by."""
    billed = {str(getattr(ligne.calcul, axe)) for ligne in contribution.lignes if ligne.montant}
    if axe is Axe.SERVICE:
        return sorted(billed, key=lambda code: (code[0].isupper(), code))
    return [str(item) for item in (Nature if axe is Axe.NATURE else Section) if item in billed]


def _header(depot: Depot, axe: Axe, column: str) -> str:
    if axe is Axe.NATURE:
        return mots.said(depot, Nature(column), Nature(column).colonne)
    return Section(column).libelle.capitalize() if axe is Axe.SECTION else mots.service_name(depot, column)


def _detail(lignes: Sequence[Ligne], depot: Depot) -> Tableau:
    rows = [
        (
            mots.service_name(depot, ligne.calcul.service),
            mots.line_name(depot, ligne.calcul, ligne.adherent),
            mots.said(depot, ligne.calcul.nature, ligne.calcul.nature.libelle),
            _quantity(ligne.quantite),
            _quantity(ligne.quantite_totale),
            montant(ligne.montant),
        )
        for ligne in lignes
    ]
    headers = ("Service", "Ligne", "Nature", "Quantité", "Sur un total de", "Montant")
    total = montant(sum(ligne.montant for ligne in lignes))
    return Tableau(headers, tuple(rows), (("Total", "", "", "", "", total),), a_gauche=3)


def _quantity(value: Fraction | None) -> str:
    return "" if value is None else nombre(value)


def _controls(contribution: Contribution, depot: Depot) -> list[str]:
    controle = contribution.controle
    sums = ("adhérents", "services", "natures", "sections")
    gaps = controle[:4]
    shown, recovered = enumere([montant(gap) for gap in gaps]), montant(controle.ecart_recouvrement)
    agree = " = ".join(f"Σ {name}" for name in sums)
    total = euros(contribution.totaux.general)
    lines = [f"Contrôle, pour l'ensemble des adhérents : {agree} = total {total} ; écarts {shown}."]
    kept = ", hors coûts que personne ne paie" if controle.non_repartis else ""
    lines.append(f"Contrôle : coûts à récupérer = coûts facturés, composant par composant{kept} ; écart {recovered}.")
    for item in controle.non_repartis:
        why = "Non recouvré, par décision" if item.decide else "Que personne ne paie"
        lines.append(f"{why} : {mots.unpaid_name(depot, item)}, {euros(item.montant)}.")
    return lines


def _assumptions(contribution: Contribution, depot: Depot, adherent: str | None) -> list[str]:
    found = contribution._replace(hypotheses=(*contribution.hypotheses, *forecasts(contribution, depot)))
    own = mots.assumptions_of(found, adherent)
    told = mots.assumed(own)
    theirs = {item.fichier for item in found.hypotheses if item.fichier.startswith(ADHERENTS)}
    others = len(theirs - {item.fichier for item in own})
    if others:
        told.append(
            f"Les quantités d'autres adhérents, qui entrent dans les totaux, ont aussi des hypothèses ({others})."
        )
    return told


def forecasts(contribution: Contribution, depot: Depot) -> Iterator[Hypothese]:
    """Yield by file the forecasts that nobody has validated: statements and pages say so; no phase assumes it."""
    counts = (
        valeur for calcul in contribution.calculs for item in calcul.decomptes.values() for valeur in values(item)
    )
    sources = {valeur.source for valeur in counts if not valeur.a_valider and not valeur.retenue}
    awaited = [source for source in sources if (releve := depot.releve(source)) is not None and releve.a_valider]
    for path, count in sorted(Counter(source.path for source in awaited).items()):
        yield Hypothese("HYP004", "quantité prévue que l'adhérent n'a pas encore validée", path, count)
