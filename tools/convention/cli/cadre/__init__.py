"""What commands share: context, exit codes, values, diagnostics."""

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
    "signatures",
    "valeurs",
    "verdicts",
]
