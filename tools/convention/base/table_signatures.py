"""Codes on the signatures of sealed files.

Knows: their words. Must not know: where a code is raised.
"""

from __future__ import annotations

from convention.base.code import Code, Severity

_ERREUR = Severity.ERREUR

TABLE: tuple[Code, ...] = (
    Code(
        "SIG001",
        _ERREUR,
        "Signature qui ne tient pas",
        "Une signature vaut pour un fichier scellé, à sa place, à l'octet près. Si l'un ou l'autre a changé depuis, "
        "elle ne dit plus rien de lui.",
        "Rétablir le fichier et sa signature (git restore), ou retirer la signature et faire signer de nouveau.",
    ),
    Code(
        "SIG002",
        _ERREUR,
        "Signature d'une fonction ou d'une clé qui ne signe pas ce sceau",
        "« catalogue/signataires.yaml » dit quelles fonctions signent les appels, les clôtures et les avenants, et "
        "avec quelles clés. Dans une proposition, c'est le fichier de la base qui le dit : une proposition qui apporte "
        "sa clé ne signe pour personne.",
        "Faire signer la fonction qui doit l'être, avec sa clé. Une clé nouvelle entre d'abord, par une proposition à "
        "part.",
    ),
    Code(
        "SIG003",
        _ERREUR,
        "Sceau qui doit être signé, et ne l'est pas",
        "« exigences », dans « catalogue/signataires.yaml », dit à partir de quel sceau chacun est signé, et par qui.",
        "Chaque fonction signe par « convention signer », puis la signature est ajoutée à la proposition.",
    ),
    Code(
        "SIG004",
        _ERREUR,
        "Signataires qui se contredisent",
        "Une exigence nomme des signataires déclarés, une fois ; une clé n'est que d'une fonction, ou rien ne dirait "
        "qui a signé.",
        "Corriger « catalogue/signataires.yaml ».",
    ),
)
