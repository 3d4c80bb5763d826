"""Codes on sealed calls and closings, titres and disputes (art. 8.3, 11).

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "SCE001",
        _ERREUR,
        "Fichier scellé modifié",
        "Un appel ou une clôture porte l'empreinte de ses lignes. Changé à la main, il ne dirait plus ce qui a été "
        "appelé, ou clos.",
        "Rétablir le fichier (git restore). Ce qui est clos se corrige par « convention rectifier ».",
    ),
    Code(
        "SCE002",
        _ERREUR,
        "Clôture sans sceau, ou sceau sans clôture",
        "Un exercice clos garde ses lignes, scellées par « convention clore » ; un exercice ouvert n'en a pas.",
        "Lancer « convention clore » pour l'exercice, ou corriger son statut.",
    ),
    Code(
        "SCE003",
        _ERREUR,
        "Exercice clos dont un montant change",
        "Un exercice clos ne change plus (article 8.3) : une quantité ou un coût modifié depuis la clôture en "
        "changerait les montants.",
        "Rétablir la valeur, ou déclarer la correction par « convention rectifier », avec son motif : elle est portée "
        "par l'appel suivant.",
    ),
    Code(
        "SCE004",
        _ERREUR,
        "Appel scellé que rien ne déclare",
        "Un appel scellé est celui d'une échéance que déclare un exercice (« jalons »), à la même date, avec les mêmes "
        "volets ; ceux qu'il appelle ont leur dossier, même partis.",
        "Rétablir l'échéance, sa date, ses volets, ou le dossier de l'adhérent.",
    ),
    Code(
        "SCE005",
        _ERREUR,
        "Appel dont les volets se contredisent",
        "Un acompte dit quelle part il appelle ; un acompte et un solde ne s'appellent qu'une fois par exercice ; une "
        "régularisation suit la fin de l'exercice ; les données sont arrêtées avant l'appel (article 8.3).",
        "Corriger le volet, ou la date.",
    ),
    Code(
        "SCE006",
        _ERREUR,
        "Journal des sceaux rompu",
        "Le journal (pricing/sceaux.yaml) inscrit chaque fichier scellé, dans l'ordre, et chaque inscription nomme "
        "celle qui la précède. Un fichier scellé changé, retiré ou remplacé, ou une inscription changée, rompt la "
        "chaîne, même si l'empreinte du fichier a été refaite.",
        "Rétablir le fichier, ou le journal (git restore). Un sceau ne se lève que par décision, par « convention "
        "desceller », que la comparaison montre en premier.",
    ),
    Code(
        "SCE007",
        _ERREUR,
        "Sceau que d'autres sceaux contredisent",
        "Ce qu'un appel dit avoir déjà été appelé est la somme des appels scellés avant lui ; ce qu'il régularise est "
        "ce que la clôture a scellé ; un acompte est sa base multipliée par son taux, arrondie sur le total de chaque "
        "nature (lecture 50).",
        "Rétablir le fichier scellé (git restore).",
    ),
    Code(
        "SCE008",
        _AVERTISSEMENT,
        "Appel émis que les données ne redonnent plus",
        "Un appel scellé s'imprime d'après son sceau, quoi que deviennent les données. Une quantité ou un prix modifié "
        "depuis ne change rien à ce qui est demandé : la différence va à l'appel suivant, ou à la régularisation "
        "(article 8.3).",
        "Rien à faire si le changement est voulu ; sinon, rétablir la valeur.",
    ),
    Code(
        "SCE009",
        _ERREUR,
        "Appel d'un exercice clos que les données ne redonnent plus",
        "Un exercice clos a été appelé et régularisé : changer après coup ce qui a servi à l'appeler ne changerait "
        "plus aucun montant dû, et ferait dire à l'histoire autre chose que ce qui a été émis.",
        "Rétablir la valeur. Ce qui est dû d'un exercice clos se corrige par « convention rectifier ».",
    ),
    Code(
        "SCE010",
        _AVERTISSEMENT,
        "Sceaux sans journal",
        "Sans journal (pricing/sceaux.yaml), rien ne lie un sceau à celui qui le précède : un fichier scellé pourrait "
        "être remplacé par un autre, empreinte comprise.",
        "Lancer « convention appels sceller » sur le dernier appel scellé : le journal est écrit d'après les sceaux.",
    ),
    Code(
        "SCE011",
        _ERREUR,
        "Proposition qui change ce qui est scellé",
        "Un appel émis, une clôture, un avenant voté ne changent pas. Une proposition qui change, retire ou remplace "
        "un fichier que la base tient pour scellé est refusée, avec les montants de chaque adhérent, quelle que soit "
        "l'empreinte qu'elle lui donne.",
        "Rétablir le fichier. Si une décision le change, la déclarer par « convention desceller », avec qui, pourquoi "
        "et quelle décision : le commentaire le montre en premier.",
    ),
    Code(
        "SCE012",
        _ERREUR,
        "Chiffre arrêté que change une proposition",
        "Une quantité, un prix ou une dépense d'un exercice clos ne change plus (article 8.3), même s'il n'en résulte "
        "aucun montant : une prévision dit ce qui fut annoncé, puis appelé. D'un exercice ouvert, aucun chiffre d'une "
        "phase passée ne change plus non plus, que la phase en vigueur le lise encore ou non. Seule la base le sait : "
        "c'est la comparaison qui le dit.",
        "Rétablir la valeur. Ce qui est dû d'un exercice clos se corrige au réalisé, et se déclare par « convention "
        "rectifier » ; ce qui a changé dans un exercice ouvert se dit à la phase en vigueur.",
    ),
    Code(
        "TIT001",
        _ERREUR,
        "Pièce qui ne suit pas l'appel",
        "Un titre, un reversement ou une imputation porte le montant d'un appel scellé, pour un exercice, une nature "
        "et une section ; un coût direct, celui d'une livraison (articles 8.1 et 8.3).",
        "Corriger la pièce : ce qui est scellé ne change pas.",
    ),
    Code(
        "TIT002",
        _ERREUR,
        "Pièce en double",
        "Un numéro ne sert qu'une fois dans l'année, et un montant appelé n'a qu'une pièce.",
        "Corriger le numéro, ou retirer la pièce en trop.",
    ),
    Code(
        "TIT003",
        _ERREUR,
        "Pièce aux dates impossibles",
        "Une pièce est rangée dans l'année de son émission ; elle est reçue et payée ensuite ; un coût direct "
        "s'appelle à la livraison (article 8.1).",
        "Corriger la date, ou déplacer la pièce.",
    ),
    Code(
        "TIT004",
        _AVERTISSEMENT,
        "Montant appelé sans pièce",
        "Un appel scellé demande une pièce par payeur, nature et section ; le journal de l'année, commencé, n'a pas "
        "celle-ci.",
        "Ajouter la pièce au journal, une fois émise.",
    ),
    Code(
        "LIT001",
        _ERREUR,
        "Désaccord sur une pièce ou un service inconnu",
        "Un désaccord porte sur une pièce reçue par l'adhérent, et sur un service qu'elle appelle (article 11).",
        "Corriger le numéro de la pièce ou le service.",
    ),
    Code(
        "LIT002",
        _ERREUR,
        "Désaccord plus grand que ce qui est appelé",
        "On ne conteste pas plus que ce que la pièce appelle pour cette ligne, ou pour ce service.",
        "Corriger le montant contesté.",
    ),
    Code(
        "LIT003",
        _ERREUR,
        "Second désaccord sur la même ligne",
        "Deux désaccords ouverts contesteraient deux fois le même montant.",
        "Les réunir en un seul.",
    ),
    Code(
        "LIT004",
        _ERREUR,
        "Désaccord aux dates impossibles",
        "Le contact suit l'émission de la pièce, la contestation suit le contact, la fin suit l'un et l'autre "
        "(article 11).",
        "Corriger la date, ou ajouter celle qui manque.",
    ),
    Code(
        "LIT005",
        _AVERTISSEMENT,
        "Désaccord maintenu après le délai de recours",
        "Le juge se saisit dans les deux mois de la réception de la pièce ; un contact, ou un échange amiable, ne "
        "prolonge pas ce délai (article 11).",
        "Vérifier la date de réception et celle de la contestation ; passé ce délai, s'entendre à l'amiable.",
    ),
)
