"""ADH011 to ADH017, ADH021, ADH022: budgets that pay, how, when; credits that cover what is owed (art. 4, 8.3).

Knows: budgets, their dates, their credits, contributions of open exercices in their phase in force, accounts proposed
by kind of payer. Must not know: what was called or paid. The limits of the budget calendar are those of the explanation
of ADH013, to be confirmed. There is no clock here: credits written count, even when their vote is to come.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from convention.base.diagnostic import ajouter_ligne, ecrire, inscrire, la_ligne
from convention.base.french import cite, enumere, euros, jour, nearest
from convention.base.money import decimal_text
from convention.checks.adherents.identite import is_luhn
from convention.checks.cadre.citations import Registre, unknown
from convention.checks.cadre.controle import controle, controle_du_calcul
from convention.checks.cadre.lecture import Ecrit, repeats
from convention.checks.cadre.lieux import Constat, LaCle, signal
from convention.engine.appels.budget import inscriptions
from convention.model.documents.adherents import Adherent, Budgets
from convention.model.mots.communs import StatutExercice, TypeAdherent
from convention.model.mots.vie import GenreBudget, ModeReglement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.checks.cadre.contexte import Contexte, ExerciceVu
    from convention.engine.appels.budget import Inscription
    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot, Dossier
    from convention.model.documents.adherents import CalendrierBudgetaire, Credit

_SIREN = 9


@dataclass(frozen=True, slots=True)
class CreditEcrit(Ecrit):
    """A line of credits, its year, and where it stands."""

    dossier: Dossier
    annee: int
    credit: Credit


def budgets(depot: Depot) -> Iterator[tuple[Dossier, Budgets]]:
    """Yield the adherents that have a budget file."""
    for dossier in depot.dossiers.values():
        if dossier.budget is not None:
            yield dossier, dossier.budget


def voted(depot: Depot) -> Iterator[CreditEcrit]:
    """Yield every line of credits, year by year."""
    for dossier, document in budgets(depot):
        for annee, exercice in sorted(document.exercices.items()):
            for index, credit in enumerate(exercice.credits):
                reference = dossier.at(Budgets, "exercices", str(annee), "credits", index)
                yield CreditEcrit(reference, dossier, annee, credit)


@controle("ADH011")
def wrong_siret(depot: Depot) -> Iterator[Constat]:
    """ADH011: a SIRET of another body, or whose control digit is wrong."""
    for dossier, document in budgets(depot):
        siren = dossier.identite.siren
        for nom, budget in document.budgets.items():
            siret = budget.siret
            if siret is None:
                continue
            lieu = dossier.at(Budgets, "budgets", nom, "siret")
            who = f"le SIRET {cite(siret)} du budget {cite(nom)} ({dossier.identite.nom})"
            if siren is not None and siret[:_SIREN] != siren:
                related = (dossier.at(Adherent, "siren"), "le SIREN")
                message = f"{who} n'est pas celui de son SIREN {cite(siren)}"
                yield signal("ADH011", lieu, message, f"un SIRET commence ici par {siren}", related)
            elif not is_luhn(siret):
                message = f"{who} est faux : sa clé de contrôle ne tombe pas juste"
                yield signal("ADH011", lieu, message, "le recopier depuis l'avis de situation, ou retirer la ligne")


@controle("ADH022")
def shared_sirets(depot: Depot) -> Iterator[Constat]:
    """ADH022: one SIRET for two budgets: a document addressed to one would reach the other."""
    known = (
        (dossier, nom, budget.siret)
        for dossier, document in sorted(budgets(depot), key=lambda item: item[0].id)
        for nom, budget in document.budgets.items()
        if budget.siret is not None
    )
    for (owner, other, _), (dossier, nom, _) in repeats(known, itemgetter(2)):
        whose = "" if owner.identite.nom == dossier.identite.nom else f" ({owner.identite.nom})"
        message = f"les budgets {cite(other)}{whose} et {cite(nom)} ({dossier.identite.nom}) ont le même SIRET"
        related = (owner.at(Budgets, "budgets", other, "siret"), f"celui de {cite(other)}")
        hint = "corriger l'un des deux, ou retirer celui qui n'est pas connu"
        yield signal("ADH022", dossier.at(Budgets, "budgets", nom, "siret"), message, hint, related)


@controle("ADH012")
def settlements(depot: Depot) -> Iterator[Constat]:
    """ADH012: a settlement through an attribution de compensation that does not exist, or by the managing body."""
    for dossier, document in budgets(depot):
        reglement, nom = document.reglement, dossier.identite.nom
        if reglement is None:
            continue
        if dossier.id == depot.convention.gestionnaire:
            manager, have = dossier.identite.dit("est", "sont"), dossier.identite.accorde("il n'a", "ils n'ont")
            message = f"{manager} le gestionnaire : sa part ne donne lieu à aucun titre, {have} rien à régler"
            yield signal("ADH012", LaCle(dossier.at(Budgets, "reglement")), message, "retirer « reglement »")
            continue
        modes = {"fonctionnement": reglement.fonctionnement, "investissement": reglement.investissement}
        for champ, mode in modes.items():
            if mode is ModeReglement.ATTRIBUTION and dossier.identite.type is not TypeAdherent.COMMUNE:
                message = (
                    f"{dossier.identite.n_a} pas d'attribution de compensation : le gestionnaire n'en verse qu'à ses "
                    "communes"
                )
                yield signal("ADH012", dossier.at(Budgets, "reglement", champ), message, ecrire("titre", champ))
            elif mode is ModeReglement.ATTRIBUTION and champ == "investissement":
                message = (
                    f"{nom} impute l'investissement sur son attribution de compensation : celle d'investissement ne "
                    "sert qu'à renouveler des équipements transférés"
                )
                lieu = dossier.at(Budgets, "reglement", champ)
                yield signal("ADH012", lieu, message, ecrire("titre", "investissement"))
        if reglement.montants_figes and reglement.fonctionnement is not ModeReglement.ATTRIBUTION:
            pays = dossier.identite.dit("règle", "règlent")
            message = f"{pays} le fonctionnement par titre : ses montants figés ne servent à rien"
            hint = "retirer « montants_figes », ou " + inscrire("fonctionnement: attribution_de_compensation")
            yield signal("ADH012", LaCle(dossier.at(Budgets, "reglement", "montants_figes")), message, hint)


@controle("ADH014")
def unknown_budgets(depot: Depot) -> Iterator[Constat]:
    """ADH014: credits of a budget that the file does not describe."""
    for written in voted(depot):
        document = written.dossier.budget
        known = tuple(document.budgets) if document is not None else ()
        registre = Registre("ADH014", "le budget", "« budgets », dans ce fichier", known)
        yield from unknown(registre, written.credit.budget, written.at("budget"))


@controle("ADH021")
def main_budgets(depot: Depot) -> Iterator[Constat]:
    """ADH021: an adherent without main budget, or with two."""
    for dossier, document in budgets(depot):
        mains = [nom for nom, budget in document.budgets.items() if budget.genre is GenreBudget.PRINCIPAL]
        if len(mains) != 1:
            message = f"{dossier.identite.n_a} pas de budget principal"
            if mains:
                has = dossier.identite.dit("a", "ont")
                message = f"{has} plusieurs budgets principaux : {enumere(list(map(cite, mains)))}"
            hint = "un seul budget est « genre: principal », les autres sont « genre: annexe »"
            yield signal("ADH021", LaCle(dossier.at(Budgets, "budgets")), message, hint)


@controle("ADH015")
def voted_twice(depot: Depot) -> Iterator[Constat]:
    """ADH015: an account twice in one section of one budget, for one exercice."""
    for known, written in repeats(voted(depot), lambda item: (item.dossier.id, item.annee, item.credit.identite())):
        credit = written.credit
        message = (
            f"le compte {cite(credit.compte)} est inscrit deux fois en {credit.section} au budget "
            f"{cite(credit.budget)} pour {written.annee} ({written.dossier.identite.nom})"
        )
        hint = "ne garder qu'une ligne, avec le total"
        yield signal("ADH015", written.at("compte"), message, hint, (known.at("compte"), "la première ligne"))


@controle("ADH016", avertit=True, entiers=("comptes", "convention"))
def unused_accounts(depot: Depot) -> Iterator[Constat]:
    """ADH016: an account that no contribution of this kind of payer is charged to."""
    for written in voted(depot):
        proposed = _accounts(depot, written)
        if written.credit.compte in proposed:
            continue
        who, section = written.dossier.identite.du, str(written.credit.section)
        message = f"aucune contribution {who} ne s'impute au compte {cite(written.credit.compte)} en {section}"
        hint = nearest(written.credit.compte, proposed) or f"comptes possibles ici : {', '.join(proposed)}"
        if written.dossier.id == depot.convention.gestionnaire:
            message += " : le gestionnaire porte sa part sans mandat"
            hint = "retirer la ligne"
        elif not proposed:
            hint = "retirer la ligne, ou compléter pricing/comptes.yaml"
        yield signal("ADH016", written.at("compte"), message, hint)


def _accounts(depot: Depot, written: CreditEcrit) -> list[str]:
    """Return the accounts proposed for a payer and a section; none for the managing body (art. 7)."""
    if written.dossier.id == depot.convention.gestionnaire:
        return []
    payeur, section = written.dossier.identite.type, written.credit.section
    imputations = (item for item in depot.comptes.comptes if item.payeur is payeur and item.section is section)
    return sorted({item.depense for item in imputations})


_DIX_SEMAINES = timedelta(weeks=10)
_PREMIER_RENOUVELLEMENT, _MANDAT = 2020, 6


@controle("ADH013", avertit=True)
def calendars(depot: Depot) -> Iterator[Constat]:
    """ADH013: one message a date that is out of order or beyond its limit."""
    for dossier, document in budgets(depot):
        for annee, exercice in sorted(document.exercices.items()):
            for champ, constat, conseil in _anomalies(annee, exercice.calendrier):
                reference = dossier.at(Budgets, "exercices", str(annee), "calendrier", champ)
                yield signal("ADH013", reference, f"{constat} ({annee}, budget {dossier.identite.du})", conseil)


def last_vote(annee: int) -> date:
    """Return the last day to vote the budget of a year: 15 April, 30 April when the councils are renewed.

    Example:
        2025: 15 April; 2026: 30 April, as municipal councils are elected every six years (2020, 2026).
    """
    renewed = (annee - _PREMIER_RENOUVELLEMENT) % _MANDAT == 0
    return date(annee, 4, 30 if renewed else 15)


def _anomalies(annee: int, dates: CalendrierBudgetaire) -> Iterator[tuple[str, str, str]]:
    yield from _vote(annee, dates)
    if dates.rob is not None and dates.rob > dates.bp:
        yield "rob", f"le débat d'orientation est du {jour(dates.rob)}, après le budget primitif", "corriger la date"
    elif dates.rob is not None and dates.bp - dates.rob > _DIX_SEMAINES:
        constat = f"le débat d'orientation est du {jour(dates.rob)}, plus de dix semaines avant le budget primitif"
        yield "rob", constat, f"au plus tôt le {jour(dates.bp - _DIX_SEMAINES)}"
    if dates.dm is not None and dates.dm < dates.bp:
        constat = f"la décision modificative est du {jour(dates.dm)}, avant le budget primitif qu'elle modifie"
        yield "dm", constat, "corriger la date"
    yield from _closing(annee, dates)


def _vote(annee: int, dates: CalendrierBudgetaire) -> Iterator[tuple[str, str, str]]:
    limite = last_vote(annee)
    if dates.bp > limite:
        constat = f"le budget primitif est du {jour(dates.bp)}, après le {jour(limite)}"
        yield "bp", constat, f"au plus tard le {jour(limite)}"
    elif dates.bp.year < annee - 1:
        constat = f"le budget primitif est du {jour(dates.bp)}, plus d'un an avant l'exercice"
        yield "bp", constat, f"écrire une date de {annee - 1} ou de {annee}"


def _closing(annee: int, dates: CalendrierBudgetaire) -> Iterator[tuple[str, str, str]]:
    """The CFU stands with the exercice that it closes: it is voted the year after."""
    if dates.cfu is None:
        return
    limite = date(annee + 1, 6, 30)
    if dates.cfu > limite:
        constat = f"le compte financier unique est du {jour(dates.cfu)}, après le {jour(limite)}"
        yield "cfu", constat, f"au plus tard le {jour(limite)}"
    elif dates.cfu.year <= annee:
        constat = f"le compte financier unique est du {jour(dates.cfu)}, avant la fin de l'exercice qu'il arrête"
        yield "cfu", constat, f"le ranger dans l'exercice {dates.cfu.year - 1}, ou écrire une date de {annee + 1}"


@controle_du_calcul("ADH017", avertit=True, par_exercice=True)
def insufficient(contexte: Contexte) -> Iterator[Constat]:
    """ADH017: credits below the contribution of the phase in force, for an adherent that has written some that year."""
    depot = contexte.depot
    written: dict[int, dict[str, list[CreditEcrit]]] = {}
    for item in voted(depot):
        written.setdefault(item.annee, {}).setdefault(item.dossier.id, []).append(item)
    for exercice in contexte.exercices:
        lignes = written.get(exercice.annee)
        if lignes is None or depot.exercices[exercice.annee].statut is not StatutExercice.OUVERT:
            continue
        mine: dict[str, list[Ligne]] = defaultdict(list)
        for ligne in contexte.calculs.lignes(exercice, exercice.vue.phase):
            mine[ligne.adherent].append(ligne)
        for adherent, credits_ecrits in sorted(lignes.items()):
            # There is no clock here: a decision modificative counts, even when its vote is to come.
            rows = inscriptions(depot, adherent, exercice.annee, exercice.vue.phase, mine[adherent], date.max)
            for row in sorted(rows, key=attrgetter("compte", "section")):
                if row.compte and (row.ouverts or 0) < row.a_inscrire:
                    account = (row.compte, row.section)
                    own = [item for item in credits_ecrits if (item.credit.compte, item.credit.section) == account]
                    yield _missing(exercice, depot.dossiers[adherent], row, own)


def _missing(exercice: ExerciceVu, dossier: Dossier, row: Inscription, lignes: list[CreditEcrit]) -> Constat:
    annee, opened, manque = exercice.annee, row.ouverts or 0, row.a_inscrire - (row.ouverts or 0)
    elsewhere = ", sans ce qui est imputé sur l'attribution de compensation" if row.impute else ""
    parts = ((row.commande, "commandés"), (row.trop, "appelés de trop"))
    told = enumere([f"{euros(cents)} {what}" for cents, what in parts if cents])
    more = f", {told} compris," if told else ""
    phase = exercice.vue.phase.libelle
    message = (
        f"le budget {annee} {dossier.identite.du} inscrit {euros(opened)} au compte "
        f"{cite(row.compte)}, et sa contribution ({phase}){more} y est de {euros(row.a_inscrire)}"
        f"{elsewhere} : il manque {euros(manque)}"
    )
    if not lignes:
        where = LaCle(dossier.at(Budgets, "exercices", str(annee), "credits"))
        start = f'- {{compte: "{row.compte}", section: {row.section}, budget: {_principal(dossier)}'
        return signal("ADH017", where, message, ajouter_ligne(f"{start}, bp: {decimal_text(manque)}}}"))
    first = lignes[0]
    before = f"bp: {decimal_text(first.credit.bp + manque)}"
    after = f"dm: {decimal_text((first.credit.dm or 0) + manque)}"
    later = f" avant le vote du budget ; après lui, {cite(after)} par décision modificative"
    hint = "inscrire " + la_ligne(before) + later + ", ou couvrir ce qui manque au sein du chapitre"
    return signal("ADH017", first.at("bp"), message, hint)


def _principal(dossier: Dossier) -> str:
    known = dossier.budget.budgets if dossier.budget is not None else {}
    return next((nom for nom, budget in known.items() if budget.genre is GenreBudget.PRINCIPAL), "…")
