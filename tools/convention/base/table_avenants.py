"""Codes on avenants: their number, their dates, their opinions, their parties (art. 7, 12).

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR, _AVERTISSEMENT = Severity.ERREUR, Severity.AVERTISSEMENT

TABLE: tuple[Code, ...] = (
    Code(
        "AVE001",
        _ERREUR,
        "Numéro d'avenant faux",
        "Un avenant porte le numéro de son dossier (catalogue/avenants/1/avenant.yaml) ; un numéro désigne un seul "
        "avenant, et les numéros se suivent depuis 1.",
        "Corriger le numéro, ou renommer le dossier.",
    ),
    Code(
        "AVE002",
        _ERREUR,
        "Avenant dont les dates ne peuvent pas se suivre",
        "Les instances donnent leur avis, puis chaque assemblée délibère, puis sa délibération est transmise et "
        "publiée, puis les parties signent.",
        "Corriger l'une des deux dates.",
    ),
    Code(
        "AVE003",
        _ERREUR,
        "Avis sur un avenant qu'aucune réunion tenue n'a rendu",
        "L'avis est celui d'une réunion tenue, qui porte un avis du même sens (article 7).",
        "Corriger la réunion ou le sens de l'avis, ou compléter la réunion dans catalogue/reunions/.",
    ),
    Code(
        "AVE004",
        _ERREUR,
        "Partie d'un avenant qui n'est pas adhérente à sa prise d'effet",
        "Un avenant engage ceux dont l'adhésion court le jour où il prend effet (article 12).",
        "Retirer cette partie, ou corriger la prise d'effet ou l'adhésion.",
    ),
    Code(
        "AVE005",
        _ERREUR,
        "Avenant qui prendrait effet dans le passé",
        "Un avenant prend effet après avoir été délibéré, transmis et signé, et jamais avant la convention. Tant qu'il "
        "n'est pas exécutoire pour toutes les parties, il ne prend pas effet dans un exercice clos.",
        "Reporter la prise d'effet, ou corriger la date de l'acte.",
    ),
    Code(
        "AVE006",
        _ERREUR,
        "Acte manquant dans le suivi d'un avenant",
        "Une délibération se transmet et se publie après avoir été prise ; elle a un numéro, ou « a_completer: oui » "
        "dit qu'il reste à compléter. L'avenant ne se signe qu'une fois la délibération transmise (elle habilite le "
        "signataire).",
        "Ajouter l'acte qui manque, ou retirer ce qui le suppose.",
    ),
    Code(
        "AVE007",
        _ERREUR,
        "Visa d'un avenant écrit deux fois",
        "Un visa qu'acquiert l'avis d'une instance, une délibération, une transmission, une publication ou une "
        "signature se lit dans les avis et les parties de l'avenant : sa date ne s'écrit pas une seconde fois.",
        "Retirer ce visa de « visas », et écrire l'avis ou l'acte qui l'acquiert.",
    ),
    Code(
        "AVE008",
        _ERREUR,
        "Avenant consigné qui n'est pas celui de son dossier",
        "Les phrases et les montants d'un avenant, consignés par l'outil à côté de son document (avenant.json), "
        "portent leur empreinte, et c'est celle du vote quand il a eu lieu. Changés à la main, ils ne diraient plus ce "
        "qui est proposé, ou voté.",
        "Rétablir le fichier (git restore), ou le refaire par « convention avenant etablir … --consigner ».",
    ),
    Code(
        "AVE009",
        _AVERTISSEMENT,
        "Avis ou acte qui ne dit pas sur quoi il porte",
        "Un avis, une délibération, une signature valent pour la proposition dont ils nomment l'empreinte (phrases et "
        "montants), et pour aucune autre : sans elle, un avis rendu sur un prix vaudrait pour n'importe quel prix. "
        "L'avis la nomme dans sa réunion, les actes dans le document de leur avenant.",
        "Ajouter « empreinte », que « convention comparer BASE PROPOSITION » écrit en entier.",
    ),
)
