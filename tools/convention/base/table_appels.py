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
