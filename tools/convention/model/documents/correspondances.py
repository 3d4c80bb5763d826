"""Workbooks from elsewhere: where the quantities of one are, whose each row is.

Knows: the shape of `imports/<nom>.yaml`. Must not know: workbooks, how they are read.
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.cadre.renvois import IdAdherent
from convention.model.cadre.scalaires import Entier, Texte


class ColonneAdherent(Modele):
    """Whose a row is."""

    colonne: Texte = textes("Titre de la colonne qui dit de qui est la ligne")
    noms: Dictionnaire[Texte, IdAdherent] = textes(
        "Ce qu'elle dit, et l'identifiant de l'adhérent, s'il n'est pas connu", {}
    )
    ignorer: tuple[Texte, ...] = textes("Lignes qui ne sont d'aucun adhérent : Total", ())


class Correspondance(Modele):
    """`imports/<nom>.yaml`: where the quantities of a workbook are."""

    libelle: Texte = textes("Ce qu'est le classeur, et d'où il vient")
    feuille: Texte | None = textes("Feuille ; absente, la première", None)
    entete: Entier = textes("Ligne des titres, à partir de 1", 1)
    adherent: ColonneAdherent = textes("De qui est chaque ligne")
    colonnes: Dictionnaire[Texte, Texte] = textes("Titre d'une colonne, et ce qu'elle compte : CLÉ ou COMPOSANT:CLÉ")
