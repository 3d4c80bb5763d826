"""Documents of `pricing/`: flat fees, rows and their formulas, accounts, what the managing body bears.

Knows: their shape. Must not know: how a formula is read (`formulas`), who pays (`engine`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ConfigDict, Field

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, origine_propre, prix, regles, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document, path_of
from convention.model.cadre.renvois import IdAdherent, IdIndice, NomCle, NomDeFormule, ServiceCite
from convention.model.documents.composants import ParPhase
from convention.model.mots.communs import Nature, Origine, Reliquat, Section, TypeAdherent
from convention.model.valeurs.scalaires import (
    Annee,
    Compte,
    Id,
    Jour,
    JourAccompli,
    Libelle,
    Mois,
    Montant,
    MontantPositifOuNul,
    NomAvecArticle,
    NombrePositifOuNul,
    NomLu,
    OuiNon,
    Prix,
    Quantite,
    Texte,
)


class ValeurForfait(Modele, nomme_par=("date",), objet="un montant", dit="à compter du {date}"):
    """A flat fee from a date on; 0.00 when nothing is due."""

    date: Jour = prix("Prise d'effet, un 1er janvier")
    montant: MontantPositifOuNul = prix("Euros par an, pour chaque unité de la clé")
    origine: Origine | None = origine_propre()
    reference: Texte = textes(
        "D'où vient le montant : l'acte ou l'article qui le fixe ; tant qu'il n'est que proposé, son calcul"
    )
    verifie_le: JourAccompli = textes("Date de la dernière vérification")


@document(
    "pricing/forfaits/{forfait}.yaml",
    "Le forfait de masse salariale",
    nom="forfait",
    sans_nom="pricing/forfait.yaml",
    nomme="la liste des montants",
    contient=Contenu("valeurs"),
    detaille=("valeurs",),
)
class Forfait(ModeleSource):
    """Annexe 3, masse salariale; `pricing/forfaits/<nom>.yaml`: each of the other flat fees."""

    origine: Origine = textes("D'où viennent ces montants", nom="origine des données")
    libelle: NomAvecArticle | None = textes("Nom avec article ; à défaut : la masse salariale", None, nom="nom")
    cle: NomCle = regles("Clé qui compte ce pour quoi il est dû : les postes de travail", nom="clé")
    valeurs: tuple[ValeurForfait, ...] = prix("Montants par date")


class Exemple(Modele, objet="un exemple", dit="chiffré {}"):
    """A worked example of a formula: values by name, and the exact amount that must come out."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Quantite] = Field(init=False)

    exercice: Annee | None = textes(
        "Exercice dont les barèmes, les indices et les paramètres servent à l'exemple", None, nom="exercice"
    )
    total: Dictionnaire[NomCle, Quantite] = textes("Quantité totale de chaque clé partagée", {}, nom="total")
    attendu: Montant = textes("Montant attendu, arrondi au centime", nom="montant attendu")

    @property
    def valeurs(self) -> dict[str, Any]:
        """Values of the variables, parameters and keys, by name."""
        return dict(self.__pydantic_extra__ or {})


class Borne(Modele):
    """A cap or a floor on the shared part of a cost, for each beneficiary."""

    formule: Texte = regles("Formule, en euros ; sans part")
    reliquat: Reliquat = regles("Qui porte ce que la borne laisse", Reliquat.REPARTI)
    texte: Texte | None = textes("Texte qui la fixe", None)


class Mode(Modele):
    """A column of annexe 4: its formula, its original text, its examples."""

    formule: Texte = regles("Formule", nom="calcul")
    texte: Texte = textes("Texte de la convention", nom="formule")
    plafond: Borne | None = regles("Plus grande part que paie un bénéficiaire", None, nom="plafond par bénéficiaire")
    plancher: Borne | None = regles("Plus petite part que paie un bénéficiaire", None, nom="plancher par bénéficiaire")
    exemples: tuple[Exemple, ...] = textes(
        "Exemples chiffrés, recalculés à chaque contrôle", (), nom="exemples chiffrés"
    )

    @property
    def bornes(self) -> dict[str, Borne]:
        """Its cap and its floor, those that it has, by their fields."""
        return _written(plafond=self.plafond, plancher=self.plancher)

    @property
    def formules(self) -> tuple[str, ...]:
        """Its formula, then those of its cap and of its floor."""
        return (self.formule, *(borne.formule for borne in self.bornes.values()))


T = TypeVar("T")


def _written(**champs: T | None) -> dict[str, T]:
    """Return the fields that are written, by their names."""
    return {nom: value for nom, value in champs.items() if value is not None}


class Parametre(Modele, objet="une constante"):
    """A constant of a row, dated by exercice."""

    unite: Libelle = regles("Unité")
    valeurs: Dictionnaire[Annee, NombrePositifOuNul] = regles("Valeur à partir de l'exercice")


class Revision(Modele, objet="une révision de prix"):
    """How a row follows an index: P1 = P0 × S1 ÷ S0, both values in one series."""

    serie: IdIndice = regles("Série de l'indice")
    base: Mois = regles("Mois de l'indice de base, S0", nom="mois de l'indice de base")
    mois: Dictionnaire[Annee, Mois] = regles(
        "Mois de l'indice S1, à partir de l'exercice", nom="mois de l'indice à partir de l'exercice"
    )


class Redaction(Modele, objet="une rédaction", dit="de {}"):
    """What an avenant makes of a row from an exercice on (art. 12): the columns that it replaces, and their key."""

    cle_texte: Texte | None = textes("Clé de répartition, telle que l'avenant l'écrit", None)
    factuel: Mode | None = regles(
        "Coût indirect (factuel), à partir de cet exercice", None, nom="coût indirect (factuel)"
    )
    annuel: Mode | None = regles("Coût indirect (annuel), à partir de cet exercice", None, nom="coût indirect (annuel)")

    @property
    def indirects(self) -> dict[str, Mode]:
        """The columns that it replaces, by their fields."""
        return _written(factuel=self.factuel, annuel=self.annuel)


class LigneTarif(Modele, nomme_par=("id",), objet="une ligne", dit="{libelle:cite}"):
    """A row of annexe 4."""

    id: Id = regles("Identifiant de la ligne")
    service: ServiceCite = regles("Service du catalogue")
    categorie: Texte = textes("Catégorie")
    famille: Texte | None = textes("Famille", None)
    libelle: Libelle = textes("Ce que la ligne tarife", nom="libellé")
    cle_texte: Texte | None = textes(
        "Clé de répartition, telle que la convention l'écrit", None, nom="clé de répartition"
    )
    origine: Origine | None = origine_propre()
    source: Texte | None = textes("Référence de la source", None)
    hors_extrait: OuiNon = textes(
        "Hors de l'extrait publié, à arrêter par avenant", default=False, nom="hors de l'extrait publié"
    )
    lecture: Texte | None = textes("Comment un texte ambigu est lu", None, nom="lecture du texte")
    extension_de_site: OuiNon = textes("Ne sert qu'un site de l'adhérent", default=False)
    part_fixe: OuiNon = regles("Un terme est facturé entier à son seul bénéficiaire", default=False)
    abonnement: OuiNon = regles("Un terme est un prix que chaque bénéficiaire paie en entier", default=False)
    avoir: OuiNon = regles("Rend de l'argent : ses montants peuvent être négatifs", default=False)
    variables: Dictionnaire[NomLu, Texte] = regles("Variables et leur unité", {}, nom="prix")
    parametres: Dictionnaire[NomLu, Parametre] = regles("Constantes datées", {}, nom="constantes")
    revisions: Dictionnaire[NomLu, Revision] = regles("Révisions de prix par un indice", {}, nom="révisions de prix")
    direct: Mode | None = regles("Coût direct (une fois)", None)
    factuel: Mode | None = regles("Coût indirect (factuel)", None, nom="coût indirect (factuel)")
    annuel: Mode | None = regles("Coût indirect (annuel)", None, nom="coût indirect (annuel)")
    redactions: Dictionnaire[Annee, Redaction] = regles("Rédactions suivantes, par exercice où elles entrent", {})
    renomme_de: Id | None = textes("Ancien identifiant : la même ligne, renommée", None)

    @property
    def indirects(self) -> dict[str, Mode]:
        """Its columns of indirect costs that are filled, by their fields."""
        return _written(factuel=self.factuel, annuel=self.annuel)

    @property
    def unites(self) -> dict[str, str]:
        """The unit of each of its prices and constants."""
        return {**self.variables, **{nom: item.unite for nom, item in self.parametres.items()}}

    @property
    def modes(self) -> dict[str, Mode]:
        """Its columns that are filled, by their fields."""
        return _written(direct=self.direct) | self.indirects

    def since(self, colonne: str, exercice: int) -> int | None:
        """Return the exercice whose redaction of a column is in force in another; None for the row's own."""
        years = (annee for annee, item in self.redactions.items() if getattr(item, colonne) is not None)
        return max((annee for annee in years if annee <= exercice), default=None)

    def at(self, exercice: int) -> LigneTarif:
        """Return the row as it reads in an exercice: its latest redactions, and none to come."""
        if not self.redactions:
            return self
        update: dict[str, object] = {"redactions": MappingProxyType({})}
        for colonne in ("cle_texte", "factuel", "annuel"):
            annee = self.since(colonne, exercice)
            if annee is not None:
                update[colonne] = getattr(self.redactions[annee], colonne)
        return self.model_copy(update=update)


@document(
    "pricing/couts-de-possession.yaml",
    "Les lignes de tarif",
    obligatoire=True,
    nomme="la liste des lignes",
    contient=Contenu("lignes"),
)
class CoutsDePossession(ModeleSource):
    """Annexe 4."""

    origine: Origine = textes("D'où viennent ces lignes", nom="origine des données")
    noms: Dictionnaire[NomDeFormule, NomAvecArticle] = textes(
        "Comment une phrase appelle ce que les formules nomment, avec son article : la maintenance",
        {},
        nom="noms des prix et des constantes",
    )
    lignes: tuple[LigneTarif, ...] = regles("Lignes de tarif")


LIGNES = path_of(CoutsDePossession)


class Imputation(
    Modele, nomme_par=("nature", "section", "payeur"), objet="une imputation", dit="« {nature}, {section}, {payeur} »"
):
    """Accounts proposed for a nature, a section and a kind of payer, to be validated by the public accountant."""

    nature: Nature = regles("Nature de la contribution")
    section: Section = regles("Section budgétaire")
    payeur: TypeAdherent = regles("Genre de payeur")
    recette: Compte = regles("Compte de recette du gestionnaire")
    depense: Compte = regles("Compte de dépense du payeur")
    chapitre_depense: Compte | None = textes("Chapitre de la dépense", None)


class Reversement(Modele):
    """Accounts proposed for what is given back: never a negative titre (exigences: non-contraction)."""

    depense: Compte = regles("Compte de dépense du gestionnaire")
    recette: Compte = regles("Compte de recette du payeur")


class Attribution(Modele):
    """Accounts proposed for what is charged on the attribution de compensation: both are lowered by the amount."""

    depense: Compte = regles(
        "Compte de dépense du gestionnaire, diminué d'autant", nom="compte de dépense du gestionnaire"
    )
    recette: Compte = regles("Compte de recette du payeur, diminué d'autant", nom="compte de recette du payeur")


@document(
    "pricing/comptes.yaml",
    "Les comptes proposés",
    nomme="la liste des imputations",
    contient=Contenu("comptes"),
    rubrique=Rubrique(Rang.EXERCICES, "Imputations comptables"),
)
class Comptes(ModeleSource):
    """The accounts proposed."""

    origine: Origine = textes("D'où viennent ces imputations", nom="origine des données")
    comptes: tuple[Imputation, ...] = regles("Imputations")
    reversement: Reversement | None = regles(
        "Comptes d'un trop-perçu reversé (fonctionnement d'une année passée)", None
    )
    attribution: Attribution | None = regles(
        "Comptes de l'attribution de compensation, pour une imputation",
        None,
        nom="comptes de l'attribution de compensation",
    )

    def imputation(self, nature: Nature, section: Section, payeur: TypeAdherent) -> Imputation | None:
        """Return the accounts of what a kind of payer pays of a nature in a section; None when none is proposed."""
        wanted = (nature, section, payeur)
        return next((item for item in self.comptes if (item.nature, item.section, item.payeur) == wanted), None)


class CoutPole(Modele, objet="un coût du pôle", dit="{libelle:cite}"):
    """The payroll of a group of annexe 2, or what replaces it."""

    service: ServiceCite = textes("Service du catalogue que le pôle délivre")
    libelle: Libelle = textes("Pôle de l'organigramme")
    regie: OuiNon = textes("Prestation achetée, et non des agents", default=False, nom="prestation achetée")
    montants: ParPhase = textes("Euros par an", nom="montant par an")

    def identite(self) -> tuple[object, ...]:
        """Return its service, the bought part apart."""
        return self.service, "régie" if self.regie else ""


class CoutNonRefacture(Modele, nomme_par=("libelle",), objet="un coût non refacturé", dit="{libelle:cite}"):
    """What the managing body bears and does not charge."""

    libelle: Libelle = textes("Ce qui est supporté")
    montants: ParPhase = textes("Euros par an", nom="montant par an")
    motif: Texte = textes("Pourquoi ce coût n'est pas refacturé", nom="motif")


class EstimationSeul(Modele):
    """What each adherent would pay alone: an estimate, declared as such."""

    methode: Texte = textes("Comment l'estimation est faite", nom="méthode de l'estimation")
    valeurs: Dictionnaire[IdAdherent, Prix] = textes("Euros par an et par adhérent", nom="estimation par an")


@document(
    "pricing/equilibre/{annee}.yaml",
    "Les coûts supportés d'un exercice",
    nomme="l'état des coûts supportés",
    contient=Contenu("masse_salariale", "pôle"),
    detaille=("masse_salariale", "non_refactures"),
    rubrique=Rubrique(Rang.EXERCICES, "Coûts supportés", "{annee}"),
)
class Equilibre(ModeleSource):
    """The costs borne (art. 8: « coûts supportés et refacturés »)."""

    origine: Origine = textes("D'où viennent ces montants", nom="origine des données")
    masse_salariale: tuple[CoutPole, ...] = textes(
        "Masse salariale derrière les ETP de l'organigramme ; absente, si les services la partagent",
        (),
        nom="masse salariale",
    )
    non_refactures: tuple[CoutNonRefacture, ...] = textes("Coûts supportés sans être refacturés", ())
    seul: EstimationSeul | None = textes("Ce que chacun paierait seul", None)
