"""Readings: every ambiguity, the reading chosen, the others, and what each would cost whom.

Knows: readings and their stakes. Must not know: HTML.
Stakes follow from suppliers' prices and adherents' quantities: no euro for the public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, ecart, euros, montant
from convention.compare.ecarts import EcartAdherent, together
from convention.compare.lectures import AutreLecture, other_readings
from convention.model.mots.vie import StatutLecture
from convention.reports.depot.lectures import borne
from convention.reports.valeurs import signed
from convention.site.rendu.page import Page, Porte
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convention.model.documents.lectures import Lecture
    from convention.site.ensemble import Site

TOUCHES = 3
"""Adherents shown under a reading; the others are summed."""


class AutreLue(NamedTuple):
    """Another reading, and its stakes."""

    libelle: str
    enjeu: str
    """« 3 adhérents paieraient plus, 19 adhérents paieraient moins »; empty when nothing is computed."""
    tableau: Tableau | None


class LectureLue(NamedTuple):
    """An ambiguity, as it is told."""

    lecture: Lecture
    confirmee: bool
    autres: tuple[AutreLue, ...]
    enjeu: int
    """Cents that the dearest of the other readings would move."""


def pages(site: Site) -> Iterator[Page]:
    """Make the page of the readings; a convention that has none has no page."""
    if not site.depot.vie.lectures:
        return
    stakes = {} if site.acces.public else site.une_fois("lectures", lambda: _stakes(site))
    items = sorted(site.depot.vie.lectures.values(), key=lambda item: item.numero)
    read = tuple(_reading(site, item, stakes.get(item.numero, [])) for item in items)
    moving = sorted((item for item in read if item.enjeu), key=lambda item: (-item.enjeu, item.lecture.numero))
    yield Page(
        "lectures.md",
        "Lectures de la convention",
        "lectures",
        {
            "lectures": read,
            "classement": _ranking(moving) if moving else None,
            "confirmees": sum(item.confirmee for item in read),
        },
        cacher=("navigation",),
        poids=0.8,
        portes=(Porte("avenants", "Lectures"),),
    )


def _stakes(site: Site) -> dict[int, list[AutreLecture]]:
    found: dict[int, list[AutreLecture]] = {}
    for item in other_readings(site.depot, site.exercice):
        found.setdefault(item.lecture.numero, []).append(item)
    return found


def _reading(site: Site, lecture: Lecture, stakes: list[AutreLecture]) -> LectureLue:
    others = []
    for alternative in lecture.alternatives.values():
        priced = next((item for item in stakes if item.alternative == alternative), None)
        others.append(_other(site, alternative.libelle, priced))
    moved = max((sum(abs(part.ecart) for part in item.parts) for item in stakes), default=0)
    return LectureLue(lecture, lecture.statut is StatutLecture.CONFIRMEE, tuple(others), moved)


def _other(site: Site, libelle: str, priced: AutreLecture | None) -> AutreLue:
    if priced is None:
        return AutreLue(libelle, "", None)
    if not priced.touches:
        return AutreLue(libelle, "Aucun montant ne changerait, sur les données d'aujourd'hui.", None)
    kept, manager = borne(site.depot, priced), site.depot.convention.gestionnaire
    # Of what it no longer charges, what the managing body pays itself says nothing: it bears it.
    moved = [part for part in priced.touches if not kept or part.adherent != manager]
    if not moved:
        return AutreLue(libelle, kept, None)
    more = sum(part.ecart > 0 for part in moved)
    less = len(moved) - more
    told = [f"{compte(more, 'adhérent paierait', 'adhérents paieraient')} plus"] if more else []
    told += [f"{compte(less, 'adhérent paierait', 'adhérents paieraient')} moins"] if less else []
    text = f"{', '.join(told)} ; total : {signed(together(moved).ecart)}.{f' {kept}' if kept else ''}"
    return AutreLue(libelle, text, _table(site, moved))


def _table(site: Site, moved: Sequence[EcartAdherent]) -> Tableau:
    shown, rest = moved[:TOUCHES], moved[TOUCHES:]
    rows = [_row(site.nom(part.adherent), [part]) for part in shown]
    if rest:
        rows.append(_row(compte(len(rest), "autre qui change", "autres qui changent"), rest))
    rows.append(_row("Total de ceux qui changent", moved, total=True))
    heads = ("Adhérent|g", "Lecture retenue (€)", "Autre lecture (€)", "Écart (€)")
    return Tableau.de(site.legende(f"Exercice {site.exercice}, estimé"), heads, rows, "fiches")


def _row(label: str, parts: Sequence[EcartAdherent], *, total: bool = False) -> Rang:
    whole = together(parts)
    return rang(label, montant(whole.avant), montant(whole.apres), ecart(whole.ecart), total=total)


def _ranking(moving: list[LectureLue]) -> Tableau:
    rows = []
    for item in moving:
        numero = item.lecture.numero
        rows.append(rang(Cellule(f"{numero}. {item.lecture.titre}", vers=f"#lecture-{numero}"), euros(item.enjeu)))
    legend = "Ce que chacun paierait en plus ou en moins, ajouté, si l'autre lecture la plus coûteuse était retenue"
    return Tableau.de(legend, ("Lecture|g", "Hausses et baisses, ajoutées"), rows)
