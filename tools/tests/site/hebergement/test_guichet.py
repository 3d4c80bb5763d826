"""The window on a real Apache, before a real OpenID Connect provider: who asks for whom, and what is kept."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from convention.cli.guichet import attente
from convention.forge.client import Client
from convention.forge.formulaires.guichet import fetch
from tests.cli.commande import HERITE
from tests.forge.projet import DONNEES
from tests.site.construction import atelier
from tests.site.hebergement.serveur import (
    MEME_SITE,
    Hote,
    Lecteur,
    Reponse,
    brut,
    exiger,
    heberger,
    ouvrir_guichet,
    par_la_commande,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


pytestmark = [pytest.mark.long, pytest.mark.navigateur]
JETON = "jeton-de-la-file-" + "x" * 32
COMPTES = {
    "bruyere": {"siret": "33333333400018", "acr": "eidas1"},
    "aubepine": {"siret": "22222222600015", "acr": "eidas1"},
    "metropole": {"siret": "11111111800015", "acr": "eidas1"},
    "inconnu": {"siret": "99999999900011", "acr": "eidas1"},
}


class Scene(NamedTuple):
    """The server, and the folder of its queue."""

    hote: Hote
    file: Path

    def lecteur(self, compte: str | None) -> Lecteur:
        lecteur = Lecteur(self.hote, compte)
        if compte:
            lecteur.lire("/prive/")
        return lecteur

    def billet(self, lecteur: Lecteur, nom: str = "bruyere") -> str:
        found = re.search(r'name="billet" value="([^"]+)"', lecteur.lire(f"/guichet/{nom}/").corps.decode())
        assert found is not None
        return found[1]

    def valider(self, lecteur: Lecteur, billet: str, entetes: dict[str, str] = MEME_SITE, **saisie: str) -> Reponse:
        return self.envoyer(lecteur, {"billet": billet, "geste": "valider", "fonction": "Référent", **saisie}, entetes)

    def envoyer(
        self, lecteur: Lecteur, saisie: dict[str, str], entetes: dict[str, str], nom: str = "bruyere"
    ) -> Reponse:
        return lecteur.lire(f"/guichet/{nom}/", "POST", entetes, urllib.parse.urlencode(saisie).encode())

    @property
    def references(self) -> set[str]:
        return {item.reference for item in attente.held(self.file)}


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    exiger()
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        dossier = Path(name)
        dossier.chmod(0o755)
        depot, racine = dossier / "depot", dossier / "srv"
        for path, text in DONNEES.items():
            (depot / path).parent.mkdir(parents=True, exist_ok=True)
            (depot / path).write_text(text, "utf-8")
        command = [
            sys.executable,
            "-m",
            "convention.cli.main",
            "-C",
            str(atelier(depot)),
            "site",
            "--tous",
            "--guichet",
        ]
        subprocess.run([*command, "--vers", str(racine), "--date", "2026-11-23"], env=HERITE, check=True)
        (dossier / "hote").mkdir()
        window = ouvrir_guichet(dossier / "hote/guichet", JETON)
        with heberger(racine, dossier / "hote", COMPTES, par_la_commande(depot, *window)) as hote:
            yield Scene(hote, dossier / "hote/guichet/demandes")


def test_an_agent_signs_in_validates_is_given_a_reference_and_takes_it_back(scene: Scene, navigateur: Browser) -> None:
    page = navigateur.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.goto(f"{scene.hote.site}/prive/chez/bruyere/")
    page.get_by_role("link", name="bruyere").click()
    refused.clear()  # what the provider's page asks for is none of ours
    page.get_by_role("link", name="Valider ou corriger mes quantités").click()
    assert page.url == f"{scene.hote.site}/guichet/bruyere/"
    before = scene.references
    field = page.get_by_label("Nombre juste : Nombre de postes")
    field.press("Enter")
    assert page.url == f"{scene.hote.site}/guichet/bruyere/"
    page.get_by_label("Votre fonction").select_option("Direction")
    page.get_by_role("button", name="Valider").click()
    page.wait_for_url(re.compile("/guichet/bruyere/[A-Z2-9-]+$"))
    (reference,) = scene.references - before
    assert reference in page.get_by_role("article").inner_text()
    (kept,) = [item for item in attente.held(scene.file) if item.reference == reference]
    assert (kept.adherent, kept.fonction) == ("bruyere", "Direction")
    page.get_by_role("link", name="mes demandes").click()
    assert reference in page.locator("#demandes + ul").inner_text()
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Retirer cette demande").click()
    assert reference in page.get_by_role("article").inner_text()
    assert reference not in scene.references
    page.get_by_role("link", name="Revenir au guichet").click()
    assert refused == []
    page.get_by_role("link", name="Se déconnecter").click()
    page.get_by_role("button", name="Yes").click()  # the provider asks whether to sign out of it too
    assert page.url == f"{scene.hote.site}/"
    assert brut(scene.hote, "/guichet/bruyere/")[0] == 401


@pytest.mark.parametrize("compte", ["aubepine", "metropole", "inconnu", "bruyere&faute=niveau-faible", None])
def test_nobody_asks_for_another(scene: Scene, compte: str | None) -> None:
    """The managing body reads every page; it validates its own quantities only."""
    before, bruyere = scene.references, scene.lecteur("bruyere")
    other, billet = scene.lecteur(compte), scene.billet(bruyere)
    if compte is not None:
        assert other.lire("/guichet/bruyere/").code == 403
        assert scene.valider(other, billet).code == 403
    assert brut(scene.hote, "/guichet/bruyere/")[0] == 401
    assert brut(scene.hote, "/guichet/bruyere/", "POST", MEME_SITE)[0] == 401
    assert scene.references == before


def test_a_member_asks_for_itself_only_whatever_the_form_says(scene: Scene) -> None:
    aubepine = scene.lecteur("aubepine")
    billet = scene.billet(aubepine, "aubepine")
    said = {"billet": billet, "geste": "valider", "fonction": "Référent", "adherent": "bruyere", "siren": "333333334"}
    assert scene.envoyer(aubepine, said, MEME_SITE).code == 403
    assert scene.envoyer(aubepine, said, MEME_SITE, "aubepine").code == 200
    (kept,) = [item for item in attente.held(scene.file) if billet.startswith(item.reference)]
    assert kept.adherent == "aubepine"


def test_no_header_says_who_one_is(scene: Scene) -> None:
    siret = COMPTES["bruyere"]["siret"]
    said = {"OIDC_CLAIM_siret": siret, "OIDC-CLAIM-siret": siret, "REMOTE_USER": "bruyere", "OIDC_CLAIM_acr": "eidas1"}
    assert brut(scene.hote, "/guichet/bruyere/", entetes=said)[0] == 401
    assert scene.lecteur("aubepine").lire("/guichet/bruyere/", entetes=said).code == 403


@pytest.mark.parametrize(
    "cible",
    [
        "//guichet/bruyere/",
        "/guichet/bruyere/2027/",
        "/guichet//bruyere/",
        "/guichet/_file/../bruyere/",
        "/guichet/_file/bruyere/",
        "/guichet/_file%2f..%2fbruyere/",
        "/guichet/%62ruyere/",
        "/guichet/bruyere%00",
        "/GUICHET/bruyere/",
        "/guichet/bruyere/ABCD-EFGH",
        "/guichet",
        "/guichet/wsgi.py",
    ],
)
def test_no_way_to_write_a_path_shows_anything_to_who_has_not_signed_in(scene: Scene, cible: str) -> None:
    code, body = brut(scene.hote, cible)
    assert code in {400, 401, 403, 404}
    assert b"Inventaire" not in body


def test_a_form_of_another_site_is_refused_and_so_is_what_is_no_form(scene: Scene) -> None:
    before, bruyere = scene.references, scene.lecteur("bruyere")
    billet = scene.billet(bruyere)
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.exemple"}):
        assert scene.valider(bruyere, billet, headers).code == 403
    for genre in ("text/plain", "multipart/form-data; boundary=x", "application/json"):
        assert scene.valider(bruyere, billet, {**MEME_SITE, "Content-Type": genre}).code in {400, 403}
    assert scene.valider(bruyere, "x" * 100).code == 409
    assert scene.valider(bruyere, billet, source="x" * 300_000).code == 413
    assert scene.references == before


@pytest.mark.parametrize("methode", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
def test_nothing_else_is_done(scene: Scene, methode: str) -> None:
    assert brut(scene.hote, "/guichet/bruyere/", methode)[0] in {401, 403, 405, 501}
    assert brut(scene.hote, "/guichet/_file", methode)[0] in {401, 403, 405, 501}


def test_a_form_sent_twice_is_kept_once_and_so_it_is_after_the_server_reloads(scene: Scene) -> None:
    bruyere = scene.lecteur("bruyere")
    billet = scene.billet(bruyere)
    places = {scene.valider(bruyere, billet).adresse for _ in range(2)}
    scene.hote.recharger()
    places.add(scene.valider(bruyere, billet).adresse)
    assert len(places) == 1
    assert sum(billet.startswith(item) for item in scene.references) == 1


def test_the_queue_is_only_read_by_its_account_and_by_who_has_its_key(scene: Scene) -> None:
    scene.valider(bruyere := scene.lecteur("bruyere"), scene.billet(bruyere))
    assert scene.file.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o777 for path in scene.file.iterdir()} == {0o600}
    for key in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {JETON}"}):
        assert brut(scene.hote, "/guichet/_file", entetes=key)[0] == 401
    assert bruyere.lire("/guichet/_file").code == 401
    found = fetch(Client(scene.hote.site, JETON, qui="le guichet"))
    assert found == attente.held(scene.file)
    assert JETON not in scene.hote.journal()


def test_a_member_asks_so_many_times_a_day(scene: Scene) -> None:
    metropole = scene.lecteur("metropole")
    codes: list[int] = []
    while len(codes) <= attente.PAR_JOUR:
        billet = scene.billet(metropole, "metropole-grandval")
        said = {"billet": billet, "geste": "valider", "fonction": "Référent"}
        codes.append(scene.envoyer(metropole, said, MEME_SITE, "metropole-grandval").code)
    assert codes == [*[200] * attente.PAR_JOUR, 429]
