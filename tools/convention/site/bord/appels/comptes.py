"""What an adherent enters, what is called, paid, due, contested: its accounts.

Knows: budgets, documents issued, disputes. Must not know: HTML.
Credits, documents and disputes are the adherent's own: only its own site shows them (SECURITY.md).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, minuscule, montant
from convention.base.money import decimal_text
from convention.engine.appels.appels import deja_appele, stated
from convention.engine.appels.budget import Budget, Inscription, inscrire
from convention.engine.appels.echeances import APRES_TOUTES, echeances
from convention.engine.appels.litiges import Desaccord, at, documents_situation
from convention.engine.appels.pieces import withheld_lines
from convention.model.cadre.document import path_of
from convention.model.depot import Depot, Reference
from convention.model.documents.titres import Litige, Litiges, Titre
from convention.model.forfaits import rubrique
from convention.model.mots.appels import Appele, EtapeLitige
from convention.model.mots.communs import Nature, Phase, Section, TypeAdherent
from convention.reports.finances import budget
from convention.site.ensemble import fonctionnement
from convention.site.rendu.tableau import Cellule, Source, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from convention.model.ecrits.sceaux import Identite, LigneScellee
    from convention.site.ensemble import Site

AILLEURS = (
    "Ce qui serait imputé sur une attribution de compensation n'en est pas ôté : seul l'adhérent lit comment il règle."
)


class Situation(NamedTuple):
    """What an adherent may be asked to pay; cents."""

    appele: int
    impute: int
    """Of what is called: withheld from its attribution de compensation, so nothing of it is to be paid."""
    exigible: int
    conteste: int
    suspendu: int
    desaccords: tuple[Contestation, ...]


class Contestation(NamedTuple):
    """A dispute, as it is told."""

    desaccord: Desaccord
    service: str
    exigible: int
    """What remains due of that call."""
    etape: int
    etapes: tuple[str, ...]
    source: Source


def inscriptions(site: Site, adherent: str, annee: int) -> Budget:
    """Return what an adherent enters for an exercice, account by account, without its credits.

    What its attribution de compensation bears is in its budget, what it orders in its quotes: nobody else reads them.
    """
    contribution = site.contributions[annee]
    found = inscrire(site.depot, adherent, contribution, site.lignes(annee, adherent), site.jour)
    mine = site.acces.chez(adherent)
    rows = [item._replace(ouverts=None, a_voter=0) for item in found.inscriptions if item.natures]
    if not mine:
        kept = (item for item in rows if item.montant or not item.commande)
        rows = [item._replace(impute=None, trop=0, commande=0) for item in kept]
    return found._replace(inscriptions=tuple(rows), vote=None)


def impute(site: Site, adherent: str, annee: int) -> str:
    """Say to an adherent what its attribution de compensation bears of an exercice; to others, that it is not told.

    Only a commune has one.
    """
    if site.acces.chez(adherent):
        return budget.imputed(inscriptions(site, adherent, annee), site.depot)
    commune = site.depot.dossiers[adherent].identite.type is TypeAdherent.COMMUNE
    return AILLEURS if commune and site.depot.comptes.attribution is not None else ""


def a_inscrire(depot: Depot, found: Budget) -> Tableau:
    """Lay out what is entered, section by section."""
    rows, genre = [], depot.dossiers[found.adherent].identite.type
    for section in Section:
        mine = [item for item in found.inscriptions if item.section is section]
        for item in mine:
            account = Cellule(item.compte or "à préciser", natures(depot, item))
            rows.append(rang(account, budget.chapter(found, item, depot), *map(montant, budget.cents(found, item))))
        if mine:
            head = f"Total, {section.dite(genre)}"
            rows.append(rang(head, "", *map(montant, budget.sums(found, section)), total=True))
    phase = found.contribution.phase.libelle
    year = found.contribution.exercice
    accounts = f", comptes à valider par {genre.comptable}" if found.proposes else ""
    legend = f"{phase.capitalize()} {year}, montants estimés{accounts}"
    heads = budget.heads(found)
    # Three amounts do not fit beside each other on a phone.
    several = len(heads) > 1
    named = ("Compte|g", "Chapitre" if genre.publique else "")
    return Tableau.de(legend, (*named, *(heads if several else ("Montant (€)",))), rows, "fiches" if several else "")


def a_copier(depot: Depot, found: Budget) -> tuple[tuple[str, ...], ...]:
    """Return what is pasted in a French spreadsheet: titles, then an account a row, decimals after a comma.

    Nothing is, as long as an account is not known: no budget has « à préciser ».
    """
    if not all(item.compte for item in found.inscriptions):
        return ()
    rows = [
        (
            item.compte,
            budget.chapter(found, item, depot),
            natures(depot, item),
            str(item.section),
            decimal_text(item.a_inscrire).replace(".", ","),
        )
        for item in found.inscriptions
    ]
    return (("Compte", "Chapitre", "Libellé", "Section", f"Montant {found.contribution.exercice} (€)"), *rows)


def natures(depot: Depot, item: Inscription) -> str:
    """Name what goes to an account."""
    return enumere(list(dict.fromkeys(minuscule(rubrique(depot, nature.groupe)) for nature in item.natures)))


def appele_par_compte(site: Site, adherent: str, annee: int) -> dict[tuple[Section, str], int]:
    """Add up what was called for an exercice, by account ("" until one is proposed): sealed calls, deliveries.

    What is withheld from the attribution de compensation is apart: nothing of it is paid.
    """
    found: dict[tuple[Section, str], int] = defaultdict(int)
    payer = site.depot.dossiers[adherent].identite.type
    imputations = site.chiffres.vues[annee].regles.imputations

    def add(nature: str, section: str, cents: int) -> None:
        imputed = imputations.get((Nature(nature), Section(section), payer))
        found[Section(section), imputed.depense if imputed is not None else ""] += cents

    called = site.une_fois("appelé", lambda: _called(site.depot, _to_come(site)))
    for identite, cents in called.get((annee, adherent), ()):
        add(identite[3], identite[4], cents)
    for ligne in _withheld(site, adherent, annee):
        add(ligne.nature, ligne.section, -ligne.montant)
    for titre in titres(site, adherent):
        if titre.objet is Appele.LIVRAISON and titre.exercice == annee:
            add(Nature.DIRECT, titre.section, titre.montant)
    return dict(found)


def _to_come(site: Site) -> str:
    """Name the first call whose day is to come: it may be sealed ahead, it calls nothing before its day."""
    days = ((nom, appel.date) for nom, appel in echeances(site.depot).items())
    return next((nom for nom, day in days if day > site.jour), APRES_TOUTES)


def _called(depot: Depot, avant: str) -> Mapping[tuple[int, str], list[tuple[Identite, int]]]:
    """Gather what the sealed calls before a milestone called, by exercice and adherent."""
    found: dict[tuple[int, str], list[tuple[Identite, int]]] = defaultdict(list)
    for (annee, identite), cents in deja_appele(depot, avant).items():
        found[annee, identite[0]].append((identite, cents))
    return found


def prevu(site: Site, adherent: str) -> int:
    """Add up the running costs that the last call stated of the current exercice; else those of the phase in force."""
    annee, lignes = site.exercice, site.lignes(site.exercice, adherent)
    known = stated(site.depot, adherent, annee) if site.contributions[annee].phase is not Phase.REALISE else {}
    if not known:
        return fonctionnement(lignes)
    called = sum(cents for identite, cents in known.items() if identite[-1] == Section.FONCTIONNEMENT)
    return called + fonctionnement(ligne for ligne in lignes if ligne.calcul.nature is Nature.DIRECT)


def appele(site: Site, adherent: str, annee: int) -> int:
    """Add up what was called of the running costs of an exercice, withheld or not, in cents."""
    called = appele_par_compte(site, adherent, annee)
    paid = sum(cents for (section, _), cents in called.items() if section is Section.FONCTIONNEMENT)
    return paid + appele_impute(site, adherent, annee)


def appele_impute(site: Site, adherent: str, annee: int) -> int:
    """Add up what the sealed calls of an exercice withhold from its attribution de compensation, in cents."""
    return sum(ligne.montant for ligne in _withheld(site, adherent, annee))


def _withheld(site: Site, adherent: str, annee: int) -> Iterator[LigneScellee]:
    before = site.une_fois("appel à venir", lambda: _to_come(site))
    for nom, sceau in site.depot.sceaux.items():
        if nom < before:
            yield from withheld_lines(site.depot, sceau, adherent, annee)


def titres(site: Site, adherent: str) -> list[Titre]:
    """Return every document issued, in the order of time."""
    found = [titre for titre in site.depot.dossiers[adherent].pieces if titre.emission <= site.jour]
    return sorted(found, key=lambda item: (item.emission, item.numero))


class APayer(NamedTuple):
    """What is due and not paid: cents, and the days that hold for all of it."""

    montant: int
    suspendu: int
    """Of what was called: nobody pays it before the dispute is settled."""
    appele_le: date | None
    recu_le: date | None
    limite: date | None


def a_payer(site: Site, adherent: str) -> APayer | None:
    """Return what an adherent is to pay now, for itself only; None when it owes nothing."""
    if not site.acces.chez(adherent) or adherent == site.gestionnaire:
        return None
    found = situation_de(site, adherent)
    if found.exigible <= 0:
        return None
    unpaid = [item for item in titres(site, adherent) if item.impaye]
    return APayer(
        found.exigible,
        found.suspendu,
        _same(item.emission for item in unpaid),
        _same(item.reception for item in unpaid),
        _same(item.limite for item in unpaid),
    )


def _same(days: Iterable[date | None]) -> date | None:
    """Return the day that all of them are; None when they differ, or when it is not known."""
    first, *others = set(days)
    return None if others else first


def situation_de(site: Site, adherent: str) -> Situation:
    """Say what is called of the running costs, due and not paid, contested, suspended."""
    issued = titres(site, adherent)
    unpaid = [item for item in issued if item.impaye]
    every = documents_situation(site.depot, adherent, issued, site.jour)
    disputes = []
    for item in (item for item in every.desaccords if item.litige.etape.ouvert):
        # A delivery is its own call.
        call = "numero" if item.titre.echeance is None else "echeance"
        same = [titre for titre in unpaid if getattr(titre, call) == getattr(item.titre, call)]
        disputes.append(_dispute(site, adherent, item, _due(site, adherent, same)))
    return Situation(
        appele(site, adherent, site.exercice),
        appele_impute(site, adherent, site.exercice),
        _due(site, adherent, unpaid),
        every.conteste,
        suspendu(site, adherent, unpaid),
        tuple(disputes),
    )


def closes(site: Site, adherent: str) -> tuple[tuple[str, Litige], ...]:
    """List the disputes that are over on the day of the site: until then, each is told as it stands."""
    known = ((nom, at(litige, site.jour)) for nom, litige in site.depot.dossiers[adherent].litiges.items())
    return tuple((nom, litige) for nom, litige in known if litige is not None and not litige.etape.ouvert)


def suspendu(site: Site, adherent: str, unpaid: list[Titre]) -> int:
    """Return what is suspended of what is not paid; what was paid is not."""
    return documents_situation(site.depot, adherent, unpaid, site.jour).suspendu


def _due(site: Site, adherent: str, unpaid: list[Titre]) -> int:
    return sum(item.montant for item in unpaid) - suspendu(site, adherent, unpaid)


def _dispute(site: Site, adherent: str, item: Desaccord, exigible: int) -> Contestation:
    steps = [step for step in EtapeLitige if step.ouvert]
    rank = steps.index(item.litige.etape) + 1
    name = site.depot.libelle_service(item.litige.service)
    written = site.source(Reference(path_of(Litiges, adherent), ("litiges", item.nom)))
    return Contestation(item, name, exigible, rank, tuple(step.degre for step in steps), written)
