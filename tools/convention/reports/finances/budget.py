"""What an adherent enters in its budget, as a table to read and as a CSV to copy.

Knows: amounts by account. Must not know: how they were computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.base.french import du_mois, ecart, enumere, euros, minuscule, montant
from convention.engine.appels.budget import Budget, Commande, Inscription, commandes, known_since
from convention.engine.appels.echeances import call_of
from convention.engine.appels.pieces import given_back
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Phase, Section
from convention.reports.etat.archive import issued
from convention.reports.etat.genres import GenrePartie
from convention.reports.mots import said
from convention.reports.rendus.document import Mention, terminal_text
from convention.reports.rendus.feuilles import Euros
from convention.reports.rendus.gabarit import ecrire
from convention.reports.rendus.table import Tableau
from convention.reports.rendus.tableur import csv_francais, csv_machine
from convention.reports.valeurs import mentions, phase_dite, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from convention.model.depot import Depot

COLONNES = (
    *("exercice", "adherent", "siren", "budget", "section", "chapitre", "compte", "nature", "montant", "phase"),
    *("credits_ouverts", "source", "origine", "impute", "commande"),
)


def text(budget: Budget, depot: Depot) -> str:
    """Say what to enter, section by section, and what the credits already opened leave."""
    annee, phase = budget.contribution.exercice, budget.contribution.phase
    closed, payeur = depot.est_clos(annee), depot.dossiers[budget.adherent].identite.type
    due = any(item.montant or item.commande or item.ouverts for item in budget.inscriptions)
    document = ecrire(
        "finances/budget.j2",
        budget=budget,
        identite=depot.dossiers[budget.adherent].identite,
        annee=annee,
        clos=closed,
        a_part=budget.adherent == depot.convention.gestionnaire,
        facture=budget.contribution.totaux.par_adherent.get(budget.adherent),
        phase=phase_dite(depot.convention, annee, phase),
        sommes=[f"{euros(budget.a_inscrire(section))} {section.apres_nom(payeur)}" for section in _sections(budget)],
        avertissement=tuple(map(Mention, mentions(item.origine for item in budget.inscriptions))),
        tableau=_table(budget, depot) if due else None,
        connus=[item for item in budget.inscriptions if item.ouverts is not None],
        impute=imputed(budget, depot),
        commande="" if closed else ordered(commandes(depot, budget.adherent, annee)),
        autres=by_exercice(budget.autres),
        rattache=attached(annee),
        a_venir=_coming(budget),
        annonce=announced(budget, depot) if phase is Phase.PREVISIONNEL else "",
        provisoire=phase.libelle
        if phase is not Phase.REALISE and annee == depot.exercice_courant and known_since(depot, budget)
        else "",
    )
    return terminal_text(document)


def csv_text(budget: Budget, depot: Depot) -> str:
    """Write one row an account: decimal point, codes as text."""
    exercice, phase = budget.contribution.exercice, budget.contribution.phase
    siren = depot.dossiers[budget.adherent].identite.siren
    rows = [
        (
            *(exercice, budget.adherent, siren, "principal"),
            *(item.section, item.chapitre, item.compte, " + ".join(item.natures), Euros(item.a_inscrire)),
            *(phase, None if item.ouverts is None or budget.vote else Euros(item.ouverts)),
            *(f"convention calculer --exercice {exercice}", item.origine),
            None if item.impute is None else Euros(item.impute),
            Euros(item.commande),
        )
        for item in budget.inscriptions
    ]
    return csv_machine(COLONNES, rows)


def tableur(budget: Budget, depot: Depot) -> bytes:
    """Write the same for a French spreadsheet, in words."""
    titres = (
        *("Exercice", "Adhérent", "Section", "Chapitre", "Compte", "Ce qu'il paie"),
        *heads(budget),
        *("Phase", "Origine"),
    )
    contribution, nom = budget.contribution, depot.dossiers[budget.adherent].identite.nom
    rows: list[tuple[str | int | Euros, ...]] = [
        (
            *(contribution.exercice, nom, item.section, item.chapitre, item.compte, _paid(item, depot)),
            *[Euros(amount) for amount in cents(budget, item)],
            *(contribution.phase, item.origine),
        )
        for item in budget.inscriptions
    ]
    return csv_francais(titres, rows)


def heads(budget: Budget, last: str = "À inscrire (€)") -> tuple[str, ...]:
    """Head the amounts of an account: what it needs; before, what makes it, when it is more than what it costs."""
    parts = [head for head, told in _parts(budget) if told]
    return (*(("Contribution (€)", *parts) if parts else ()), last)


def cents(budget: Budget, item: Inscription) -> tuple[int, ...]:
    """Give these amounts, of which the last is the sum of the others."""
    own = (item.commande, -(item.impute or 0), item.trop)
    parts = [cents for cents, (_, told) in zip(own, _parts(budget), strict=True) if told]
    return (*((item.montant, *parts) if parts else ()), item.a_inscrire)


def _parts(budget: Budget) -> tuple[tuple[str, int], ...]:
    """Return what stands between a contribution and what is entered, each with its sum over the budget."""
    return ("Commandé (€)", budget.commande), ("Imputé (€)", budget.impute), ("Trop appelé (€)", budget.trop)


def _sections(budget: Budget) -> list[Section]:
    """Return the sections that have something to enter; the running costs, when none has."""
    told = {item.section for item in budget.inscriptions} or {Section.FONCTIONNEMENT}
    return [section for section in Section if section in told]


def _table(budget: Budget, depot: Depot) -> Tableau:
    voted = any(item.ouverts is not None for item in budget.inscriptions)
    closed = depot.est_clos(budget.contribution.exercice)
    payeur = depot.dossiers[budget.adherent].identite.type
    headers = ("Compte", "Chapitre", "Ce qu'il paie", *(heads(budget, "Charge (€)") if closed else heads(budget)))
    rows = [_row(budget, item, depot, voted=voted) for item in budget.inscriptions]
    totals = [
        (
            f"Total, {section.dite(payeur)}",
            "",
            "",
            *map(montant, sums(budget, section)),
            *((montant(opened), ecart(opened - budget.a_inscrire(section))) if voted else ()),
        )
        for section in _sections(budget)
        for opened in [sum(item.ouverts or 0 for item in budget.inscriptions if item.section is section)]
    ]
    more = ("Crédits prévus (€)" if budget.vote else "Crédits ouverts (€)", "Il reste (€)") if voted else ()
    found = Tableau((*headers, *more), tuple(rows), tuple(totals), a_gauche=3)
    return found if payeur.publique else _without(found, 1)


def _without(tableau: Tableau, column: int) -> Tableau:
    def kept(row: tuple[str, ...]) -> tuple[str, ...]:
        return row[:column] + row[column + 1 :]

    lignes, totaux = (tuple(map(kept, rows)) for rows in (tableau.lignes, tableau.totaux))
    return Tableau(kept(tableau.entetes), lignes, totaux, a_gauche=tableau.a_gauche - 1)


def chapter(budget: Budget, item: Inscription, depot: Depot) -> str:
    """Say the chapter of an account, to be given as long as it is not known; an association's accounts have none."""
    return item.chapitre or ("à préciser" if depot.dossiers[budget.adherent].identite.type.publique else "")


def _paid(item: Inscription, depot: Depot) -> str:
    return enumere([minuscule(said(depot, nature, nature.colonne)) for nature in item.natures])


def _row(budget: Budget, item: Inscription, depot: Depot, *, voted: bool) -> tuple[str, ...]:
    cells = (
        item.compte or "à préciser",
        chapter(budget, item, depot),
        _paid(item, depot) or "rien cette année",
        *map(montant, cents(budget, item)),
    )
    opened = item.ouverts or 0
    return (*cells, montant(opened), ecart(opened - item.a_inscrire)) if voted else cells


def sums(budget: Budget, section: Section) -> list[int]:
    """Add these amounts up."""
    mine = (cents(budget, item) for item in budget.inscriptions if item.section is section)
    return [sum(column) for column in zip(*mine, strict=True)] or [0]


def imputed(budget: Budget, depot: Depot) -> str:
    """Say what of the running costs the attribution de compensation bears, and the rest; what is called too much."""
    _, back = given_back(depot, budget.adherent)
    where = f", au compte {back}" if back else ""
    over = f"{euros(budget.trop)} sont appelés de plus que ce qui est dû : ils sont reversés{where}."
    if not budget.impute:
        return over if budget.trop else ""
    mine = [item for item in budget.inscriptions if item.section is Section.FONCTIONNEMENT]
    rest = sum(item.a_inscrire - item.commande for item in mine)
    attribution = depot.comptes.attribution
    received = f"la recette au compte {attribution.recette}" if attribution is not None else "elle"
    told = (
        f"{euros(budget.impute)} de fonctionnement sont imputés sur l'attribution de compensation (montant figé de "
        f"{budget.contribution.exercice}) : {received} baisse d'autant, et aucun crédit ne s'ouvre pour eux."
    )
    told += f" {over}" if budget.trop else ""
    return told + (f" Le reste, {euros(rest)}, est appelé par titre." if rest else "")


def ordered(commandes: Sequence[Commande]) -> str:
    """Say what is ordered; nothing when nothing is."""
    if not commandes:
        return ""
    told = enumere([f"{item.depense.libelle}, {euros(item.montant)}" for item in commandes])
    return f"Commandé, et dû à la livraison : {told}."


def by_exercice(sums: Mapping[int, int]) -> str:
    """Say what is paid for each exercice: « 1 914,03 € au titre de 2025 »."""
    return enumere([f"{euros(cents)} au titre de {annee}" for annee, cents in sorted(sums.items())])


def attached(annee: int) -> str:
    """Say which credits bear what is paid in a year for another exercice."""
    spent = f"Ce qui fut rattaché à son exercice ne prend pas sur les crédits de {annee}"
    return f"{spent} ; le reste est à ôter du disponible."


def _coming(budget: Budget) -> dict[date, list[str]]:
    """Say which exercices each call to come regularises: « de 2025 », « de 2026 »."""
    days: dict[date, list[str]] = {}
    for item in budget.a_venir:
        if item.jour is not None:
            days.setdefault(item.jour, []).append(f"de {item.exercice}")
    return days


def announced(budget: Budget, depot: Depot) -> str:
    """Say what the statement of its forecast announced, when today's data gives another amount; nothing otherwise."""
    annee, cents = budget.contribution.exercice, sum(item.montant for item in budget.inscriptions)
    appel = call_of(depot, GenreVolet.PREVISIONNEL, annee)
    etat = issued(depot, appel.echeance, budget.adherent) if appel is not None else None
    volets = etat.volets if etat is not None else ()
    told = next((item.total.base for item in volets if item.genre is GenrePartie.PREVISIONNEL), cents)
    if appel is None or told == cents:
        return ""
    return (
        f"L'état {du_mois(appel.date)} {appel.date.year} annonçait {euros(told)} pour {annee} ; "
        f"les données d'aujourd'hui donnent {euros(cents)} ({signed(cents - told)})."
    )
