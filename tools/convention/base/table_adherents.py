"""Codes on what an adherent commits to (art. 3, 5, 8.3, 10), on its budget, on the indicators of annexe 5.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

_FONCTIONS = (
    Code(
        "ADH006",
        _AVERTISSEMENT,
        "Délégué à la protection des données inconnu",
        "L'adhérent communique à la DSIT les coordonnées du délégué à la protection des données qu'il a désigné auprès "
        "de la CNIL (article 10.2) : sans elles, une violation de données ne lui serait pas signalée.",
        "Ajouter « dpd » au fichier fonctions.yaml, par fonction et jamais par nom, avec ses deux dates.",
    ),
    Code(
        "ADH007",
        _ERREUR,
        "Délégué communiqué avant d'être désigné",
        "Les coordonnées du délégué à la protection des données se communiquent une fois qu'il est désigné "
        "(article 10.2) : l'une des deux dates est fausse.",
        "Corriger la date de désignation ou celle de la communication.",
    ),
    Code(
        "ADH008",
        _AVERTISSEMENT,
        "Interlocuteurs inconnus",
        "L'adhérent désigne un interlocuteur pour chaque échelon de gouvernance : stratégique, financier, opérationnel "
        "(article 5). D'autres adhérents l'ont fait, celui-ci n'a pas de fichier fonctions.yaml.",
        "Créer fonctions.yaml ; à défaut d'interlocuteur, l'échelon de direction suit le volet opérationnel.",
    ),
    Code(
        "ADH009",
        _AVERTISSEMENT,
        "Habilitation postérieure à l'adhésion",
        "Le signataire est habilité par une délibération (en-tête de la convention). Elle précède l'adhésion : plus "
        "tardive, la convention aurait été signée sans habilitation.",
        "Corriger la date de l'acte ou le début de l'adhésion, ou faire vérifier l'acte.",
    ),
    Code(
        "ADH010",
        _AVERTISSEMENT,
        "Signataire manquant, ou de trop",
        "La convention est signée par la Métropole et par chaque adhérent. La Métropole n'en signe pas avec elle-même.",
        "Ajouter « signataire » au fichier fonctions.yaml, ou le retirer de celui du gestionnaire.",
    ),
)

_BUDGETS = (
    Code(
        "ADH011",
        _ERREUR,
        "SIRET incorrect",
        "Un SIRET commence par les neuf chiffres du SIREN de son adhérent, et sa clé de contrôle tombe juste.",
        "Recopier le SIRET depuis l'avis de situation, ou retirer la ligne s'il n'est pas connu.",
    ),
    Code(
        "ADH012",
        _ERREUR,
        "Règlement impossible",
        "L'attribution de compensation lie la métropole à ses communes : un établissement rattaché n'en a pas. Celle "
        "d'investissement ne sert qu'à renouveler des équipements transférés (à vérifier : code général des impôts, "
        "article 1609 nonies C). Un montant figé ne vaut que pour qui l'impute sur elle. Le gestionnaire porte sa part "
        "sans recevoir de titre (article 7) : il ne règle rien.",
        "Écrire « titre », ou retirer « reglement » du gestionnaire.",
    ),
    Code(
        "ADH013",
        _AVERTISSEMENT,
        "Calendrier budgétaire inhabituel",
        "La DSIT s'inscrit dans le calendrier budgétaire de l'adhérent (articles 4 et 8.3). Sont attendus : le débat "
        "d'orientation au plus dix semaines avant le vote du budget primitif ; ce vote avant le 15 avril, ou le 30 "
        "avril l'année du renouvellement des conseils municipaux (2020, 2026…) ; la décision modificative après lui ; "
        "le compte financier unique après la fin de l'exercice, au plus tard le 30 juin de l'année suivante, et rangé "
        "dans l'exercice qu'il arrête. Références à vérifier : code général des collectivités territoriales, "
        "articles L. 1612-2, L. 1612-12 et L. 2312-1, renumérotés par l'ordonnance n° 2025-526.",
        "Corriger la date ; si elle est exacte, l'avertissement dit seulement qu'elle sort de l'usage.",
    ),
    Code(
        "ADH014",
        _ERREUR,
        "Crédits d'un budget inconnu",
        "Des crédits sont portés par un budget que le fichier ne décrit pas.",
        "Corriger le nom, ou décrire ce budget sous « budgets ».",
    ),
    Code(
        "ADH015",
        _ERREUR,
        "Crédits inscrits deux fois",
        "Le même compte est inscrit deux fois, dans la même section du même budget, pour le même exercice.",
        "N'en garder qu'une ligne, avec le total.",
    ),
    Code(
        "ADH016",
        _AVERTISSEMENT,
        "Compte qu'aucune contribution n'emploie",
        "Des crédits sont inscrits à un compte auquel aucune contribution de ce genre de payeur ne s'impute "
        "(pricing/comptes.yaml) : ils ne serviraient pas à payer la convention.",
        "Corriger le numéro de compte ou la section, ou retirer la ligne.",
    ),
    Code(
        "ADH017",
        _AVERTISSEMENT,
        "Crédits insuffisants",
        "Les crédits inscrits au budget, voté ou en projet (budget primitif et décision modificative), sont "
        "inférieurs à la contribution calculée pour la phase en vigueur de l'exercice : le mandat pourrait être "
        "rejeté (article 8.3).",
        "Inscrire ce qui manque avant le vote du budget, ou par décision modificative après lui, le couvrir au sein "
        "du chapitre, ou vérifier les quantités.",
    ),
)

_BESOINS = (
    Code(
        "ADH018",
        _AVERTISSEMENT,
        "Recensement postérieur à l'appel d'octobre",
        "Le recensement annuel des besoins (article 5) prépare l'appel d'octobre de l'année précédente, où se définit "
        "le budget prévisionnel (article 8.3) : plus tardif, il n'y est pas compté. La date de l'appel est celle que "
        "déclare cet exercice ; à défaut, le 31 octobre.",
        "Corriger la date, ou reporter ces besoins à l'exercice suivant.",
    ),
    Code(
        "ADH019",
        _ERREUR,
        "Besoins validés avant d'être recensés",
        "Le référent valide le recensement des besoins de sa collectivité (article 5) : l'une des deux dates est "
        "fausse.",
        "Corriger la date du recensement ou celle de la validation.",
    ),
    Code(
        "ADH020",
        _AVERTISSEMENT,
        "Besoin chiffré sans section",
        "Un besoin a un coût estimé, et rien ne dit s'il s'inscrit en fonctionnement ou en investissement.",
        "Ajouter « section ».",
    ),
    Code(
        "ADH021",
        _ERREUR,
        "Budget principal absent ou en double",
        "Un payeur est un budget : chaque adhérent a un budget principal, un seul, et peut avoir des budgets annexes.",
        "Corriger « genre », ou retirer le budget en trop.",
    ),
    Code(
        "PRE007",
        _AVERTISSEMENT,
        "Dérogation sans objet",
        "Une dérogation est déclarée pour un service qui n'en demande pas, ou par un adhérent qui a un service "
        "d'archives : elle n'est nécessaire qu'à défaut d'un tel service (annexe 3).",
        "Retirer la dérogation, ou « service_archives: oui ».",
    ),
)

_QUANTITES = (
    Code(
        "QTE007",
        _ERREUR,
        "Exercice clos sur des quantités non validées",
        "Les coûts indirects se clôturent en fin d'exercice, afin de valider les quantités (article 8.3) : un exercice "
        "clos n'a que des quantités réalisées validées par le référent de l'adhérent. Le forfait, qui n'est pas un "
        "coût indirect, n'est pas concerné.",
        "Ajouter « validation: » et sa date au comptage, ou laisser l'exercice ouvert tant qu'elle manque.",
    ),
    Code(
        "QTE008",
        _ERREUR,
        "Quantités validées avant d'être comptées",
        "Le référent valide des quantités qui sont comptées : l'une des deux dates est fausse.",
        "Corriger la date du comptage ou celle de la validation.",
    ),
    Code(
        "QTE009",
        _AVERTISSEMENT,
        "Date de comptage improbable",
        "Une quantité se compte près de l'exercice qu'elle sert : au plus tôt dix-huit mois avant, au plus tard dans "
        "l'année qui le suit. Réalisée, elle se constate une fois l'année écoulée ; prévue ou révisée, elle se compte "
        "avant la fin de l'année. Les postes du forfait, comptés au 31 décembre précédent, ne sont pas concernés. La "
        "date ou la phase est sans doute fausse.",
        "Corriger la date, ou la phase.",
    ),
    Code(
        "QTE010",
        _ERREUR,
        "Fraction de ce qui se compte entier",
        "Un poste, un copieur, un compte, un ordinateur livré se comptent en nombres entiers : 112.5 est une faute de "
        "frappe, et 1.200 se lit comme 1,2 quand on voulait dire mille deux cents. Une clé qui se compte aussi en "
        "fractions (un volume en To) le dit par « entier: non » ; une moyenne peut toujours en être une.",
        "Écrire le nombre entier, ou « entier: non » à la clé.",
    ),
    Code(
        "QTE011",
        _ERREUR,
        "Forfait recompté après avoir été appelé",
        "Le forfait se paie sur un seul décompte, celui du 31 décembre précédent ou, tant qu'il n'est pas connu, ce "
        "qui en tient lieu. Seuls les coûts indirects sont recomptés et régularisés (article 8.3, lecture 15, décision "
        "0006) : un autre décompte, dans une phase ultérieure, serait compté et clos sans être appelé à personne.",
        "Écrire le nombre appelé ; un recomptage se saisit par une autre clé (« postes »).",
    ),
)

_INDICATEURS = (
    Code(
        "IND001",
        _ERREUR,
        "Deux axes de même rang",
        "L'annexe 5 donne un ordre à ses axes : deux axes ne peuvent pas avoir le même.",
        "Corriger « ordre » de l'un des deux.",
    ),
    Code(
        "IND002",
        _ERREUR,
        "Indicateur de sécurité montré à tous",
        "Ce qui touche à la sécurité (incidents, vulnérabilités, composants obsolètes) aiderait qui voudrait "
        "nuire : il n'est jamais public. Référence à vérifier : code des relations entre le public et "
        "l'administration, article L. 311-5, 2°, d.",
        "Écrire « niveau: adherents » pour un nombre, « niveau: restreint » pour un résultat ou une liste.",
    ),
    Code(
        "IND003",
        _AVERTISSEMENT,
        "Mesure antérieure à son exercice",
        "La valeur d'un indicateur est rangée dans un exercice qui n'avait pas commencé le jour de la mesure.",
        "Corriger la date, ou l'exercice.",
    ),
)

TABLE: tuple[Code, ...] = (*_FONCTIONS, *_BUDGETS, *_BESOINS, *_QUANTITES, *_INDICATEURS)
