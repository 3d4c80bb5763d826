"""Codes on the text of the convention and the places that it cites.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "ART001",
        _ERREUR,
        "Article que rien ne porte",
        "Aucun passage de l'article, ou de la partie numérotée, ne dit quel fichier porte ce qu'il décide : la clause "
        "resterait lettre morte. Un article et ses parties numérotées (8, 8.1, 8.2) se comptent chacun pour soi, et le "
        "texte lui-même (catalogue/articles/) n'est pas une donnée qui l'applique.",
        "Ajouter « donnees » à l'un de ses passages, avec le fichier qui porte ce qu'il dit.",
    ),
    Code(
        "ART002",
        _ERREUR,
        "Article dont rien ne se sert",
        "Aucun passage de l'article, ou de la partie numérotée, ne dit quelle sortie s'en sert : les messages de "
        "« valider », un montant, une comparaison… La page de couverture et les schémas, qui valent pour tout, ne "
        "comptent pas.",
        "Ajouter « sorties » à l'un de ses passages.",
    ),
    Code(
        "ART003",
        _ERREUR,
        "Emplacement introuvable",
        "Un passage de la convention, ou une lecture, dit dans quel fichier et quel champ se trouve ce qu'il décide : "
        "ce fichier n'existe pas, ce genre de document n'a pas ce champ, ou aucun de ces fichiers ne le remplit.",
        "Corriger l'emplacement, ou écrire la donnée qu'il annonce.",
    ),
    Code(
        "ART004",
        _ERREUR,
        "Code de message inconnu",
        "Un passage dit qu'un message surveille son respect, et aucun message n'a ce code.",
        "Corriger le code, ou le retirer : « convention expliquer-code CODE » dit ce que surveille chacun.",
    ),
    Code(
        "ART005",
        _ERREUR,
        "Deux textes au même rang ou pour la même clause",
        "Chaque article, partie numérotée ou annexe n'est écrit qu'une fois, et chacun a son rang dans la convention.",
        "Corriger le rang ou le numéro de l'un des deux, ou retirer le fichier en trop.",
    ),
    Code(
        "ART006",
        _ERREUR,
        "Article manquant",
        "Quand le texte de la convention est dans le dépôt, il y est tout entier : l'en-tête, le préambule, les "
        "articles, leurs parties numérotées et les annexes se suivent sans trou, et toute clause citée ailleurs "
        "existe.",
        "Créer le fichier ou la partie qui manque, ou corriger le numéro.",
    ),
    Code(
        "ART007",
        _ERREUR,
        "Texte rangé sous un autre numéro",
        "Le nom d'un fichier suit le numéro de son article (article-08.yaml, annexe-4.yaml), et les parties 8.1 et 8.2 "
        "sont dans le fichier de l'article 8.",
        "Renommer le fichier, ou corriger « clause ».",
    ),
    Code(
        "ART008",
        _AVERTISSEMENT,
        "Passage sans donnée ni note",
        "Un passage que rien ne porte est peut-être oublié : sa note dit pourquoi rien n'en est tenu (un rappel, un "
        "engagement de moyens, une chose qui reste à construire).",
        "Ajouter « donnees », ou « note ».",
    ),
    Code(
        "ART009",
        _ERREUR,
        "Texte recopié qui n'est pas dans la clause",
        "Le catalogue, l'organigramme, les prérequis, les textes de l'annexe 4, les axes et les instances recopient la "
        "convention mot pour mot, fautes comprises : un mot changé d'un seul côté ferait dire deux choses à la "
        "convention.",
        "Recopier le texte de la clause, ou le changer aussi dans catalogue/articles/, par avenant.",
    ),
    Code(
        "ART010",
        _ERREUR,
        "Nombre qui n'est pas celui de la clause",
        "Chaque nombre du texte que les données répètent (une durée, un préavis, un effectif, un montant, une date) y "
        "est lié par une ligne de catalogue/nombres.yaml : la donnée vaut ce que disent les mots de la clause, en "
        "chiffres ou en lettres. Changé d'un seul côté, il ferait dire deux choses à la convention.",
        "Rétablir le nombre de la clause, ou le changer aussi dans catalogue/articles/, par avenant.",
    ),
    Code(
        "ART011",
        _ERREUR,
        "Nombre du texte que rien ne lie",
        "Tout nombre du texte, en chiffres ou en lettres, a sa ligne dans catalogue/nombres.yaml : les données qui le "
        "répètent, ou la raison pour laquelle rien ne le répète. Un nombre ajouté à un article serait sinon oublié.",
        "Ajouter la ligne : la clause, les mots qui portent le nombre, et « donnees » ou « raison ».",
    ),
    Code(
        "ART012",
        _ERREUR,
        "Liaison qui ne lie rien",
        "Une ligne de catalogue/nombres.yaml cite des mots que la clause n'a pas, ou qui n'ont aucun nombre, ou déjà "
        "liés par une autre ligne ; ou bien elle ne désigne aucune donnée du dépôt, ou donne à la fois des données et "
        "une raison.",
        "Recopier les mots de la clause, corriger l'emplacement de la donnée, ou retirer la ligne.",
    ),
    Code(
        "ART013",
        _AVERTISSEMENT,
        "Nombres du texte sans leurs données",
        "Le texte de la convention est dans le dépôt, et le fichier qui lie ses nombres aux données n'y est pas : une "
        "durée ou un préavis pourrait y différer de ce que dit l'article sans que rien ne le montre.",
        "Créer catalogue/nombres.yaml, une ligne par nombre.",
    ),
)
