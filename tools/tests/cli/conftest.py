"""The repository that commands only read: written once for the tests of a process."""

from pathlib import Path

import pytest

from tests.essais import fichiers_nancy
from tests.generateur import write


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("reel"), fichiers_nancy())
