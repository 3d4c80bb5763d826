"""Annexe 5: the axes and their indicators, each to whom may see it.

Knows: axes and measures. Must not know: HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import compte, jour, nombre, pluriel
from convention.site.annexes import texte
from convention.site.rendu.page import Page
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.documents.suivi import Axe, Indicateur, Mesure
    from convention.model.mots.communs import Origine
    from convention.site.ensemble import Site


def pages(site: Site) -> Iterator[Page]:
    """Make the page of annexe 5, when the data has axes or their text."""
    annexe = texte.annexe(site, "axes")
    axes = sorted(site.depot.vie.axes.items(), key=lambda item: item[1].ordre)
    if not axes and annexe is None:
        return
    read = tuple((nom, axe, *_indicators(site, axe)) for nom, axe in axes)
    measured = sum(1 for _, axe in axes for item in axe.indicateurs if _seen(site, item) and item.mesures)
    yield Page(
        "annexes/axes.md",
        site.clauses.titre("axes"),
        "axes",
        {
            "axes": read,
            "indicateurs": compte(
                sum(len(axe.indicateurs) for _, axe in axes), "indicateur nommé", "indicateurs nommés"
            ),
            "mesures": compte(measured, "est mesuré", "sont mesurés"),
            "annexe": annexe,
        },
    )


def _seen(site: Site, item: Indicateur) -> bool:
    return site.acces.voit(item.niveau)


def _indicators(site: Site, axe: Axe) -> tuple[Tableau, str]:
    """Lay out the indicators of an axis that the reader may see; say how many are for others, if some are."""
    kept = [item for item in axe.indicateurs if _seen(site, item)]
    hidden = len(axe.indicateurs) - len(kept)
    heads = ("Indicateur|g", "Dernière valeur", "Mesurée le", "Qui le mesure|g")
    legend = f"Indicateurs {site.clauses.nom('axes').du}"
    table = Tableau.de(legend, heads, (_row(item, axe.origine) for item in kept), "fiches")
    text = compte(hidden, "indicateur n'est pas montré à ce niveau", "indicateurs ne sont pas montrés à ce niveau")
    return table, text if hidden else ""


def _row(item: Indicateur, origine: Origine) -> Rang:
    last = max(item.mesures, default=None)
    measure = item.mesures[last] if last is not None else None
    return rang(
        Cellule(item.libelle, f"{item.calcul or item.unite} ; niveau : {item.niveau.lecteurs}"),
        _value(item, measure, last, origine),
        jour(measure.date) if measure is not None else "",
        item.responsable,
    )


def _value(item: Indicateur, measure: Mesure | None, annee: int | None, origine: Origine) -> Cellule:
    if measure is None:
        return Cellule("non mesuré", mention="manque")
    unit = item.unite if any(sign in item.unite for sign in "/%€") else pluriel(measure.valeur, item.unite)
    return Cellule(f"{nombre(measure.valeur)} {unit}", f"en {annee}, {(measure.origine or origine).libelle}")
