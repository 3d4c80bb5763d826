"""`catalogue/nombres.yaml`: each number of the convention's text, and the data that repeats it.

Knows: its shape. Must not know: what a number is worth, whether the data says the same (`checks.texte.nombres`).
"""

from __future__ import annotations

from convention.model.cadre.champs import Modele, textes
from convention.model.cadre.renvois import ClauseCitee
from convention.model.cadre.scalaires import Donnee, Texte
from convention.model.mots.communs import UneOrigine
from convention.model.texte.articles import first_words


class NombreDeClause(Modele, objet="un nombre", dit="{mots:cite} ({clause:code})"):
    """Some words of a clause that hold a number, and what repeats it, or why nothing does."""

    clause: ClauseCitee = textes("Article ou annexe")
    mots: Texte = textes("Les mots de la clause qui portent le nombre, assez nombreux pour ne se trouver que là")
    donnees: tuple[Donnee, ...] = textes(
        "Données qui répètent ce nombre : elles valent ce que disent les mots", (), nom="donnée qui le répète"
    )
    raison: Texte | None = textes("Pourquoi aucune donnée ne le répète", None)

    def identite(self) -> tuple[object, ...]:
        """Return its clause and its first words."""
        return self.clause, first_words(self.mots)


class Nombres(Modele):
    """`catalogue/nombres.yaml`."""

    origine: UneOrigine = textes("D'où viennent ces nombres", nom="origine des données")
    source: Texte | None = textes("Référence de la source", None)
    nombres: tuple[NombreDeClause, ...] = textes("Nombres du texte, dans son ordre")
