"""The credits of an adherent beside what is called, paid, ordered and projected; what is missing (art. 8.3).

Where the exercice goes, beyond what was called: what is ordered, what is counted otherwise than foreseen.

Knows: its budget, orders, lines of two phases. Must not know: HTML. Only an adherent's own site shows its credits
(SECURITY.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import enumere, euros, jour, montant, nombre, pluriel
from convention.engine.appels import budget
from convention.engine.appels.budget import Commande, Inscription, inscrire
from convention.model.documents.adherents import Budgets
from convention.model.mots.communs import Section
from convention.reports.finances.budget import attached, by_exercice, ordered
from convention.reports.valeurs import signed
from convention.site.bord.appels.comptes import appele_par_compte, impute, natures, prevu, titres
from convention.site.bord.quantites import attente_de
from convention.site.bord.releves import Payes, payes
from convention.site.communes.exercices import forfaits_supposes
from convention.site.ensemble import fonctionnement
from convention.site.graphiques import jauge
from convention.site.rendu.tableau import Cellule, Rang, Source, Tableau, rang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from fractions import Fraction

    from convention.engine.lignes import Ligne
    from convention.model.depot import Depot
    from convention.site.ensemble import Site


class Compte(NamedTuple):
    """An account: cents opened, called, paid as far as it is known, projected with what is ordered."""

    inscription: Inscription
    ouverts: int
    appele: int
    paye: int
    projete: int
    vote: date | None
    """Day of the vote of this budget, while it is to come."""

    @property
    def montants(self) -> tuple[int, ...]:
        """The same, column by column."""
        return (self.ouverts, self.appele, self.paye, self.projete)


class Credits(NamedTuple):
    """What a dashboard says of the credits."""

    tableau: Tableau
    manques: tuple[tuple[str, str], ...]
    """What is missing, and what to do."""
    pourquoi: tuple[str, ...]
    """Why the projection is not what was called, in sentences."""


def credits_ouverts(site: Site, adherent: str) -> Credits | None:
    """Set credits beside what is called, paid and projected; None when the adherent has written none."""
    comptes = _comptes(site, adherent)
    if all(item.inscription.ouverts is None for item in comptes):
        return None
    paid = payes(site, adherent)
    rows: list[Rang] = []
    payeur = site.depot.dossiers[adherent].identite.type
    for section in Section:
        mine = [item for item in comptes if item.inscription.section is section]
        rows += [_row(site.depot, item, _opened(site, adherent, item.inscription)) for item in mine]
        if len(mine) > 1:
            sums = [sum(column) for column in zip(*(item.montants for item in mine), strict=True)]
            left = Cellule(montant(sums[0] - sums[-1]), alerte=sums[0] < sums[-1])
            rows.append(rang(section.dite(payeur).capitalize(), *map(montant, sums), left, total=True))
    known = f"{_paid_head(paid)} (€)" if paid is not None else ""
    opened = "Crédits prévus (€)" if comptes[0].vote else "Crédits ouverts (€)"
    heads = ("Compte|g", opened, "Appelé (€)", known, "Projection (€)", "Disponible (€)")
    legend = "Montants en euros. Barre : plein, appelé ; hachuré, projeté ; trait, crédits"
    told = (
        _voted(site, adherent, comptes),
        impute(site, adherent, site.exercice),
        pourquoi_projete(site, adherent),
        ordered(commandes(site, adherent)),
        _other_exercices(site, adherent, paid),
    )
    return Credits(Tableau.de(legend, heads, rows, "fiches"), tuple(_missing(comptes)), tuple(filter(None, told)))


def _comptes(site: Site, adherent: str) -> list[Compte]:
    annee = site.exercice
    called, paid = appele_par_compte(site, adherent, annee), payes(site, adherent)
    found = []
    known = site.connue(annee).contribution
    document = inscrire(site.depot, adherent, known, site.connues(annee, adherent), site.jour)
    for row in document.inscriptions:
        amount = paid.par_compte.get(row.compte, 0) if paid is not None else 0
        asked = called.get((row.section, row.compte), 0)
        found.append(Compte(row, row.ouverts or 0, asked, amount, row.a_inscrire, document.vote))
    return found


def _voted(site: Site, adherent: str, comptes: Sequence[Compte]) -> str:
    """Say by which votes the credits were opened, and what a vote to come would add."""
    year = site.depot.dossiers[adherent].budget_de(site.exercice)
    if year is None:
        return ""
    first, more = year.calendrier.bp, year.calendrier.dm
    added = [
        f"{signed(item.inscription.a_voter)} au compte {item.inscription.compte}"
        for item in comptes
        if item.inscription.a_voter
    ]
    told = f"du budget primitif, {'à voter' if first > site.jour else 'voté'} le {jour(first)}"
    if more is not None and more <= site.jour and any(item.dm for item in year.credits):
        told += f", et de la décision modificative du {jour(more)}"
    if more is None or not added:
        return f"Les crédits sont ceux {told}."
    return f"Les crédits sont ceux {told}. Une décision modificative est prévue le {jour(more)} : {enumere(added)}."


def _paid_head(paid: Payes) -> str:
    return f"Payé au {jour(paid.a_date)}"


def _other_exercices(site: Site, adherent: str, known: Payes | None) -> str:
    """Say what was paid in the year for other exercices: of the columns, only that of what is paid counts it."""
    counted: dict[int, int] = {}
    others: dict[int, int] = {}
    for item in titres(site, adherent):
        paid = item.paiement if item.genre.par_mandat and item.exercice != site.exercice else None
        if paid is not None and paid.year == site.exercice and paid <= site.jour:
            sums = counted if known is not None and paid <= known.a_date else others
            sums[item.exercice] = sums.get(item.exercice, 0) + item.montant
    told = []
    if known is not None and counted:
        told.append(f"Dont, dans « {_paid_head(known)} » : {by_exercice(counted)}.")
    if others:
        told.append(f"Payés en {site.exercice}, sans être dans ces colonnes : {by_exercice(others)}.")
    if told:
        told.append(attached(site.exercice))
    return " ".join(told)


def _opened(site: Site, adherent: str, item: Inscription) -> Source | None:
    """Say where the credits of an account are written."""
    dossier = site.depot.dossiers[adherent]
    voted = dossier.budget_de(site.exercice)
    for rank, opened in enumerate(voted.credits if voted is not None else ()):
        if (opened.section, opened.compte) == (item.section, item.compte):
            pointer = ("exercices", str(site.exercice), "credits", rank)
            return site.source_propre(dossier.at(Budgets, *pointer))
    return None


def _row(depot: Depot, item: Compte, written: Source | None) -> Rang:
    inscription, rest = item.inscription, item.ouverts - item.projete
    chapter = f", chapitre {inscription.chapitre}" if inscription.chapitre else ""
    note = f"{natures(depot, inscription) or 'rien cette année'}{chapter}{inscription.section.suite}"
    gauge = jauge(item.ouverts, item.appele, item.projete)
    return rang(
        Cellule(inscription.compte or "à préciser", note, svg=gauge),
        Cellule(montant(item.ouverts), source=written),
        *map(montant, item.montants[1:]),
        Cellule(montant(rest), alerte=rest < 0),
    )


def _missing(comptes: Sequence[Compte]) -> Iterator[tuple[str, str]]:
    for item in comptes:
        row = item.inscription
        if item.ouverts < item.projete:
            chapter = f"au sein du chapitre {row.chapitre}" if row.chapitre else "au sein du chapitre"
            more = f" Une décision modificative prévue en ajouterait {euros(row.a_voter)}." if row.a_voter else ""
            where = f"au compte {row.compte}" if row.compte else "à un compte à préciser"
            short = f"Il manque {euros(item.projete - item.ouverts)} {where}."
            remedy = (
                f"À inscrire avant le vote, prévu le {jour(item.vote)}."
                if item.vote
                else f"À couvrir {chapter} ou par décision modificative."
            )
            yield short, f"{remedy}{more}"


def commandes(site: Site, adherent: str) -> tuple[Commande, ...]:
    """List what an adherent has ordered in the current exercice and not yet received."""
    return budget.commandes(site.depot, adherent, site.exercice)


def pourquoi_projete(site: Site, adherent: str) -> str:
    """Say why the projection is not what was called; nothing when it is.

    Effects are differences between printed amounts, so they add up to the difference that the page shows.
    """
    called, known = (
        {ligne.identite: ligne for ligne in lines if ligne.calcul.section is Section.FONCTIONNEMENT}
        for lines in (site.lignes(site.exercice, adherent), site.connues(site.exercice, adherent))
    )
    mine, rest, elsewhere = [], 0, True
    for identite in called | known:
        before, after = called.get(identite), known.get(identite)
        effect = (after.montant if after is not None else 0) - (before.montant if before is not None else 0)
        moved = after is not None and (before is None or before.quantite != after.quantite)
        told = _counted(site, after) if after is not None and moved else ""
        if effect and told:
            mine.append((effect, f"{told} ({signed(effect)})"))
        elif effect:
            rest += effect
            elsewhere = elsewhere and _own(before) == _own(after)
    parts = [text for _, text in sorted(mine, key=lambda item: -item[0])]
    own = f"La projection tient compte de {enumere(parts)}, au lieu des prévisions." if parts else ""
    who = "Les quantités des autres adhérents" if elsewhere else "Les prix constatés et d'autres quantités"
    others = f"{who} comptent pour {signed(rest)}." if rest else ""
    since = fonctionnement(called.values()) - prevu(site, adherent)
    changed = f"Les données ont changé depuis l'appel : {signed(since)}." if since else ""
    return " ".join(filter(None, (own, others, changed)))


def _own(ligne: Ligne | None) -> tuple[list[Fraction], list[Fraction]] | None:
    """Return what makes a line besides what others count: its prices, its quantities."""
    if ligne is None:
        return None
    calcul = ligne.calcul
    prices = [valeur.valeur for valeur in calcul.valeurs.values()]
    return prices, [decompte.quantite(ligne.rang) for decompte in calcul.decomptes.values()]


def suppositions(site: Site, adherent: str, annee: int) -> tuple[str, ...]:
    """Say what the amounts of a coming exercice rest on: the forfait, counts to be validated, no purchase."""
    fees = [f"Ce montant suppose {fee}." for fee in forfaits_supposes(site, annee, adherent)]
    found, waiting = [], attente_de(site, adherent, annee)
    if any(waiting):
        found.append(f"repose sur {waiting.phrase}, et peut changer avec {'elle' if sum(waiting) == 1 else 'elles'}")
    ordered = commandes(site, adherent)
    if ordered:
        total = euros(sum(item.montant for item in ordered))
        late = "passait" if site.jour.year < annee else "est passée"
        found.append(
            f"ne comprend pas ce qui est commandé en {site.exercice} : "
            f"{enumere([item.depense.libelle for item in ordered])}, {total}, à inscrire en plus si la livraison "
            f"{late} en {annee}"
        )
    return (*fees, *(f"{'Il' if fees or rank else 'Ce montant'} {text}." for rank, text in enumerate(found)))


def _counted(site: Site, ligne: Ligne) -> str:
    """Name what is counted in a line: « 40 abonnements mobiles »."""
    key = site.depot.cles.get(ligne.cle or "")
    if key is None or ligne.decompte is None:
        return ""
    quantite = ligne.decompte.quantite(ligne.rang)
    several = key.choses if key.choses != key.libelle else key.pluriel
    return f"{nombre(quantite)} {pluriel(quantite, key.unite, several)}"
