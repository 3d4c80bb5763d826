"""Exercices and their calls (art. 8.3, 13, 14): status, phase in force, what each call calls.

Knows: their shape. Must not know: what is called (`engine.appels.appels`), whether dates agree (`checks`).
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, textes
from convention.model.cadre.document import Rang, Rubrique, document
from convention.model.mots.appels import GenreVolet
from convention.model.mots.communs import Phase, StatutExercice
from convention.model.mots.vie import StatutReconduction
from convention.model.valeurs.scalaires import Annee, Id, Jour, Taux, Texte


class Reconduction(Modele):
    """The tacit renewal of a year (art. 13, 14): each year has its own deadline."""

    limite: Jour = textes("Dernier jour pour s'y opposer : l'échéance moins le préavis")
    statut: StatutReconduction = textes("Reconduite, ou à venir", nom="état")


class Volet(Modele, nomme_par=("genre", "exercice"), objet="un volet", dit="{genre.bref} {exercice}"):
    """One part of a call: advance, balance, regularisation, or a forecast without titre (art. 8.3, a reading)."""

    genre: GenreVolet = textes("Acompte, solde, régularisation ou état prévisionnel", nom="genre")
    exercice: Annee = textes("Exercice dont le montant est appelé, ou annoncé", nom="exercice appelé")
    taux: Taux | None = textes("Part du montant révisé appelée en acompte : 0.5", None, nom="part appelée en acompte")


class Appel(Modele, objet="un appel"):
    """A call of the year (art. 8.3)."""

    date: Jour = textes("Date de l'appel")
    objet: Texte = textes("Ce qui est appelé et ce qui est annoncé")
    arrete_le: Jour | None = textes("Date à laquelle les données sont arrêtées", None)
    volets: tuple[Volet, ...] = textes(
        "Ce que l'appel contient, dans l'ordre du document", (), nom="contenu de l'appel", ordonne=True
    )

    @property
    def echeance(self) -> str:
        """Name it among all calls: its year and month, « 2026-04 »."""
        return f"{self.date:%Y-%m}"

    @property
    def regularise_seulement(self) -> bool:
        """Tell whether it only settles what exercices were found to owe, once over (art. 8.3)."""
        return {volet.genre for volet in self.volets} == {GenreVolet.REGULARISATION}


@document(
    "pricing/exercices/{annee}.yaml",
    "L'état d'un exercice",
    nom="exercice",
    nomme="l'exercice",
    un_objet=True,
    rubrique=Rubrique(Rang.EXERCICES, "Exercice", "{annee}"),
)
class Exercice(ModeleSource):
    """An exercice, and what it calls."""

    statut: StatutExercice = textes("Ouvert ou clos", nom="état de l'exercice")
    phase: Phase = textes("Phase en vigueur")
    reconduction: Reconduction | None = textes(
        "Reconduction tacite qui ouvre l'exercice", None, nom="reconduction tacite"
    )
    jalons: Dictionnaire[Id, Appel] = textes("Appels à contribution de l'année civile", {})

    @property
    def appels(self) -> list[tuple[str, Appel]]:
        """Its calls by name, in the order of their dates."""
        return sorted(self.jalons.items(), key=lambda item: item[1].date)
