"""Documents of `adherents/<id>/`: identity, subscriptions, quantities, direct expenses.

Knows: their shape. Must not know: tariffs, computations.
"""

from __future__ import annotations

from convention.base.period import Periode
from convention.model.champs import Dictionnaire, Modele, perimetre, prix, regles, textes, volumes
from convention.model.scalaires import (
    CodeInsee,
    CodeSouscription,
    Id,
    Jour,
    Nom,
    NombrePositif,
    Prix,
    Quantite,
    Siren,
    Texte,
)
from convention.model.vocabulaire import (
    StatutSouscription,
    UneDerogation,
    UneOrigine,
    UnePhase,
    UneSection,
    UnStatutSouscription,
    UnTypeAdherent,
)


class Adhesion(Modele):
    """When the adherent is a party (art. 3.1, 13)."""

    debut: Jour = perimetre("Premier jour de l'adhésion")
    fin: Jour | None = perimetre("Premier jour qui n'en fait plus partie (exclu)", None)
    origine: UneOrigine = textes("D'où vient la date")
    source: Texte | None = textes("Référence de la source", None)

    @property
    def periode(self) -> Periode:
        """The days of membership."""
        return Periode(self.debut, self.fin)


class Adherent(Modele):
    """`adherents/<id>/adherent.yaml`: who pays (art. 2)."""

    origine: UneOrigine = textes("D'où vient l'identité")
    source: Texte | None = textes("Référence de la source", None)
    nom: Texte = textes("Nom court, pour les tableaux")
    denomination: Texte = textes("Nom dans une phrase : Commune d'Essey-lès-Nancy")
    type: UnTypeAdherent = regles("Commune, établissement intercommunal ou établissement rattaché")
    siren: Siren | None = regles("SIREN ; il départage aussi les centimes", None)
    insee: CodeInsee | None = textes("Code INSEE de la commune", None)
    rattachement: Id | None = textes("Collectivité de rattachement d'un établissement", None)
    adhesion: Adhesion = perimetre("Période d'adhésion")


class Souscription(Modele):
    """A service that the adherent takes (art. 3)."""

    service: CodeSouscription = perimetre("Service ou sous-service souscrit")
    debut: Jour = perimetre("Premier jour d'usage, donc de facturation")
    fin: Jour | None = perimetre("Premier jour qui n'est plus facturé (exclu)", None)
    statut: UnStatutSouscription = perimetre("En usage, ou souscrit sans être activé", StatutSouscription.ACTIVE)
    demande: Jour | None = textes("Date de la demande signée", None)
    motif: Texte | None = textes("Pourquoi le service n'est pas activé", None)
    derogation: UneDerogation | None = textes("Dérogation obtenue", None)
    convention_connexe: Texte | None = textes("Référence de la convention spécifique", None)

    @property
    def periode(self) -> Periode:
        """The days of use."""
        return Periode(self.debut, self.fin)


class SouscriptionComposant(Modele):
    """A component taken one by one."""

    composant: Id = perimetre("Composant dont les bénéficiaires se déclarent")
    debut: Jour | None = perimetre("Premier jour d'usage", None)
    fin: Jour | None = perimetre("Premier jour qui n'est plus facturé (exclu)", None)


class Souscriptions(Modele):
    """`adherents/<id>/souscriptions.yaml`."""

    origine: UneOrigine = textes("D'où viennent ces souscriptions")
    source: Texte | None = textes("Référence de la source", None)
    souscriptions: tuple[Souscription, ...] = perimetre("Services souscrits")
    composants: tuple[SouscriptionComposant, ...] = perimetre("Composants souscrits un par un", ())


class Releve(Modele):
    """One count: a date, a source, figures (one census = one date, one source)."""

    phase: UnePhase = volumes("Phase que ce comptage alimente")
    date: Jour = textes("Date du comptage")
    source: Texte = textes("D'où viennent les chiffres")
    origine: UneOrigine | None = textes("Origine, si elle diffère de celle du fichier", None)
    hypothese: Texte | None = textes("Pourquoi ce chiffre tient lieu d'un autre, inconnu", None)
    validation: Jour | None = textes("Date de validation par le référent de l'adhérent", None)
    valeurs: Dictionnaire[Nom, Quantite] = volumes("Quantité par clé", {})
    par_composant: Dictionnaire[Nom, Dictionnaire[Id, Quantite]] = volumes("Quantité par clé et par composant", {})


class Quantites(Modele):
    """`adherents/<id>/quantites/<année>.yaml`: what is counted for the keys (art. 8.2, 8.3)."""

    origine: UneOrigine = textes("D'où viennent ces quantités")
    comptages: tuple[Releve, ...] = volumes("Comptages de l'exercice")


class Devis(Modele):
    """The estimate that the référent accepted (art. 5, 8.1)."""

    reference: Texte = textes("Référence du devis")
    accepte_le: Jour = textes("Date d'acceptation")


class Depense(Modele):
    """A direct cost, refunded euro for euro at delivery (art. 8.1)."""

    id: Id = perimetre("Identifiant de la dépense")
    ligne: Id = regles("Ligne de l'annexe 4")
    libelle: Texte = textes("Ce qui est acheté")
    nombre: NombrePositif = volumes("Nombre livré")
    montants: Dictionnaire[Nom, Prix] = prix("Prix de chaque variable de la ligne")
    section: UneSection = regles("Section budgétaire")
    devis: Devis = textes("Devis accepté")
    livraison: Jour | None = perimetre("Date de livraison ; absente, rien n'est facturé", None)


class Depenses(Modele):
    """`adherents/<id>/depenses/<année>.yaml`."""

    origine: UneOrigine = textes("D'où viennent ces dépenses")
    source: Texte | None = textes("Référence de la source", None)
    depenses: tuple[Depense, ...] = perimetre("Dépenses de l'exercice")
