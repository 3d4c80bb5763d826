"""Documents of `pricing/composants/`: what costs, from which asset or contract, how much in each phase.

Knows: their shape. Must not know: rows and formulas (`tarifs`), who pays (`engine`).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pydantic import model_validator

from convention.base.nodes import ScalarNode
from convention.model.cadre.champs import (
    Dictionnaire,
    Modele,
    ModeleSource,
    origine_propre,
    perimetre,
    prix,
    regles,
    textes,
)
from convention.model.cadre.document import Contenu, document
from convention.model.cadre.renvois import IdAdherent, IdLigne, NomCle, NomVariable, SousServiceCite
from convention.model.mots.communs import PHASES, Beneficiaires, Origine, Phase, Reliquat, Section, Taxe
from convention.model.mots.vie import Financement
from convention.model.valeurs.scalaires import (
    Annee,
    Duree,
    FinExclue,
    Id,
    Jour,
    Libelle,
    NombreDeMois,
    Prix,
    TauxRecupere,
    Texte,
)


class ParPhase(Modele):
    """A price: one figure, or one a phase. One figure alone holds for every phase."""

    previsionnel: Prix | None = prix("Prévision", None)
    revise: Prix | None = prix("Révision", None)
    realise: Prix | None = prix("Constaté à la clôture", None)

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, node: Any) -> Any:  # noqa: ANN401 (raw node)
        return dict.fromkeys(PHASES, node) if isinstance(node, ScalarNode) else node

    @property
    def unique(self) -> Fraction | None:
        """The one figure of every phase; None when they have theirs."""
        return self.previsionnel if self.previsionnel == self.revise == self.realise else None


class Actif(Modele):
    """The managing body's own equipment behind a right of use (art. 8.1); its figures serve the formula of the row.

    `cout_acquisition`, `subventions`, `taux_fctva`, `duree_amortissement` (years), and `annuite`: the part of a year's
    instalment due in the exercice, from the day of service.
    """

    mise_en_service: Jour = prix("Mise en service, d'où court l'amortissement", nom="mise en service")
    cout_acquisition: Prix = prix("Coût d'acquisition, en euros")
    subventions: Prix = prix("Subventions reçues, en euros", Fraction(0))
    taux_fctva: TauxRecupere = prix(
        "Taux du FCTVA récupéré : 0.16404 ; 0 quand l'achat n'y est pas éligible", Fraction(0)
    )
    duree_amortissement: Duree = prix("Durée d'amortissement, en années")
    nature: Texte = textes("Ce qu'est le bien : serveurs, stockage, réseau", nom="nature du bien")


class Contrat(Modele):
    """The supplier's contract behind a component (art. 8.2)."""

    reference: Texte = textes("Référence du marché ou du contrat")
    fournisseur: Texte = textes("Fournisseur, personne morale", nom="fournisseur")
    debut: Jour = textes("Premier jour du contrat", nom="début")
    fin: FinExclue | None = textes("Premier jour après le contrat (exclu)", None, nom="fin")
    preavis_mois: NombreDeMois | None = textes("Préavis de dénonciation, en mois", None)
    revision: Texte | None = textes("Comment le prix est révisé", None, nom="révision du prix")


class Exoneration(Modele, objet="une exonération", dit="accordée à {adherents}"):
    """Adherents that pay nothing of a component."""

    adherents: tuple[IdAdherent, ...] = regles("Adhérents exonérés")
    exercices: tuple[Annee, ...] = regles("Exercices concernés ; absent, tous", ())
    reliquat: Reliquat = regles("Qui porte ce qui n'est pas payé")
    motif: Texte = textes("Pourquoi, et qui l'a décidé", nom="motif")

    def identite(self) -> tuple[object, ...]:
        """Return whom it exempts."""
        return self.adherents


class Composant(Modele, objet="un composant", dit="{libelle:cite}"):
    """An instance of a row of annexe 4: what is paid, for whom."""

    libelle: Libelle = textes("Nom du composant")
    libelle_factuel: Libelle | None = textes("Nom du coût factuel, s'il en a un autre", None, nom="nom du coût factuel")
    ligne: IdLigne = regles("Ligne de tarif")
    abaque: NomCle | None = regles("Clé qui tient lieu d'abaque", None)
    beneficiaires: Beneficiaires = perimetre("Qui en paie une part", Beneficiaires.ABONNES)
    sous_service: SousServiceCite | None = perimetre("Sous-service dont il relève", None)
    section: Section = regles("Section budgétaire", Section.FONCTIONNEMENT)
    debut: Jour | None = perimetre("Premier jour d'existence", None)
    fin: FinExclue | None = perimetre("Premier jour après l'existence (exclu)", None, nom="fin d'existence")
    origine: Origine | None = origine_propre()
    source: Texte | None = textes("Référence de la source", None)
    montants: Dictionnaire[Annee, Dictionnaire[NomVariable, ParPhase]] = prix("Montants par exercice", {})
    actif: Actif | None = prix(
        "Bien du gestionnaire dont le composant est le droit d'usage", None, nom="bien du gestionnaire"
    )
    exonerations: tuple[Exoneration, ...] = regles("Adhérents qui n'en paient pas leur part", (), nom="exonérations")
    financement: Financement | None = textes(
        "Mode de financement autorisé par l'éditeur",
        None,
    )
    contrat: Contrat | None = textes("Contrat du fournisseur", None)
    taxe: Taxe = textes("Montants TTC ou HT", Taxe.TTC, nom="taxe")
    renomme_de: Id | None = textes("Ancien identifiant : le même composant, renommé", None)

    @property
    def souscrit(self) -> bool:
        """Whether those who subscribe to it pay for it."""
        return self.beneficiaires is Beneficiaires.SOUSCRIPTION


@document(
    "pricing/composants/{service}.yaml",
    "Les composants d'un service",
    nomme="la liste des composants",
    contient=Contenu("composants"),
    detaille=("composants",),
)
class Composants(ModeleSource):
    """The components of a service."""

    origine: Origine = textes("D'où viennent ces composants", nom="origine des données")
    composants: Dictionnaire[Id, Composant] = perimetre("Composants du service")


def phase_prices(value: ParPhase) -> dict[Phase, Any]:
    """Return the price of each phase that has one of its own."""
    return {phase: price for phase in PHASES if (price := getattr(value, phase)) is not None}
