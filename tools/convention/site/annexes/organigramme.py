"""Annexe 2: the org chart, as nested lists with one square a full-time equivalent.

Knows: teams and FTE. Must not know: HTML.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import INSECABLE, nombre
from convention.model.mots.communs import NaturePoste
from convention.site.graphiques import organigramme as svg_organigramme
from convention.site.rendu import texte
from convention.site.rendu.page import Page, service
from convention.site.rendu.tableau import Cellule, Tableau, colonnes, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from convention.model.documents.catalogue import Organigramme, Pole, Poste
    from convention.site.ensemble import Site


class PoleDessine(NamedTuple):
    """A team: its name, its service, its FTE, its lines."""

    libelle: str
    service: str
    nom_service: str
    etp: str
    lignes: tuple[tuple[str, str, Markup], ...]


def pages(site: Site) -> Iterator[Page]:
    """Make the page of annexe 2, when the data has an org chart."""
    chart = site.depot.organigramme
    if chart is None:
        return
    regie = sum((poste.etp for pole in chart.poles for poste in pole.postes if _is_bought(poste)), Fraction(0))
    yield Page(
        "annexes/organigramme.md",
        site.depot.convention.clauses.titre("organigramme", "organigramme"),
        "organigramme",
        {
            "total": nombre(chart.total_etp),
            "regie": nombre(regie),
            "sans_regie": nombre(chart.total_etp - regie),
            "poles": tuple(_pole(site, pole) for pole in chart.poles),
            "carre": svg_organigramme.legende,
            "tableau": _table(chart),
            "annexe": texte.annexe(site, "organigramme"),
        },
        cacher=("toc",),
    )


def _pole(site: Site, pole: Pole) -> PoleDessine:
    known = site.depot.services.get(pole.service)
    rows = tuple(
        _row(fonction, list(items)) for fonction, items in groupby(pole.postes, key=lambda item: item.fonction)
    )
    name = known.nom_court if known is not None else ""
    return PoleDessine(pole.libelle, pole.service, name, nombre(_sum(pole.postes)), rows)


def _row(fonction: str, postes: Sequence[Poste]) -> tuple[str, str, Markup]:
    """Draw a line; « 9 + 2 » are two entries of one function, of which the convention says no more."""
    text = " + ".join(nombre(poste.etp) for poste in postes)
    bought = ", en régie" if all(map(_is_bought, postes)) else ""
    squares = tuple((poste.etp, _square(poste, alone=len(postes) == 1)) for poste in postes)
    return fonction, f"{text}{INSECABLE}ETP{bought}", svg_organigramme.carres(squares)


def _square(poste: Poste, *, alone: bool) -> str:
    if _is_bought(poste):
        return "regie"
    return "plus" if poste.nature is NaturePoste.A_PRECISER and not alone else "etp"


def _is_bought(poste: Poste) -> bool:
    return poste.nature is NaturePoste.REGIE


def _sum(postes: Sequence[Poste]) -> Fraction:
    return sum((poste.etp for poste in postes), Fraction(0))


def _table(chart: Organigramme) -> Tableau:
    rows = []
    for pole in chart.poles:
        etp = _sum(pole.postes)
        rows.append(
            rang(pole.libelle, Cellule(pole.service, vers=service(pole.service)), nombre(etp), _share(etp, chart))
        )
    total = rang("Total", "", nombre(chart.total_etp), _share(chart.total_etp, chart), total=True)
    return Tableau("ETP par pôle", colonnes("Pôle|g", "Service|g", "ETP", "Part"), (*rows, total))


def _share(etp: Fraction, chart: Organigramme) -> str:
    if not chart.total_etp:
        return "–"
    tenths = round(1000 * etp / chart.total_etp)
    return f"{tenths // 10},{tenths % 10}{INSECABLE}%"
