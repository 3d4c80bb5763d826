"""`pricing/cles.yaml`: the distribution keys, counted, published, fixed, or made of others.

Knows: their shape. Must not know: how a formula reads them, who counts what.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from convention.base.money import to_step
from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, origine_propre, regles, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document, path_of
from convention.model.cadre.renvois import IdAdherent, IdComposant, IdReference, NomCle
from convention.model.mots.communs import Comptage, Origine, Portee
from convention.model.valeurs.scalaires import (
    Annee,
    Libelle,
    Nom,
    NombrePositif,
    NombrePositifOuNul,
    OuiNon,
    Quantite,
)


class Limites(Modele, objet="une paire de limites", dit="à partir de l'exercice {}"):
    """Between what a coefficient is kept from an exercice on; nothing limits it on the side that is not said."""

    minimum: NombrePositifOuNul | None = regles("Plus petit coefficient", None)
    maximum: NombrePositif | None = regles("Plus grand coefficient", None)


class Coefficient(Modele):
    """A quantity that others publish, over the mean of those who have some: the coefficient of an adherent."""

    cle: NomCle = regles("Clé publiée, comparée à sa moyenne", nom="clé comparée")
    arrondi: NombrePositif = regles(
        "Le coefficient est arrondi au plus proche de ses multiples : 0.001", nom="arrondi au multiple le plus proche"
    )
    minimum: NombrePositifOuNul | None = regles("Plus petit coefficient", None)
    maximum: NombrePositif | None = regles("Plus grand coefficient", None)

    limites: Dictionnaire[Annee, Limites] = regles(
        "Limites suivantes, par exercice où elles entrent", {}, nom="paire de limites à partir de l'exercice"
    )

    @property
    def datees(self) -> dict[int, Limites]:
        """Every limit, by the exercice where it begins; 0 for those that hold first."""
        return {0: Limites.model_construct(minimum=self.minimum, maximum=self.maximum), **self.limites}

    def at(self, exercice: int) -> Coefficient:
        """Return it with the limits of an exercice, and none to come."""
        if not self.limites:
            return self
        dated = self.datees
        limits = dated[max(annee for annee in dated if annee <= exercice)]
        return self.model_copy(
            update={"minimum": limits.minimum, "maximum": limits.maximum, "limites": MappingProxyType({})}
        )

    def of(self, ratio: Fraction) -> Fraction:
        """Return the coefficient of a ratio to the mean: rounded, then kept between its limits."""
        rounded = max(to_step(ratio, self.arrondi), self.minimum or Fraction(0))
        return rounded if self.maximum is None else min(rounded, self.maximum)


class Cumul(Modele):
    """Amounts that the tool has computed, read as a quantity in euros."""

    composants: tuple[IdComposant, ...] = regles("Composants dont les coûts annuels s'additionnent")
    precedent: OuiNon = regles("Les montants de l'exercice précédent, dans le même état", default=False)


class Cle(Modele, objet="une clé", dit="{libelle:cite}"):
    """A distribution key (abaque)."""

    libelle: Libelle = textes("Ce qui est compté : nombre de comptes")
    unite: Libelle = regles("Unité au singulier : compte")
    pluriel: Libelle = textes("Unité au pluriel : comptes")
    comptage: Comptage | None = regles("Ce que compte la clé", None, nom="comptage")
    somme: tuple[NomCle, ...] = regles("Clés dont elle est la somme", (), nom="clés additionnées")
    produit: tuple[NomCle, ...] = regles("Clés dont elle est le produit", (), nom="clés multipliées")
    cumul: Cumul | None = regles("Montants dus, déjà calculés, qu'une autre formule lit", None)
    rapport: Coefficient | None = regles("Coefficient : une quantité publiée, rapportée à sa moyenne", None)
    entier: OuiNon | None = regles(
        "Ne compte que des choses entières ; sans mention : oui, sauf une moyenne",
        None,
    )
    portee: Portee = regles("Un compte par adhérent, ou par composant", Portee.ADHERENT, nom="portée")
    reference: IdReference | None = regles("Quantité publiée qui en tient lieu : une population", None)
    millesimes: Dictionnaire[Annee, Annee] = regles(
        "Millésime de la référence, à partir de l'exercice", {}, nom="millésime"
    )
    quotes_parts: Dictionnaire[IdAdherent, Quantite] = regles("Parts fixes, par adhérent", {}, nom="part fixe")
    origine: Origine | None = origine_propre()
    renomme_de: Nom | None = textes("Ancien nom : la même clé, renommée", None)

    @property
    def entiere(self) -> bool:
        """Whether it counts whole things: what nothing is said of is refused halves, an average apart."""
        return self.comptage in _ENTIERS if self.entier is None else self.entier

    @property
    def en_unite(self) -> str:
        """What follows its name to tell its unit: « , en To »; nothing when the name says it, or when it has none."""
        said = self.pluriel == "1" or self.unite in self.libelle or self.pluriel in self.libelle
        return "" if said else f", en {self.pluriel}"

    def at(self, exercice: int) -> Cle:
        """Return the key as it is in an exercice."""
        return self if self.rapport is None else self.model_copy(update={"rapport": self.rapport.at(exercice)})

    @property
    def termes(self) -> tuple[str, ...]:
        """The keys that it adds up, or multiplies."""
        return self.somme or self.produit

    @property
    def publiee(self) -> bool:
        """Whether nobody counts it here: others publish it, or a decision fixes it."""
        return self.reference is not None or self.rapport is not None or bool(self.quotes_parts)

    @property
    def choses(self) -> str:
        """What it counts, several: « sites raccordés »; its label when it counts nothing, but measures."""
        return self.libelle.removeprefix("nombre de ").removeprefix("nombre d'")

    @property
    def compte_des_habitants(self) -> bool:
        """Whether it counts a population."""
        return self.unite == "habitant"

    @property
    def qualite(self) -> str:
        """What its quantity is, which nobody counts here: « publiée », « fixée »."""
        return "fixée" if self.quotes_parts else "publiée"

    @property
    def comptee(self) -> bool:
        """Whether adherents count it."""
        return not self.termes and not self.publiee and self.cumul is None

    @property
    def connue_par(self) -> str:
        """How its quantity is known, in a word of data: as it is counted, or as it is computed, published, decided."""
        if self.comptee:
            return str(self.comptage or "compte")
        if self.termes:
            return "somme" if self.somme else "produit"
        if self.cumul is not None:
            return "cumul"
        return "coefficient" if self.rapport is not None else "publiee" if self.reference is not None else "fixee"

    @property
    def sorte(self) -> str:
        """What it is when nobody counts it, after its name: « est une somme »."""
        if self.termes:
            return "est une somme" if self.somme else "est un produit"
        if self.cumul is not None:
            return "est un cumul de montants"
        return "est un coefficient" if self.rapport is not None else "est publiée ou fixée d'avance"


_ENTIERS = frozenset({Comptage.A_DATE, Comptage.SUR_PERIODE})


def is_far(before: Fraction, after: Fraction, facteur: Fraction, ecart: Fraction) -> bool:
    """Tell whether a quantity is that many times another, or less, and that many units away from it."""
    low, high = sorted((before, after))
    return high - low >= ecart and high >= facteur * low


class Vraisemblance(Modele):
    """How far a count may be from the one before it before somebody has to look at it."""

    facteur: NombrePositif = textes("Une quantité est à vérifier si elle vaut tant de fois la précédente, ou l'inverse")
    ecart: NombrePositif = textes(
        "Et si leur écart atteint ce nombre d'unités", nom="plus petit écart d'une quantité à vérifier"
    )
    origine: Origine | None = origine_propre()

    def is_far(self, before: Fraction, after: Fraction) -> bool:
        """Tell whether a count is far from the one before; nothing is known of a first one."""
        return bool(before) and is_far(before, after, self.facteur, self.ecart)


@document(
    "pricing/cles.yaml",
    "Les clés de répartition (abaques)",
    obligatoire=True,
    nomme="la liste des clés de répartition",
    contient=Contenu("cles"),
    rubrique=Rubrique(Rang.CLES, "Clés de répartition"),
)
class Cles(ModeleSource):
    """The distribution keys."""

    origine: Origine = textes("D'où viennent ces clés", nom="origine des données")
    vraisemblance: Vraisemblance | None = textes("Ce qui fait vérifier une quantité ; absent, rien ne le fait", None)
    cles: Dictionnaire[Nom, Cle] = regles("Clés de répartition")


CLES = path_of(Cles)
