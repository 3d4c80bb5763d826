"""Codes on the costs borne.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "EQU001",
        _AVERTISSEMENT,
        "Estimation sans objet",
        "L'adhérent n'est pas partie à la convention pendant l'exercice : il ne paie rien, il n'y a rien à comparer.",
        "Retirer l'estimation, ou corriger les dates de l'adhésion.",
    ),
    Code(
        "EQU002",
        _ERREUR,
        "Pôle absent, en double ou sans agent",
        "Les coûts supportés donnent une fois, et une seule, la masse salariale de chaque pôle de l'organigramme "
        "(annexe 2) : sinon le taux de couverture du forfait serait faux.",
        "Ajouter le pôle qui manque, ou retirer celui qui est en trop.",
    ),
    Code(
        "EQU003",
        _ERREUR,
        "Régie qui n'est pas celle de l'organigramme",
        "La régie est une prestation achetée, comptée à part des agents : « regie: oui » figure une fois pour chaque "
        "pôle dont l'organigramme a une ligne « nature: regie », et pour aucun autre.",
        "Ajouter, retirer ou corriger « regie: oui ».",
    ),
    Code(
        "EQU004",
        _ERREUR,
        "Coût supporté sans montant",
        "Le coût n'a aucun chiffre pour la phase en vigueur de l'exercice, ni pour une phase antérieure : il serait "
        "compté pour zéro.",
        "Donner le montant de la phase, ou d'une phase antérieure (0.00 s'il est nul).",
    ),
    Code(
        "EQU005",
        _AVERTISSEMENT,
        "Adhérent sans estimation",
        "Ce que d'autres adhérents paieraient seuls est estimé, et pas ce que paierait celui-ci : le gain de la "
        "mutualisation ne se calcule pas pour lui.",
        "Ajouter son estimation.",
    ),
    Code(
        "EQU006",
        _AVERTISSEMENT,
        "Exercice sans coûts supportés",
        "D'autres exercices ont leurs coûts supportés et refacturés, et celui-ci ne les a pas (article 8).",
        "Créer le fichier de l'exercice dans pricing/equilibre/.",
    ),
)
