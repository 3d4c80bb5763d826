"""What commands share: context, exit codes, values, diagnostics, seals."""

__all__ = [
    "contexte",
    "demande",
    "derives",
    "diagnostics",
    "francais",
    "lecteur",
    "machine",
    "outil",
    "refus",
    "scelles",
    "signatures",
    "valeurs",
    "verdicts",
]
