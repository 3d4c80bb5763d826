"""What every test shares: properties draw the same examples on every machine, unless chance is asked for.

`HYPOTHESIS_PROFILE=hasard make test` draws new ones; `make preuves` draws many more; `make mutation` only looks for one
that fails, not for the smallest.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

from tests.preuves import exemples
from tests.site.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

settings.register_profile("fixe", exemples(100), derandomize=True, deadline=None)
settings.register_profile("hasard", exemples(100), derandomize=False, deadline=None)
settings.register_profile("mutants", settings.get_profile("fixe"), phases=(Phase.explicit, Phase.generate))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixe"))

if "PYTEST_XDIST_WORKER" not in os.environ:
    # What commands keep of one another, apart from what those of whoever runs the tests keep.
    os.environ["XDG_CACHE_HOME"] = mkdtemp(prefix="convention-cache-")
    atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)

gc.set_threshold(1_000_000, 10, 100)
"""A test keeps whole repositories: to look through them for what nobody holds takes a tenth of the whole suite."""

ICI = Path(__file__).parent
PREMIERS = {"test_determinisme.py", "test_memoire.py", "test_pages.py", "test_saisies.py"}
"""Begun first, nobody waits for them: two take a minute, two make the pages and the site that other files read."""


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    """Start the system's Chromium: one for all the tests of a process, which may have no two."""
    with chromium() as browser:
        yield browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, which come last by name: no process ends long after the others."""
    paths = {item.path for item in items}
    places = {path: (path.name in PREMIERS, path.relative_to(ICI).as_posix()) for path in paths}
    items.sort(key=lambda item: places[item.path], reverse=True)


def pytest_collection_finish() -> None:
    """What was imported and listed lasts as long as the tests do: nobody looks through it again."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Look through what the tests kept once, where pytest does so at each of its ends; what is lost is still told."""
    gc.collect()
    gc.freeze()
