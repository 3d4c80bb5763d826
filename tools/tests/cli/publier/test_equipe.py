"""What several processes make is what one would have made, and nothing of them is left behind."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import active_children

import pytest

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.publier.equipe import Equipe

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def test_what_is_made_comes_in_the_order_of_the_parts_and_from_other_processes() -> None:
    with Equipe(lambda rang: (rang, os.getpid()), range(50)) as equipe:
        made = list(equipe)
    assert [rang for rang, _ in made] == list(range(50))
    assert os.getpid() not in {process for _, process in made}
    assert active_children() == []


def test_where_a_process_has_no_copy_this_one_makes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convention.cli.publier.equipe.get_all_start_methods", lambda: ["spawn"])
    with Equipe(lambda rang: (rang, os.getpid()), range(3)) as equipe:
        assert list(equipe) == [(rang, os.getpid()) for rang in range(3)]


def test_of_no_part_nothing_is_made() -> None:
    with Equipe(str, range(0)) as equipe:
        assert list(equipe) == []


def test_what_one_refuses_is_refused_where_it_is_awaited() -> None:
    def refuse(_: int) -> None:
        message = "MkDocs refuse ce site"
        raise EnvironnementError(message)

    with pytest.raises(EnvironnementError, match="MkDocs refuse ce site"), Equipe(refuse, [1, 2]) as equipe:
        list(equipe)


def test_a_process_that_is_killed_is_told() -> None:
    with (
        pytest.raises(EnvironnementError, match="un processus a été arrêté avant la fin"),
        Equipe(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1]) as equipe,
    ):
        list(equipe)


def test_nobody_works_for_a_command_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), Equipe(lambda _: time.sleep(600), [1, 2]):
        raise ZeroDivisionError
    assert active_children() == []
