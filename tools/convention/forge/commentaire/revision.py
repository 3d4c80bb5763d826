"""A revision as a comment needs it: sound data, or all that is wrong with it.

Knows: loading and checks. Must not know: how it is told. No figure is ever made from a revision that is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Diagnostic, Severity, has_errors, sort_diagnostics
from convention.checks.registry import run
from convention.compare.sceaux.signatures import refused, told
from convention.loading.git import GitRevision
from convention.loading.loader import load
from convention.loading.source import EnvironmentProblemError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from convention.compare.sceaux.signatures import Confiance
    from convention.loading.loader import Cache
    from convention.model.depot import Depot

RIEN = "elle n'a aucun fichier sous catalogue/, adherents/ ou pricing/"


class Revision(NamedTuple):
    """One side of a comparison."""

    nom: str
    """As it is printed: « main (a41f09c) »."""
    depot: Depot | None = None
    """Its documents, when nothing is wrong."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """When there are errors: these, then the warnings."""
    motif: str = ""
    """Why it cannot be read at all."""
    jour: date | None = None
    """Day on which what is decided is said, never that of its commit: who writes a commit chooses it."""
    signatures: tuple[str, ...] = ()
    """Who signs what it seals, by the keys of the revision that is trusted."""


def signed_by(base: Depot, head: Revision, confiance: Confiance, jour: date) -> Revision:
    """Refuse a sound proposal that seals or signs otherwise than the trusted revision asks; else say who signs."""
    if head.depot is None:
        return head
    found = refused(base, head.depot, confiance, jour)
    if found:
        return Revision(head.nom, diagnostics=found)
    return head._replace(signatures=told(base, head.depot, confiance))


def read_revision(root: Path, commit: str, nom: str, cache: Cache, jour: date) -> Revision:
    """Load and check a commit of this clone, from git objects, as it reads on a day."""
    try:
        chargement = load(GitRevision(root, commit), cache)
    except EnvironmentProblemError as error:
        return Revision(nom, motif=str(error))
    if not chargement.nombre:
        return Revision(nom, motif=RIEN)
    if not has_errors((*chargement.diagnostics, *run(chargement.depot, jour, errors_only=True))):
        return Revision(nom, chargement.depot, jour=jour)
    every = sort_diagnostics((*chargement.diagnostics, *run(chargement.depot, jour)))
    return Revision(nom, diagnostics=tuple(sorted(every, key=lambda item: item.severity is not Severity.ERREUR)))
