"""The prices of an exercice: of a service, unfolded, component by component; of a row, with the tiers of its grids.

Knows: lines of a computation, their prices. Must not know: HTML, what one adherent pays (`deplie`).
Those of a row are a supplier's: never for the public (SECURITY.md).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, euros, nombre, prix
from convention.formulas.nodes import names
from convention.formulas.regles.units import is_money
from convention.formulas.texte.syntax import parse
from convention.model.cadre.document import path_of
from convention.model.depot import Depot, Reference
from convention.model.documents.tarifs import Equilibre, Mode
from convention.model.mots.communs import ModeBareme, Nature
from convention.reports import mots
from convention.reports.calcul.consultation import formulas, la_retenue, tranche, unread
from convention.reports.calcul.operation import read_value, value_name
from convention.site.rendu.formule import Lecteur, en_maths, en_mots, limites
from convention.site.rendu.tableau import Calcul as Deplie
from convention.site.rendu.tableau import Jeton, LigneCalcul, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from convention.engine.lignes import Calcul, Contribution, Ligne
    from convention.model.vue import BaremeVu, Valeur
    from convention.site.ensemble import Site


def ancre(code: str) -> str:
    """Return where the cost of a service is unfolded, on the page of an exercice or on a dashboard."""
    return f"calcul-{code.lower()}"


def prix_du_service(site: Site, contribution: Contribution, code: str) -> Deplie:
    """Unfold the cost of a service, component by component, to the prices that make it."""
    mine = [ligne for ligne in contribution.lignes if ligne.calcul.service == code]
    groups = [list(lines) for _, lines in groupby(sorted(mine, key=_key), key=_key)]
    total = sum(ligne.montant for ligne in mine)
    summary = f"D'où viennent {euros(total)}, {compte(len(groups), 'coût')}"
    return Deplie(ancre(code), summary, tuple(_line(site, lines, contribution.exercice) for lines in groups))


def masse_salariale(annee: int) -> Reference:
    """Point at what the agents cost in an exercice."""
    return Reference(path_of(Equilibre, annee=annee), ("masse_salariale",))


def nature_dite(depot: Depot, calcul: Calcul) -> str:
    """Name the nature of a cost: what the agents cost is told by the clause of its fee."""
    if calcul.nature is Nature.MASSE_SALARIALE:
        return depot.convention.clauses.citees("forfait") or "forfait"
    return mots.said(depot, calcul.nature, calcul.nature.libelle)


def reprise(site: Site, valeur: Valeur, annee: int) -> str:
    """Say of which phase a value is, when the amounts of the exercice are not said to be of it."""
    phase = valeur.phase.libelle if valeur.phase is not None else site.etat(annee)
    return f" (repris du {phase})" if phase != site.etat(annee) else ""


def _key(ligne: Ligne) -> tuple[str, str, str]:
    """Tell a cost from another: the purchases of one row are one cost."""
    calcul = ligne.calcul
    return (calcul.composant or calcul.forfait, calcul.ligne_tarif or "", str(calcul.nature))


def _line(site: Site, lignes: list[Ligne], annee: int) -> LigneCalcul:
    calcul = lignes[0].calcul
    tarif = site.depot.lignes.get(calcul.ligne_tarif or "") if calcul.nature is Nature.DIRECT else None
    return LigneCalcul(
        tarif.libelle if tarif is not None else mots.line_name(site.depot, calcul, lignes[0].adherent),
        nature_dite(site.depot, calcul),
        tuple(_payers(lignes)),
        euros(sum(ligne.montant for ligne in lignes)),
        "",
        tuple(dict.fromkeys(item for ligne in lignes for item in priced_from(site, ligne, annee))),
    )


def _payers(lignes: list[Ligne]) -> Iterator[Jeton]:
    """Count who pays a cost, and who receives it when it is a credit; who is exempt does neither."""
    sums: dict[str, int] = {}
    for ligne in lignes:
        sums[ligne.adherent] = sums.get(ligne.adherent, 0) + ligne.montant
    paying, receiving = sum(cents > 0 for cents in sums.values()), sum(cents < 0 for cents in sums.values())
    if paying or not receiving:
        count = compte(paying, "adhérent") if paying else "aucun adhérent"
        yield Jeton(count, "le paient" if paying > 1 else "le paie" if paying else "ne le paie")
    if receiving:
        yield Jeton(compte(receiving, "adhérent"), "le reçoivent" if receiving > 1 else "le reçoit")


def priced_from(site: Site, ligne: Ligne, annee: int) -> Iterator[Source]:
    """Say where each price of a line stands."""
    left = unread(ligne, site.depot, annee)
    for nom, valeur in ligne.calcul.valeurs.items():
        # A name alone says nothing more than the formula.
        taken = reprise(site, valeur, annee)
        if nom not in left and (site.sources or taken):
            yield site.source(valeur.source, f"{value_name(site.depot, ligne.calcul, nom)}{taken}")


class Grille(NamedTuple):
    """A grid in force, tier by tier: « de 0 à 999 habitants : 150,00 € »."""

    titre: str
    tranches: tuple[str, ...]


FEUILLE = 165
"""Characters of a formula in words beyond which its mathematics are wider than a printed page."""


class Formule(NamedTuple):
    """A formula as it is told: in words, in mathematics, its limits, what it is worth in the exercice shown."""

    mots: str
    maths: Markup | None
    limites: tuple[str, ...]
    prix: tuple[str, ...]
    """« Assistance : coût annuel 12 000,00 € », a component each."""
    grilles: tuple[Grille, ...]

    @property
    def large(self) -> bool:
        """Whether paper, where nothing scrolls, holds its words alone: the whole page would shrink to hold the rest."""
        return len(self.mots) > FEUILLE


def formule_dite(site: Site, ligne: str, mode: Mode, cle: str = "", composant: str | None = None) -> Formule:
    """Tell the formula of a column of a row; its key and its component, when it is told of one alone."""
    lecteur = Lecteur.de(site.depot, ligne, cle)
    words, maths = en_mots(lecteur, mode.formule), en_maths(lecteur, mode.formule)
    return Formule(words, maths, limites(lecteur, mode), *en_vigueur(site, ligne, mode.formule, composant))


def en_vigueur(
    site: Site, ligne: str, formule: str, composant: str | None = None
) -> tuple[tuple[str, ...], tuple[Grille, ...]]:
    """Return the prices and the grids that the formula of a row reads in the exercice shown; nothing for the public.

    Each of its components is told by its name; `composant`, alone and without it.
    """
    contribution = None if site.acces.public else site.contributions.get(site.exercice)
    used = [
        item
        for item in (contribution.calculs if contribution is not None else ())
        if (item.ligne_tarif, item.formule) == (ligne, formule)
        and item.composant
        and composant in {None, item.composant}
    ]
    labels = {} if composant else {nom: f"{item.composant.libelle} : " for nom, item in site.depot.composants.items()}
    told = [f"{labels.get(item.composant or '', '')}{values}" for item in used if (values := _values(site, item))]
    grids = {nom: vu for item in used if item.tables is not None for nom, vu in item.tables.baremes.items()}
    return tuple(dict.fromkeys(told)), tuple(_grid(site.depot, vu) for vu in grids.values())


def _values(site: Site, calcul: Calcul) -> str:
    read = {nom for text in formulas(calcul, site.depot, site.exercice) for nom in names(parse(text))}
    return ", ".join(
        f"{value_name(site.depot, calcul, nom)} {read_value(site.depot, calcul, nom, valeur)}"
        for nom, valeur in calcul.valeurs.items()
        if nom in read
    )


def _grid(depot: Depot, vu: BaremeVu) -> Grille:
    by_slice = ", tranche par tranche" if vu.bareme.mode is ModeBareme.TRANCHES else ""
    if not by_slice and len(vu.bareme.mesures) > 1:
        by_slice = f", {la_retenue(vu)} tranches atteintes"
    write = prix if is_money(vu.bareme.unite) else nombre
    tiers = [f"{tranche(depot, vu, rang)} : {write(item.valeur)}" for rang, item in enumerate(vu.tranches)]
    return Grille(f"Barème « {vu.bareme.libelle} »{by_slice}", tuple(tiers))
