"""The page of spreadsheets: what it shows is what the tool has and reads."""

from __future__ import annotations

import re

from convention.edition.classeur.correspondance import read_mapping
from convention.edition.classeur.ensemble import FEUILLES, LISEZ_MOI
from convention.model.cadre.genres import CORRESPONDANCE, schema_line
from tests.essais import RACINE

PAGE = (RACINE / "docs" / "tableurs.md").read_text("utf-8")


def test_the_page_names_every_sheet_in_its_order() -> None:
    (table,) = re.findall(r"^\| feuille \|.*\n\|.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) == [LISEZ_MOI, *(item.nom for item in FEUILLES)]


def test_the_mapping_that_the_page_shows_is_read() -> None:
    (written,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    lue = read_mapping("imports/parc.yaml", written.encode())
    assert lue.diagnostics == ()
    assert written.startswith(f"{schema_line('imports/parc.yaml', CORRESPONDANCE)}\n")
    assert lue.correspondance is not None
