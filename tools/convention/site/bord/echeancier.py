"""What was called and paid, what is due, what is to come, in the order of time.

Knows: documents issued, orders, calls. Must not know: HTML, credits.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from convention.base.french import euros, jour
from convention.engine.appels.appels import advance_name
from convention.model.depot import Reference
from convention.model.mots.appels import Appele, GenrePiece
from convention.site.bord.comptes import titres
from convention.site.bord.projection import commandes
from convention.site.rendu.tableau import Etape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.documents.titres import Titre
    from convention.site.ensemble import Site
    from convention.site.rendu.tableau import Source


def echeancier(site: Site, adherent: str, *, a_valider: bool = True) -> tuple[Etape, ...]:
    """Set in time what was called and paid, what is due, what is to come; quantities are due when some are."""
    events = [*_issued(site, adherent), *_deliveries(site, adherent), *_to_come(site, a_valider=a_valider)]
    today = (site.jour, 1, Etape(jour(site.jour), "jour", "Jour de cette page"))
    return tuple(event for _, _, event in sorted([*events, today], key=lambda item: item[:2]))


def _issued(site: Site, adherent: str) -> Iterator[tuple[date, int, Etape]]:
    groups: dict[tuple[date, Appele, int, GenrePiece], list[Titre]] = defaultdict(list)
    for titre in titres(site, adherent):
        if titre.emission.year == site.jour.year:
            groups[titre.emission, titre.objet, titre.exercice, titre.genre].append(titre)
    for (day, objet, annee, genre), items in groups.items():
        paid = [item.paiement for item in items if item.paiement is not None]
        received = [item.reception for item in items if item.reception is not None]
        done = len(paid) == len(items)
        note = f"{'versé' if genre is GenrePiece.REVERSEMENT else 'payé'} le {jour(max(paid))}" if done else "appelé"
        note += f", reçu le {jour(max(received))}, à payer" if received and not done else ""
        echeance = items[0].echeance or ""
        what = advance_name(site.depot, annee, echeance) if objet is Appele.ACOMPTE else objet.bref
        text = f"{what.capitalize()} {annee}{', trop-perçu rendu' if genre is GenrePiece.REVERSEMENT else ''}"
        back = -1 if genre is GenrePiece.REVERSEMENT else 1
        amount, mark = euros(back * sum(item.montant for item in items)), "paye" if done else "recu"
        yield day, 0, Etape(jour(day), mark, text, note, amount, sources=_written(site, adherent, items))


def _written(site: Site, adherent: str, items: list[Titre]) -> tuple[Source, ...]:
    """Say where documents are written in the journal of their year."""
    annee, numbers = items[0].emission.year, {item.numero for item in items}
    dossier, name = site.depot.dossiers[adherent], f"titres/{annee}.yaml"
    ranks = [rank for rank, item in enumerate(dossier.titres[annee].titres) if item.numero in numbers]
    return tuple(site.source(Reference(dossier.path(name), ("titres", rank, "montant")), name) for rank in ranks)


def _deliveries(site: Site, adherent: str) -> Iterator[tuple[date, int, Etape]]:
    for item in commandes(site, adherent):
        devis = item.depense.devis
        note = f"devis {devis.reference} accepté le {jour(devis.accepte_le)} ; date de livraison :"
        step = Etape(
            "à la livraison",
            "avenir",
            item.depense.libelle,
            f"projeté, {item.depense.section} ; {note}",
            euros(item.montant),
            "non connue",
            sources=(item.source,),
        )
        yield max(date(site.exercice, 12, 31), site.jour), 2, step


def _to_come(site: Site, *, a_valider: bool) -> Iterator[tuple[date, int, Etape]]:
    limit = site.depot.convention.rattachement(site.exercice)
    if a_valider and limit is not None and limit > site.jour:
        text = f"Quantités à valider, montants à rattacher à {site.exercice}"
        yield (
            limit,
            2,
            Etape(jour(limit), "acte", text, "dernier jour, avant les écritures de rattachement", vers="#quantites"),
        )
    for annee, item in site.depot.exercices.items():
        if annee in (site.jour.year, site.jour.year + 1):
            for _, appel in item.appels:
                if appel.date > site.jour:
                    yield (
                        appel.date,
                        2,
                        Etape(jour(appel.date), "avenir", "Appel à contribution", appel.objet, "montant à venir"),
                    )
