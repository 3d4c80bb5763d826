"""The repository that commands only read: written once for the tests of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.essais import fichiers_nancy
from tests.generateur import write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("reel"), fichiers_nancy())
