"""The dated facts of the convention: forfaits, calls, meetings, amendments and their votes, renewals, quantities.

Knows: dated facts of the data, what the reader may see of them. Must not know: HTML, what an adherent pays.
The home page shows the next ones; diaries subscribe to those of the year and after.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from convention.base.french import MOIS, compte, euros, jour, majuscule, pourcentage
from convention.compare.decision.echeances import deadlines, last_day
from convention.engine.appels.acomptes import acomptes
from convention.engine.appels.echeances import call_of, echeances
from convention.model.forfaits import fee_title, fee_unit
from convention.model.mots.appels import GenreVolet
from convention.model.mots.vie import StatutReconduction, StatutReunion
from convention.reports.avenant import nous
from convention.reports.rendus import ics
from convention.site.avenants.avenants import counted, pesants
from convention.site.avenants.suivi import VOTE, Suivi, suite
from convention.site.rendu.page import AGENDA, avenant, exercice, passage
from convention.site.rendu.tableau import Etape
from convention.site.rendu.typographie import texte

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convention.site.ensemble import Site


def a_venir(site: Site) -> tuple[Etape, ...]:
    """List what comes next."""
    return tuple(item for item in evenements(site) if item.jour >= site.jour)


def evenements(site: Site) -> list[Etape]:
    """List every dated fact that is not one adherent's alone, in the order of time."""
    found = (_prices, appels, _meetings, _renewals, _amendments, _frozen, quantites)
    return sorted((item for facts in found for item in facts(site)), key=attrgetter("jour"))


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the calendar of all."""
    yield AGENDA, agenda(site, site.depot.convention.intitule, evenements(site))


def agenda(site: Site, nom: str, faits: Iterable[Etape]) -> bytes:
    """Write the calendar of this year and after; what is told of one fact is one event, its first step the title."""
    kept = [item for item in faits if item.jour.year >= site.jour.year]
    whose, by_fact = site.acces.adherent or site.gestionnaire, attrgetter("fait")
    days = []
    for fait, group in groupby(sorted(kept, key=by_fact), key=by_fact):
        steps = list(group)
        # « Appel à contribution (Acompte 2026 : 54 182,73 €) ».
        head, *rest = (f"{item.quoi} : {item.combien}" if item.combien else item.quoi for item in steps)
        title = f"{head} ({' ; '.join(rest)})" if rest else head
        notes = (f"{item.quoi} : {item.note}" if rank else item.note for rank, item in enumerate(steps) if item.note)
        days.append(ics.Journee(f"{fait}@{whose}", steps[0].jour, texte(title), tuple(map(texte, notes))))
    return ics.calendrier(texte(nom), site.jour, sorted(days, key=attrgetter("jour", "uid")))


def announcement(site: Site) -> str:
    """Say when the sums of a year are announced, if a call does: « en octobre de l'année d'avant »."""
    years = (site.exercice, site.exercice + 1)
    known = ((annee, call_of(site.depot, GenreVolet.PREVISIONNEL, annee)) for annee in years)
    annee, found = next(((annee, item) for annee, item in known if item is not None), (0, None))
    if found is None:
        return ""
    before = " de l'année d'avant" if found.date.year < annee else ""
    return f"en {MOIS[found.date.month - 1]}{before}"


def revision(site: Site) -> str:
    """Say when sums are revised, if a call does it: « en avril »; several advances are each what is known that day."""
    depot, annee = site.depot, site.exercice
    if len(acomptes(depot, annee)) > 1:
        return "à chaque appel"
    called = call_of(depot, GenreVolet.ACOMPTE, annee) or call_of(depot, GenreVolet.SOLDE, annee)
    return f"en {MOIS[called.date.month - 1]}" if called is not None else ""


def _prices(site: Site) -> Iterator[Etape]:
    depot = site.depot
    moves = ((nom, pair) for nom, forfait in depot.forfaits.items() for pair in pairwise(forfait.valeurs))
    for nom, (before, after) in moves:
        gap = after.montant - before.montant
        told = f"de {euros(before.montant)} à {euros(after.montant)}" if gap else f"toujours {euros(after.montant)}"
        text = f"{fee_title(depot, nom)} : {told} par {fee_unit(depot, nom, 'poste')}"
        moved = pourcentage(gap, before.montant) if gap else ""
        fait = f"forfait{nom and '-'}{nom}-{after.date.year}"
        yield Etape(after.date, "avenir", text, after.reference, moved, vers="annexes/forfait.md", fait=fait)


def appels(site: Site) -> Iterator[Etape]:
    """Yield every call, at its day."""
    for echeance, appel in echeances(site.depot).items():
        titres = [volet for volet in appel.volets if volet.genre is not GenreVolet.PREVISIONNEL]
        years = sorted({volet.exercice for volet in titres})
        vers = exercice(years[-1]) if years and not site.acces.public else "exercices/index.md"
        yield Etape(appel.date, "acte", "Appel à contribution", appel.objet, vers=vers, fait=f"appel-{echeance}")


def _frozen(site: Site) -> Iterator[Etape]:
    """Yield the day when what a call rests on stops moving."""
    for echeance, appel in echeances(site.depot).items():
        if appel.arrete_le is not None:
            text = f"Données arrêtées pour l'appel à contribution du {jour(appel.date)}"
            yield Etape(appel.arrete_le, "acte", text, fait=f"donnees-{echeance}")


def quantites(site: Site) -> Iterator[Etape]:
    """Yield the last day to validate the quantities of the current exercice, if something is counted."""
    limit = site.depot.convention.rattachement(site.exercice)
    if limit is not None and site.traits.compte:
        text = f"Quantités à valider, montants à rattacher à {site.exercice}"
        note = "dernier jour, avant les écritures de rattachement"
        yield Etape(limit, "acte", text, note, fait=f"quantites-{site.exercice}")


def _meetings(site: Site) -> Iterator[Etape]:
    for document in site.depot.vie.reunions.values():
        for item in document.reunions:
            instance = site.depot.vie.instances.get(item.instance)
            of_all = item.communaute is None and item.projet is None
            if item.statut is StatutReunion.PREVUE and instance is not None and of_all:
                note = "" if site.acces.public else " ; ".join(item.ordre_du_jour)
                vers, fait = "gouvernance.md#calendrier", f"reunion-{item.id}"
                yield Etape(item.date, "avenir", instance.libelle, note, vers=vers, fait=fait)


def _amendments(site: Site) -> Iterator[Etape]:
    """Yield the last day to vote each amendment that somebody has still to vote, then its effect."""
    for suivi in pesants(site):
        item, done = suivi.ecrit.avenant, suivi.executoire
        voting = suivi.a_voter(site.jour) if item.sans_suite is None else ()
        # To whom has no vote of its own, the last day to vote says what is missing.
        missing = "" if voting and site.acces.adherent not in voting else f"Il manque {suite(site, suivi)} : "
        text = f"Prise d'effet {'' if done else 'prévue '}de l'avenant n° {item.numero}"
        awaited = "" if done else majuscule(f"{missing}il ne s'applique pas encore.")
        if item.sans_suite is not None:
            text, awaited = f"Avenant n° {item.numero}, {suite(site, suivi)}", "Il ne s'appliquera pas."
        if how := counted(site, suivi):
            awaited += f" Les montants de ce site le comptent {how}."
        if voting:
            yield _vote(site, suivi)
        vers, fait = avenant(item.numero), f"effet-avenant-{item.numero}"
        yield Etape(item.effet, "avenir", text, awaited, vers=vers, fait=fait)


def _vote(site: Site, suivi: Suivi) -> Etape:
    item, mine, acte = suivi.ecrit.avenant, site.acces.adherent, site.depot.acte
    asked = deadlines(suivi.procedure, item.effet, site.depot) if suivi.procedure is not None else ()
    limits = [limit for echeance in asked if (limit := last_day(echeance)) is not None]
    day = min(limits, default=item.effet - timedelta(days=1))
    if mine in suivi.a_voter(site.jour):
        acte, who = site.depot.acte_de(mine), site.depot.organe_de(mine).notre
        note = nous.vote(site.depot, item, mine)
    else:
        awaited = next(asked for asked in suivi.demandes if asked.champ == VOTE)
        who, note = (
            "chaque partie",
            f"Il manque {awaited.manque(len(suivi.a_voter(site.jour)), len(suivi.parties(VOTE)))}.",
        )
    text = f"{acte.titre} sur l'avenant n° {item.numero}, par {who}, au plus tard"
    vers = f"{avenant(item.numero)}{'' if site.acces.public else '#parties'}"
    return Etape(day, "acte", text, note, vers=vers, fait=f"vote-avenant-{item.numero}")


def _renewals(site: Site) -> Iterator[Etape]:
    clauses = site.clauses
    for annee, item in site.depot.exercices.items():
        renewal = item.reconduction
        if renewal is not None and renewal.statut is StatutReconduction.A_VENIR:
            months = compte(site.depot.convention.preavis(annee), "mois", "mois")
            note = f"Dernier jour pour s'y opposer, {months} avant l'échéance"
            note += f"{clauses.selon('resiliation', 'reconduction')}."
            text, vers = f"Reconduction tacite pour {annee}", passage(clauses, "reconduction")
            yield Etape(renewal.limite, "acte", text, note, vers=vers, fait=f"reconduction-{annee}")
