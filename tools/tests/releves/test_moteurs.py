"""One expression, two engines: Spark writes, byte for byte, what DuckDB writes.

Skipped without PySpark or Java 17: `make test-spark` installs the first, `.ci/run` both.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ibis")

from tests.cli.commande import contenu
from tests.releves.atelier import EXEMPLES, FICHIERS, Exemple, depot, points, relever, secrets_dits
from tests.releves.attendus import ATTENDUS

if TYPE_CHECKING:
    from pathlib import Path


def _java() -> int:
    """Return the version of Java that is installed; 0 without any."""
    if shutil.which("java") is None:
        return 0
    told = subprocess.run(["java", "-version"], capture_output=True, encoding="utf-8", check=False).stderr
    found = re.search(r'version "([0-9]+)', told)
    return int(found[1]) if found else 0


pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="PySpark n'est pas installé : make test-spark"
    ),
    pytest.mark.skipif(_java() < 17, reason="Java 17 n'est pas installé"),
]


@pytest.mark.parametrize("exemple", EXEMPLES, ids=[item.source for item in EXEMPLES])
def test_spark_writes_what_duckdb_writes(tmp_path: Path, exemple: Exemple) -> None:
    written = []
    for moteur in ("duckdb", "spark"):
        racine = depot(tmp_path / moteur, exemple.source)
        export = FICHIERS / exemple.fichier
        run = relever(racine, exemple.source, export, *exemple.options, "--moteur", moteur)
        assert run.code == 0, run.message
        assert points(racine, exemple.source) == ATTENDUS[exemple.source]
        assert secrets_dits((run.sortie + run.erreurs).decode()) == []
        written.append((run.sortie, contenu(racine)))
    assert written[0] == written[1]
