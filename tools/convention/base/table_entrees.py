"""Codes on demands of membership and on terminations (art. 3.1, 13).

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "ENT001",
        _ERREUR,
        "Adhésion dont l'état suppose ce qu'elle n'a pas",
        "Une demande est évaluée par la DSIT, reçoit l'avis du comité de suivi stratégique, est décidée par les deux "
        "assemblées, puis signée (article 3.1). Chaque état suppose tout ce qui précède.",
        "Ajouter ce qui manque, ou revenir à l'état atteint.",
    ),
    Code(
        "ENT002",
        _ERREUR,
        "Adhésion dont les dates ne peuvent pas se suivre",
        "La demande, l'évaluation, l'avis, les délibérations et la signature se suivent dans cet ordre (article 3.1) ; "
        "un acte est transmis et publié après avoir été pris.",
        "Corriger l'une des deux dates.",
    ),
    Code(
        "ENT003",
        _ERREUR,
        "Avis qu'aucune réunion tenue n'a rendu",
        "L'avis sur une adhésion est rendu par le comité de suivi stratégique, dans une réunion tenue (articles 3.1 et "
        "7.2).",
        "Corriger la réunion ou le sens de l'avis, ou compléter la réunion dans catalogue/reunions/.",
    ),
    Code(
        "ENT004",
        _ERREUR,
        "Adhésion qui commence avant ce qui la décide",
        "Une adhésion commence au plus tôt le jour de la signature. Non signée, elle ne commence ni avant l'une de ses "
        "étapes, ni dans un exercice clos ; refusée, elle ne commence pas.",
        "Corriger « adhesion.debut », ou compléter adhesion.yaml. D'une adhésion refusée, ne garder que adhesion.yaml.",
    ),
    Code(
        "ENT005",
        _AVERTISSEMENT,
        "Adhésion dont l'état est en retard sur ce qui est acquis",
        "Le dossier contient ce que suppose un état plus avancé que celui qu'il déclare.",
        "Écrire l'état atteint.",
    ),
    Code(
        "ENT006",
        _AVERTISSEMENT,
        "Adhésion non signée, et déjà comptée",
        "Le calcul compte cet adhérent à partir de « adhesion.debut » : les contributions des autres en tiennent déjà "
        "compte, alors que rien n'est signé.",
        "Compléter adhesion.yaml jusqu'à la signature ; d'ici là, lire ces contributions comme une prévision.",
    ),
    Code(
        "ENT007",
        _ERREUR,
        "Adhésion ou résiliation de personne",
        "Une demande peut être seule dans son dossier. Signée, elle accompagne l'identité (adherent.yaml), "
        "comme une résiliation.",
        "Créer adherent.yaml dans le même dossier, ou retirer le fichier.",
    ),
    Code(
        "SOR001",
        _ERREUR,
        "Résiliation sans ce que suppose son genre",
        "Une résiliation simple se notifie, un commun accord a une date, une résiliation pour faute suit une mise en "
        "demeure (article 13). Le gestionnaire, qui porte le service commun, ne résilie pas.",
        "Ajouter la date qui manque, ou corriger le genre.",
    ),
    Code(
        "SOR002",
        _ERREUR,
        "Préavis trop court",
        "Une résiliation simple prend effet au plus tôt trois mois après réception de la lettre recommandée ; pour "
        "faute, impayé compris, trois mois après la mise en demeure (article 13, lectures 71 et 72).",
        "Repousser « effet », ou corriger la date dont le délai part.",
    ),
    Code(
        "SOR003",
        _ERREUR,
        "Résiliation et fin d'adhésion qui se contredisent",
        "Le calcul s'arrête à « adhesion.fin » de adherent.yaml : c'est le jour d'effet de la résiliation.",
        "Écrire la même date dans les deux fichiers.",
    ),
    Code(
        "SOR004",
        _AVERTISSEMENT,
        "Fin d'adhésion sans résiliation",
        "Une adhésion ne finit avant le terme de la convention que par une résiliation (article 13), dont le fichier "
        "resiliation.yaml garde le genre, les dates et les étapes.",
        "Créer resiliation.yaml, ou retirer « fin ».",
    ),
    Code(
        "SOR005",
        _ERREUR,
        "Matériels à rendre trop tard",
        "La métropole récupère ses matériels dans les trois mois qui suivent la date d'effet (article 13).",
        "Avancer la date prévue.",
    ),
    Code(
        "SOR006",
        _AVERTISSEMENT,
        "Matériels rendus trop tard",
        "Les matériels de la métropole ont été récupérés plus de trois mois après la date d'effet (article 13).",
        "Vérifier la date ; si elle est juste, le retard reste écrit.",
    ),
    Code(
        "SOR007",
        _ERREUR,
        "Sortie dont les dates ne peuvent pas se suivre",
        "Une mise en demeure précède la lettre qui résilie, une résiliation suit le début de l'adhésion, et rien n'est "
        "rendu, récupéré ou détruit avant qu'elle ne soit connue (articles 6 et 13).",
        "Corriger l'une des deux dates.",
    ),
)
