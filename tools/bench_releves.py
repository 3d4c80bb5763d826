"""Measures of the counting of exports: CPU and memory of the whole command, and what ten times the rows cost.

    .venv/bin/python tools/bench_releves.py            one tenth, then a year of 50,000 assets: 18 million rows
    .venv/bin/python tools/bench_releves.py 10         ten times more besides: 180 million rows, 2 GB of disk

Each size is generated once in build/bench-releves, then counted by `convention relever --essai`.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pyarrow as pa
import pyarrow.parquet as pq

from mesure import Usage, run
from tests.cli.commande import PROGRAMME

RACINE = Path(__file__).parents[1]
DOSSIER = RACINE / "build" / "bench-releves"
JOURS = 330
"""Up to the 26th of November: a day that has not come is not counted."""
ACTIFS = 50_000
ADHERENTS = ("aubepine", "bruyere", "ccas-aubepine", "metropole-grandval")
SOURCE = """# yaml-language-server: $schema=../../schemas/source-releve.schema.json
origine: demonstration
source: inventé pour les mesures
libelle: Parc, un an d'instantanés
format: {genre: parquet}
colonnes: {entite: [entite], serie: [serie], type: [type], jour: [jour]}
entite: entite
jour: jour
identifiant: serie
rattachements:
"""
MESURES = """mesures:
  postes:
    libelle: postes
    decompte: distincts
    colonne: serie
    cle: copieurs
    filtres: [{colonne: type, parmi: [Ordinateur fixe, Ordinateur portable]}]
  imprimantes:
    libelle: imprimantes
    decompte: distincts
    colonne: serie
    cle: imprimantes
    filtres: [{colonne: type, parmi: [Imprimante]}]
"""
"""No key of the flat fee: what is called is not counted again in its year."""


def generate(path: Path, assets: int) -> None:
    """Write a year of daily snapshots of a fleet, day after day, as an inventory would export it."""
    kinds = ["Ordinateur fixe", "Ordinateur portable", "Ordinateur portable", "Imprimante"]
    entities = [f"Entité racine > Commune {n % 40} > Service {n}" for n in range(400)]
    columns = {
        "serie": pa.array([f"5CG{n:09d}" for n in range(assets)]),
        "entite": pa.array([entities[n % 400] for n in range(assets)]).dictionary_encode(),
        "type": pa.array([kinds[n % 4] for n in range(assets)]).dictionary_encode(),
    }
    writer = None
    for rank in range(JOURS):
        day = pa.array([date(2026, 1, 1) + timedelta(days=rank)] * assets, pa.date32())
        table = pa.table({"jour": day, **columns})
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def measure(path: Path) -> Usage:
    """Run the command."""
    depot = DOSSIER / "depot"
    if not depot.is_dir():
        copytree(RACINE / "tools/tests/depots/mini", depot)
        (depot / "pricing/releves").mkdir()
        rules = [
            f'  - {{entite: "Entité racine > Commune {n}", par: chemin, adherent: {ADHERENTS[n % 4]}}}\n'
            for n in range(40)
        ]
        text = SOURCE + "".join(rules) + MESURES
        (depot / "pricing/releves/parc.yaml").write_text(text, encoding="utf-8")
    arguments = ["relever", "--source", "parc", "--exercice", "2026", str(path), "--essai", "--moteur", "duckdb"]
    return run([*PROGRAMME, "-C", str(depot), *arguments])


def main() -> None:
    """Print one line a size, and the cost of ten times the rows."""
    DOSSIER.mkdir(parents=True, exist_ok=True)
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    before = 0.0
    for assets in [ACTIFS // 10, ACTIFS, *([ACTIFS * largest] if largest > 1 else [])]:
        path = DOSSIER / f"parc-{assets}.parquet"
        if not path.exists():
            generate(path, assets)
        cpu, _, memory = measure(path)
        ratio = f", ×{cpu / before:.1f}" if before else ""
        rows = f"{assets * JOURS / 10**6:.1f}"
        print(f"{rows} millions de lignes ({path.stat().st_size // 10**6} Mo) : {cpu:.1f} s, {memory:.0f} Mo{ratio}")
        before = cpu


if __name__ == "__main__":
    main()
