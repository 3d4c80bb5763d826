"""A forge for each test: what it would have refused fails the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.forge.api import Forge, served
from tests.forge.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def forge() -> Iterator[Forge]:
    with served(Forge()) as running:
        yield running
    assert running.fautes == []


@pytest.fixture
def scene(tmp_path: Path, forge: Forge) -> Scene:
    return Scene(tmp_path, forge)
