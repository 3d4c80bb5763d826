"""A small repository with one source, and the command that counts its exports.

Knows: `depots/mini`, the sources and the files beside. Must not know: what is tested.
"""

from __future__ import annotations

import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convention.loading.ecrits.series import read_series
from convention.loading.loader import load
from convention.loading.source import Folder
from convention.releves.comptage import Demande, compter
from tests.cli.commande import Sortie, lancer

if TYPE_CHECKING:
    from fractions import Fraction

    from convention.model.ecrits.series import Serie
    from convention.releves.comptage import Comptes

ICI = Path(__file__).parent
FICHIERS, SOURCES = ICI / "fichiers", ICI / "sources"
MINI = ICI.parent / "depots" / "mini"
AUJOURDHUI = date(2026, 11, 28)
SECRETS = (
    *("5CG1230", "PF2X9K", "VCF0X", "RLP9", "SN-0"),
    *("PC-AUB", "PC-BRU", "PC-CCAS", "PC-GV", "PC-XXX", "PC-SN", "AUB-IMP", "GV-COP"),
    *("duclos", "hébert", "rémy", "noël", "lefèvre", "caron", "martel", "garnier", "petit", "simon", "agent."),
    *("@aubepine", "@grandval", "QUINCAILLERIE"),
)
"""Serial numbers, hosts, users, suppliers of the samples."""


CONFIRMER = ("--confirmer", "d04e8382a5bc")
"""The beginning of the sha256 of `instantanes/`."""


class Exemple(NamedTuple):
    """A source, its export, what the command line adds."""

    source: str
    fichier: str
    options: tuple[str, ...] = ()


EXEMPLES = (
    Exemple("parc", "glpi-ordinateurs.csv", ("--extrait-le", "2026-03-31")),
    Exemple("impression", "itop-pc.csv", ("--extrait-le", "2026-03-31")),
    # Bruyère has no machine any more on the last day: somebody has confirmed this very export.
    Exemple("instantanes", "instantanes", CONFIRMER),
    Exemple("messagerie", "boites.parquet"),
    Exemple("finances", "finances-mandats.csv", ("--extrait-le", "2026-09-30")),
)


POSTE_GERE = {
    "couts-de-possession.yaml": """\
  - id: poste-gere
    service: S01
    categorie: Gestion administrative
    libelle: Gestion des postes
    cle_texte: nombre de postes
    hors_extrait: oui
    variables: {cout_annuel: €/an}
    annuel:
      formule: cout_annuel * part(postes)
      texte: coût annuel, partagé selon les postes
      exemples: [{cout_annuel: 100.00, postes: 1, total: {postes: 4}, attendu: 25.00}]
""",
    "comptes.yaml": (
        "  - {nature: indirect_annuel, section: fonctionnement, payeur: etablissement_rattache, "
        'recette: "70878", depense: "62878"}\n'
    ),
}
"""What the workstations of the year bill: the forfait has a count of its own, which nothing counts again."""


def depot(folder: Path, source: str) -> Path:
    """Write the small repository, with one source."""
    shutil.copytree(MINI, folder)
    shutil.copytree(ICI / "depot", folder, dirs_exist_ok=True)
    for document, more in POSTE_GERE.items():
        with (folder / "pricing" / document).open("a", encoding="utf-8") as lines:
            lines.write(more)
    (folder / "pricing" / "releves").mkdir()
    shutil.copy(SOURCES / f"{source}.yaml", folder / "pricing" / "releves")
    return folder


def relever(racine: Path, source: str, *arguments: str | Path) -> Sortie:
    """Run the command for 2026."""
    env = {"SPARK_MASTER": "local[1]", "SPARK_PARTITIONS": "1"}
    return lancer(racine, "relever", "--source", source, "--exercice", "2026", *map(str, arguments), env=env)


def secrets_dits(text: str) -> list[str]:
    """Return the secrets that a text tells, but for the machines which REL013 names to who is to decide."""
    lines = text.splitlines()
    shown = "\n".join(line for above, line in pairwise(["", *lines]) if "REL013" not in above)
    return [secret for secret in SECRETS if secret in shown]


def serie(racine: Path, source: str) -> Serie:
    """Read the series that was written."""
    path = f"pricing/releves/2026/{source}.csv"
    found, diagnostics = read_series(path, (racine / path).read_bytes())
    assert found is not None, diagnostics
    return found


def points(racine: Path, source: str) -> dict[tuple[str, str, str, str], str]:
    """Return the values that were written, as a reader of the file sees them."""
    rows = (racine / f"pricing/releves/2026/{source}.csv").read_text(encoding="utf-8").splitlines()
    cells = (row.split(";") for row in rows if not row.startswith("#"))
    return {(a, b, c, d): value for a, b, c, d, value in list(cells)[1:]}


def comptes(racine: Path, source: str, *fichiers: Path, extrait_le: date | None = None) -> Comptes:
    """Count in this process, by DuckDB."""
    description = load(Folder(racine)).depot.sources[source]
    return compter(Demande(description, fichiers, 2026, extrait_le, "duckdb", AUJOURDHUI))


def valeurs(found: Comptes) -> dict[tuple[str, str, str, str], Fraction]:
    """Return the counts by adherent, measure, account and day."""
    return {(*grandeur, str(day)): value for (grandeur, day), value in found.valeurs.items()}
