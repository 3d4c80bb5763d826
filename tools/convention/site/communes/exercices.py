"""Exercices: what everybody pays together, who pays what, per workstation and per inhabitant, the equilibrium.

Knows: contributions and costs borne. Must not know: HTML.
The public sees totals only; amounts by adherent exist from `adherents` up (issue 6, §4).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import compte, enumere, euros, majuscule, minuscule, montant
from convention.base.money import CENTS, round_half_up
from convention.engine.lignes import HORS_SERVICE, Contribution, Ligne
from convention.model.cadre.document import path_of
from convention.model.depot import Reference
from convention.model.documents.exercices import Exercice
from convention.model.en_vigueur import latest
from convention.model.forfaits import MASSE_SALARIALE, fee_name, fee_unit, fee_value
from convention.model.mots.communs import Nature, Phase, Section
from convention.reports import mots
from convention.reports.calcul.contributions import forecasts
from convention.reports.finances.equilibre import (
    all_compared,
    balanced,
    by_payer,
    compared,
    sentences,
    shown_natures,
    unpaid,
)
from convention.reports.valeurs import parts
from convention.site.annexes import texte
from convention.site.annexes.forfait import costs, couvert
from convention.site.annexes.prix import masse_salariale, prix_du_service
from convention.site.communes.calendrier import announcement, revision
from convention.site.ensemble import Site, somme
from convention.site.graphiques import Barre, barres
from convention.site.rendu.page import Page, Porte, exercice, service
from convention.site.rendu.tableau import Cellule, Etape, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from markupsafe import Markup

    Legende = tuple[tuple[str, str], ...]
    """Of each texture: its class, what it stands for."""

_TRANSPARENCE = "transparence complète et détaillée des coûts supportés et refacturés"


class Correction(NamedTuple):
    """What was corrected of a closed exercice on a day."""

    jour: date
    motif: str
    lignes: int
    cents: int
    """All together."""


def pages(site: Site) -> Iterator[Page]:
    """Make the index of the exercices and, for the adherents, the page of each."""
    yield Page(
        "exercices/index.md",
        "Exercices",
        "exercices",
        {
            "tableau": _index(site),
            "notes": tuple(_notes(site)),
            "barres": _bars(site),
            "natures": ", ".join(_kinds(site)),
            "annonce": announcement(site),
            "revision": revision(site),
            "revise": any(item.phase is Phase.REVISE for item in site.contributions.values()),
            "peuplee": any(habitants(site, annee) for annee in site.contributions),
        },
        poids=2,
        portes=tuple(Porte(regle, "Exercices") for regle in ("redevances", "appels", "reconduction")),
    )
    if site.acces.public:
        return
    for annee, contribution in site.contributions.items():
        yield Page(
            exercice(annee),
            f"Exercice {annee}",
            "exercice",
            {
                "annee": annee,
                "phase": contribution.phase.libelle,
                "clos": site.depot.est_clos(annee),
                "corrections": tuple(_corrections(site, annee)),
                "contribution": contribution,
                "taille": (size := sum(site.tailles(annee).values())),
                "par_unite": par_unite(contribution.totaux.par_section.get(Section.FONCTIONNEMENT, 0), Fraction(size)),
                "couverture": couvert(site, annee),
                "tableau": _by_adherent(site, contribution),
                "services": _by_service(site, contribution),
                "parts": par_service("par-service", site, contribution.lignes),
                "equilibre": _balance(site, annee),
                **_borne(site, annee),
                "dit": texte.dit(site, _TRANSPARENCE, "redevances"),
                "jalons": _calls(site, annee),
                "hypotheses": (*contribution.hypotheses, *forecasts(contribution, site.depot)),
                "non_recouvres": tuple(_left(site, contribution)),
            },
            poids=1 if annee == site.exercice else 0.6,
        )


def _corrections(site: Site, annee: int) -> Iterator[Correction]:
    """Yield what was corrected of an exercice since it was closed, a day and a motive at a time."""
    sceau = site.depot.sceaux.get(str(annee))
    for (day, motif), found in groupby(sceau.rectifications if sceau is not None else (), key=itemgetter(0, 1)):
        lines = list(found)
        yield Correction(date.fromisoformat(day), motif, len(lines), sum(item.apres - item.avant for item in lines))


def habitants(site: Site, annee: int) -> Mapping[str, Fraction]:
    """Return the inhabitants of each commune, in the vintage in force for an exercice."""
    for cle in site.depot.cles.values():
        reference = site.depot.references.get(cle.reference or "")
        if reference is not None and cle.compte_des_habitants:
            vintage = latest(cle.millesimes, annee)
            known = cle.millesimes[vintage] if vintage is not None else max(reference.millesimes, default=0)
            found = reference.millesimes.get(known)
            return found.valeurs if found is not None else {}
    return {}


def par_unite(cents: int, units: Fraction | None) -> str:
    """Divide an amount: « 967,55 € » per workstation; nothing for who has none."""
    return euros(divided(cents, units)) if units else ""


def divided(cents: int, units: Fraction) -> int:
    """Divide an amount, half up, in cents."""
    return round_half_up(Fraction(cents, CENTS) / units)


def par_service(ident: str, site: Site, lignes: Iterable[Ligne]) -> tuple[Markup, Legende] | None:
    """Draw what each service costs, nature by nature, largest first; None when only one costs anything."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for ligne in lignes:
        sums[ligne.calcul.service][ligne.calcul.nature] += ligne.montant
    totals = {code: sum(found.values()) for code, found in sums.items() if any(found.values())}
    if len(totals) <= 1:
        return None
    rows = [
        Barre(service_dit(site, code), euros(totals[code]), _stacked(sums[code]))
        for code in sorted(totals, key=lambda code: (-totals[code], code))
    ]
    told = " ; ".join(f"{row.nom} : {row.texte}" for row in rows)
    there = {nature for item in sums.values() for nature, cents in item.items() if cents}
    return barres(ident, f"Par service. {told}.", rows), _legend(site, there)


def _stacked(sums: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the parts of a bar: a nature has one texture, the same on every page (`b-…`, in the style sheet)."""
    return tuple((f"b-{nature}", sums.get(nature, 0)) for nature in mots.NATURES)


def _legend(site: Site, natures: Container[str]) -> Legende:
    return tuple((f"b-{nature}", minuscule(site.nature(nature))) for nature in mots.NATURES if nature in natures)


def _bars(site: Site) -> tuple[Markup, Legende]:
    rows, told = [], []
    for annee, item in site.contributions.items():
        rows.append(
            Barre(f"{annee}, {item.phase.libelle}", euros(item.totaux.general), _stacked(item.totaux.par_nature))
        )
        told.append(f"{annee} : {euros(item.totaux.general)}")
    drawn = barres("natures", f"Total refacturé par exercice. {' ; '.join(told)}.", rows)
    return drawn, _legend(site, site.natures)


def _kinds(site: Site) -> tuple[str, ...]:
    """Name the kinds of costs of this convention, each once."""
    found = (
        site.traits.forfaits.nu
        if nature is Nature.MASSE_SALARIALE
        else minuscule(mots.said(site.depot, nature, nature.groupe.rubrique))
        for nature in site.natures
    )
    return tuple(dict.fromkeys(found))


def _index(site: Site) -> Tableau:
    rows = []
    for annee, item in site.contributions.items():
        amounts = [item.totaux.par_nature.get(nature, 0) for nature in site.natures]
        state = f"{'clos' if site.depot.est_clos(annee) else 'ouvert'}, {site.depot.exercices[annee].phase.libelle}"
        cell = Cellule(str(annee), state, vers="" if site.acces.public else exercice(annee))
        bilan = site.chiffres.bilans.get(annee)
        left = montant(bilan.total.non_recouvre) if bilan is not None else "non déclaré"
        rows.append(rang(cell, *map(montant, amounts), montant(item.totaux.general), left))
    natures = (f"{site.nature(nature)} (€)" for nature in site.natures)
    kept = f"Reste {site.noms.gestionnaire.au} (€)" if site.chiffres.bilans else ""
    heads = ("Exercice|g", *natures, "Total (€)", kept)
    return Tableau.de(site.legende("Ce que paient tous les adhérents"), heads, rows, "fiches")


def _notes(site: Site) -> Iterator[str]:
    """Say which amounts are of a part of a year, and what those of the exercices to come do not hold, or suppose."""
    if cut := site.entamees(site.contributions):
        yield cut
    if site.chiffres.bilans:
        manager = site.noms.gestionnaire
        yield f"Le total est ce que paient les adhérents ; le reste des coûts est à la charge {manager.du}."
    coming = [annee for annee in site.contributions if annee > site.exercice]
    sums = [site.contributions[annee].totaux.par_nature.get(Nature.DIRECT, 0) for annee in coming]
    if Nature.DIRECT in site.natures and coming and not any(sums):
        yield f"{site.nature(Nature.DIRECT)} : appelés à la livraison, ils ne sont pas prévus d'avance."
    for fee, years in suppositions(site, coming).items():
        yield f"{enumere(years)} : montants estimés avec {fee}."


def suppositions(site: Site, annees: Iterable[int], adherent: str | None = None) -> Mapping[str, list[str]]:
    """Say at what each flat fee of exercices to come is taken, and of which ones."""
    found: dict[str, list[str]] = {}
    for annee in annees:
        for fee in forfaits_supposes(site, annee, adherent):
            found.setdefault(fee, []).append(str(annee))
    return found


def forfaits_supposes(site: Site, annee: int, adherent: str | None) -> Iterator[str]:
    """Say at what each flat fee of an exercice is taken, and whether anybody set it; those of one adherent, if any."""
    depot = site.depot
    for nom in depot.forfaits:
        value = fee_value(depot, nom, annee)
        lines = site.lignes(annee, adherent) if adherent is not None else ()
        fees = (item for item in lines if item.calcul.nature is Nature.MASSE_SALARIALE and item.montant)
        owed = adherent is None or any(item.calcul.forfait == nom for item in fees)
        if value is not None and owed:
            since = mots.carried_over(value, annee) or f"fixé pour {annee}"
            name = fee_name(depot, nom)
            named = "" if name == MASSE_SALARIALE or name.nu == "forfait" else f" ({name.nu})"
            yield f"un forfait de {euros(value.montant)} par {fee_unit(depot, nom, 'poste')}{named}, {since}"


def _by_adherent(site: Site, item: Contribution) -> Tableau:
    sizes, people, unites = site.tailles(item.exercice), habitants(site, item.exercice), site.traits.unites
    rows = []
    for nom in sorted(item.totaux.par_adherent, key=lambda key: (-item.totaux.par_adherent[key], key)):
        lines = site.lignes(item.exercice, nom)
        running = somme(lines, Section.FONCTIONNEMENT)
        staff = sum(line.montant for line in lines if line.calcul.nature is Nature.MASSE_SALARIALE)
        total = item.totaux.par_adherent[nom]
        amounts = (total, staff, running - staff, total - running)
        cells = [Cellule(montant(cents), valeur=str(cents)) for cents in amounts]
        ratios = [_ratio(running, sizes.get(nom)), _ratio(running, people.get(nom))]
        rows.append(rang(site.cellule(nom), *cells, *ratios))
    totals = item.totaux
    running = totals.par_section.get(Section.FONCTIONNEMENT, 0)
    staff = totals.par_nature.get(Nature.MASSE_SALARIALE, 0)
    sums = (montant(cents) for cents in (totals.general, staff, running - staff, totals.general - running))
    total_row = rang("Total", *sums, _ratio(running, sum(sizes.values()) or None), "", total=True)
    # Without a flat fee, nothing is told of what it brings; without one that is counted, of sizes; nor of
    # inhabitants where none are known; nor of investment where nobody pays any, nor of a total that nothing adds to.
    invested = totals.general != running
    heads = (
        "Adhérent|g",
        "Total (€)" if site.traits.forfaitaire or invested else "",
        f"{site.traits.forfaits.titre} (€)" if site.traits.forfaitaire else "",
        "Autre fonctionnement (€)" if site.traits.forfaitaire else "Fonctionnement (€)",
        "Investissement (€)" if invested else "",
        f"Par {unites.une} (€)" if unites is not None else "",
        "Par habitant (€)" if people else "",
    )
    by = enumere([*([f"par {unites.une}"] if unites is not None else []), *(["par habitant"] if people else [])])
    legend = f"{compte(len(rows), 'adhérent')}, {item.phase.libelle}{f' ; {by} : fonctionnement seul' if by else ''}"
    return Tableau.de(legend, heads, (*rows, total_row), triable=True)


def _ratio(cents: int, units: Fraction | int | None) -> Cellule:
    if not units:
        return Cellule("sans objet", valeur="0")
    value = divided(cents, Fraction(units))
    return Cellule(montant(value), valeur=str(value))


def _by_service(site: Site, item: Contribution) -> Tableau:
    order = [code for code in (HORS_SERVICE, *site.depot.services) if code in item.totaux.par_service]
    cents_of = [item.totaux.par_service[code] for code in order]
    *shares, whole = parts(cents_of)
    rows = []
    for code, cents, part in zip(order, cents_of, shares, strict=True):
        vers = "annexes/forfait.md" if code == HORS_SERVICE else service(code)
        unfolded = prix_du_service(site, item, code)
        amount = Cellule(montant(cents), vers=f"#{unfolded.ancre}")
        outside = " (hors des services)" if code == HORS_SERVICE else ""
        name = Cellule(f"{service_dit(site, code)}{outside}", vers=vers)
        rows.append(rang(name, amount, part, calcul=unfolded))
    last = rang("Total", montant(item.totaux.general), whole, total=True)
    flat = (
        "La masse salariale n'est rattachée" if site.traits.forfaits == MASSE_SALARIALE else "Un forfait n'est rattaché"
    )
    staff = f"{flat} à aucun service. " if site.traits.forfaitaire else ""
    legend = f"{staff}Un montant se déplie jusqu'aux prix qui le font"
    return Tableau.de(legend, ("Service|g", "Montant (€)", "Part"), (*rows, last))


def service_dit(site: Site, code: str) -> str:
    """Name a service, or what the flat fees bring, which is of none."""
    return site.traits.forfaits.titre if code == HORS_SERVICE else mots.service_name(site.depot, code)


def _balance(site: Site, annee: int) -> Tableau | None:
    bilan = site.chiffres.bilans.get(annee)
    if bilan is None:
        return None
    rows = []
    for nature, item in shown_natures(bilan):
        # Where what the agents cost is written; the other costs are the prices of the components.
        source = site.source(masse_salariale(annee)) if nature is Nature.MASSE_SALARIALE else None
        rows.append(rang(Cellule(balanced(bilan, site.depot, nature), source=source), *costs(item)))
    rows.append(rang("Coûts non refacturés", *costs(bilan.hors_natures)))
    left = f"Reste {site.noms.gestionnaire.au} (€)"
    heads = ("Nature|g", "Supporté (€)", "Refacturé (€)", left)
    legend = f"Coûts supportés et refacturés, {bilan.phase.libelle}"
    return Tableau.de(legend, heads, (*rows, rang("Total", *costs(bilan.total), total=True)), "fiches")


def _borne(site: Site, annee: int) -> dict[str, object]:
    """Say what the services cost, who bears what, what nobody pays back and why, what each would pay alone."""
    bilan = site.chiffres.bilans.get(annee)
    if bilan is None:
        return {}
    heads = ("Adhérent|g", "Paie (€)", "Seul, estimé (€)", "Gain (€)", "Gain (%)")
    rows = [rang(site.cellule(item.adherent), *compared(item)) for item in by_payer(bilan)]
    number = bilan.comparees.nombre
    label = "Total" if number == len(rows) else "Total de ceux qui sont comparés"
    rows.append(rang(label, *compared(all_compared(bilan)), total=True))
    legend = f"{majuscule(bilan.phase.libelle)}, fonctionnement et investissement"
    return {
        "bilan_dit": sentences(bilan, site.nom(bilan.gestionnaire), site.depot),
        "non_rembourses": tuple(unpaid(bilan, site.depot)),
        "seuls": Tableau.de(legend, heads, rows, "fiches") if number else None,
    }


def _left(site: Site, item: Contribution) -> Iterator[tuple[str, str, int]]:
    """Yield what a limit leaves to nobody: of which component, of which cost, how much; a balance tells it, if any."""
    for cost in item.controle.non_repartis if item.exercice not in site.chiffres.bilans else ():
        yield (
            site.depot.composants[cost.composant].composant.libelle,
            mots.said(site.depot, cost.nature, cost.nature.libelle),
            cost.montant,
        )


_ETATS = {
    (True, True): "appelé et scellé",
    (True, False): "pas encore émis",
    (False, True): "à venir, déjà scellé",
    (False, False): "à venir",
}
"""Where a call stands: whether its day has come, whether it is sealed."""


def _calls(site: Site, annee: int) -> tuple[Etape, ...]:
    found = []
    for name, appel in site.depot.exercices[annee].appels:
        written = site.source(Reference(path_of(Exercice, annee=annee), ("jalons", name, "date")))
        done = appel.date <= site.jour
        sealed = appel.echeance in site.depot.sceaux
        note = _ETATS[done, sealed]
        marque = "avenir" if not done else "paye" if sealed else "acte"
        found.append(Etape(appel.date, marque, appel.objet, note, sources=(written,)))
    return tuple(found)
