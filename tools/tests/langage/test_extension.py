"""What the extension for VS Code says where the tool is not installed: node runs it, in a window that tells all."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from convention.cli.cadre.outil import VERROU
from tests.essais import RACINE
from tests.machine import exiger

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long
FENETRE = """
const [, extension, dossier] = process.argv;
const vscode = {
  commands: { registerCommand: () => ({}) },
  workspace: { workspaceFolders: [{ uri: { fsPath: dossier } }] },
  window: { showErrorMessage: (text) => console.log(text) },
};
const { Module } = require("node:module");
const load = Module._load;
Module._load = (name, ...rest) => (name.startsWith("vscode") ? vscode : load(name, ...rest));
require(extension).activate({ subscriptions: [] });
"""


def _advised(dossier: Path) -> list[str]:
    """Return the commands that the extension advises to whoever opens this folder."""
    node = shutil.which("node")
    exiger(node, "il faut node")
    extension = RACINE / "editeurs/vscode/extension.js"
    command = [str(node), "-e", FENETRE, str(extension), str(dossier)]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    return re.findall(r"« (.+?) »", told)


def test_where_the_tool_is_not_installed_the_extension_advises_what_this_very_folder_can_do(tmp_path: Path) -> None:
    assert _advised(tmp_path) == ["make installer"]
    assert "\ninstaller:" in (RACINE / "Makefile").read_text("utf-8")
    (tmp_path / VERROU).write_text("convention-dsit==0.1\n", "utf-8")
    advised = _advised(tmp_path)
    assert advised[1] == f".venv/bin/python -m pip install --requirement={VERROU}"
    assert "\n".join(["```", *advised, "```"]) in (RACINE / "docs/editeurs.md").read_text("utf-8")
