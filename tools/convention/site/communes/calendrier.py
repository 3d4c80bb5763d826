"""What comes next for everybody: changes of the forfait, calls, meetings, amendments, renewals.

Knows: dated facts of the data. Must not know: HTML, adherents.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from convention.base.french import MOIS, compte, euros, jour, pourcentage
from convention.engine.appels.appels import acomptes, call_of, echeances
from convention.model.forfaits import MASSE_SALARIALE, fee_name, fee_unit
from convention.model.mots.appels import GenreVolet
from convention.model.mots.vie import StatutReconduction, StatutReunion
from convention.site.avenants.suivi import suite, suivis
from convention.site.rendu.page import avenant, exercice, passage
from convention.site.rendu.tableau import Etape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.site.ensemble import Site

A_VENIR = 6
"""Events shown on the home page."""


def a_venir(site: Site) -> tuple[Etape, ...]:
    """List what comes next: changes of the forfait, calls, meetings, amendments, the deadline of a renewal."""
    every = [*_prices(site), *_calls(site), *_meetings(site), *_renewals(site), *_amendments(site)]
    events = sorted(every, key=lambda item: item[0])
    return tuple(event for day, event in events if day >= site.jour)[:A_VENIR]


def rythme(site: Site) -> tuple[str, str]:
    """Say when the sums of an exercice are announced, then when they are revised: « en octobre », « en avril ».

    Several advances are each what is known that day: « à chaque appel ». Empty for what no call does.
    """
    depot, annee = site.depot, site.exercice
    announced = call_of(depot, GenreVolet.PREVISIONNEL, annee) or call_of(depot, GenreVolet.PREVISIONNEL, annee + 1)
    revised = call_of(depot, GenreVolet.ACOMPTE, annee) or call_of(depot, GenreVolet.SOLDE, annee)
    first, then = (f"en {MOIS[item.date.month - 1]}" if item is not None else "" for item in (announced, revised))
    return first, "à chaque appel" if len(acomptes(depot, annee)) > 1 else then


def _prices(site: Site) -> Iterator[tuple[date, Etape]]:
    depot = site.depot
    moves = ((nom, pair) for nom, forfait in depot.forfaits.items() for pair in pairwise(forfait.valeurs))
    for nom, (before, after) in moves:
        gap, name = pourcentage(after.montant - before.montant, before.montant), fee_name(depot, nom)
        told = f"de {euros(before.montant)} à {euros(after.montant)} par {fee_unit(depot, nom, 'poste')}"
        text = f"{'Forfait' if name == MASSE_SALARIALE else name.titre} : {told}"
        yield after.date, Etape(jour(after.date), "avenir", text, after.reference, gap, vers="annexes/forfait.md")


def _calls(site: Site) -> Iterator[tuple[date, Etape]]:
    for appel in echeances(site.depot).values():
        titres = [volet for volet in appel.volets if volet.genre is not GenreVolet.PREVISIONNEL]
        years = sorted({volet.exercice for volet in titres})
        vers = exercice(years[-1]) if years and not site.acces.public else "exercices/index.md"
        yield appel.date, Etape(jour(appel.date), "acte", "Appel à contribution", appel.objet, vers=vers)


def _meetings(site: Site) -> Iterator[tuple[date, Etape]]:
    gouvernance = site.depot.vie.gouvernance
    for document in site.depot.vie.reunions.values():
        for item in document.reunions:
            instance = gouvernance.instances.get(item.instance) if gouvernance is not None else None
            known = instance is not None and (instance.rapport_annuel or instance.frequence.avant)
            if item.statut is StatutReunion.PREVUE and instance is not None and known:
                note = "" if site.acces.public else " ; ".join(item.ordre_du_jour)
                yield (
                    item.date,
                    Etape(jour(item.date), "avenir", instance.libelle, note, vers="gouvernance.md#calendrier"),
                )


def _amendments(site: Site) -> Iterator[tuple[date, Etape]]:
    for suivi in suivis(site):
        item = suivi.ecrit.avenant
        done = suivi.executoire
        text = f"Prise d'effet {'' if done else 'prévue '}de l'avenant n° {item.numero}"
        awaited = "" if done else f"Il manque {suite(site, suivi)} : il ne s'applique pas encore."
        yield item.effet, Etape(jour(item.effet), "avenir", text, awaited, vers=avenant(item.numero))


def _renewals(site: Site) -> Iterator[tuple[date, Etape]]:
    for annee, item in site.depot.exercices.items():
        renewal = item.reconduction
        if renewal is not None and renewal.statut is StatutReconduction.A_VENIR:
            cited = site.depot.convention.clauses.selon("resiliation", "reconduction")
            months = compte(site.depot.convention.preavis_mois, "mois", "mois")
            note = f"Dernier jour pour s'y opposer, {months} avant l'échéance{cited}."
            text = f"Reconduction tacite pour {annee}"
            yield (
                renewal.limite,
                Etape(
                    jour(renewal.limite),
                    "acte",
                    text,
                    note,
                    vers=passage(site.depot.convention.clauses, "reconduction"),
                ),
            )
