"""`convention schemas` writes the schemas of a repository, and checks that they are fresh and accept its documents."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from convention.cli.contexte import Contexte
from convention.cli.schemas import commande
from convention.model.schemas import schemas
from convention.reports.contrat import NOM, contract_schema

RACINE = Path(__file__).resolve().parents[3]
TEXTES = {**schemas(), NOM: contract_schema()}
NOMBRE = len(TEXTES)
EXERCICE = "# yaml-language-server: $schema=../../schemas/exercice.schema.json\norigine: public\nphase: realise\n"


class Done(NamedTuple):
    """What a run gave."""

    code: int
    output: str


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """Make a repository of one document."""
    path = tmp_path / "pricing" / "exercices" / "2025.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"{EXERCICE}statut: clos\n", encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str) -> Done:
    result = CliRunner().invoke(commande, arguments, obj=Contexte(root), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return Done(result.return_value, result.output.replace("\u00a0", " "))


def written(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "schemas").iterdir()}


def test_it_writes_every_schema(depot: Path) -> None:
    done = run(depot)
    assert done.code == 0
    assert done.output.startswith("schemas/convention.schema.json : écrit\n")
    assert done.output.endswith(f"\n{NOMBRE} schémas, {NOMBRE} écrits.\n")
    assert written(depot) == TEXTES


def test_it_leaves_alone_what_is_up_to_date(depot: Path) -> None:
    run(depot)
    before = {path: path.stat().st_mtime_ns for path in (depot / "schemas").iterdir()}
    assert run(depot) == Done(0, f"{NOMBRE} schémas, tous à jour.\n")
    assert {path: path.stat().st_mtime_ns for path in (depot / "schemas").iterdir()} == before


def test_it_removes_the_schema_of_a_kind_that_no_longer_exists_and_nothing_else(depot: Path) -> None:
    run(depot)
    for name in ("ancien.schema.json", "LISEZMOI.md"):
        (depot / "schemas" / name).write_text("{}", encoding="utf-8")
    assert "schemas/ancien.schema.json : retiré" in run(depot).output
    assert written(depot).keys() == TEXTES.keys() | {"LISEZMOI.md"}


def test_the_check_passes_on_the_repository() -> None:
    done = run(RACINE, "--verifier")
    assert done.code == 0, done.output
    assert done.output.startswith(f"{NOMBRE} schémas à jour ; ")


def test_the_check_names_each_schema_that_is_absent_stale_or_of_no_kind(depot: Path) -> None:
    run(depot)
    folder = depot / "schemas"
    (folder / "service.schema.json").unlink()
    (folder / "cles.schema.json").write_bytes(b"{}\n")
    (folder / "ancien.schema.json").write_bytes(b"{}\n")
    assert run(depot, "--verifier") == Done(
        1,
        "schemas/service.schema.json : absent, lancer « convention schemas »\n"
        "schemas/cles.schema.json : périmé, lancer « convention schemas »\n"
        "schemas/ancien.schema.json : aucun document n'est de ce genre, lancer « convention schemas »\n"
        "\n3 problèmes.\n",
    )
    assert (folder / "cles.schema.json").read_bytes() == b"{}\n"


def test_the_check_shows_where_a_document_is_refused(depot: Path) -> None:
    run(depot)
    (depot / "pricing" / "exercices" / "2025.yaml").write_text(f"{EXERCICE}statut: ferme\n", encoding="utf-8")
    assert run(depot, "--verifier") == Done(
        1,
        "pricing/exercices/2025.yaml:4:9 : schemas/exercice.schema.json refuse cette valeur (règle « enum »)\n"
        "\n1 problème.\n",
    )
