"""Annexe 2: the org chart, as nested lists with one square a full-time equivalent.

Knows: teams and FTE, how a square is drawn. Must not know: the page around.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from convention.base.french import enumere, nombre
from convention.model.mots.communs import NaturePoste
from convention.reports.valeurs import parts
from convention.site.annexes import texte
from convention.site.graphiques import element
from convention.site.rendu.page import Page, service
from convention.site.rendu.tableau import Cellule, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from convention.model.documents.catalogue import Organigramme, Pole, Poste
    from convention.site.ensemble import Site

_COTE, _BLANC = 14, 3
"""Side of a square, space after it."""


def pages(site: Site) -> Iterator[Page]:
    """Make the page of annexe 2, when the data has an org chart."""
    chart = site.depot.organigramme
    if chart is None:
        return
    yield Page(
        "annexes/organigramme.md",
        site.clauses.titre("organigramme"),
        "organigramme",
        {
            "total": nombre(chart.total_etp),
            "regie": nombre(chart.regie) if chart.regie else "",
            "sans_regie": nombre(chart.total_etp - chart.regie),
            "tous": {pole.service for pole in chart.poles} >= site.depot.services.keys(),
            "poles": [(pole, nombre(pole.etp), [_row(line) for line in _lines(pole)]) for pole in chart.poles],
            "legende": _legend(chart),
            "tableau": _table(chart),
            "annexe": texte.annexe(site, "organigramme"),
        },
        cacher=("toc",),
    )


def _lines(pole: Pole) -> list[list[Poste]]:
    return [list(items) for _, items in groupby(pole.postes, key=lambda item: item.fonction)]


def _row(postes: Sequence[Poste]) -> tuple[str, str, Markup]:
    """Draw a line; « 9 + 2 » are two entries of one function, of which the convention says no more."""
    text = " + ".join(nombre(poste.etp) for poste in postes)
    bought = ", en régie" if all(map(_is_bought, postes)) else ""
    squares = _squares((poste.etp, _texture(poste, alone=len(postes) == 1)) for poste in postes)
    drawn = element("svg", *squares, class_="orga__carres", aria_hidden="true", focusable="false")
    return postes[0].fonction, f"{text} ETP{bought}", drawn


def _squares(postes: Iterable[tuple[Fraction, str]]) -> Iterator[Markup]:
    """Draw the FTE side by side, the last of each no wider than it is."""
    x = 0.0
    for etp, texture in postes:
        rest = etp
        while rest > 0:
            part = float(min(rest, Fraction(1)))
            yield _square(x, part, texture)
            x += _COTE * part + _BLANC
            rest -= 1


def _square(x: float, part: float, texture: str) -> Markup:
    inset = 0 if texture == "etp" else 1
    side = _COTE - 2 * inset
    return element("rect", class_=f"c-{texture}", x=x + inset, y=inset, width=_COTE * part - 2 * inset, height=side)


def _legend(chart: Organigramme) -> Iterator[tuple[Markup, str]]:
    """Say what the squares that are drawn mean."""
    lines = [line for pole in chart.poles for line in _lines(pole)]
    drawn = {(_texture(poste, alone=len(line) == 1), poste.etp) for line in lines for poste in line}
    textures = {texture for texture, _ in drawn}
    yield _one("etp"), "1 ETP"
    if any(etp % 1 == Fraction(1, 2) for _, etp in drawn):
        yield _one("etp", 0.5), "un demi-ETP"
    if "regie" in textures:
        yield _one("regie"), "en régie (prestation achetée)"
    if "plus" in textures:
        added = sorted(etp for texture, etp in drawn if texture == "plus")
        told = enumere([f"« + {nombre(etp)} »" for etp in added])
        yield _one("plus"), f"{told} : la convention n'en dit pas plus"


def _one(texture: str, part: float = 1.0) -> Markup:
    return element("svg", _square(0, part, texture), class_="orga__carre", aria_hidden="true", focusable="false")


def _texture(poste: Poste, *, alone: bool) -> str:
    """Choose how a post is drawn: plain for an agent, hatched when bought, dashed where the convention says no more."""
    if _is_bought(poste):
        return "regie"
    return "plus" if poste.nature is NaturePoste.A_PRECISER and not alone else "etp"


def _is_bought(poste: Poste) -> bool:
    return poste.nature is NaturePoste.REGIE


def _table(chart: Organigramme) -> Tableau:
    *shares, whole = parts([pole.etp for pole in chart.poles])
    rows = [
        rang(pole.libelle, Cellule(pole.service, vers=service(pole.service)), nombre(pole.etp), share)
        for pole, share in zip(chart.poles, shares, strict=True)
    ]
    total = rang("Total", "", nombre(chart.total_etp), whole, total=True)
    return Tableau.de("ETP par pôle", ("Pôle|g", "Service|g", "ETP", "Part"), (*rows, total))
