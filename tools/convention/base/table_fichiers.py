"""Codes on files, YAML and the shape of documents.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
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
        "Un SIREN a neuf chiffres, un code INSEE cinq caractères, un compte trois à huit chiffres, entre guillemets ; "
        "une empreinte a 64 chiffres et lettres de a à f ; une équipe s'écrit « @organisation/equipe ».",
        "Vérifier le code.",
    ),
    Code(
        "FOR014",
        _ERREUR,
        "Caractère étranger à un nom",
        "Un nom d'adhérent, de service, de composant ou de clé s'écrit avec les lettres latines du français, des "
        "chiffres et de la ponctuation : une lettre d'un autre alphabet (le « а » cyrillique) s'y lit comme une autre, "
        "et ferait de deux noms différents le même nom pour qui les lit.",
        "Retaper le nom au clavier.",
    ),
)
