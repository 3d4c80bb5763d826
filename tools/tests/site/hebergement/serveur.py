"""A real Apache httpd with mod_auth_openidc before a real OpenID Connect provider, both on loopback, and who reads.

Knows: processes, HTTP. Must not know: what is tested.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.cli.commande import HERITE
from tests.essais import RACINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

APACHE = "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
EDITEUR = RACINE / "tools/tests/editeur"
PATIENCE_SECONDES = 30
PAGE = "text/html,*/*"
"""What a browser that goes to a page accepts: only then is it led to the provider."""
_CHARGES = (
    *("mpm_event", "authz_core", "authn_core", "authz_user", "alias", "dir", "mime", "headers", "allowmethods"),
    *("env", "auth_openidc", "wsgi"),
)


class Reponse(NamedTuple):
    """What a reader was answered, once it was led where it was."""

    code: int
    adresse: str
    entetes: Message
    corps: bytes


class Hote(NamedTuple):
    """The two servers that run."""

    site: str
    """« http://127.0.0.1:18080 »."""
    fournisseur: str
    journal: Path
    """What Apache says went wrong."""

    def recharger(self) -> None:
        """Have Apache read its configuration and start its programs again, as `systemctl reload` does."""
        seen = self.journal.read_text("utf-8").count("resuming normal operations")
        os.kill(int(self.journal.with_name("pid").read_text("ascii")), signal.SIGUSR1)
        limit = time.monotonic() + PATIENCE_SECONDES
        while self.journal.read_text("utf-8").count("resuming normal operations") == seen:
            assert time.monotonic() < limit
            time.sleep(0.1)


class Lecteur:
    """Somebody who browses: keeps cookies, follows where it is led, signs in as an account when it is asked."""

    def __init__(self, hote: Hote, compte: str | None = None) -> None:
        """Open a browser that knows nothing yet."""
        self.hote, self.compte = hote, compte
        self.temoins = http.cookiejar.CookieJar()
        handlers = (urllib.request.HTTPCookieProcessor(self.temoins), urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def lire(
        self, chemin: str, methode: str = "GET", entetes: dict[str, str] | None = None, corps: bytes | None = None
    ) -> Reponse:
        """Ask for a path of the site, or for an address; with a body, send a form."""
        url = chemin if chemin.startswith("http") else f"{self.hote.site}{chemin}"
        asked = urllib.request.Request(url, corps, {"Accept": PAGE, **(entetes or {})}, method=methode)  # noqa: S310 (loopback)
        try:
            with self._opener.open(asked, timeout=PATIENCE_SECONDES) as answer:
                found = Reponse(answer.status, answer.geturl(), answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            found = Reponse(error.code, error.geturl(), error.headers, error.read())
        if self.compte is not None and "/interaction/" in found.adresse and "compte=" not in found.adresse:
            return self.lire(f"{found.adresse}?compte={self.compte}")
        return found


def brut(hote: Hote, cible: str, methode: str = "GET", entetes: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Ask for a target exactly as it is written, without a cookie, and follow nothing."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(hote.site).netloc, timeout=PATIENCE_SECONDES)
    connection.putrequest(methode, cible, skip_accept_encoding=True)
    for nom, value in (entetes or {}).items():
        connection.putheader(nom, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@contextmanager
def heberger(
    depot: Path, racine: Path, dossier: Path, comptes: dict[str, dict[str, str]], guichet: str = ""
) -> Iterator[Hote]:
    """Serve a published folder to accounts: each with its claims, as the provider gives them.

    Args:
        depot: the data, from which the configuration is written.
        racine: where `convention site --tous` wrote.
        dossier: an empty folder that another user can read.
        comptes: claims by account: `{"essey": {"siret": "21540184500018", "acr": "eidas1"}}`.
        guichet: the key of the queue, when there is a window; its folder is « guichet ».
    """
    port, behind = _free(), _free()
    hote = Hote(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{behind}", dossier / "erreurs.log")
    for name, secret in (("client", "secret-du-site"), ("session", secrets.token_hex(32))):
        (dossier / "secrets").mkdir(exist_ok=True)
        (dossier / "secrets" / name).write_text(secret, "ascii")
    (dossier / "cache").mkdir()
    (dossier / "cache").chmod(0o777)  # whoever Apache runs as keeps the sessions there
    command = [sys.executable, "-m", "convention.cli.main", "-C", str(depot), "hebergement", "apache"]
    command += ["--racine", str(racine), "--client", "site", "--secrets", str(dossier / "secrets")]
    command += ["--cache", str(dossier / "cache"), "--date", "2026-11-23"]
    command += ["--fournisseur", f"{hote.fournisseur}/.well-known/openid-configuration"]
    command += _window(dossier / "guichet", guichet) if guichet else []
    written = subprocess.run(command, env=HERITE, capture_output=True, check=True).stdout
    (dossier / "convention.conf").write_bytes(written)
    (dossier / "httpd.conf").write_text(_main(dossier, port), "utf-8")
    node = ["node", str(Path(__file__).with_name("fournisseur.mjs")), str(behind), f"{hote.site}/oidc/retour"]
    with ExitStack() as stack:
        env = {**HERITE, "COMPTES": json.dumps(comptes)}
        _run(stack, [*node, str(EDITEUR)], dossier / "fournisseur.log", env)
        _wait(behind)
        _run(stack, [APACHE, "-f", str(dossier / "httpd.conf"), "-DFOREGROUND"], dossier / "apache.log", HERITE)
        _wait(port)
        yield hote


def _window(dossier: Path, jeton: str) -> list[str]:
    """Make the folder of a window, and return the options that open it."""
    account = _account()
    (dossier / "demandes").mkdir(parents=True, mode=0o700)
    for name, secret in (("cle", secrets.token_hex(32)), ("jeton", jeton)):
        (dossier / name).write_text(secret, "ascii")
        (dossier / name).chmod(0o600)
    if os.geteuid() == 0:
        for path in (dossier, *dossier.iterdir()):
            shutil.chown(path, account)
        dossier.chmod(0o700)
    return ["--guichet", str(dossier), "--compte", account]


def _account() -> str:
    """Return the account of the window: not an administrator's, if another one can read the tool here."""
    mine = pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() != 0:
        return mine
    places = [Path(sys.executable), *RACINE.joinpath("tools/convention").parents, RACINE / "tools/convention"]
    return "nobody" if all(path.stat().st_mode & 0o005 == 0o005 for path in places) else mine


def _main(dossier: Path, port: int) -> str:
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    loaded = "".join(f"LoadModule {nom}_module {MODULES}/mod_{nom}.so\n" for nom in _CHARGES)
    return (
        f"ServerRoot {dossier}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {dossier}/pid\n"
        f"ErrorLog {dossier}/erreurs.log\n{loaded}TypesConfig /etc/mime.types\n{user}"
        f"Include {dossier}/convention.conf\n"
    )


def _run(stack: ExitStack, command: list[str], journal: Path, env: dict[str, str]) -> None:
    log = stack.enter_context(journal.open("wb"))
    process = subprocess.Popen(command, env=env, stdout=log, stderr=log)

    def stop() -> None:
        process.terminate()
        process.wait(PATIENCE_SECONDES)

    stack.callback(stop)


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(port: int) -> None:
    limit = time.monotonic() + PATIENCE_SECONDES
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < limit, f"nothing answers on {port}"
            time.sleep(0.1)
        else:
            return


def manquants() -> list[str]:
    """Name what is not installed here."""
    found = [nom for nom in (APACHE, "node") if shutil.which(nom) is None]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    modules = {"auth_openidc.so": "libapache2-mod-auth-openidc", f"wsgi.so-{python}": "libapache2-mod-wsgi-py3"}
    found += [package for nom, package in modules.items() if not (MODULES / f"mod_{nom}").exists()]
    return [*found, *([] if (EDITEUR / "node_modules/oidc-provider").is_dir() else ["oidc-provider"])]
