"""The base of known flaws that `make audit` asks when it has no network: it answers as OSV does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from audit import answer, main, read

if TYPE_CHECKING:
    from pathlib import Path

FICHES = """id: LISTE
modified: 2026-01-02T00:00:00Z
affected:
- package: {name: Jinja.2, ecosystem: PyPI}
  versions: ["2.0", "2.0rc1", "not a version"]
- package: {name: jinja-2, ecosystem: npm}
  versions: ["9.0"]
"""
INTERVALLES = {
    "id": "INTERVALLES",
    "modified": "2026-01-03T00:00:00Z",
    "affected": [
        {
            "package": {"name": "jinja-2", "ecosystem": "PyPI"},
            "ranges": [
                {"type": "GIT", "events": [{"introduced": "0"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "3.0"}, {"fixed": "3.1"}, {"introduced": "4.0"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"last_affected": "1.5"}]},
            ],
        }
    ],
}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    (tmp_path / "vulns").mkdir()
    (tmp_path / "vulns/liste.yaml").write_text(FICHES, "utf-8")
    (tmp_path / "vulns/intervalles.json").write_text(json.dumps(INTERVALLES), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("version", "fiches"),
    [
        ("0.9", []),
        ("1.0", ["INTERVALLES"]),
        ("1.5", ["INTERVALLES"]),
        ("1.5.1", []),
        ("2.0", ["LISTE"]),
        ("2.0.0", ["LISTE"]),
        ("3.0", ["INTERVALLES"]),
        ("3.1rc1", ["INTERVALLES"]),
        ("3.1", []),
        ("4.2", ["INTERVALLES"]),
    ],
)
def test_a_version_has_the_flaws_that_list_it_or_hold_it_in_a_range(
    dossier: Path, version: str, fiches: list[str]
) -> None:
    query = {"package": {"name": "jinja_2", "ecosystem": "PyPI"}, "version": version}
    assert [record["id"] for record in answer(read(dossier), query)] == fiches


def test_a_folder_without_any_record_is_never_a_clean_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVENTION_FAILLES", str(tmp_path))
    with pytest.raises(SystemExit, match="Aucune fiche OSV dans"):
        main(["verrous/execution.txt"])
