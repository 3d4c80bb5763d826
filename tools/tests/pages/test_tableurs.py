"""The page of spreadsheets: what it shows is what the tool has and reads."""

from __future__ import annotations

import re

from convention.edition.classeur.ensemble import FEUILLES, LISEZ_MOI
from convention.loading.a_part import read_apart
from convention.model.documents.releves import Correspondance
from convention.model.documents.titres import FormatFinances
from convention.model.genres import CORRESPONDANCE, FORMAT_FINANCES, schema_line
from tests.essais import RACINE

PAGE = (RACINE / "docs" / "tableurs.md").read_text("utf-8")


def test_the_page_names_every_sheet_in_its_order() -> None:
    (table,) = re.findall(r"^\| feuille \|.*\n\|.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) == [LISEZ_MOI, *(item.nom for item in FEUILLES)]


SHOWN, FORMAT = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_mapping_that_the_page_shows_is_read() -> None:
    written = SHOWN
    lue = read_apart(Correspondance, "imports/parc.yaml", written.encode())
    assert lue.diagnostics == ()
    assert written.startswith(f"{schema_line('imports/parc.yaml', CORRESPONDANCE)}\n")
    assert lue.document is not None


def test_the_format_that_the_page_shows_is_read() -> None:
    lu = read_apart(FormatFinances, "exports/titres.yaml", FORMAT.encode())
    assert lu.diagnostics == ()
    assert FORMAT.startswith(f"{schema_line('exports/titres.yaml', FORMAT_FINANCES)}\n")
    assert lu.document is not None
