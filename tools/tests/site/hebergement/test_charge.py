"""Many readers at once are all given their page."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from charge import mesurer
from tests.site.hebergement.serveur import exiger

pytestmark = pytest.mark.long


def test_fifty_readers_at_once_are_all_given_their_page() -> None:
    exiger()
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        public, private = mesurer(Path(name), secondes=1)
    assert (public.ratees, private.ratees) == (0, 0)
    assert private.par_seconde > 0
