"""Workbooks opened and saved again by LibreOffice, which nobody here wrote: as a town hall does.

Knows: `soffice`, its profile. Must not know: what a workbook holds, what is tested.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.machine import exiger

if TYPE_CHECKING:
    from collections.abc import Iterable

_REGLAGES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>fr-FR</value></prop></item>
</oor:items>
"""
"""Every formula is computed anew, whatever the workbook says that it gives; numbers are French."""


def enregistrer(chemins: Iterable[Path], genre: str) -> list[Path]:
    """Open workbooks and save them as another kind (« xlsx », « ods », « pdf »), in a folder of this name beside."""
    demander_libreoffice()
    paths = list(chemins)
    folder = paths[0].parent / genre
    profile = f"-env:UserInstallation={_profil().as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", genre, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=120)
    return [folder / path.with_suffix(f".{genre}").name for path in paths]


def demander_libreoffice() -> None:
    """Skip the tests that need it where it is not; where everything is tested, it must be there."""
    exiger(shutil.which("soffice"), "LibreOffice Calc est introuvable (paquet libreoffice-calc-nogui)")


def _profil() -> Path:
    return Path(_dossier().name)


@cache
def _dossier() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="libreoffice-")
    settings = Path(folder.name, "user", "registrymodifications.xcu")
    settings.parent.mkdir()
    settings.write_text(_REGLAGES, encoding="utf-8")
    return folder
