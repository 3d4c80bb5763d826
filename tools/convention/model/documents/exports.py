"""What a finance program imports: which columns, in which order, written how.

Knows: the shape of `exports/<nom>.yaml`. Must not know: the journal, how it is written.
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, textes
from convention.model.cadre.scalaires import OuiNon, Texte
from convention.model.mots.finances import DateEcrite, EncodageEcrit, UneDateEcrite, UneDonneePiece, UnEncodageEcrit
from convention.model.mots.releves import Decimale, Separateur, UneDecimale, UnSeparateur


class FormatFinances(Modele):
    """`exports/<nom>.yaml`: how a finance program wants the journal of the documents issued."""

    libelle: Texte = textes("Ce que lit le logiciel, et lequel")
    colonnes: Dictionnaire[Texte, UneDonneePiece] = textes(
        "Colonnes, dans l'ordre du logiciel : titre, et ce qu'elle dit de la pièce"
    )
    entete: OuiNon = textes("La première ligne porte les titres", default=True)
    separateur: UnSeparateur = textes("Ce qui sépare deux cellules", Separateur.POINT_VIRGULE)
    decimale: UneDecimale = textes("Signe décimal des montants", Decimale.VIRGULE)
    dates: UneDateEcrite = textes("Écriture des dates", DateEcrite.FRANCAISE)
    encodage: UnEncodageEcrit = textes("Encodage du texte", EncodageEcrit.UTF_8)
