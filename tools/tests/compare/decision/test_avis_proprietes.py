"""An opinion bound to another seal is never acquired, whatever the change."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from convention.compare.decision.visas import EtatVisa
from convention.reports.comparaison.empreinte import contents
from tests.compare.decision.petites_decisions import COMPOSANTS, compared, decided, petit, reunions
from tests.essais import edited

if TYPE_CHECKING:
    from convention.compare.decision.visas import VisaDemande

PETIT = petit()
AVIS = '{{objet: essai, sens: favorable, empreinte: "{}", genres: [composants], exercice: 2026}}'


def _priced(cents: int) -> dict[str, str]:
    return edited(PETIT, COMPOSANTS, "1200.00", f"{cents // 100}.{cents % 100:02}")


@cache
def _seal(cents: int) -> str:
    return contents(compared(PETIT, _priced(cents))).empreinte


def _opinion(cents: int, approved: int) -> VisaDemande:
    """Return where the opinion stands on a price, when it was given on another or on the same."""
    meeting = ("comite", "2026-03-01", AVIS.format(_seal(approved)))
    found = decided(reunions(PETIT, meeting), reunions(_priced(cents), meeting), sceau=_seal(cents))
    return next(item for item in found.visas if item.id == "avis")


PRIX = st.integers(1, 2_000_000).filter(lambda cents: cents != 120_000)


@given(cents=PRIX, approved=PRIX)
@settings(max_examples=25, deadline=None)
def test_an_opinion_counts_for_the_price_on_which_it_was_given_and_for_no_other(cents: int, approved: int) -> None:
    mine, other = _opinion(cents, cents), _opinion(cents, approved)
    assert (mine.etat, mine.ailleurs) == (EtatVisa.ACQUIS, ())
    if approved != cents:
        assert (other.etat, [item.empreinte for item in other.ailleurs]) == (EtatVisa.MANQUANT, [_seal(approved)])
