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
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from convention.reports.depot.apache import PRIVE, RETOUR, Serveur
from tests import machine
from tests.cli.commande import HERITE
from tests.essais import RACINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from email.message import Message

APACHE = "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
EDITEUR = RACINE / "tools/tests/editeur"
PATIENCE_SECONDES = 30
DEMARRAGE_SECONDES = 120
"""A server starts in one second; once, for a reason that nothing told, thirty were not enough."""
PAGE = "text/html,*/*"
"""What a browser that goes to a page accepts: only then is it led to the provider."""
MEME_SITE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that a page of the site sends."""
_REPRISE = "resuming normal operations"
_CHARGES = (
    *("mpm_event", "authz_core", "authn_core", "authz_user", "alias", "dir", "mime", "headers", "allowmethods"),
    *("env", "auth_openidc", "rewrite", "wsgi"),
)


class Reponse(NamedTuple):
    """What a reader was answered, once it was led where it was."""

    code: int
    adresse: str
    entetes: Message
    corps: bytes


class Hote:
    """The two servers that run, and what one may do to them."""

    def __init__(self, racine: Path, dossier: Path, comptes: dict[str, dict[str, str]]) -> None:
        """Choose the ports of a published folder and of its provider; nothing runs yet."""
        port, self._behind = machine.port_libre(), machine.port_libre()
        self.site, self.fournisseur = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{self._behind}"
        self._port, self._dossier, self._comptes = port, dossier, comptes
        self._apache: subprocess.Popen[bytes] | None = None
        self._provider: subprocess.Popen[bytes] | None = None
        self.serveur = Serveur(
            racine=str(racine),
            fournisseur=f"{self.fournisseur}/.well-known/openid-configuration",
            client="site",
            secrets=str(dossier / "secrets"),
            cache=str(dossier / "cache"),
        )

    def journal(self) -> str:
        """Return what Apache says went wrong."""
        return (self._dossier / "erreurs.log").read_text("utf-8")

    def configurer(self, configuration: str) -> None:
        """Write who reads what; a server that runs takes it up at once (a reload lets what is answered end)."""
        (self._dossier / "convention.conf").write_text(configuration, "utf-8")
        self.recharger()

    def recharger(self) -> None:
        """Have Apache, if it runs, read its configuration and start its programs again."""
        if self._apache is not None:
            before = self.journal().count(_REPRISE)
            self._apache.send_signal(signal.SIGHUP)
            _until(self._apache, self._dossier, lambda: self.journal().count(_REPRISE) > before)

    def oublier(self) -> None:
        """Empty the cache: sessions, and what was read of the provider."""
        for path in (self._dossier / "cache").iterdir():
            path.unlink()

    def allumer_fournisseur(self) -> None:
        """Start the provider, with new keys."""
        node = ["node", str(Path(__file__).with_name("fournisseur.mjs")), str(self._behind), f"{self.site}/oidc/retour"]
        env = {**HERITE, "COMPTES": json.dumps(self._comptes)}
        self._provider = _run([*node, str(EDITEUR)], self._dossier / "fournisseur.log", env)
        _until(self._provider, self._dossier, lambda: _answers(self._behind))

    def eteindre_fournisseur(self) -> None:
        """Stop the provider, as an outage does."""
        _stop(self._provider)
        self._provider = None

    def allumer(self) -> None:
        """Start Apache."""
        included = f"Include {self._dossier}/convention.conf\n"
        (self._dossier / "httpd.conf").write_text(principale(self._dossier, self._port, _CHARGES) + included, "utf-8")
        command = [APACHE, "-f", str(self._dossier / "httpd.conf"), "-DFOREGROUND"]
        self._apache = _run(command, self._dossier / "apache.log", HERITE)
        _until(self._apache, self._dossier, lambda: _answers(self._port))

    def eteindre(self) -> None:
        """Stop Apache."""
        _stop(self._apache)
        self._apache = None


class Lecteur:
    """Somebody who browses: keeps cookies, follows where it is led, signs in as an account when it is asked."""

    def __init__(self, hote: Hote, compte: str | None = None, *, halte: bool = False) -> None:
        """Open a browser that knows nothing yet; it may halt before it brings the answer of the provider back."""
        self.hote, self.compte = hote, compte
        self.temoins = http.cookiejar.CookieJar()
        handlers = [urllib.request.HTTPCookieProcessor(self.temoins), urllib.request.ProxyHandler({})]
        self._opener = urllib.request.build_opener(*handlers, *([_Halte()] if halte else []))

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
        # One whom the provider asks again, for its level is too low, is not signed in.
        signs_in = "/interaction/" in found.adresse and "compte=" not in f"{found.adresse}{url}"
        if self.compte is not None and signs_in:
            return self.lire(f"{found.adresse}?compte={self.compte}")
        return found


class _Halte(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> urllib.request.Request | None:  # noqa: ANN401 (as the standard library)
        return None if f"{RETOUR}?" in args[-1] else super().redirect_request(*args)


def retour(hote: Hote, compte: str) -> tuple[Lecteur, str]:
    """Sign in as an account; return its browser, and the address that it has not asked yet, which bears the answer."""
    lecteur = Lecteur(hote, compte, halte=True)
    return lecteur, lecteur.lire(f"/{PRIVE}/").entetes["Location"]


def jeton_de_session(lecteur: Lecteur) -> dict[str, str]:
    """Return the headers that bear the cookies of a reader, as somebody who copied them would send them."""
    return {"Cookie": "; ".join(f"{item.name}={item.value}" for item in lecteur.temoins)}


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
    racine: Path, dossier: Path, comptes: dict[str, dict[str, str]], ecrire: Callable[[Serveur], str]
) -> Iterator[Hote]:
    """Serve a published folder to accounts: each with its claims, as the provider gives them.

    Args:
        racine: where `convention site --tous` wrote.
        dossier: an empty folder that another user can read.
        comptes: claims by account: `{"essey": {"siret": "21540184500018", "acr": "eidas1"}}`.
        ecrire: writes who reads what.
    """
    for name, secret in (("client", "secret-du-site"), ("session", secrets.token_hex(32))):
        (dossier / "secrets").mkdir(exist_ok=True)
        (dossier / "secrets" / name).write_text(secret, "ascii")
    (dossier / "secrets").chmod(0o700)  # read once, before Apache becomes another user
    (dossier / "cache").mkdir()
    (dossier / "cache").chmod(0o777)  # whoever Apache runs as keeps the sessions there
    hote = Hote(racine, dossier, comptes)
    hote.configurer(ecrire(hote.serveur))
    try:
        hote.allumer_fournisseur()
        hote.allumer()
        yield hote
    finally:
        hote.eteindre()
        hote.eteindre_fournisseur()


def par_la_commande(depot: Path, *options: str) -> Callable[[Serveur], str]:
    """Let `convention hebergement apache` write who reads what, from the data of a folder."""

    def ecrire(serveur: Serveur) -> str:
        command = [sys.executable, "-m", "convention.cli.main", "-C", str(depot), "hebergement", "apache"]
        for nom in ("racine", "client", "secrets", "cache", "fournisseur"):
            command += [f"--{nom}", getattr(serveur, nom)]
        return subprocess.run([*command, *options], env=HERITE, capture_output=True, check=True, text=True).stdout

    return ecrire


def ouvrir_guichet(dossier: Path, jeton: str) -> list[str]:
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


def principale(dossier: Path, port: int, modules: Iterable[str]) -> str:
    """Return what any Apache of the tests is told first."""
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    loaded = "".join(f"LoadModule {nom}_module {MODULES}/mod_{nom}.so\n" for nom in modules)
    return (
        f"ServerRoot {dossier}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {dossier}/pid\n"
        f"ErrorLog {dossier}/erreurs.log\n{loaded}TypesConfig /etc/mime.types\n{user}"
    )


@contextmanager
def lancer_apache(dossier: Path, port: int) -> Iterator[None]:
    """Run an Apache whose configuration is in a folder, until it answers."""
    process = _run([APACHE, "-f", str(dossier / "httpd.conf"), "-DFOREGROUND"], dossier / "apache.log", HERITE)
    try:
        _until(process, dossier, lambda: _answers(port))
        yield
    finally:
        _stop(process)


def _account() -> str:
    """Return the account of the window: not an administrator's, if another one can read the tool here."""
    mine = pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() != 0:
        return mine
    places = [Path(sys.executable), *RACINE.joinpath("tools/convention").parents, RACINE / "tools/convention"]
    return "nobody" if all(path.stat().st_mode & 0o005 == 0o005 for path in places) else mine


def _run(command: list[str], journal: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    with journal.open("ab") as log:
        return subprocess.Popen(command, env=env, stdout=log, stderr=log)


def _stop(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        process.terminate()
        process.wait(PATIENCE_SECONDES)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def exiger() -> None:
    """Skip the tests that need what is not installed here; where everything is tested, it must be there."""
    absent = manquants()
    machine.exiger(not absent, f"il manque : {', '.join(absent)}")


def manquants() -> list[str]:
    """Name what is not installed here."""
    found = [nom for nom in (APACHE, "node") if shutil.which(nom) is None]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    modules = {"auth_openidc.so": "libapache2-mod-auth-openidc", f"wsgi.so-{python}": "libapache2-mod-wsgi-py3"}
    found += [package for nom, package in modules.items() if not (MODULES / f"mod_{nom}").exists()]
    return [*found, *([] if (EDITEUR / "node_modules/oidc-provider").is_dir() else ["oidc-provider"])]


def _until(process: subprocess.Popen[bytes], dossier: Path, done: Callable[[], bool]) -> None:
    """Wait until a server did what it was asked; one that ended, or never does, says what it wrote."""
    limit = time.monotonic() + DEMARRAGE_SECONDES
    while not done():
        if process.poll() is not None or time.monotonic() > limit:
            state = "still runs" if process.returncode is None else f"ended with {process.returncode}"
            said = "".join(f"\n{path.name}: {path.read_text('utf-8')}" for path in sorted(dossier.glob("*.log")))
            raise AssertionError(f"the server did not do what was asked, and {state}{said}")
        time.sleep(0.1)
