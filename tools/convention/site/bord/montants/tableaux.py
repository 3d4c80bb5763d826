"""The tables of a dashboard: services over the years, kinds of equipment, comparison; the list of adherents.

Knows: lines of adherents. Must not know: HTML, credits.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import compte, ecart, majuscule, montant, nombre, pourcentage
from convention.engine.lignes import HORS_SERVICE, Ligne
from convention.model.mots.communs import Section
from convention.site.annexes.prix import ancre
from convention.site.bord.montants import causes
from convention.site.bord.montants.deplie import deplier
from convention.site.communes.exercices import service_dit
from convention.site.ensemble import Site, somme
from convention.site.rendu.page import exercice, tableau_de_bord
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def services(site: Site, nom: str) -> Tableau:
    """Compare services over three exercices; each amount of the current one unfolds."""
    annee = site.exercice
    first = annee if site.precedent is None else site.precedent
    years = [year for year in range(first, annee + 2) if year in site.contributions]
    # Of who joins, nothing is told of the year before.
    years = years if site.connues(years[0], nom) else [year for year in years if year >= annee]
    found = {year: _grouped(site, year, nom) for year in years}
    codes = [code for code in (HORS_SERVICE, *site.depot.services) if any(code in found[year] for year in years)]
    rows = [_service(site, code, found) for code in codes]
    sums = {year: sum(causes.fonctionnement(lines) for lines in found[year].values()) for year in years}
    rows.append(rang("Total de fonctionnement", *_across(sums, annee), total=True))
    rows += _foreseen(site, nom, years, sums[annee])
    gap = "Écart (€)" if annee - 1 in years else ""
    bought = {year: sum(somme(lines, Section.INVESTISSEMENT) for lines in found[year].values()) for year in years}
    if any(bought.values()):
        rows.append(_investment(site, bought, [line for lines in found[annee].values() for line in lines]))
    heads = ["Service|g"]
    for year in years:
        heads += [f"{year} {site.etat(year)} (€)", *([gap] if year == annee else [])]
    legend = "Montants en euros, fonctionnement. Un montant souligné de points se déplie jusqu'à son calcul"
    return Tableau.de(legend, heads, rows, "fiches")


def _grouped(site: Site, annee: int, nom: str) -> dict[str, list[Ligne]]:
    found: dict[str, list[Ligne]] = defaultdict(list)
    for ligne in site.connues(annee, nom):
        found[ligne.calcul.service].append(ligne)
    return found


def _service(site: Site, code: str, found: Mapping[int, Mapping[str, list[Ligne]]]) -> Rang:
    annee = site.exercice
    sums = {year: causes.fonctionnement(groups.get(code, ())) for year, groups in found.items()}
    lines = found[annee].get(code, [])
    name = service_dit(site, code)
    note = "hors des services" if code == HORS_SERVICE else causes.noms(site, lines)
    service = site.depot.services.get(code)
    # A component that has the name of its service says nothing more.
    note = "" if service is not None and service.nom_court == note else note
    anchor = ancre(code)
    running = [line for line in lines if line.calcul.section is Section.FONCTIONNEMENT]
    unfolded = deplier(site, anchor, running) if running else None
    vers = f"#{anchor}" if unfolded is not None else ""
    return rang(Cellule(name, note), *_across(sums, annee, vers, anchor), calcul=unfolded)


def _foreseen(site: Site, nom: str, years: Sequence[int], known: int) -> Iterator[Rang]:
    """Say what the last call, or the phase in force, foresaw of the current exercice, when its counts say otherwise."""
    annee, foreseen = site.exercice, causes.prevu(site, nom)
    if foreseen != known:
        cells = [text for year in years for text in ((montant(foreseen), "") if year == annee else ("",))]
        yield rang(f"Ce que prévoyait l'état {site.contributions[annee].phase.libelle}", *cells)


def _investment(site: Site, bought: Mapping[int, int], lignes: Sequence[Ligne]) -> Rang:
    mine = [line for line in lignes if line.calcul.section is Section.INVESTISSEMENT]
    unfolded = deplier(site, ancre("investissement"), mine) if mine else None
    vers = f"#{unfolded.ancre}" if unfolded is not None else ""
    name = Cellule("Investissement", "livré, ou droit d'usage d'un matériel")
    return rang(name, *_across(bought, site.exercice, vers), calcul=unfolded)


def _across(sums: Mapping[int, int], annee: int, vers: str = "", ailleurs: str = "") -> list[Cellule]:
    """Write amounts year by year: the current one unfolds here and is followed by its écart.

    The others lead to the page of their exercice, where their prices are (`ailleurs`).
    """
    cells = []
    for year, cents in sums.items():
        away = f"{exercice(year)}#{ailleurs}" if ailleurs and cents else ""
        cells.append(Cellule(montant(cents), vers=vers if year == annee else away))
        if year == annee:
            cells.append(Cellule(ecart(cents - sums.get(annee - 1, 0))))
    return cells


def sommaire(site: Site) -> Tableau:
    """List the adherents, the largest first: what each pays, and how much more than the year before.

    Then those who share another exercice, which their page tells.
    """
    annee, sizes = site.exercice, site.tailles(site.exercice)
    rows, total, total_before = [], 0, 0
    for nom in site.adherents:
        cents, before = (causes.fonctionnement(site.connues(year, nom)) for year in (annee, annee - 1))
        total, total_before, size = total + cents, total_before + before, sizes.get(nom, Fraction(0))
        rows.append(
            rang(
                Cellule(site.nom(nom), vers=tableau_de_bord(nom)),
                Cellule(nombre(size), valeur=str(float(size))),
                Cellule(montant(cents), valeur=str(cents)),
                Cellule(ecart(cents - before), valeur=str(cents - before)),
                pourcentage(cents - before, before),
            )
        )
    legend = site.legende(f"{compte(len(rows), 'adhérent')}, {site.etat(annee)}")
    rows += [
        rang(Cellule(site.nom(nom), f"exercice {year}", vers=tableau_de_bord(nom)), "", "", "", "")
        for nom, year in site.annees.items()
        if year != annee
    ]
    moved = (ecart(total - total_before), pourcentage(total - total_before, total_before))
    rows.append(rang("Total", nombre(sum(sizes.values())), montant(total), *moved, total=True))
    named = majuscule(site.unites.plusieurs) if sizes and site.unites is not None else ""
    gaps = ("Écart sur un an (€)", "Écart (%)") if site.precedent is not None else ("", "")
    return Tableau.de(legend, ("Adhérent|g", named, f"Fonctionnement {annee} (€)", *gaps), rows, triable=True)
