"""The help of a command that reads the data is shown without what reads them: the models are slow to load."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.commande import executer

if TYPE_CHECKING:
    from pathlib import Path

AIDE = "import sys; from convention.cli.main import main; main(sys.argv[1:]); sys.exit('pydantic' in sys.modules)"


@pytest.mark.parametrize("commande", ["valider", "calculer", "expliquer", "equilibre", "budget", "comparer", "appels"])
def test_the_help_of_a_command_reads_no_model(commande: str, tmp_path: Path) -> None:
    shown = executer(tmp_path, sys.executable, "-c", AIDE, commande, "--aide")
    assert (shown.code, shown.message) == (0, "")
    assert shown.dit.startswith(f"Usage : convention {commande}")
