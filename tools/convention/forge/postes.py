"""Which forge this machine runs for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convention.forge.github.poste import PosteGitHub
from convention.forge.gitlab.poste import PosteGitLab

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convention.forge.forge import Poste


def poste_of(variables: Mapping[str, str]) -> Poste:
    """Tell the forge by what its machines always have; outside any, the first one says what it lacks."""
    return PosteGitLab(variables) if "CI_API_V4_URL" in variables else PosteGitHub(variables)
