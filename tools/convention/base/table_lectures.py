"""Codes on the readings of the convention (`catalogue/lectures.yaml`).

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "LEC001",
        _ERREUR,
        "Deux lectures de même numéro",
        "Une lecture se cite par son numéro, dans un avis ou un avenant : il n'en désigne qu'une.",
        "Donner à l'une des deux le premier numéro libre.",
    ),
    Code(
        "LEC002",
        _ERREUR,
        "Numéro de lecture sauté",
        "Les lectures sont numérotées depuis 1, sans trou : un numéro absent laisserait croire qu'une ambiguïté a été "
        "retirée. Une lecture confirmée par avenant reste, avec son numéro et « statut: confirmee ».",
        "Rétablir la lecture qui manque, ou renuméroter.",
    ),
    Code(
        "LEC003",
        _ERREUR,
        "Colonne ou paramètre que la ligne n'a pas",
        "Une autre lecture remplace une formule ou un paramètre d'une ligne de l'annexe 4 : la ligne doit remplir "
        "cette colonne, ou déclarer ce paramètre.",
        "Corriger le nom, ou la ligne citée.",
    ),
    Code(
        "LEC004",
        _AVERTISSEMENT,
        "Autre lecture qui ne change rien",
        "Ce que l'autre lecture remplace est déjà écrit ainsi dans le dépôt, ou n'y est employé par rien : les "
        "montants seraient les mêmes. Cela arrive quand un avenant adopte l'autre lecture : c'est alors l'ancienne qui "
        "devient l'alternative.",
        "Retirer ce remplacement, ou écrire ce que donnerait vraiment l'autre lecture.",
    ),
    Code(
        "LEC005",
        _AVERTISSEMENT,
        "Texte ambigu sans lecture numérotée",
        "Une ligne de l'annexe 4 ou un prérequis de l'annexe 3 dit comment son texte est lu, et aucune lecture de "
        "catalogue/lectures.yaml n'en cite les mots : personne ne serait appelé à la confirmer.",
        "Ajouter une lecture dont un extrait recopie le texte de la ligne, ou citer la ligne dans une autre lecture.",
    ),
    Code(
        "LEC006",
        _ERREUR,
        "Extrait qui n'est pas dans la convention",
        "Une lecture cite les mots de la convention, sans en changer un seul : le texte cité n'est pas celui de "
        "l'article ou de l'annexe nommé.",
        "Recopier le texte de catalogue/articles/, ou corriger l'article.",
    ),
)
