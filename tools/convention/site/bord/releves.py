"""What the series of counts tell an adherent so far: how fresh they are, where the year goes, what is paid (art. 8.3).

Knows: series of the current exercice, their sources. Must not know: HTML, amounts of the convention.
A series is shown, never billed: only a quantity written in `adherents/` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, jour, majuscule, nombre
from convention.base.money import round_half_up
from convention.engine.releves import Realise, realise
from convention.model.ecrits.series import Grandeur, Serie
from convention.model.mots.communs import Comptage
from convention.model.mots.releves import EtatDepense
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.model.documents.releves import MesureRelevee, SourceReleve
    from convention.site.bord.quantites import Quantite
    from convention.site.ensemble import Site

RECENTE = 1
"""Days: article 8.3 promises dashboards at « J+1 »."""


class Fraicheur(NamedTuple):
    """How fresh a source is."""

    libelle: str
    finances: bool
    dernier_jour: date
    age: str
    recente: bool


class Payes(NamedTuple):
    """What the finance software says is paid."""

    a_date: date
    par_compte: dict[str, int]
    """Cents by account."""


def fraicheurs(site: Site) -> tuple[Fraicheur, ...]:
    """Say how fresh each source is, finances first."""
    found = []
    for source, serie in _series(site):
        last = min(serie.entete.dernier_jour, site.jour)
        age = (site.jour - last).days
        money = any(mesure.compte is not None for mesure in source.mesures.values())
        found.append(Fraicheur(source.libelle, money, last, il_y_a(age), age <= RECENTE))
    return tuple(sorted(found, key=lambda item: not item.finances))


def has_accounts(site: Site) -> bool:
    """Tell whether a source is declared to say what is paid."""
    sources = site.depot.sources.values()
    return any(mesure.compte is not None for source in sources for mesure in source.mesures.values())


def il_y_a(jours: int) -> str:
    """Say how old something is, on the day of the page: « le jour même », « il y a 3 jours », « dans 3 jours »."""
    return f"{'il y a' if jours > 0 else 'dans'} {compte(abs(jours), 'jour')}" if jours else "le jour même"


def tableau(site: Site, adherent: str, facturees: tuple[Quantite, ...]) -> Tableau | None:
    """Set what is counted so far beside what is billed; None when nothing of this adherent is counted."""
    billed = {item.place: item.valeur for item in facturees}
    rows = []
    for source, serie in _series(site):
        for nom, mesure in source.mesures.items():
            facture = billed.get(mesure.place)
            known = _known(site, serie, mesure, Grandeur(adherent, nom)) if facture is not None else None
            if facture is not None and known is not None:
                rows.append(_row(site, source, serie, known, facture))
    if not rows:
        return None
    heads = ("Ce qui est compté|g", "Relevé", "Projection au 31 décembre", "Facturé à ce jour", "Source|g")
    return Tableau.de(f"Ce que les inventaires comptent en {site.exercice}", heads, rows, "compact")


def payes(site: Site, adherent: str) -> Payes | None:
    """Add up what is paid by account; None when no finance software is read."""
    for source, serie in _series(site):
        states = {nom for nom, mesure in source.mesures.items() if mesure.etat is EtatDepense.PAYE}
        if not states:
            continue
        mine = {
            point.grandeur
            for point in serie.points
            if point.grandeur.adherent == adherent and point.grandeur.mesure in states
        }
        totals: dict[str, int] = {}
        for grandeur in sorted(mine):
            known = realise(serie, grandeur, Comptage.SUR_PERIODE, site.jour)
            if known is not None:
                cents = round_half_up(known.valeur)
                totals[grandeur.compte] = totals.get(grandeur.compte, 0) + cents
        return Payes(min(serie.entete.dernier_jour, site.jour), totals)
    return None


def _series(site: Site) -> Iterator[tuple[SourceReleve, Serie]]:
    """Go through the series of the current exercice that were begun on the day of the site."""
    for chemin, serie in site.depot.series.items():
        source = site.depot.sources.get(chemin.source)
        if source is not None and chemin.annee == site.exercice and serie.entete.premier_jour <= site.jour:
            yield source, serie


def _known(site: Site, serie: Serie, mesure: MesureRelevee, grandeur: Grandeur) -> Realise | None:
    """Read a count of the series as its key counts it; None for a key that nobody counts, or another adherent."""
    key = site.depot.cles.get(mesure.cle or "")
    if key is None or key.comptage is None or all(point.grandeur != grandeur for point in serie.points):
        return None
    return realise(serie, grandeur, key.comptage, site.jour)


def _row(site: Site, source: SourceReleve, serie: Serie, known: Realise, facture: str) -> Rang:
    taken = serie.entete.extrait_le
    extraction = "" if taken == known.a_date else f", extraction du {jour(taken)}"
    where = f"relevé au {jour(known.a_date)}{extraction}{f' ; {serie.path}' if site.sources else ''}"
    label = source.mesures[known.grandeur.mesure].libelle
    shown = Cellule(source.libelle, where)
    return rang(majuscule(label), nombre(known.valeur), nombre(known.projection), facture, shown)
