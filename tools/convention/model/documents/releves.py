"""Counts that others hold: how their exports, a workbook, are read and counted (art. 8).

Knows: the shape of `pricing/releves/<source>.yaml` and of `imports/<nom>.yaml`. Must not know: exports, workbooks, how
they are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, textes
from convention.model.cadre.document import Rang, Rubrique, document
from convention.model.cadre.renvois import IdAdherent, IdComposant, NomCle, NomColonne
from convention.model.documents.quantites import Place
from convention.model.mots.communs import Origine
from convention.model.mots.releves import (
    Decimale,
    Decompte,
    Echelle,
    EcritureDate,
    Encodage,
    EtatDepense,
    GenreExport,
    GenreLignes,
    Reconnaissance,
    Separateur,
)
from convention.model.valeurs.scalaires import Entier, Id, Libelle, Nom, OuiNon, Taux, Texte

if TYPE_CHECKING:
    from fractions import Fraction

NON_RATTACHE = "non-rattache"
"""In the place of an adherent: what no rule attaches to anybody. It is the identifier of none."""


class FormatExport(Modele):
    """How the files are written."""

    genre: GenreExport = textes("CSV ou Parquet")
    separateur: Separateur = textes("Ce qui sépare les cellules d'un CSV", Separateur.POINT_VIRGULE)
    encodage: Encodage = textes("Encodage d'un CSV", Encodage.UTF_8)
    dates: EcritureDate = textes("Comment s'écrivent les dates d'un CSV", EcritureDate.ISO)
    decimale: Decimale = textes("Ce qui précède les décimales d'un CSV", Decimale.VIRGULE)


class Filtre(Modele, nomme_par=("colonne",), objet="un filtre", dit="de la colonne {colonne:cite}"):
    """Rows that are kept."""

    colonne: NomColonne = textes("Colonne, par son nom dans « colonnes »")
    parmi: tuple[Texte, ...] = textes("Valeurs gardées ; vide, toutes", ())
    sauf: tuple[Texte, ...] = textes("Valeurs écartées", ())


class Rattachement(Modele, nomme_par=("entite",), objet="un rattachement", dit="de l'entité {entite:cite}"):
    """Which adherent an entity of the export is; the longest rule wins, an exact one before any other."""

    entite: Texte = textes("Entité, telle que l'export l'écrit : Entité racine > Valmont")
    par: Reconnaissance = textes("Comment elle est reconnue")
    adherent: IdAdherent = textes("Adhérent qui en répond")


class MesureRelevee(Modele, objet="une mesure", dit="{libelle:cite}"):
    """One thing that is counted: for a key, for a component, or for accounts."""

    libelle: Libelle = textes("Ce qui est compté, en quelques mots")
    decompte: Decompte = textes("Lignes, valeurs distinctes ou somme")
    colonne: NomColonne | None = textes("Colonne comptée ou sommée", None)
    echelle: Echelle | None = textes("Unité de la clé, dans celle de l'export : tera, pour des octets en To", None)
    filtres: tuple[Filtre, ...] = textes("Lignes gardées pour cette mesure", ())
    cle: NomCle | None = textes("Clé de répartition que la mesure alimente", None)
    composant: IdComposant | None = textes("Composant, si la clé se compte composant par composant", None)
    compte: NomColonne | None = textes("Colonne qui porte le compte, pour des montants par compte", None)
    etat: EtatDepense | None = textes("Commandé, facturé ou payé, pour des montants par compte", None)
    seuil: Taux | None = textes(
        "Variation d'un jour à l'autre au-delà de laquelle avertir, et attendre si c'est une baisse : 0.2", None
    )

    @property
    def place(self) -> Place:
        """What it counts of a key; nothing of what is written has the place of an amount by account."""
        return Place(self.cle or "", self.composant or "")

    def exceeds(self, avant: Fraction, apres: Fraction) -> bool:
        """Tell whether a quantity moves more than is allowed from a day to the next."""
        return self.seuil is not None and abs(apres - avant) > self.seuil * abs(avant)


@document(
    "pricing/releves/{id}.yaml",
    "Une source de quantités : ses exports, et ce qui y est compté",
    nom="source-releve",
    exemple="parc",
    nomme="la source des relevés",
    un_objet=True,
    rubrique=Rubrique(Rang.GRILLES, "Relevé", "{nom}"),
)
class SourceReleve(ModeleSource):
    """A source, and what is counted in it."""

    origine: Origine = textes("D'où vient ce qui est relevé", nom="origine des données")
    libelle: Libelle = textes("Nom de la source, tel que les comptages le citent")
    format: FormatExport = textes("Comment les fichiers sont écrits")
    lignes: GenreLignes = textes("Ce qu'est une ligne", GenreLignes.INSTANTANES)
    colonnes: Dictionnaire[Nom, tuple[Texte, ...]] = textes("Colonnes employées, et leurs en-têtes possibles")
    entite: NomColonne = textes("Colonne qui dit de qui est la ligne")
    jour: NomColonne | None = textes(
        "Colonne de la date ; absente, la date est celle du fichier ou de l'extraction", None
    )
    jour_du_nom: OuiNon = textes("La date est dans le nom de chaque fichier : parc-2026-11-25.csv", default=False)
    identifiant: NomColonne | None = textes(
        "Colonne qui distingue les lignes d'un jour : une ligne redite compte une fois", None
    )
    separateur_entites: Texte | None = textes("Ce qui sépare les entités d'un chemin ; absent, « > »", None)
    rattachements: tuple[Rattachement, ...] = textes("Quelle entité est quel adhérent")
    filtres: tuple[Filtre, ...] = textes("Lignes gardées, pour toutes les mesures", ())
    mesures: Dictionnaire[Id, MesureRelevee] = textes("Ce qui est compté")


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
