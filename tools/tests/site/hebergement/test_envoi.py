"""The history that the web server fetches: signed by the forge, whole, and never older than what is published."""

from __future__ import annotations

import base64
import functools
import http.client
import re
import subprocess
import tempfile
import urllib.parse
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cles_ssh import cle
from tests.compare.depots_git import ENVIRONNEMENT, git, git_repository
from tests.essais import RACINE, fichiers
from tests.machine import en_marche, port_libre
from tests.site.construction import atelier
from tests.site.hebergement.serveur import PATIENCE_SECONDES, exiger, lancer_apache, principale

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long
RECEVOIR = RACINE / "tools/hebergement/recevoir"
PAGE = RACINE / "docs/hebergement.md"
MOT = "mot-de-passe"
COMPTE = f"forge:{MOT}"
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

    def envoyer(self, nom: str = "forge", **lieu: str) -> None:
        """Sign the history as the workflow does, with the key of a name; leave it at an address, if there is one."""
        command = ["make", "-C", str(RACINE), "envoi", f"DOSSIER={self.forge}", f"CLE={cle(nom).prive}"]
        subprocess.run(
            [*command, f"ENVOI={self.envoi}"], env={**ENVIRONNEMENT, **lieu}, check=True, capture_output=True
        )

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
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Coupe, directory=str(tmp_path / "envoi")))
    with en_marche(server) as address:
        yield Essai(forge, tmp_path / "envoi", serveur, address)
    Coupe.coupes = frozenset()


def test_what_the_forge_signed_is_published_whole_and_the_version_before_is_kept(essai: Essai) -> None:
    essai.envoyer()
    assert essai.recevoir().returncode == 0
    first = essai.publie()
    assert (essai.serveur / "site/courant/prive/index.html").is_file()
    convention = essai.forge / "catalogue/convention.yaml"
    convention.write_text(convention.read_text("utf-8") + "# relu\n", "utf-8")
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


@pytest.fixture
def lieu() -> Iterator[tuple[str, Path]]:
    """Run Apache as the page says, for the forge to leave what it signed; give its address and its folder."""
    exiger()
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        dossier = Path(name)
        dossier.chmod(0o755)
        port = port_libre()
        ecrire_lieu(dossier, port)
        with lancer_apache(dossier, port):
            yield f"http://127.0.0.1:{port}/envoi", dossier / "convention-envoi/recu"


def ecrire_lieu(dossier: Path, port: int) -> None:
    """Write the configuration of the page, with the folders of the test."""
    (said,) = re.findall(r"```apache\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    for name in ("convention-envoi", "convention-envoi/recu"):
        (dossier / name).mkdir()
        (dossier / name).chmod(0o777)  # whoever Apache runs as writes there
    subprocess.run(["htpasswd", "-Bbc", str(dossier / "envoi"), "forge", MOT], check=True, capture_output=True)
    (dossier / "envoi").chmod(0o644)
    moved = said.replace("/var/lib/convention-envoi", f"{dossier}/convention-envoi")
    modules = ("authn_core", "authz_core", "authz_host", "authz_user", "authn_file", "auth_basic", "dav", "dav_fs")
    (dossier / "httpd.conf").write_text(
        principale(dossier, port, ("mpm_event", "alias", "mime", "allowmethods", *modules))
        + moved.replace("/etc/convention/envoi", f"{dossier}/envoi"),
        "utf-8",
    )


def demander(adresse: str, methode: str, compte: str = "", corps: bytes | None = None) -> int:
    """Ask for an address under an account, and return the code of the answer."""
    url = urllib.parse.urlsplit(adresse)
    headers = {"Authorization": f"Basic {base64.b64encode(compte.encode()).decode()}"} if compte else {}
    connection = http.client.HTTPConnection(url.netloc, timeout=PATIENCE_SECONDES)
    connection.request(methode, url.path, corps, headers)
    code = connection.getresponse().status
    connection.close()
    return code


def test_what_the_forge_leaves_at_the_address_is_what_the_server_publishes(
    essai: Essai, lieu: tuple[str, Path]
) -> None:
    adresse, recu = lieu
    for nom in ("", "Suite"):
        sent = essai.commit(nom)
        essai.envoyer(DEPOT_ENVOI=adresse, COMPTE_ENVOI=COMPTE)
        assert sorted(path.name for path in recu.iterdir()) == ["depot.bundle", "depot.bundle.sig"]
    assert essai._replace(adresse=adresse).recevoir().returncode == 0
    assert essai.publie()[0] == sent


def test_nobody_but_the_forge_leaves_anything_and_it_can_do_nothing_else(lieu: tuple[str, Path]) -> None:
    adresse, recu = lieu
    bundle = f"{adresse}/depot.bundle"
    assert [demander(bundle, "PUT", who, b"faux") for who in ("", "forge:faux", f"autre:{MOT}")] == [401] * 3
    assert list(recu.iterdir()) == []
    assert demander(bundle, "PUT", COMPTE, b"faux") == 201
    others = ("DELETE", "PROPFIND", "MKCOL", "MOVE", "COPY", "LOCK", "POST", "OPTIONS")
    assert {demander(bundle, methode, COMPTE) for methode in others} <= {401, 403, 405}
    assert [path.read_bytes() for path in recu.iterdir()] == [b"faux"]
    assert demander(f"{adresse}/%2e%2e/ailleurs", "PUT", COMPTE, b"faux") in {400, 401, 403, 404, 405}


def test_the_account_of_the_address_is_given_to_no_server_that_tls_does_not_hold(essai: Essai) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        essai.envoyer(DEPOT_ENVOI="http://depot.exemple/envoi", COMPTE_ENVOI=COMPTE)
    assert "ne commence pas par https://" in refused.value.stderr.decode()
