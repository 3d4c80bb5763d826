"""What was called and paid, what is due, what is to come, in the order of time.

Knows: documents issued, orders, calls. Must not know: HTML, credits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, euros, jour, majuscule, minuscule
from convention.engine.appels.acomptes import advance_name
from convention.engine.appels.appels import AppelAbsentError, appeler, concerns, parts_of
from convention.engine.appels.echeances import echeances, unsealed
from convention.engine.appels.pieces import called, kind, withheld
from convention.engine.appels.sceller import seal
from convention.model.documents.adherents import Depenses
from convention.model.documents.titres import Titre, Titres
from convention.model.mots.appels import SANS_MANDAT, Appele, GenrePiece
from convention.reports.mots import advances_missed
from convention.site.bord.appels.comptes import situation_de, suspendu, titres
from convention.site.bord.appels.credits import commandes
from convention.site.communes import calendrier
from convention.site.rendu.page import AGENDA
from convention.site.rendu.tableau import Etape, Source, ce_jour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.model.depot import Depot
    from convention.model.documents.exercices import Appel
    from convention.model.ecrits.sceaux import Sceau
    from convention.site.ensemble import Site


SANS_PIECE = "aucune pièce émise n'en est consignée"
"""Said of what is owed, and of which no document is written here."""


def echeancier(site: Site, adherent: str, *, a_valider: bool = True) -> tuple[Etape, ...]:
    """Set in time what was called and paid, what is due, what is to come; quantities are due when some are."""
    # What is still to be paid is never too old to be told.
    issued = (item for item in _issued(site, adherent) if item.jour.year >= site.jour.year or item.marque == "recu")
    events = [
        *issued,
        ce_jour(site.jour),
        *_appeals(site, adherent),
        *_delivered(site, adherent),
        *_deliveries(site, adherent),
        *_to_come(site, adherent, a_valider=a_valider),
    ]
    return tuple(sorted(events, key=attrgetter("jour")))


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the calendar of the reader's own adherent: what concerns all, and what was called from it."""
    mine = site.acces.adherent
    if mine is not None and mine in site.adherents:
        named = f"{site.depot.convention.intitule}, {site.nom(mine)}"
        others = (nom for nom, appel in echeances(site.depot).items() if not concerns(site.depot, mine, appel))
        theirs = {f"{what}-{nom}" for nom in others for what in ("appel", "donnees")}
        shared = (item for item in calendrier.evenements(site) if item.fait not in theirs)
        facts = [*shared, *_issued(site, mine), *_appeals(site, mine)]
        yield f"{site.dossier_propre(mine)}/{AGENDA}", calendrier.agenda(site, named, facts)


def _issued(site: Site, adherent: str) -> Iterator[Etape]:
    """Yield what was called, and the last day to pay it while it is not paid and when the notice says it."""
    groups: dict[tuple[date, Appele, int, GenrePiece], list[Titre]] = defaultdict(list)
    for titre in titres(site, adherent):
        groups[titre.emission, titre.objet, titre.exercice, titre.genre].append(titre)
    for (day, objet, _, genre), items in groups.items():
        unpaid = [item for item in items if item.impaye]
        limits = [item.limite for item in unpaid if item.limite is not None]
        done = all(item.paiement is not None for item in items)
        echeance = items[0].echeance or ""
        text = _named(site, adherent, objet, items)
        note = f"{_paid(items) if done else _unpaid(site, adherent, items)} ; {_numbers(items)}"
        back = -1 if genre is GenrePiece.REVERSEMENT else 1
        amount = euros(back * sum(item.montant for item in items))
        mark = "paye" if done else "recu" if genre.par_mandat else "avenir"
        fait = f"appel-{echeance}" if echeance else f"piece-{items[0].numero}"
        written = _written(site, adherent, items)
        yield Etape(day, mark, text, note, amount, vers="#documents", sources=written, fait=fait)
        if limits:
            last, fait = f"{text} : dernier jour pour payer", f"paiement-{items[0].numero}"
            yield Etape(min(limits), "acte", last, "", euros(sum(item.montant for item in unpaid)), fait=fait)


def _named(site: Site, adherent: str, objet: Appele, items: list[Titre]) -> str:
    """Name what was called: a call by its part and its exercice, a delivery by what was delivered, and when."""
    first = items[0]
    if objet is Appele.LIVRAISON:
        asked = {item.depense for item in items}
        found = [item for item in site.depot.dossiers[adherent].depenses_de(first.exercice) if item.id in asked]
        told = [f"{item.libelle}{f', le {jour(item.livraison)}' if item.livraison else ''}" for item in found]
        if told:
            return f"{objet.bref.capitalize()} : {enumere(told)}"
    what = advance_name(site.depot, first.exercice, first.echeance or "") if objet is Appele.ACOMPTE else objet.bref
    return f"{what.capitalize()} {first.exercice}{first.genre.mention}"


def _paid(items: list[Titre]) -> str:
    last = max(item.paiement for item in items if item.paiement is not None)
    return items[0].genre.regle.format(f" le {jour(last)}")


def _unpaid(site: Site, adherent: str, items: list[Titre]) -> str:
    """Say when it was received, what is left of it, and where the last day to pay is told when it is not known here."""
    received = [item.reception for item in items if item.reception is not None]
    left = [item for item in items if item.paiement is None]
    held = suspendu(site, adherent, left)
    genre = items[0].genre
    if not genre.par_mandat:
        note = f"pas encore {genre.regle.format('')}"
    else:
        when, due = (f"reçu le {jour(max(received))}", "à payer") if received else ("", "")
        if len(left) < len(items):
            due = f"{euros(sum(item.montant for item in left))} restant à payer"
        note = ", ".join(filter(None, ("appelé", when, due)))
    note += f", dont {euros(held)} suspendus" if held else ""
    told = any(item.limite is not None for item in items) or genre is not GenrePiece.TITRE
    return note if told else f"{note} ; dernier jour pour payer : celui de l'avis des sommes à payer"


def _numbers(items: list[Titre]) -> str:
    """Give the numbers by which the notices that the payer holds are known."""
    genre = items[0].genre
    name = genre.pluriel if len(items) > 1 else minuscule(genre.nom)
    return f"{name} {enumere([f'n° {item.numero}' for item in items])}"


def _appeals(site: Site, adherent: str) -> Iterator[Etape]:
    """Yield the last day to go to court over what is contested: talking it over does not stop it."""
    for item in situation_de(site, adherent).desaccords:
        last, nom = item.desaccord.recours, item.desaccord.nom
        if last is not None and last >= site.jour:
            text = f"Contestation n° {nom} : dernier jour du recours contentieux"
            amount = euros(item.desaccord.litige.montant)
            yield Etape(last, "acte", text, "", amount, vers=f"#contestation-{nom}", fait=f"recours-{nom}")


def _written(site: Site, adherent: str, items: list[Titre]) -> tuple[Source, ...]:
    """Say where documents are written in the journal of their year."""
    annee, numbers = items[0].emission.year, {item.numero for item in items}
    dossier = site.depot.dossiers[adherent]
    ranks = [rank for rank, item in enumerate(dossier.titres[annee].titres) if item.numero in numbers]
    places = (dossier.at_year(Titres, annee, "titres", rank, "montant") for rank in ranks)
    return tuple(map(site.source_propre, places))


def _delivered(site: Site, adherent: str) -> Iterator[Etape]:
    """Yield what was delivered, so is owed, and that no document written here calls (art. 8.1)."""
    asked, dossier = {item.depense for item in titres(site, adherent)}, site.depot.dossiers[adherent]
    for annee in (annee for annee in site.contributions if annee <= site.exercice):
        owed = Counter[str | None]()
        for ligne in site.connues(annee, adherent):
            owed[ligne.calcul.depense] += ligne.montant
        for rank, item in enumerate(dossier.depenses_de(annee)):
            if item.livraison is not None and item.livraison <= site.jour and item.id not in asked and owed[item.id]:
                written = (site.source_propre(dossier.at_year(Depenses, annee, "depenses", rank)),)
                note = f"livré, {item.section} ; {SANS_PIECE}"
                yield Etape(item.livraison, "acte", item.libelle, note, euros(owed[item.id]), sources=written)


def _deliveries(site: Site, adherent: str) -> Iterator[Etape]:
    for item in commandes(site, adherent):
        devis = item.depense.devis
        note = f"devis {devis.reference} accepté le {jour(devis.accepte_le)} ; date de livraison :"
        yield Etape(
            max(date(site.exercice, 12, 31), site.jour),
            "avenir",
            item.depense.libelle,
            f"projeté, {item.depense.section} ; {note}",
            euros(item.montant),
            "non connue",
            sources=(site.source_propre(item.place),),
            sans_date="à la livraison",
        )


def _to_come(site: Site, adherent: str, *, a_valider: bool) -> Iterator[Etape]:
    for item in calendrier.quantites(site) if a_valider else ():
        if item.jour > site.jour:
            yield item._replace(vers="#quantites")
    soon = site.une_fois("prochain appel", lambda: _next_call(site))
    asked = {item.echeance for item in titres(site, adherent)}
    late = {
        nom
        for nom, appel in unsealed(site.depot, site.jour).items()
        if nom not in asked and concerns(site.depot, adherent, appel)
    }
    calls = echeances(site.depot)
    for item in calendrier.appels(site):
        nom = f"{item.jour:%Y-%m}"
        objet = _about(site, adherent, calls[nom])
        if site.jour < item.jour and item.jour.year <= site.jour.year + 1:
            known = soon if soon is not None and nom == soon.sceau.nom else _sealed(site, nom)
            missed = [minuscule(told) for told in advances_missed(site.depot, adherent, nom)]
            asks = known is not None and known.montants(site.depot, adherent)
            if not (asks or missed or concerns(site.depot, adherent, calls[nom])):
                continue
            amount, more = known.de(site.depot, adherent) if known is not None else ("montant à venir", "")
            note = " ; ".join(filter(None, (objet, more, *missed)))
            yield item._replace(combien=amount, note=note)
            yield from _withheld(site, adherent, item, known)
        elif nom in late:
            yield item._replace(combien="montant à venir", note=f"{objet} ; pas encore émis")
        elif (asked or item.jour.year >= site.exercice) and nom not in asked:  # who consigns some consigns them all
            known = _sealed(site, nom)
            if known is not None and known.montants(site.depot, adherent):
                amount, more = known.de(site.depot, adherent)
                yield item._replace(combien=amount, note=" ; ".join(filter(None, (objet, more, SANS_PIECE))))


def _about(site: Site, adherent: str, appel: Appel) -> str:
    """Say what a call is about, as its own document does; to whom only some of it is about, those parts."""
    mine = parts_of(site.depot, adherent, appel)
    if len(mine) in {0, len(appel.volets)}:
        return appel.objet
    return majuscule(enumere([f"{volet.genre.bref} {volet.exercice}" for volet in mine]))


def _withheld(site: Site, adherent: str, item: Etape, known: Attendu | None) -> Iterator[Etape]:
    """Yield what the next call withholds from the attribution de compensation: it is not to be paid."""
    found = withheld(site.depot, known.sceau, adherent) if known is not None else {}
    cents = sum(found.values())
    if cents:
        year, nom = next(iter(found)).exercice, f"{item.jour:%Y-%m}"
        note = f"{advance_name(site.depot, year, nom)} {year}, montant figé, {SANS_MANDAT}"
        quoi, fait = GenrePiece.IMPUTATION.intitule, f"imputation-{nom}"
        yield item._replace(quoi=quoi, note=note, combien=euros(cents), fait=fait)


class Attendu(NamedTuple):
    """The next call: as it is sealed, or as the data of today would have it."""

    sceau: Sceau
    scelle: bool

    def montants(self, depot: Depot, adherent: str) -> list[int]:
        """Return what it asks of an adherent, and gives back; not what the attribution de compensation withholds."""
        return [
            cents
            for key, cents in called(self.sceau.de(adherent)).items()
            if kind(depot, key, cents) is not GenrePiece.IMPUTATION
        ]

    def de(self, depot: Depot, adherent: str) -> tuple[str, str]:
        """Return what it asks an adherent to pay, and what is said of it; what is given back is never netted (8.3)."""
        found = self.montants(depot, adherent)
        given = sum(-cents for cents in found if cents < 0)
        said = ["" if self.scelle else "montant estimé", f"{euros(given)} rendus à part" if given else ""]
        asked = sum(cents for cents in found if cents > 0)
        return euros(asked) if asked else "rien à payer", " ; ".join(filter(None, said))


def _next_call(site: Site) -> Attendu | None:
    """Find the next call; none when it waits for an earlier one to be sealed."""
    echeance = next((nom for nom, appel in echeances(site.depot).items() if site.jour < appel.date), None)
    if echeance is None:
        return None
    if (known := _sealed(site, echeance)) is not None:
        return known
    try:
        return Attendu(seal(appeler(site.depot, echeance, site.chiffres.calcule)), scelle=False)
    except AppelAbsentError:
        return None


def _sealed(site: Site, echeance: str) -> Attendu | None:
    """Return what a call asks once it is sealed, as far ahead as it was."""
    sceau = site.depot.sceaux.get(echeance)
    return Attendu(sceau, scelle=True) if sceau is not None else None
