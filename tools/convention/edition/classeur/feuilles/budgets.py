"""The sheet of budgets: the credits that members voted for their contributions.

Knows: `budget.yaml`. Must not know: contributions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from convention.base.money import CENTS, decimal_text, exact_text
from convention.edition.classeur.cadre import Colonne, Feuille, Tableau
from convention.edition.classeur.genres import MONTANT
from convention.edition.demande import Demande
from convention.edition.etat import editable
from convention.edition.refus import RefusError
from convention.model.cadre.champs import textes
from convention.model.cadre.renvois import IdAdherent
from convention.model.documents.adherents import Budgets
from convention.model.valeurs.scalaires import Annee, Entier, Montant, Texte

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convention.edition.classeur.cadre import Apport, Changement, Sujet
    from convention.edition.etat import Modification
    from convention.loading.loader import Chargement
    from convention.model.depot import Dossier
    from convention.model.documents.adherents import Credit

VOTES = ("bp", "dm")


class Inscrire(Demande):
    """Write a credit of a member: what a workbook changes, and no command does."""

    a_decider: ClassVar[bool] = False

    adherent: IdAdherent = textes("Adhérent")
    exercice: Annee = textes("Exercice")
    rang: Entier = textes("Rang du crédit dans l'exercice")
    vote: Texte = textes("bp ou dm")
    montant: Montant | None = textes("Montant ; absent, il est retiré", None)

    def ecrire(self, etat: Chargement) -> tuple[Modification, ...]:
        """Set an amount, add it, or take it away."""
        pointer = ("exercices", str(self.exercice), "credits", self.rang, self.vote)
        document = editable(etat, etat.depot.dossiers[self.adherent].path(Budgets))
        if self.montant is None:
            return document.drop(pointer).modifications
        return document.put(pointer, decimal_text(self.montant)).modifications


def _sheet(sujet: Sujet) -> Tableau:
    year = sujet.exercice
    columns = (
        Colonne("adherent", "Identifiant", largeur=28),
        Colonne("budget", "Budget", largeur=14),
        Colonne("compte", "Compte"),
        Colonne("section", "Section"),
        Colonne("nom", "Nom", largeur=30),
        Colonne("bp", f"Budget primitif {year}", MONTANT, ouverte=True, largeur=18),
        Colonne("dm", f"Décision modificative {year}", MONTANT, ouverte=True, largeur=18),
        Colonne("total", f"Total {year}", MONTANT, somme=VOTES, largeur=18),
    )
    rows = tuple(
        (
            dossier.id,
            item.budget,
            item.compte,
            str(item.section),
            dossier.identite.nom,
            *map(_euros, (item.bp, item.dm)),
            "",
        )
        for dossier in sujet.dossiers
        for item in _credits(dossier, year)
    )
    return Tableau(BUDGETS.nom, columns, rows, cles=4, figees=5, total=True)


def _credits(dossier: Dossier, year: int) -> tuple[Credit, ...]:
    found = dossier.budget_de(year)
    return found.credits if found is not None else ()


def _euros(cents: int | None) -> str:
    return exact_text(Fraction(cents, CENTS)) if cents is not None else ""


def _write(apport: Apport, changement: Changement) -> Iterator[Demande]:
    adherent, *named = changement.cles
    year = apport.sujet.exercice
    if changement.colonne == "bp" and not changement.apres:
        raise RefusError("le montant du budget primitif ne s'efface pas", "écrire 0 si rien n'est inscrit")
    lines = _credits(apport.sujet.depot.dossiers[adherent], year)
    rank = [[item.budget, item.compte, str(item.section)] for item in lines].index(named)
    cents = int(Fraction(changement.apres) * CENTS) if changement.apres else None
    yield Inscrire.model_construct(adherent=adherent, exercice=year, rang=rank, vote=changement.colonne, montant=cents)


BUDGETS = Feuille(
    "Budgets",
    "Les crédits que chaque adhérent inscrit pour ses contributions : budget primitif et décision modificative.",
    _sheet,
    _write,
    "le crédit",
    sans="pas de feuille, aucun adhérent n'a dit quels crédits il inscrit (adherents/<adhérent>/budget.yaml).",
)
