"""The yearly forfait: the model délibération of the Conseil métropolitain, and the notice letter to each adherent.

Knows: the forfait, its value before and after, what it costs whom. Must not know: media.
Neither committee fixes a price: the Conseil métropolitain does, never for the past; the amounts are estimates (annexe
3). What is not known stays blank: no number, no date is invented.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from convention.base.french import ecart, euros, jour, montant, nombre, pourcentage
from convention.base.money import CENTS, round_half_up
from convention.engine.contribution import calculer
from convention.model.mots.communs import Nature
from convention.model.resolution import resolve
from convention.reports.etat.parties import issuer
from convention.reports.etat.phrases import quality
from convention.reports.mots import adherent_name
from convention.reports.redaction.finances import notice
from convention.reports.rendus.document import Liste, Paragraphe, Table, Titre
from convention.reports.rendus.table import Tableau

if TYPE_CHECKING:
    from convention.engine.lignes import Contribution, Ligne
    from convention.model.depot import Depot
    from convention.model.documents.tarifs import ValeurForfait
    from convention.reports.rendus.document import Document

A_COMPLETER = "[à compléter]"


class Actualisation(NamedTuple):
    """A value of the forfait, the one before, and what each adherent would pay."""

    avant: ValeurForfait | None
    apres: ValeurForfait
    contribution: Contribution

    def lignes(self) -> tuple[Ligne, ...]:
        """Return the lines of the masse salariale."""
        return tuple(item for item in self.contribution.lignes if item.calcul.nature is Nature.MASSE_SALARIALE)


def actualisation(depot: Depot, annee: int) -> Actualisation | None:
    """Find the forfait that takes effect on 1 January of a year; None when none does."""
    found = [item for item in depot.forfait.valeurs if item.date.year == annee]
    if not found or annee not in depot.exercices:
        return None
    before = [item for item in depot.forfait.valeurs if item.date.year < annee]
    return Actualisation(
        max(before, key=lambda item: item.date, default=None), found[-1], calculer(resolve(depot, annee))
    )


def deliberation(depot: Depot, change: Actualisation) -> Document:
    """Write the model délibération: visas, motive, articles, what each adherent would pay."""
    annee, price = change.apres.date.year, euros(change.apres.montant)
    before = _before_text(change)
    return (
        Titre(f"Projet de délibération : forfait de masse salariale {annee}", 1),
        *notice(change.contribution),
        Paragraphe(f"Conseil métropolitain, séance du {A_COMPLETER} ; délibération n° {A_COMPLETER}."),
        Titre("Vu"),
        Liste(
            (
                "le code général des collectivités territoriales, notamment son article L. 5211-4-2 ;",
                f"la {depot.convention.intitule.lower()}, articles 3 et 8, annexe 3 ;",
                f"l'avis du comité de suivi stratégique du {A_COMPLETER}.",
            )
        ),
        Titre("Considérant"),
        Paragraphe(
            "La masse salariale est forfaitaire et actualisée annuellement (article 8) ; la convention n'écrit aucune "
            "règle d'actualisation (annexe 3)."
        ),
        Paragraphe(f"Origine du montant proposé : {change.apres.reference}."),
        Titre("Délibère"),
        Paragraphe(f"Article 1er. Le forfait est fixé à {price} par poste de travail et par an{before}."),
        Paragraphe(f"Article 2. Il s'applique à compter du {jour(change.apres.date)}, sans effet pour le passé."),
        Paragraphe("Article 3. Il est notifié à chaque adhérent, avant le vote de son budget."),
        Titre("Ce que chaque adhérent paierait (estimation)"),
        Table(_effects(depot, change)),
    )


def _before_text(change: Actualisation) -> str:
    if change.avant is None:
        return ""
    was = change.avant.montant
    return f" ; il était de {euros(was)} ({pourcentage(change.apres.montant - was, was)})"


def letter(depot: Depot, change: Actualisation, adherent: str) -> Document:
    """Write the notice letter of one adherent."""
    annee = change.apres.date.year
    own = next((item for item in change.lignes() if item.adherent == adherent), None)
    who, emetteur = depot.dossiers[adherent].identite, issuer(depot)
    parts = [
        Titre(f"Notification du forfait de masse salariale {annee}", 1),
        *notice(change.contribution),
        Paragraphe(f"{' – '.join(filter(None, (emetteur.denomination, emetteur.direction)))}. Le {A_COMPLETER}."),
        Paragraphe(f"À l'attention de l'exécutif : {who.denomination}."),
        Paragraphe(
            f"Le forfait serait de {euros(change.apres.montant)} par poste de travail et par an à compter du "
            f"{jour(change.apres.date)} (délibération du Conseil métropolitain n° {A_COMPLETER} du {A_COMPLETER})."
        ),
    ]
    if own is not None:
        before = _before(change, own)
        parts.append(
            Paragraphe(
                f"Pour {nombre(own.quantite or 0)} postes, votre contribution {annee} à la masse salariale serait de "
                f"{euros(own.montant)}, contre {euros(before)} au forfait précédent : {ecart(own.montant - before)} €."
            )
        )
    estimate = "Ce montant est une estimation, sur les postes connus à ce jour"
    parts.append(Paragraphe(f"{estimate} ; il vous est communiqué avant le vote de votre budget."))
    parts.append(Paragraphe(f"{quality(emetteur)}."))
    return tuple(parts)


def _effects(depot: Depot, change: Actualisation) -> Tableau:
    lines = sorted(change.lignes(), key=lambda item: (-item.montant, item.adherent))
    rows = tuple(
        (
            adherent_name(depot, item.adherent),
            nombre(item.quantite or 0),
            montant(_before(change, item)),
            montant(item.montant),
            ecart(item.montant - _before(change, item)),
        )
        for item in lines
    )
    before, after = sum(_before(change, item) for item in lines), sum(item.montant for item in lines)
    total = (
        "Total",
        nombre(sum((item.quantite or 0) for item in lines)),
        montant(before),
        montant(after),
        ecart(after - before),
    )
    return Tableau(("Adhérent", "Postes", "Avant (€)", "Après (€)", "Écart (€)"), rows, (total,))


def _before(change: Actualisation, ligne: Ligne) -> int:
    """Return what the same workstations would pay at the value before, half-up (annexe 3)."""
    if change.avant is None:
        return 0
    return round_half_up(Fraction(change.avant.montant, CENTS) * (ligne.quantite or 0))
