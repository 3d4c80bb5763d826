"""What stands outside the folders of data: where the quantities of a workbook are, what a finance program reads.

Knows: the shape of `imports/<nom>.yaml` and `exports/<nom>.yaml`. Must not know: workbooks, the journal.
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.cadre.document import document
from convention.model.cadre.renvois import IdAdherent
from convention.model.mots.finances import DateEcrite, DonneePiece, EncodageEcrit
from convention.model.mots.releves import Decimale, Separateur
from convention.model.valeurs.scalaires import Entier, OuiNon, Texte


class ColonneAdherent(Modele):
    """Whose a row is."""

    colonne: Texte = textes("Titre de la colonne qui dit de qui est la ligne")
    noms: Dictionnaire[Texte, IdAdherent] = textes(
        "Ce qu'elle dit, et l'identifiant de l'adhérent, s'il n'est pas connu", {}
    )
    ignorer: tuple[Texte, ...] = textes("Lignes qui ne sont d'aucun adhérent : Total", ())


@document(
    "imports/{id}.yaml",
    "Où sont les quantités d'un classeur venu d'ailleurs",
    nom="correspondance",
    exemple="parc",
    nomme="la correspondance",
)
class Correspondance(Modele):
    """Where the quantities of a workbook are."""

    libelle: Texte = textes("Ce qu'est le classeur, et d'où il vient")
    feuille: Texte | None = textes("Feuille ; absente, la première", None)
    entete: Entier = textes("Ligne des titres, à partir de 1", 1)
    adherent: ColonneAdherent = textes("De qui est chaque ligne")
    colonnes: Dictionnaire[Texte, Texte] = textes("Titre d'une colonne, et ce qu'elle compte : CLÉ ou COMPOSANT:CLÉ")


@document(
    "exports/{id}.yaml",
    "Comment un logiciel financier lit le journal des pièces émises",
    nom="format-finances",
    exemple="titres",
    nomme="le format d'export",
)
class FormatFinances(Modele):
    """How a finance program wants the journal of the documents issued."""

    libelle: Texte = textes("Ce que lit le logiciel, et lequel")
    colonnes: Dictionnaire[Texte, DonneePiece] = textes(
        "Colonnes, dans l'ordre du logiciel : titre, et ce qu'elle dit de la pièce"
    )
    entete: OuiNon = textes("La première ligne porte les titres", default=True)
    separateur: Separateur = textes("Ce qui sépare deux cellules", Separateur.POINT_VIRGULE)
    decimale: Decimale = textes("Signe décimal des montants", Decimale.VIRGULE)
    dates: DateEcrite = textes("Écriture des dates", DateEcrite.FRANCAISE)
    encodage: EncodageEcrit = textes("Encodage du texte", EncodageEcrit.UTF_8)
