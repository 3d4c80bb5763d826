"""What was known on a day: facts of later days are not there, all the rest is."""

from __future__ import annotations

from datetime import date

from convention.checks.cadre.connu import as_of
from tests.essais import nancy


def test_only_what_happened_later_is_not_known_yet() -> None:
    depot, jour = nancy(), date(2026, 10, 1)
    known = as_of(depot, jour)
    held = [item.id for item in known.vie.reunions[2026].reunions]
    assert "comite-de-suivi-octobre-2026" not in held
    assert as_of(known, jour) is known
    kept = ("sceaux", "scelles", "avenants_consignes", "series", "contenus", "signes", "illisibles")
    assert [nom for nom in kept if getattr(known, nom) != getattr(depot, nom)] == []
