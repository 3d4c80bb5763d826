"""The one table of codes: what each message means and what to do about it.

Knows: codes, severities, their explanation. Must not know: where a code is raised.
A code is never given again to another meaning. Each has a case in `tools/tests/cas/`.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How serious a message is: only errors refuse the data."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"
    INFO = "info"


class Code(NamedTuple):
    """One row of the table."""

    code: str
    severity: Severity
    titre: str
    explication: str
    remede: str


FAMILLES: Mapping[str, str] = MappingProxyType(
    {
        "FIC": "Fichiers et dossiers",
        "SYN": "Écriture du YAML et encodage",
        "FOR": "Forme des documents",
        "REF": "Références",
        "PRE": "Prérequis",
        "PER": "Périodes",
        "TAR": "Tarifs et formules",
        "QTE": "Quantités",
        "ADH": "Adhérents",
        "ORI": "Origine des données",
    }
)

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

_TABLE: tuple[Code, ...] = (
    # --- FIC: files and folders ---
    Code(
        "FIC001",
        _ERREUR,
        "Fichier inattendu",
        "Le chemin ne correspond à aucun genre de document : le fichier serait ignoré, et son contenu avec lui.",
        "Ranger le fichier à la place que son genre demande (le message la donne), ou le retirer.",
    ),
    Code(
        "FIC002",
        _ERREUR,
        "Fichier obligatoire manquant",
        "Sans ce fichier, les montants ne peuvent pas être calculés.",
        "Créer le fichier, ou le rétablir depuis l'historique.",
    ),
    Code(
        "FIC003",
        _ERREUR,
        "Nom de fichier ou de dossier mal formé",
        "Le nom sert d'identifiant : lettres minuscules sans accent, chiffres et tirets (le code du service pour un "
        "service, l'année pour un exercice), suivi de « .yaml ».",
        "Renommer le fichier ou le dossier.",
    ),
    Code(
        "FIC004",
        _ERREUR,
        "Deux noms que certains systèmes confondent",
        "Windows et macOS ne distinguent pas les majuscules, ni deux écritures d'un même accent : l'un des deux "
        "fichiers y disparaîtrait.",
        "Garder un seul des deux fichiers.",
    ),
    Code(
        "FIC005",
        _ERREUR,
        "Ce n'est pas un fichier ordinaire",
        "Les liens, dossiers et fichiers spéciaux sont refusés : ils pourraient mener hors du dépôt.",
        "Remplacer par un fichier ordinaire.",
    ),
    Code(
        "FIC006",
        _ERREUR,
        "Fichier trop gros ou dépôt trop nombreux",
        "Un fichier dépasse la taille permise (1 Mio), ou le dépôt le nombre de fichiers permis : au-delà, ce n'est "
        "plus une donnée saisie à la main.",
        "Découper le fichier, ou retirer ce qui n'est pas une donnée de la convention.",
    ),
    Code(
        "FIC007",
        _ERREUR,
        "Première ligne sans le schéma du document",
        "Chaque fichier commence par le chemin de son schéma, pour que l'éditeur complète et vérifie la saisie.",
        "Mettre en première ligne celle que donne le message.",
    ),
    # --- SYN: writing and encoding ---
    Code(
        "SYN001",
        _ERREUR,
        "Encodage autre qu'UTF-8",
        "Le fichier contient des octets qui ne sont pas de l'UTF-8 : les accents seraient perdus.",
        "Enregistrer le fichier en UTF-8 (dans VS Code : « Enregistrer avec l'encodage »).",
    ),
    Code(
        "SYN002",
        _ERREUR,
        "Marque d'ordre des octets (BOM)",
        "Le fichier commence par, ou contient, un caractère invisible qui se mêlerait au premier mot.",
        "Enregistrer en « UTF-8 » et non en « UTF-8 avec BOM ».",
    ),
    Code(
        "SYN003",
        _ERREUR,
        "Caractère interdit",
        "Caractères de contrôle, de mise en page ou invisibles : ils changeraient ce qu'on lit sans changer ce qu'on "
        "voit.",
        "Retaper le texte à cet endroit.",
    ),
    Code(
        "SYN004",
        _ERREUR,
        "Marqueur de conflit git",
        "Une fusion n'a pas été terminée : le fichier contient deux versions du même passage.",
        "Choisir l'une des deux versions et effacer les lignes de marqueurs.",
    ),
    Code(
        "SYN005",
        _ERREUR,
        "Écriture YAML incorrecte",
        "Le fichier ne se lit pas à partir de cet endroit.",
        "Corriger la ligne montrée, ou celle qui la précède (guillemet non fermé, deux-points dans un texte, "
        "tabulation).",
    ),
    Code(
        "SYN006",
        _ERREUR,
        "Fichier vide",
        "Le fichier ne contient aucune donnée.",
        "Le remplir, ou le supprimer.",
    ),
    Code(
        "SYN007",
        _ERREUR,
        "Table attendue en tête de fichier",
        "Un document commence par des lignes « clé: valeur ».",
        "Mettre une clé devant la liste ou le texte.",
    ),
    Code(
        "SYN008",
        _ERREUR,
        "Plusieurs documents dans un fichier",
        "Le séparateur « --- » ouvre un second document, qui ne serait pas lu.",
        "Retirer le séparateur, ou faire deux fichiers.",
    ),
    Code(
        "SYN009",
        _ERREUR,
        "Écriture YAML refusée",
        "Ancres (&), renvois (*), étiquettes (!), clés de fusion (<<) et directives (%) sont refusés : ils cachent au "
        "lecteur d'où vient une valeur.",
        "Écrire la valeur en toutes lettres ; un texte qui commence par l'un de ces signes se met entre guillemets.",
    ),
    Code(
        "SYN010",
        _ERREUR,
        "Clé en double",
        "La même clé est écrite deux fois : une seule des deux valeurs serait retenue.",
        "Garder une seule des deux lignes.",
    ),
    Code(
        "SYN011",
        _ERREUR,
        "Imbrication trop profonde",
        "Aucun document n'a besoin de plus de vingt niveaux.",
        "Simplifier le passage.",
    ),
    Code(
        "SYN012",
        _ERREUR,
        "Clé qui n'est pas un mot",
        "Une clé est un mot ou un nombre, jamais une liste, une table ou un vide.",
        "Corriger la clé.",
    ),
    Code(
        "SYN013",
        _AVERTISSEMENT,
        "Fins de ligne de Windows",
        "Le fichier est lu, mais ses fins de ligne (CRLF) feraient paraître chaque ligne modifiée dans une demande de "
        "modification.",
        "Enregistrer avec des fins de ligne « LF ».",
    ),
    # --- FOR: shape ---
    Code(
        "FOR001",
        _ERREUR,
        "Champ inconnu",
        "Le document n'a pas de champ de ce nom : la valeur serait ignorée.",
        "Corriger le nom du champ, ou retirer la ligne.",
    ),
    Code(
        "FOR002",
        _ERREUR,
        "Champ manquant",
        "Le champ est obligatoire à cet endroit.",
        "Ajouter la ligne.",
    ),
    Code(
        "FOR003",
        _ERREUR,
        "Valeur vide",
        "Une valeur inconnue ne s'écrit pas : la clé est absente. Un vide ou « null » est refusé.",
        "Donner la valeur, ou retirer la ligne.",
    ),
    Code(
        "FOR004",
        _ERREUR,
        "Nombre mal écrit",
        "Un nombre s'écrit sans guillemets, sans espace, avec un point décimal : 1234.56.",
        "Récrire le nombre comme le message le montre.",
    ),
    Code(
        "FOR005",
        _ERREUR,
        "Texte à mettre entre guillemets",
        "Sans guillemets, ce texte serait lu comme un nombre, une date, un booléen ou un vide par d'autres outils.",
        "Mettre le texte entre guillemets droits.",
    ),
    Code(
        "FOR006",
        _ERREUR,
        "Date mal écrite",
        "Une date s'écrit AAAA-MM-JJ, sans guillemets, et doit exister.",
        "Récrire la date.",
    ),
    Code(
        "FOR007",
        _ERREUR,
        "Réponse par oui ou par non attendue",
        "Le champ se remplit par « oui » ou par « non ».",
        "Écrire oui ou non, sans guillemets.",
    ),
    Code(
        "FOR008",
        _ERREUR,
        "Valeur hors de la liste permise",
        "Le champ n'admet que les valeurs que le message énumère.",
        "Choisir l'une des valeurs.",
    ),
    Code(
        "FOR009",
        _ERREUR,
        "Une autre forme est attendue",
        "Une liste, une table ou un texte est attendu à cet endroit, et c'est autre chose qui est écrit.",
        "Récrire le passage sous la forme que dit le message.",
    ),
    Code(
        "FOR010",
        _ERREUR,
        "Identifiant mal formé",
        "Un identifiant s'écrit en minuscules sans accent ; un code de service en majuscules (S01, S03.5).",
        "Récrire l'identifiant.",
    ),
    Code(
        "FOR011",
        _ERREUR,
        "Nombre hors des bornes",
        "Le nombre est plus grand, plus petit ou plus précis que ce que le champ admet.",
        "Vérifier l'unité et le nombre de décimales.",
    ),
    Code(
        "FOR012",
        _ERREUR,
        "Format de données inconnu",
        "Le dépôt annonce une forme de données que cet outil ne sait pas lire.",
        "Mettre l'outil à jour, ou corriger « format » dans catalogue/convention.yaml.",
    ),
    Code(
        "FOR013",
        _ERREUR,
        "Code mal écrit",
        "Un SIREN a neuf chiffres, un code INSEE cinq caractères, un compte trois à huit chiffres, entre guillemets.",
        "Vérifier le code.",
    ),
    # --- REF: references ---
    Code(
        "REF001",
        _ERREUR,
        "Référence inconnue",
        "Le nom cité ne désigne aucun service, composant, clé, ligne de tarif ou adhérent du dépôt.",
        "Corriger le nom, ou créer ce qu'il désigne.",
    ),
    Code(
        "REF002",
        _ERREUR,
        "Deux objets de même identifiant",
        "Un identifiant désigne un seul objet, et n'est jamais réattribué : composant, ligne de tarif, sous-service, "
        "dépense d'un adhérent, nom d'une ligne, imputation d'une nature.",
        "Renommer l'un des deux.",
    ),
    Code(
        "REF003",
        _ERREUR,
        "Rangé dans le fichier d'un autre service",
        "Le composant est rangé dans le fichier d'un service, et sa ligne de tarif ou son sous-service relève d'un "
        "autre ; ou un sous-service est décrit dans le fichier d'un autre service.",
        "Déplacer l'objet, ou corriger sa ligne de tarif ou son code.",
    ),
    Code(
        "REF004",
        _ERREUR,
        "Composant qui ne se souscrit pas un par un",
        "Seuls les composants dont les bénéficiaires sont déclarés « souscription » se citent dans les souscriptions.",
        "Retirer la ligne, ou changer « beneficiaires » du composant.",
    ),
    # --- PRE: prerequisites ---
    Code(
        "PRE001",
        _ERREUR,
        "Prérequis non rempli",
        "La DSIT se réserve le droit de ne pas activer un service dont les prérequis ne sont pas respectés "
        "(article 3) : un service actif suppose ses prérequis actifs aux mêmes dates, et un composant souscrit suppose "
        "son service.",
        "Souscrire le prérequis aux mêmes dates, ou déclarer la souscription « souscrite_non_activee ».",
    ),
    Code(
        "PRE002",
        _ERREUR,
        "Service prérequis de lui-même",
        "Un service ne peut pas être son propre prérequis.",
        "Corriger la liste des prérequis.",
    ),
    Code(
        "PRE003",
        _ERREUR,
        "Prérequis en boucle",
        "Des services se demandent l'un l'autre : aucun ne pourrait être activé.",
        "Retirer l'un des prérequis de la boucle.",
    ),
    Code(
        "PRE004",
        _ERREUR,
        "Convention connexe manquante",
        "Ce service est une option soumise à une convention spécifique (article 3, annexe 3).",
        "Donner la référence de la convention connexe, ou déclarer la souscription « souscrite_non_activee ».",
    ),
    Code(
        "PRE005",
        _ERREUR,
        "Dérogation manquante",
        "L'archivage électronique demande une dérogation des archives départementales si l'adhérent n'a pas de "
        "service d'archives (annexe 3).",
        "Déclarer la dérogation obtenue, ou déclarer la souscription « souscrite_non_activee ».",
    ),
    # --- PER: periods ---
    Code(
        "PER001",
        _ERREUR,
        "Fin avant le début",
        "La date de fin est exclue : elle doit être postérieure à la date de début.",
        "Corriger l'une des deux dates.",
    ),
    Code(
        "PER002",
        _ERREUR,
        "Périodes qui se chevauchent",
        "Le même objet est souscrit deux fois aux mêmes dates.",
        "Fermer la première période, ou retirer l'une des deux lignes.",
    ),
    Code(
        "PER003",
        _AVERTISSEMENT,
        "Fin au dernier jour d'un mois",
        "La date de fin est exclue : le 31 décembre écrit en fin ne compte pas le 31 décembre.",
        "Écrire le premier jour qui n'est plus compté, presque toujours le 1er du mois suivant.",
    ),
    Code(
        "PER004",
        _ERREUR,
        "Date hors de la convention",
        "La convention prend effet le 1er janvier 2024 pour une année, reconductible quatre fois (article 14).",
        "Corriger la date ou l'année.",
    ),
    Code(
        "PER005",
        _ERREUR,
        "Souscription hors de l'adhésion",
        "Un service ne se souscrit que pendant l'adhésion.",
        "Corriger la date, ou celle de l'adhésion.",
    ),
    Code(
        "PER006",
        _ERREUR,
        "Exercice non déclaré",
        "Des montants ou des quantités portent sur une année qui n'a pas de fichier dans pricing/exercices/.",
        "Corriger l'année, ou ouvrir l'exercice.",
    ),
    Code(
        "PER007",
        _ERREUR,
        "Dates d'une livraison incohérentes",
        "Une livraison suit l'acceptation du devis (article 8.1) et se range dans l'année où elle a eu lieu.",
        "Corriger la date, ou déplacer la dépense dans le fichier de la bonne année.",
    ),
    Code(
        "PER008",
        _ERREUR,
        "Deux valeurs à la même date",
        "Deux valeurs, ou deux comptages de la même phase, portent la même date ou la même clé : laquelle vaut ?",
        "Garder une seule des deux.",
    ),
    Code(
        "PER009",
        _ERREUR,
        "Forfait qui change en cours d'année",
        "Les montants sont actualisés annuellement (annexe 3) : une nouvelle valeur prend effet un 1er janvier.",
        "Donner une date au 1er janvier.",
    ),
    # --- TAR: tariffs ---
    Code(
        "TAR001",
        _ERREUR,
        "Formule mal écrite",
        "La formule ne se lit pas : opérateurs + - * /, parenthèses, min, max, si, part, arguments séparés par « ; ».",
        "Corriger la formule à l'endroit montré.",
    ),
    Code(
        "TAR002",
        _ERREUR,
        "Nom non déclaré dans une formule",
        "Chaque nom d'une formule est une variable ou un paramètre déclaré par la ligne, ou une clé de répartition.",
        "Corriger le nom, ou déclarer la variable avec son unité.",
    ),
    Code(
        "TAR003",
        _ERREUR,
        "Unités incompatibles",
        "La formule additionne ou rend autre chose que des euros (des euros par an pour un coût annuel).",
        "Corriger la formule, ou l'unité d'une variable.",
    ),
    Code(
        "TAR004",
        _ERREUR,
        "Exemple qui ne tient pas",
        "L'exemple de la ligne, recalculé, ne donne pas le montant attendu au centime.",
        "Corriger la formule, les valeurs ou le montant attendu.",
    ),
    Code(
        "TAR005",
        _ERREUR,
        "Coût récupéré plus d'une fois",
        "Un coût partagé serait facturé au-delà de son montant : la contribution ne peut dépasser la part exacte de "
        "chacun dans les dépenses communes.",
        "Ne partager chaque coût qu'une fois, ou donner à chaque adhérent son propre composant.",
    ),
    Code(
        "TAR006",
        _ERREUR,
        "Part mal placée",
        "part(…) se multiplie par un coût ; elle ne se place ni dans min, max ou si, ni au diviseur, ni avec une autre "
        "part.",
        "Récrire la formule comme une somme de « coût * part(clé) ».",
    ),
    Code(
        "TAR007",
        _ERREUR,
        "Terme facturé entier à chacun",
        "Un terme sans part ni quantité serait facturé entier à chaque bénéficiaire.",
        "Le multiplier par part(…) ou par une quantité, ou déclarer « part_fixe: oui » si c'est voulu.",
    ),
    Code(
        "TAR008",
        _ERREUR,
        "Division par une quantité propre à l'adhérent",
        "Seule une valeur commune à tous les bénéficiaires peut diviser.",
        "Diviser par une variable, un paramètre ou un nombre.",
    ),
    Code(
        "TAR009",
        _ERREUR,
        "Division par zéro",
        "Le diviseur de la formule vaut zéro avec les valeurs données.",
        "Corriger la valeur, ou la formule.",
    ),
    Code(
        "TAR010",
        _ERREUR,
        "Montant manquant pour une formule",
        "Le composant, ou la dépense, ne donne qu'une partie des montants que la formule de sa ligne demande, ou "
        "un paramètre n'a pas encore de valeur, ou la formule n'a pas de variable : le coût serait incomplet.",
        "Donner tous les montants de la formule pour cet exercice, ou aucun (0.00 s'il est nul).",
    ),
    Code(
        "TAR011",
        _ERREUR,
        "Montant que la ligne ne prévoit pas",
        "Le composant, ou la dépense, donne un montant que les formules de sa ligne ne lisent pas : il ne serait "
        "facturé à personne.",
        "Corriger le nom du montant, ou ajouter la variable à la ligne et à sa formule.",
    ),
    Code(
        "TAR012",
        _ERREUR,
        "Abaque manquant, ou sans emploi",
        "La formule de la ligne dit « abaque » : le composant doit dire quelle clé de répartition en tient lieu. Si "
        "elle ne le dit pas, la clé que donne le composant ne servirait à rien.",
        "Ajouter « abaque: » au composant, ou l'en retirer.",
    ),
    Code(
        "TAR013",
        _AVERTISSEMENT,
        "Coût que personne ne paie",
        "Le composant a un coût et aucun bénéficiaire, ou des quantités toutes nulles : le coût n'est pas réparti.",
        "Vérifier les souscriptions et les quantités, ou fermer le composant.",
    ),
    Code(
        "TAR014",
        _AVERTISSEMENT,
        "Coût sans bénéficiaire une partie de l'année",
        "Pendant quelques mois, le composant n'a aucun bénéficiaire : ceux du reste de l'année en portent le coût "
        "entier.",
        "Vérifier que le coût ne couvre que les mois utiles, ou faire porter le reste par le gestionnaire.",
    ),
    Code(
        "TAR015",
        _ERREUR,
        "Ligne de tarif sans exemple",
        "Chaque formule est illustrée par un exemple chiffré, recalculé à chaque contrôle.",
        "Ajouter un exemple avec ses valeurs et le montant attendu.",
    ),
    Code(
        "TAR016",
        _ERREUR,
        "Clé de répartition mal définie",
        "Une clé est comptée, ou somme d'autres clés comptées de la même façon, jamais les deux ni aucune des deux. "
        "Quelques noms sont réservés aux formules.",
        "Donner « comptage: » ou « somme: », ou changer le nom.",
    ),
    Code(
        "TAR017",
        _AVERTISSEMENT,
        "Variable déclarée et jamais utilisée",
        "La ligne déclare une variable ou un paramètre qu'aucune de ses formules n'emploie.",
        "Retirer la variable, ou corriger la formule.",
    ),
    Code(
        "TAR018",
        _ERREUR,
        "Imputation comptable manquante",
        "Aucun compte n'est proposé pour cette nature, cette section et ce genre de payeur.",
        "Compléter pricing/comptes.yaml.",
    ),
    Code(
        "TAR019",
        _ERREUR,
        "Forfait manquant",
        "Aucune valeur du forfait de masse salariale n'est en vigueur pour cet exercice (annexe 3).",
        "Ajouter la valeur dans pricing/forfait.yaml.",
    ),
    Code(
        "TAR020",
        _ERREUR,
        "Unité mal écrite",
        "Une unité s'écrit avec des symboles séparés par « / » ou « · » : €/an, €/copieur/an.",
        "Récrire l'unité.",
    ),
    # --- QTE: quantities ---
    Code(
        "QTE001",
        _ERREUR,
        "Quantité manquante",
        "Un bénéficiaire n'a pas de quantité pour la clé qui répartit le coût : sa part serait nulle.",
        "Donner la quantité ; zéro s'écrit 0.",
    ),
    Code(
        "QTE002",
        _ERREUR,
        "Quantité comptée au mauvais endroit",
        "Une clé de portée « composant » se compte par composant, les autres par adhérent, une somme jamais.",
        "Déplacer la quantité.",
    ),
    Code(
        "QTE003",
        _AVERTISSEMENT,
        "Quantité que rien ne facture",
        "Une quantité est comptée pour un composant dont l'adhérent n'est pas bénéficiaire cette année-là.",
        "Retirer la quantité, ou vérifier la souscription.",
    ),
    Code(
        "QTE004",
        _ERREUR,
        "Quantité négative",
        "Une quantité se compte : elle est positive ou nulle.",
        "Corriger la quantité.",
    ),
    Code(
        "QTE005",
        _ERREUR,
        "Total différent de la somme",
        "Le total annoncé par l'organigramme (annexe 2) n'est pas la somme des équivalents temps plein de ses lignes.",
        "Corriger le total, ou une ligne.",
    ),
    # --- ADH: adherents ---
    Code(
        "ADH001",
        _ERREUR,
        "SIREN incorrect",
        "La clé de contrôle du SIREN ne tombe pas juste : un chiffre est faux.",
        "Recopier le SIREN depuis l'avis de situation.",
    ),
    Code(
        "ADH002",
        _ERREUR,
        "Deux adhérents de même SIREN ou de même code INSEE",
        "Un SIREN ou un code INSEE désigne un seul adhérent.",
        "Corriger l'un des deux.",
    ),
    Code(
        "ADH003",
        _ERREUR,
        "Identité incomplète",
        "Une commune a un code INSEE et un SIREN ; un établissement rattaché dit à quelle collectivité (article 2).",
        "Ajouter ce qui manque.",
    ),
    Code(
        "ADH004",
        _ERREUR,
        "Dossier d'adhérent incomplet",
        "Un dossier d'adhérent contient son identité (adherent.yaml) et ses souscriptions (souscriptions.yaml).",
        "Ajouter le fichier manquant.",
    ),
    Code(
        "ADH005",
        _ERREUR,
        "Gestionnaire introuvable",
        "La convention cite comme gestionnaire un adhérent qui n'est pas un établissement public de coopération "
        "intercommunale du dépôt (article 7).",
        "Corriger « gestionnaire » dans catalogue/convention.yaml.",
    ),
    # --- ORI: origin ---
    Code(
        "ORI001",
        _ERREUR,
        "Donnée de démonstration sans source",
        "Un chiffre de démonstration ou public dit d'où il vient.",
        "Ajouter « source: ».",
    ),
    Code(
        "ORI002",
        _ERREUR,
        "Origine « convention » impossible ici",
        "La convention ne donne ni souscription, ni quantité, ni dépense, ni montant de composant : ces données ne "
        "peuvent pas en venir.",
        "Écrire « demonstration » ou « public », avec la source.",
    ),
)

CODES: Mapping[str, Code] = MappingProxyType({row.code: row for row in _TABLE})
