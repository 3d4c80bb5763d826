"""`make servir`: a change in the data is seen, wrong data leaves the last good pages and says where it is wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from convention.base.arret import AbandonError, tant_que
from convention.cli.cadre.contexte import Contexte
from convention.cli.cadre.diagnostics import reprises
from convention.cli.cadre.lecteur import Demande
from convention.cli.mkdocs.apercu import renew
from convention.cli.mkdocs.construire import prepare, write_site
from convention.cli.mkdocs.finition import ARTICLE
from convention.site.acces import lire
from convention.site.pages import ecrire
from tests.cli.commande import HERITE, PROGRAMME
from tests.essais import remplacer
from tests.generateur import depot_fictif, write
from tests.machine import port_libre
from tests.site.construction import JOUR, PATIENCE_SECONDES, atelier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.long
NOM = "adherents/adherent-1/adherent.yaml"
QUANTITES = "adherents/adherent-1/quantites/2026.yaml"
MODIFICATIONS = (
    (QUANTITES, "postes: [0-9]+", "postes: 77"),
    (
        "pricing/composants/S05.yaml",
        "2026: {abonnement: {previsionnel: 192.54",
        "2026: {abonnement: {previsionnel: 99.90",
    ),
    (NOM, "nom: Adhérent 1\n", "nom: Art-sur-Meurthe\n"),
    (QUANTITES, "postes: [0-9]+", "postes: 78"),
    ("catalogue/convention.yaml", "mode: mensuel", "mode: journalier"),
)
"""What is written one after the other: files, what stands in each, what it becomes."""


class Serveur(NamedTuple):
    """A site being served."""

    dossier: Path
    adresse: str
    processus: subprocess.Popen[bytes]

    def attendre(self, wanted: str) -> str:
        """Return the page of the adherents once it holds a text."""
        limit, page = time.monotonic() + PATIENCE_SECONDES, ""
        while wanted not in page:
            assert time.monotonic() < limit, page
            assert self.processus.poll() is None, "the server stopped by itself"
            page = self.page()
            time.sleep(0.1)
        return page

    def page(self) -> str:
        """Return the page of the adherents, or nothing while nobody answers."""
        try:
            with urlopen(f"{self.adresse}adherents/", timeout=PATIENCE_SECONDES) as answer:  # noqa: S310 (this machine)
                return str(answer.read().decode("utf-8"))
        except URLError:
            return ""

    def ecrire(self, before: str, after: str) -> None:
        """Edit the file of an adherent, as anybody does."""
        remplacer(self.dossier / NOM, before, after)


@pytest.fixture
def serveur(tmp_path: Path) -> Iterator[Serveur]:
    """Serve the site of two adherents on a free port, and stop it as `make` does when it is stopped."""
    folder = atelier(write(tmp_path / "depot", depot_fictif(2, 2, 1)))
    port = port_libre()
    temporary = tmp_path / "temporaire"
    temporary.mkdir()
    env = {**HERITE, "CONVENTION_DATE": JOUR, "TMPDIR": os.fspath(temporary)}
    command = [*PROGRAMME, "servir", "--port", str(port)]
    with (tmp_path / "journal").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
        yield Serveur(folder, f"http://127.0.0.1:{port}/", process)
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(PATIENCE_SECONDES) == 0
        finally:
            process.kill()
    assert list(temporary.iterdir()) == []
    # What MkDocs says of what it does is in English, and of no use to who edits the data.
    assert re.findall("Building|Serving|Watching", (tmp_path / "journal").read_text("utf-8")) == []


def test_the_served_site_follows_the_data_and_outlives_its_errors(serveur: Serveur) -> None:
    assert 'role="alert"' not in serveur.attendre("Adhérent 1")

    serveur.ecrire("nom: Adhérent 1\n", "nom: Art-sur-Meurthe\n")
    assert 'role="alert"' not in serveur.attendre("Art-sur-Meurthe")

    serveur.ecrire("type: ", "genre: ")
    shown = serveur.attendre('role="alert"')
    assert f"{NOM}:6:1 : le champ « genre » n'existe pas ici" in unescape(shown).replace("\xa0", " ")
    assert "Art-sur-Meurthe" in shown

    serveur.ecrire("genre: ", "type: ")
    serveur.ecrire("nom: Art-sur-Meurthe\n", "nom: Ludres\n")
    assert 'role="alert"' not in serveur.attendre("Ludres")


def test_the_dashboard_that_is_looked_at_says_at_once_what_the_whole_site_will_say(tmp_path: Path) -> None:
    prepare()
    folder = atelier(write(tmp_path / "depot", depot_fictif(2, 2, 1)))
    demande = Demande(Contexte(folder), lire("adherents"), date.fromisoformat(JOUR), "")
    write_site(folder, demande.lire(), tmp_path / "avant")

    remplacer(folder / NOM, "nom: Adhérent 1\n", "nom: Art-sur-Meurthe\n")
    after = demande.lire()
    assert renew(folder, after, tmp_path / "avant", "adherents/adherent-1/")
    write_site(folder, after, tmp_path / "apres")

    said, wanted = (_article(tmp_path / nom / "adherents/adherent-1/index.html") for nom in ("avant", "apres"))
    assert "Art-sur-Meurthe" in wanted
    assert said == wanted


def test_what_is_taken_again_gives_the_site_that_a_first_reading_gives(tmp_path: Path) -> None:
    folder = write(tmp_path / "depot", depot_fictif(3, 6, 1, (2025, 2026)))
    anew = Demande(Contexte(folder), lire("adherents"), date.fromisoformat(JOUR), "")
    kept = anew._replace(reprises=reprises())
    before = ecrire(kept.lire())

    for path, wanted, written in MODIFICATIONS:
        text, times = re.subn(wanted, written, (folder / path).read_text("utf-8"), count=1)
        assert times == 1
        (folder / path).write_text(text, "utf-8")
        after = ecrire(kept.lire())
        assert after == ecrire(anew.lire())
        assert after != before
        before = after


def test_a_build_that_a_change_overtakes_stops_before_it_writes_anything(tmp_path: Path) -> None:
    prepare()
    folder = atelier(write(tmp_path / "depot", depot_fictif(2, 2, 1)))
    site = Demande(Contexte(folder), lire("adherents"), date.fromisoformat(JOUR), "").lire()

    with pytest.raises(AbandonError), tant_que(lambda: False):
        write_site(folder, site, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_page_that_is_no_dashboard_waits_for_the_whole_site(tmp_path: Path) -> None:
    folder = atelier(write(tmp_path / "depot", depot_fictif(2, 2, 1)))
    site = Demande(Contexte(folder), lire("adherents"), date.fromisoformat(JOUR), "").lire()

    assert not renew(folder, site, tmp_path, "adherents/")


def _article(page: Path) -> str:
    found = ARTICLE.search(page.read_text("utf-8"))
    assert found is not None
    return found[1]
