"""A forge for each test: what it would have refused fails the test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.forge.api import Forge, served
from tests.forge.gitlab.api_gitlab import ForgeGitLab
from tests.forge.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator


ICI = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the long tests what a runner runs: seconds each, and nothing that the other tests do not see sooner."""
    for item in items:
        if "scene" in getattr(item, "fixturenames", ()) and ICI in item.path.parents:
            item.add_marker(pytest.mark.long)


@pytest.fixture
def forge() -> Iterator[Forge]:
    with served(Forge()) as running:
        yield running
    assert running.fautes == []


@pytest.fixture
def gitlab() -> Iterator[ForgeGitLab]:
    with served(ForgeGitLab()) as running:
        yield running
    assert running.fautes == []


@pytest.fixture
def scene(tmp_path: Path, forge: Forge) -> Scene:
    return Scene(tmp_path, forge)
