"""The wall of a meeting: what is saved is shown, what is wrong is said, and nobody elsewhere is answered."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from datetime import date, datetime
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.cli.direct.image import html, mur, page
from convention.langage.session import Reglages, Session
from tests.cli.commande import HERITE, PROGRAMME, lancer
from tests.compare.depots_git import commit, git
from tests.espaces import espaces
from tests.essais import fichiers, remplacer
from tests.langage.editeur import depot
from tests.les_cas import poser
from tests.machine import port_libre

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.long
PATIENCE_SECONDES = 120
QUANTITES = "adherents/laxou/quantites/2027.yaml"
SOUSCRIPTIONS = "adherents/laxou/souscriptions.yaml"
DEMONSTRATION = "Données de démonstration, sans valeur comptable."


class _Texte(HTMLParser):
    """The text of a page, a line a block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.parts.append("\n" if tag == "br" else "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("\n" if tag in {"p", "li", "h1", "tr", "caption"} else " " if tag in {"th", "td"} else "")


def texte(page: str) -> list[str]:
    reader = _Texte()
    reader.feed(page)
    lines = espaces("".join(reader.parts)).replace("’", "'").split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]


class Direct(NamedTuple):
    """A wall being followed."""

    racine: Path
    port: int
    processus: subprocess.Popen[bytes]

    def demander(self, path: str, methode: str = "GET", hote: str = "127.0.0.1") -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDES)
        connection.request(methode, path, headers={"Host": f"{hote}:{self.port}"})
        return connection.getresponse()

    def murs(self) -> Iterator[list[str]]:
        """Yield the text of each wall that the stream sends."""
        flux = self.demander("/flux")
        assert flux.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        event = b""
        for row in flux:
            if row.startswith(b"event: "):
                event = row.removeprefix(b"event: ").strip()
            elif row.startswith(b"data: ") and event == b"mur":
                yield texte(json.loads(row.removeprefix(b"data: ")))


@pytest.fixture
def direct(tmp_path: Path) -> Iterator[Direct]:
    racine = depot(tmp_path / "depot")
    port = port_libre()
    command = [
        *PROGRAMME,
        "-C",
        str(racine),
        "direct",
        "--port",
        str(port),
        "--date",
        "2026-11-28",
        "--exercice",
        "2027",
    ]
    process = subprocess.Popen(command, env=HERITE, stderr=subprocess.PIPE)
    assert process.stderr is not None
    assert process.stderr.readline().decode() == f"La réunion se suit sur http://127.0.0.1:{port}/ ; Ctrl-C l'arrête.\n"
    yield Direct(racine, port, process)
    process.send_signal(signal.SIGTERM)
    try:
        assert (process.wait(PATIENCE_SECONDES), process.stderr.read()) == (0, b"")
    finally:
        process.kill()
        process.stderr.close()


def test_what_is_saved_is_shown_and_what_is_wrong_leaves_the_last_good_picture_that_says_so(direct: Direct) -> None:
    murs = direct.murs()
    first = next(murs)
    assert first[2:4] == ["Aucune différence : ni les données, ni les montants ne changent.", DEMONSTRATION]
    assert "Laxou 234 738,97" in first
    remplacer(direct.racine / QUANTITES, "copieurs: 9", "copieurs: 10")
    changed = next(murs)
    assert changed[2] == "En 2027, 1 150,00 € de plus en tout (+0,02 %) : 1 adhérent paierait plus, 18 moins"
    assert changed[4].startswith("Laxou : 10 copieurs au lieu de 9 en 2027")
    assert changed[4].endswith(" : +1 161,00 €, 18 autres −11,00 € ensemble.")
    assert "Laxou 234 738,97 235 899,97 +1 161,00 +0,5 % ses quantités : S04 Parcs" in changed
    remplacer(direct.racine / SOUSCRIPTIONS, "service: S08", "service: S80")
    wrong = next(murs)
    at = changed[1].removeprefix("À jour à ")
    assert wrong[0] == f"2 erreurs dans les fichiers. Ce qui suit est la dernière image juste, de {at}."
    assert wrong[1] == f"{SOUSCRIPTIONS}:10:15 : le service ou sous-service « S80 » n'existe pas"
    assert wrong[4:] == [f"Image de {at}", *changed[2:]]
    git(direct.racine, "checkout", "--quiet", ".")
    assert next(murs)[2:] == first[2:]
    git(direct.racine, "branch", "--move", "main", "autre")
    lost = next(murs)
    assert lost[0].startswith("Écarts en pause : la révision « main » est inconnue")
    assert lost[-1] == first[-1]


def test_only_who_names_this_machine_is_answered_and_only_to_read(direct: Direct) -> None:
    for hote in ("reunion.exemple", "127.0.0.1.exemple", "0.0.0.0"):  # noqa: S104 (a name that is refused)
        refused = direct.demander("/", hote=hote)
        assert (refused.status, b"<html" in refused.read()) == (421, False)
    assert direct.demander("/", hote="localhost").status == 200
    with socket.socket() as autre, pytest.raises(ConnectionRefusedError):
        # Another address of this machine.
        autre.connect(("127.0.0.2", direct.port))
    avant = fichiers(direct.racine)
    assert {methode: direct.demander("/", methode).status for methode in ("POST", "PUT", "DELETE", "OPTIONS")} == {
        "POST": 405,
        "PUT": 405,
        "DELETE": 405,
        "OPTIONS": 405,
    }
    assert direct.demander("/styles/../../serveur.py").status == 404
    assert fichiers(direct.racine) == avant
    answer = direct.demander("/")
    assert "script-src 'self'; style-src 'self'" in answer.headers["Content-Security-Policy"]
    text = answer.read().decode()
    assert "<script>" not in text
    assert " style=" not in text


@pytest.mark.parametrize("commande", ["direct", "servir"])
def test_a_port_that_is_taken_is_told_before_any_work(commande: str, tmp_path: Path) -> None:
    racine = poser(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = lancer(racine, commande, "--port", str(port))
    told = f"Erreur\u00a0: le port {port} n'est pas disponible\u00a0: en choisir un autre, par --port\n"
    assert (done.code, done.message) == (3, told)


def test_a_reference_that_is_unknown_is_told_in_the_terminal_before_any_meeting(tmp_path: Path) -> None:
    racine = depot(tmp_path / "depot")
    done = lancer(racine, "direct", "inconnue", "--port", str(port_libre()))
    assert done.code == 3
    assert espaces(done.message).startswith("Erreur : la révision « inconnue » est inconnue")


def test_without_anything_to_compare_with_nothing_is_shown_but_why(tmp_path: Path) -> None:
    racine = poser(tmp_path)
    shown = mur(Session(racine, lambda: date(2026, 11, 28), Reglages("main")).etat(), None, datetime(2026, 11, 28, 9))  # noqa: DTZ001 (shown as it is)
    (told,) = texte(html(shown))
    assert told.startswith("Écarts en pause : le dossier ")
    assert told.endswith("Rien ne peut être montré.")


def test_what_the_data_says_is_no_tag_of_the_page(tmp_path: Path) -> None:
    racine = commit(poser(tmp_path))
    path = racine / "catalogue/convention.yaml"
    name = "intitule: "
    row = next(row for row in path.read_text("utf-8").splitlines() if row.startswith(name))
    remplacer(path, row, f'{name}"<script>alert(1)</script>"')
    shown = mur(Session(racine, lambda: date(2026, 11, 28), Reglages("main")).etat(), None, datetime(2026, 11, 28, 9))  # noqa: DTZ001 (idem)
    assert shown.image is not None
    assert "<script>alert" not in page(shown)
    assert "&lt;script&gt;alert(1)" in page(shown)


@pytest.mark.navigateur
def test_the_page_follows_fits_a_wall_and_says_when_it_follows_no_more(direct: Direct, navigateur: Browser) -> None:
    wall = navigateur.new_page(viewport={"width": 1920, "height": 1080})
    said: list[str] = []
    wall.on("console", lambda message: said.append(message.text))
    wall.goto(f"http://127.0.0.1:{direct.port}/")
    wall.wait_for_selector("table", timeout=PATIENCE_SECONDES * 1000)
    remplacer(direct.racine / QUANTITES, "copieurs: 9", "copieurs: 10")
    wall.wait_for_selector("li:has-text('10 copieurs')", timeout=PATIENCE_SECONDES * 1000)
    size = wall.evaluate("() => [document.body.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1920, 1080]
    assert said == []
    assert wall.is_hidden("#coupe")
    # A machine that sleeps closes nothing.
    direct.processus.send_signal(signal.SIGSTOP)
    wall.wait_for_selector("#coupe", timeout=PATIENCE_SECONDES * 1000)
    assert wall.locator("#mur.coupe").count() == 1
    direct.processus.send_signal(signal.SIGCONT)
    wall.wait_for_selector("#coupe", state="hidden", timeout=PATIENCE_SECONDES * 1000)
    wall.close()
