"""The comment that stands where nothing could be established, so that no older one is taken for it.

Knows: why. Must not know, nor import, what reads, checks or compares: that is what has failed.
"""

from __future__ import annotations

from convention.reports.rendus.escape import in_comment


def unknown_text(raison: str, journal: str) -> str:
    """Write that what a proposal changes could not be established, why (a French clause), where the log is."""
    return (
        "## Ce que change cette proposition n'a pas pu être établi\n\n"
        f"**Rien n'en est dit, ni données, ni montants** : {in_comment(raison)}.\n\n"
        "Ne pas la fusionner ainsi. Les commentaires plus anciens portent sur d'autres commits et ne disent rien de "
        "celui-ci ; le résumé du contrôle est fait par l'outil que la proposition apporte. Relancer l'exécution ; si "
        "elle échoue encore, refaire la proposition à partir de la branche visée.\n\n"
        f"*[Journal de l'exécution]({journal}).*\n"
    )
