"""What several processes make is what one would have made, and nothing of them is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from convention.cli.cadre.contexte import EnvironnementError
from convention.cli.publier.equipe import Equipe
from tests.cli.commande import HERITE

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
PATIENCE_SECONDES = 60
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


def test_a_defect_says_where_it_is() -> None:
    with pytest.raises(ZeroDivisionError) as caught, Equipe(lambda rang: 1 // rang, [0]) as equipe:
        list(equipe)
    assert ["1 // rang" in note for note in caught.value.__notes__] == [True]


def test_a_process_whose_terminal_closes_ends_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        with (
            pytest.raises(EnvironnementError),
            Equipe(lambda _: os.kill(os.getpid(), signal.SIGHUP), [1]) as equipe,
        ):
            list(equipe)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert capfd.readouterr().err == ""


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


def test_who_has_nobody_to_give_to_any_more_ends(tmp_path: Path) -> None:
    """Their results are larger than what a pipe holds."""
    script = f"""
import os, time
from pathlib import Path
from convention.cli.publier.equipe import Equipe

ici = os.getpid()

def faire(rang):
    Path({str(tmp_path)!r}, str(os.getpid())).touch()
    while os.getppid() == ici:
        time.sleep(0.01)
    return bytes(1 << 24)

with Equipe(faire, range(2)) as equipe:
    list(equipe)
"""
    process = subprocess.Popen([sys.executable, "-c", script], env=HERITE)
    workers = attendre(lambda: [int(path.name) for path in tmp_path.iterdir()])
    process.kill()
    process.wait()
    attendre(lambda: not any(map(vit, workers)))


def attendre(quoi: Callable[[], T]) -> T:
    """Return what is true in the end."""
    limit = time.monotonic() + PATIENCE_SECONDES
    while not (found := quoi()):
        assert time.monotonic() < limit
        time.sleep(0.05)
    return found


def vit(processus: int) -> bool:
    """Tell whether a process has not ended; one that waits to be told so has."""
    try:
        return Path(f"/proc/{processus}/stat").read_text("utf-8").rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False
