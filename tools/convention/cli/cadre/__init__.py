"""What commands share: context, exit codes, values, diagnostics, seals, how files are written."""

__all__ = [
    "contexte",
    "demande",
    "diagnostics",
    "documents",
    "dossier",
    "exclusivite",
    "francais",
    "lecteur",
    "machine",
    "outil",
    "refus",
    "remplacement",
    "scelles",
    "signatures",
    "sorties",
    "valeurs",
    "verdicts",
]
