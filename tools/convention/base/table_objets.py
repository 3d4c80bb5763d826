"""Codes on what documents say to each other.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
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
        "dépense ou besoin d'un adhérent, indicateur, nom d'une ligne, imputation d'une nature.",
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
    Code(
        "REF005",
        _AVERTISSEMENT,
        "Service compris dans l'adhésion",
        "Un service obligatoire vient avec l'adhésion (article 3), sans être souscrit : la ligne n'a aucun effet, sa "
        "date de fin et son statut non plus.",
        "Retirer la ligne.",
    ),
    Code(
        "REF006",
        _ERREUR,
        "Noms qui se confondent",
        "Deux adhérents, deux services, deux composants ou deux clés ont le même nom, ou des noms qui ne diffèrent que "
        "par une majuscule, un accent, un tiret, une apostrophe, une espace, ou par des signes qui se ressemblent (O "
        "et zéro ; l, I et un) : un tableau, un titre ou un formulaire les ferait prendre l'un pour l'autre.",
        "Distinguer les deux noms par un mot.",
    ),
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
    Code(
        "PRE006",
        _ERREUR,
        "Livraison sans souscription",
        "Une dépense est livrée à un adhérent qui n'a pas, ce jour-là, le service dont relève sa ligne de tarif : la "
        "DSIT ne fournit que les services souscrits et activés (article 3).",
        "Corriger la date de livraison, la ligne de tarif ou la souscription.",
    ),
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
    Code(
        "PER010",
        _ERREUR,
        "Exercice clos avant le réalisé",
        "Un exercice se clôt sur les dépenses constatées : une fois clos, la phase en vigueur est « realise ».",
        "Écrire « phase: realise », ou « statut: ouvert » si le réalisé n'est pas encore connu.",
    ),
    Code(
        "PER011",
        _ERREUR,
        "Exercice ouvert avant un exercice clos",
        "L'exercice en cours est le premier qui soit ouvert : les exercices se closent dans l'ordre des années.",
        "Écrire « statut: clos », ou rouvrir aussi les exercices qui suivent.",
    ),
    Code(
        "PER012",
        _ERREUR,
        "Fait daté d'un jour à venir",
        "Une réception, une validation, un accord, une délibération, un paiement, un comptage ont eu lieu : ils ne "
        "sont pas datés d'un jour qui n'est pas venu. Ce qui est prévu (une réunion, un vote de budget, une prise "
        "d'effet) n'est pas concerné. Le jour qui compte est celui de la commande, ou celui que donne « --date ».",
        "Corriger la date, ou n'écrire le fait qu'une fois qu'il a eu lieu.",
    ),
    Code(
        "PER013",
        _AVERTISSEMENT,
        "Souscription demandée après son début",
        "Un service se demande, et sa convention spécifique se signe, avant le premier jour où il sert (article 3). "
        "L'une des deux dates est sans doute fausse.",
        "Corriger la date de la demande, de la signature ou du début.",
    ),
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
    Code(
        "QTE006",
        _AVERTISSEMENT,
        "Quantité manquante dans une phase qui n'est pas en vigueur",
        "Un bénéficiaire n'a pas de quantité dans une phase que d'autres comptages de l'exercice alimentent : un "
        "calcul de cette phase (« calculer --phase ») la compterait pour zéro.",
        "Donner la quantité dans cette phase, ou dans une phase antérieure.",
    ),
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
