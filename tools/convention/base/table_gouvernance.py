"""Codes on governance and what is followed: bodies, meetings, calls, renewals, projects, procedures, conformity.

Knows: their words. Must not know: where a code is raised.
No date here is that of today: what is past is read in the data (a closed exercice, a meeting held).
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "GOU001",
        _ERREUR,
        "Nom inconnu dans la gouvernance",
        "Le nom cité ne désigne aucune instance, communauté d'utilisateurs, réunion, procédure, aucun projet ni aucun "
        "visa du dépôt.",
        "Corriger le nom, ou déclarer ce qu'il désigne.",
    ),
    Code(
        "GOU002",
        _ERREUR,
        "Deux réunions de même identifiant",
        "Un identifiant désigne une seule réunion, toutes années confondues : les projets la citent par lui.",
        "Renommer l'une des deux.",
    ),
    Code(
        "GOU003",
        _ERREUR,
        "Réunion hors de l'année de son fichier",
        "Chaque fichier de catalogue/reunions/ porte les réunions d'une année civile.",
        "Corriger la date, ou déplacer la réunion dans le fichier de son année.",
    ),
    Code(
        "GOU004",
        _ERREUR,
        "Réunion sans sa communauté ou sans son projet",
        "Un comité d'utilisateurs est celui d'une communauté (article 7.3), un groupe projet celui d'un projet "
        "(article 7.4) : une instance qui se réunit par communauté nomme la communauté, une instance sans nombre "
        "annuel de réunions nomme le projet, et les autres ni l'un ni l'autre.",
        "Ajouter la communauté ou le projet, ou le retirer.",
    ),
    Code(
        "GOU005",
        _AVERTISSEMENT,
        "Instance trop peu réunie",
        "La convention fixe à chaque instance un nombre de réunions par an (articles 7.1 à 7.3). Pour un exercice "
        "clos, seules comptent les réunions tenues ; pour l'exercice en cours, et pour une année à venir qui a déjà "
        "son fichier, les réunions prévues comptent aussi.",
        "Ajouter la réunion qui manque, tenue ou prévue.",
    ),
    Code(
        "GOU006",
        _AVERTISSEMENT,
        "Rapport annuel manquant",
        "Un rapport est présenté chaque année à la conférence des maires (article 7.1) : l'une des réunions tenues "
        "dans l'année par cette instance le porte.",
        "Ajouter « rapport » à la réunion où il fut présenté.",
    ),
    Code(
        "GOU007",
        _AVERTISSEMENT,
        "Appel que n'a précédé aucune réunion",
        "Le comité de suivi stratégique se réunit en amont des étapes de préparation budgétaire (article 7.2) : une "
        "fois au moins entre un appel à contribution et le suivant, avant chacun d'eux (article 8.3). Les années et "
        "les réunions qui comptent sont celles de GOU005.",
        "Ajouter la réunion, ou corriger la date de l'appel.",
    ),
    Code(
        "GOU008",
        _AVERTISSEMENT,
        "Document envoyé trop tard",
        "Les documents sont transmis en amont des réunions (article 7) ; le délai est celui que déclare "
        "catalogue/gouvernance.yaml (« delai_envoi »).",
        "Corriger la date d'envoi ; si elle est exacte, le retard est à expliquer aux membres.",
    ),
    Code(
        "GOU009",
        _AVERTISSEMENT,
        "Réunion dont il manque une pièce",
        "Une réunion tenue a des documents, chacun avec sa date d'envoi (article 7), et un compte rendu ; une réunion "
        "annulée dit pourquoi.",
        "Ajouter ce qui manque.",
    ),
    Code(
        "GOU010",
        _ERREUR,
        "Réunion qui se contredit",
        "Un avis, un compte rendu et un rapport présenté supposent une réunion tenue ; le compte rendu ne la précède "
        "pas, le rapport est présenté le jour de la réunion et rend compte d'un exercice commencé.",
        "Corriger le statut de la réunion, ou la date fautive.",
    ),
    Code(
        "GOU011",
        _AVERTISSEMENT,
        "Réunion encore prévue à une date passée",
        "Une réunion est encore « prevue » alors que l'exercice est clos, ou qu'une réunion d'une date postérieure "
        "est déjà tenue : ce qu'elle est devenue n'a pas été noté.",
        "Écrire « statut: tenue », ou « statut: annulee » avec son motif, ou corriger la date.",
    ),
    Code(
        "GOU012",
        _AVERTISSEMENT,
        "Revoyure annuelle manquante",
        "Une clause de revoyure annuelle est prévue (article 3) : une par adhérent et par an, et une seule. Elle est "
        "demandée pour les exercices clos et pour l'exercice en cours, dès qu'un adhérent a un fichier de besoins "
        "pour cette année ; celle d'un exercice clos a sa conclusion.",
        "Ajouter « revoyure » au fichier des besoins de l'année.",
    ),
    Code(
        "GOU013",
        _ERREUR,
        "Reconduction tacite inexacte",
        "La convention est reconduite chaque année (article 14), sauf à s'y opposer en respectant le préavis "
        "(article 13) : la limite est la veille du jour où il serait trop tard. Le premier exercice n'est pas une "
        "reconduction ; un exercice clos ou en cours a été reconduit, et aucun ne l'est avant le précédent.",
        "Corriger la limite ou le statut.",
    ),
    Code(
        "GOU014",
        _AVERTISSEMENT,
        "Exercice sans sa reconduction",
        "Chaque exercice après le premier s'ouvre par une reconduction tacite, dont la date limite est propre à "
        "l'année (articles 13 et 14). Elle est demandée dès qu'un exercice porte la sienne.",
        "Ajouter « reconduction » à l'exercice.",
    ),
    Code(
        "GOU015",
        _ERREUR,
        "Appel à contribution hors de son mois",
        "Les appels à contribution ont lieu en avril et en octobre (article 8.3), dans l'année du fichier.",
        "Corriger la date.",
    ),
    Code(
        "GOU016",
        _AVERTISSEMENT,
        "Exercice sans ses appels à contribution",
        "Les deux appels de l'année, avril et octobre (article 8.3), ont leur date. Elles sont demandées dès qu'un "
        "exercice porte les siennes.",
        "Ajouter « jalons » à l'exercice.",
    ),
    Code(
        "GOU017",
        _ERREUR,
        "Projet dont il manque une décision",
        "Un projet inscrit au plan de charges dit quelle réunion l'y a inscrit (article 7.2). Une fois engagé, il a "
        "des adhérents, un référent métier qui représente la maîtrise d'ouvrage (article 5), un groupe projet "
        "(article 7.4) et une date de début ; terminé, une date de fin.",
        "Ajouter ce qui manque, ou corriger le statut du projet.",
    ),
    Code(
        "GOU018",
        _ERREUR,
        "Projet qui finit avant de commencer",
        "La date de fin d'un projet ne précède pas sa date de début.",
        "Corriger l'une des deux dates.",
    ),
    Code(
        "GOU019",
        _ERREUR,
        "Décision qui ne concorde pas avec la réunion",
        "Un projet est inscrit au plan de charges par une réunion tenue, à la date de cette réunion et avant de "
        "commencer.",
        "Corriger la décision, la réunion, ou la date de début du projet.",
    ),
    Code(
        "GOU020",
        _AVERTISSEMENT,
        "Projet engagé sans groupe projet réuni",
        "Un groupe projet se réunit pour chaque projet inscrit au plan de charges, selon la planification négociée "
        "(article 7.4). Elle est demandée aux projets engagés ou terminés, dès que le dépôt porte des réunions.",
        "Ajouter une réunion, tenue ou prévue, qui cite le projet.",
    ),
    Code(
        "GOU021",
        _ERREUR,
        "Document partagé sans l'accord de son propriétaire",
        "Chaque membre s'interdit de communiquer des données à des tiers sans autorisation préalable de leur "
        "propriétaire (article 6) : au-delà du niveau « restreint », l'accord du propriétaire est daté.",
        "Ajouter « consentement », ou écrire « niveau: restreint ».",
    ),
    Code(
        "GOU022",
        _AVERTISSEMENT,
        "Document partagé sans que les adhérents en soient informés",
        "Chaque adhérent est informé des documents qui sont partagés (article 6) : au-delà du niveau « restreint », "
        "l'information est datée.",
        "Ajouter « information », ou écrire « niveau: restreint ».",
    ),
    Code(
        "GOU023",
        _ERREUR,
        "Document partagé qui se contredit",
        "L'accord du propriétaire précède le partage, dont les adhérents sont informés une fois le document fait "
        "(article 6) ; un document ne se partage pas avec son propriétaire.",
        "Corriger la date, ou la liste.",
    ),
    Code(
        "GOU024",
        _ERREUR,
        "Changement sans procédure",
        "Chaque genre de document du dépôt a une ligne sans « champ » dans catalogue/procedures.yaml : elle vaut pour "
        "tous les champs qui n'ont pas la leur.",
        "Ajouter la ligne du genre.",
    ),
    Code(
        "GOU025",
        _ERREUR,
        "Deux procédures pour un même changement",
        "Deux lignes portent le même genre de document et le même champ : laquelle vaut ?",
        "Garder une seule des deux lignes.",
    ),
    Code(
        "GOU026",
        _ERREUR,
        "Changement d'un champ qui n'existe pas",
        "Le genre de document cité n'existe pas, ou ses documents n'ont pas ce champ. Un champ dans un autre s'écrit "
        "avec un point, sans numéro ni identifiant : « valeurs.montant », « composants.montants ».",
        "Corriger le genre ou le champ.",
    ),
    Code(
        "GOU027",
        _ERREUR,
        "Deux procédures de même rang",
        "Le rang dit laquelle de deux procédures est la plus exigeante : un changement de plusieurs champs suit la "
        "plus exigeante de leurs procédures.",
        "Donner un rang à chacune.",
    ),
    Code(
        "GOU028",
        _AVERTISSEMENT,
        "Acte sans numéro ou sans date",
        "Une délibération a un numéro et une date. Ce que la convention laisse en blanc se déclare par "
        "« a_completer: oui » et s'imprime « [à compléter] ».",
        "Ajouter le numéro et la date, ou écrire « a_completer: oui ».",
    ),
    Code(
        "GOU029",
        _AVERTISSEMENT,
        "Vérification trop ancienne",
        "Le forfait en vigueur, les indices, le dernier millésime d'une quantité publiée et les textes de loi cités "
        "par les visas portent le jour où quelqu'un les a relus. Il ne doit pas être antérieur au 1er janvier de "
        "l'année qui précède l'exercice en cours (le premier exercice ouvert).",
        "Relire la source, puis écrire la date de cette relecture.",
    ),
    Code(
        "GOU030",
        _ERREUR,
        "Conformité qui se contredit",
        "La PSSI est adoptée avant d'être revue, et l'une comme l'autre au plus tard dans l'année du fichier ; il n'y "
        "a pas plus de violations notifiées que de violations constatées (articles 9 et 10).",
        "Corriger la date ou le nombre.",
    ),
    Code(
        "GOU031",
        _AVERTISSEMENT,
        "Exercice clos sans bilan de conformité",
        "Les faits de l'année sur la sécurité et les données personnelles (articles 9 et 10) sont demandés pour "
        "chaque exercice clos, tous, dès qu'une année les porte : un nombre inconnu ne se lit pas comme un zéro.",
        "Créer le fichier de l'année, ou y ajouter les nombres qui manquent.",
    ),
)
