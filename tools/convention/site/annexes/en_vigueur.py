"""The prices in force of a row: what each of its components costs, the tiers of the grids that it reads.

Knows: the computation of the exercice shown. Must not know: HTML, what an adherent pays.
These are prices: never for the public (SECURITY.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import nombre, prix
from convention.formulas.nodes import names
from convention.formulas.texte.syntax import parse
from convention.model.mots.communs import ModeBareme
from convention.reports.calcul.consultation import formulas, is_money, la_retenue, tranche
from convention.reports.calcul.operation import read_name, read_value

if TYPE_CHECKING:
    from convention.engine.lignes import Calcul
    from convention.model.depot import Depot
    from convention.model.vue import BaremeVu
    from convention.site.ensemble import Site


class Grille(NamedTuple):
    """A grid in force, tier by tier: « de 0 à 999 habitants : 150,00 € »."""

    titre: str
    tranches: tuple[str, ...]


class EnVigueur(NamedTuple):
    """What a formula is worth in the exercice shown."""

    prix: tuple[str, ...] = ()
    """« Assistance : coût annuel 12 000,00 € », a component each."""
    grilles: tuple[Grille, ...] = ()


def en_vigueur(site: Site, ligne: str, formule: str, composant: str | None = None) -> EnVigueur:
    """Return the prices that the formula of a row reads in the exercice shown; nothing for the public.

    Each of its components is told by its name; `composant`, alone and without it.
    """
    contribution = None if site.acces.public else site.chiffres.contributions.get(site.exercice)
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
    return EnVigueur(tuple(dict.fromkeys(told)), tuple(_grid(site.depot, vu) for vu in grids.values()))


def _values(site: Site, calcul: Calcul) -> str:
    read = {nom for text in formulas(calcul, site.depot, site.exercice) for nom in names(parse(text))}
    return ", ".join(
        f"{read_name(nom)} {read_value(site.depot, calcul, nom, valeur)}"
        for nom, valeur in calcul.valeurs.items()
        if nom in read
    )


def _grid(depot: Depot, vu: BaremeVu) -> Grille:
    by_slice = ", tranche par tranche" if vu.bareme.mode is ModeBareme.TRANCHES else ""
    if not by_slice and len(vu.bareme.mesures) > 1:
        by_slice = f", {la_retenue(vu)} tranches atteintes"
    write = prix if is_money(vu) else nombre
    tiers = [f"{tranche(depot, vu, rang)} : {write(item.valeur)}" for rang, item in enumerate(vu.tranches)]
    return Grille(f"Barème « {vu.bareme.libelle} »{by_slice}", tuple(tiers))
