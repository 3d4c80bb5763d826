"""What a proposal seals or signs, by the keys of its base: a proposal that brings its own keys signs for nobody.

Knows: two revisions, the signatories of the one that is trusted. Must not know: how a signature is verified, media.
A signature is judged on the day when it enters: later, it only has to be there, unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convention.base.diagnostic import Span, sort_diagnostics
from convention.base.french import enumere
from convention.base.french import jour as day_text
from convention.checks.cadre.lieux import Lieu, diagnostic
from convention.checks.sceaux.signatures import SIGNATAIRES, UNE_AUTRE_CLE, name_of, refusal, unsigned
from convention.model.ecrits.signatures import rang, read_sealed_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from convention.base.diagnostic import Diagnostic
    from convention.model.depot import Depot
    from convention.model.documents.gouvernance import Signataires
    from convention.model.ecrits.signatures import Signature


class Confiance(NamedTuple):
    """Whose keys count: those of a revision that the proposal does not write."""

    nom: str
    """How the revision is named."""
    signataires: Signataires | None
    """None when it has no such file."""


def refused(base: Depot, head: Depot, confiance: Confiance, jour: date) -> tuple[Diagnostic, ...]:
    """Say what a proposal that would enter on a day signs with a key that is not trusted, or leaves unsigned."""
    return sort_diagnostics([*_entering(base, head, confiance, jour), *_lacking(base, head, confiance.signataires)])


def told(base: Depot, head: Depot, confiance: Confiance) -> tuple[str, ...]:
    """Say who signs what enters, once nothing of it is refused: one French clause a sealed file."""
    known, signataires = frozenset(base.signes.signatures), confiance.signataires
    names: dict[str, list[str]] = {}
    for item in head.signes.signatures:
        if item not in known and signataires is not None:
            names.setdefault(item.fichier, []).append(name_of(signataires, item.fonction))
    keys = f"clés de {confiance.nom}"
    return tuple(f"{fichier} est signé par {enumere(found)} ({keys})" for fichier, found in sorted(names.items()))


def _entering(base: Depot, head: Depot, confiance: Confiance, jour: date) -> Iterator[Diagnostic]:
    known = frozenset(base.signes.signatures)
    for item in head.signes.signatures:
        if item in known:
            continue
        found = refusal(item, confiance.signataires, f"{SIGNATAIRES} de {confiance.nom}")
        found = found or _retired(item, confiance.signataires, jour)
        if found is not None:
            yield found


def _retired(item: Signature, signataires: Signataires | None, jour: date) -> Diagnostic | None:
    cle = signataires.cle(item.fonction, item.cle) if signataires is not None else None
    if cle is None or cle.fin is None or jour < cle.fin:
        return None
    message = f"cette clé ne signe plus depuis le {day_text(cle.fin)}"
    return diagnostic("SIG002", Lieu(Span(item.path)), message, UNE_AUTRE_CLE)


def _asked(path: str, head: Depot, signataires: Signataires) -> tuple[str, ...]:
    """Return who signs what enters: as for the last seal of its kind, or a correction of an old one would need none."""
    kinds = [found for item in head.signes.scelles if (found := read_sealed_path(item)) is not None]
    own = read_sealed_path(path)
    same = [item for item in kinds if own is not None and item.genre is own.genre]
    return signataires.demandes(max(same, key=lambda item: rang(item.nom))) if same else ()


def _lacking(base: Depot, head: Depot, signataires: Signataires | None) -> Iterator[Diagnostic]:
    """Yield what the proposal seals without the signatures that the base asks, and those that it takes away."""
    for path, content in head.signes.scelles.items():
        if signataires is not None and base.signes.scelles.get(path) != content:
            yield from unsigned(head.signes, path, signataires, _asked(path, head, signataires))
    there = {item.path for item in head.signes.signatures}
    for item in base.signes.signatures:
        if item.path not in there and item.fichier in head.signes.scelles:
            message = f"la signature {item.path} est retirée, et le fichier qu'elle signe reste"
            yield diagnostic("SIG003", Lieu(Span(item.fichier)), message, f"rétablir {item.path}")
