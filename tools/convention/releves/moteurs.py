"""The engines: DuckDB in this process, or Spark; each reads Parquet and runs an expression.

Knows: how an engine is started, bounded and stopped. Must not know: what is counted.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from convention.base.french import compte
from convention.releves.refus import ReleveRefuseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ibis.expr.types import Table

MEMOIRE_MO = 600
PARTITIONS = "8"


@dataclass(frozen=True, slots=True)
class Moteur:
    """An engine that runs."""

    connexion: Any
    """A backend of Ibis."""

    def lire(self, paths: tuple[str, ...]) -> Table:
        """Return the rows of some Parquet files."""
        table: Table = self.connexion.read_parquet(list(paths) if len(paths) > 1 else paths[0])
        return table

    def lignes(self, expression: Table) -> list[dict[str, Any]]:
        """Run an expression whose result is small.

        Raises:
            ReleveRefuseError: the engine cannot read what it is given.
        """
        try:
            found: list[dict[str, Any]] = self.connexion.to_pyarrow(expression).to_pylist()
        except duckdb.OutOfMemoryException:
            raise ReleveRefuseError(
                f"l'export ne tient pas dans la mémoire donnée au moteur ({compte(MEMOIRE_MO, 'Mo', 'Mo')})",
                "le compter avec « --moteur spark » (docs/releves.md)",
            ) from None
        except Exception as error:  # noqa: BLE001 (each engine has its own)
            # What engines say repeats cells: only the kind of the failure is told.
            message = f"le moteur n'a pas pu lire l'export ({type(error).__name__})"
            raise ReleveRefuseError(message, "reprendre l'export : il est sans doute tronqué ou abîmé") from None
        return found


@contextmanager
def engine(nom: str, folder: Path) -> Iterator[Moteur]:
    """Start an engine, and stop it."""
    if nom == "spark":
        with _spark(folder) as moteur:
            yield moteur
        return
    connexion = ibis.duckdb.connect(
        memory_limit=f"{MEMOIRE_MO}MB",
        temp_directory=str(folder / "duckdb"),
        threads=min(os.cpu_count() or 1, 4),
        autoinstall_known_extensions=False,
    )
    connexion.raw_sql("SET preserve_insertion_order = false")
    try:
        yield Moteur(connexion)
    finally:
        connexion.disconnect()


@contextmanager
def _spark(folder: Path) -> Iterator[Moteur]:
    """Start Spark here, or join the cluster that SPARK_MASTER names."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        message = "PySpark n'est pas installé"
        raise ReleveRefuseError(
            message, "installer le verrou verrous/spark.txt, et Java 17 (docs/releves.md)"
        ) from None
    builder = (
        SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[*]"))
        .appName("convention relever")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", os.environ.get("SPARK_PARTITIONS", PARTITIONS))
        .config("spark.sql.warehouse.dir", str(folder / "spark"))
        .config("spark.local.dir", str(folder))
    )
    try:
        session = builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 (no Java, a wrong one, an unknown cluster)
        message = f"Spark ne démarre pas ({type(error).__name__})"
        raise ReleveRefuseError(message, "vérifier que Java 17 est installé (java -version)") from None
    session.sparkContext.setLogLevel("OFF")
    try:
        yield Moteur(ibis.pyspark.connect(session))
    finally:
        session.stop()
