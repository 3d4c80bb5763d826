"""How a field is called in a sentence: the first words of its description, or better ones.

Knows: the models' descriptions. Must not know: values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.model import (
    adherents,
    articles,
    catalogue,
    entrees_sorties,
    exercices,
    gouvernance,
    grilles,
    lectures,
    nombres,
    suivi,
    tarifs,
    titres,
)
from convention.model.champs import short_description
from convention.model.formes import Forme, shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.model.champs import Modele


def field_label(modele: type[Modele] | None, champ: str) -> str:
    """Name a field, without a capital: « durée d'une période »."""
    if modele is None:
        return champ
    if champ == "origine":
        return "origine des données"
    if (modele, champ) in _MIEUX:
        return _MIEUX[modele, champ]
    field = modele.model_fields.get(champ)
    described = field.description if field is not None and field.description else champ
    return short_description(described)


def is_excluded_end(modele: type[Modele] | None, champ: str) -> bool:
    """Tell whether a date is the first day that no more counts: the day before is then said."""
    field = modele.model_fields.get(champ) if modele is not None else None
    return champ == "fin" and field is not None and "(exclu)" in (field.description or "")


def dotted_label(modele: type[Modele] | None, champs: str) -> str:
    """Name a field by the way to it: `lignes.revisions.mois` is « mois de l'indice à partir de l'exercice »."""
    *parents, last = champs.split(".")
    for parent in parents:
        modele = _inside(shape_of(modele, parent)) if modele is not None else None
    return field_label(modele, last)


def _inside(forme: Forme | None) -> type[Modele] | None:
    if forme is None or forme.modele is not None:
        return forme.modele if forme is not None else None
    return _inside(forme.element)


_SOURCE = "référence de la source"

_MIEUX: Mapping[tuple[type[Modele], str], str] = {
    (adherents.Adherent, "nom"): "nom court",
    (adherents.Adherent, "type"): "genre d'adhérent",
    (adherents.Adherent, "siren"): "SIREN",
    (adherents.Adhesion, "debut"): "début de l'adhésion",
    (adherents.Adhesion, "fin"): "fin de l'adhésion",
    (adherents.Budgets, "reglement"): "règlement",
    (adherents.Budget, "genre"): "genre de budget",
    (adherents.Dpd, "communication"): "communication de ses coordonnées à la DSIT",
    (adherents.Dpd, "mutualise"): "partagé avec d'autres collectivités",
    (adherents.Interlocuteurs, "operationnel"): "fonction de l'interlocuteur du volet opérationnel",
    (adherents.Interlocuteurs, "referent"): "fonction du référent",
    (adherents.Reglement, "montants_figes"): "montant figé imputé sur l'attribution de compensation",
    (adherents.Releve, "phase"): "phase",
    (adherents.Releve, "source"): _SOURCE,
    (adherents.Releve, "hypothese"): "hypothèse",
    (adherents.Releve, "validation"): "validation par l'adhérent",
    (adherents.Souscription, "debut"): "début",
    (adherents.Souscription, "fin"): "fin",
    (adherents.Souscription, "statut"): "état",
    (adherents.Souscription, "motif"): "motif de la non-activation",
    (adherents.SouscriptionComposant, "composant"): "composant",
    (adherents.SouscriptionComposant, "debut"): "début",
    (adherents.SouscriptionComposant, "fin"): "fin",
    (adherents.Depense, "livraison"): "date de livraison",
    (adherents.Depense, "montants"): "prix",
    (articles.Article, "clause"): "numéro",
    (articles.SectionArticle, "clause"): "numéro",
    (articles.Passage, "texte"): "texte",
    (articles.Passage, "donnees"): "emplacement de ce que dit le passage",
    (articles.Passage, "note"): "note",
    (catalogue.Acte, "a_completer"): "acte laissé en blanc par la convention",
    (catalogue.Convention, "format"): "version de la forme des données",
    (catalogue.Organigramme, "total_etp"): "total",
    (catalogue.PolitiqueProrata, "mode"): "règle",
    (catalogue.PolitiqueProrata, "texte"): "énoncé de la règle",
    (catalogue.PolitiqueProrata, "seuil"): "dernier jour d'entrée qui compte encore le mois entier",
    (catalogue.PolitiquePartLiberee, "mode"): "règle",
    (catalogue.PolitiquePartLiberee, "texte"): "énoncé de la règle",
    (catalogue.PolitiquePartage, "couts_exacts"): "premier exercice où un coût est partagé sans être arrondi d'abord",
    (
        catalogue.PolitiquePartage,
        "factuels_entiers",
    ): "premier exercice où la présence ne réduit pas un coût factuel",
    (catalogue.PolitiquePartage, "texte"): "énoncé de la règle",
    (catalogue.Politiques, "prorata"): "présence partielle dans l'année",
    (catalogue.Poste, "etp"): "effectif",
    (catalogue.Poste, "nature"): "nature",
    (catalogue.Poste, "texte"): "texte de l'annexe 2",
    (catalogue.Prerequis, "services"): "services exigés",
    (catalogue.Prerequis, "convention_connexe"): "convention spécifique exigée",
    (catalogue.Prerequis, "lecture"): "lecture du texte",
    (catalogue.PosteDeTravail, "definition"): "définition du poste de travail",
    (catalogue.Service, "nom_court"): "nom court",
    (catalogue.Service, "infrastructure"): "infrastructure commune, propriété de la Métropole",
    (catalogue.Service, "sous_services"): "sous-services",
    (catalogue.Service, "roles_dsit"): "fonctions de la DSIT",
    (catalogue.Service, "beneficiaires"): "bénéficiaires",
    (catalogue.Service, "demande"): "comment le demander",
    (catalogue.SousService, "texte"): "texte de l'annexe 1",
    (catalogue.SousService, "a_la_demande"): "souscription à part",
    (entrees_sorties.DemandeAdhesion, "nom"): "nom court du demandeur",
    (entrees_sorties.DemandeAdhesion, "statut"): "état de la demande",
    (entrees_sorties.Evaluation, "charges_techniques"): "charges de gestion technique",
    (entrees_sorties.Deliberation, "partie"): "assemblée qui délibère",
    (entrees_sorties.EtapeSortie, "note"): "précision",
    (entrees_sorties.EtapesSortie, "destruction"): "destruction des données communes",
    (entrees_sorties.RecuperationTiers, "cout"): "coût à la charge de l'adhérent",
    (entrees_sorties.RecuperationTiers, "note"): "précision",
    (entrees_sorties.RecuperationTiers, "prestataire"): "prestataire",
    (entrees_sorties.Resiliation, "genre"): "genre de résiliation",
    (entrees_sorties.Resiliation, "mise_en_demeure"): "réception de la mise en demeure",
    (entrees_sorties.Resiliation, "accord"): "date de l'accord des deux parties",
    (entrees_sorties.Resiliation, "effet"): "prise d'effet",
    (entrees_sorties.Resiliation, "sortie"): "étapes de la sortie",
    (exercices.Exercice, "statut"): "état de l'exercice",
    (exercices.Exercice, "reconduction"): "reconduction tacite",
    (exercices.Jalons, "avril"): "appel d'avril",
    (exercices.Jalons, "octobre"): "appel d'octobre",
    (exercices.Reconduction, "statut"): "état",
    (exercices.Volet, "genre"): "genre",
    (exercices.Volet, "exercice"): "exercice appelé",
    (exercices.Volet, "taux"): "part appelée en acompte",
    (exercices.Appel, "volets"): "contenu de l'appel",
    (gouvernance.Changement, "champ"): "champ du document",
    (gouvernance.DelaiEnvoi, "jours"): "délai d'envoi, au moins",
    (gouvernance.DelaiEnvoi, "texte"): "texte de la convention",
    (gouvernance.DelaiEnvoi, "origine"): "origine du délai",
    (gouvernance.DocumentEnvoye, "niveau"): "qui peut le voir",
    (gouvernance.Instance, "composition"): "composition",
    (gouvernance.Instance, "role"): "rôle",
    (gouvernance.Membres, "fonctions"): "fonctions",
    (gouvernance.Membres, "pour"): "partie représentée",
    (gouvernance.Frequence, "minimum_par_an"): "nombre de réunions par an, au moins",
    (gouvernance.Reunion, "statut"): "état de la réunion",
    (gouvernance.Reunion, "communaute"): "communauté d'utilisateurs",
    (gouvernance.Reunion, "projet"): "projet",
    (gouvernance.Reunion, "motif"): "motif de l'annulation",
    (gouvernance.Procedure, "instances"): "instances saisies, dans l'ordre",
    (gouvernance.Procedure, "preavis_mois"): "délai entre la décision et son effet, au moins",
    (gouvernance.Procedure, "rang"): "rang, de la plus légère à la plus lourde",
    (gouvernance.Visa, "quand"): "cas où il est demandé",
    (grilles.Bareme, "mode"): "mode de lecture",
    (grilles.Bareme, "mesures"): "mesure",
    (grilles.Bareme, "rang"): "tranche retenue quand deux mesures en désignent chacune une",
    (grilles.Bareme, "tranches"): "tranches",
    (grilles.Tranche, "a_partir_de"): "borne basse",
    (grilles.Tranche, "moins_de"): "borne haute, exclue",
    (grilles.Tranche, "valeur"): "valeur",
    (lectures.Alternative, "libelle"): "énoncé",
    (lectures.Lecture, "statut"): "état de la lecture",
    (lectures.Lecture, "titre"): "titre",
    (lectures.Lecture, "extraits"): "textes en cause",
    (lectures.Lecture, "motif"): "motif",
    (lectures.ProrataLu, "mode"): "règle",
    (lectures.ProrataLu, "seuil"): "dernier jour d'entrée qui compte encore le mois entier",
    (suivi.Mesure, "source"): _SOURCE,
    (lectures.Extrait, "texte"): "texte",
    (lectures.FormuleLue, "formule"): "formule",
    (lectures.ParametreLu, "valeur"): "valeur",
    (lectures.PrerequisLu, "services"): "services exigés",
    (lectures.AbaqueLu, "abaque"): "clé",
    (lectures.BeneficiairesLus, "beneficiaires"): "bénéficiaires",
    (lectures.FormuleLue, "variables"): "unités",
    (lectures.ReliquatLu, "reliquat"): "qui porte ce que le plafond laisse",
    (lectures.SommeLue, "somme"): "clés additionnées",
    (suivi.Axe, "texte_indicateurs"): "texte des indicateurs",
    (suivi.Axe, "enjeu"): "enjeu",
    (suivi.Axe, "actions"): "exemples d'actions associées",
    (suivi.Axe, "indicateurs"): "indicateurs",
    (suivi.Indicateur, "libelle"): "nom",
    (suivi.Indicateur, "portee"): "portée",
    (suivi.Indicateur, "responsable"): "qui le mesure",
    (suivi.Indicateur, "mesures"): "mesures",
    (suivi.Besoins, "validation"): "validation par l'adhérent",
    (suivi.Revoyure, "conclusion"): "conclusion",
    (suivi.Projet, "moa"): "fonction du référent métier ou chef de projet",
    (suivi.Projet, "charge_jours"): "charge prévue pour la DSIT",
    (suivi.Projet, "cout_estime"): "coût estimé",
    (suivi.Besoin, "cout_estime"): "coût estimé",
    (nombres.NombreDeClause, "donnees"): "donnée qui le répète",
    (suivi.DocumentPartage, "partage_avec"): "adhérents avec qui il est partagé",
    (tarifs.Composant, "actif"): "bien de la métropole",
    (tarifs.Actif, "nature"): "nature du bien",
    (tarifs.Actif, "cout_acquisition"): "coût d'acquisition",
    (tarifs.Actif, "subventions"): "subventions reçues",
    (tarifs.Actif, "duree_amortissement"): "durée d'amortissement",
    (tarifs.Actif, "mise_en_service"): "mise en service",
    (tarifs.Attribution, "depense"): "compte de dépense du gestionnaire",
    (tarifs.Attribution, "recette"): "compte de recette du payeur",
    (tarifs.Comptes, "attribution"): "comptes de l'attribution de compensation",
    (tarifs.Borne, "reliquat"): "qui porte ce que la borne laisse",
    (tarifs.Cle, "libelle"): "ce qui est compté",
    (tarifs.Cle, "comptage"): "comptage",
    (tarifs.Cle, "entier"): "ne compte que des choses entières",
    (tarifs.Cle, "somme"): "clés additionnées",
    (tarifs.Cle, "portee"): "portée",
    (tarifs.Cle, "reference"): "quantité publiée qui en tient lieu",
    (tarifs.Cle, "quotes_parts"): "part fixe",
    (tarifs.Cle, "millesimes"): "millésime",
    (tarifs.Composant, "fin"): "fin d'existence",
    (tarifs.Composant, "libelle_factuel"): "nom du coût factuel",
    (tarifs.Composant, "financement"): "mode de financement autorisé par l'éditeur",
    (tarifs.Composant, "taxe"): "taxe",
    (tarifs.Composant, "exonerations"): "exonérations",
    (tarifs.Contrat, "debut"): "début",
    (tarifs.Contrat, "fin"): "fin",
    (tarifs.Contrat, "fournisseur"): "fournisseur",
    (tarifs.Contrat, "revision"): "révision du prix",
    (tarifs.Equilibre, "masse_salariale"): "masse salariale",
    (tarifs.CoutPole, "montants"): "montant par an",
    (tarifs.CoutPole, "regie"): "prestation achetée",
    (tarifs.CoutNonRefacture, "motif"): "motif",
    (tarifs.CoutNonRefacture, "montants"): "montant par an",
    (tarifs.EstimationSeul, "methode"): "méthode de l'estimation",
    (tarifs.EstimationSeul, "valeurs"): "estimation par an",
    (tarifs.Exemple, "attendu"): "montant attendu",
    (tarifs.Exemple, "exercice"): "exercice",
    (tarifs.Exemple, "total"): "total",
    (tarifs.Exoneration, "motif"): "motif",
    (tarifs.Exoneration, "exercices"): "exercices concernés",
    (tarifs.Forfait, "cle"): "clé",
    (tarifs.LigneTarif, "libelle"): "libellé",
    (tarifs.LigneTarif, "cle_texte"): "clé de répartition",
    (tarifs.LigneTarif, "hors_extrait"): "hors de l'extrait publié",
    (tarifs.LigneTarif, "lecture"): "lecture du texte",
    (tarifs.LigneTarif, "variables"): "prix",
    (tarifs.LigneTarif, "parametres"): "constantes",
    (tarifs.LigneTarif, "revisions"): "révisions de prix",
    (tarifs.Mode, "texte"): "formule",
    (tarifs.Mode, "formule"): "calcul",
    (tarifs.Mode, "plafond"): "plafond par bénéficiaire",
    (tarifs.Mode, "plancher"): "plancher par bénéficiaire",
    (tarifs.Mode, "exemples"): "exemples chiffrés",
    (tarifs.Parametre, "valeurs"): "valeur à partir de l'exercice",
    (tarifs.Revision, "base"): "mois de l'indice de base",
    (tarifs.Revision, "mois"): "mois de l'indice à partir de l'exercice",
    (titres.Litige, "titre"): "pièce contestée",
    (titres.Litige, "objet"): "ce qui est contesté",
    (titres.Litige, "service"): "service contesté",
    (titres.Litige, "composant"): "composant contesté",
    (titres.Litige, "montant"): "montant contesté",
    (titres.Litige, "etape"): "état du désaccord",
    (titres.Litige, "contestation"): "maintien du désaccord",
    (titres.Litige, "cloture"): "fin du désaccord",
    (titres.Litige, "issue"): "issue",
    (titres.Titre, "numero"): "numéro",
    (titres.Titre, "genre"): "genre de pièce",
    (titres.Titre, "objet"): "objet",
    (titres.Titre, "exercice"): "exercice",
    (titres.Titre, "nature"): "nature",
    (titres.Titre, "montant"): "montant",
    (titres.Titre, "paiement"): "date du paiement",
}
