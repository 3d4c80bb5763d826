"""What an adherent pays, set beside those of its size, who are not named, and beside itself over the years.

Knows: running costs of adherents and exercices. Must not know: HTML, causes.
"""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, ecart, enumere, euros, majuscule, montant, pluriel, pourcentage
from convention.base.money import CENTS, round_half_up
from convention.reports.mots import member_in_part
from convention.site.bord.appels.comptes import appele
from convention.site.communes.exercices import divided, habitants, suppositions
from convention.site.ensemble import fonctionnement
from convention.site.graphiques import Barre, Point, barres, courbe
from convention.site.rendu.page import exercice
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from convention.site.ensemble import Site

TAILLES = (0, 20, 40, 80, 160, 400)
"""Bounds of the sizes, in workstations or what else is counted, between which adherents are compared."""
COMPARES_MIN = 3
"""Below this number of others, a median would tell who they are."""
ANNEES_MIN = 2
"""A line joins two points."""


class Mesure(NamedTuple):
    """What an adherent pays for one of something, and the middle of what the others of its size pay; cents."""

    unite: str
    sien: int
    median: int
    autres: int


class Comparaison(NamedTuple):
    """What is said, drawn and set out of it."""

    phrase: str
    dessins: tuple[tuple[str, str, Markup], ...]
    """Of each measure: its name in the page, its title, its drawing."""
    tableau: Tableau | None


class Annees(NamedTuple):
    """The line of the years, and its amounts."""

    dessin: Markup
    tableau: Tableau
    note: str
    """What the years to come rest on; empty when nothing is to be said."""


def comparer(site: Site, nom: str) -> Comparaison | None:
    """Compare with those of the same size, and name nobody; None when no flat fee counts anything."""
    sizes, unites = site.tailles(site.exercice), site.traits.unites
    own = sizes.get(nom)
    if not own or unites is None:
        return None
    mine = f"{euros(_each(site, nom, own))} par {unites.en_entier}"
    if part := _en_partie(site, nom):
        rest = "Ce montant ne se compare pas à celui d'une année entière."
        return Comparaison(f"{mine}, pour une partie de l'année seulement : adhérent {part}. {rest}", (), None)
    low, high = taille(own)
    same = [key for key, count in sizes.items() if key != nom and count and taille(count) == (low, high)]
    alike = [key for key in same if not _en_partie(site, key)]
    size = f"{_dite(low, high)} {unites.plusieurs}{' ou plus' if high is None else ''}"
    aside = " Ceux qui ne sont pas adhérents toute l'année n'y sont pas comptés." if len(alike) < len(same) else ""
    if len(alike) < COMPARES_MIN:
        rest = f"Trop peu d'adhérents {size} pour qu'une médiane en dise quelque chose.{aside}"
        return Comparaison(f"{mine}. {rest}", (), None)
    counts = ((unites.en_entier, sizes), ("habitant", habitants(site, site.exercice)))
    found = [item for unit, units in counts for item in _measures(site, nom, alike, unit, units)]
    phrase = " ".join(f"{_said(item, size)}." for item in found) + aside
    courant = site.depot.dossiers[nom].identite.type.courant
    rows = [
        rang(
            f"Par {item.unite}",
            montant(item.sien),
            montant(item.median),
            ecart(item.sien - item.median),
            str(item.autres),
        )
        for item in found
    ]
    heads = (f"{majuscule(courant)}|g", f"{site.nom(nom)} (€)", "Médiane (€)", "Écart (€)", "Comparés")
    legend = site.legende(f"{site.exercice}, {site.etat(site.exercice)} ; autres adhérents {size}")
    drawn = tuple(_drawn(site, nom, rank, item) for rank, item in enumerate(found))
    return Comparaison(phrase, drawn, Tableau.de(legend, heads, rows, "fiches"))


def taille(count: Fraction) -> tuple[int, int | None]:
    """Return the bounds of a size, the first included, the last excluded; no last one for the largest size."""
    low = max(bound for bound in TAILLES if bound <= count)
    return low, min((bound for bound in TAILLES if bound > count), default=None)


def _dite(low: int, high: int | None) -> str:
    """Say which end is excluded: « de 80 à moins de 160 », « de moins de 20 »; the largest size has none."""
    if high is None:
        return f"de {low}"
    return f"de {low} à moins de {high}" if low else f"de moins de {high}"


def _en_partie(site: Site, nom: str) -> str:
    return member_in_part(site.depot, nom, site.exercice, site.jour)


def _measures(site: Site, nom: str, alike: list[str], unit: str, units: Mapping[str, Fraction]) -> Iterator[Mesure]:
    others = [_each(site, key, units[key]) for key in alike if units.get(key)]
    if units.get(nom) and len(others) >= COMPARES_MIN:
        middle = round_half_up(Fraction(median(map(Fraction, others))) / CENTS)
        yield Mesure(unit, _each(site, nom, units[nom]), middle, len(others))


def _each(site: Site, nom: str, units: Fraction) -> int:
    return divided(fonctionnement(site.connues(site.exercice, nom)), units)


def _said(item: Mesure, size: str) -> str:
    gap = item.sien - item.median
    verdict = f"{euros(abs(gap))} de {'plus' if gap > 0 else 'moins'} que" if gap else "autant que"
    count = compte(item.autres, "autre adhérent", "autres adhérents")
    return f"{euros(item.sien)} par {item.unite}, {verdict} la médiane des {count} {size} ({euros(item.median)})"


def _drawn(site: Site, nom: str, rank: int, item: Mesure) -> tuple[str, str, Markup]:
    title = f"Par {item.unite}"
    bars = (
        Barre(site.nom(nom), euros(item.sien), (("b-soi", item.sien),)),
        Barre(f"Médiane des {item.autres} autres", euros(item.median), (("b-autres", item.median),)),
    )
    told = " ; ".join(f"{bar.nom} : {bar.texte}" for bar in bars)
    ident = f"comparer-{rank + 1}"
    return ident, title, barres(ident, f"{title}. {told}.", bars)


def annees(site: Site, nom: str) -> Annees | None:
    """Draw the running costs of an adherent over the years, settled, known so far or foreseen; None for one year."""
    years = [annee for annee in site.contributions if site.lignes(annee, nom)]
    if len(years) < ANNEES_MIN:
        return None
    sums = {annee: fonctionnement(site.connues(annee, nom)) for annee in years}
    points = [
        Point(str(annee), cents, montant(cents), site.etat(annee), not site.depot.est_clos(annee))
        for annee, cents in sums.items()
    ]
    told = " ; ".join(f"{annee}, {site.etat(annee)} : {euros(cents)}" for annee, cents in sums.items())
    called = site.traits.appelle and site.acces.chez(nom) and nom != site.gestionnaire
    rows = (_year(site, nom, sums, annee, called=called) for annee in years)
    courant = site.depot.dossiers[nom].identite.type.courant
    heads = ("Exercice|g", "Appelé, net (€)" if called else "", f"{majuscule(courant)} (€)", "Écart (€)", "Écart (%)")
    net = " ; net : moins ce qui fut rendu" if called else ""
    legend = site.legende(f"Montants en euros, {courant}{net}")
    coming = (annee for annee in years if annee > site.exercice)
    parts = {annee: member_in_part(site.depot, nom, annee, site.jour) for annee in years}
    noted = [
        site.entamees(years),
        *(f"{annee} : adhérent {told}, et non toute l'année." for annee, told in parts.items() if told),
    ]
    noted += [
        f"{enumere(which)} : {pluriel(len(which), 'montant estimé', 'montants estimés')} avec {fee}."
        for fee, which in suppositions(site, coming, nom).items()
    ]
    drawn = courbe("annees", f"Courbe. {told}.", points)
    return Annees(drawn, Tableau.de(legend, heads, rows, "fiches"), " ".join(filter(None, noted)))


def _year(site: Site, nom: str, sums: Mapping[int, int], annee: int, *, called: bool) -> Rang:
    whole = site.depot.convention.entiere
    cents, before = sums[annee], sums.get(annee - 1) if whole(annee - 1) and whole(annee) else None
    moved = ("", "") if before is None else (ecart(cents - before), pourcentage(cents - before, before))
    name = Cellule(str(annee), majuscule(site.etat(annee)), vers=exercice(annee))
    return rang(name, montant(appele(site, nom, annee)) if called else "", montant(cents), *moved)
