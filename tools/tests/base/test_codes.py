"""The words of the codes: one file for each family, shipped with the package, read only when a message is there."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from convention.base import codes
from convention.base.codes import CODES, FAMILLES, famille
from convention.base.diagnostic import Span, diagnose

DOSSIER = Path(codes.__file__).parent
RACINE = Path(__file__).parents[3]


def test_each_data_file_is_a_family_and_each_family_has_its_file() -> None:
    assert {path.stem for path in DOSSIER.glob("*.toml")} == set(FAMILLES)
    assert len(FAMILLES) == len(set(FAMILLES))


@pytest.mark.parametrize("prefixe", FAMILLES)
def test_the_codes_of_a_family_bear_its_letters_and_stand_in_the_order_of_their_numbers(prefixe: str) -> None:
    found = famille(prefixe)
    assert found.nom
    assert list(found.codes) == sorted(found.codes)
    assert {code[:3] for code in found.codes} == {prefixe}


def test_words_are_one_line_each() -> None:
    texts = [text for row in CODES.values() for text in (row.titre, row.explication, row.remede)]
    assert all(text == " ".join(text.split(" ")).strip() and "\n" not in text for text in texts)


def test_a_code_is_known_without_its_words_and_no_other_is() -> None:
    assert all(code in CODES for code in CODES)
    assert len(CODES) == len(set(CODES))
    for unknown in ("PER999", "XYZ001", "../001", "famille", "", 1):
        assert unknown not in CODES
    assert CODES.get("XYZ001") is None
    with pytest.raises(KeyError):
        diagnose("PER999", Span("a.yaml"), "message")


def test_no_file_of_words_is_read_to_know_codes_nor_all_of_them_for_one_message() -> None:
    program = (
        "import sys; from convention.base import codes; from convention.base.diagnostic import Span, diagnose\n"
        "assert 'PER001' in codes.CODES and 'tomllib' not in sys.modules\n"
        "assert diagnose('PER001', Span('a.yaml'), 'message').severity == 'erreur'\n"
        "print(codes.famille.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "1\n"


def test_every_file_that_the_package_reads_is_shipped_with_it() -> None:
    paquet = RACINE / "tools" / "convention"
    declared = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = {
        path for glob in declared["tool"]["setuptools"]["package-data"]["convention"] for path in paquet.glob(glob)
    }
    files = {path for path in paquet.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    assert files == shipped
