"""The repository exercises every rule of the engine: by its own data, or by a reading that it states."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from convention.engine.regles import REGLES, rules_of
from tests.essais import fichiers_reels, lire

if TYPE_CHECKING:
    from convention.engine.regles import Emplois

POLITIQUES_DES_AUTRES_LECTURES = {
    "prorata-journalier",
    "prorata-aucun",
    "part-liberee-gestionnaire",
    "part-liberee-gelee",
}


@cache
def _emplois() -> Emplois:
    return rules_of(lire(fichiers_reels()))


def test_every_rule_of_the_engine_is_used_by_this_repository() -> None:
    assert _emplois().retenues | _emplois().autrement == REGLES.keys()


def test_only_the_policies_that_were_not_chosen_need_another_reading() -> None:
    assert REGLES.keys() - _emplois().retenues == POLITIQUES_DES_AUTRES_LECTURES
