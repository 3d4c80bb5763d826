"""The dashboard of an adherent, point by point as its finance officer and its mayor want it.

Knows: what a dashboard holds, in which order. Must not know: HTML.
Credits, calendar of payments and disputes are shown on the adherent's own site only (SECURITY.md).
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.appellation import Noms, appellation
from convention.base.french import du_mois, feminin, grouped, majuscule, pourcentage
from convention.checks.adhesions.etapes import is_open
from convention.engine.appels.echeances import call_of
from convention.engine.appels.pieces import claim
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Nature, Section
from convention.model.mots.vie import Niveau
from convention.reports.calcul import export
from convention.reports.depot.guichet import geste_offert
from convention.reports.fiches.sortie import checklist
from convention.reports.finances import budget
from convention.reports.finances.budget import announced
from convention.site.avenants.avenants import annonces
from convention.site.bord import quantites, releves
from convention.site.bord.a_faire import a_faire, a_voter, attendus
from convention.site.bord.appels import comptes
from convention.site.bord.appels import credits as bord_credits
from convention.site.bord.appels.echeancier import echeancier
from convention.site.bord.appels.etats import absents, documents
from convention.site.bord.besoins import recensement
from convention.site.bord.guichet import adresse_du_guichet, attendues
from convention.site.bord.montants import causes
from convention.site.bord.montants import tableaux as bord_tableaux
from convention.site.bord.montants.comparer import annees, comparer
from convention.site.bord.souscriptions import offres
from convention.site.communes.exercices import habitants, par_service, par_unite
from convention.site.communes.gouvernance import decisions
from convention.site.ensemble import Site, fonctionnement, somme
from convention.site.rendu.page import Page, adresse, page_propre, tableau_de_bord
from convention.site.simulateur.simulateur import exercices as simulables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.base.appellation import Appellation
    from convention.compare.causes.effets import Effets

POIDS_CHEZ_LUI, POIDS_AILLEURS = 1.2, 0.9
"""A search on an adherent's own site is about its own figures first; elsewhere, a dashboard comes last among equals."""


class Entete(NamedTuple):
    """What the top of a dashboard says."""

    sujet: Appellation
    annee: int
    phase: str
    projete: int
    """Cents of running costs, as the year is known so far."""
    revise: int
    """The same as it was foreseen: as the last call stated it, else in the phase in force."""
    precedent: int | None
    """The year before; nothing when the adherent shared nothing then."""
    fonctionnement: str
    """« de fonctionnement », or what is said of it where no budget has sections."""
    par_unite: str
    """« 967,55 € »; nothing when no flat fee counts anything of it."""
    unite: str
    """« poste de travail »."""
    par_habitant: str
    raison: str
    estime: bool
    investi: int
    """Cents of investment, which the running costs do not hold."""
    investi_avant: int | None
    gestionnaire: bool
    """Whether it is the managing body's: what it bears of the costs, nobody asks it to pay."""

    @property
    def pluriel(self) -> bool:
        """Whether verbs agree with several."""
        return self.sujet.pluriel

    @property
    def feminin(self) -> bool:
        """Whether the page says « elle »."""
        return feminin(self.sujet.le)

    @property
    def parce(self) -> str:
        """After « parce », « qu'elle »; a managing body whose name says no gender is called by what it is."""
        if self.gestionnaire and self.sujet.article not in ("la ", "le "):
            return f"que {Noms().gestionnaire.le}"
        return "qu'elle" if self.feminin else "qu'il"

    @property
    def ecart(self) -> int:
        """Cents more, or less, than the year before."""
        return self.projete - (self.precedent or 0)

    @property
    def pourcentage(self) -> str:
        """The same, relative."""
        return pourcentage(self.ecart, self.precedent or 0)


def pages(site: Site) -> Iterator[Page]:
    """Make the list of adherents; nothing for the public."""
    if not site.acces.public:
        yield Page("adherents/index.md", "Adhérents", "adherents", {"tableau": bord_tableaux.sommaire(site)})


def bords(site: Site, nom: str) -> Iterator[tuple[Site, Page]]:
    """Make the dashboard of an adherent, and the site as it tells it; then, on a site of all, the page of it alone."""
    told = site.de(nom)
    yield told, page_de(told, nom, tableau_de_bord(nom))
    if site.propres:
        own = told.chez_lui(nom)
        yield own, page_de(own, nom, page_propre(nom))


def page_a(site: Site, place: str) -> tuple[Site, Page] | None:
    """Make the dashboard that stands at an address, alone; None when none does."""
    shown = () if site.acces.public else site.annees
    nom = next((nom for nom in shown if adresse(tableau_de_bord(nom)) == place), None)
    return None if nom is None else next(bords(site, nom))


def page_de(site: Site, nom: str, uri: str) -> Page:
    """Make the dashboard of an adherent, as the site tells it."""
    mine = site.acces.chez(nom)
    return Page(
        uri,
        majuscule(f"{site.nom(nom)}, exercice {site.exercice}"),
        "bord",
        _values(site, nom),
        forme="marge",
        cacher=("navigation",),
        niveau=Niveau.ADHERENT_CONCERNE.lecteurs if mine else "",
        adherent=nom,
        poids=POIDS_CHEZ_LUI if mine else POIDS_AILLEURS,
    )


def fichiers(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the downloads of each dashboard."""
    if site.acces.public:
        return
    for nom, exercice in site.annees.items():
        contribution, lignes = site.contributions[exercice], f"adherents/{nom}/lignes-{exercice}"
        yield f"{lignes}.csv", export.csv_text(contribution, site.depot, nom).encode()
        yield f"{lignes}-tableur.csv", export.tableur(contribution, site.depot, nom)
        yield from _a_inscrire(site, nom)


def fichiers_propres(site: Site) -> Iterator[tuple[str, bytes]]:
    """Make the downloads of the reader's own dashboard that tell it more than others: how it settles is its own."""
    if site.acces.adherent is not None:
        yield from _a_inscrire(site, site.acces.adherent)


def _a_inscrire(site: Site, nom: str) -> Iterator[tuple[str, bytes]]:
    annee = site.de(nom).a_inscrire
    if nom != site.gestionnaire and annee in site.contributions:
        inscrit, place = comptes.inscriptions(site, nom, annee), f"{_dossier(site, nom)}/budget-{annee}"
        yield f"{place}.csv", budget.csv_text(inscrit, site.depot).encode()
        yield f"{place}-tableur.csv", budget.tableur(inscrit, site.depot)


def _dossier(site: Site, nom: str) -> str:
    """Return the folder of what is entered, as the reader may know it."""
    return site.dossier_propre(nom) if site.acces.chez(nom) else f"adherents/{nom}"


def _values(site: Site, nom: str) -> dict[str, object]:
    mine = site.acces.chez(nom)
    manager = nom == site.gestionnaire
    called = mine and not manager
    dossier = site.depot.dossiers[nom]
    asked, fonctions = dossier.demande_adhesion, dossier.fonctions
    effets = causes.expliquer(site).get(nom)
    top = entete(site, nom, effets)
    # Who shared nothing the year before has no difference to be told.
    effets = effets if top.precedent is not None else None
    known = site.connues(site.exercice, nom)
    running = [ligne for ligne in known if ligne.calcul.section is Section.FONCTIONNEMENT]
    return {
        "nom": nom,
        "identite": dossier.identite,
        # What the amounts suppose, as ENT006 warns who computes them.
        "demande": asked.statut if asked is not None and is_open(site.depot, asked, nom) else None,
        "chez_lui": mine,
        "gestionnaire": manager,
        "taille": site.tailles(site.exercice).get(nom, Fraction(0)),
        "habitants": habitants(site, site.exercice).get(nom),
        "entete": top,
        "investi_commande": _to_be_invested(site, nom) if mine else 0,
        "ecart_projete": top.projete - top.revise,
        "pourquoi_projete": bord_credits.pourquoi_projete(site, nom),
        "fraicheurs": releves.fraicheurs(site),
        "comptabilite": releves.has_accounts(site),
        "referent": fonctions is not None and fonctions.interlocuteurs.referent is not None,
        "a_voter": a_voter(site, nom),
        "avenants": attendus(site, nom),
        "forfait": sum(ligne.montant for ligne in known if ligne.calcul.nature is Nature.MASSE_SALARIALE),
        "appel": claim(site.depot).pluriel,
        **_called(site, nom, called=called),
        "cascade": causes.cascade(site, nom, effets) if effets is not None and any(effets) else None,
        "changees": bord_tableaux.lignes_changees(site, nom) if effets is not None else "",
        "services": bord_tableaux.services(site, nom),
        "familles": bord_tableaux.familles(site, nom),
        "besoins": recensement(site, nom) if mine else None,
        "decisions": decisions(site),
        **(notes(site, nom) if mine else {}),
        **_leaving(site, nom),
        "simulable": bool(simulables(site)),
        "comparaison": comparer(site, nom),
        "annees": annees(site, nom),
        "parts": par_service("par-service", site, running),
        "etats": documents(site, nom),
        "etats_absents": absents(site, nom),
        **_counts(site, nom, called=called),
        **_to_enter(site, nom),
    }


def _to_be_invested(site: Site, nom: str) -> int:
    """Add up what is ordered and not delivered, of investment, in cents."""
    ordered = bord_credits.commandes(site, nom)
    return sum(item.montant for item in ordered if item.depense.section is Section.INVESTISSEMENT)


def _leaving(site: Site, nom: str) -> dict[str, object]:
    """Return what is said of a departure, and what may still be asked for: who has left has no service."""
    leaving = site.depot.dossiers[nom].resiliation
    return {
        # When it gave notice, and its last day in the convention.
        "depart": (leaving.notification, leaving.effet - timedelta(days=1)) if leaving is not None else None,
        # As its sheet tells it (art. 13).
        "etapes_du_depart": tuple(checklist(site.depot, leaving, site.jour))
        if leaving is not None and site.acces.chez(nom)
        else (),
        "offres": None if site.a_quitte(nom) else offres(site, nom),
    }


def _called(site: Site, nom: str, *, called: bool) -> dict[str, object]:
    """Return what was called of an adherent, what it contests of it, and its credits; nothing, if it is not called."""
    state = comptes.situation_de(site, nom) if called else None
    return {
        "situation": state,
        "contestees": [f"n° {item.desaccord.nom}" for item in state.desaccords] if state is not None else [],
        "titres": comptes.titres(site, nom) if state is not None else (),
        "closes": comptes.closes(site, nom) if state is not None else (),
        "credits": bord_credits.credits_ouverts(site, nom) if called else None,
    }


def _counts(site: Site, nom: str, *, called: bool) -> dict[str, object]:
    """Return what is counted of an adherent, what it has still to validate, and when it pays, if it is called."""
    counted = quantites.quantites(site, nom)
    waiting, last = quantites.attente(counted), quantites.derniere(counted)
    taken, read = releves.tableau(site, nom, counted), quantites.releve_le(counted)
    inventories = [item.dernier_jour for item in releves.fraicheurs(site) if taken is not None and not item.finances]
    return {
        "quantites": quantites.tableau(site, counted),
        "legende": quantites.dites(counted),
        "courriel": quantites.courriel(site, nom, counted),
        "releves": taken,
        "attente": waiting,
        "geste_offert": geste_offert(*waiting),
        "guichet": adresse_du_guichet(site, nom),
        "a_faire": a_faire(site, nom, attendues(site, nom), comptes.a_payer(site, nom)),
        "nombre_quantites": len(counted),
        "comptees": any(item.releve_le is not None for item in counted),
        "comptee_le": last,
        "relevee_le": max([*inventories, *([read] if read is not None else [])], default=None),
        "age": releves.il_y_a((site.jour - last).days) if last is not None else "",
        "echeances": echeancier(site, nom, a_valider=any(waiting)) if called else (),
    }


def _to_enter(site: Site, nom: str) -> dict[str, object]:
    """Return what an adherent enters in the budget to come; the managing body enters nothing."""
    following = site.a_inscrire
    if following not in site.contributions:
        return {"suivant": None, "budget": None, "budget_geste": ""}
    found = {"suivant": following, "budget": None, **_to_validate(site, nom, following)}
    budget = comptes.inscriptions(site, nom, following)
    if nom == site.gestionnaire or not budget.inscriptions:
        return found
    appel = call_of(site.depot, GenreVolet.PREVISIONNEL, following)
    return found | {
        "budget": comptes.a_inscrire(site.depot, budget),
        "annonce": du_mois(appel.date) if appel is not None else "",
        "annonces": announced(budget, site.depot) if site.acces.chez(nom) else "",
        "dossier_du_budget": _dossier(site, nom),
        "impute": comptes.impute(site, nom, following),
        "suppositions": bord_credits.suppositions(site, nom, following),
        # Of what is given back, an avenant would change the amount: it is not worked out.
        "avenants_en_cours": ()
        if budget.trop
        else annonces(site, nom, following, budget.a_inscrire(Section.FONCTIONNEMENT)),
        "budget_copie": comptes.a_copier(site.depot, budget),
    }


def _to_validate(site: Site, nom: str, annee: int) -> dict[str, object]:
    """Return how the quantities that a budget rests on are validated; nothing when none waits, or is the current."""
    if annee == site.exercice:
        return {"budget_geste": ""}
    counted = quantites.quantites(site, nom, annee)
    waiting = quantites.attente(counted)
    return {
        "budget_geste": f"{geste_offert(*waiting)} de {annee}" if any(waiting) else "",
        "budget_courriel": quantites.courriel(site, nom, counted, annee),
        "budget_guichet": adresse_du_guichet(site, nom, annee),
    }


def notes(site: Site, nom: str) -> dict[str, tuple[str, ...]]:
    """Say which budgets of an adherent pay, and who reads its page once signed in (art. 6), for it to correct."""
    identite, document = site.depot.dossiers[nom].identite, site.depot.dossiers[nom].budget
    payeurs = []
    for item in document.budgets.values() if document is not None else ():
        siret = f", SIRET {grouped(item.siret)}" if item.siret is not None else ""
        payeurs.append(f"{item.libelle}{siret}{', service public industriel et commercial' if item.spic else ''}")
    own = [f"nos agents (SIREN {grouped(identite.siren)})"] if identite.siren and nom != site.gestionnaire else []
    named = [item if "@" in item else f"ceux du SIREN {grouped(item)}" for item in identite.lecteurs]
    readers = (*own, *named, site.noms.gestionnaire.le) if site.propres else ()
    return {"payeurs": tuple(payeurs), "lecteurs": readers}


def entete(site: Site, nom: str, effets: Effets | None = None) -> Entete:
    """Say what an adherent pays, and how much more than the year before; the reason, when its effects are given."""
    annee = site.exercice
    projected = fonctionnement(site.connues(annee, nom))
    people, unites = habitants(site, annee).get(nom), site.traits.unites
    convention, kind = site.depot.convention, site.depot.dossiers[nom].identite.type
    manager = nom == convention.gestionnaire
    before = site.lignes(site.precedent, nom) if site.precedent is not None else ()
    return Entete(
        convention.noms.gestionnaire if manager else appellation(kind.sujet),
        annee,
        site.contributions[annee].phase.libelle,
        projected,
        comptes.prevu(site, nom),
        fonctionnement(before) if before else None,
        Section.FONCTIONNEMENT.apres_nom(kind),
        par_unite(projected, site.tailles(annee).get(nom)) if unites is not None else "",
        unites.en_entier if unites is not None else "",
        par_unite(projected, people),
        causes.premiere(site, nom, effets) if effets is not None else "",
        site.chiffres.connue is None or site.connue(annee).contribution.projection,
        somme(site.connues(annee, nom), Section.INVESTISSEMENT),
        somme(before, Section.INVESTISSEMENT) if before else None,
        manager,
    )
