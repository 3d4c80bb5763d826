"""Tables that formulas and keys consult: tier grids, index series, reference quantities.

Knows: their shape. Must not know: how a formula calls them (`formulas`), who pays (`engine`).
"""

from __future__ import annotations

from convention.base.french import nombre
from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, prix, regles, textes, volumes
from convention.model.cadre.document import Rang, Rubrique, document
from convention.model.cadre.renvois import IdAdherent, NomMesure
from convention.model.mots.communs import ModeBareme, Origine, RangTranche
from convention.model.valeurs.scalaires import (
    Annee,
    Jour,
    JourAccompli,
    Libelle,
    Mois,
    NombrePositif,
    NombrePositifOuNul,
    NomLu,
    Texte,
)


class Tranche(Modele, objet="une tranche", dit="à partir de {a_partir_de}"):
    """A tier, identified by its lower bound; each measure has one."""

    a_partir_de: Dictionnaire[NomMesure, NombrePositifOuNul] = regles(
        "Borne basse de chaque mesure, comprise", nom="borne basse"
    )
    moins_de: Dictionnaire[NomMesure, NombrePositifOuNul] = textes(
        "Borne haute, exclue : relue contre la tranche suivante", {}
    )
    valeur: NombrePositifOuNul = prix("Prix, montant ou coefficient de la tranche", nom="valeur")

    def identite(self) -> tuple[object, ...]:
        """Return its lower bounds."""
        return tuple(map(nombre, self.a_partir_de.values()))


@document(
    "pricing/baremes/{bareme}.yaml",
    "Un barème par tranches",
    nom="bareme",
    nomme="le barème",
    un_objet=True,
    rubrique=Rubrique(Rang.GRILLES, "Barème", "{nom}"),
)
class Bareme(ModeleSource):
    """A grid, called by `bareme(id; mesure)`."""

    origine: Origine = textes("D'où vient ce barème", nom="origine des données")
    libelle: Libelle = textes("Nom du barème")
    mode: ModeBareme = regles("Une valeur pour le tout, ou tranche par tranche", nom="mode de lecture")
    unite: Libelle = regles("Unité d'une valeur : €/an, €/poste/an")
    mesures: Dictionnaire[NomLu, Texte] = regles(
        "Ce qui est mesuré, dans l'ordre des arguments, et son unité", nom="mesure"
    )
    rang: RangTranche | None = regles(
        "Tranche retenue quand deux mesures en désignent chacune une",
        None,
    )
    tranches: Dictionnaire[Annee, tuple[Tranche, ...]] = prix("Tranches, à partir de l'exercice", nom="tranches")


@document(
    "pricing/indices/{id}.yaml",
    "Une série d'indice publiée",
    nom="indice",
    exemple="syntec-revise",
    nomme="l'indice",
    un_objet=True,
    rubrique=Rubrique(Rang.GRILLES, "Indice", "{nom}"),
)
class Indice(ModeleSource):
    """A published series; two series never mix."""

    origine: Origine = textes("D'où viennent ces valeurs", nom="origine des données")
    libelle: Libelle = textes("Nom de l'indice")
    verifie_le: JourAccompli = textes("Date de la dernière vérification")
    valeurs: Dictionnaire[Mois, NombrePositif] = prix("Valeur publiée de chaque mois")


class Millesime(Modele, objet="un millésime"):
    """One vintage of a reference quantity: one date, one source."""

    source: Texte = textes("Référence de la source")
    en_vigueur: Jour = textes("Date d'entrée en vigueur")
    verifie_le: JourAccompli = textes("Date de la dernière vérification")
    valeurs: Dictionnaire[IdAdherent, NombrePositifOuNul] = volumes("Quantité par adhérent")


@document(
    "pricing/references/{id}.yaml",
    "Une quantité publiée, par millésime",
    nom="reference",
    exemple="population-municipale",
    nomme="la quantité publiée",
    un_objet=True,
    rubrique=Rubrique(Rang.GRILLES, "Quantité publiée", "{nom}"),
)
class ReferencePublique(ModeleSource):
    """A quantity that others publish, by vintage: a population."""

    origine: Origine = textes("D'où viennent ces quantités", nom="origine des données")
    libelle: Libelle = textes("Ce qui est compté")
    millesimes: Dictionnaire[Annee, Millesime] = volumes("Quantités par millésime")
