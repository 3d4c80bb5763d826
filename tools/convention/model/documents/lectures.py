"""`catalogue/lectures.yaml`: every ambiguity of the convention, the reading chosen, the other readings.

Knows: their shape; an alternative that bears on a computation is data that the engine can run (`alternatives`).
Must not know: what it costs.
"""

from __future__ import annotations

from convention.model.cadre.champs import Dictionnaire, Modele, ModeleSource, regles, textes
from convention.model.cadre.document import Contenu, Rang, Rubrique, document
from convention.model.cadre.renvois import (
    ClauseCitee,
    IdComposant,
    IdLigne,
    NomCle,
    NomParametre,
    NomVariable,
    ServiceCite,
    ServiceOuSousService,
)
from convention.model.documents.catalogue import RegleProrata
from convention.model.mots.communs import (
    Beneficiaires,
    Colonne,
    Origine,
    PartLiberee,
    Reliquat,
)
from convention.model.mots.vie import StatutLecture
from convention.model.valeurs.scalaires import (
    Annee,
    Emplacement,
    Entier,
    Id,
    Libelle,
    NombrePositifOuNul,
    OuiNon,
    Texte,
)


class FormuleLue(Modele, nomme_par=("ligne", "colonne"), objet="une formule lue de la ligne", dit="{ligne:cite}"):
    """Another formula for a column of a row of annexe 4."""

    ligne: IdLigne = regles("Ligne de tarif")
    colonne: Colonne = regles("Colonne du tarif")
    formule: Texte = regles("Formule, si le texte est lu ainsi", nom="formule")
    variables: Dictionnaire[NomVariable, Texte] = regles(
        "Variables dont l'unité serait une autre, et cette unité", {}, nom="unités"
    )
    part_fixe: OuiNon = regles("Un terme est facturé entier à chaque bénéficiaire", default=False)


class ReliquatLu(
    Modele, nomme_par=("ligne", "colonne"), objet="un reliquat lu du plafond de la ligne", dit="{ligne:cite}"
):
    """Another bearer of what the cap of a column leaves."""

    ligne: IdLigne = regles("Ligne de tarif")
    colonne: Colonne = regles("Colonne du tarif")
    reliquat: Reliquat = regles("Qui porterait ce que le plafond laisse", nom="qui porte ce que le plafond laisse")


class BeneficiairesLus(
    Modele, nomme_par=("composant",), objet="une lecture des bénéficiaires du composant", dit="{composant:cite}"
):
    """Other beneficiaries of a component."""

    composant: IdComposant = regles("Composant")
    beneficiaires: Beneficiaires = regles("Qui en paierait une part", nom="bénéficiaires")


class ParametreLu(Modele, nomme_par=("ligne", "parametre"), objet="une constante lue", dit="{parametre:cite}"):
    """Another value for a parameter of a row."""

    ligne: IdLigne = regles("Ligne de tarif")
    parametre: NomParametre = regles("Paramètre de la ligne")
    valeur: NombrePositifOuNul = regles("Valeur, si le texte est lu ainsi", nom="valeur")


class PrerequisLu(Modele, nomme_par=("service",), objet="un prérequis lu", dit="de {service:code}"):
    """Other services required."""

    service: ServiceOuSousService = regles("Service ou sous-service")
    services: tuple[ServiceOuSousService, ...] = regles(
        "Services exigés aux mêmes dates, si le texte est lu ainsi", nom="services exigés"
    )


class AbaqueLu(Modele, nomme_par=("composant",), objet="une clé lue du composant", dit="{composant:cite}"):
    """Another key for a component."""

    composant: IdComposant = regles("Composant")
    abaque: NomCle = regles("Clé qui tient lieu d'abaque, si le texte est lu ainsi", nom="clé")


class SommeLue(Modele, nomme_par=("cle",), objet="une somme lue de la clé", dit="{cle:cite}"):
    """Another list of terms for a key."""

    cle: NomCle = regles("Clé de répartition")
    somme: tuple[NomCle, ...] = regles("Clés dont elle est la somme, si le texte est lu ainsi", nom="clés additionnées")


class Alternative(Modele, objet="une autre lecture", dit="{libelle:cite}"):
    """Another reading; what it changes in the computation, when it bears on one."""

    libelle: Libelle = textes("L'autre lecture, en une phrase", nom="énoncé")
    formules: tuple[FormuleLue, ...] = regles("Formules remplacées", ())
    reliquats: tuple[ReliquatLu, ...] = regles("Reliquats de plafonds remplacés", ())
    parametres: tuple[ParametreLu, ...] = regles("Constantes remplacées", ())
    beneficiaires: tuple[BeneficiairesLus, ...] = regles("Bénéficiaires de composants remplacés", ())
    abaques: tuple[AbaqueLu, ...] = regles("Clés de composants remplacées", ())
    sommes: tuple[SommeLue, ...] = regles("Sommes de clés remplacées", ())
    prerequis: tuple[PrerequisLu, ...] = regles("Prérequis remplacés", ())
    obligatoires: tuple[ServiceCite, ...] = regles("Services qui viendraient avec l'adhésion", ())
    prorata: RegleProrata | None = regles("Mesure d'une présence dans l'année", None)
    part_liberee: PartLiberee | None = regles("Part libérée par un départ en cours d'année", None)
    factuels_entiers: Annee | None = regles(
        "Premier exercice où la présence ne réduirait pas la part d'un coût factuel", None
    )
    cle_forfait: NomCle | None = regles("Clé qui compterait les postes du forfait", None)

    @property
    def executable(self) -> bool:
        """Whether the engine can run it: it replaces a rule."""
        return any(getattr(self, nom) for nom in type(self).model_fields if nom != "libelle")


class Extrait(Modele, nomme_par=("clause",), objet="un extrait", dit="({clause:code})"):
    """The words that can be read in several ways."""

    clause: ClauseCitee = textes("Article ou annexe")
    texte: Texte = textes("Texte de la convention, mot pour mot", nom="texte")


class Lecture(Modele, objet="une lecture", dit="n° {numero} {titre:cite}"):
    """An ambiguity and how it is read here."""

    numero: Entier = textes("Numéro de la lecture")
    titre: Libelle = textes("Ce qui est ambigu, en quelques mots", nom="titre")
    extraits: tuple[Extrait, ...] = textes("Textes en cause ; aucun quand la convention est muette", ())
    question: Texte = textes("Ce que le texte ne tranche pas")
    lecture: Texte = textes("Lecture retenue ici")
    motif: Texte = textes("Pourquoi cette lecture", nom="motif")
    statut: StatutLecture = textes("À confirmer, ou confirmée par un avenant", nom="état de la lecture")
    donnees: tuple[Emplacement, ...] = textes("Où la lecture retenue est écrite", ())
    alternatives: Dictionnaire[Id, Alternative] = textes("Autres lectures", {})


@document(
    "catalogue/lectures.yaml",
    "Les ambiguïtés de la convention et leurs lectures",
    nomme="la liste des lectures",
    contient=Contenu("lectures"),
    rubrique=Rubrique(Rang.SUIVI, "Lectures de la convention"),
)
class Lectures(ModeleSource):
    """Every reading, by its name."""

    origine: Origine = textes("D'où viennent ces lectures", nom="origine des données")
    lectures: Dictionnaire[Id, Lecture] = textes("Lectures, par identifiant")
