"""The tables of a dashboard: services over the years, kinds of equipment and why each moved; the list of adherents.

Knows: lines of adherents over exercices, families of annexe 4. Must not know: HTML, credits, causes (`causes`).
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from convention.base.french import compte, ecart, majuscule, montant, nombre, pourcentage
from convention.engine.lignes import HORS_SERVICE, Ligne
from convention.model.mots.communs import Section
from convention.reports import mots
from convention.reports.calcul.differences import differences
from convention.reports.valeurs import signed
from convention.site.annexes.prix import ancre
from convention.site.bord.appels.comptes import prevu
from convention.site.bord.montants.deplie import deplier
from convention.site.communes.exercices import service_dit
from convention.site.ensemble import Site, fonctionnement, somme
from convention.site.rendu.page import exercice, tableau_de_bord
from convention.site.rendu.tableau import Cellule, Rang, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from convention.model.mots.communs import TypeAdherent

    Paire = tuple[Ligne | None, Ligne | None]
    """The same line in both exercices; None where it does not exist."""


def services(site: Site, nom: str) -> Tableau:
    """Compare services over three exercices; each amount of the current one unfolds."""
    annee = site.exercice
    first = annee if site.precedent is None else site.precedent
    years = [year for year in range(first, annee + 2) if year in site.contributions]
    # Of who joins, nothing is told of the year before.
    years = years if site.connues(years[0], nom) else [year for year in years if year >= annee]
    found = {year: _grouped(site, year, nom) for year in years}
    codes = [code for code in (HORS_SERVICE, *site.depot.services) if any(code in found[year] for year in years)]
    rows, payeur = [_service(site, code, found) for code in codes], site.depot.dossiers[nom].identite.type
    sums = {year: sum(fonctionnement(lines) for lines in found[year].values()) for year in years}
    rows.append(rang(_total(payeur), *_across(sums, annee), total=True))
    rows += _foreseen(site, nom, years, sums[annee])
    gap = "Écart (€)" if annee - 1 in years else ""
    bought = {year: sum(somme(lines, Section.INVESTISSEMENT) for lines in found[year].values()) for year in years}
    if any(bought.values()):
        rows.append(_investment(site, bought, [line for lines in found[annee].values() for line in lines]))
    heads = ["Service|g"]
    for year in years:
        heads += [f"{year} {site.etat(year)} (€)", *([gap] if year == annee else [])]
    legend = f"Montants en euros, {payeur.courant}. Un montant souligné de points se déplie jusqu'à son calcul"
    return Tableau.de(legend, heads, rows, "fiches")


def _total(payeur: TypeAdherent) -> str:
    return f"Total {Section.FONCTIONNEMENT.apres_nom(payeur)}"


def _grouped(site: Site, annee: int, nom: str) -> dict[str, list[Ligne]]:
    found: dict[str, list[Ligne]] = defaultdict(list)
    for ligne in site.connues(annee, nom):
        found[ligne.calcul.service].append(ligne)
    return found


def _service(site: Site, code: str, found: Mapping[int, Mapping[str, list[Ligne]]]) -> Rang:
    annee = site.exercice
    sums = {year: fonctionnement(groups.get(code, ())) for year, groups in found.items()}
    lines = found[annee].get(code, [])
    name = service_dit(site, code)
    note = "hors des services" if code == HORS_SERVICE else _names(site, lines)
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
    annee, foreseen = site.exercice, prevu(site, nom)
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
        cents, before = (fonctionnement(site.connues(year, nom)) for year in (annee, annee - 1))
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
    others = (nom for nom in site.depot.dossiers if nom not in site.adherents)
    gone = sum(fonctionnement(site.connues(annee - 1, nom)) for nom in others)
    if gone:
        total_before += gone
        rows.append(rang("Qui est parti depuis", "", montant(0), ecart(-gone), pourcentage(-gone, gone)))
    rows += [
        rang(Cellule(site.nom(nom), f"exercice {year}", vers=tableau_de_bord(nom)), "", "", "", "")
        for nom, year in site.annees.items()
        if year != annee
    ]
    moved = (ecart(total - total_before), pourcentage(total - total_before, total_before))
    rows.append(rang("Total", nombre(sum(sizes.values())), montant(total), *moved, total=True))
    named = majuscule(site.traits.unites.plusieurs) if sizes and site.traits.unites is not None else ""
    gaps = ("Écart sur un an (€)", "Écart (%)") if site.precedent is not None else ("", "")
    return Tableau.de(legend, ("Adhérent|g", named, f"Fonctionnement {annee} (€)", *gaps), rows, triable=True)


EXPLIQUEES = 3
"""Lines that a family tells, those that moved most first."""


def familles(site: Site, nom: str) -> Tableau | None:
    """Compare what equipment of a kind costs in all, and say which lines moved, and by how much."""
    annee, every = site.exercice, _pairs(site, nom)
    # Of who joins, nothing is told of the year before.
    joins = site.precedent is None or not site.lignes(site.precedent, nom)
    found: dict[str, list[Paire]] = defaultdict(list)
    for pair in every:
        ligne = pair[1] or pair[0]
        tarif = site.depot.lignes.get(ligne.calcul.ligne_tarif or "") if ligne is not None else None
        found[(tarif.famille if tarif is not None else None) or ""].append(pair)
    several = {family: pairs for family, pairs in found.items() if family and len(pairs) > 1}
    if not several:
        return None
    rest = [pair for family, pairs in found.items() if family not in several for pair in pairs]
    rows = [_row(site, family, pairs, joins=joins) for family, pairs in several.items()]
    rows += [_sum("Tout le reste", rest)] if rest else []
    payeur = site.depot.dossiers[nom].identite.type
    rows.append(_sum(_total(payeur), every, total=True))
    family = f"Famille {site.clauses.nom('tarifs').du}|g"
    moved, before, gap = ("", "", "") if joins else (", et ce qui y a changé", f"{annee - 1} (€)", "Écart (€)")
    legend = f"Montants en euros, {payeur.courant} ; les familles de plusieurs lignes{moved}"
    return Tableau.de(legend, (family, before, f"{annee} (€)", gap), rows, "fiches")


def lignes_changees(site: Site, nom: str) -> str:
    """Say which lines of an adherent moved most since the year before, and why; nothing when none did."""
    told = _moved(site, _pairs(site, nom))
    return f"{' ; '.join(told)}." if told else ""


def _pairs(site: Site, nom: str) -> list[Paire]:
    """Set each running cost of the current exercice beside that of the year before; at zero, where none is counted."""
    found: dict[tuple[str, ...], list[Ligne | None]] = {}
    for rank, year in enumerate((site.exercice - 1, site.exercice)):
        for ligne in site.connues(year, nom):
            if ligne.calcul.section is Section.FONCTIONNEMENT:
                found.setdefault(ligne.identite[1:], [None, None])[rank] = ligne
    return [
        (_known(site, site.exercice - 1, *pair), _known(site, site.exercice, *pair[::-1])) for pair in found.values()
    ]


def _known(site: Site, annee: int, ligne: Ligne | None, autre: Ligne | None) -> Ligne | None:
    """Return a line of a year, at zero when its adherent has it there and nothing is due."""
    if ligne is not None or autre is None or annee not in site.contributions:
        return ligne
    return site.connue(annee).contribution.a_zero(autre)


def _amounts(pairs: list[Paire]) -> tuple[int, int]:
    """Add up both years, in cents."""
    before, after = (sum(line.montant for line in side if line is not None) for side in zip(*pairs, strict=True))
    return before, after


def _sum(nom: str, pairs: list[Paire], *, total: bool = False) -> Rang:
    before, after = _amounts(pairs)
    return rang(nom, montant(before), montant(after), ecart(after - before), total=total)


def _row(site: Site, family: str, pairs: list[Paire], *, joins: bool) -> Rang:
    before, after = _amounts(pairs)
    services = {new.calcul.service for _, new in pairs if new is not None and new.montant}
    vers = f"#calcul-{services.pop().lower()}" if len(services) == 1 else ""
    names = ", ".join(dict.fromkeys(_name(site, pair) for pair in pairs))
    told = [] if joins else _moved(site, pairs)
    return rang(
        Cellule(family, names if joins else f"{' ; '.join(told)}." if told else f"{names} : rien n'a changé."),
        montant(before),
        Cellule(montant(after), vers=vers),
        ecart(after - before),
    )


def _moved(site: Site, pairs: list[Paire]) -> list[str]:
    """Say what moved most: « Location de copieurs : +1 150,00 € (6 copieurs au lieu de 5) »."""
    moved = sorted((pair for pair in pairs if _gap(pair)), key=lambda pair: -abs(_gap(pair)))
    told = [
        f"{_name(site, pair)} : {signed(_gap(pair))} ({differences(*pair, site.depot)})" for pair in moved[:EXPLIQUEES]
    ]
    if len(moved) > EXPLIQUEES:
        rest = sum(_gap(pair) for pair in moved[EXPLIQUEES:])
        told.append(f"{compte(len(moved) - EXPLIQUEES, 'autre ligne', 'autres lignes')} : {signed(rest)}")
    return told


def _gap(pair: Paire) -> int:
    old, new = pair
    return (new.montant if new is not None else 0) - (old.montant if old is not None else 0)


def _name(site: Site, pair: Paire) -> str:
    ligne = pair[1] if pair[1] is not None else pair[0]
    return mots.line_name(site.depot, ligne.calcul, ligne.adherent) if ligne is not None else ""


def _names(site: Site, lignes: Sequence[Ligne]) -> str:
    """Name lines in a few words, under a service: « copieurs ; montée de version, finances »."""
    found = dict.fromkeys(mots.line_name(site.depot, ligne.calcul, ligne.adherent) for ligne in lignes)
    return " ; ".join(list(found)[:3]) + (" ; …" if len(found) > 3 else "")  # noqa: PLR2004 (three names are enough)
