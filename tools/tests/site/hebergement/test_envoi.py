"""The history that the web server fetches: signed by the forge, whole, and never older than what is published."""

from __future__ import annotations

import functools
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cles_ssh import cle
from tests.compare.depots_git import ENVIRONNEMENT, git, git_repository
from tests.essais import RACINE, fichiers
from tests.site.construction import atelier

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long
RECEVOIR = RACINE / "tools/hebergement/recevoir"
MINI = RACINE / "tools/tests/depots/mini"


class Coupe(SimpleHTTPRequestHandler):
    """Give what is in a folder; a file whose name is in `coupes` stops half way."""

    coupes: frozenset[str] = frozenset()

    def copyfile(self, source: object, outputfile: object) -> None:
        """Write a file, or half of it."""
        content = source.read()  # type: ignore[attr-defined]
        half = len(content) // 2 if Path(self.path).name in self.coupes else len(content)
        outputfile.write(content[:half])  # type: ignore[attr-defined]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as the standard library)
        """Say nothing."""


class Essai(NamedTuple):
    """A forge, what it sends, and a server that receives."""

    forge: Path
    envoi: Path
    serveur: Path
    adresse: str

    def envoyer(self, nom: str = "forge") -> None:
        """Sign the history as the workflow does, with the key of a name."""
        command = ["make", "-C", str(RACINE), "envoi", f"DOSSIER={self.forge}", f"CLE={cle(nom).prive}"]
        subprocess.run([*command, f"ENVOI={self.envoi}"], env=ENVIRONNEMENT, check=True, capture_output=True)

    def recevoir(self) -> subprocess.CompletedProcess[str]:
        """Receive as the server does each night."""
        paths = {"DEPOT": "depot", "SITE": "site", "SIGNATAIRES": "signataires"}
        env = {**ENVIRONNEMENT, **{nom: str(self.serveur / path) for nom, path in paths.items()}}
        return subprocess.run(
            [RECEVOIR, self.adresse], env=env, cwd=self.serveur, capture_output=True, text=True, check=False
        )

    def commit(self, nom: str) -> str:
        """Change the data of the forge, or say where it is."""
        if nom:
            (self.forge / "NOTES.md").write_text(nom, "utf-8")
            git(self.forge, "add", "--all")
            git(self.forge, "commit", "--quiet", "--message", nom)
        return git(self.forge, "rev-parse", "HEAD").strip()

    def publie(self) -> tuple[str, str | None]:
        """Return the revision that the server has, and the version that it shows."""
        current = self.serveur / "site/courant"
        return git(self.serveur / "depot", "rev-parse", "HEAD").strip(), (
            str(current.readlink()) if current.is_symlink() else None
        )


@pytest.fixture
def essai(tmp_path: Path) -> Iterator[Essai]:
    """Make a forge and a server that has a copy of its history."""
    forge = git_repository(tmp_path / "forge", [fichiers(MINI)])
    atelier(forge)
    git(forge, "add", "--all")
    git(forge, "commit", "--quiet", "--message", "Site")
    serveur = tmp_path / "serveur"
    serveur.mkdir()
    (tmp_path / "envoi").mkdir()
    git(tmp_path, "clone", "--quiet", str(forge), str(serveur / "depot"))
    (serveur / "signataires").write_text(f"forge {cle('forge').publique}\n", "ascii")
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Coupe, directory=str(tmp_path / "envoi"))) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield Essai(forge, tmp_path / "envoi", serveur, f"http://127.0.0.1:{http.server_port}")
        http.shutdown()
        thread.join()
    Coupe.coupes = frozenset()


def test_what_the_forge_signed_is_published_whole_and_the_version_before_is_kept(essai: Essai) -> None:
    essai.envoyer()
    assert essai.recevoir().returncode == 0
    first = essai.publie()
    assert (essai.serveur / "site/courant/prive/index.html").is_file()
    after = essai.commit("Suite")
    essai.envoyer()
    assert essai.recevoir().returncode == 0
    assert essai.publie()[0] == after
    assert str((essai.serveur / "site/precedent").readlink()) == first[1]
    assert essai.publie()[1] != first[1]


@pytest.mark.parametrize("sorte", ["contenu", "signature", "cle", "coupe", "absente", "reculee", "recrite"])
def test_what_is_not_the_continued_history_that_the_forge_signed_changes_nothing(essai: Essai, sorte: str) -> None:
    old = essai.commit("Avant")
    essai.envoyer()
    git(essai.serveur / "depot", "pull", "--quiet", str(essai.forge))
    essai.commit("Après")
    if sorte in {"reculee", "recrite"}:
        git(essai.serveur / "depot", "pull", "--quiet", str(essai.forge))
        git(essai.forge, "reset", "--quiet", "--hard", old)
    if sorte == "recrite":
        essai.commit("Autrement")
    essai.envoyer("autre" if sorte == "cle" else "forge")
    bundle, signature = essai.envoi / "depot.bundle", essai.envoi / "depot.bundle.sig"
    if sorte == "contenu":
        bundle.write_bytes(bundle.read_bytes()[:-1] + b"\0")
    if sorte == "signature":
        signature.write_text(signature.read_text("ascii").replace("U1NIU0lH", "U1NIU0lI"), "ascii")
    if sorte == "coupe":
        Coupe.coupes = frozenset({"depot.bundle"})
    if sorte == "absente":
        signature.unlink()
    before = essai.publie()
    run = essai.recevoir()
    assert run.returncode == 1
    assert "rien n'est changé." in run.stderr
    assert essai.publie() == before
    assert before[1] is None
